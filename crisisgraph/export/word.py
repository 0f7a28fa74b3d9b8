"""A Word file as it is written: paragraphs that each have a style, headings to jump to, links, one kind of table.

Everything about looks stands in the styles, so that an organisation can put its own over them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

#: When the file says it was made: the clock has no part in it, or equal input would not give equal bytes.
MADE = datetime(1980, 1, 1)

#: The ids of the styles that a report uses.
TITLE, SUBTITLE, TEXT, QUOTE, PLACE, FACT = "Title", "Subtitle", "Normal", "Quote", "QuotePlace", "QuoteFact"
CONTENTS = "Contents"

_HEADINGS = (16, 13, 11)  # points
_DARK, _GREY, _LINK = RGBColor(0x1F, 0x38, 0x64), RGBColor(0x50, 0x50, 0x50), "0B4F9E"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a paragraph: `strong`, or a link to an `address` on the web or to a `target` in the file."""

    text: str
    strong: bool = False
    address: str = ""
    target: str = ""


class Word:
    """A report that grows from its first paragraph to its last."""

    def __init__(self, title: str, header: str) -> None:
        self._document = Document()
        self._body = self._document.element.body
        self._end = self._body.sectPr
        self._marks = 0
        self._addresses: dict[str, str] = {}
        _dress(self._document)
        _set_page(self._document, header)
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title, "crisisgraph", "nl-NL"
        properties.comments = properties.last_modified_by = ""
        properties.created = properties.modified = MADE

    def heading(self, level: int, text: str, mark: str = "") -> None:
        """Add a heading; a link whose target is `mark` jumps to it."""
        paragraph = self.paragraph(f"Heading{level}", Run(text))
        if mark:
            self._marks += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for element in (start, end):
                element.set(qn("w:id"), str(self._marks))
            start.set(qn("w:name"), mark)
            paragraph.insert(1, start)
            paragraph.append(end)

    def paragraph(self, style: str, *runs: Run) -> BaseOxmlElement:
        """Add a paragraph before the end of the file."""
        paragraph = self._paragraph(style, runs)
        self._end.addprevious(paragraph)
        return paragraph

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table whose first row is repeated on every page; `widths` are in centimetres."""
        table = self._document.add_table(0, len(headings), "Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for texts in (headings, *rows):
            row = table.add_row()
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Cm(width)
                (paragraph,) = cell.paragraphs
                cell._tc.replace(paragraph._p, self._paragraph("TableText", (Run(text, strong=texts is headings),)))
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if texts is headings:
                properties.append(OxmlElement("w:tblHeader"))

    def save(self) -> bytes:
        """Return the bytes of the file, the same for the same content."""
        made = io.BytesIO()
        self._document.save(made)
        out = io.BytesIO()
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return out.getvalue()

    def _paragraph(self, style: str, runs: Sequence[Run]) -> BaseOxmlElement:
        paragraph = OxmlElement("w:p")
        properties, named = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
        named.set(qn("w:val"), style)
        properties.append(named)
        paragraph.append(properties)
        for run in runs:
            if run.address or run.target:
                link = OxmlElement("w:hyperlink")
                if run.target:
                    link.set(qn("w:anchor"), run.target)
                else:
                    link.set(qn("r:id"), self._relation(run.address))
                link.append(_run(run, "Hyperlink"))
                paragraph.append(link)
            else:
                paragraph.append(_run(run, "Strong" if run.strong else ""))
        return paragraph

    def _relation(self, address: str) -> str:
        if address not in self._addresses:
            relation = self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            self._addresses[address] = relation
        return self._addresses[address]


def _run(run: Run, style: str) -> BaseOxmlElement:
    made = OxmlElement("w:r")
    if style:
        properties, named = OxmlElement("w:rPr"), OxmlElement("w:rStyle")
        named.set(qn("w:val"), style)
        properties.append(named)
        made.append(properties)
    text = OxmlElement("w:t")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = run.text
    made.append(text)
    return made


def _dress(document: DocumentFile) -> None:
    """Give the styles their looks: dark enough to read (WCAG 1.4.3), and Dutch throughout."""
    styles = document.styles
    language = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "nl-NL")
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), "nl-NL")
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in enumerate(_HEADINGS, start=1):
        heading = styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb, heading.paragraph_format.keep_with_next = Pt(size), _DARK, True
    for name in ("Title", "Subtitle"):
        styles[name].font.color.rgb = _DARK
    quote = styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
    quote.paragraph_format.keep_with_next = True
    _indent(quote, border=True)
    for name, points, colour in (("Quote Place", 9.0, _GREY), ("Quote Fact", 10.0, None), ("Table Text", 8.5, None)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.paragraph_format.space_after = normal, Pt(points), Pt(3)
        style.font.color.rgb = colour
        if name != "Table Text":
            _indent(style, border=False)
    contents = styles.add_style(CONTENTS, WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style, contents.paragraph_format.space_after = normal, Pt(2)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, RGBColor.from_string(_LINK)


def _indent(style: ParagraphStyle, *, border: bool) -> None:
    style.paragraph_format.left_indent = Cm(0.8)
    if border:
        sides, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
        for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "1F3864")):
            left.set(qn(f"w:{name}"), value)
        sides.append(left)
        properties = style.element.get_or_add_pPr()
        # before the spacing and the indents, as the order of CT_PPr wants it
        place = next((at for at, one in enumerate(properties) if one.tag in (qn("w:spacing"), qn("w:ind"))), 0)
        properties.insert(place, sides)


def _set_page(document: DocumentFile, header: str) -> None:
    """Set A4 with a running header, and a footer with the number of the page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.header.paragraphs[0].text = header
    footer = section.footer.paragraphs[0]
    for part in ("PAGE", " / ", "NUMPAGES"):
        if part.isupper():
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), part)
            field.append(_run(Run("1"), ""))
            footer._p.append(field)
        else:
            footer._p.append(_run(Run(part), ""))
