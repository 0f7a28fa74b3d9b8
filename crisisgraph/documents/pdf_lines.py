"""Words of a PDF page become lines in reading order, and the lines the canonical text of the page.

Canonical text of a page: its lines in reading order, joined by a line feed; words joined by one space.  A hyphen at
the end of a line stays a hyphen.  PDFium's order, which is that of the file, is kept, with three exceptions: a marker
drawn apart (a bullet, a list number) stands before its line, running headers and footers drawn first or last stand
above and below the rest, and columns that were drawn row by row are read one after the other.
"""

from __future__ import annotations

import re
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

    `starts` is where each word starts in `text`, `notes` which stretches of `text` are footnote marks.  `column`
    counts the columns of the page from 0, and is -1 for a line across all of them.
    """

    words: tuple[Word, ...]
    text: str
    starts: tuple[int, ...]
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    upright: bool
    notes: tuple[tuple[int, int], ...]
    tag: Tag | None
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
        before: Word | None = None
        for word in words:
            mark = word.size < 0.8 * size and word.baseline < baseline - 0.1 * size and _NOTE_MARK.fullmatch(word.text)
            if before is not None and (word.spaced or word.left - before.right > 0.2 * size):
                text += " "
            starts.append(len(text))
            if mark:
                notes.append((len(text), len(text) + len(word.text)))
            text += word.text
            before = word
        letters = sum(len(word.text) for word in words)
        return cls(
            tuple(words), text, tuple(starts),
            min(word.left for word in words), max(word.right for word in words), baseline, size,
            bold=2 * sum(len(word.text) for word in words if word.bold) > letters,
            upright=words[0].upright,
            notes=tuple(notes),
            tag=next((word.tag for word in words if word.tag and word.tag.role != "Lbl"), words[0].tag),
        )  # fmt: skip

    @property
    def hyphen(self) -> bool:
        """Tell whether the file itself says that the last word goes on in the next line."""
        return self.words[-1].hyphen

    @property
    def all_bold(self) -> bool:
        """Tell whether every word is bold, markers and footnote marks aside."""
        return all(word.bold or not any(map(str.isalpha, word.text)) for word in self.words)

    def box(self, start: int, end: int) -> Box | None:
        """Return the box around ``text[start:end]``, as high as the line; none when only a space is in it."""
        lefts, rights = [], []
        for at, word in zip(self.starts, self.words, strict=True):
            first, last = max(start - at, 0), min(end - at, len(word.text))
            if first < last:
                lefts.append(min(word.lefts[first:last]))
                rights.append(max(word.rights[first:last]))
        if not lefts:
            return None
        top = min(self.baseline - 0.75 * self.size, *(word.top for word in self.words))
        bottom = max(self.baseline + 0.25 * self.size, *(word.bottom for word in self.words))
        return Box(min(lefts), top, max(rights), bottom)


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


def _split(rows: Iterable[list[Word]]) -> Iterator[Line]:
    """Yield rows as lines, cut where the gap is too wide to be a space between words of one line.

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
            yield Line.of(row[start:end])


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


def _with_markers(lines: list[Line]) -> list[Line]:
    """Return the lines with each marker that was drawn apart put before the line at its right."""
    lone = [index for index, line in enumerate(lines) if _LONE_MARKER.fullmatch(line.text) and line.upright]
    joined: dict[int, int] = {}
    for index in lone:
        marker = lines[index]
        beside = [
            (line.left - marker.right, at)
            for at, line in enumerate(lines)
            if line.left >= marker.right - 1 and at not in joined.values() and line.upright
            and abs(line.baseline - marker.baseline) < 0.35 * max(line.size, marker.size)
        ]  # fmt: skip
        if beside and (nearest := min(beside))[0] < 6 * marker.size and nearest[1] not in lone:
            joined[index] = nearest[1]
    of_line = {at: index for index, at in joined.items()}
    return [
        Line.of((*lines[of_line[at]].words, replace(line.words[0], spaced=True), *line.words[1:]))
        if at in of_line
        else line
        for at, line in enumerate(lines)
        if at not in joined
    ]


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
