"""Which lines of a PDF belong together: paragraphs and list items, also across columns and pages.

Every line either goes on with the last piece of running text or opens a new one.  What stands between two pages of a
sentence (footnotes, running headers) becomes a piece of its own and does not part them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from crisisgraph.documents.markers import Marker, find_marker
from crisisgraph.documents.pdf_layout import Layout
from crisisgraph.documents.pdf_notes import find_notes
from crisisgraph.documents.pdf_values import Line, LinePage
from crisisgraph.documents.wording import begins_large, begins_small, is_ended

_WIDER = 1.2  # times the usual pitch: from here on the white between two lines parts them
_SAME_SIZE = 0.45  # points
#: How a paragraph with a label of its own begins: "Les 4:", "Maatregel 2b –".
_LABELLED = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+ \d{1,3}[a-z]?\s?[:.–]\s")
_MOST_BETWEEN = 12  # pieces of text between two parts of a sentence: a box, a figure, an address in the margin
_HYPHENS = ("-", "\u2010", "\u00ad")


class Region(Enum):
    """Where on its page a piece stands."""

    TEXT = "text"
    NOTE = "note"
    ROW = "row"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the index of its page, the canonical offset of its first character, and its footnote marks."""

    page: int
    start: int
    line: Line
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Piece:
    """Lines that are read as one; `marker` is the bullet or number before them."""

    region: Region
    lines: list[Placed]
    marker: Marker | None = None

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0].line

    @property
    def last(self) -> Placed:
        """The last line so far."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words as printed, without the marker."""
        return " ".join(placed.line.text for placed in self.lines)[self.marker.length if self.marker else 0 :]

    @property
    def all_bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(placed.line.all_bold for placed in self.lines)

    @property
    def stands_out(self) -> bool:
        """Tell whether all of it is bold or all of it italic."""
        return self.all_bold or all(placed.line.all_italic for placed in self.lines)


def pieces_of(
    pages: Sequence[LinePage], starts: Sequence[Sequence[int]], layout: Layout, *, tagged: bool
) -> list[Piece]:
    """Return the pieces of a document in reading order.

    :param starts: canonical offsets of the lines of each page
    :param tagged: the tags of the file set its paragraphs apart: see `tags_are_paragraphs`
    """
    notes = find_notes(pages, layout)
    flow = _Flow(layout, tagged=tagged)
    for index, page in enumerate(pages):
        placed = [
            Placed(index, start, line, notes.marks.get((index, at), ()))
            for at, (start, line) in enumerate(zip(starts[index], page.lines, strict=True))
        ]
        text = [
            at for at in range(len(placed)) if (index, at) not in layout.furniture and (index, at) not in notes.lines
        ]
        rows = {row[0]: row for row in _rows(page, text)}
        in_rows = {at for row in rows.values() for at in row}
        for at, one in enumerate(placed):
            if (index, at) in layout.furniture:
                flow.pieces.append(Piece(Region.FURNITURE, [one]))
            elif note := notes.lines.get((index, at)):
                flow.note(one, note.number, note.length)
            elif at in rows:
                flow.row([placed[cell] for cell in rows[at]])
            elif at not in in_rows:
                flow.text(one)
    return flow.pieces


def _rows(page: LinePage, places: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows of tables among the lines at `places`, each as the places of its lines."""
    for row, group in groupby(places, key=lambda at: page.lines[at].row):
        members = list(group)
        if row and len({page.lines[at].cell for at in members}) > 1:
            yield members


def tags_are_paragraphs(pages: Iterable[LinePage], layout: Layout) -> bool:
    """Tell whether the tags of a document set its paragraphs apart, as the position and wording of its lines do."""
    lines = tagged = runs = kept = breaks = parted = 0
    for index, page in enumerate(pages):
        text = [line for at, line in enumerate(page.lines) if (index, at) not in layout.furniture]
        lines += len(text)
        tagged += sum(line.tag is not None for line in text)
        for above, below in pairwise(text):
            if above.tag is None or below.tag is None or above.size != below.size or below.tag.item:
                continue  # items of a list may well have no full stop
            gap = (below.baseline - above.baseline) / layout.pitch(index, above.size)
            if 0 < gap < _WIDER and not is_ended(above.text) and begins_small(below.text):
                runs, kept = runs + 1, kept + (above.tag.block == below.tag.block)
            elif _WIDER < gap < 3:
                breaks, parted = breaks + 1, parted + (above.tag.block != below.tag.block)
    return tagged > 0.8 * lines and kept >= 0.8 * runs and parted >= 0.8 * breaks


class _Flow:
    """The pieces so far, and the rules by which the next line goes on with one of them."""

    def __init__(self, layout: Layout, *, tagged: bool) -> None:
        self.pieces: list[Piece] = []
        self._layout = layout
        self._tagged = tagged
        self._text: Piece | None = None
        self._broken: deque[Piece] = deque(maxlen=_MOST_BETWEEN)  # of text that broke off in the middle of a sentence
        self._note: Piece | None = None

    def note(self, placed: Placed, number: str | None, length: int) -> None:
        if number is None and self._note is not None:
            self._note.lines.append(placed)
            return
        self._note = Piece(Region.NOTE, [placed], Marker(number, length, "", sure=True) if number else None)
        self.pieces.append(self._note)

    def row(self, lines: list[Placed]) -> None:
        self.pieces.append(Piece(Region.ROW, lines))
        self._open(None)

    def text(self, placed: Placed) -> None:
        marker = find_marker(placed.line.text)
        if marker and (marker.style == "1" or marker.length >= len(placed.line.text)):
            marker = None  # a bare number opens a heading at most: see pdf_blocks
        piece = self._text
        if piece is not None and self._goes_on(piece, placed, marker):
            piece.lines.append(placed)
            return
        if self._resumes(placed, marker):
            return
        if marker and not self._is_item(piece, placed, marker):
            marker = None
        self._open(Piece(Region.TEXT, [placed], marker))

    def _open(self, piece: Piece | None) -> None:
        if self._text is not None and not is_ended(self._text.last.line.text):
            self._broken.append(self._text)
        self._text = piece
        if piece is not None:
            self.pieces.append(piece)

    def _resumes(self, placed: Placed, marker: Marker | None) -> bool:
        """Take a line that goes on with a sentence that a figure, box or table interrupted; tell whether it does."""
        if not begins_small(placed.line.text):
            return False
        for piece in reversed(self._broken):
            last = piece.last
            if (
                placed.page - last.page <= 1
                and abs(last.line.size - placed.line.size) <= _SAME_SIZE
                and last.line.bold == placed.line.bold
                and not self._had_room(last, placed.line)
                and self._goes_on_elsewhere(piece, placed, marker)
            ):
                piece.lines.append(placed)
                self._text = piece
                self._broken.clear()
                return True
        return False

    # --- the rules ---

    def _goes_on(self, piece: Piece, placed: Placed, marker: Marker | None) -> bool:
        last, line = piece.last.line, placed.line
        if abs(last.size - line.size) > _SAME_SIZE or self._changes_weight(piece, placed):
            return False
        under = (
            piece.last.page == placed.page
            and line.baseline > last.baseline
            and line.left < last.right
            and line.right > last.left
        )
        if not under:
            return self._goes_on_elsewhere(piece, placed, marker)
        if self._tagged and last.tag and line.tag:
            return last.tag.block == line.tag.block and not (marker and marker.sure)
        if marker and self._opens_item(piece, placed, marker):
            return False
        return self._is_next_line(piece, placed)

    def _changes_weight(self, piece: Piece, placed: Placed) -> bool:
        """Tell whether bold type begins or stops between two lines, as at the end of a heading."""
        last, line = piece.last.line, placed.line
        if last.bold == line.bold or (not piece.all_bold and not line.all_bold):
            return False
        if line.some_bold and last.some_bold:
            return False
        return is_ended(last.text) or self._had_room(piece.last, line) or last.size > self._layout.body + _SAME_SIZE

    def _is_next_line(self, piece: Piece, placed: Placed) -> bool:
        """Tell whether a line stands under the last line of a piece as the next line of the same paragraph does."""
        last, line = piece.last.line, placed.line
        gap = line.baseline - last.baseline
        large = line.size > self._layout.body + 1
        pitch = self._layout.pitch(placed.page, line.size)
        if len(piece.lines) > 1 and piece.lines[-2].page == placed.page:
            before = last.baseline - piece.lines[-2].line.baseline
            pitch = before if before > 0 else pitch
        if large:  # the pitch of large type is seldom seen often enough to be known
            marker = find_marker(line.text)
            opens = marker is not None and marker.length < len(line.text)
            return gap < 1.35 * min(pitch, 1.3 * line.size) and not opens
        if gap > _WIDER * pitch:
            return False
        if not self._is_in_line(piece, placed):
            return False
        if is_ended(last.text) and _LABELLED.match(line.text):
            return False
        broken_off = self._had_room(piece.last, line)
        return not (broken_off and (is_ended(last.text) or begins_large(line.text)))

    def _is_in_line(self, piece: Piece, placed: Placed) -> bool:
        """Tell whether the left side of a line fits the lines above it: flush, hanging, after an indent, or centred."""
        last, line, em = piece.last.line, placed.line, placed.line.size
        if abs((line.left + line.right) - (last.left + last.right)) < 0.5 * em:
            return True
        if len(piece.lines) > 1 and abs(line.left - last.left) < 0.6 * em:
            return True
        broken_off = not is_ended(last.text) and not self._had_room(piece.last, line)
        if broken_off and (last.beside or line.beside or begins_small(line.text)):
            return True  # what stood at the left of the lines above (a box, a large initial) ends here, or begins
        if len(piece.lines) > 1:
            return False
        if piece.marker:
            return -0.4 * em < line.left - last.left and line.left - _text_left(piece) < 0.8 * em
        return -4 * em < line.left - last.left < 0.5 * em or (
            line.left - last.left < 4 * em and not is_ended(last.text) and not begins_large(line.text)
        )

    def _goes_on_elsewhere(self, piece: Piece, placed: Placed, marker: Marker | None) -> bool:
        """Tell whether a line goes on with a piece that broke off at the end of a column or page."""
        last, line = piece.last.line, placed.line
        if self._tagged and last.tag and line.tag and last.tag.role != line.tag.role:
            return False
        if last.text.endswith(_HYPHENS) and not begins_large(line.text):
            return True
        if last.size > self._layout.body + 1 or (marker and self._opens_item(piece, placed, marker)):
            return False
        if not is_ended(last.text):
            return begins_small(line.text) or not self._had_room(piece.last, line)
        # A sentence may end at the very end of a page: then the line is full, and the next one has no indent.
        indent = line.left - self._layout.left(placed.page, line)
        return (
            (piece.marker is None or len(piece.lines) > 1 or begins_small(line.text))
            and last.text[-1] not in ":;"
            and not _LABELLED.match(line.text)
            and not self._had_room(piece.last, line)
            and abs(indent - (last.left - self._layout.left(piece.last.page, last))) < 0.5 * line.size
        )

    def _had_room(self, placed: Placed, following: Line) -> bool:
        """Tell whether the first word of the following line would have fitted on this one."""
        room = self._layout.right(placed.page, placed.line) - placed.line.right
        return room > following.first_word_width + 0.6 * following.size

    # --- list items ---

    def _opens_item(self, piece: Piece, placed: Placed, marker: Marker) -> bool:
        """Tell whether a marker under or after a piece opens a new list item, and is no number in a sentence."""
        if marker.sure:
            return True
        last, line = piece.last.line, placed.line
        follows = piece.marker and piece.marker.style == marker.style and piece.marker.value + 1 == marker.value
        if (follows and not marker.is_bullet) or is_ended(last.text):
            return True
        if piece.last.page != placed.page or line.baseline < last.baseline:
            return False
        gap = line.baseline - last.baseline
        return (
            gap > _WIDER * self._layout.pitch(placed.page, line.size)
            or abs(line.left - last.left) > 0.4 * line.size
            or self._had_room(piece.last, line)
        )

    def _is_item(self, piece: Piece | None, placed: Placed, marker: Marker) -> bool:
        """Tell whether a line that opens a piece with a marker is a list item, and not a sentence that begins so."""
        return marker.sure or piece is None or piece.last.page != placed.page or self._opens_item(piece, placed, marker)


def _text_left(piece: Piece) -> float:
    """Return where the words of a list item begin, after its marker."""
    line = piece.first
    index = bisect_left(line.starts, piece.marker.length if piece.marker else 0)
    return line.lefts[min(index, len(line.lefts) - 1)]
