"""Footnotes of a plain text: the notes themselves, and the digits in the running text that point to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.pages import is_turn
from crisisgraph.documents.wording import is_address, is_ended

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(r"(\d{1,3})(?:(?P<stop>\.)?\s+(?=\S)|(?=[A-ZÀ-Þ‘“\"]|http|www))|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")

#: Where no blank line sets the notes apart, they stand within so many lines of the end of their page.
_FOOT = 25

#: A number glued to the word or the full stop before it.
_MARK = re.compile(
    r"(?<=[^\W\d_]|[)\]”’»'\"])(\d{1,3})(?![\w%]|[.,]\d)|(?<=[^\W\d_][.,;:!?]|[)”’][.,;:!?])(\d{1,3})(?![\w%])"
)
#: A number glued to a word that ends in digits itself: "GRIP-412" is "GRIP-4" with mark 12, if GRIP-4 is a word here.
_MARK_ON_NUMBER = re.compile(r"(?<![^\W\d_])([^\W\d_]+-?)(\d{2,5})(?!\w)")

#: So many places are tried for one mark, and no farther back than this many characters.
_TRIES = 20
_REACH = 10_000


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the lines `first` to `last` (inclusive), its number, and the place of its mark in the text."""

    first: int
    last: int
    number: str
    length: int
    mark: tuple[int, int]


def find_notes(text: str, lines: Sequence[Line], spacing: Spacing) -> tuple[Note, ...]:
    """Return the footnotes of a text: lines that begin with a number to which a mark before them points.

    Web addresses that follow the notes up to the end of their page belong to the last of them.
    """
    marks = _marks(text)
    notes: list[Note] = []
    last_mark = last_number = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        found = _NOTE.match(line.text)
        after_note = bool(notes) and notes[-1].last == index - 1
        glued = found is not None and found[1] is not None and found.end() == len(found[1])
        if found is None or not (after_note or _is_set_apart(lines, index, spacing, glued=glued)):
            index += 1
            continue
        if found["stop"] and not (after_note or _is_at_foot(lines, index, spacing)):
            index += 1  # more likely a list item
            continue
        digits = (found[1] or found[3]).translate(_RAISED)
        number = int(digits)
        if number <= last_number and number == 1:
            last_mark, last_number = (lines[notes[-1].last].end if notes else 0), 0
        mark = _mark_of(text, marks, number, last_mark, line.start) if number > last_number else None
        if mark is None:
            index += 1
            continue
        end = _end_of_note(lines, index, spacing)
        notes.append(Note(index, end, digits, found.end(), mark))
        last_mark, last_number = mark[1], number
        index = end + 1
    return tuple(notes)


def _is_set_apart(lines: Sequence[Line], index: int, spacing: Spacing, *, glued: bool) -> bool:
    """Tell whether a note can begin here: after white space, or near the end of a page after a sentence.

    A number `glued` to a capital needs no sentence before it.
    """
    if index == 0 or lines[index].blanks > spacing.unit or lines[index].turned:
        return True
    return (glued or is_ended(lines[index - 1].text)) and (
        index + _FOOT >= len(lines) or _is_at_foot(lines, index, spacing)
    )


def _is_at_foot(lines: Sequence[Line], index: int, spacing: Spacing) -> bool:
    foot = range(index + 1, min(index + _FOOT, len(lines)))
    return any(is_turn(lines[place - 1], lines[place], spacing) for place in foot)


def _end_of_note(lines: Sequence[Line], index: int, spacing: Spacing) -> int:
    end = index
    while end + 1 < len(lines) and _goes_on(lines, end + 1, spacing):
        end += 1
    after = end
    while after + 1 < len(lines) and is_address(lines[after + 1].text) and not lines[after + 1].turned:
        after += 1
    closes = after + 1 == len(lines) or is_turn(lines[after], lines[after + 1], spacing)
    return after if closes else end


def _goes_on(lines: Sequence[Line], index: int, spacing: Spacing) -> bool:
    line = lines[index]
    return line.blanks <= spacing.unit and not is_turn(lines[index - 1], line, spacing) and not _NOTE.match(line.text)


def _marks(text: str) -> dict[int, list[tuple[int, int]]]:
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for found in _MARK.finditer(text.translate(_RAISED)):
        marks[int(found[1] or found[2])].append(found.span())
    return marks


def _mark_of(
    text: str, marks: dict[int, list[tuple[int, int]]], number: int, after: int, before: int
) -> tuple[int, int] | None:
    """Return the mark of note `number` between two places; one behind a small letter or a stop is the likelier one."""
    known = marks.get(number, [])
    first = bisect_left(known, (after, 0))
    found = [span for span in known[first : first + _TRIES] if span[0] < before]
    if found:
        return min(found, key=lambda span: (text[span[0] - 1].isupper(), span))
    for match in _MARK_ON_NUMBER.finditer(text, max(after, before - _REACH), before):
        own = match[2].removesuffix(str(number))
        if own and own != match[2] and re.search(rf"\b{re.escape(match[1] + own)}\b", text):
            return match.end() - len(str(number)), match.end()
    return None
