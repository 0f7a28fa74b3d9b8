"""The values that pass from one PDF module to the next: words, lines and pages of them, with their places.

Places are in points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

#: Structure types that set a text apart from the next one.
BLOCK_ROLES = frozenset(
    {
        "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "P", "BlockQuote", "Caption", "TOCI",
        "LI", "Lbl", "LBody", "TD", "TH", "Note", "FENote", "Artifact",
    }
)  # fmt: skip

_NOTE_MARK = re.compile(r"\[?\d{1,3}\]?[,;]?|[*†‡§]{1,3}|[a-z]")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tagged PDF says that a text is: the standard type of the nearest block around it.

    `block` counts the blocks of the page, so that text of one block can be told from that of the next; `item` and
    `row` likewise count the list items and table rows around it (0 for none); `depth` is the depth of lists.
    """

    role: str
    block: int
    item: int = 0
    row: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one style on one line without white space between them, with the place of each.

    `spaced` and `broken` say that white space or a line break stands before it, `hyphen` that the line ends here in a
    hyphen (which is the last character of `text`).  Words of one `run` were drawn in one go.  `edges` are the left and
    right sides of every character of `text`, kept only when they were asked for.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    upright: bool
    spaced: bool
    broken: bool
    hyphen: bool
    run: int
    tag: Tag | None
    edges: tuple[array[float], array[float]] | None = None


@dataclass(frozen=True, slots=True)
class WordPage:
    """The words of one page in PDFium's order; `pictured` is the share of the page that its largest image covers."""

    width: float
    height: float
    words: tuple[Word, ...] = ()
    pictured: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that are read one after the other at one height, with what they have in common.

    `starts` is where its words start in `text` (a change of type starts a word too), `lefts` and `rights` are their
    sides; `edges` are the sides of every character, kept only when they were asked for.  `bold` says that most of it
    is bold, `all_bold` that every letter is (`all_italic` likewise), `some_bold` that any is; `hyphen` that the file
    itself says that the last word goes on in the next line; `notes` are the stretches that are footnote marks.
    `column` counts the columns of the page from 0, and is -1 for a line across all of them.  `limit` is how far it can
    reach when something stands at its right, `beside` tells that something stands at its left.  `row` counts the rows
    of tables on the page from 1 (0 for none), `cell` the columns of a table from 0; `ends` is what stands in the
    canonical text between this line and the next.
    """

    text: str
    starts: tuple[int, ...]
    lefts: array[float]
    rights: array[float]
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    all_bold: bool
    some_bold: bool
    all_italic: bool
    upright: bool
    hyphen: bool
    notes: tuple[tuple[int, int], ...]
    tag: Tag | None
    edges: tuple[array[float], array[float]] | None = None
    column: int = 0
    limit: float = math.inf
    beside: bool = False
    row: int = 0
    cell: int = 0
    ends: str = "\n"

    @classmethod
    def of(cls, words: Sequence[Word]) -> Line:
        """Put words together, with a space where there is one or where the gap shows one."""
        sizes = Counter[float]()
        for word in words:
            sizes[word.size] += len(word.text)
        size = sizes.most_common(1)[0][0]
        baseline = next(word.baseline for word in words if word.size == size)
        text, starts, notes = "", [], []
        for before, word in zip((None, *words), words, strict=False):
            if before and (word.spaced or word.left - before.right > 0.2 * size):
                text += " "
            starts.append(len(text))
            if word.size < 0.8 * size and word.baseline < baseline - 0.1 * size and _NOTE_MARK.fullmatch(word.text):
                notes.append((len(text), len(text) + len(word.text)))
            text += word.text
        lettered = [word for word in words if any(map(str.isalpha, word.text))]
        heavy = sum(len(word.text) for word in words if word.bold)
        return cls(
            text,
            tuple(starts),
            array("f", [word.left for word in words]),
            array("f", [word.right for word in words]),
            top=min(baseline - 0.75 * size, *(word.top for word in words)),
            bottom=max(baseline + 0.25 * size, *(word.bottom for word in words)),
            baseline=baseline,
            size=size,
            bold=2 * heavy > sum(len(word.text) for word in words),
            all_bold=bool(lettered) and all(word.bold for word in lettered),
            some_bold=heavy > 0,
            all_italic=bool(lettered) and all(word.italic for word in lettered),
            upright=words[0].upright,
            hyphen=words[-1].hyphen,
            notes=tuple(notes),
            tag=next((word.tag for word in words if word.tag and word.tag.role != "Lbl"), words[0].tag),
            edges=_edges(words, starts),
        )

    @property
    def left(self) -> float:
        """Left side of the first word."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """Right side of the last word."""
        return self.rights[-1]

    @property
    def first_word_width(self) -> float:
        """How wide the text is up to its first space."""
        space = self.text.find(" ")
        last = bisect_left(self.starts, space) if space > 0 else len(self.starts)
        return self.rights[last - 1] - self.left

    def box(self, start: int, end: int) -> Box | None:
        """Return the box around ``text[start:end]``, as high as the line; none without edges."""
        if self.edges is None:
            return None
        lefts, rights = self.edges
        return Box(min(lefts[start:end]), self.top, max(rights[start:end]), self.bottom)


def _edges(words: Sequence[Word], starts: Sequence[int]) -> tuple[array[float], array[float]] | None:
    """Return the sides of the characters of a line, spaces between words included."""
    lefts, rights = array("f"), array("f")
    for word, start in zip(words, starts, strict=True):
        if word.edges is None:
            return None
        if start > len(lefts):
            lefts.append(rights[-1])
            rights.append(word.left)
        lefts.extend(word.edges[0])
        rights.extend(word.edges[1])
    return lefts, rights


@dataclass(frozen=True, slots=True)
class LinePage:
    """The lines of one page in reading order; see `WordPage` for `pictured` and `failed`."""

    width: float
    height: float
    lines: tuple[Line, ...]
    pictured: float
    failed: bool

    @property
    def text(self) -> str:
        """The canonical text of the page."""
        return "".join(part for line in self.lines for part in (line.text, line.ends))[:-1]
