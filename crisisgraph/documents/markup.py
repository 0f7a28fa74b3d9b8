"""What a file with markup says of its text: paragraphs of runs, each with its role, before they are canonical text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from crisisgraph.documents.markers import Marker, find_marker

#: What stands in the runs of a paragraph besides words: the end of a cell, of a line, of a page.
CELL, LINE, TURN = "\t", "\n", "\f"


class Role(Enum):
    """What a paragraph is, as far as its file says so; `TEXT` says nothing."""

    TEXT = auto()
    TITLE = auto()
    HEADING = auto()
    ITEM = auto()
    ROW = auto()  #: of a table; its cells are apart
    NOTE = auto()  #: under the page or at the end
    CONTENTS = auto()  #: a line of a table of contents


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one make; `read` is false for what is printed but not read, such as the mark of a note.

    `notes` are the notes to which it points; they are printed at the end of its page.
    """

    text: str
    strong: bool = False
    read: bool = True
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the number or bullet that is printed before it, and how many pages are turned before that.

    `level` is the depth of a heading or list item, 1 the highest; without runs it is nothing but the turn of a page.
    """

    runs: tuple[Run, ...]
    role: Role = Role.TEXT
    level: int = 0
    label: str = ""
    turns: int = 0

    @property
    def text(self) -> str:
        """What is read of it, with one space for all white space."""
        return " ".join("".join(run.text for run in self.runs if run.read).split())

    @property
    def bold(self) -> bool:
        """Tell whether all its words are printed bold."""
        words = [run.strong for run in self.runs if run.read and run.text.strip()]
        return bool(words) and all(words)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that takes `span` columns."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1


def label_marker(label: str) -> Marker:
    """Return a printed label as the marker that it is.

    >>> label_marker("b)").text, label_marker("1.a.iv.").text, label_marker("★").is_bullet
    ('b', '1.a.iv', True)
    """
    found = find_marker(f"{label} x")
    if found is not None and found.length == len(label) + 1:
        return found
    bare = label.strip("().:[] ") or label
    return Marker(bare, len(label) + 1, bare if not bare[-1].isalnum() else "own", int(bare[-1].isalnum()))


def table_paragraphs(rows: Sequence[Sequence[Cell]], *, layout: bool = False) -> Iterator[Paragraph]:
    """Yield a table as one paragraph for each row; one that only lays out a page gives its paragraphs as they are.

    That is one with a single column or a heading under its first row, or of which it is known (`layout`).
    """
    if layout or _is_layout(rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell.paragraphs)
        return
    for row in rows:
        yield from _row(row)


def _is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    if all(len(row) <= 1 for row in rows):
        return True
    headings = (Role.HEADING, Role.TITLE)
    return any(one.role in headings for row in rows[1:] for cell in row for one in cell.paragraphs)


def _row(row: Sequence[Cell]) -> Iterator[Paragraph]:
    """Yield a row as it begins on its page; pages that turn inside its cells turn after it, once for all cells."""
    runs: list[Run] = []
    before = after = 0
    for cell in row:
        own, turns = _flat(cell)
        first = next((place for place, run in enumerate(own) if run.text.strip()), 0)
        leading = sum(run.text == TURN for run in own[:first])
        before = max(before, leading)
        after = max(after, turns - leading)
        runs += (run for run in own if run.text != TURN)
        runs.append(Run(CELL * cell.span))
    yield Paragraph(tuple(runs), Role.ROW, turns=before)
    if after:
        yield Paragraph((), turns=after)


def _flat(cell: Cell) -> tuple[list[Run], int]:
    """Return the runs of a cell, its paragraphs on lines of their own, and how many pages are turned in it."""
    runs: list[Run] = []
    for paragraph in cell.paragraphs:
        runs += [Run(TURN)] * paragraph.turns
        if paragraph.runs:
            runs.append(Run(LINE))
        if paragraph.label:
            runs.append(Run(f"{paragraph.label} "))
        for run in paragraph.runs:
            if TURN in run.text:
                runs += [Run(TURN)] * run.text.count(TURN)
            runs.append(replace(run, text=run.text.replace(TURN, "").replace(CELL, " ")))
    return runs, sum(run.text == TURN for run in runs)
