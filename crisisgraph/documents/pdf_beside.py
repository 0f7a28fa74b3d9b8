"""What stands beside a line of a PDF page: a box, a figure's text or a note in the margin leaves less room for it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crisisgraph.documents.pdf_values import Line

_NEAR = 1.6  # times the type size: as far as this over or under a line something beside it still narrows it
_LIKE = 5.0  # times the type size: lines so near are set equally wide, when something stands beside them too


def with_limits(lines: Sequence[Line]) -> list[Line]:
    """Return lines with how far each can reach to the right, and whether something stands left of it."""
    order = sorted(range(len(lines)), key=lambda at: lines[at].baseline)
    heights = [lines[at].baseline for at in order]

    def near(line: Line, reach: float) -> list[Line]:
        first = bisect_left(heights, line.baseline - reach * line.size)
        return [lines[at] for at in order[first : bisect_right(heights, line.baseline + reach * line.size)]]

    rights: dict[int, float] = {}  # where the next thing at the right of a line begins
    lefts: set[int] = set()
    for at, line in enumerate(lines):
        beside = near(line, _NEAR)
        if len(beside) > 1:
            right = min((other.left for other in beside if other.left >= line.right), default=0.0)
            if right:
                rights[at] = right
            if any(other.right <= line.left for other in beside):
                lefts.add(at)
    if not rights and not lefts:
        return list(lines)
    narrowed = {(lines[at].left, lines[at].baseline) for at in rights}
    limits: dict[tuple[float, float], float] = {}
    for at, right in rights.items():
        like = (other for other in near(lines[at], _LIKE) if (other.left, other.baseline) in narrowed)
        limits[lines[at].left, lines[at].baseline] = max(other.right for other in like if other.right <= right)
    limited = []
    for at, line in enumerate(lines):
        limit = limits.get((line.left, line.baseline), math.inf)
        if limit == math.inf:  # beside the edge of a box, over or under its text
            around = (
                limits[other.left, other.baseline] for other in near(line, _NEAR) if _is_under(other, line, limits)
            )
            limit = min((right for right in around if right - 3 * line.size < line.right <= right + 1), default=limit)
        is_same = limit == line.limit and at not in lefts
        limited.append(line if is_same else replace(line, limit=limit, beside=at in lefts))
    return limited


def _is_under(other: Line, line: Line, limits: Mapping[tuple[float, float], float]) -> bool:
    return (other.left, other.baseline) in limits and abs(other.left - line.left) < 2
