"""The elements of a web page as paragraphs: headings, items with the number that a browser prints, rows, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from crisisgraph.documents.counting import printed_number
from crisisgraph.documents.html_notes import PageNotes
from crisisgraph.documents.html_tree import Node, walk, words_in
from crisisgraph.documents.markers import find_marker
from crisisgraph.documents.markup import LINE, Cell, Paragraph, Role, Run, table_paragraphs

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_STRONG = frozenset({"b", "strong", "th"})
_BULLETS = "•◦▪"
_MOST_COLUMNS = 64

_HEADING = re.compile(r"h([1-6])")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_FORMS = {
    "decimal": "1", "decimal-leading-zero": "01", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
    "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "disc": "•", "circle": "◦", "square": "▪", "none": "",
}  # fmt: skip
_TITLES = frozenset({"title", "titel", "msotitle"})
_NUMBER = re.compile(r"-?\d{1,6}")
#: A raised number after these is a power: m², 10³.
_POWER = re.compile(r"(?:\b[cdkm]?m|\d)$")


def paragraphs_of(content: Node, notes: PageNotes, left_out: Callable[[Node], bool]) -> Iterator[Paragraph]:
    """Yield what stands in an element as paragraphs, in reading order."""
    flow = _Flow(notes)
    for node, opens in walk(content, left_out):
        if isinstance(node, str):
            flow.add_words(node)
        elif opens:
            flow.open(node)
        else:
            flow.close(node)
    flow.end_paragraph()
    yield from flow.written
    yield from flow.rest


@dataclass(slots=True)
class _List:
    """A list that is open: `form` is that of its numbers, or its bullet."""

    form: str
    ordered: bool
    number: int
    step: int

    def count(self, item: Node) -> str:
        """Count one item and return what is printed before it."""
        if not self.ordered:
            return self.form
        if _NUMBER.fullmatch(item.get("value").strip()):
            self.number = int(item.get("value"))
        label = f"{printed_number(self.number, self.form)}." if self.form else ""
        self.number += self.step
        return label


@dataclass(slots=True)
class _Table:
    """A table that is open; `reaching` says for a column how many more rows a cell from above takes."""

    layout: bool
    rows: list[list[Cell]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    reaching: dict[int, int] = field(default_factory=dict)
    column: int = 0

    def add(self, cell: Cell, rows: int) -> None:
        """Put a cell in the next free column of the row."""
        self._pass_over()
        self.row.append(cell)
        for column in range(self.column, self.column + cell.span):
            if rows > 1:
                self.reaching[column] = rows - 1
        self.column += cell.span

    def end_row(self) -> None:
        """Close the row."""
        self._pass_over()
        self.rows.append(self.row)
        self.row, self.column = [], 0

    def _pass_over(self) -> None:
        while self.reaching.get(self.column, 0) > 0 and self.column < _MOST_COLUMNS:
            self.reaching[self.column] -= 1
            self.row.append(Cell(()))
            self.column += 1


class _Flow:
    """One pass over the elements of a page; `written` is what has become of them."""

    def __init__(self, notes: PageNotes) -> None:
        self.written: list[Paragraph] = []
        self._notes = notes
        self._runs: list[Run] = []
        self._shape = Paragraph(())  # of the paragraph that is open
        self._item: Paragraph | None = None  # of the list item whose words are still to come
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._kept: list[tuple[list[Paragraph], list[Run], Paragraph, Paragraph | None]] = []  # around a cell or note
        self._unread: set[Node] = set()  # marks that are open
        self._strong = self._pre = self._floated = 0
        self._titled = False

    @property
    def rest(self) -> tuple[Paragraph, ...]:
        """The notes whose marks stand after the last words."""
        return (Paragraph(tuple(self._runs)),) if self._runs else ()

    def add_words(self, text: str) -> None:
        """Add words to the open paragraph."""
        clean = text if self._pre else text.replace(LINE, " ")
        self._runs.append(Run(clean.replace("\t", " ").replace("\f", " "), self._strong > 0, not self._unread))

    def open(self, node: Node) -> None:
        """Begin an element."""
        tag = node.tag
        if node in self._notes.notes or node in self._notes.floating:
            self._set_aside(ends=node not in self._notes.floating)
        elif tag in _BLOCKS:
            self.end_paragraph()
        self._strong += _is_strong(node)
        if self._is_mark(node):
            self._unread.add(node)
        if tag == "br":
            self._runs.append(Run(LINE))
        elif tag == "pre":
            self._pre += 1
        elif tag in _LISTS:
            self._lists.append(_opened(node, sum(not one.ordered for one in self._lists)))
        elif tag == "li":
            label = self._lists[-1].count(node) if self._lists else _BULLETS[0]
            self._item = Paragraph((), Role.ITEM, max(1, len(self._lists)), label)
        elif tag == "table":
            self._tables.append(_Table(node.get("role").lower() in ("presentation", "none")))
        elif tag in ("td", "th") and self._tables:
            self._set_aside()
        if level := _heading_level(node):
            self._shape = Paragraph((), Role.HEADING, level)
            if self._item is not None and not _is_numbered_by_list(node):
                self._item = replace(self._item, label="")
        if not self._titled and _TITLES & node.names and tag in ("p", "h1"):
            self._shape = Paragraph((), Role.TITLE)
        self._titled = self._titled or self._shape.role in (Role.TITLE, Role.HEADING)

    def close(self, node: Node) -> None:
        """End an element."""
        tag = node.tag
        self._strong -= _is_strong(node)
        self._unread.discard(node)
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag == "p" or _heading_level(node):
            self._shape = Paragraph(())
        if tag == "pre":
            self._pre -= 1
        elif tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag in ("td", "th") and self._tables:
            span, rows = (_size(node.get(name)) for name in ("colspan", "rowspan"))
            self._tables[-1].add(Cell(tuple(self._take_back()), span), rows)
        elif tag == "tr" and self._tables:
            self._tables[-1].end_row()
        elif tag == "table":
            self._end_table(self._tables.pop())
        if node in self._notes.floating:
            self.end_paragraph()
            self._floated += 1
            first, *others = _as_notes(self._take_back(), "") or (Paragraph(()),)
            notes = (replace(first, label=first.label or str(self._floated)), *others)
            self._runs.append(Run("", notes=notes))
        elif node in self._notes.notes:
            self.end_paragraph()
            notes = _as_notes(self._take_back(), self._notes.notes[node])
            self.written += notes

    def end_paragraph(self) -> None:
        """Write the open paragraph, if there are words in it."""
        if any(run.text.strip() for run in self._runs):
            shape = self._shape
            if self._item is not None:
                item, self._item = self._item, None
                shape = item if shape.role is Role.TEXT else replace(shape, label=item.label)
            self.written.append(replace(shape, runs=tuple(self._runs)))
            self._runs = []
            self._shape = Paragraph(())
        self._runs = [run for run in self._runs if run.notes]

    def _end_table(self, table: _Table) -> None:
        if table.row:
            table.end_row()
        if self._tables:
            self._tables[-1].layout = True
        self.written += table_paragraphs(table.rows, layout=table.layout)

    def _set_aside(self, *, ends: bool = True) -> None:
        """Begin a list of paragraphs of its own, for a cell or a note."""
        if ends:
            self.end_paragraph()
        self._kept.append((self.written, self._runs, self._shape, self._item))
        self.written, self._runs, self._shape, self._item = [], [], Paragraph(()), None

    def _take_back(self) -> list[Paragraph]:
        """Return the paragraphs of their own and go on with those before."""
        own = self.written
        self.written, self._runs, self._shape, self._item = self._kept.pop()
        return own

    def _is_mark(self, node: Node) -> bool:
        """Tell whether an element is the mark of a note, or a raised number that stands for one."""
        if node in self._notes.marks or node in self._notes.back:
            return True
        if node.tag != "sup" or not words_in(node).isdecimal():
            return False
        before = "".join(run.text for run in self._runs[-3:])
        return bool(before.strip()) and not _POWER.search(before)


# --- what an element says -------------------------------------------------------------------------


def _is_strong(node: Node) -> bool:
    return node.tag in _STRONG or _BOLD.search(node.get("style")) is not None


def _heading_level(node: Node) -> int | None:
    """Return the level of a heading, also of an element that is one by its role (ARIA; then 2, if it does not say)."""
    if found := _HEADING.fullmatch(node.tag):
        return int(found[1])
    if node.get("role").lower() != "heading":
        return None
    level = node.get("aria-level")
    return int(level) if level in "123456" and level else 2


def _is_numbered_by_list(heading: Node) -> bool:
    """Tell whether the number of a list item is that of the heading in it.

    It is not where nothing else stands in the item: word processors write the outline of a text in that way.
    """
    item = next((above for above in heading.above if above.tag == "li"), heading)
    own = words_in(item, lambda node: node.tag in _LISTS or _heading_level(node) is not None)
    return bool(own) and item.parent is not None and item.parent.tag == "ol" and find_marker(words_in(heading)) is None


def _opened(node: Node, bullets: int) -> _List:
    """Return the list that an element opens inside so many lists with bullets."""
    form = "1" if node.tag == "ol" else _BULLETS[min(bullets, len(_BULLETS) - 1)]
    kind = node.get("type").strip()
    form = kind if kind in ("1", "a", "A", "i", "I") else _FORMS.get(kind.lower(), form)
    style = _LIST_STYLE.search(node.get("style"))
    for word in style[1].lower().split() if style else ():
        form = _FORMS.get(word, form)
    ordered = form[:1].isalnum()
    backwards = "reversed" in node.attributes
    items = sum(isinstance(child, Node) and child.tag == "li" for child in node.children)
    start = node.get("start").strip()
    first = int(start) if _NUMBER.fullmatch(start) else items if backwards else 1
    return _List(form, ordered, first, -1 if backwards else 1)


def _size(text: str) -> int:
    """Return how many columns or rows a cell takes."""
    return min(_MOST_COLUMNS, max(1, int(text))) if _NUMBER.fullmatch(text.strip()) else 1


def _as_notes(paragraphs: list[Paragraph], number: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a note; the number that is printed before the first is its label."""
    notes = [Paragraph(one.runs, Role.NOTE, 0, one.label) for one in paragraphs]
    if notes:
        runs, label = _without_number(notes[0].runs, number)
        notes[0] = Paragraph(runs, Role.NOTE, 0, label or notes[0].label)
    return tuple(notes)


def _without_number(runs: tuple[Run, ...], number: str) -> tuple[tuple[Run, ...], str]:
    """Take the number or sign with which a note begins from its runs: a link back, or the number of its mark."""
    first = next((place for place, run in enumerate(runs) if run.text.strip()), len(runs))
    text = runs[first].text.strip() if first < len(runs) else ""
    bare = text.strip("[]().")
    if (
        len(bare) <= 3
        and bare
        and (not runs[first].read or bare == number)
        and any(run.read for run in runs[first + 1 :])
    ):
        return runs[first + 1 :], text
    return runs, ""
