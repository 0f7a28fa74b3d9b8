"""What the pages of one PDF have in common: body type, line pitch, edges of columns, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crisisgraph.documents.pdf_order import outer_bands
from crisisgraph.documents.pdf_values import Line, LinePage

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:pagina|page|blz\.?|p\.)\s*)?[-–|]?\s*#\s*[-–|]?(?:\s*(?:van|of|/)\s*#)?", re.IGNORECASE
)
_USUAL_PITCH = 1.2  # times the type size


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages of a document are set.

    `body` is the type size of most of the text, `edges` the left and right side of the text per page and column,
    `furniture` the lines, by page and place, that are running headers, footers or page numbers.
    """

    body: float
    pitches: dict[tuple[int, float], float]
    edges: dict[tuple[int, int], tuple[float, float]]
    furniture: frozenset[tuple[int, int]]

    def pitch(self, page: int, size: float) -> float:
        """Return the usual distance in points from one line of a paragraph to the next."""
        known = self.pitches.get((page, size)) or self.pitches.get((-1, size))
        return known or _USUAL_PITCH * size

    def left(self, page: int, line: Line) -> float:
        """Return where the text of the column of a line starts."""
        return self.edges[page, line.column][0]

    def right(self, page: int, line: Line) -> float:
        """Return where the text of the column of a line ends, or what stands beside it begins."""
        return min(self.edges[page, line.column][1], line.limit)


def layout_of(pages: Sequence[LinePage]) -> Layout:
    """Measure the pages of a document."""
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
    furniture = frozenset(_furniture(pages, body))
    return Layout(body, _pitches(pages), _edges(pages, body, furniture), furniture)


def _pitches(pages: Sequence[LinePage]) -> dict[tuple[int, float], float]:
    """Return the commonest pitch per page and size where a page has enough lines, and per size (page -1)."""
    seen: defaultdict[tuple[int, float], Counter[float]] = defaultdict(Counter)
    for index, page in enumerate(pages):
        for above, below in pairwise(page.lines):
            gap = (below.baseline - above.baseline) / below.size
            if above.size == below.size and above.column == below.column and 0.7 < gap < 2.5:
                for key in ((index, below.size), (-1, below.size)):
                    seen[key][round(gap * 20) / 20] += 1
    return {
        key: max(gaps, key=lambda gap: (gaps[gap], -gap)) * key[1]
        for key, gaps in seen.items()
        if key[0] < 0 or sum(gaps.values()) >= 8
    }


def _edges(
    pages: Sequence[LinePage], body: float, furniture: frozenset[tuple[int, int]]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the sides of each column: where lines start and end more than once, a stray long line left aside.

    A page of nothing but indented items has no line at its left side: that of the pages like it counts then.
    """
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    usual: defaultdict[tuple[int, int, int], Counter[float]] = defaultdict(Counter)
    for index, page in enumerate(pages):
        columns: defaultdict[int, list[tuple[int, Line]]] = defaultdict(list)
        for at, line in enumerate(page.lines):
            columns[line.column].append((at, line))
        for column, lines in columns.items():
            own = [line for at, line in lines if abs(line.size - body) < 0.6 and (index, at) not in furniture]
            own = own or [line for _, line in lines]
            starts = Counter(round(line.left) for line in own)
            left = float(min((start for start, count in starts.items() if count > 1), default=min(starts)))
            ends = sorted((line.right for line in own), reverse=True)
            edges[index, column] = left, ends[min(2, len(ends) // 8)]
            usual[max(columns), column, index % 2][left] += 1
    for index, page in enumerate(pages):
        most = max((line.column for line in page.lines), default=0)
        for column in {line.column for line in page.lines}:
            left, right = edges[index, column]
            lefts = usual[most, column, index % 2]
            common = max(lefts, key=lambda side: (lefts[side], -side))
            if 0.5 * body < left - common < 6 * body and lefts[common] > 1:
                edges[index, column] = common, right
    return edges


def _furniture(pages: Sequence[LinePage], body: float) -> Iterator[tuple[int, int]]:
    """Yield the outermost lines of pages that stand in the same place on a page nearby too, and bare page numbers.

    Type larger than the body is left alone: the titles of slides stand in the same place on every page.
    """
    places: defaultdict[tuple[str, bool], list[tuple[int, int, float]]] = defaultdict(list)
    artifacts = sum(_is_artifact(line) for page in pages for line in page.lines)
    believed = 3 * artifacts < sum(len(page.lines) for page in pages)
    for index, page in enumerate(pages):
        upright = sum(line.upright for line in page.lines)
        header, footer = outer_bands(page.lines, page.height, body)
        for at, line in enumerate(page.lines):
            if believed and _is_artifact(line):
                yield index, at
                continue
            if not line.upright and 2 * upright > len(page.lines):
                yield index, at  # text along the side of an upright page
                continue
            if header < line.baseline < footer or line.size > 1.05 * body:
                continue
            key = _DIGITS.sub("#", line.text)
            if _PAGE_NUMBER.fullmatch(key):
                yield index, at
            places[key, line.baseline <= header].append((index, at, line.baseline))
    for found in places.values():
        often = len(found) >= max(2, 0.35 * len(pages))
        heights = Counter(round(height / 2) for _, _, height in found)
        for place, (index, at, height) in enumerate(found):
            nearby = found[max(0, place - 3) : place + 4]
            level = round(height / 2)
            if (often and heights[level - 1] + heights[level] + heights[level + 1] > 1) or any(
                0 < abs(other - index) <= 2 and abs(height - beside) < 3 for other, _, beside in nearby
            ):
                yield index, at


def _is_artifact(line: Line) -> bool:
    return line.tag is not None and line.tag.role == "Artifact"
