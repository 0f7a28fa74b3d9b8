"""The build that the app is tried on, with the PDF of its first report as a real file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app_build import app_corpus, publish_app_build
from factories import REPORT_TEXT
from pdf_writer import Sheet, pdf_of

from crisisgraph.corpus import Corpus
from crisisgraph.ids import sha256_hex
from crisisgraph.originals import keep_originals


def storm_pdf() -> bytes:
    """Return the first report as a PDF whose canonical text is that of the made corpus."""
    sheets = []
    for text in REPORT_TEXT.strip().split("\f"):
        sheet = Sheet()
        sheet.flow(text.split("\n"))
        sheets.append(sheet)
    return pdf_of(*sheets)


def pdf_corpus() -> Corpus:
    """Return the corpus of the app with the hash of that PDF, and a page for each of its pages."""
    made = app_corpus()
    pdf, *others = made.documents
    first, last = pdf.pages
    pages = (first, replace(last, end=len(REPORT_TEXT.rstrip())))
    return replace(made, documents=(replace(pdf, sha256=sha256_hex(storm_pdf()), pages=pages), *others))


def publish_pdf_build(folder: Path) -> Path:
    """Publish that corpus in a folder beside its PDF, and return the folder of builds."""
    (folder / "storm.pdf").write_bytes(storm_pdf())
    out = publish_app_build(folder / "build", pdf_corpus())
    keep_originals(out, [(sha256_hex(storm_pdf()), folder / "storm.pdf")])
    return out
