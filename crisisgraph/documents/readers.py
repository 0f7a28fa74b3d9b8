"""Which reader reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from crisisgraph.documents.media import MARKDOWN, TEXT
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.documents.text import read_markdown, read_text
from crisisgraph.settings import Limits

Reader = Callable[[Path, Limits], ReadOutcome]

#: The reader of each media type; see `crisisgraph.documents.media` for how a file's type is told.
READERS: Mapping[str, Reader] = {TEXT: read_text, MARKDOWN: read_markdown}
