"""Pieces of a PDF become blocks: headings, paragraphs, list items, footnotes, table rows and furniture.

What a piece is follows from its type (size, weight), its marker and place, the tags of the file, and the file's own
outline.  What is read of it leaves out markers, footnote marks and line-end hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.documents.hyphens import Hyphens
from crisisgraph.documents.markers import Marker, find_marker
from crisisgraph.documents.pdf_flow import Piece, Region, pieces_of, tags_are_paragraphs
from crisisgraph.documents.pdf_layout import Layout, layout_of
from crisisgraph.documents.pdf_values import Line, LinePage
from crisisgraph.documents.wording import is_capitals, is_date, is_ended, is_label, is_title
from crisisgraph.ids import fold
from crisisgraph.model import Block, BlockKind, Segment

_LONGEST_HEADING = 250  # characters
_DEEPEST_ITEM = 8  # times the type size: what stands farther in is a box, an address or a signature
_SOFT = "\u00ad"

#: How a line of a table of contents ends.
_CONTENTS = re.compile(r"(?:[.\u2026_]\s?){4,}\s*\d{1,4}$")


def blocks_of(
    pages: Sequence[LinePage], starts: Sequence[Sequence[int]], outline: Collection[str]
) -> tuple[Block, ...]:
    """Return the blocks of a document in the order of its canonical text.

    :param starts: canonical offsets of the lines of each page
    :param outline: titles in the file's outline, which are headings wherever they stand
    """
    layout = layout_of(pages)
    tagged = tags_are_paragraphs(pages, layout)
    pieces = pieces_of(pages, starts, layout, tagged=tagged)
    kinds = _Kinds(layout, outline, pieces, tagged=tagged)
    reader = _Reader.of(pages)
    blocks = []
    for piece, (kind, level) in zip(pieces, kinds.kinds(), strict=True):
        segments = tuple(reader.segments(piece))
        if segments:
            marker = piece.marker.text if piece.marker else None
            blocks.append(Block(kind, segments, level, marker, piece.all_bold))
    return tuple(sorted(blocks, key=lambda block: block.start))


#: Level by tag (0 for none), size with the largest first and weight, depth of number.
_Style = tuple[int, float, int]


# --- kinds and levels -----------------------------------------------------------------------------


class _Kinds:
    """What each piece of a document is."""

    def __init__(self, layout: Layout, outline: Collection[str], pieces: Sequence[Piece], *, tagged: bool) -> None:
        self._layout = layout
        self._outline = {fold(title).replace(" ", "") for title in outline}
        self._pieces = pieces
        self._tagged = tagged
        self._letter = 0  # of the last heading numbered with a letter

    def kinds(self) -> list[tuple[BlockKind, int]]:
        """Return the kind and level of every piece; headings lose a bare number to their marker."""
        found = [self._kind(index) for index in range(len(self._pieces))]
        paired = list(zip(self._pieces, found, strict=True))
        levels = self._heading_levels([piece for piece, kind in paired if kind is BlockKind.HEADING])
        nesting: list[float] = []
        result = []
        for piece, kind in paired:
            level = 0
            if kind is BlockKind.HEADING:
                level = levels[self._style(piece)]
                nesting.clear()
            elif kind is BlockKind.LIST_ITEM:
                level = self._nest(piece, nesting)
            elif kind is BlockKind.PARAGRAPH and self._indent(piece) < 0.5 * piece.first.size:
                nesting.clear()
            result.append((kind, level))
        return result

    def _kind(self, index: int) -> BlockKind:
        piece = self._pieces[index]
        match piece.region:
            case Region.FURNITURE:
                return BlockKind.FURNITURE
            case Region.NOTE:
                return BlockKind.FOOTNOTE
            case Region.ROW:
                return BlockKind.TABLE
        if _CONTENTS.search(piece.text):
            return BlockKind.TABLE
        if self._is_heading(index):
            piece.marker = self._heading_number(piece)
            return BlockKind.HEADING
        return BlockKind.LIST_ITEM if piece.marker or self._is_item(index) else BlockKind.PARAGRAPH

    def _is_heading(self, index: int) -> bool:
        piece = self._pieces[index]
        tag = piece.first.tag
        if self._tagged and tag is not None and tag.role.startswith("H"):
            return True
        text = " ".join(placed.line.text for placed in piece.lines)
        if fold(text).replace(" ", "").replace("‐", "") in self._outline:
            return True
        if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)) or (piece.marker and piece.marker.is_bullet):
            return False
        size, body = piece.first.size, self._layout.body
        if size >= 1.12 * body:
            return len(piece.lines) < 4 or not is_ended(text)
        if not (is_title(piece.text) or is_label(text)) or is_date(text) or len(piece.lines) > 2:
            return False
        if size >= body + 0.4:
            return True
        return (piece.stands_out or is_capitals(text)) and size > body - 0.5 and self._has_text_under(index)

    def _heading_number(self, piece: Piece) -> Marker | None:
        """Return the number of a heading; a letter is one only after the letter before it: it may be an initial."""
        marker = find_marker(piece.first.text)
        if marker is None or marker.is_bullet or marker.length == len(piece.first.text):
            return None
        if len(marker.text) == 1 and marker.text.isalpha():
            if marker.value not in (1, self._letter + 1):
                return None
            self._letter = marker.value
        return marker

    def _has_text_under(self, index: int) -> bool:
        """Tell whether text of another type follows: a bold line among bold lines is no heading."""
        for piece in self._pieces[index + 1 :]:
            if piece.region in (Region.TEXT, Region.ROW):
                return (
                    not piece.stands_out
                    or piece.first.size > self._pieces[index].first.size
                    or piece.marker is not None
                )
        return False

    def _is_item(self, index: int) -> bool:
        """Tell whether a piece without a marker is a list item: tagged so, or one of a row of indented pieces."""
        piece = self._pieces[index]
        tag = piece.first.tag
        if tag is not None and tag.item:
            return True
        if not 1 <= self._inner_indent(piece) / piece.first.size <= _DEEPEST_ITEM:
            return False
        around = [self._pieces[at] for at in (index - 1, index + 1) if 0 <= at < len(self._pieces)]
        beside = [
            other
            for other in around
            if other.region is Region.TEXT and abs(self._inner_indent(other) - self._inner_indent(piece)) < 2
        ]
        return any(other.first.size == piece.first.size for other in beside) and len(piece.lines) < 6

    def _indent(self, piece: Piece) -> float:
        return piece.first.left - self._layout.left(piece.lines[0].page, piece.first)

    def _inner_indent(self, piece: Piece) -> float:
        """Return how far in the whole of a piece stands, its first line or not."""
        return min(placed.line.left - self._layout.left(placed.page, placed.line) for placed in piece.lines)

    def _nest(self, piece: Piece, nesting: list[float]) -> int:
        """Return how deep a list item lies among the items before it."""
        if self._tagged and piece.first.tag is not None and piece.first.tag.depth:
            return piece.first.tag.depth
        indent, slack = self._indent(piece), 0.8 * piece.first.size
        while nesting and nesting[-1] > indent + slack:
            nesting.pop()
        if not nesting or nesting[-1] < indent - slack:
            nesting.append(indent)
        return len(nesting)

    def _heading_levels(self, headings: Sequence[Piece]) -> dict[_Style, int]:
        """Return the level of each style of heading: as tagged, else by size, weight and depth of its number."""
        sizes: dict[int, float] = {}
        for piece in headings:
            tagged, size = self._style(piece)[0], piece.first.size
            sizes[tagged] = max(size, sizes.get(tagged, 0.0)) if tagged else 0.0
        ranks = {style: rank for rank, style in enumerate(sorted({self._style(piece) for piece in headings}), 1)}
        if not any(sizes):
            return ranks
        return {style: style[0] or 1 + sum(size >= -style[1] for size in sizes.values()) for style in ranks}

    def _style(self, piece: Piece) -> _Style:
        tag = piece.first.tag
        if self._tagged and tag is not None and tag.role[1:].isdigit():
            return int(tag.role[1:]), 0.0, 0
        depth = piece.marker.depth if piece.marker else 1
        return 0, -round(piece.first.size * 2) / 2 - 0.25 * piece.all_bold, depth


# --- what is read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """Cuts pieces into the segments that are read."""

    hyphens: Hyphens
    soft: str  # the hyphen that this document uses only where it breaks words, if any

    @classmethod
    def of(cls, pages: Sequence[LinePage]) -> _Reader:
        text = "\n".join(page.text for page in pages)
        lines = [line.text for page in pages for line in page.lines]
        only_at_ends = "\u2010" in text and all("\u2010" not in line[:-1] for line in lines)
        return cls(Hyphens.of(text), "\u2010" if only_at_ends else "")

    def segments(self, piece: Piece) -> Iterator[Segment]:
        glue = ""
        skip = piece.marker.length if piece.marker else 0
        for index, placed in enumerate(piece.lines):
            line = placed.line
            start, end, after = skip if index == 0 else 0, len(line.text), " "
            if index + 1 < len(piece.lines) and (joined := self._join(line, piece.lines[index + 1].line)):
                end, after = end - joined[0], joined[1]
            for left, right in _without(placed.marks, line.text, start, end):
                yield Segment(placed.start + left, placed.start + right, glue)
                glue = ""
            glue = after

    def _join(self, line: Line, following: Line) -> tuple[bool, str] | None:
        text = line.text
        if not self.soft:
            return self.hyphens.join(text, following.text)
        if text.endswith(self.soft):
            return self.hyphens.join(text[:-1] + _SOFT, following.text)
        joined = self.hyphens.join(text, following.text)
        return (False, joined[1]) if joined else None  # where another sign breaks words, a hyphen is one


def _without(cuts: Sequence[tuple[int, int]], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what is left of ``text[start:end]`` when the cuts are taken out, without a space left before a cut."""
    for left, right in (*cuts, (end, end)):
        piece = text[start:left]
        kept = piece.rstrip() if right >= end or text[right].isspace() or text[right] in ".,;:!?)" else piece
        if kept.strip():
            yield start, start + len(kept)
        start = max(start, right)
