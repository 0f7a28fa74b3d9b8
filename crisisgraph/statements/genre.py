"""What kind of text a document is: only reports, letters and advice hold recommendations of their own."""

from __future__ import annotations

import re
from enum import StrEnum

from crisisgraph.model import BlockKind
from crisisgraph.statements.cues import CueBook, Table
from crisisgraph.statements.view import EditionView


class Genre(StrEnum):
    """A kind of text."""

    REPORT = "report"
    RESPONSE = "response"  #: answers somebody else's report: what it recommends is that report's
    NEWS = "news"
    DECISIONS = "decisions"
    PROCEDURE = "procedure"
    LAW = "law"


#: Kinds of text in which nothing is recommended, whatever the words.
SILENT = frozenset({Genre.NEWS, Genre.DECISIONS, Genre.PROCEDURE, Genre.LAW})

_OPENING_BLOCKS = 14
_TITLE_BLOCKS = 3
_LONGEST_NEWS = 9_000  # characters
_SHARE = 0.08  # of the blocks: below it a cue is an aside, such as a report that quotes one article of a law
_LETTER = re.compile(r"\b(?:geachte|aan de voorzitter|brief van)\b", re.IGNORECASE)


def genre_of(view: EditionView, book: CueBook) -> Genre:
    """Return what kind of text `view` is: the kind whose cues weigh most, from two points on."""
    if view.report.responds_to:
        return Genre.RESPONSE
    titles = [text for text in (view.document.title, *(block.title for block in view.blocks[:_TITLE_BLOCKS])) if text]
    opening = [block.title for block in view.blocks[:_OPENING_BLOCKS]]
    is_letter = any(_LETTER.search(text) for text in opening)
    advises = _advises(view, book)
    points = dict.fromkeys(Genre, 0)
    for cue in book.of(Table.GENRE):
        if "opening" in cue.where:
            places = [*titles, *(opening if is_letter else ())]
        elif "title" in cue.where:
            places = titles
        else:
            places = [*titles[:1], *(block.title for block in view.blocks)]
        in_title = any(cue.search(text) for text in titles)
        hits = sum(cue.search(text) is not None for text in places)
        if in_title or (hits > 1 and hits >= _SHARE * len(view.blocks) and not advises):
            points[Genre(cue.yields)] += hits * cue.weight
    if sum(len(block.text) for block in view.blocks) > _LONGEST_NEWS:
        points[Genre.NEWS] = 0
    best = max(points, key=lambda genre: points[genre])
    return best if points[best] >= 2 else Genre.REPORT


def _advises(view: EditionView, book: CueBook) -> bool:
    """Tell whether a heading below the title announces advice, as few news items or procedures do."""
    headings = (block.text for block in view.blocks[1:] if block.kind is BlockKind.HEADING)
    return any((cue := book.first(Table.SECTION, text)) is not None and cue.yields == "advice" for text in headings)
