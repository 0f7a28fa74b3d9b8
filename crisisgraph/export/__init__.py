"""Traces as files that people file: every row carries quote, page, report and the hash of its source.

`crisisgraph verify` reads each of the `FORMS` back and holds every quote in it against its source.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisisgraph.export.cells import harmless, original
from crisisgraph.export.report import export_docx
from crisisgraph.export.selection import About, in_words, select, with_chain
from crisisgraph.export.table import csv_claims, export_csv
from crisisgraph.export.workbook import export_xlsx
from crisisgraph.graph import graph_of
from crisisgraph.graph.exports import serialise
from crisisgraph.model import StatementId
from crisisgraph.office import DOCX, XLSX
from crisisgraph.records import Lookup
from crisisgraph.settings import Settings

__all__ = [
    "FORMS",
    "About",
    "csv_claims",
    "export",
    "export_csv",
    "export_docx",
    "export_xlsx",
    "harmless",
    "in_words",
    "original",
    "select",
    "with_chain",
]

#: The forms of an export and the media type of each.
FORMS = {
    "xlsx": XLSX,
    "docx": DOCX,
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}


def export(
    lookup: Lookup, chosen: Sequence[StatementId], form: str, settings: Settings, about: About | None = None
) -> bytes:
    """Return the traces of the `chosen` statements as the bytes of a file in one of the `FORMS`.

    Equal input gives equal bytes.  `about` is what the forms for an office say of themselves.
    """
    about = about or About()
    chosen = tuple(dict.fromkeys(chosen))
    if form == "csv":
        return export_csv(lookup, chosen).encode()
    if form == "xlsx":
        return export_xlsx(lookup, chosen, settings.base, about)
    if form == "docx":
        return export_docx(lookup, chosen, settings.base, about)
    return serialise(graph_of(with_chain(lookup, chosen), settings), form, settings.base)
