"""Plain text files, with the layout that was typed or that is left of a PDF."""

from __future__ import annotations

import re
from pathlib import Path

from crisisgraph.documents.decoding import load_text
from crisisgraph.documents.language import language_of
from crisisgraph.documents.layout import find_layout
from crisisgraph.documents.markdown import find_markdown
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.model import Block, BlockKind, Reading
from crisisgraph.settings import Limits

TEXT_READER = "crisisgraph text 1"
MARKDOWN_READER = "crisisgraph markdown 1"

_HEADING_SIGN = re.compile(r"^#{1,6} \S", re.MULTILINE)
#: So many lines with a heading sign show that a text is Markdown, whatever its file is called.
_HEADINGS = 2


def read_text(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a plain text file with its pages and blocks; Markdown is read as Markdown."""
    return _read(path, limits, markdown=False)


def read_markdown(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a Markdown file with its pages and blocks."""
    return _read(path, limits, markdown=True)


def _read(path: Path, limits: Limits, *, markdown: bool) -> ReadOutcome:
    loaded = load_text(path, limits)
    if isinstance(loaded, ReadOutcome):
        return loaded
    text, remarks = loaded
    markdown = markdown or is_markdown(text)
    pages, blocks = find_markdown(text) if markdown else find_layout(text)
    reader = MARKDOWN_READER if markdown else TEXT_READER
    return ReadOutcome(Extracted(text, pages, blocks, reader, title_of(text, blocks), language_of(text)), remarks)


def is_markdown(text: str) -> bool:
    """Tell whether a text is evidently Markdown.

    >>> is_markdown("# Hoog water\\n\\n## Wat ging goed\\n"), is_markdown("1. Hoog water # 2\\n")
    (True, False)
    """
    return sum(1 for _ in zip(_HEADING_SIGN.finditer(text), range(_HEADINGS), strict=False)) == _HEADINGS


def title_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Return the first heading of the highest level as it is read."""
    headings = (block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1)
    return next((Reading.of(text, block.segments).text for block in headings), None)
