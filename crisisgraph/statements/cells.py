"""Tables of advice: a row per recommendation with what was found, what is advised and who should act.

A table comes either as rows under a row of column names, or, printed row by row, as lines that each begin with the
name of their column ("Bevinding …", "Aanbeveling …", "Actiehouder …").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crisisgraph.model import BlockKind
from crisisgraph.statements.view import BlockView, EditionView


class Column(StrEnum):
    """What a column of a table of advice holds."""

    ADVICE = "advice"
    FINDING = "finding"
    WHO = "who"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column, where its words stand in the reading text of its block, and the number that is printed."""

    column: Column
    start: int
    end: int
    number: str | None = None


_NAMES = {
    Column.ADVICE: r"(?:hoofd|deel)?aanbeveling|advies|verbeter(?:punt|voorstel|actie)|leerpunt|(?:geleerde )?les|tip",
    Column.FINDING: r"bevinding|conclusie|constatering|knelpunt|observatie",
    Column.WHO: r"actiehouder|actienemer|verantwoordelijke?|eigenaar|trekker|geadresseerde|gericht\s+aan|aan\s+wie|wie",
    Column.OTHER: r"gereed|planning|termijn|deadline|prioriteit|thema|onderwerp|toelichting|nr\.?|nummer|datum",
}
_PLURAL = r"(?:en|s|n)?"
_HEADS = {column: re.compile(rf"(?:{names}){_PLURAL}\W*$", re.IGNORECASE) for column, names in _NAMES.items()}
#: A table that says what became of earlier advice gives none.
_ACCOUNT = re.compile(
    r"\b(?:status|opvolging|opgevolgd|stand\s+van\s+zaken|voortgang|uitgevoerd|gerealiseerd|reactie)\b", re.IGNORECASE
)
_LABEL = re.compile(
    "|".join(rf"(?P<{column}>{names.replace('|wie', '')})" for column, names in _NAMES.items()).join(
        ("(?:^|(?<=\\s))(?=(?-i:[A-Z]))(?:", r")(?:\s+(?P<number>\d{1,2}[a-z]?))?\s*:?\s+(?=(?-i:[A-Z0-9À-Þ‘“]))")
    ),
    re.IGNORECASE,
)
#: A word that begins the names of advice too ("Advies Raad voor de Dijken, 2019"): no label by itself.
_AMBIGUOUS = re.compile(r"advies\b", re.IGNORECASE)
_TIMES = 2  # a label stands at least so often, or it is a word of the text


def cells_of(view: EditionView) -> Mapping[int, tuple[Cell, ...]]:
    """Return the cells of the tables of advice in `view`, by the index of their block."""
    return {**dict(_printed_rows(view)), **dict(_rows(view))}


# --- rows under column names ----------------------------------------------------------------------


def _rows(view: EditionView) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    columns: list[Column] = []
    last = None
    for block in view.blocks:
        if block.kind is not BlockKind.TABLE:
            columns = []
            continue
        pieces = row_pieces(view, block)
        if last is None or last.index != block.index - 1:
            columns = _columns(block, pieces)
        elif columns:
            cells = (Cell(columns[at], *place) for at, place in pieces.items() if at < len(columns))
            yield block.index, tuple(cells)
        last = block


def _columns(block: BlockView, pieces: Mapping[int, tuple[int, int]]) -> list[Column]:
    """Return what the columns hold, by the words of the first row; nothing when it names no advice or an account."""
    found = [Column.OTHER] * (max(pieces, default=-1) + 1)
    for at, (start, end) in pieces.items():
        name = block.text[start:end].strip()
        found[at] = next((column for column, head in _HEADS.items() if head.match(name)), Column.OTHER)
    return found if Column.ADVICE in found and not _ACCOUNT.search(block.text) else []


def row_pieces(view: EditionView, block: BlockView) -> dict[int, tuple[int, int]]:
    """Return where the words of each column stand in the text of a row of cells that bars or tabs set apart."""
    text = view.document.text
    line = max(text.rfind(sign, 0, block.span.start) for sign in "\n\f") + 1
    before = text[line : block.span.start]  # the signs of empty cells
    column = max(0, before.count("|") - 1) + before.count("\t")
    found: dict[int, tuple[int, int]] = {}
    end = block.span.start
    at = 0
    for number, segment in enumerate(block.block.segments):
        if number:
            column += sum(text[end : segment.start].count(sign) for sign in "|\t")
            at += len(segment.glue)
        length = segment.end - segment.start
        found[column] = (found[column][0] if column in found else at, at + length)
        at += length
        end = segment.end
    return found


# --- rows printed as lines ------------------------------------------------------------------------


def _printed_rows(view: EditionView) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    rows = {
        block.index: tuple(_labelled(block.text))
        for block in view.blocks
        if block.kind is not BlockKind.TABLE
        and (label := _LABEL.match(block.text)) is not None
        and ":" not in label.group()
        and _labels(label, block.text) is not None
    }
    times = Counter(cell.column for cells in rows.values() for cell in cells)
    others = any(times[column] >= _TIMES for column in times if column != Column.ADVICE)
    if times[Column.ADVICE] >= _TIMES and (others or not any(_AMBIGUOUS.match(view.blocks[at].text) for at in rows)):
        yield from rows.items()


def _labelled(text: str) -> Iterator[Cell]:
    """Yield what stands after each label; inside the text a label stands after the end of a sentence or of a name."""
    labels = [(label, column) for label in _LABEL.finditer(text) if (column := _labels(label, text)) is not None]
    for (label, column), following in zip(labels, [*labels[1:], None], strict=True):
        yield Cell(column, label.end(), following[0].start() if following else len(text), label["number"])


def _labels(label: re.Match[str], text: str) -> Column | None:
    """Return the column that a word at the beginning of a cell names; None where it is a word of the text."""
    column = next(column for column in Column if label[column])
    if column in (Column.WHO, Column.OTHER):
        return column
    opens = label.start() == 0 or text[: label.start()].rstrip()[-1:] in ".!?;"
    return column if opens and not text[label.end()].isdigit() else None
