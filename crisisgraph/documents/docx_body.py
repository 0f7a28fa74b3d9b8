"""The body of a Word file as paragraphs: what is printed, in reading order.

Left out are deleted text, hidden text, codes of fields, comments and running headers.  Text boxes follow the paragraph
in which they are anchored, notes go with their mark, and a page turns where the file breaks it or Word last broke it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from crisisgraph.documents.docx_fields import Fields
from crisisgraph.documents.docx_notes import Notes
from crisisgraph.documents.docx_numbering import Label, Numbering, symbol
from crisisgraph.documents.docx_package import Package, child, number_of, value_of
from crisisgraph.documents.docx_styles import Look, Styles
from crisisgraph.documents.markup import LINE, TURN, Cell, Paragraph, Role, Run, table_paragraphs

#: Where a page is broken by hand inside a paragraph.
_BREAK = Run("\v")

#: What holds no words of the document: properties, what was deleted or moved away, the reading of a character.
_SKIPPED = frozenset(
    {
        "w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr", "w:del",
        "w:moveFrom", "w:rt",
    }
)  # fmt: skip
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:cr": LINE, "w:noBreakHyphen": "-"}
_TEXT = frozenset({"w:t", "m:t", "a:t"})
_TURNING = frozenset({"nextPage", "oddPage", "evenPage"})
_CONTENTS = "Table of Contents"


class Body:
    """Reads one Word file from its beginning to its end, once."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.related("styles"))
        self.laid_out = False  # Word has noted where pages turned
        self._numbering = Numbering(package.related("numbering"), self.styles.list_of)
        self._notes = Notes(package)
        self._body = package.body
        self._sections = iter(_openings(package.body)[1:])
        self._fields = Fields()
        self._fresh = True  # nothing was printed since the page turned
        self._carried: list[Run] = []  # of a paragraph whose end was deleted: the next one goes on with it

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph in reading order, the endnotes last."""
        yield from self._blocks(self._body)
        yield Paragraph(tuple(self._carried))
        yield from self._notes.at_end

    # --- blocks -----------------------------------------------------------------------------------

    def _blocks(self, parent: Element) -> Iterator[Paragraph]:
        for element in parent:
            match element.tag:
                case "w:p":
                    yield from self._paragraph(element)
                case "w:tbl":
                    nested = any(one is not element for one in element.iter("w:tbl"))
                    yield from table_paragraphs([self._cells(row) for row in _rows(element)], layout=nested)
                case "w:sdt" if _gallery(element) == _CONTENTS:
                    yield from map(_as_contents, self._blocks(_content(element)))
                case tag if tag not in _SKIPPED:
                    yield from self._blocks(_content(element))

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        properties = child(element, "w:pPr")
        look = self.styles.paragraph(properties)
        turns = int(look.breaks and self._turns())
        in_contents = self._fields.in_contents
        found = list(self._inline(element, look, look.bold, look.hidden))
        in_contents = in_contents or self._fields.in_contents
        self._fields.end_paragraph(closes=look.heading is not None)
        runs = [*self._carried, *(one for one in found if isinstance(one, Run))]
        self._carried = []
        if child(child(properties, "w:rPr"), "w:del") is not None:
            self._carried = runs
            return
        shape = self._shaped(look, contents=in_contents)
        while runs:
            end = runs.index(_BREAK) if _BREAK in runs else len(runs)
            part = tuple(runs[:end])
            if any(run.text.strip() for run in part):
                yield replace(shape, runs=(*shape.runs, *part), turns=turns)
                shape, turns = Paragraph(()), 0
            turns += end < len(runs)
            runs = runs[end + 1 :]
        if turns:
            yield Paragraph((), turns=turns)
        yield from (one for one in found if isinstance(one, Paragraph))
        if child(properties, "w:sectPr") is not None and next(self._sections, "") in _TURNING and self._turns():
            yield Paragraph((), turns=1)

    def _shaped(self, look: Look, *, contents: bool) -> Paragraph:
        """Return the paragraph without its words: its role, and the number or bullet that is printed before it."""
        label = self._label(look) if look.numbering else None
        lead = (Run(f"{label.text} ", look.bold),) if label and label.worded else ()
        printed = label.text if label and not label.worded else ""
        if look.heading is not None:
            return Paragraph(lead, Role.HEADING if look.heading else Role.TITLE, look.heading, printed)
        if contents or look.contents:
            return Paragraph(lead, Role.CONTENTS, 0, printed)
        if label and label.text:
            return Paragraph(lead, Role.TEXT if lead else Role.ITEM, (self._place(look) or 0) + 1, printed)
        return Paragraph(())

    def _label(self, look: Look) -> Label | None:
        place = self._place(look)
        return self._numbering.count(look.numbering[0], place) if look.numbering and place is not None else None

    def _place(self, look: Look) -> int | None:
        """Return how deep in its list a paragraph lies, from 0."""
        if look.numbering is None:
            return None
        key, place = look.numbering
        return self._numbering.level_of(key, look.style) if place is None else place

    def _cells(self, row: Element) -> list[Cell]:
        before = number_of(child(row, "w:trPr"), "w:gridBefore") or 0
        cells = [Cell(()) for _ in range(min(before, 63))]  # Word has 63 columns at most
        for cell in _within(row, "w:tc"):
            properties = child(cell, "w:tcPr")
            merged = child(properties, "w:vMerge")
            goes_on = merged is not None and merged.get("w:val", "continue") == "continue"
            span = min(63, max(1, number_of(properties, "w:gridSpan") or 1))
            cells.append(Cell(() if goes_on else tuple(self._blocks(cell)), span))
        return cells

    # --- words ------------------------------------------------------------------------------------

    def _inline(self, parent: Element, look: Look, strong: bool, hidden: bool) -> Iterator[Run | Paragraph]:
        """Yield what stands in a paragraph, and the paragraphs of the text boxes in it."""
        for element in parent:
            tag = element.tag
            if tag == "w:r":
                properties = child(element, "w:rPr")
                bold = self.styles.is_bold(properties, otherwise=look.bold)
                unseen = self.styles.is_hidden(properties, otherwise=look.hidden)
                yield from self._inline(element, look, bold, unseen)
            elif tag == "w:txbxContent":
                yield from self._blocks(element)
            elif tag in _TEXT or tag in _SIGNS or tag == "w:sym":
                if self._fields.printed and not hidden:
                    text = _words(element)
                    self._fresh = self._fresh and not text.strip()
                    yield Run(text, strong)
            elif tag == "w:br":
                if element.get("w:type") == "page":
                    self._fresh = True
                    yield _BREAK
                else:
                    yield Run(LINE)
            elif tag == "w:lastRenderedPageBreak":
                self.laid_out = True
                if self._turns():
                    yield Run(TURN)
            elif tag in ("w:fldChar", "w:instrText"):
                self._fields.see(element)
            elif tag in ("w:footnoteReference", "w:endnoteReference"):
                if self._fields.printed and not hidden:
                    yield Run("", notes=self._notes.take(element, self._read_note))
            elif tag not in _SKIPPED:
                yield from self._inline(_content(element), look, strong, hidden)

    def _read_note(self, note: Element) -> tuple[Paragraph, ...]:
        fresh, self._fresh = self._fresh, True
        paragraphs = tuple(self._blocks(note))
        self._fresh = fresh
        return paragraphs

    def _turns(self) -> bool:
        """Tell whether a page turns here, and note it: it does not once more where nothing was printed since."""
        turns, self._fresh = not self._fresh, True
        return turns


# --- where things stand ---------------------------------------------------------------------------


def _content(element: Element) -> Element:
    """Return what stands for an element: the content of a control, the first alternative that has words."""
    nothing = Element("w:nothing")
    if element.tag == "w:sdt":
        unfilled = child(child(element, "w:sdtPr"), "w:showingPlcHdr") is not None
        content = child(element, "w:sdtContent")
        return nothing if unfilled or content is None else content
    if element.tag == "mc:AlternateContent":
        return next((one for one in element if any(part.tag in _TEXT for part in one.iter())), nothing)
    return element


def _words(element: Element) -> str:
    """Return what an element of text or a sign prints."""
    if element.tag in _TEXT:
        return re.sub(r"\s", " ", element.text or "")
    return _SIGNS.get(element.tag) or symbol(element.get("w:char", ""))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of this name in an element, also those that a control or an insertion wraps."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in _SKIPPED:
            yield from _within(_content(element), tag)


def _rows(table: Element) -> Iterator[Element]:
    for row in _within(table, "w:tr"):
        if child(child(row, "w:trPr"), "w:del") is None:
            yield row


def _openings(body: Element) -> list[str]:
    """Return how each section of a body begins."""
    ends = [child(child(paragraph, "w:pPr"), "w:sectPr") for paragraph in body.iter("w:p")]
    sections = [*(one for one in ends if one is not None), child(body, "w:sectPr")]
    return [value_of(section, "w:type") or "nextPage" for section in sections]


def _gallery(control: Element) -> str | None:
    return value_of(child(child(control, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery")


def _as_contents(paragraph: Paragraph) -> Paragraph:
    lines = paragraph.role in (Role.TEXT, Role.ITEM)
    return replace(paragraph, role=Role.CONTENTS) if lines else paragraph
