"""Findings that a report states in its own name: entries of lists of findings, and sentences that conclude."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.model import BlockKind, Kind, Level, Span
from crisisgraph.statements.cells import Cell, Column, cells_of
from crisisgraph.statements.cues import CueBook, Table
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import is_act
from crisisgraph.statements.sections import Place, Role
from crisisgraph.statements.view import BlockView, EditionView
from crisisgraph.statements.voices import Voices
from crisisgraph.statements.weighing import is_weighed

#: A numbered finding with more text than this is a chapter, not a finding.
_LONGEST = 2_500
_SHORTEST = 25
_SHORTEST_PARAGRAPH = 60
_SHORTEST_OPEN = 60  # of an item without a full stop: a shorter one is a title
_LAST = re.compile(r"[?:]$")


def find_findings(view: EditionView, places: tuple[Place, ...], book: CueBook, voices: Voices) -> tuple[Draft, ...]:
    """Return the findings of `view` in reading order."""
    return tuple(_drafts(view, places, book, voices))


def _drafts(view: EditionView, places: tuple[Place, ...], book: CueBook, voices: Voices) -> Iterator[Draft]:
    taken = -1  # the last block that belongs to a finding already given
    cells = cells_of(view)
    for block, place in zip(view.blocks, places, strict=True):
        if place.role is not Role.OUTSIDE and block.index in cells:
            yield from _found_in(block, cells[block.index], book)
            continue
        if place.role is Role.OUTSIDE or block.kind in (BlockKind.FOOTNOTE, BlockKind.TABLE):
            continue
        label = book.first(Table.LABEL, block.text)
        if (labelled := _labelled(block, book)) is not None:
            yield labelled
        elif label is not None and label.yields != Role.FINDING:
            continue
        elif block.kind is BlockKind.HEADING:
            if place.entry and place.role is Role.FINDING and (last := _last_of_entry(view, block)) is not None:
                taken = last.index
                yield _draft(
                    block, book, "numbered finding with its text", view.blocks[block.index + 1 : last.index + 1]
                )
        elif block.index > taken:
            yield from _of_text(block, place, book, voices)


def _found_in(block: BlockView, cells: Sequence[Cell], book: CueBook) -> Iterator[Draft]:
    """Yield what the cells of findings in a row of a table say."""
    shape = book.shapes["cell of a table of findings"]
    for cell in cells:
        if cell.column is Column.FINDING and len(block.text[cell.start : cell.end].strip()) >= _SHORTEST:
            span, text = block.part(cell.start, cell.end)
            yield Draft(
                Kind.FINDING, span, text, block.section, shape.name, shape.confidence, number=cell.number
            )  # fmt: skip


def _of_text(block: BlockView, place: Place, book: CueBook, voices: Voices) -> Iterator[Draft]:
    if block.kind is BlockKind.LIST_ITEM and place.role is Role.FINDING:
        if len(block.text) >= _SHORTEST:
            yield _draft(block, book, "item of a findings list")
        return
    if block.kind is BlockKind.LIST_ITEM and place.role is Role.MIXED and not _asks(block, place, book):
        yield _draft(block, book, "item of a list of lessons")
        return
    found = list(_sentences(block, place, book, voices, explicit=True))
    if not found and place.role is Role.FINDING and place.direct and not place.listed:
        found = list(_concluding(block, place, book))
    yield from found or _sentences(block, place, book, voices, explicit=False)


def _asks(block: BlockView, place: Place, book: CueBook) -> bool:
    """Tell whether an item asks for an act, or says too little to be a finding."""
    return (
        len(block.text) < (_SHORTEST if block.text.rstrip().endswith((".", ";")) else _SHORTEST_OPEN)
        or _LAST.search(block.text) is not None
        or is_act(block.text, book)
        or any(is_weighed(sentence.text, place, book) for sentence in block.sentences)
    )


def _concluding(block: BlockView, place: Place, book: CueBook) -> Iterator[Draft]:
    """Yield a paragraph of a conclusion up to where it turns to advice; not what introduces the findings."""
    if block.kind is not BlockKind.PARAGRAPH:
        return
    end = 0
    for sentence in block.sentences:
        opens = book.first(Table.ANNOUNCEMENT, sentence.text) if _LAST.search(sentence.text) else None
        if (opens and opens.yields == Role.ADVICE) or is_weighed(sentence.text, place, book):
            break
        if _LAST.search(sentence.text):
            return  # the findings themselves follow
        end = sentence.end
    if _SHORTEST_PARAGRAPH <= end <= _LONGEST:
        shape = book.shapes["paragraph of a conclusion"]
        span, text = block.part(0, end)
        yield Draft(
            Kind.FINDING, span, text, block.section, shape.name, shape.confidence, explicit=shape.explicit
        )  # fmt: skip


def _sentences(block: BlockView, place: Place, book: CueBook, voices: Voices, *, explicit: bool) -> Iterator[Draft]:
    """Yield the sentences that say that they conclude, or (not `explicit`) that only do so by their words."""
    for sentence in block.sentences:
        text = voices.own_masked(sentence.text)
        for cue in book.of(Table.SENTENCE):
            if (
                cue.yields != Kind.FINDING
                or cue.explicit is not explicit
                or (cue.where and place.role not in cue.where)
                or not cue.search(text)
            ):
                continue
            if not sentence.text.endswith(":"):
                yield Draft(
                    Kind.FINDING,
                    sentence.span,
                    sentence.text,
                    block.section,
                    cue.name,
                    cue.confidence,
                    explicit=cue.explicit,
                )
            break


def _labelled(block: BlockView, book: CueBook) -> Draft | None:
    for cue in book.of(Table.LABEL):
        found = cue.search(block.text)
        if found is not None and cue.yields == Role.FINDING and block.text[found.end() :].strip():
            span, text = block.part(found.end(), len(block.text))
            shape = book.shapes["labelled finding"]
            number = found.groupdict().get("number")
            return Draft(Kind.FINDING, span, text, block.section, shape.name, shape.confidence, number=number)
    return None


def _last_of_entry(view: EditionView, heading: BlockView) -> BlockView | None:
    """Return the last block of the text under `heading`; None when there is none or too much of it."""
    last = None
    for block in view.blocks[heading.index + 1 :]:
        if block.kind is BlockKind.HEADING:
            break
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and block.span.end - heading.span.start <= _LONGEST:
            last = block
        elif block.kind is not BlockKind.FOOTNOTE:
            return None
    return last


def _draft(block: BlockView, book: CueBook, name: str, more: Sequence[BlockView] = ()) -> Draft:
    shape = book.shapes[name]
    span, text = block.part(0, len(block.text))
    if more:
        span = Span(span.start, more[-1].span.end)
        text = " ".join([text, *(other.text.strip() for other in more if other.kind is not BlockKind.FOOTNOTE)])
    return Draft(
        Kind.FINDING,
        span,
        text,
        block.section,
        shape.name,
        shape.confidence,
        level=Level.MAIN,
        number=block.number,
        explicit=shape.explicit,
    )
