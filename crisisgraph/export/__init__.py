"""Traces as files that people file: every row carries quote, page, report and the hash of its source.

`crisisgraph verify` reads each of the `FORMS` back and holds every quote in it against its source.  It knows columns
and places by their Dutch names, so an export is Dutch whatever language the reader of the app chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crisisgraph.export.cells import harmless, original
from crisisgraph.export.report import export_docx
from crisisgraph.export.selection import About, in_words, select, with_chain
from crisisgraph.export.table import csv_claims, export_csv
from crisisgraph.export.workbook import export_xlsx
from crisisgraph.graph import graph_of
from crisisgraph.graph.exports import serialise
from crisisgraph.graph.names import Names
from crisisgraph.graph.reviews import add_reviews
from crisisgraph.model import StatementId
from crisisgraph.office import DOCX, XLSX
from crisisgraph.records import Lookup
from crisisgraph.review import Review
from crisisgraph.sentences import in_language
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


@in_language("nl")
def export(
    lookup: Lookup,
    chosen: Sequence[StatementId],
    form: str,
    settings: Settings,
    about: About | None = None,
    reviews: Mapping[StatementId, Review] | None = None,
) -> bytes:
    """Return the traces of the `chosen` statements as the bytes of a file in one of the `FORMS`.

    Equal input gives equal bytes.  `about` is what the forms for an office say of themselves; with
    `reviews` the file also holds what people recorded about these statements.
    """
    about = about or About()
    chosen = tuple(dict.fromkeys(chosen))
    if form == "csv":
        return export_csv(lookup, chosen, reviews).encode()
    if form == "xlsx":
        return export_xlsx(lookup, chosen, settings.base, about, reviews)
    if form == "docx":
        return export_docx(lookup, chosen, settings.base, about, reviews)
    corpus = with_chain(lookup, chosen)
    dataset = graph_of(corpus, settings)
    if reviews:
        kept = {statement.id: reviews[statement.id] for statement in corpus.statements if statement.id in reviews}
        add_reviews(dataset, Names.of(settings.base, lookup.corpus.actors), kept)
    return serialise(dataset, form, settings.base)
