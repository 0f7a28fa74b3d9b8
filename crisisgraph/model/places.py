"""Places in a document: spans, pages, blocks, and the reading view that maps clean text back to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crisisgraph.errors import SpanError

#: Each single character of white space.
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch ``[start, end)`` of a canonical text.

    :raises SpanError: when it is empty, reversed or starts before the text.

    >>> Span(3, 8).overlap(Span(5, 9))
    3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Return how many characters both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: where it stands in the canonical text and what is printed on it.

    `index` counts from 1; `label` is the printed page number; `width` and `height` are in points and absent for
    documents without a page size.  `start` equals `end` for a page without text.
    """

    index: int
    start: int
    end: int
    label: str | None = None
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of canonical text that is read as it stands; `glue` is what is read before it ("" or " ")."""

    start: int
    end: int
    glue: str = ""


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    FOOTNOTE = "footnote"
    TABLE = "table"
    FURNITURE = "furniture"  #: running header or footer, page number: never part of a statement


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, footnote … of a document, as the segments that are read one after the other.

    The segments leave out what is not read: the marker (bullet or printed number), line-end hyphens, footnote
    marks, emphasis signs, and furniture or footnotes that stand in the middle of a sentence.  `level` is the depth:
    of a heading 1 is the highest, of a list item 1 is the outermost, otherwise 0.  `bold` says that the whole
    block is printed bold; `lead` is the canonical offset after the bold words with which it begins and then goes on
    in another way, 0 when there are none.
    """

    kind: BlockKind
    segments: tuple[Segment, ...]
    level: int = 0
    marker: str | None = None
    bold: bool = False
    lead: int = 0

    @property
    def start(self) -> int:
        """Canonical offset of the first character that is read."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Canonical offset after the last character that is read."""
        return self.segments[-1].end


@dataclass(frozen=True, slots=True)
class Reading:
    """Clean text whose every character maps back to the canonical text: the reading view of one or more blocks.

    >>> view = Reading.of("mid-\\ndel A", (Segment(0, 3), Segment(5, 10)))
    >>> view.text, view.span(0, 6)
    ('middel A', Span(start=0, end=8))
    """

    text: str
    _starts: tuple[int, ...]  # of each segment, in `text`
    _segments: tuple[Segment, ...]

    @classmethod
    def of(cls, canonical: str, segments: Iterable[Segment]) -> Reading:
        """Read `segments` of the `canonical` text; the first segment's glue is dropped, white space becomes a space."""
        parts: list[str] = []
        starts: list[int] = []
        kept: list[Segment] = []
        length = 0
        for segment in segments:
            glue = segment.glue if kept else ""
            piece = _SPACE.sub(" ", canonical[segment.start : segment.end])
            starts.append(length + len(glue))
            kept.append(segment)
            parts += (glue, piece)
            length += len(glue) + len(piece)
        return cls("".join(parts), tuple(starts), tuple(kept))

    def offset(self, position: int) -> int:
        """Return the canonical offset of the character at `position` of the clean text; glue counts as what follows."""
        index = max(0, bisect_right(self._starts, position) - 1)
        segment = self._segments[index]
        offset = segment.start + position - self._starts[index]
        if offset >= segment.end and index + 1 < len(self._segments):
            return self._segments[index + 1].start
        return min(offset, segment.end)

    def span(self, start: int, end: int) -> Span:
        """Return the canonical span of ``text[start:end]``.

        :raises SpanError: when the stretch is empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise SpanError(start, end)
        return Span(self.offset(start), self.offset(end - 1) + 1)
