"""Stretches of canonical text with what is not read taken out of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from crisisgraph.model import Segment

Cut = tuple[int, int]

#: What is never read: signs that are printed as nothing (soft hyphen, zero-width space, byte-order mark) and all white
#: space in a line after the first.
UNREAD = re.compile(r"[\u00ad\u200b\u2060\ufeff]+|(?<=\S\s)[^\S\n]++(?=\S)")


def cut_out(start: int, end: int, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """Yield what is left of ``[start, end)`` when `cuts`, sorted and not overlapping, are taken out of it.

    >>> list(cut_out(0, 10, [(2, 4), (8, 12)]))
    [(0, 2), (4, 8)]
    """
    for place in range(bisect_right(cuts, start, key=lambda cut: cut[1]), len(cuts)):
        cut_start, cut_end = cuts[place]
        if cut_start >= end:
            break
        if start < cut_start:
            yield start, cut_start
        start = max(start, cut_end)
    if start < end:
        yield start, end


def merged(spans: Iterable[Cut]) -> list[Cut]:
    """Return `spans` sorted, those that touch or overlap made one.

    >>> merged([(5, 6), (0, 3), (2, 4)])
    [(0, 4), (5, 6)]
    """
    whole: list[Cut] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def trimmed(text: str, segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return `segments` without white space at the beginning of the first and at the end of the last."""
    kept = [segment for segment in segments if segment.start < segment.end]
    while kept:
        first = kept[0]
        own = text[first.start : first.end]
        if own.strip():
            kept[0] = Segment(first.end - len(own.lstrip()), first.end)
            break
        del kept[0]
    while kept:
        last = kept[-1]
        own = text[last.start : last.end]
        if own.strip():
            kept[-1] = Segment(last.start, last.start + len(own.rstrip()), last.glue)
            break
        del kept[-1]
    return tuple(kept)


def without_start(segments: Sequence[Segment], length: int) -> tuple[Segment, ...]:
    """Return `segments` without the first `length` characters that are read.

    >>> without_start((Segment(0, 3), Segment(5, 9, " ")), 5)
    (Segment(start=6, end=9, glue=''),)
    """
    kept: list[Segment] = []
    left = length
    for place, segment in enumerate(segments):
        glue = segment.glue if place else ""
        left -= len(glue)
        own = segment.end - segment.start
        if left < own:
            skipped = max(0, left)
            kept.append(Segment(segment.start + skipped, segment.end, glue if kept else ""))
            left = 0
        else:
            left -= own
    return tuple(kept)
