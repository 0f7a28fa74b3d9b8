"""PDF files: bytes to canonical text, pages and blocks.

The canonical text is that of the pages, as `crisisgraph.documents.pdf_lines` puts their lines together, joined by a
form feed; a page without text is empty.  What does not print (soft hyphens inside a line, zero-width signs) is not in
it, a ligature is its letters, a hyphen at a line end is "-" (or the sign that the file has), a run of white space is
one space; type smaller than a point and what lies off the page are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from crisisgraph.documents import pdf_facts, pdf_words
from crisisgraph.documents.language import language_of
from crisisgraph.documents.layout import find_layout
from crisisgraph.documents.outcome import Extracted, ReadOutcome, Remark, listed
from crisisgraph.documents.pdf_blocks import blocks_of
from crisisgraph.documents.pdf_lines import line_page
from crisisgraph.documents.pdf_values import LinePage
from crisisgraph.documents.pdf_words import PdfOpenError
from crisisgraph.model import Block, BlockKind, Code, Page, Reading
from crisisgraph.settings import Limits

#: Raised when the same file would give another canonical text or other blocks.
VERSION = 2

READER = f"crisisgraph pdf {VERSION} ({pdf_words.ENGINE})"
FALLBACK_READER = f"crisisgraph pdf {VERSION} ({pdf_facts.ENGINE})"

#: Agreement of the two engines below which the text is called doubtful.
DOUBTFUL = 0.9

_HEADER = b"%PDF-"
_PICTURE = 0.5  # share of a page under one image from which a page without text is taken for a scan
_OPENING = 3  # blocks among which the title stands
_PRINTED_NUMBER = re.compile(
    r"(?:(?:pagina|page|blz\.?|p\.)\s*)?[-–|]?\s*(\d{1,4})\s*[-–|]?(?:\s*(?:van|of|/)\s*\d{1,4})?", re.IGNORECASE
)


def read_pdf(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a PDF with its pages and blocks, or the reason why it is refused.

    PDFium reads it; pypdf does when PDFium cannot open it.  To be called in a guarded process: a hostile file can
    make either of them use up all memory or time, or die.
    """
    data = path.read_bytes()
    if not data:
        return ReadOutcome.refused(Code.EMPTY_FILE)
    if _HEADER not in data:
        return ReadOutcome.refused(Code.NOT_A_PDF)
    try:
        count = pdf_words.page_count(data)
        if count > limits.pages:
            return ReadOutcome.refused(Code.TOO_MANY_PAGES, limit=limits.pages)
        return _read(data, limits)
    except PdfOpenError as error:
        if error.locked or pdf_facts.is_locked(data):
            return ReadOutcome.refused(Code.ENCRYPTED)
        return _read_otherwise(data, limits)


# --- with PDFium ----------------------------------------------------------------------------------


def _read(data: bytes, limits: Limits) -> ReadOutcome:
    pages: list[LinePage] = []
    size = 0
    for words in pdf_words.word_pages(data):
        pages.append(line_page(words))
        size += len(pages[-1].text) + 1
        if size > limits.text_size:
            return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    texts = [page.text for page in pages]
    if not any(texts):
        failed = all(page.failed for page in pages)
        return _read_otherwise(data, limits) if failed else ReadOutcome.refused(Code.NO_TEXT_LAYER)
    facts = pdf_facts.facts_of(data)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1]
    lines = [_line_starts(page, start) for page, start in zip(pages, starts, strict=True)]
    text = "\f".join(texts)
    blocks = blocks_of(pages, lines, facts.outline)
    labels = _labels(text, starts, blocks, facts.labels)
    extracted = Extracted(
        text,
        tuple(
            Page(index, start, start + len(page.text), label, page.width, page.height)
            for index, (page, start, label) in enumerate(zip(pages, starts, labels, strict=True), 1)
        ),
        blocks,
        READER,
        facts.title or _title(text, blocks),
        language_of(text) or facts.language,
    )
    return ReadOutcome(extracted, tuple(_remarks(data, pages, texts)))


def _line_starts(page: LinePage, start: int) -> list[int]:
    return list(accumulate((len(line.text) + len(line.ends) for line in page.lines), initial=start))[:-1]


def _remarks(data: bytes, pages: Sequence[LinePage], texts: Sequence[str]) -> list[Remark]:
    unread = [
        index for index, page in enumerate(pages, 1) if page.failed or (not page.lines and page.pictured >= _PICTURE)
    ]
    remarks = [Remark(Code.PARTIAL, facts={"pages": listed(unread)})] if unread else []
    agreement = pdf_facts.agreement(data, texts)
    if agreement is not None and agreement < DOUBTFUL:
        remarks.append(Remark(Code.TEXT_DOUBTFUL, facts={"agreement": round(100 * agreement)}))
    return remarks


def _title(text: str, blocks: Sequence[Block]) -> str | None:
    """Return the heading of the highest level with which a document opens, if it does."""
    opening = [block for block in blocks if block.kind is not BlockKind.FURNITURE][:_OPENING]
    headings = [block for block in opening if block.kind is BlockKind.HEADING and not block.marker]
    first = min(headings, key=lambda block: (block.level, block.start), default=None)
    return Reading.of(text, first.segments).text if first else None


def _labels(text: str, starts: Sequence[int], blocks: Sequence[Block], defined: Sequence[str]) -> list[str | None]:
    """Return the printed number of each page, else the label that the file defines, else none."""
    labels: list[str | None] = [defined[index] if index < len(defined) else None for index in range(len(starts))]
    page = 0
    for block in blocks:
        while page + 1 < len(starts) and starts[page + 1] <= block.start:
            page += 1
        if block.kind is BlockKind.FURNITURE and (number := _PRINTED_NUMBER.fullmatch(text[block.start : block.end])):
            labels[page] = number[1]
    return labels


# --- with pypdf -----------------------------------------------------------------------------------


def _read_otherwise(data: bytes, limits: Limits) -> ReadOutcome:
    """Return what pypdf reads of a file that PDFium cannot open; its blocks are found as in a plain text."""
    found = pdf_facts.page_texts(data, limits.pages + 1)
    if len(found) > limits.pages:
        return ReadOutcome.refused(Code.TOO_MANY_PAGES, limit=limits.pages)
    if all(text is None for text in found):
        return ReadOutcome.refused(Code.DAMAGED)
    texts = [_printable(text or "") for text in found]
    if not any(texts):
        return ReadOutcome.refused(Code.NO_TEXT_LAYER)
    text = "\f".join(texts)
    if len(text) > limits.text_size:
        return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1]
    pages = tuple(
        Page(index, start, start + len(own)) for index, (start, own) in enumerate(zip(starts, texts, strict=True), 1)
    )
    blocks = find_layout(text)[1]
    facts = pdf_facts.facts_of(data)
    unread = [index for index, one in enumerate(found, 1) if one is None]
    return ReadOutcome(
        Extracted(
            text,
            pages,
            blocks,
            FALLBACK_READER,
            facts.title or _title(text, blocks),
            language_of(text) or facts.language,
        ),
        (Remark(Code.PARTIAL, facts={"pages": listed(unread)}),) if unread else (),
    )


def _printable(text: str) -> str:
    """Return the text of a page without control characters, lone surrogates and white space around its lines."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return "\n".join(line.strip() for line in kept.split("\n")).strip()
