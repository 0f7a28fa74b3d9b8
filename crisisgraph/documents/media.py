"""What kind of file a file is: its content says so first, its extension second."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD_WORD = "application/msword"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"

#: Bytes that are looked at to recognise a file by its content.
HEAD = 1024

_EXTENSIONS = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".dotx": DOCX, ".dotm": DOCX, ".doc": OLD_WORD, ".rtf": OLD_WORD,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".xht": HTML,
    ".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN,
}  # fmt: skip

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # in which old Word, and new Word behind a password, keep their files
_RICH_TEXT = b"{\\rtf"
_HTML = re.compile(rb"(?>\s|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def media_type_of(name: str, head: bytes) -> str | None:
    """Return the media type of a file by its first bytes and its name; None for a kind that is not read.

    Every zip is taken for Word: its reader, in a process of its own, sees what is in it.

    >>> media_type_of("rapport.txt", b"%PDF-1.7"), media_type_of("rapport.doc", b"<!DOCTYPE html>")
    ('application/pdf', 'text/html')
    >>> media_type_of("rapport.odt", b"...") is None
    True
    """
    if b"%PDF-" in head[:HEAD]:
        return PDF
    if head.startswith(_ZIP):
        return DOCX
    if head.startswith((_COMPOUND, _RICH_TEXT)):
        return OLD_WORD
    if _HTML.match(_plain(head)):
        return HTML
    return _EXTENSIONS.get(PurePath(name).suffix.lower())


def _plain(head: bytes) -> bytes:
    """Return the first bytes without a byte-order mark and the zeros of UTF-16."""
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    return head[len(mark) :].replace(b"\0", b"") if mark else head
