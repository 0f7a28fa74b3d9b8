"""The sheets of an export as the bytes of an Excel file; only text, numbers and links are ever written, no formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from crisisgraph.export.cells import may_be_formula
from crisisgraph.export.rows import Address, Cell
from crisisgraph.export.selection import About
from crisisgraph.export.sheets import Sheet, sheets
from crisisgraph.model import StatementId
from crisisgraph.office.wording import CELL, printable
from crisisgraph.records import Lookup
from crisisgraph.review import Review
from crisisgraph.sentences import in_language, say

#: When the file says it was made: the clock has no part in it, or equal input would not give equal bytes.
MADE = datetime(1980, 1, 1, tzinfo=UTC)

#: Widths in characters; other columns get `_WIDTH`.
_WIDTHS = {
    "quote": 70, "response_quotes": 55, "commitment_quotes": 55, "report": 32, "section": 32, "value": 100, "about": 28,
    "number": 10, "page": 11, "start": 10, "end": 10, "source": 8, "confidence": 11, "link_confidence": 12, "pages": 11,
    "sha256": 26, "iri": 40, "id": 34, "role": 16, "target": 40, "landing_page": 40, "rule": 30, "link_rule": 30,
    "link": 30, "response_ids": 30, "commitment_ids": 30,
}  # fmt: skip
_WIDTH = 20

#: Points of a line of text, and the most lines that a row shows: a list of reactions can be long.
_LINE, _MOST_LINES = 15.0, 12

#: The columns for which a row need not grow.
_CUT_OFF = frozenset(
    {"sha256", "iri", "landing_page", "section", "rule", "id", "response_ids", "commitment_ids", "based_on", "supports"}
)

#: Excel takes no more links in a sheet, and no longer ones.
_MOST_LINKS, _LONGEST_LINK = 65_530, 2_079


@in_language("nl")
def export_xlsx(
    lookup: Lookup,
    chosen: Sequence[StatementId],
    base: str,
    about: About,
    reviews: Mapping[StatementId, Review] | None = None,
) -> bytes:
    """Return the traces of the `chosen` statements as an Excel file; `base` is the prefix of our IRIs."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": say("file.title"), "author": "crisisgraph", "created": MADE})
    formats = {
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1}
        ),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"align": "center", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "link": book.add_format({"valign": "top", "font_color": "#0B4F9E", "underline": 1}),
    }
    for sheet in sheets(lookup, chosen, base, about, reviews):
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return out.getvalue()


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    for column, name in enumerate(sheet.columns):
        page.set_column(column, column, _WIDTHS.get(name, _WIDTH))
        page.write_string(0, column, say(f"column.{name}"), formats["heading"])
    for row, values in enumerate(sheet.rows, start=1):
        page.set_row(row, _height(values, sheet.columns))
        for column, name in enumerate(sheet.columns):
            _write_cell(page, row, column, values.get(name), formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0)
    page.set_footer("&C&A \u2013 &P / &N")


def _height(values: Mapping[str, Cell], columns: Sequence[str]) -> float:
    """Return how high a row is, in points: not every program makes room for wrapped text by itself."""
    texts = ((name, str(values.get(name) or "")) for name in columns)
    lines = (
        sum(1 + len(line) // _WIDTHS.get(name, _WIDTH) for line in text.split("\n"))
        for name, text in texts
        if name not in _CUT_OFF
    )
    return _LINE * min(max(lines), _MOST_LINES)


def _write_cell(page: Any, row: int, column: int, value: Cell, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value, formats["number"])
    elif isinstance(value, Address) and row <= _MOST_LINKS // 2 and len(value) <= _LONGEST_LINK:  # two in a row at most
        page.write_url(row, column, str(value), formats["link"], str(value))
    else:
        text = printable(value)[:CELL]
        style = formats["text" if may_be_formula(text) else "plain"]
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for XML of its own
            page.write_rich_string(row, column, text[:1], text[1:2], text[2:], style)
        else:
            page.write_string(row, column, text, style)
