"""The reading order of the lines of a PDF page: columns one after the other, running headers and footers outside."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crisisgraph.documents.pdf_beside import with_limits
from crisisgraph.documents.pdf_values import Line
from crisisgraph.documents.wording import begins_small, is_ended

#: Shares of the height of a page in which running headers and footers stand.
TOP_ZONE, BOTTOM_ZONE = 0.12, 0.88

_LEAST_COLUMN = 4  # lines
_MOST_HEADER_LINES = 3
_NOTE_START = re.compile(r"\d{1,3}\D|[*†‡§]")


def in_reading_order(lines: Sequence[Line], height: float) -> list[Line]:
    """Return the lines of a page, in the order of the file, in the order in which they are read.

    :param height: of the page in points
    """
    columns = _columns(lines)
    placed = [replace(line, column=columns.of(line)) for line in lines] if columns else list(lines)
    if columns and _row_by_row(placed):
        placed = _column_by_column(placed)
    return _settled(with_limits(placed), height)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The left sides of the second and further columns of a page, and between which heights they stand."""

    starts: tuple[float, ...]
    top: float
    bottom: float

    def of(self, line: Line) -> int:
        """Return in which column a line stands, -1 for one that runs across or stands above or below them all."""
        if not self.top < line.baseline < self.bottom:
            return -1
        if any(line.left < start < line.right - 3 for start in self.starts):
            return -1
        return sum(line.left > start for start in self.starts)


def _columns(lines: Sequence[Line]) -> _Columns | None:
    """Return the columns of a page, None when it has one.

    A column starts where at least four lines of some length do, with as many lines left of it that end before it,
    beside them; at most one line in ten runs across there.  What stands above or below may run across.
    """
    long = [line for line in lines if line.upright and len(line.text) > 12]
    found: list[float] = []
    top, bottom = math.inf, -math.inf
    while len(long) >= 2 * _LEAST_COLUMN:
        left = min(line.left for line in long)
        starts = Counter(round(line.left / 2) * 2 for line in long if line.left > left + 6 * line.size)
        for start, count in sorted(starts.items()):
            if count < _LEAST_COLUMN:
                continue
            before = [line.baseline for line in long if line.right < start]
            after = [line.baseline for line in long if line.left > start - 3]
            if not before or not after:
                continue
            high, low = max(min(before), min(after)), min(max(before), max(after))
            inside = [line for line in long if high <= line.baseline <= low]
            sides = (sum(line.right < start for line in inside), sum(line.left > start - 3 for line in inside))
            if min(sides) >= _LEAST_COLUMN and len(inside) - sum(sides) <= 0.1 * len(inside):
                break
        else:
            break
        found.append(start - 3.0)
        across = [line.baseline for line in lines if line.left < start - 3 and line.right >= start and line.upright]
        top = min(top, max((height for height in across if height < high), default=-math.inf))
        bottom = max(bottom, min((height for height in across if height > low), default=math.inf))
        long = [line for line in long if line.left > start - 3]
    return _Columns(tuple(found), top, bottom) if found else None


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


# --- running headers, footers and footnotes -------------------------------------------------------


def outer_bands(lines: Sequence[Line], height: float, body: float) -> tuple[float, float]:
    """Return how far down a running header can reach, and how far up a running footer.

    Each is the first three lines at most, up to the first wide gap, inside the top or bottom zone of the page; where
    the text is set close to them it is the first line alone.
    """
    header = _reach(sorted(line.baseline for line in lines), TOP_ZONE * height, 1.6 * body)
    footer = _reach(sorted(height - line.baseline for line in lines), (1 - BOTTOM_ZONE) * height, 1.6 * body)
    return header, height - footer


def _reach(depths: Sequence[float], zone: float, wide: float) -> float:
    if not depths or depths[0] > zone:
        return -1.0
    levels = 1
    for depth, following in pairwise(depths):
        if following - depth > wide:
            return depth if depth <= zone else depths[0] + 3
        levels += following - depth > 3
        if levels > _MOST_HEADER_LINES:
            break
    return depths[0] + 3


def _settled(lines: Sequence[Line], height: float) -> list[Line]:
    """Return lines with what runs along the edges of the page above and below the rest, and footnotes under it.

    Where a sentence goes on over the end of the page, what would stand in the middle of it stands before its
    paragraph (or after it, at the top of a page), so that the sentence is one stretch of the canonical text.
    """
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
    above, text, below = _without_margins(lines, height, body)
    foot = _foot(text, height, body)
    text = [line for line in text if line not in foot]
    text, aside = _without_aside(text, body)
    breaks = _breaks(text)
    start, end = 0, len(text)
    if breaks and begins_small(text[0].text) and all(line.size < 0.95 * body for line in above):
        start = breaks[0]
    if breaks and _runs_over(text) and all(line.size < 0.95 * body for line in below):
        end = max(breaks[-1], start)
    return [*text[:start], *above, *text[start:end], *aside, *foot, *below, *text[end:]]


def _without_margins(lines: Sequence[Line], height: float, body: float) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the running headers that were drawn first or last, the rest, and the running footers likewise."""
    header, footer = outer_bands(lines, height, body)
    zones = [(line.baseline >= footer) - (line.baseline <= header) for line in lines]
    first, last = 0, len(lines)
    while first < last and zones[first]:
        first += 1
    while last > first and zones[last - 1]:
        last -= 1
    outside = [(zones[at], lines[at]) for at in (*range(first), *range(last, len(lines)))]
    above = [line for zone, line in outside if zone < 0]
    below = [line for zone, line in outside if zone > 0]
    return sorted(above, key=_place), list(lines[first:last]), sorted(below, key=_place)


def _place(line: Line) -> tuple[int, float]:
    return round(line.baseline), line.left


def _foot(text: Sequence[Line], height: float, body: float) -> list[Line]:
    """Return the lines that look like footnotes: small type low on the page with nothing larger under it."""
    limit = _limit(body)
    large = [line for line in text if line.size > limit]
    found = [
        line
        for line in text
        if line.size <= limit
        and line.baseline > 0.4 * height
        and not any(x.baseline > line.baseline and x.left < line.right and x.right > line.left for x in large)
    ]
    return found if found and _NOTE_START.match(found[0].text) else []


def _without_aside(text: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """Return lines without those drawn last that stand in a column of small type, as an address in the margin does."""
    small = dict.fromkeys({line.column for line in text}, True)
    for line in text:
        small[line.column] = small[line.column] and line.size <= _limit(body)
    end = len(text)
    while end and small[text[end - 1].column]:
        end -= 1
    return (list(text[:end]), list(text[end:])) if end else (list(text), [])


def _limit(body: float) -> float:
    """Return the largest size of type that is small beside the type of the text."""
    return min(body - 0.7, 0.93 * body)


def _breaks(text: Sequence[Line]) -> list[int]:
    """Return before which lines a new paragraph certainly begins: after the end of a sentence and more white."""
    gaps = Counter(
        round((b.baseline - a.baseline) / b.size, 1)
        for a, b in pairwise(text)
        if a.size == b.size and a.column == b.column
    )
    usual = max((gap for gap in gaps if gap > 0.8), key=lambda gap: (gaps[gap], -gap), default=1.2)
    return [
        at
        for at, (a, b) in enumerate(pairwise(text), 1)
        if is_ended(a.text) and a.column == b.column and b.baseline - a.baseline > 1.25 * usual * b.size
    ]


def _runs_over(text: Sequence[Line]) -> bool:
    """Tell whether the last sentence of a page goes on after it: the last line is full and does not end one."""
    last = text[-1]
    if is_ended(last.text):
        return False
    right = max(line.right for line in text if line.column == last.column)
    return last.hyphen or last.right > right - 6 * last.size
