"""The parts of a PDF page that are not running text: footnotes at its foot, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.documents.pdf_layout import Layout
from crisisgraph.documents.pdf_values import Line, LinePage
from crisisgraph.documents.wording import is_ended

_NOTE = re.compile(r"(?P<number>\d{1,3}|[*†‡§]{1,3})[.)]?")
_SMALL = 0.85  # of the size of the body
_MOST_MISSED = 5  # footnotes in a row whose number was not recognised
_MOST_CELL_LINES = 12


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of a footnote; `number` is given on its first line, `length` is how long its marker is."""

    number: str | None = None
    length: int = 0


# --- footnotes ------------------------------------------------------------------------------------


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
        in_table = {at for row in table_rows(page, foot) if _is_wide(page, row) for at in row}
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


def _is_wide(page: LinePage, row: Sequence[int]) -> bool:
    """Tell whether a row has three cells or more: two may be a footnote set off from its number."""
    return len({round(page.lines[at].left / 5) for at in row}) > 2


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


# --- tables ---------------------------------------------------------------------------------------


def table_rows(page: LinePage, places: Sequence[int]) -> list[Sequence[int]]:
    """Return the rows of tables among the lines at `places`, each as the places of its lines.

    A row is two or more cells side by side, one after the other in the order of the file; a table is two or more rows
    under each other whose cells start or end at the same heights of the page's width.
    """
    lines = [page.lines[at] for at in places]
    tagged = list(_tagged_rows(lines))
    rows = [] if tagged else list(_rows(lines))
    kept = [
        row
        for index, row in enumerate(rows)
        if any(
            row.stop == other.start or other.stop == row.start
            for other in rows[max(0, index - 1) : index + 2]
            if other is not row and _aligned(lines, row, other)
        )
    ]
    return [places[row.start : row.stop] for row in tagged or kept]


def _tagged_rows(lines: Sequence[Line]) -> Iterator[range]:
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or _row_tag(lines[at]) != _row_tag(lines[start]):
            if _row_tag(lines[start]):
                yield range(start, at)
            start = at


def _row_tag(line: Line) -> int:
    return line.tag.row if line.tag else 0


def _rows(lines: Sequence[Line]) -> Iterator[range]:
    start = 0
    while start < len(lines):
        end = _row_end(lines, start)
        if end:
            yield range(start, end)
        start = end or start + 1


def _row_end(lines: Sequence[Line], start: int) -> int:
    """Return where the row that begins at `start` ends; 0 when no second cell follows the first."""
    top = lowest = lines[start].baseline
    edge = lines[start].right  # right side of the cell so far
    left = lines[start].left
    cells, depth, at = 1, 1, start + 1
    while at < len(lines):
        line, above = lines[at], lines[at - 1]
        if line.left > edge + 0.5 * line.size and top - 0.5 * line.size < line.baseline < lowest + 0.5 * line.size:
            cells, depth, left, edge = cells + 1, 1, line.left, line.right
        elif (
            0.5 * line.size < line.baseline - above.baseline < 1.6 * line.size
            and line.left > left - 0.5 * line.size
            and line.left < edge
            and depth < _MOST_CELL_LINES
        ):
            depth, edge = depth + 1, max(edge, line.right)
        else:
            break
        lowest = max(lowest, line.baseline)
        at += 1
    return at if cells > 1 else 0


def _aligned(lines: Sequence[Line], row: range, other: range) -> bool:
    """Tell whether two rows share at least two sides of cells."""
    sides = ({round(lines[at].left / 3) for at in one} for one in (row, other))
    ends = ({round(lines[at].right / 3) for at in one} for one in (row, other))
    first, second = sides
    last, final = ends
    return len(first & second) > 1 or (bool(first & second) and bool(last & final))
