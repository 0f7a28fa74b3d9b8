"""Paragraphs of a file with markup become its canonical text, with pages and blocks.

Each paragraph has a line of its own, with the number or bullet that is printed before it; cells of a row stand between
tabs, notes at the end of their page, and pages are joined by a form feed.  A run of white space is one space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crisisgraph.documents.markers import Marker, find_marker
from crisisgraph.documents.markup import CELL, LINE, TURN, Paragraph, Role, Run, label_marker
from crisisgraph.documents.markup_kinds import Settled, settle
from crisisgraph.documents.pages import pages_by_form_feed
from crisisgraph.documents.segments import UNREAD, cut_out, without_start
from crisisgraph.documents.wording import is_title
from crisisgraph.model import Block, BlockKind, Page, Segment

_PIECE = re.compile(r"[\t\n\f]|[^\S\t\n\f]+|\S+")
#: Control characters, which print nothing; those that are white space stay.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def compose(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Page, ...], tuple[Block, ...]]:
    """Return the canonical text that paragraphs make, with its pages and blocks.

    >>> text, pages, blocks = compose([Paragraph((Run("Oefen  vaker."),), Role.ITEM, 1, "1.")])
    >>> text, [(block.kind.value, block.marker, block.start) for block in blocks]
    ('1. Oefen vaker.', [('list item', '1', 3)])
    """
    parts = [part for paragraph in paragraphs for part in _parts(paragraph)]
    writer = _Writer()
    for part, settled in zip(parts, settle(parts), strict=True):
        writer.write(part, settled)
    writer.write_notes()
    text = "".join(writer.pieces).rstrip(TURN)
    blocks = sorted(writer.blocks, key=lambda block: block.start)
    return text, pages_by_form_feed(text), tuple(_without_unread(text, blocks))


class _Writer:
    """Writes paragraphs one after the other and notes where what is read of them stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self._length = 0
        self._fresh = True  # nothing stands on this page yet
        self._notes: list[Paragraph] = []  # of this page

    def write(self, paragraph: Paragraph, settled: Settled) -> None:
        """Write one paragraph, and the notes of every page that is turned before or in it."""
        self._turn(paragraph.turns)
        if not any(run.text.strip() for run in paragraph.runs):
            self._turn(sum(run.text.count(TURN) for run in paragraph.runs))
            self._notes += (note for run in paragraph.runs for note in run.notes)
            return
        if not self._fresh:
            self._put(LINE)
        if paragraph.label:
            self._put(f"{paragraph.label} ")
        segments = self._write_runs(paragraph.runs)
        kind, marker = settled.kind, settled.marker
        if marker and not paragraph.label and not (rest := without_start(segments, marker.length)):
            kind, marker = BlockKind.FURNITURE, None  # a bullet with nothing behind it
        elif marker and not paragraph.label:
            segments = rest
        if segments:
            text = marker.text if marker and kind is not BlockKind.FURNITURE else None
            self.blocks.append(Block(kind, tuple(segments), settled.level, text, paragraph.bold))

    def write_notes(self) -> None:
        """Write the notes of the page."""
        while self._notes:
            notes, self._notes = self._notes, []
            for note in notes:
                self.write(note, Settled(BlockKind.FOOTNOTE, 0, label_marker(note.label) if note.label else None))

    def _turn(self, pages: int) -> None:
        for _ in range(pages):
            self.write_notes()
            self._put(TURN)
            self._fresh = True

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)
        self._fresh = False

    def _write_runs(self, runs: Sequence[Run]) -> tuple[Segment, ...]:
        """Write runs and return what is read of them: a new segment after a mark, a cell, or the turn of a page."""
        segments: list[Segment] = []
        gap, turns, begun = "", 0, False  # since the last word
        loose = False  # white space stands after the last word that is read
        start: int | None = None  # of the open segment
        end, glue = self._length, ""
        for run in runs:
            for piece in _PIECE.findall(_CONTROL.sub("", run.text)):
                if piece.isspace():
                    gap, turns = _widened(gap, piece), turns + (piece == TURN)
                    continue
                if start is not None and (turns or CELL in gap or not run.read):
                    segments.append(Segment(start, end, glue))
                    start = None
                if turns:
                    self._turn(turns)
                elif begun or CELL in gap:
                    self._put(gap)
                loose = loose or bool(gap)
                gap, turns, begun = "", 0, True
                if run.read and start is None:
                    start, glue = self._length, " " if loose and segments else ""
                self._put(piece)
                if run.read:
                    end, loose = self._length, False
            self._notes += run.notes
        if start is not None:
            segments.append(Segment(start, end, glue))
        self._turn(turns)
        return tuple(segments)


def _widened(gap: str, piece: str) -> str:
    """Return what is written for white space: cells go before line ends, line ends before spaces.

    >>> _widened(CELL, LINE) == CELL, _widened(" ", LINE) == LINE, _widened(CELL, CELL) == CELL * 2
    (True, True, True)
    """
    if piece == TURN:
        return gap
    if piece == CELL or CELL in gap:
        return (gap if CELL in gap else "") + (CELL if piece == CELL else "")
    return LINE if LINE in (piece, gap) else " "


# --- lines inside a paragraph ---------------------------------------------------------------------


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut a paragraph where a blank line, an item of a list or the text under a bold title begins inside it."""
    lines = _lines(paragraph.runs) if paragraph.role in (Role.TEXT, Role.ITEM) else [list(paragraph.runs)]
    texts = [Paragraph(tuple(line)) for line in lines]
    markers = [find_marker(text.text) for text in texts]
    styles = Counter(marker.style for marker in markers if marker)
    begun: list[Run] = []
    part = paragraph
    for place, line in enumerate(lines):
        if begun and _begins(texts, markers, styles, place):
            yield _turned(replace(part, runs=tuple(begun)))
            part, begun = Paragraph(()), []
        begun += ([Run(LINE)] if begun else []) + line
    yield _turned(replace(part, runs=tuple(begun)))


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split(LINE)
        lines[-1].append(replace(run, text=first))
        lines += ([replace(run, text=other, notes=())] for other in others)
    return lines


def _begins(texts: Sequence[Paragraph], markers: Sequence[Marker | None], styles: Counter[str], place: int) -> bool:
    marker, before = markers[place], texts[place - 1]
    if not before.text:
        return bool(texts[place].text)
    if marker is not None and (marker.sure if marker.is_bullet else False):
        return True
    if marker is not None and styles[marker.style] > 1 and not marker.style.endswith("1"):
        return True
    return place == 1 and before.bold and is_title(before.text) and not texts[1].bold and bool(texts[1].text)


def _turned(paragraph: Paragraph) -> Paragraph:
    """Take the page turns with which the runs of a paragraph begin out of them."""
    runs = list(paragraph.runs)
    turns = paragraph.turns
    for place, run in enumerate(runs):
        lead = len(run.text) - len(run.text.lstrip())
        turns += run.text[:lead].count(TURN)
        runs[place] = replace(run, text=run.text[:lead].replace(TURN, "") + run.text[lead:])
        if lead < len(run.text):
            break
    return replace(paragraph, runs=tuple(runs), turns=turns)


# --- what is never read ---------------------------------------------------------------------------


def _without_unread(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Take the signs that are printed as nothing out of what is read."""
    cuts = [found.span() for found in UNREAD.finditer(text)]
    for block in blocks:
        segments: list[Segment] = []
        for segment in block.segments if cuts else ():
            glue = segment.glue
            for piece in cut_out(segment.start, segment.end, cuts):
                segments.append(Segment(*piece, glue))
                glue = ""
        if not cuts:
            yield block
        elif segments:
            yield replace(block, segments=tuple(segments))
