"""A stretch of a document as HTML: its paragraphs as they are read, with words, sentence and quote marked in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from crisisgraph.app.markup import Html, element, joined
from crisisgraph.model import Block, BlockKind, Document, Reading, Segment, Span


class MarkKind(StrEnum):
    """What a mark means; the value is its CSS class."""

    QUOTE = "cg-citaat"
    SENTENCE = "cg-zin"
    WORD = "cg-woord"


@dataclass(frozen=True, slots=True)
class Mark:
    """A canonical span that is marked."""

    span: Span
    kind: MarkKind


#: Gives the stretches ``(start, end)`` of a text that hold a matched word.
FindWords = Callable[[str], Iterable[tuple[int, int]]]


def excerpt(document: Document, span: Span, marks: Sequence[Mark] = (), find_words: FindWords | None = None) -> Html:
    """Return the paragraphs of `span` as HTML with the `marks`, and the words that `find_words` finds, marked in them.

    What is shown is the reading view: without line-end hyphens, running headers and emphasis signs.  A stretch that no
    block covers is shown as it stands.
    """
    blocks = [(block, _clipped(block, span)) for block in document.blocks if block.kind is not BlockKind.FURNITURE]
    lines = [_paragraph(document, block, parts, marks, find_words) for block, parts in blocks if parts]
    if lines:
        return joined(*lines)
    reading = Reading.of(document.text, [Segment(span.start, span.end)])
    return element("p", *_pieces(reading, marks, find_words))


def _clipped(block: Block, span: Span) -> list[Segment]:
    return [
        Segment(max(part.start, span.start), min(part.end, span.end), part.glue)
        for part in block.segments
        if part.start < span.end and span.start < part.end
    ]


def _paragraph(
    document: Document, block: Block, parts: list[Segment], marks: Sequence[Mark], find_words: FindWords | None
) -> Html:
    pieces = _pieces(Reading.of(document.text, parts), marks, find_words)
    match block.kind:
        case BlockKind.HEADING:
            return element("p", *pieces, class_="cg-kop")
        case BlockKind.LIST_ITEM:
            whole = parts[0].start == block.start
            marker = block.marker if whole and block.marker and any(map(str.isalnum, block.marker)) else None
            sign = element("span", (marker or ("•" if whole else "")) + " ", class_="cg-teken")
            return element("p", sign, element("span", *pieces), class_=f"cg-punt cg-niveau-{min(block.level, 3)}")
        case BlockKind.FOOTNOTE:
            return element("p", *pieces, class_="cg-noot")
        case _:
            return element("p", *pieces)


def _pieces(reading: Reading, marks: Sequence[Mark], find_words: FindWords | None) -> Iterator[Html | str]:
    """Yield the text cut wherever a mark begins or ends, each piece inside the marks that cover it."""
    offsets = [reading.offset(position) for position in range(len(reading.text))]
    places = [(bisect_left(offsets, mark.span.start), bisect_left(offsets, mark.span.end), mark.kind) for mark in marks]
    if find_words:
        places += [(start, end, MarkKind.WORD) for start, end in find_words(reading.text)]
    places = [place for place in places if place[0] < place[1]]
    cuts = sorted({0, len(reading.text), *(cut for start, end, _ in places for cut in (start, end))})
    for start, end in pairwise(cuts):
        piece: Html | str = reading.text[start:end]
        covering = {kind for first, last, kind in places if first <= start and end <= last}
        for kind in reversed(MarkKind):  # the word innermost, the quote outermost
            if kind in covering:
                piece = element("mark", piece, class_=kind)
        yield piece
