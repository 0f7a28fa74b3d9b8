"""Where the words of a statement are printed: for each page the stretches of its text that are read as those words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crisisgraph.model import Block, BlockKind, Document, Page, Statement

#: What may stand between two stretches of one quote and is marked with them: white space and a hyphen at a line end.
_BETWEEN = re.compile(r"[-\u00ad\u2010\u2011]?\s*")


@dataclass(frozen=True, slots=True)
class Printed:
    """A page on which a statement stands; `stretches` are offsets ``[start, end)`` into the text of that page."""

    page: Page
    stretches: tuple[tuple[int, int], ...]


def printed_pages(document: Document, statement: Statement) -> tuple[Printed, ...]:
    """Return the pages on which `statement` is printed, in order, with what is to be marked on each.

    What stands in the middle of its span and is no part of it (a footnote and its mark, a running header, the marker of
    a list item, another column) is not marked.
    """
    stretches = _joined(document.text, sorted(_read(document, statement)))
    pages = []
    for page in document.pages:
        own = tuple(
            (max(start, page.start) - page.start, min(end, page.end) - page.start)
            for start, end in stretches
            if start < page.end and page.start < end
        )
        if own:
            pages.append(Printed(page, own))
    return tuple(pages)


def _read(document: Document, statement: Statement) -> Iterator[tuple[int, int]]:
    """Yield the canonical stretches whose words, one after the other, are the text of the statement.

    Blocks can lie inside one another's gaps, and a span then holds more than its statement says: a block counts where
    its words come next.  A statement of which not every word is found that way is taken as it stands.
    """
    wanted, at = _solid(statement.text), 0
    found: list[tuple[int, int]] = []
    for block in document.blocks:
        own = _within(block, statement)
        words = _solid("".join(document.text[start:end] for start, end in own))
        if words and block.kind is not BlockKind.FURNITURE and wanted.startswith(words, at):
            found += own
            at += len(words)
    return iter(found if at == len(wanted) else [(statement.start, statement.end)])


def _within(block: Block, statement: Statement) -> list[tuple[int, int]]:
    return [
        (max(segment.start, statement.start), min(segment.end, statement.end))
        for segment in block.segments
        if segment.start < statement.end and statement.start < segment.end
    ]


def _solid(text: str) -> str:
    return "".join(text.split())


def _joined(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `stretches` with those made one that only a line end parts; one page never runs into the next."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and "\f" not in (gap := text[joined[-1][1] : start]) and _BETWEEN.fullmatch(gap):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
