"""Markdown to pages and blocks, with the offsets of the file itself: the only import of markdown-it.

markdown-it says what the blocks are and on which lines they stand; its inline tokens are found back in those lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crisisgraph.documents.markdown_asides import raised_number, set_aside, unread_in
from crisisgraph.documents.markers import find_marker
from crisisgraph.documents.pages import pages_by_form_feed
from crisisgraph.documents.segments import Cut, cut_out, trimmed, without_start
from crisisgraph.documents.wording import begins_small, is_ended, is_title
from crisisgraph.model import Block, BlockKind, Page, Reading, Segment

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_TARGET = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?")
_DEFINITION_OR_FENCE = re.compile(r"\s*(?:>\s*)*(?:\[[^\]]+\]:|```|~~~)")
#: Words with one space between them.
_WORDS = re.compile(r"\S+(?:[ \t]\S+)*")
_SIGN = re.compile(r"[\s>#|*+-]*")
_DEEPEST = 100


def find_markdown(text: str) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    """Return the pages of a Markdown text (one, unless there are form feeds) and its blocks in order.

    >>> pages, blocks = find_markdown("# Hoog water\\n\\n**1. Oefen *vaker*.**\\n\\n- met buren\\n")
    >>> [(block.kind.value, block.level, block.marker, block.bold) for block in blocks]
    [('heading', 1, None, False), ('list item', 1, '1', True), ('list item', 2, '-', False)]
    """
    asides = set_aside(text)
    source = _Source(asides.text, tuple(_line_starts(text)), unread_in(asides))
    blocks = _joined(text, _Walk(source).run(_parser().parse(asides.text)))
    blocks += [*source.left_over(blocks), *asides.blocks]
    return pages_by_form_feed(text), tuple(sorted(blocks, key=lambda block: block.start))


def _parser() -> MarkdownIt:
    # Without text_join an escaped sign stays a token of its own, so that it can be found back in the source.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")
    return parser.disable(["code", "text_join"])


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    for found in _LINE_BREAK.finditer(text):
        yield found.end()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the source that is read; `strong` when it is printed bold."""

    start: int
    end: int
    glue: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Source:
    """A Markdown text without its asides, by lines, and the stretches of it that are never read."""

    text: str
    starts: Sequence[int]
    unread: Sequence[Cut]

    def line(self, number: int) -> str:
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def pieces(self, token: Token, after: int = 0) -> list[_Piece]:
        """Return what is read of an inline token; `after` is the place in its line before which nothing is sought.

        :raises ValueError: when the token cannot be found back in its lines, because the parser changed its text.
        """
        places = self._places(token, after)
        found: list[_Piece] = []
        cursor, depth, glue = 0, 0, ""
        for child in _leaves(token.children or []):
            match child.type:
                case "strong_open" | "strong_close":
                    depth += child.nesting
                    cursor = token.content.index(child.markup, cursor) + len(child.markup)
                case "softbreak" | "hardbreak":
                    cursor, glue = token.content.index("\n", cursor), " "
                case "link_open":
                    cursor = token.content.index("<" if child.markup else "[", cursor) + 1
                case "link_close" | "image_close" if not child.markup:
                    target = _TARGET.search(token.content, cursor)
                    cursor = target.end() if target else cursor
                case "text" | "text_special" | "code_inline" if child.content:
                    wanted = child.content if child.type != "text_special" else child.markup
                    start, cursor = _find(wanted, token.content, cursor)
                    start += child.type == "text_special" and wanted[0] == "\\"
                    for piece in self._stretch(places, start, cursor):
                        found.append(_Piece(*piece, glue, depth > 0))
                        glue = ""
        return found

    def lines(self, first: int, last: int) -> list[_Piece]:
        """Return whole lines as they stand, but for the signs with which a line of Markdown begins."""
        return [
            _Piece(self.starts[number] + words.start(), self.starts[number] + words.end(), " ", False)
            for number in range(first, last)
            for words in _WORDS.finditer(self.line(number), _sign(self.line(number)))
        ]

    def _places(self, token: Token, after: int) -> list[tuple[int, int]]:
        """Return for each stretch of the token's content where it begins there and in the text."""
        places: list[tuple[int, int]] = []
        position = 0
        first = token.map[0] if token.map else 0
        for number, line in enumerate(token.content.split("\n"), start=first):
            own = self.line(number)
            column = own.find(line, after if number == first else 0)
            if column < 0:
                column = own.find(line.replace("|", "\\|"), after)
                if column < 0:
                    raise ValueError(token.content)
                for shift, found in enumerate(re.finditer(r"\|", line), start=1):  # a bar in a cell is escaped
                    places.append((position + found.start(), self.starts[number] + column + found.start() + shift))
            places.append((position, self.starts[number] + column))
            position += len(line) + 1
        return sorted(places)

    def _stretch(self, places: list[tuple[int, int]], start: int, end: int) -> Iterator[Cut]:
        """Yield the stretches of the text that content ``[start, end)`` of a token is, unread parts left out."""
        while start < end:
            index = bisect_right(places, start, key=lambda place: place[0]) - 1
            stop = min(end, places[index + 1][0] if index + 1 < len(places) else end)
            shift = places[index][1] - places[index][0]
            yield from cut_out(start + shift, stop + shift, self.unread)
            start = stop

    def left_over(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Yield the lines with words that are in no block, so that nothing is lost."""
        seen = {
            number
            for block in blocks
            for segment in block.segments
            for number in range(self._number(segment.start), self._number(segment.end - 1) + 1)
        }
        for number in range(len(self.starts)):
            line = self.line(number)
            if number in seen or not any(map(str.isalnum, line)):
                continue
            kind = BlockKind.FURNITURE if _DEFINITION_OR_FENCE.match(line) else BlockKind.PARAGRAPH
            words = [Segment(piece.start, piece.end, piece.glue) for piece in self.lines(number, number + 1)]
            yield Block(kind, trimmed(self.text, words))

    def _number(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def _leaves(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield inline tokens with the description of an image in place of the image."""
    for token in tokens:
        if token.type == "image":
            yield Token("link_open", "", 1)
            yield from _leaves(token.children or [])
            yield Token("image_close", "", -1)
        else:
            yield token


def _find(wanted: str, content: str, cursor: int) -> tuple[int, int]:
    """Return where `wanted` stands in `content`; a line end within code was made a space.

    :raises ValueError: when it does not stand there.
    """
    start = content.find(wanted, cursor)
    if start < 0:
        start = content.replace("\n", " ").index(wanted, cursor)
    return start, start + len(wanted)


def _sign(line: str) -> int:
    found = _SIGN.match(line)
    return found.end() if found else 0


class _Walk:
    """One pass over the block tokens of a text."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._blocks: list[Block] = []
        self._lists = 0
        self._heading = 0  # level of the last heading
        self._under = 0  # 1 under a numbered line that the following list belongs to
        self._marker: str | None = None  # of the list item that was opened last, until its text comes

    def run(self, tokens: Sequence[Token]) -> list[Block]:
        opened: Token | None = None
        row: list[Token] | None = None
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open" | "bullet_list_close" | "ordered_list_close":
                    self._lists += token.nesting
                case "list_item_open":
                    self._marker = token.info or token.markup
                case "heading_open" | "paragraph_open":
                    opened = token
                case "tr_open":
                    row = []
                case "tr_close":
                    self._add(BlockKind.TABLE, self._row(row or []))
                    row = None
                case "inline" if row is not None:
                    row.append(token)
                case "inline":
                    self._text(token, opened)
                case "fence" | "code_block" | "html_block" if token.map:
                    self._add(BlockKind.PARAGRAPH, self._source.lines(token.map[0] + 1, token.map[1] - 1))
        return self._blocks

    def _row(self, cells: Sequence[Token]) -> list[_Piece]:
        pieces: list[_Piece] = []
        number = cells[0].map[0] if cells and cells[0].map else 0
        try:
            for cell in cells:
                found = self._source.pieces(cell, pieces[-1].end - self._source.starts[number] if pieces else 0)
                pieces += [replace(piece, glue=" ") if place == 0 else piece for place, piece in enumerate(found)]
        except ValueError:
            return self._source.lines(number, number + 1)
        return pieces

    def _read(self, token: Token) -> list[_Piece]:
        try:
            return self._source.pieces(token)
        except ValueError:
            return self._source.lines(*token.map) if token.map else []

    def _text(self, token: Token, opened: Token | None) -> None:
        text = self._source.text
        pieces = self._read(token)
        note = raised_number(text, self._source.starts[token.map[0]]) if token.map else None
        if note:
            self._add(BlockKind.FOOTNOTE, pieces, marker=note[0])
        elif opened is not None and opened.type == "heading_open":
            self._heading, self._under = int(opened.tag[1]), 0
            self._add(BlockKind.HEADING, pieces, self._heading)
        elif self._marker is not None:
            self._add(BlockKind.LIST_ITEM, pieces, self._lists + self._under, self._marker)
            self._marker = None
        else:
            for part in _split_at_bullets(text, pieces):
                self._paragraph(part)

    def _paragraph(self, pieces: Sequence[_Piece]) -> None:
        self._under = self._under if self._lists else 0
        words = _reading(self._source.text, pieces)
        strong = [piece.strong for piece in pieces if self._source.text[piece.start : piece.end].strip()]
        marker = find_marker(words)
        if marker and (marker.sure or (strong[:1] == [True] and not marker.is_bullet)):
            self._under = 1
            self._add(BlockKind.LIST_ITEM, pieces, 1)
        elif strong and all(strong) and is_title(words) and not self._lists:
            self._add(BlockKind.HEADING, pieces, min(6, self._heading + 1))
        else:
            self._add(BlockKind.PARAGRAPH, pieces)

    def _add(self, kind: BlockKind, pieces: Sequence[_Piece], level: int = 0, marker: str | None = None) -> None:
        text = self._source.text
        segments = trimmed(text, [Segment(piece.start, piece.end, piece.glue) for piece in pieces])
        if not segments:
            return
        words = [piece for piece in pieces if text[piece.start : piece.end].strip()]
        if marker is None and kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
            found = find_marker(Reading.of(text, segments).text)
            rest = trimmed(text, without_start(segments, found.length)) if found else ()
            if found and rest and not (found.is_bullet and kind is BlockKind.HEADING):
                segments, marker = rest, found.text
        self._blocks.append(Block(kind, segments, level, marker, all(piece.strong for piece in words)))


def _reading(text: str, pieces: Sequence[_Piece]) -> str:
    return Reading.of(text, (Segment(piece.start, piece.end, piece.glue) for piece in pieces)).text.strip()


def _split_at_bullets(text: str, pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Cut a paragraph where one of its lines begins with a bullet that Markdown does not know, such as •."""
    part: list[_Piece] = []
    for piece in pieces:
        marker = find_marker(text[piece.start : piece.end]) if piece.glue == " " else None
        if part and marker and marker.is_bullet and marker.sure:
            yield part
            part = []
        part.append(piece)
    if part:
        yield part


def _joined(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Join a paragraph to the text before it where a footnote or the turn of a page came between the two."""
    joined: list[Block] = []
    open_place = -1  # of the last block that text could go on from
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and open_place >= 0:
            before = joined[open_place]
            if _goes_on(text, before, block):
                more = (replace(block.segments[0], glue=" "), *block.segments[1:])
                joined[open_place] = replace(before, segments=(*before.segments, *more))
                continue
        if block.kind not in (BlockKind.FOOTNOTE, BlockKind.FURNITURE):
            open_place = len(joined) if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) else -1
        joined.append(block)
    return joined


def _goes_on(text: str, before: Block, block: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or block.marker or before.bold:
        return False
    end = Reading.of(text, before.segments[-1:]).text
    return not is_ended(end) and begins_small(Reading.of(text, block.segments[:1]).text)
