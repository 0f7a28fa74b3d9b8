"""Which reader reads which kind of file: the table that worker processes import, with all parsers behind it."""

from __future__ import annotations

from collections.abc import Mapping

from crisisgraph.documents.docx import read_docx, read_old_word
from crisisgraph.documents.html import read_html
from crisisgraph.documents.media import DOCX, HTML, MARKDOWN, OLD_WORD, PDF, TEXT
from crisisgraph.documents.outcome import Reader
from crisisgraph.documents.pdf import read_pdf
from crisisgraph.documents.text import read_markdown, read_text

#: The reader of each media type; see `crisisgraph.documents.media` for how a file's type is told.
READERS: Mapping[str, Reader] = {
    PDF: read_pdf,
    DOCX: read_docx,
    OLD_WORD: read_old_word,
    HTML: read_html,
    TEXT: read_text,
    MARKDOWN: read_markdown,
}
