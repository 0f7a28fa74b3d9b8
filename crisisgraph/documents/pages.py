"""The pages of a plain text, and the lines that belong to a page and not to the text: page numbers, running headers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.markers import is_bare_bullet
from crisisgraph.model import Page

_NUMBER = re.compile(
    r"(?:pagina|blz\.?|bladzijde|p\.|page)?\s*[-–—|]?\s*(?P<number>\d{1,4})\s*[-–—|]?(?:\s*(?:van|of|/|uit)\s*\d{1,4})?",
    re.IGNORECASE,
)
#: A page number beside a title: "12 | De storm van mei", "De storm van mei – pagina 12".
_BESIDE_TITLE = re.compile(
    r"\d{1,4}\s*[|•]\s*(?P<after>\S.{3,100})"
    r"|(?P<before>\S.{3,100}?)(?:\s*[|•–—]\s*(?:pagina|blz\.?|p\.)?|\s{5,})\s*\d{1,4}",
    re.IGNORECASE,
)
#: What a converter puts between pages and slides: "--- slide 4 ---", "===== pagina 12 =====".
_MARK = re.compile(r"\W{2,}\s*(?:slide|dia|sheet|pagina|page|blz\.?)\s*(?P<number>\d{1,4})\s*\W{2,}", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

#: How many lines at the top and at the foot of a page can be running headers.
_EDGE = 3
#: A running header is no longer than this, in characters.
_LONGEST = 150
#: What stands between the parts of a running header.
_BETWEEN = re.compile(r"\s*[|•–—]\s*|\s-\s")
#: So many lines at the top of the first page can be its title, and a title is at least so long, in characters.
_TITLE_LINES = 6
_SHORTEST_TITLE = 12
#: Fewer page numbers in a row than this are a coincidence.
_CHAIN = 3
#: Page turns tell pages only when no page is longer than this many times the usual one: then none has been missed.
_REGULAR = 1.6


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages of a text, and the indices of the lines that are furniture."""

    pages: tuple[Page, ...]
    furniture: frozenset[int]


def is_turn(before: Line, line: Line, spacing: Spacing) -> bool:
    """Tell whether `line` opens a page: after a form feed, or one space in where no blank line stands before it.

    The second is what is left of a form feed in a text that was made from a PDF.
    """
    if line.turned:
        return True
    return not line.blanks and not line.inner and line.indent == spacing.margin + 1 and before.indent <= spacing.margin


def find_pages(text: str, lines: Sequence[Line], spacing: Spacing) -> Pagination:
    """Return the pages of `text`: by form feeds, else by printed page numbers, else by regular page turns, else one.

    A page that was guessed wrongly is worse than none: printed numbers must run on by one, turns must be regular.
    """
    stray = _stray_bullets(lines, spacing)
    if "\f" in text.rstrip():
        return _by_form_feeds(text, lines, stray)
    marks = [index for index, line in enumerate(lines) if _MARK.fullmatch(line.text)]
    if len(marks) > 1:
        return _by_marks(text, lines, marks, stray)
    stray |= _titles_with_numbers(lines, spacing)
    chain = _number_chain(lines, spacing)
    if len(chain) >= _CHAIN:
        return _by_numbers(text, lines, chain, stray)
    lonely = frozenset(index for index in range(1, len(lines) - 1) if _is_lonely(lines, index, spacing))
    return Pagination(_by_turns(text, lines, spacing), lonely | stray)


def pages_by_form_feed(text: str) -> tuple[Page, ...]:
    """Return the pages between the form feeds of a text; form feeds at its end open no page.

    >>> [(page.start, page.end) for page in pages_by_form_feed("een\\ftwee\\f")]
    [(0, 3), (4, 9)]
    """
    pages: list[Page] = []
    start = 0
    for part in text.rstrip("\f").split("\f"):
        pages.append(Page(len(pages) + 1, start, start + len(part)))
        start += len(part) + 1
    pages[-1] = replace(pages[-1], end=len(text))
    return tuple(pages)


def _stray_bullets(lines: Sequence[Line], spacing: Spacing) -> frozenset[int]:
    """Return the bullets that a converter left together at the end of a page, away from their items."""
    stray: set[int] = set()
    for index in range(len(lines) - 1, -1, -1):
        last = index + 1 == len(lines) or index + 1 in stray or is_turn(lines[index], lines[index + 1], spacing)
        if last and is_bare_bullet(lines[index].text):
            stray.add(index)
    return frozenset(stray)


def _by_form_feeds(text: str, lines: Sequence[Line], stray: frozenset[int]) -> Pagination:
    pages = list(pages_by_form_feed(text))
    starts = [page.start for page in pages]
    by_page: list[list[int]] = [[] for _ in pages]
    for index, line in enumerate(lines):
        if index not in stray:
            by_page[bisect_right(starts, line.start) - 1].append(index)
    furniture = _running(lines, by_page) | _repeated(lines, by_page) | stray
    for place, indices in enumerate(by_page):
        numbers = [index for index in (*indices[:_EDGE], *indices[-_EDGE:]) if _number(lines[index])]
        furniture.update(numbers)
        if numbers:
            pages[place] = replace(pages[place], label=_number(lines[numbers[-1]]))
    return Pagination(tuple(pages), frozenset(furniture))


def _running(lines: Sequence[Line], by_page: Sequence[Sequence[int]]) -> set[int]:
    """Return the running headers and footers: lines equal but for their digits, outermost on at least three pages.

    What lies under an outermost one can be the second line of it, and so on.
    """
    found: set[int] = set()
    for sign in (1, -1):
        rest = [indices[::sign] for indices in by_page]
        for _ in range(_EDGE):
            shapes = Counter(_shape(lines[indices[0]]) for indices in rest if indices)
            running = {shape for shape, count in shapes.items() if _is_running(shape, count, len(by_page))}
            rest = [indices for indices in rest if indices and _shape(lines[indices[0]]) in running]
            found.update(indices[0] for indices in rest)
            rest = [indices[1:] for indices in rest]
    return found


def _repeated(lines: Sequence[Line], by_page: Sequence[Sequence[int]]) -> set[int]:
    """Return the first and last lines of later pages that say no more than the title page: "Bureau X | Titel".

    Few pages are enough: what stands at the edge of a page and on the title page is no part of the text between them.
    """
    title = [_plain(lines[index]) for index in (by_page[0][:_TITLE_LINES] if by_page else ())]
    found: set[int] = set()
    for indices in by_page[1:]:
        for index in {*indices[:1], *indices[-2:]}:
            parts = [part for part in map(str.strip, _BETWEEN.split(_plain(lines[index]))) if part]
            long_enough = sum(map(len, parts)) >= _SHORTEST_TITLE
            if long_enough and all(any(part in line for line in title) for part in parts):
                found.add(index)
    return found


def _plain(line: Line) -> str:
    return _plain_text(line.text)


def _plain_text(text: str) -> str:
    return _DIGITS.sub("", " ".join(text.casefold().split())).strip(" |•–—-")


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _is_running(shape: str, count: int, pages: int) -> bool:
    # A line that begins with a number may be a footnote: it must come back more often.
    return count >= (max(_CHAIN, pages / 2) if shape[0] == "#" else _CHAIN) and len(shape) <= _LONGEST


def _number(line: Line) -> str | None:
    found = _NUMBER.fullmatch(line.text)
    return found["number"] if found else None


def _number_chain(lines: Sequence[Line], spacing: Spacing) -> list[int]:
    """Return the lines that are page numbers: each alone between blank lines, each one more than the one before."""
    chain: list[int] = []
    best: list[int] = []
    for index, line in enumerate(lines):
        number = _number(line)
        if number is None or not _stands_alone(lines, index, spacing):
            continue
        if chain and int(number) != int(_number(lines[chain[-1]]) or 0) + 1:
            chain = []
        chain.append(index)
        best = max(best, chain, key=len)
    return list(best)


def _titles_with_numbers(lines: Sequence[Line], spacing: Spacing) -> frozenset[int]:
    """Return the lines that are a page number beside a title, which comes back or stands on the title page too."""
    opening = {_plain(line) for line in lines[:_TITLE_LINES]}
    titles: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        found = _BESIDE_TITLE.fullmatch(line.text)
        if found and _stands_alone(lines, index, spacing):
            titles.setdefault(_plain_text(found["after"] or found["before"]), []).append(index)
    return frozenset(
        index
        for title, indices in titles.items()
        for index in indices
        if len(indices) >= _CHAIN or any(title in line or line in title for line in opening if line)
    )


def _stands_alone(lines: Sequence[Line], index: int, spacing: Spacing) -> bool:
    before = index == 0 or lines[index].blanks > spacing.unit
    after = index + 1 == len(lines) or lines[index + 1].blanks > 0 or is_turn(lines[index], lines[index + 1], spacing)
    return before and after


def _is_lonely(lines: Sequence[Line], index: int, spacing: Spacing) -> bool:
    """Tell whether a line is a number that stands alone between lines of text, as one page number that was left."""
    beside = (lines[index - 1], lines[index + 1])
    return (
        _number(lines[index]) is not None
        and _stands_alone(lines, index, spacing)
        and not any(_number(line) for line in beside)
    )


def _by_numbers(text: str, lines: Sequence[Line], chain: Sequence[int], stray: frozenset[int]) -> Pagination:
    """Return pages that end with their printed number, or begin with it when nothing stands before the first one."""
    at_top = chain[0] == 0
    cuts = [lines[index].start if at_top else lines[index].end for index in chain]
    bounds = [0, *cuts[1:], len(text)] if at_top else [0, *cuts, len(text)]
    if not text[bounds[-2] :].strip():
        del bounds[-2]
    labels = [_number(lines[index]) for index in chain]
    pages = [Page(place, *span) for place, span in enumerate(pairwise(bounds), start=1)]
    labelled = [replace(page, label=label) for page, label in zip(pages, [*labels, None], strict=False)]
    return Pagination(tuple(labelled), frozenset(chain) | stray)


def _by_marks(text: str, lines: Sequence[Line], marks: Sequence[int], stray: frozenset[int]) -> Pagination:
    """Return pages that begin at the marks that a converter put there; what stands before the first is a page too."""
    starts = [lines[index].start for index in marks]
    labels = [found["number"] if (found := _MARK.fullmatch(lines[index].text)) else None for index in marks]
    if text[: starts[0]].strip():
        starts, labels = [0, *starts], [None, *labels]
    bounds = [0, *starts[1:], len(text)]
    spans = zip(pairwise(bounds), labels, strict=True)
    pages = [Page(place, *span, label=label) for place, (span, label) in enumerate(spans, start=1)]
    return Pagination(tuple(pages), frozenset(marks) | stray)


def _by_turns(text: str, lines: Sequence[Line], spacing: Spacing) -> tuple[Page, ...]:
    turns = [text.rfind("\n", 0, line.start) + 1 for before, line in pairwise(lines) if is_turn(before, line, spacing)]
    bounds = [0, *turns, len(text)]
    lengths = [end - start for start, end in pairwise(bounds)]
    if len(turns) < _CHAIN or max(lengths) > _REGULAR * median(lengths[:-1]) or min(lengths[:-1]) < 500:
        return (Page(1, 0, len(text)),)
    return tuple(Page(place, *span) for place, span in enumerate(pairwise(bounds), start=1))
