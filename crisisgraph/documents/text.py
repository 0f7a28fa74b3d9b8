"""Plain text files: bytes to canonical text, with its pages and blocks."""

from __future__ import annotations

from pathlib import Path

from crisisgraph.documents.layout import find_layout
from crisisgraph.documents.outcome import Extracted, ReadOutcome, Remark
from crisisgraph.model import BlockKind, Code, Reading
from crisisgraph.settings import Limits

READER = "crisisgraph text 1"

#: The most bytes that one character takes.
_WIDEST = 4


def read_text(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a plain text file with its pages and blocks.

    The canonical text is the decoded file itself; only a byte-order mark is dropped.
    """
    with path.open("rb") as file:
        data = file.read(_WIDEST * limits.text_size + 1)
    text, remarks = decode(data)
    if text is None:
        return ReadOutcome.refused(Code.UNSUPPORTED)
    if not text.strip():
        return ReadOutcome.refused(Code.EMPTY_FILE)
    if len(text) > limits.text_size:
        return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    pages, blocks = find_layout(text)
    headings = (block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1)
    title = next((Reading.of(text, block.segments).text for block in headings), None)
    return ReadOutcome(Extracted(text, pages, blocks, READER, title), remarks)


def decode(data: bytes) -> tuple[str | None, tuple[Remark, ...]]:
    """Return the text that bytes hold, and a remark when that was a guess; None for bytes that are no text.

    UTF-8 first, UTF-16 by its byte-order mark, then Windows-1252.

    >>> decode(b"caf\\xe9")
    ('café', (Remark(code=<Code.DECODED_AS_CP1252: 'decoded-as-cp1252'>, page=None, facts={}),))
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError:
            return None, ()
    if b"\0" in data:
        return None, ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (Remark(Code.DECODED_AS_CP1252),)
    except UnicodeDecodeError:
        return None, ()
