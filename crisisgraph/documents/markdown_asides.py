"""What stands in a Markdown file beside its text: comments, front matter, footnote definitions, raw HTML tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crisisgraph.documents.segments import UNREAD, Cut, merged, trimmed
from crisisgraph.model import Block, BlockKind, Segment

#: Words with one space between them.
WORDS = re.compile(r"\S+(?:[ \t]\S+)*")

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"\w[\w-]*:")
_DEFINITION = re.compile(
    r"^\[\^(?P<number>[^\]\s]+)\]:[ \t]+(?P<text>\S.*(?:\r?\n(?![ \t]*(?:\r?\n|\Z)|\[\^).+)*)", re.MULTILINE
)

#: Footnote marks, HTML tags and the names of headings, which are not read; a mark takes the space before it along.
_MARK = re.compile(
    r"(?<![ \t])[ \t]*+(?:<sup>\s{0,9}\[?\d{1,3}\]?\s{0,9}</sup>|\[\^[^\]\s]{1,40}\])"
    r"|</?[a-zA-Z][\w-]*(?:\s[^<>\n]{0,400})?/?>"
    r"|[ \t]*+\{[#.][\w:-]{1,60}\}(?=[ \t]*$)",
    re.MULTILINE,
)
_RAISED_NUMBER = re.compile(r"[ \t]*<sup>\s*\[?(\d{1,3})\]?\s*</sup>\s*")


@dataclass(frozen=True, slots=True)
class Asides:
    """The asides of a text as blocks, and the text with blanks in their place: every offset stays what it was."""

    text: str
    spans: tuple[Cut, ...]
    blocks: tuple[Block, ...]


def set_aside(text: str) -> Asides:
    """Take comments, front matter and footnote definitions out of a Markdown text.

    >>> asides = set_aside("Een dijk[^1].\\n\\n[^1]: Van klei.\\n")
    >>> [(block.kind.value, block.marker) for block in asides.blocks], asides.text.split()
    ([('footnote', '1')], ['Een', 'dijk[^1].'])
    """
    comments = list(_comments(text))
    rest = _blanked(text, comments)
    front = list(_front_matter(rest))
    rest = _blanked(rest, front)
    definitions = list(_DEFINITION.finditer(rest))
    notes = [_note(rest, found) for found in definitions]
    spans = [found.span() for found in definitions]
    rest = _blanked(rest, spans)
    furniture = [Block(BlockKind.FURNITURE, trimmed(text, [Segment(*span)])) for span in (*front, *comments)]
    return Asides(rest, (*front, *comments, *spans), (*furniture, *notes))


def _comments(text: str) -> Iterator[Cut]:
    """Yield the comments; one between two spaces takes the second along."""
    start = text.find("<!--")
    while start >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        yield start, end + (text[start - 1 : start] in (" ", "\t") and text[end : end + 1] in (" ", "\t"))
        start = text.find("<!--", end)


def _front_matter(text: str) -> Iterator[Cut]:
    """Yield the stretch of keys between two fences with which a file may begin."""
    start = len(text) - len(text.lstrip())
    position = start
    for number, line in enumerate(text[start:].splitlines(keepends=True)):
        own = line.rstrip("\r\n")
        position += len(line)
        if number == 0 and own.rstrip() != "---":
            return
        if number > 1 and _FENCE.fullmatch(own):
            yield start, start + len(text[start:position].rstrip())
            return
        if number and not (_KEY.match(own) or (number > 1 and own[:1] in (" ", "\t", "-", "#"))):
            return


def _note(text: str, found: re.Match[str]) -> Block:
    start = found.start("text")
    words = WORDS.finditer(text[start : found.end("text")])
    segments = tuple(Segment(start + run.start(), start + run.end(), " " if run.start() else "") for run in words)
    return Block(BlockKind.FOOTNOTE, segments, marker=found["number"])


def _blanked(text: str, spans: list[Cut]) -> str:
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += (text[position:start], re.sub(r"[^\r\n]", " ", text[start:end]))
        position = end
    return "".join((*parts, text[position:]))


def unread_in(asides: Asides) -> list[Cut]:
    """Return the stretches of a Markdown text that are not read where they stand: asides, marks, tags, extra spaces."""
    found = (match.span() for pattern in (_MARK, UNREAD) for match in pattern.finditer(asides.text))
    return merged((*asides.spans, *found))


def raised_number(text: str, position: int) -> tuple[str, int] | None:
    """Return the raised number at `position`, with which a footnote under a page begins, and the offset after it."""
    found = _RAISED_NUMBER.match(text, position)
    return (found[1], found.end()) if found else None
