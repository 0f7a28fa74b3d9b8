"""A plain text as it was typed: its lines, what lies between them, and how wide they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.pages import is_turn
from crisisgraph.documents.wording import is_ended

#: A line that, with the next word, would still have filled less than this share of the full width was ended on purpose.
SHORT = 0.85
SHORT_AFTER_SENTENCE = 0.9
#: A line of at least this share of the usual length ended because it was full.
_FULL = 0.75
_PROSE = 40
#: So many lines around a line are looked at to understand it.
NEAR = 40


class Joint(IntEnum):
    """What lies between two lines: closer than lines of a paragraph, as close, more room, or the turn of a page."""

    TIGHT = 0
    SOFT = 1
    HARD = 2
    TURN = 3


@dataclass(frozen=True, slots=True)
class Typescript:
    """The lines of a text; `joints` holds what lies before each line, `widths` the length of a full line around it."""

    lines: tuple[Line, ...]
    spacing: Spacing
    joints: tuple[Joint, ...]
    widths: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[Line], spacing: Spacing) -> Typescript:
        """Measure what lies between `lines`.

        >>> from crisisgraph.documents.lines import split_lines
        >>> lines = split_lines("Hoog water\\n\\nDe dijk brak\\ndoor.")
        >>> [joint.name for joint in Typescript.of(lines, Spacing.of(lines)).joints]
        ['HARD', 'HARD', 'SOFT']
        """
        joints = _joints(lines, spacing)
        return cls(tuple(lines), spacing, tuple(joints), tuple(_widths(lines, joints, spacing)))

    def is_short(self, index: int, share: float = SHORT) -> bool:
        """Tell whether the first word of the next line would have fitted on this one, with room to spare."""
        line, following = self.lines[index], self.lines[index + 1]
        room = len(line.text) + 1 + len(following.text.split(maxsplit=1)[0])
        return room <= share * self.widths[index]

    def is_full(self, index: int) -> bool:
        """Tell whether a line is about as long as the lines of this text usually are."""
        return len(self.lines[index].text) >= _FULL * self.spacing.width

    def has_prose(self, index: int) -> bool:
        """Tell whether running text follows up to the next break: a sentence that ends, or a full line."""
        for following in range(index, min(index + NEAR, len(self.lines))):
            if following > index and self.joints[following] >= Joint.HARD:
                return False
            text = self.lines[following].text
            if is_ended(text) or (len(text) >= _FULL * self.widths[following] and len(text) > _PROSE):
                return True
        return False


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
