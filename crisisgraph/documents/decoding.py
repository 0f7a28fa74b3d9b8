"""From the bytes of a text file to its canonical text: the decoded file itself, but for a byte-order mark."""

from __future__ import annotations

from pathlib import Path

from crisisgraph.documents.outcome import ReadOutcome, Remark
from crisisgraph.model import Code
from crisisgraph.settings import Limits

#: The most bytes that one character takes.
_WIDEST = 4


def load_text(path: Path, limits: Limits) -> tuple[str, tuple[Remark, ...]] | ReadOutcome:
    """Return the canonical text of a file and what there is to remark, or the refusal when there is no text in it."""
    with path.open("rb") as file:
        data = file.read(_WIDEST * limits.text_size + 1)  # more than this is too much text in any encoding
    text, remarks = decode(data)
    if text is None:
        return ReadOutcome.refused(Code.UNSUPPORTED)
    if not text.strip():
        return ReadOutcome.refused(Code.EMPTY_FILE)
    if len(text) > limits.text_size:
        return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    return text, remarks


def decode(data: bytes, declared: str | None = None) -> tuple[str | None, tuple[Remark, ...]]:
    """Return the text that bytes hold, and a remark when that was a guess; None for bytes that are no text.

    UTF-8 first, UTF-16 and UTF-32 by their byte-order marks, then the encoding that the text declares, then
    Windows-1252.

    >>> decode(b"caf\\xe9")[0], decode(b"MZ\\0\\x90")[0]
    ('café', None)
    """
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return _decoded(data, "utf-32"), ()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = _decoded(data, "utf-16")
        return (None if text is None or "\0" in text else text), ()
    if b"\0" in data:
        return None, ()
    text = _decoded(data, "utf-8-sig")
    if text is not None:
        return text, ()
    text = _decoded(data, declared) if declared else None
    if text is not None:
        return text, ()
    return _decoded(data, "cp1252"), (Remark(Code.DECODED_AS_CP1252),)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
