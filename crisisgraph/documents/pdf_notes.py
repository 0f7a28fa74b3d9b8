"""Footnotes of a PDF: small type at the foot of a page, and the marks in the text that point to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.documents.pdf_layout import Layout
from crisisgraph.documents.pdf_values import Line, LinePage
from crisisgraph.documents.wording import is_ended

_NOTE = re.compile(r"(?P<number>\d{1,3}|[*†‡§]{1,3})[.)]?")
_SMALL = 0.85  # of the size of the body
_MOST_MISSED = 5  # footnotes in a row whose number was not recognised


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of a footnote; `number` is given on its first line, `length` is how long its marker is."""

    number: str | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Notes:
    """The lines of footnotes by page and place, and where their marks stand in other lines."""

    lines: dict[tuple[int, int], NoteLine]
    marks: dict[tuple[int, int], tuple[tuple[int, int], ...]]


def find_notes(pages: Sequence[LinePage], layout: Layout) -> Notes:
    """Return the footnotes of a document: small type under all else on a page that opens with an expected number.

    A number is expected when its mark is raised in the text of the page, or when it is the next one and its mark is
    glued to a word, or it is one of the next and its type is much smaller.
    """
    lines: dict[tuple[int, int], NoteLine] = {}
    placed = (((index, at), line) for index, page in enumerate(pages) for at, line in enumerate(page.lines))
    marks = {place: line.notes for place, line in placed if line.notes}
    raised = bool(marks)
    last, unfinished = 0, False
    for index, page in enumerate(pages):
        numbers = {line.text[start:end].strip("[],;") for line in page.lines for start, end in line.notes}
        foot = list(_foot(page.lines, index, layout))
        in_table = _in_wide_rows(page, foot)
        within = False  # a note has begun on this page
        for at in foot:
            line = page.lines[at]
            if at in in_table:
                continue
            opening = _NOTE.fullmatch(line.text[: line.starts[1]].rstrip()) if len(line.starts) > 1 else None
            number = opening["number"] if opening else ""
            glued = _glued(page, set(foot), number) if number and number not in numbers else None
            follows = number.isdigit() and last < int(number) <= last + _MOST_MISSED
            sure = glued or (raised and number == str(last + 1)) or line.size <= _SMALL * layout.body
            if opening and (number in numbers or (follows and sure)):
                lines[index, at] = NoteLine(number, line.starts[1])
                if glued:
                    marks[index, glued[0]] = (*marks.get((index, glued[0]), ()), glued[1])
                last = int(number) if number.isdigit() else last
                within = True
            elif within or unfinished:
                lines[index, at] = NoteLine()
                within = True
            unfinished = within and not is_ended(line.text)
        unfinished = unfinished and within
    return Notes(lines, marks)


def _glued(page: LinePage, foot: set[int], number: str) -> tuple[int, tuple[int, int]] | None:
    """Return where `number` is glued to a word or to the stop after it; behind a small letter or a stop is likelier."""
    if not number.isdigit():
        return None
    pattern = re.compile(rf"(?<=[^\W\d_]|[.,;:!?)\]”’'\"])(?<!\d[.,:]){number}(?![\w%]|[.,]\d)")
    found = [
        (line.text[match.start() - 1].isupper(), at, match.span())
        for at, line in enumerate(page.lines)
        if at not in foot
        for match in pattern.finditer(line.text)
    ]
    return min(found)[1:] if found else None


def _in_wide_rows(page: LinePage, foot: Sequence[int]) -> set[int]:
    """Return the lines in rows of three cells or more: two may be a footnote set off from its number."""
    cells = Counter((page.lines[at].row, page.lines[at].cell) for at in foot if page.lines[at].row)
    wide = Counter(row for row, _ in cells)
    return {at for at in foot if wide[page.lines[at].row] > 2}


def _foot(lines: Sequence[Line], page: int, layout: Layout) -> Iterator[int]:
    """Yield the lines in small type that have nothing larger under them."""
    limit = min(layout.body - 0.7, 0.93 * layout.body)
    text = [(at, line) for at, line in enumerate(lines) if (page, at) not in layout.furniture]
    large = [line for _, line in text if line.size > limit]
    for at, line in text:
        if line.size <= limit and not any(
            other.baseline > line.baseline and other.left < line.right and other.right > line.left for other in large
        ):
            yield at
