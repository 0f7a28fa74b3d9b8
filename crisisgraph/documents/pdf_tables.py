"""Tables on a PDF page: which lines are cells of one row, and in which column each of them stands.

In the canonical text a tab stands between the cells of a row (one more for each cell that is empty), a line feed
between the lines of a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crisisgraph.documents.pdf_values import Line, Word

_MOST_CELL_LINES = 12
_ROWS_APART = 8  # lines: rows of one table stand no farther from each other
_REACH = 4.0  # times the type size: as far over and under the rows that were found others may stand
_WIDER = 4.0  # times the type size: a heading can be so much wider than the cells under it
_UNCUT = 4  # lines between two rows that were found, of rows whose cells are still to be told apart
_SAME = 1.5  # points
_PASSES = 3
_OFTEN = 0.6  # of the rows: where so many have a word drawn apart, a column begins


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows that were found under each other: the place of the table on the page, and where its columns begin."""

    left: float
    top: float
    right: float
    bottom: float
    starts: tuple[float, ...] = ()

    def holds(self, line: Line) -> bool:
        """Tell whether a line can be one of this table."""
        inside = self.left - 3 <= line.left and line.right <= self.right + _WIDER * line.size
        return inside and self.top <= line.baseline <= self.bottom and line.upright


def with_cells(rows: Sequence[list[Word]]) -> tuple[list[list[Word]], list[Line]]:
    """Return rows of words cut between the cells of tables, each with its line.

    The words of narrow cells stand close together.  Where other rows of the table show that a column begins, or the
    file itself says so, a row is cut.
    """
    cut, lines = list(rows), [Line.of(row) for row in rows]
    for _ in range(_PASSES):  # a row that was cut shows where the columns of the next one begin
        count = len(cut)
        cut, lines = _cut(cut, lines)
        if len(cut) == count:
            break
    return cut, lines


def _cut(rows: Sequence[list[Word]], lines: Sequence[Line]) -> tuple[list[list[Word]], list[Line]]:
    tables = [_table(rows, lines, group) for group in _groups(_kept_rows(lines, _UNCUT))]
    cut_rows: list[list[Word]] = []
    cut_lines: list[Line] = []
    for row, line in zip(rows, lines, strict=True):
        starts = [start for table in tables if table.holds(line) for start in table.starts]
        cuts = [at for at in range(1, len(row)) if _is_cut(row[at - 1], row[at], starts)]
        if cuts:
            parts = [row[start:end] for start, end in pairwise([0, *cuts, len(row)])]
            cut_rows += parts
            cut_lines += map(Line.of, parts)
        else:
            cut_rows.append(row)
            cut_lines.append(line)
    return cut_rows, cut_lines


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """Return lines in reading order with the row and the column of each that is a cell of a table."""
    found = list(lines)
    number = 0
    for group in _groups(_kept_rows(lines)):
        table = [_cells_of(lines, row) for row in group]
        starts = [lines[cell[0]].left for cell in max(table, key=len)]
        for cells in table:
            number += 1
            columns = _columns_of([lines[cell[0]].left for cell in cells], starts)
            for cell, column, following in zip(cells, columns, [*columns[1:], None], strict=True):
                for at in cell:
                    found[at] = replace(lines[at], row=number, cell=column)
                if following is not None:
                    found[cell[-1]] = replace(found[cell[-1]], ends="\t" * (following - column))
    return found


def _groups(rows: Sequence[range]) -> Iterator[list[range]]:
    """Yield the rows that stand near enough to one another to be of one table."""
    group: list[range] = []
    for row in rows:
        if group and row.start - group[-1].stop > _ROWS_APART:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


# --- where columns begin --------------------------------------------------------------------------


def _table(rows: Sequence[Sequence[Word]], lines: Sequence[Line], group: Sequence[range]) -> _Table:
    members = [at for row in group for at in row]
    reach = _REACH * max(lines[at].size for at in members)
    place = _Table(
        left=min(lines[at].left for at in members),
        top=min(lines[at].baseline for at in members) - reach,
        right=max(lines[at].right for at in members),
        bottom=max(lines[at].baseline for at in members) + reach,
    )
    lefts = Counter(round(lines[cell[0]].left) for row in group for cell in _cells_of(lines, row)[1:])
    inside = [row for row, line in zip(rows, lines, strict=True) if place.holds(line)]
    apart = Counter(round(b.left) for row in inside for a, b in pairwise(row) if _is_apart(a, b))
    often = max(2.0, _OFTEN * len(group))
    starts = {left for left, count in lefts.items() if count > 1} | {x for x, count in apart.items() if count >= often}
    return replace(place, starts=tuple(float(start) for start in sorted(starts)))


def _is_cut(before: Word, word: Word, starts: Sequence[float]) -> bool:
    """Tell whether a new cell begins with a word: the file says so, or it is drawn apart where a column begins."""
    if word.tag and before.tag and word.tag.role in ("TD", "TH") and before.tag.role in ("TD", "TH"):
        return word.tag.block != before.tag.block
    return _is_apart(before, word) and any(abs(word.left - start) <= _SAME for start in starts)


def _is_apart(before: Word, word: Word) -> bool:
    gap = word.left - before.right
    return gap > (0.15 if word.run != before.run else 1.0) * word.size


# --- rows and cells -------------------------------------------------------------------------------


def _cells_of(lines: Sequence[Line], row: range) -> list[list[int]]:
    """Return the lines of each cell of a row: a cell begins where the next line stands at the right, and higher."""
    cells = [[row.start]]
    for at in row[1:]:
        line, above = lines[at], lines[at - 1]
        if line.left > above.left and line.baseline < above.baseline + 0.5 * line.size:
            cells.append([at])
        else:
            cells[-1].append(at)
    return cells


def _columns_of(lefts: Sequence[float], starts: Sequence[float]) -> list[int]:
    """Return in which columns the cells of a row stand: an empty cell is skipped.

    >>> _columns_of([72, 301], [70, 180, 300]), _columns_of([72, 95, 301], [70, 180, 300])
    ([0, 2], [0, 1, 2])
    """
    columns: list[int] = []
    for left in lefts:
        column = sum(start <= left + 2 * _SAME for start in starts) - 1
        columns.append(max(column, columns[-1] + 1 if columns else 0))
    return columns


def _kept_rows(lines: Sequence[Line], apart: int = 0) -> list[range]:
    """Return the rows of tables among lines in the order of the file.

    A row is two or more cells side by side, one after the other in the order of the file; a table is two or more rows
    under each other whose cells start or end at the same heights of the page's width.

    :param apart: how many lines may stand between two rows of a table
    """
    tagged = list(_tagged_rows(lines))
    rows = [] if tagged else list(_rows(lines))
    kept: set[range] = set()
    for row, other in pairwise(rows):
        if other.start - row.stop <= apart and _aligned(lines, row, other):
            kept |= {row, other}
    return tagged or [row for row in rows if row in kept]


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
