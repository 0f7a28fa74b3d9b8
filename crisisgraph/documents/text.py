"""Plain text files: bytes to canonical text, pages and blocks."""

from __future__ import annotations

import re
from pathlib import Path

from crisisgraph.documents.outcome import Extracted, ReadOutcome, Remark
from crisisgraph.model import Block, BlockKind, Code, Page, Segment
from crisisgraph.settings import Limits

READER = "crisisgraph text 1"

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[ \t]*\r?\n[ \t]*\S(?:.*\S)?)*")


def read_text(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a plain text file with its blocks."""
    data = path.read_bytes()
    remarks: tuple[Remark, ...] = ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        remarks = (Remark(Code.DECODED_AS_CP1252),)
    if not text.strip():
        return ReadOutcome.refused(Code.EMPTY_FILE)
    if len(text) > limits.text_size:
        return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    blocks = tuple(_paragraph(text, found.start(), found.end()) for found in _PARAGRAPH.finditer(text))
    return ReadOutcome(Extracted(text, (Page(1, 0, len(text)),), blocks, READER), remarks)


def _paragraph(text: str, start: int, end: int) -> Block:
    segments = [
        Segment(start + line.start(), start + line.end(), " " if line.start() else "")
        for line in re.finditer(r"\S(?:.*\S)?", text[start:end])
    ]
    return Block(BlockKind.PARAGRAPH, tuple(segments))
