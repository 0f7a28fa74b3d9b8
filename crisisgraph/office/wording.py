"""What the writers and the readers of office files agree on: how a place is said, and how texts share a cell."""

from __future__ import annotations

import re

from crisisgraph.claims import without_controls
from crisisgraph.sentences import say

#: Between the ids, and between the quotes, of several statements in one cell.
SEPARATOR = "\n"
JOINT = "\n\n\u2014\n\n"

#: The columns with the ids of other statements, and those with their quotes beside it.
QUOTED_BESIDE = (("response_ids", "response_quotes"), ("commitment_ids", "commitment_quotes"))

#: White space that XML cannot hold, and carriage returns, which it does not keep.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f]")

#: The most characters of one cell: Excel holds 32,767 units of UTF-16, and a character takes two at most.
CELL = 16_000


def printable(text: str) -> str:
    """Return `text` with the few characters replaced that no office file can hold: it still reads the same, folded.

    >>> printable("een\\ftwee\\x01")
    'een\\ntwee\ufffd'
    """
    return without_controls(_BREAKS.sub("\n", text))


def place_line(source: int, start: int, end: int, name: str) -> str:
    """Return the words that say where a quote stands: the number of its source, its place there, and its id.

    >>> place_line(2, 10, 31, "finding-x-1")
    'bron 2, tekens 10–31 · finding-x-1'
    """
    return say("office.place", source=source, start=start, end=end, id=name)


def place_pattern() -> re.Pattern[str]:
    """Return the pattern that finds `place_line` at the end of a paragraph."""
    said = re.escape(say("office.place", source="SOURCE", start="START", end="END", id="ID"))
    for name, form in (("SOURCE", "[0-9]{1,6}"), ("START", "[0-9]{1,12}"), ("END", "[0-9]{1,12}"), ("ID", r"\S+")):
        said = said.replace(name, f"(?P<{name.lower()}>{form})")
    return re.compile(said + "$")
