"""Words of a PDF page become lines in reading order, and the lines the canonical text of the page.

Canonical text of a page: its lines in reading order, joined by a line feed; words joined by one space.  A hyphen at
the end of a line stays a hyphen.  PDFium's order, which is that of the file, is kept, with three exceptions: a marker
drawn apart (a bullet, a list number) stands before its line, running headers and footers drawn first or last stand
above and below the rest, and columns that were drawn row by row are read one after the other.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from crisisgraph.documents.pdf_words import Tag, Word, WordPage

#: Shares of the height of a page in which running headers and footers stand.
TOP_ZONE, BOTTOM_ZONE = 0.12, 0.88

BULLETS = "•●▪■◦○◻□❖➢→✓‣∙·*-–—"

#: A line that is only this is a marker drawn apart from its text.
_LONE_MARKER = re.compile(rf"[{re.escape(BULLETS)}o\ue000-\uf8ff]|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,5}})[.)]|\d+(?:\.\d+)+\.?")
_NOTE_MARK = re.compile(r"\[?\d{1,3}\]?[,;]?|[*†‡§]{1,3}|[a-z]")
_LEAST_COLUMN = 4  # lines


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that are read one after the other at one height, with what they have in common.

    `starts` is where its words start in `text` (a change of type starts a word too), `lefts` and `rights` are their
    sides; `edges` are the sides of every character, kept only when they were asked for.  `notes` says which stretches of it are footnote marks.  `bold` says that most of it is bold,
    `all_bold` that every letter is (and `all_italic` likewise), `some_bold` that any is; `hyphen` that the file itself says that the last word
    goes on in the next line.  `column` counts the columns of the page from 0, and is -1 for a line across all.
    """

    text: str
    starts: tuple[int, ...]
    lefts: array[float]
    rights: array[float]
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    all_bold: bool
    some_bold: bool
    all_italic: bool
    upright: bool
    hyphen: bool
    notes: tuple[tuple[int, int], ...]
    tag: Tag | None
    edges: tuple[array[float], array[float]] | None = None
    column: int = 0

    @classmethod
    def of(cls, words: Sequence[Word]) -> Line:
        """Put words together, with a space where there is one or where the gap shows one."""
        sizes = Counter[float]()
        for word in words:
            sizes[word.size] += len(word.text)
        size = sizes.most_common(1)[0][0]
        baseline = next(word.baseline for word in words if word.size == size)
        text, starts, notes = "", [], []
        for before, word in zip((None, *words), words, strict=False):
            if before and (word.spaced or word.left - before.right > 0.2 * size):
                text += " "
            starts.append(len(text))
            if word.size < 0.8 * size and word.baseline < baseline - 0.1 * size and _NOTE_MARK.fullmatch(word.text):
                notes.append((len(text), len(text) + len(word.text)))
            text += word.text
        lettered = [word for word in words if any(map(str.isalpha, word.text))]
        heavy = sum(len(word.text) for word in words if word.bold)
        return cls(
            text,
            tuple(starts),
            array("f", [word.left for word in words]),
            array("f", [word.right for word in words]),
            top=min(baseline - 0.75 * size, *(word.top for word in words)),
            bottom=max(baseline + 0.25 * size, *(word.bottom for word in words)),
            baseline=baseline,
            size=size,
            bold=2 * heavy > sum(len(word.text) for word in words),
            all_bold=bool(lettered) and all(word.bold for word in lettered),
            some_bold=heavy > 0,
            all_italic=bool(lettered) and all(word.italic for word in lettered),
            upright=words[0].upright,
            hyphen=words[-1].hyphen,
            notes=tuple(notes),
            tag=next((word.tag for word in words if word.tag and word.tag.role != "Lbl"), words[0].tag),
            edges=_edges(words, starts),
        )

    @property
    def left(self) -> float:
        """Left side of the first word."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """Right side of the last word."""
        return self.rights[-1]

    @property
    def first_word_width(self) -> float:
        """How wide the text is up to its first space."""
        space = self.text.find(" ")
        last = bisect_left(self.starts, space) if space > 0 else len(self.starts)
        return self.rights[last - 1] - self.left

    def box(self, start: int, end: int) -> Box | None:
        """Return the box around ``text[start:end]``, as high as the line; none without edges."""
        if self.edges is None:
            return None
        lefts, rights = self.edges
        return Box(min(lefts[start:end]), self.top, max(rights[start:end]), self.bottom)


def _edges(words: Sequence[Word], starts: Sequence[int]) -> tuple[array[float], array[float]] | None:
    """Return the sides of the characters of a line, spaces between words included."""
    lefts, rights = array("f"), array("f")
    for word, start in zip(words, starts, strict=True):
        if word.edges is None:
            return None
        if start > len(lefts):
            lefts.append(rights[-1])
            rights.append(word.left)
        lefts.extend(word.edges[0])
        rights.extend(word.edges[1])
    return lefts, rights


@dataclass(frozen=True, slots=True)
class LinePage:
    """The lines of one page in reading order; see `WordPage` for `pictured` and `failed`."""

    width: float
    height: float
    lines: tuple[Line, ...]
    pictured: float
    failed: bool

    @property
    def text(self) -> str:
        """The canonical text of the page."""
        return "\n".join(line.text for line in self.lines)


def line_page(page: WordPage) -> LinePage:
    """Return a page with its words put together to lines, in reading order."""
    lines = _with_markers(list(_split(_rows(page.words))))
    columns = _columns(lines)
    lines = [replace(line, column=_column(line, columns)) for line in lines] if columns else lines
    if columns and _row_by_row(lines):
        lines = _column_by_column(lines)
    return LinePage(page.width, page.height, tuple(_margins_outside(lines, page.height)), page.pictured, page.failed)


# --- words to lines -------------------------------------------------------------------------------


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield runs of words that follow one another to the right at one height."""
    row: list[Word] = []
    for word in words:
        if row and not _continues(row[-1], word):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _continues(before: Word, word: Word) -> bool:
    if not (before.upright and word.upright):
        return not word.broken and before.upright == word.upright
    size = max(before.size, word.size)
    # A raised footnote mark is less than half its size higher; the next line of a footnote is more.
    level = abs(word.baseline - before.baseline) < (0.25 if before.size == word.size else 0.5) * size
    return level and word.left > before.right - 0.5 * size


def _split(rows: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """Yield the rows cut where the gap is too wide to be a space between words of one line.

    Words drawn in one go stay together, and so does a row that fills its column from side to side as other lines do:
    a justified line of few words has wide gaps too.
    """
    cut = [(row, _gaps(row)) for row in rows]
    sides = Counter((round(row[0].left), round(row[-1].right)) for row, gaps in cut if not gaps)
    for row, gaps in cut:
        left, right = round(row[0].left), round(row[-1].right)
        justified = sum(sides[left + x, right + y] for x in (-1, 0, 1) for y in (-1, 0, 1)) > 2 if gaps else False
        edges = [0, len(row)] if justified else [0, *gaps, len(row)]
        for start, end in zip(edges, edges[1:], strict=False):
            yield row[start:end]


def _gaps(row: Sequence[Word]) -> list[int]:
    """Return before which words of a row there is a gap that may part two lines."""
    gaps = [b.left - a.right for a, b in zip(row, row[1:], strict=False)]
    spaces = [gap for gap, word in zip(gaps, row[1:], strict=True) if word.spaced]
    usual = median(spaces) if len(spaces) > 2 else 0.0
    return [
        at
        for at, gap in enumerate(gaps, 1)
        if gap > 1.5 * row[at].size and gap > 2.2 * usual and row[at].upright and row[at].run != row[at - 1].run
    ]


def _with_markers(rows: Sequence[list[Word]]) -> list[Line]:
    """Return rows as lines, with each marker that was drawn apart put before the line at its right."""
    lines = [Line.of(row) for row in rows]
    lone = [index for index, line in enumerate(lines) if _LONE_MARKER.fullmatch(line.text) and line.upright]
    marker_of: dict[int, int] = {}
    for index in lone:
        marker = lines[index]
        beside = [
            (line.left - marker.right, at)
            for at, line in enumerate(lines)
            if line.left >= marker.right - 1 and at not in marker_of and line.upright
            and abs(line.baseline - marker.baseline) < 0.35 * max(line.size, marker.size)
        ]  # fmt: skip
        if beside and (nearest := min(beside))[0] < 6 * marker.size and nearest[1] not in lone:
            marker_of[nearest[1]] = index
    moved = set(marker_of.values())
    for at, index in marker_of.items():
        first, *others = rows[at]
        lines[at] = Line.of((*rows[index], replace(first, spaced=True), *others))
    return [line for index, line in enumerate(lines) if index not in moved]


# --- reading order --------------------------------------------------------------------------------


def _columns(lines: Sequence[Line]) -> list[float]:
    """Return the left sides of the second and further columns of a page: none when it has one column.

    A column starts where at least four lines of some length do, with as many lines left of it that end before it,
    beside them; at most one line in ten runs across.
    """
    long = [line for line in lines if line.upright and len(line.text) > 12]
    found: list[float] = []
    while len(long) >= 2 * _LEAST_COLUMN:
        left = min(line.left for line in long)
        starts = Counter(round(line.left / 2) * 2 for line in long if line.left > left + 6 * line.size)
        for start, count in sorted(starts.items()):
            before = [line for line in long if line.right < start]
            after = [line for line in long if line.left > start - 3]
            across = len(long) - len(before) - len(after)
            if count < _LEAST_COLUMN or len(before) < _LEAST_COLUMN or across > 0.1 * len(long):
                continue
            if min(line.baseline for line in before) < max(line.baseline for line in after) and max(
                line.baseline for line in before
            ) > min(line.baseline for line in after):
                break
        else:
            break
        found.append(start - 3.0)
        long = after
    return found


def _column(line: Line, columns: Sequence[float]) -> int:
    if any(line.left < start < line.right - 3 for start in columns):
        return -1
    return sum(line.left > start for start in columns)


def _row_by_row(lines: Sequence[Line]) -> bool:
    """Tell whether the order of the file keeps hopping between columns of running text."""
    kept = [line for line in lines if line.column >= 0]
    hops = sum(a.column != b.column for a, b in zip(kept, kept[1:], strict=False))
    ends = {column: max(line.right for line in kept if line.column == column) for column in {x.column for x in kept}}
    full = sum(line.right > ends[line.column] - 5 * line.size for line in kept)  # the cells of a table are shorter
    return hops > 0.5 * len(kept) and full > 0.6 * len(kept)


def _column_by_column(lines: Sequence[Line]) -> list[Line]:
    """Return lines in the order of their columns, between the lines that run across."""
    across = sorted(line.baseline for line in lines if line.column < 0)

    def place(line: Line) -> tuple[int, int, float]:
        return sum(edge < line.baseline for edge in across), line.column, line.baseline

    return sorted(lines, key=place)


def _margins_outside(lines: list[Line], height: float) -> list[Line]:
    """Return lines with the running headers that were drawn first or last put on top, and the footers at the end."""
    first, last = 0, len(lines)
    zones = [_zone(line, lines, height) for line in lines]
    while first < last and zones[first]:
        first += 1
    while last > first and zones[last - 1]:
        last -= 1
    outside = [(zones[at], at) for at in (*range(first), *range(last, len(lines)))]
    above = [lines[at] for zone, at in outside if zone < 0]
    below = [lines[at] for zone, at in outside if zone > 0]
    return [*_by_place(above), *lines[first:last], *_by_place(below)]


def _zone(line: Line, lines: Sequence[Line], height: float) -> int:
    """Tell whether a line stands clear of the others in the top zone of its page (-1), in the bottom zone (1) or not."""
    if line.baseline < TOP_ZONE * height:
        zone = -1
    elif line.baseline > BOTTOM_ZONE * height:
        zone = 1
    else:
        return 0
    others = (zone * (line.baseline - other.baseline) for other in lines)
    nearest = min((gap for gap in others if abs(gap) > 0.5 * line.size), key=abs, default=height)
    outermost = all(zone * (other.baseline - line.baseline) < 0.5 * line.size for other in lines)
    return zone if outermost and nearest > 1.6 * line.size else 0


def _by_place(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (round(line.baseline), line.left))
