"""Files become documents: canonical text with pages and blocks, every file read in a guarded process of its own.

The way of one file::

    sources     a path           -> Source       (found, typed by its content, hashed, or a finding)
    pool        sources          -> results      (in order, over worker processes)
    worker      one request      -> outcome      (a guarded child for each file; guard, frames)
    recognition an outcome       -> outcome      (pages that are pictures, read once more where there is ocr)
    readers     a media type     -> reader       (text, markdown, pdf, docx, html)
    reading     an outcome       -> Document     (with findings about the file)

Plain text is understood in steps: `lines`, `pages` (and what is printed on each of them), `notes` (footnotes),
`typescript` and `numbering` (what lies between lines, and which signs are markers), `drafts` (which lines belong
together), `outline` (what they are), and `layout`, which does all of it.

Word files and web pages become paragraphs first (`docx_*`, `html_*`, `markup`); `markup_kinds` settles what each of
them is and `markup_text` writes them out as canonical text with blocks.
"""

from crisisgraph.documents.pool import read_documents, readers_key
from crisisgraph.documents.reading import ReadResult, read_document_now
from crisisgraph.documents.sources import Source, find_sources

__all__ = ["ReadResult", "Source", "find_sources", "read_document_now", "read_documents", "readers_key"]
