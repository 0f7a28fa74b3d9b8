"""From stretches of a page's canonical text to the boxes of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisisgraph.documents import pdf_words
from crisisgraph.documents.pdf_lines import line_page
from crisisgraph.documents.pdf_values import Box, LinePage


def lines_of(data: bytes, index: int) -> LinePage:
    """Return the lines of the page at `index` (from 0) with the sides of their characters; none where it has no text.

    The canonical text of a page depends on that page alone, so these are the lines that its document was made of.

    :raises PdfOpenError: when PDFium cannot open the file.
    """
    pages = pdf_words.word_pages(data, index, index + 1, edges=True)
    return next(map(line_page, pages), LinePage(0, 0, (), 0, failed=True))


def quote_boxes(page: LinePage, stretches: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """Return the boxes around `stretches` of a page's text, one for each line that a stretch covers some of.

    :param stretches: offsets ``[start, end)`` into the text of the page: canonical offsets less `Page.start`
    """
    return tuple(box for start, end in stretches for box in _boxes(page, start, end))


def _boxes(page: LinePage, start: int, end: int) -> Iterator[Box]:
    at = 0
    for line in page.lines:
        first = max(start - at, 0)
        last = len(line.text[: max(end - at, 0)].rstrip())
        if first < last and (box := line.box(first, last)):
            yield box
        at += len(line.text) + len(line.ends)
