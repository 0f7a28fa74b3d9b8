"""What kind of file a file is: its content says so first, its extension second."""

from __future__ import annotations

from pathlib import PurePath

PDF = "application/pdf"
TEXT = "text/plain"
MARKDOWN = "text/markdown"

#: Characters that are looked at to recognise a file by its content.
HEAD = 1024

_EXTENSIONS = {".pdf": PDF, ".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN}


def media_type_of(name: str, head: bytes) -> str | None:
    """Return the media type of a file by its first bytes and its name; None for a kind that is not read.

    >>> media_type_of("rapport.txt", b"%PDF-1.7")
    'application/pdf'
    >>> media_type_of("rapport.docx", b"PK") is None
    True
    """
    if b"%PDF-" in head[:HEAD]:
        return PDF
    return _EXTENSIONS.get(PurePath(name).suffix.lower())
