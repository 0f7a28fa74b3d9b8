"""Markdown to pages and blocks, with the offsets of the file itself: the only import of markdown-it.

markdown-it says what the blocks are and on which lines they stand; its inline tokens are found back in those lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crisisgraph.documents.markdown_asides import raised_number, set_aside
from crisisgraph.documents.markdown_lines import MarkdownLines
from crisisgraph.documents.markers import Marker, find_marker
from crisisgraph.documents.pages import pages_by_form_feed
from crisisgraph.documents.segments import trimmed, without_start
from crisisgraph.documents.wording import begins_small, is_ended, is_title
from crisisgraph.model import Block, BlockKind, Page, Reading, Segment

_TARGET = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?")
_DEEPEST = 100


def find_markdown(text: str) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    """Return the pages of a Markdown text (one, unless there are form feeds) and its blocks in order.

    >>> pages, blocks = find_markdown("# Hoog water\\n\\n**1. Oefen *vaker*.**\\n\\n- met buren\\n")
    >>> [(block.kind.value, block.level, block.marker, block.bold) for block in blocks]
    [('heading', 1, None, False), ('list item', 1, '1', True), ('list item', 2, '-', False)]
    """
    asides = set_aside(text)
    lines = MarkdownLines.of(asides)
    blocks = _joined(text, _Walk(lines).run(_parser().parse(asides.text)))
    blocks += [*lines.left_over(blocks), *asides.blocks]
    return pages_by_form_feed(text), tuple(sorted(blocks, key=lambda block: block.start))


def _parser() -> MarkdownIt:
    # Without text_join an escaped sign stays a token of its own, so that it can be found back in the source.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")
    return parser.disable(["code", "text_join"])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the source that is read; `strong` when it is printed bold."""

    start: int
    end: int
    glue: str
    strong: bool


def _pieces(lines: MarkdownLines, token: Token, after: int = 0) -> list[_Piece]:
    """Return what is read of an inline token; `after` is the place in its line before which nothing is sought.

    :raises ValueError: when the token cannot be found back in its lines, because the parser changed its text.
    """
    content = token.content
    places = lines.places(content, token.map[0] if token.map else 0, after)
    found: list[_Piece] = []
    cursor, depth, glue = 0, 0, ""
    for child in _leaves(token.children or []):
        match child.type:
            case "strong_open" | "strong_close":
                depth += child.nesting
                cursor = content.index(child.markup, cursor) + len(child.markup)
            case "softbreak" | "hardbreak":
                cursor, glue = content.index("\n", cursor), " "
            case "link_open":
                cursor = content.index("<" if child.markup else "[", cursor) + 1
            case "link_close" | "image_close" if not child.markup:
                target = _TARGET.search(content, cursor)
                cursor = target.end() if target else cursor
            case "text" | "text_special" | "code_inline" if child.content:
                wanted = child.content if child.type != "text_special" else child.markup
                start, cursor = _find(wanted, content, cursor)
                start += child.type == "text_special" and wanted[0] == "\\"
                for piece in lines.stretches(places, start, cursor):
                    found.append(_Piece(*piece, glue, depth > 0))
                    glue = ""
    return found


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


class _Walk:
    """One pass over the block tokens of a text."""

    def __init__(self, lines: MarkdownLines) -> None:
        self._lines = lines
        self._blocks: list[Block] = []
        self._depth = 0  # of lists in lists
        self._heading = 0  # level of the last heading
        self._under = 0  # 1 under a numbered line that the following list belongs to
        self._letter: Marker | None = None  # of the last paragraph that began with one: "a."
        self._marker: str | None = None  # of the list item that was opened last, until its text comes

    def run(self, tokens: Sequence[Token]) -> list[Block]:
        opened: Token | None = None
        row: list[Token] | None = None
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open" | "bullet_list_close" | "ordered_list_close":
                    self._depth += token.nesting
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
                    self._add(BlockKind.PARAGRAPH, self._raw(token.map[0] + 1, token.map[1] - 1))
        return self._blocks

    def _row(self, cells: Sequence[Token]) -> list[_Piece]:
        pieces: list[_Piece] = []
        number = cells[0].map[0] if cells and cells[0].map else 0
        try:
            for cell in cells:
                found = _pieces(self._lines, cell, pieces[-1].end - self._lines.starts[number] if pieces else 0)
                pieces += [replace(piece, glue=" ") if place == 0 else piece for place, piece in enumerate(found)]
        except ValueError:
            return self._raw(number, number + 1)
        return pieces

    def _read(self, token: Token) -> list[_Piece]:
        try:
            return _pieces(self._lines, token)
        except ValueError:
            return self._raw(*token.map) if token.map else []

    def _raw(self, first: int, last: int) -> list[_Piece]:
        return [_Piece(run.start, run.end, run.glue, False) for run in self._lines.words(first, last)]

    def _text(self, token: Token, opened: Token | None) -> None:
        text = self._lines.text
        pieces = self._read(token)
        note = raised_number(text, self._lines.starts[token.map[0]]) if token.map else None
        if note:
            self._add(BlockKind.FOOTNOTE, pieces, marker=note[0])
        elif opened is not None and opened.type == "heading_open":
            self._heading, self._under = int(opened.tag[1]), 0
            self._add(BlockKind.HEADING, pieces, self._heading)
        elif self._marker is not None:
            self._add(BlockKind.LIST_ITEM, pieces, self._depth + self._under, self._marker)
            self._marker = None
        else:
            for part in _split_at_bullets(text, pieces):
                self._paragraph(part)

    def _paragraph(self, pieces: Sequence[_Piece]) -> None:
        self._under = self._under if self._depth else 0
        words = _reading(self._lines.text, pieces)
        strong = [piece.strong for piece in pieces if self._lines.text[piece.start : piece.end].strip()]
        marker = find_marker(words)
        lettered = marker if marker and self._goes_on_lettering(marker) else None
        self._letter = lettered
        if marker and (marker.sure or lettered or (strong[:1] == [True] and not marker.is_bullet)):
            self._under = 1
            self._add(BlockKind.LIST_ITEM, pieces, 1)
        elif strong and all(strong) and is_title(words) and not self._depth:
            self._add(BlockKind.HEADING, pieces, min(6, self._heading + 1))
        else:
            self._add(BlockKind.PARAGRAPH, pieces)

    def _goes_on_lettering(self, marker: Marker) -> bool:
        """Tell whether a letter, which Markdown does not know as a marker, begins a list after a colon or goes on."""
        if self._letter is not None:
            return marker.style == self._letter.style and marker.value == self._letter.value + 1
        before = self._blocks[-1] if self._blocks else None
        opened = before is not None and self._lines.text[: before.end + 2].rstrip("*_ ").endswith(":")
        return opened and marker.value == 1 and not marker.is_bullet

    def _add(self, kind: BlockKind, pieces: Sequence[_Piece], level: int = 0, marker: str | None = None) -> None:
        text = self._lines.text
        segments = trimmed(text, [Segment(piece.start, piece.end, piece.glue) for piece in pieces])
        if not segments:
            return
        words = [piece for piece in pieces if text[piece.start : piece.end].strip()]
        if marker is None and kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
            found = find_marker(Reading.of(text, segments).text)
            rest = trimmed(text, without_start(segments, found.length)) if found else ()
            if found and rest and not (found.is_bullet and kind is BlockKind.HEADING):
                segments, marker = rest, found.text
        bold = all(piece.strong for piece in words)
        lead = [piece.end for piece in takewhile(lambda piece: piece.strong, words)][-1:]
        self._blocks.append(Block(kind, segments, level, marker, bold, lead[0] if lead and not bold else 0))


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
