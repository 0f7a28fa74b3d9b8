"""Lines that belong together: drafts of blocks, before it is settled what each of them is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.markers import Marker, as_roman, find_marker
from crisisgraph.documents.pages import is_turn
from crisisgraph.documents.wording import (
    begins_large,
    begins_small,
    begins_with_function_word,
    ends_sentence,
    ends_with_linking_word,
    is_address,
    is_capitals,
    is_ended,
    is_labelled,
    is_phrase,
    is_title,
)

#: A line that, with the next word, would still have filled less than this share of the full width was ended on purpose.
_SHORT = 0.85
_SHORT_AFTER_SENTENCE = 0.9
#: A line of at least this share of the usual length ended because it was full.
_FULL = 0.75
#: A heading over its text takes at most this many lines.
_TITLE_LINES = 3
#: So many lines around a line are looked at to understand it, and so many after it for the next number of its list.
_NEAR = 40
#: An item of a list without bullets is no longer than this, in characters.
_ITEM = 400
_LIST = 400


class Joint(IntEnum):
    """What lies between two lines: closer than lines of a paragraph, as close, more room, or the turn of a page."""

    TIGHT = 0
    SOFT = 1
    HARD = 2
    TURN = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines that are read as one; `lost` marks a list item whose bullet did not survive."""

    lines: tuple[Line, ...]
    marker: Marker | None = None
    lost: bool = False

    @property
    def text(self) -> str:
        """The words after the marker, lines joined by a space."""
        return " ".join(line.text for line in self.lines)[self.marker.length if self.marker else 0 :]

    @property
    def indent(self) -> int:
        """Columns before the first line."""
        return self.lines[0].indent


def gather(lines: Sequence[Line], spacing: Spacing) -> tuple[Draft, ...]:
    """Return `lines` as drafts, in order; every line is in exactly one."""
    joints = _joints(lines, spacing)
    lost = _lost_bullets(lines, joints, spacing)
    drafts = _Gatherer(lines, joints, _widths(lines, joints, spacing), spacing, lost).run()
    return tuple(_with_bare_items(drafts))


def _joints(lines: Sequence[Line], spacing: Spacing) -> list[Joint]:
    joints = [Joint.HARD] * min(1, len(lines))
    for index in range(1, len(lines)):
        line = lines[index]
        if is_turn(lines[index - 1], line, spacing):
            joints.append(Joint.TURN)
        elif line.inner:
            joints.append(Joint.SOFT)
        elif line.blanks > spacing.unit or not spacing.wrapped:
            joints.append(Joint.HARD)
        else:
            joints.append(Joint.SOFT if line.blanks == spacing.unit else Joint.TIGHT)
    return joints


def _widths(lines: Sequence[Line], joints: Sequence[Joint], spacing: Spacing) -> list[int]:
    """Return for each line the length of a full line around it: the longest of its run of close lines."""
    widths: list[int] = []
    run: list[Line] = []
    for line, joint in zip(lines, joints, strict=True):
        if joint >= Joint.HARD and run:
            widths += [_width(run, spacing)] * len(run)
            run = []
        run.append(line)
    return widths + [_width(run, spacing)] * len(run)


def _width(run: Sequence[Line], spacing: Spacing) -> int:
    longest = max((len(line.text) for line in run if " " in line.text), default=0)
    return longest if len(run) > 3 else max(longest, spacing.width)


def _lost_bullets(lines: Sequence[Line], joints: Sequence[Joint], spacing: Spacing) -> frozenset[int]:
    """Return the lines that begin list items whose bullets did not survive: all that is left is the space after them.

    They are few among the lines of the text, equally far in, and come in runs; only their first lines stand in.
    """
    inset = [
        index
        for index, line in enumerate(lines)
        if line.indent > spacing.margin
        and joints[index] in (Joint.SOFT, Joint.HARD)
        and line.blanks > 0
        and begins_large(line.text)
        and find_marker(line.text) is None
    ]
    plain = sum(line.indent == spacing.margin for line in lines)
    if len(inset) < 3 or len(inset) > plain / 3:
        return frozenset()
    usual = lines[inset[0]].indent
    starts = frozenset(index for index in inset if lines[index].indent == usual)
    if not any(joints[index] is Joint.SOFT for index in starts) and spacing.unit:
        return frozenset()
    return frozenset(index for index in starts if joints[index] is Joint.SOFT or _opens_run(index, starts, joints))


def _with_bare_items(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Mark the items of a list without bullets: after a colon, each begins with a small letter."""
    listing = False
    for draft in drafts:
        text = draft.text
        item = listing and draft.marker is None and len(text) <= _ITEM and begins_small(text)
        yield replace(draft, lost=True) if item else draft
        listing = item or text[-1:] == ":"


def _opens_run(index: int, starts: frozenset[int], joints: Sequence[Joint]) -> bool:
    """Tell whether another such line follows before the next break of the text."""
    following = index + 1
    while following < len(joints):
        if following in starts:
            return True
        if joints[following] >= Joint.HARD:
            return False
        following += 1
    return False


@dataclass(slots=True)
class _Gatherer:
    """One pass over the lines of a text; it remembers the lists that are open."""

    lines: Sequence[Line]
    joints: Sequence[Joint]
    widths: Sequence[int]
    spacing: Spacing
    lost: frozenset[int]
    last: dict[str, int] = field(default_factory=dict)  # highest number so far, by style of marker
    places: dict[tuple[str, int], list[int]] = field(default_factory=dict)  # of lines, by style and number

    def __post_init__(self) -> None:
        for index, line in enumerate(self.lines):
            marker = find_marker(line.text)
            for reading in (marker, as_roman(marker) if marker else None):
                if reading and not reading.is_bullet:
                    self.places.setdefault((reading.style, reading.value), []).append(index)

    def run(self) -> tuple[Draft, ...]:
        drafts: list[Draft] = []
        own: list[Line] = []
        marker: Marker | None = None
        lost = False
        for index, line in enumerate(self.lines):
            found = self._marker(index)
            opens = found is not None or index in self.lost
            if own and (opens or self._breaks(index, own, marker)):
                drafts.append(Draft(tuple(own), marker, lost))
                own = []
            if not own:
                marker, lost = found, index in self.lost
            own.append(line)
        return (*drafts, Draft(tuple(own), marker, lost)) if own else ()

    # --- markers ---

    def _marker(self, index: int) -> Marker | None:
        marker = find_marker(self.lines[index].text)
        if marker is None:
            return None
        roman = as_roman(marker)
        if roman and self.last.get(marker.style, 0) != marker.value - 1:
            marker = roman
        if not self._is_meant(marker, index):
            return None
        if not marker.is_bullet:
            self.last[marker.style] = marker.value
        return marker

    def _is_meant(self, marker: Marker, index: int) -> bool:
        """Tell whether a sign at the beginning of a line is a marker there, and not a part of the sentence."""
        line, joint = self.lines[index], self.joints[index]
        if marker.is_bullet and marker.sure:
            return True
        rest = line.text[marker.length :]
        goes_on = joint is not Joint.HARD and not is_ended(self.lines[index - 1].text)
        in_order = self.last.get(marker.style) == marker.value - 1 and marker.value > 1
        if marker.is_bullet:
            return not goes_on or self._has_sibling(marker, index)
        if marker.style.endswith("1"):  # "1 Titel", "1.2 Titel": only as a heading
            return self._is_numbered_title(marker, rest, index, goes_on=goes_on)
        if marker.text.isalpha() and not marker.sure:  # "a." may be an initial
            return in_order or (marker.value == 1 and self._has_successor(marker, index))
        if not goes_on or in_order:
            return True
        if joint is Joint.TURN:
            return begins_large(rest)
        return self._is_short(index - 1) and begins_large(rest)

    def _is_numbered_title(self, marker: Marker, rest: str, index: int, *, goes_on: bool) -> bool:
        if goes_on and not self._is_short(index - 1):
            return False
        if marker.depth > 1:
            return begins_large(rest)
        if not is_title(rest):
            return False
        return self.last.get(marker.style, 0) == marker.value - 1 and (
            marker.value > 1 or self._has_successor(marker, index)
        )

    def _has_sibling(self, marker: Marker, index: int) -> bool:
        """Tell whether the same bullet begins another line of the same run of close lines."""
        return any(
            other is not None and other.style == marker.style for other in map(find_marker, self._neighbours(index))
        )

    def _neighbours(self, index: int) -> Iterator[str]:
        following = index + 1
        while following < len(self.lines) and self.joints[following] is not Joint.HARD and following < index + _NEAR:
            yield self.lines[following].text
            following += 1
        before = index
        while before > 0 and self.joints[before] is not Joint.HARD and before > index - _NEAR:
            before -= 1
            yield self.lines[before].text

    def _has_successor(self, marker: Marker, index: int) -> bool:
        """Tell whether the next number of the same style begins a later line, as it does in a list."""
        places = self.places.get((marker.style, marker.value + 1), [])
        following = bisect_right(places, index)
        return following < len(places) and places[following] <= index + _LIST

    # --- line breaks ---

    def _breaks(self, index: int, own: Sequence[Line], marker: Marker | None) -> bool:
        """Tell whether `line` begins something new after the lines `own` of the draft so far."""
        before, line, joint = self.lines[index - 1], self.lines[index], self.joints[index]
        if is_address(line.text) and is_address(before.text) and before.text[-1] not in "-/":
            return True
        if marker is not None and len(own) == 1 and marker.length == len(before.text):
            return joint is Joint.TURN  # a marker on a line of its own belongs to what follows
        if before.text[-1] in "-\u00ad" and (joint is not Joint.HARD or begins_small(line.text)):
            return False
        if joint is Joint.HARD:
            goes_on = not is_ended(before.text) and begins_small(line.text) and self.spacing.wrapped
            if marker is not None and (goes_on or before.text[-1] == ","):
                return False
            return not (goes_on and self._is_full(before))
        if joint is Joint.TURN:
            goes_on = begins_small(line.text) or (self._is_full(before) and not is_ended(before.text))
            return not goes_on
        if marker is not None and line.indent >= own[0].indent + 2:
            return False  # a hanging item goes on
        if marker is not None and len(own) > 1 and line.indent <= own[0].indent < own[1].indent:
            return True  # and ends where the indent ends
        if before.text[-1] in ":;" and self._is_short(index - 1, _SHORT_AFTER_SENTENCE):
            return True  # a lead-in, or an item of a list whose bullets were lost
        if not begins_large(line.text):
            return ends_sentence(before.text) and self._is_short(index - 1, _SHORT_AFTER_SENTENCE)
        if is_ended(before.text):
            inset = line.indent > before.indent + 1
            return (
                inset
                or self._is_short(index - 1, _SHORT_AFTER_SENTENCE)
                or is_labelled(line.text)
                or self._is_title_at_end(index)
            )
        return self._ends_title(index, own, marker)

    def _ends_title(self, index: int, own: Sequence[Line], marker: Marker | None) -> bool:
        """Tell whether the lines so far are a heading and line `index` is the text under it."""
        before, line = self.lines[index - 1], self.lines[index]
        if self.joints[index] is Joint.TIGHT:
            return True
        if len(own) > _TITLE_LINES or ends_with_linking_word(before.text):
            return False
        title = Draft(tuple(own), marker).text
        if not (is_title(title) or (marker is not None and is_phrase(title))):
            return False
        if is_capitals(before.text):
            return not is_capitals(line.text)
        if begins_with_function_word(line.text):
            return True
        share = _SHORT_AFTER_SENTENCE if marker else _SHORT
        return is_title(title) and self._is_short(index - 1, share) and self._has_prose(index)

    def _is_title_at_end(self, index: int) -> bool:
        """Tell whether a line closes its run of lines and is left open: no end of a paragraph, but a heading."""
        text = self.lines[index].text
        closes = index + 1 == len(self.lines) or self.joints[index + 1] is Joint.HARD
        return closes and is_title(text) and not is_ended(text)

    def _has_prose(self, index: int) -> bool:
        """Tell whether running text follows up to the next break: a sentence that ends, or a full line."""
        for following in range(index, min(index + _NEAR, len(self.lines))):
            if following > index and self.joints[following] >= Joint.HARD:
                return False
            line = self.lines[following]
            if is_ended(line.text) or (len(line.text) >= _FULL * self.widths[following] and len(line.text) > 40):
                return True
        return False

    def _is_short(self, index: int, share: float = _SHORT) -> bool:
        """Tell whether the first word of the next line would have fitted on this one, with room to spare."""
        line, following = self.lines[index], self.lines[index + 1]
        room = len(line.text) + 1 + len(following.text.split(maxsplit=1)[0])
        return room <= share * self.widths[index]

    def _is_full(self, line: Line) -> bool:
        return len(line.text) >= _FULL * self.spacing.width
