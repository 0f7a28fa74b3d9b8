"""Which of the formats on offer a client prefers: the ``Accept`` header of RFC 9110, section 12.5.1."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A media range with its parameters; a comma or semicolon in a quoted string separates nothing.
_RANGE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"?)+')
_QUALITY = re.compile(r"q\s*=\s*(\d?(?:\.\d*)?)", re.IGNORECASE)

#: No client that means well sends more.
_LONGEST = 4_096


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type of `offered` that `accept` prefers, or none when it takes none of them.

    Of equally wanted types the first on offer wins; a type is wanted as its most specific range says.

    >>> preferred("text/csv;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> preferred("text/*, text/csv;q=0", ["text/csv", "text/html"])
    'text/html'
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_parsed(part) for part in _RANGE.findall(accept[:_LONGEST])]
    weighed = [(_quality(media_type, ranges), media_type) for media_type in offered]
    best = max(quality for quality, _ in weighed)
    return next(media_type for quality, media_type in weighed if quality == best) if best > 0 else None


def _parsed(text: str) -> tuple[str, float]:
    media_range, *parameters = [part.strip() for part in _PARAMETER.findall(text)] or [""]
    for parameter in parameters:
        match = _QUALITY.fullmatch(parameter)
        if match and match[1] not in ("", "."):
            return media_range.lower(), min(1.0, float(match[1]))
    return media_range.lower(), 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much `media_type` is wanted, from 0 to 1."""
    for name in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        wanted = [quality for media_range, quality in ranges if media_range == name]
        if wanted:
            return max(wanted)
    return 0.0
