"""Words of a PDF page become lines in reading order, and the lines the canonical text of the page.

Canonical text of a page: its lines in reading order, joined by a line feed, cells of a table row by a tab; words joined
by one space.  A hyphen at the end of a line stays a hyphen.  PDFium's order, which is that of the file, is kept, with
these exceptions: a marker drawn apart (a bullet, a list number, a large initial) stands before its line; columns that
were drawn row by row are read one after the other; running headers stand above the rest, footnotes, an address in the
margin and then running footers below it, but not in the middle of a sentence that goes on over the end of the page:
there they stand before (or after) its paragraph.  All of this depends on the page alone, so that any page can be read
again for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from crisisgraph.documents.pdf_order import in_reading_order
from crisisgraph.documents.pdf_tables import with_cells, with_rows
from crisisgraph.documents.pdf_values import Line, LinePage, Word, WordPage

_BULLETS = "•●▪■◦○◻□❖➢→✓‣∙·*-–—−"

#: A line that is only this is a marker drawn apart from its text.
_LONE_MARKER = re.compile(
    rf"[{re.escape(_BULLETS)}o\ue000-\uf8ff]|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,5}})[.)]|\d+(?:\.\d+)+\.?"
)


_INITIAL = 1.8  # times the size of the text: a letter so large opens a paragraph


def line_page(page: WordPage) -> LinePage:
    """Return a page with its words put together to lines, in reading order."""
    rows = _with_initials(list(_split(_rows(page.words))))
    lines = with_rows(in_reading_order(_with_markers(*with_cells(rows)), page.height))
    return LinePage(page.width, page.height, tuple(lines), page.pictured, page.failed)


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
    if _is_initial(before) and before.size > _INITIAL * word.size and before.baseline > word.baseline + 1:
        return False  # a large initial reaches down beside more than one line
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
        for start, end in pairwise(edges):
            yield row[start:end]


def _gaps(row: Sequence[Word]) -> list[int]:
    """Return before which words of a row there is a gap that may part two lines."""
    gaps = [b.left - a.right for a, b in pairwise(row)]
    drawn = [gap for gap, (a, b) in zip(gaps, pairwise(row), strict=True) if b.spaced and a.run == b.run]
    spaces = drawn or [gap for gap, word in zip(gaps, row[1:], strict=True) if word.spaced]
    usual = median(spaces) if len(spaces) > 2 else 0.0
    return [
        at
        for at, gap in enumerate(gaps, 1)
        if gap > 1.5 * row[at].size and gap > 2.2 * usual and row[at].upright and row[at].run != row[at - 1].run
    ]


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _with_initials(rows: list[list[Word]]) -> list[list[Word]]:
    """Return rows with each large letter that was drawn apart put before the line that it opens."""
    initials = [row for row in rows if len(row) == 1 and _is_initial(row[0])]
    for row in initials:
        initial = row[0]
        opened = [
            other
            for other in rows
            if other[0].text[0].islower()
            and other[0].size * _INITIAL < initial.size
            and initial.top < other[0].baseline <= initial.baseline
            and initial.left <= other[0].left < initial.right + other[0].size
        ]
        if opened:
            first = min(opened, key=lambda other: other[0].baseline)
            first[:1] = [replace(initial, right=first[0].left), replace(first[0], spaced=False)]
            rows = [other for other in rows if other is not row]
    return rows


def _is_raised(mark: Line, line: Line) -> bool:
    return mark.size < 0.8 * line.size and mark.baseline < line.baseline


def _is_lone(line: Line) -> bool:
    """Tell whether a line is a marker drawn apart, or the raised number of a footnote."""
    return line.upright and (_LONE_MARKER.fullmatch(line.text) is not None or line.text.isdigit())


def _with_markers(rows: Sequence[list[Word]], lines: list[Line]) -> list[Line]:
    """Return rows as lines, with each marker that was drawn apart put before the line at its right."""
    lone = [index for index, line in enumerate(lines) if _is_lone(line)]
    marker_of: dict[int, int] = {}
    for index in lone:
        marker = lines[index]
        beside = [
            (line.left - marker.right, at)
            for at, line in enumerate(lines)
            if line.left >= marker.right - 1 and at not in marker_of and line.upright
            and (not marker.text.isdigit() or _is_raised(marker, line))
            and abs(line.baseline - marker.baseline) < 0.35 * max(line.size, marker.size)
        ]  # fmt: skip
        if beside and (nearest := min(beside))[0] < 6 * marker.size and nearest[1] not in lone:
            marker_of[nearest[1]] = index
    moved = set(marker_of.values())
    for at, index in marker_of.items():
        first, *others = rows[at]
        lines[at] = Line.of((*rows[index], replace(first, spaced=True), *others))
    return [line for index, line in enumerate(lines) if index not in moved]
