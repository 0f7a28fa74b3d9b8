"""The reading order of the lines of a PDF page: columns one after the other, running headers and footers outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from crisisgraph.documents.pdf_values import Line

#: Shares of the height of a page in which running headers and footers stand.
TOP_ZONE, BOTTOM_ZONE = 0.12, 0.88

_LEAST_COLUMN = 4  # lines


def in_reading_order(lines: Sequence[Line], height: float) -> list[Line]:
    """Return the lines of a page, in the order of the file, in the order in which they are read.

    :param height: of the page in points
    """
    starts = _columns(lines)
    placed = [replace(line, column=_column(line, starts)) for line in lines] if starts else list(lines)
    if starts and _row_by_row(placed):
        placed = _column_by_column(placed)
    return _margins_outside(placed, height)


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
    hops = sum(a.column != b.column for a, b in pairwise(kept))
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
    """Return -1 for a line that stands clear of the others in the top zone, 1 in the bottom zone, else 0."""
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
