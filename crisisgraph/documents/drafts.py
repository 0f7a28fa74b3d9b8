"""Lines that belong together: drafts of blocks, before it is settled what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.markers import Marker
from crisisgraph.documents.numbering import find_markers
from crisisgraph.documents.typescript import SHORT, SHORT_AFTER_SENTENCE, Joint, Typescript
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

#: The end of a line in a table of contents.
_CONTENTS = re.compile(r"(?:\.{3,}|…|\s{4,})\s*\d{1,3}$")

#: A heading over its text takes at most this many lines.
_TITLE_LINES = 3
#: An item of a list without bullets is no longer than this, in characters.
_ITEM = 400


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
    script = Typescript.of(lines, spacing)
    markers = find_markers(script)
    lost = _lost_bullets(script, markers)
    drafts: list[Draft] = []
    first = 0
    for index in range(1, len(lines) + 1):
        ends = index == len(lines) or markers[index] or index in lost or _breaks(script, index, first, markers[first])
        if ends:
            drafts.append(Draft(script.lines[first:index], markers[first], first in lost))
            first = index
    return tuple(_with_bare_items(drafts))


def _lost_bullets(script: Typescript, markers: Sequence[Marker | None]) -> frozenset[int]:
    """Return the lines that begin list items whose bullets did not survive: all that is left is the space after them.

    They are few among the lines of the text, equally far in, and come in runs; only their first lines stand in.
    """
    lines, joints, spacing = script.lines, script.joints, script.spacing
    inset = [
        index
        for index, line in enumerate(lines)
        if line.indent > spacing.margin
        and joints[index] in (Joint.SOFT, Joint.HARD)
        and line.blanks > 0
        and begins_large(line.text)
        and markers[index] is None
    ]
    plain = sum(line.indent == spacing.margin for line in lines)
    if len(inset) < 3 or len(inset) > plain / 3:
        return frozenset()
    usual = lines[inset[0]].indent
    starts = frozenset(index for index in inset if lines[index].indent == usual)
    if not any(joints[index] is Joint.SOFT for index in starts) and spacing.unit:
        return frozenset()
    return frozenset(index for index in starts if joints[index] is Joint.SOFT or _opens_run(index, starts, joints))


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


def _with_bare_items(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Mark the items of a list without bullets: after a colon, each begins with a small letter."""
    listing = False
    for draft in drafts:
        text = draft.text
        item = listing and draft.marker is None and len(text) <= _ITEM and begins_small(text)
        yield replace(draft, lost=True) if item else draft
        listing = item or text[-1:] == ":"


def _breaks(script: Typescript, index: int, first: int, marker: Marker | None) -> bool:
    """Tell whether line `index` begins something new after the draft that began at line `first` with `marker`."""
    before, line, joint = script.lines[index - 1], script.lines[index], script.joints[index]
    opening = script.lines[first]
    if is_address(line.text) and is_address(before.text) and before.text[-1] not in "-/":
        return True
    if marker is not None and index == first + 1 and marker.length == len(before.text):
        return joint is Joint.TURN  # a marker on a line of its own belongs to what follows
    if before.text[-1] in "-\u00ad" and (joint is not Joint.HARD or begins_small(line.text)):
        return False
    if joint is Joint.HARD:
        goes_on = not is_ended(before.text) and begins_small(line.text) and script.spacing.wrapped
        if marker is not None and (goes_on or before.text[-1] == ","):
            return False
        return not (goes_on and script.is_full(index - 1))
    if joint is Joint.TURN:
        if _CONTENTS.search(before.text):
            return True
        goes_on = begins_small(line.text) or (script.is_full(index - 1) and not is_ended(before.text))
        return not goes_on
    if marker is not None and line.indent >= opening.indent + 2:
        return False  # a hanging item goes on
    if marker is not None and index > first + 1 and line.indent <= opening.indent < script.lines[first + 1].indent:
        return True  # and ends where the indent ends
    if before.text[-1] in ":;" and script.is_short(index - 1, SHORT_AFTER_SENTENCE):
        return True  # a lead-in, or an item of a list whose bullets were lost
    if not begins_large(line.text):
        return ends_sentence(before.text) and script.is_short(index - 1, SHORT_AFTER_SENTENCE)
    if is_ended(before.text):
        inset = line.indent > before.indent + 1
        return (
            inset
            or script.is_short(index - 1, SHORT_AFTER_SENTENCE)
            or is_labelled(line.text)
            or _is_title_at_end(script, index)
        )
    return _ends_title(script, index, first, marker)


def _ends_title(script: Typescript, index: int, first: int, marker: Marker | None) -> bool:
    """Tell whether the lines from `first` are a heading and line `index` is the text under it."""
    before, line = script.lines[index - 1], script.lines[index]
    if script.joints[index] is Joint.TIGHT:
        return True
    if index - first > _TITLE_LINES or ends_with_linking_word(before.text):
        return False
    title = Draft(script.lines[first:index], marker).text
    if not (is_title(title) or (marker is not None and is_phrase(title))):
        return False
    if is_capitals(before.text):
        return not is_capitals(line.text)
    if begins_with_function_word(line.text):
        return True
    share = SHORT_AFTER_SENTENCE if marker else SHORT
    return is_title(title) and script.is_short(index - 1, share) and script.has_prose(index)


def _is_title_at_end(script: Typescript, index: int) -> bool:
    """Tell whether a line closes its run of lines and is left open: no end of a paragraph, but a heading."""
    text = script.lines[index].text
    closes = index + 1 == len(script.lines) or script.joints[index + 1] is Joint.HARD
    return closes and is_title(text) and not is_ended(text)
