"""Which signs at the beginnings of lines are meant as bullets and numbers, and which are part of the sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from crisisgraph.documents.markers import Marker, as_roman, find_marker
from crisisgraph.documents.typescript import NEAR, Joint, Typescript
from crisisgraph.documents.wording import begins_large, is_ended, is_title

#: The next number of a list stands within so many lines.
_LIST = 400


def find_markers(script: Typescript) -> tuple[Marker | None, ...]:
    """Return for each line of a text the marker with which it begins, where it is meant as one.

    A dash or number in the middle of a sentence is none, nor is an initial; a list goes on in order.
    """
    signs = [find_marker(line.text) for line in script.lines]
    numbers = _Numbers(signs)
    return tuple(_meant(script, signs, numbers, index) for index in range(len(signs)))


class _Numbers:
    """Where the numbers of a text stand, and how far each style of numbering has come."""

    def __init__(self, signs: Sequence[Marker | None]) -> None:
        self._places: Mapping[tuple[str, int], list[int]] = defaultdict(list)
        self._last: dict[str, int] = {}
        for index, sign in enumerate(signs):
            for reading in (sign, as_roman(sign) if sign else None):
                if reading and not reading.is_bullet:
                    self._places[reading.style, reading.value].append(index)

    def is_next(self, marker: Marker) -> bool:
        """Tell whether a number is one more than the last one of its style, or the first one."""
        return self._last.get(marker.style, 0) == marker.value - 1

    def has_successor(self, marker: Marker, index: int) -> bool:
        """Tell whether the next number of the same style begins a later line, as it does in a list."""
        places = self._places.get((marker.style, marker.value + 1), [])
        following = bisect_right(places, index)
        return following < len(places) and places[following] <= index + _LIST

    def count(self, marker: Marker) -> None:
        """Note that a number was meant."""
        if not marker.is_bullet:
            self._last[marker.style] = marker.value


def _meant(script: Typescript, signs: Sequence[Marker | None], numbers: _Numbers, index: int) -> Marker | None:
    sign = signs[index]
    if sign is None:
        return None
    roman = as_roman(sign)
    marker = roman if roman and not numbers.is_next(sign) else sign
    if marker.is_bullet:
        after_short = begins_large(script.lines[index].text[marker.length :]) and script.is_short(index - 1)
        meant = marker.sure or not _goes_on(script, index) or after_short or _has_sibling(script, signs, index)
    else:
        meant = _is_meant(script, marker, numbers, index)
    if not meant:
        return None
    numbers.count(marker)
    return marker


def _is_meant(script: Typescript, marker: Marker, numbers: _Numbers, index: int) -> bool:
    """Tell whether a number at the beginning of a line is a marker there, and not a part of the sentence."""
    rest = script.lines[index].text[marker.length :]
    goes_on = _goes_on(script, index)
    if marker.style.endswith("1"):  # "1 Titel", "1.2 Titel": only as a heading
        if goes_on and not script.is_short(index - 1):
            return False
        if marker.depth > 1:
            return begins_large(rest)
        first = marker.value == 1 and numbers.has_successor(marker, index)
        return is_title(rest) and numbers.is_next(marker) and (marker.value > 1 or first)
    in_order = marker.value > 1 and numbers.is_next(marker)
    if marker.text.isalpha() and not marker.sure:  # "a." may be an initial
        return in_order or (marker.value == 1 and numbers.has_successor(marker, index))
    if not goes_on or in_order:
        return True
    return begins_large(rest) and (script.joints[index] is Joint.TURN or script.is_short(index - 1))


def _goes_on(script: Typescript, index: int) -> bool:
    """Tell whether a line can be the rest of the sentence before it."""
    return script.joints[index] is not Joint.HARD and not is_ended(script.lines[index - 1].text)


def _has_sibling(script: Typescript, signs: Sequence[Marker | None], index: int) -> bool:
    """Tell whether the same bullet begins another line of the same run of close lines."""
    own = signs[index]
    others = (signs[place] for place in _neighbours(script, index))
    return any(other is not None and own is not None and other.style == own.style for other in others)


def _neighbours(script: Typescript, index: int) -> Iterator[int]:
    for place in range(index + 1, min(index + NEAR, len(script.lines))):
        if script.joints[place] is Joint.HARD:
            break
        yield place
    for place in range(index, max(index - NEAR, 0), -1):
        if script.joints[place] is Joint.HARD:
            break
        yield place - 1
