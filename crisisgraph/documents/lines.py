"""The lines of a plain text, and the spacing that its maker used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crisisgraph.documents.wording import begins_small, is_ended

_TAB = 4

#: What a typist draws around a text: the sides of a frame, and the lines above and below it.
_FRAMED = re.compile(r"[|│┃║][^|│┃║]+[|│┃║]")
_RULE = re.compile(r"[-+=_|─━═│┌┐└┘├┤╔╗╚╝]{4,}")

#: Bullets that may stand in the middle of a line, run in with the sentence before them.
_INNER_BULLET = re.compile(r"(?<=\s)[•‣▪■●▶►➢➤✓✔\ue000-\uf8ff]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `text` is ``canonical[start:end]`` without the white space around it.

    `indent` counts the columns before it, `blanks` the blank lines before it; `turned` says that a form feed stands
    before it, `inner` that it begins at a bullet in the middle of a printed line.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    blanks: int = 0
    turned: bool = False
    inner: bool = False


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of `text` that are not blank, cut once more at bullets that stand in the middle of a line.

    >>> [(line.text, line.blanks) for line in split_lines("Een.\\n\\n• twee • drie")]
    [('Een.', 0), ('• twee', 1), ('• drie', 0)]
    """
    return tuple(part for line in _printed_lines(text) for part in _parts(line))


def _printed_lines(text: str) -> Iterator[Line]:
    position = blanks = 0
    turned = False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        framed = _FRAMED.fullmatch(stripped) is not None
        if framed:
            stripped = stripped[1:-1].strip()
        if stripped and not (len(stripped) > 3 and _RULE.fullmatch(stripped)):
            lead = raw.index(stripped)
            start = position + lead
            indent = len(raw[:lead].expandtabs(_TAB))
            yield Line(start, start + len(stripped), stripped, indent, blanks, turned)
            blanks, turned = 0, False
        elif raw[-1] != "\f":
            blanks += 1
        position += len(raw)
        turned = turned or raw[-1] == "\f"


def _parts(line: Line) -> Iterator[Line]:
    cuts = [0, *(found.start() for found in _INNER_BULLET.finditer(line.text)), len(line.text)]
    if len(cuts) == 2:
        yield line
        return
    for start, end in pairwise(cuts):
        text = line.text[start:end].rstrip()
        if start == 0:
            yield Line(line.start, line.start + len(text), text, line.indent, line.blanks, line.turned)
        else:
            yield Line(line.start + start, line.start + start + len(text), text, inner=True)


def without(lines: Sequence[Line], left_out: frozenset[int]) -> tuple[Line, ...]:
    """Return `lines` without those at the indices `left_out`; after such a gap the text goes on as on a new page.

    >>> [(line.text, line.turned) for line in without(split_lines("van het\\n\\n4\\n\\nwater"), frozenset({1}))]
    [('van het', False), ('water', True)]
    """
    kept: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if index in left_out:
            gap = bool(kept)
        else:
            kept.append(replace(line, turned=True) if gap else line)
            gap = False
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a text was typed: `unit` blank lines stand between two lines of one paragraph (1: double-spaced).

    `width` is the length of a full line in characters and `margin` the usual indent; `wrapped` is false for a text
    in which a paragraph is one long line.
    """

    unit: int
    width: int
    margin: int
    wrapped: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Spacing:
        """Measure the spacing of `lines`.

        >>> Spacing.of(split_lines("De dijk bij het dorp brak door toen het water\\n\\nhoger kwam dan verwacht.")).unit
        1
        """
        prose = [line for line in lines if len(line.text) >= 30 and " " in line.text]
        lengths = sorted(len(line.text) for line in prose) or [80]
        margin = Counter(line.indent for line in prose).most_common(1)[0][0] if prose else 0
        running = Counter(
            min(line.blanks, 2)
            for before, line in pairwise(lines)
            if len(before.text) >= 40 and not is_ended(before.text) and begins_small(line.text)
        )
        unit = running.most_common(1)[0][0] if running else 0
        width = lengths[len(lengths) // 2]
        return cls(unit if unit <= 1 else 0, width, margin, lengths[len(lengths) * 9 // 10] <= 200)
