"""What each draft is (heading, list item, paragraph) and how deep it lies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from crisisgraph.documents.drafts import Draft
from crisisgraph.documents.wording import is_address, is_capitals, is_date, is_ended, is_label, is_phrase, is_title
from crisisgraph.model import BlockKind

#: Length in characters from which a line is running text even when it has no full stop.
_PROSE = 80
#: Share of the members of a numbered series that must read as titles for the series to be headings.
_TITLES = 0.6
_HEADING_LINES = 3
#: Series within series, at most.
_DEEPEST = 12


@dataclass(slots=True)
class _Series:
    """Drafts numbered in one series: 1, 2, 3 …, whatever stands between them."""

    style: str
    members: list[int] = field(default_factory=list)
    last: int = 0


class _Role(Enum):
    """What a heading is in the outline of its document."""

    TITLE = 1
    PLAIN = 2
    NUMBERED = 3
    LABEL = 4


def outline(drafts: Sequence[Draft]) -> tuple[tuple[BlockKind, int], ...]:
    """Return the kind and level of every draft.

    A numbered series is either headings or list items as a whole: headings when its members read as titles and have
    text of their own under them.
    """
    series = _series(drafts)
    kinds = [BlockKind.LIST_ITEM if draft.marker or draft.lost else BlockKind.PARAGRAPH for draft in drafts]
    for one in series:
        if _are_headings(one, drafts):
            for index in one.members:
                if is_phrase(drafts[index].text):
                    kinds[index] = BlockKind.HEADING
    _find_plain_headings(drafts, kinds)
    levels = list_levels(drafts, kinds)
    for index, level in _heading_levels(drafts, kinds, series).items():
        levels[index] = level
    return tuple(zip(kinds, levels, strict=True))


def _series(drafts: Sequence[Draft]) -> list[_Series]:
    """Return the numbered series of a document; a series may be nested in another and go on after it."""
    every: list[_Series] = []
    open_series: list[_Series] = []
    for index, draft in enumerate(drafts):
        marker = draft.marker
        if marker is None or marker.is_bullet:
            continue
        same = [one for one in reversed(open_series) if one.style == marker.style]
        found = next((one for one in same if one.last == marker.value - 1), None)
        if found is None and marker.value > 1:
            found = next((one for one in same if _repeats(drafts[one.members[-1]], draft)), None)
            found = found or next((one for one in same if one.last < marker.value <= one.last + 3), None)
        if found is None:
            found = _Series(marker.style)
            every.append(found)
            open_series = [*open_series[-_DEEPEST:], found]
        else:
            del open_series[open_series.index(found) + 1 :]
        found.members.append(index)
        found.last = marker.value
    return every


def _repeats(earlier: Draft, draft: Draft) -> bool:
    """Tell whether a numbered line is printed once more, as over a second part of the same section."""
    if earlier.marker is None or draft.marker is None or earlier.marker.text != draft.marker.text:
        return False
    return earlier.text.split()[:2] == draft.text.split()[:2]


def _are_headings(series: _Series, drafts: Sequence[Draft]) -> bool:
    titles = [index for index in series.members if _can_be_title(index, series, drafts)]
    first = drafts[series.members[0]].marker
    if len(titles) < _TITLES * len(series.members) and not (first and first.depth > 1):
        return False
    return sum(_own_text(index, series, drafts) for index in titles) > 0


def _can_be_title(index: int, series: _Series, drafts: Sequence[Draft]) -> bool:
    text = drafts[index].text
    if is_title(text, stop=True):
        return True
    return is_phrase(text) and not is_ended(text) and _own_text(index, series, drafts) > 0


def _own_text(index: int, series: _Series, drafts: Sequence[Draft]) -> int:
    """Return 1 when text follows under a numbered line, -1 when the next number does, 0 when it can be either."""
    if index + 1 == len(drafts):
        return 0
    following = drafts[index + 1]
    if following.marker is None:
        return 0 if following.lost or is_address(following.text) else 1
    if index + 1 in series.members:
        return -1
    own = drafts[index].marker
    return 1 if own is not None and following.marker.depth > own.depth and own.style.endswith("1") else 0


def _find_plain_headings(drafts: Sequence[Draft], kinds: list[BlockKind]) -> None:
    """Mark the headings without a number: short open phrases with something under them."""
    under = False  # whether what follows is text, a list or another heading
    for index in reversed(range(len(drafts))):
        draft, text = drafts[index], drafts[index].text
        if kinds[index] is not BlockKind.PARAGRAPH:
            under = True
            continue
        if is_date(text):
            continue
        first = index == 0 and len(drafts) > 1
        title = is_title(text) or (is_capitals(text) and is_phrase(text))
        if len(draft.lines) <= _HEADING_LINES and ((title and (under or first)) or (is_label(text) and under)):
            kinds[index] = BlockKind.HEADING
            under = True
        else:
            under = (is_ended(text) or len(text) >= _PROSE) and not is_address(text)


def list_levels(drafts: Sequence[Draft], kinds: Sequence[BlockKind]) -> list[int]:
    """Return the depth of each list item: a marker of another style, or further in, opens a list within the list."""
    levels = [0] * len(drafts)
    open_lists: list[tuple[str, int]] = []
    for index, draft in enumerate(drafts):
        if kinds[index] is not BlockKind.LIST_ITEM:
            open_lists.clear()
            continue
        style = draft.marker.style if draft.marker else ""
        places = range(len(open_lists))
        known = [n for n in places if open_lists[n][0] == style and abs(open_lists[n][1] - draft.indent) < 2]
        if known:
            del open_lists[known[-1] + 1 :]
        else:
            open_lists.append((style, draft.indent))
        levels[index] = len(open_lists)
    return levels


def _heading_levels(drafts: Sequence[Draft], kinds: Sequence[BlockKind], series: Sequence[_Series]) -> dict[int, int]:
    """Return the level of each heading.

    1 is the title (with its lines before the first text, and headings in capitals like it), a plain heading has 2.
    A numbered series lies under the plain heading before it; a plain heading inside a series lies under its numbers.
    """
    headings = [index for index, kind in enumerate(kinds) if kind is BlockKind.HEADING]
    series_of = {index: one for one in series for index in one.members}
    opening = _opening(drafts, kinds)
    roles = {index: _role(drafts, index, in_opening=index in opening) for index in headings}
    numbered = [index for index in headings if roles[index] is _Role.NUMBERED]
    base: dict[int, int] = {}  # level of a series, by its first member
    levels: dict[int, int] = {}
    plain = 1
    latest: _Series | None = None
    divided: set[int] = set()  # series with plain headings inside them, by first member
    for index in headings:
        match roles[index]:
            case _Role.TITLE:
                levels[index], plain, latest = 1, 1, None
            case _Role.NUMBERED:
                one, marker = series_of[index], drafts[index].marker
                depth = marker.depth if marker else 1
                levels[index] = base.setdefault(one.members[0], plain + depth)
                latest = one if depth == 1 else latest
            case role:
                first = latest.members[0] if latest else -1
                place = bisect_right(numbered, index)
                following = numbered[place] if place < len(numbered) else None
                inside = first in divided if following is None else series_of[following] is latest
                levels[index] = 1 + (base[first] if inside else plain if role is _Role.LABEL else 1)
                if inside:
                    divided.add(first)
                elif role is _Role.PLAIN:
                    plain, latest = 2, None
    return levels


def _role(drafts: Sequence[Draft], index: int, *, in_opening: bool) -> _Role:
    draft = drafts[index]
    if draft.marker is not None:
        return _Role.NUMBERED
    if is_capitals(draft.text) or in_opening:
        return _Role.TITLE
    return _Role.LABEL if draft.text.endswith(":") else _Role.PLAIN


def _opening(drafts: Sequence[Draft], kinds: Sequence[BlockKind]) -> frozenset[int]:
    """Return the headings of the title page: nothing but headings and dates before them, no text right under them."""
    fitting = [kind is BlockKind.HEADING or is_date(draft.text) for draft, kind in zip(drafts, kinds, strict=True)]
    last = fitting.index(False) if False in fitting else len(fitting)
    return frozenset(index for index in range(last) if index == 0 or index + 1 < last)
