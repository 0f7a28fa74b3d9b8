"""Which reader reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from crisisgraph.documents.media import MARKDOWN, TEXT
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.documents.text import read_markdown, read_text
from crisisgraph.ids import content_key
from crisisgraph.settings import Limits

Reader = Callable[[Path, Limits], ReadOutcome]

#: The reader of each media type; see `crisisgraph.documents.media` for how a file's type is told.
READERS: Mapping[str, Reader] = {TEXT: read_text, MARKDOWN: read_markdown}

#: Libraries of whose version the blocks and texts depend.
_LIBRARIES = ("markdown-it-py", "pypdf", "pypdfium2")


def readers_key() -> str:
    """Return a key that changes when the readers do: what was read with another key is read again."""
    own = (path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))
    return content_key("readers", *own, *map(version, _LIBRARIES), length=16)
