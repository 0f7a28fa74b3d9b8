"""The lines of a Markdown text: where they stand, and how what a parser made of them is found back in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.documents.markdown_asides import WORDS, Asides, unread_in
from crisisgraph.documents.segments import Cut, cut_out, trimmed
from crisisgraph.model import Block, BlockKind, Segment

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_SIGN = re.compile(r"[\s>#|*+-]*")
_DEFINITION_OR_FENCE = re.compile(r"\s*(?:>\s*)*(?:\[[^\]]+\]:|```|~~~)")

#: Where a stretch of parsed text begins, in that text and in the file.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkdownLines:
    """A Markdown text without its asides, by lines, and the stretches of it that are never read."""

    text: str
    starts: tuple[int, ...]
    unread: Sequence[Cut]

    @classmethod
    def of(cls, asides: Asides) -> MarkdownLines:
        """Cut a text into lines, as Markdown does."""
        starts = (0, *(found.end() for found in _LINE_BREAK.finditer(asides.text)))
        return cls(asides.text, starts, unread_in(asides))

    def line(self, number: int) -> str:
        """Return a line without its end."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def words(self, first: int, last: int) -> Iterator[Segment]:
        """Yield what stands on the lines from `first` up to `last`, but for the signs with which a line begins."""
        for number in range(first, last):
            line, start = self.line(number), self.starts[number]
            sign = _SIGN.match(line)
            for run in WORDS.finditer(line, sign.end() if sign else 0):
                yield Segment(start + run.start(), start + run.end(), " ")

    def places(self, content: str, first: int, after: int) -> list[Place]:
        """Return where the parsed `content` of the lines from `first` stands, in that line from column `after` on.

        :raises ValueError: when it does not stand there, because the parser changed it.
        """
        places: list[Place] = []
        position = 0
        for number, line in enumerate(content.split("\n"), start=first):
            start, own = self.starts[number], self.line(number)
            column = own.find(line, after if number == first else 0)
            if column < 0:  # a bar in a cell of a table is escaped
                column = own.index(line.replace("|", "\\|"), after)
                bars = enumerate(re.finditer(r"\|", line), start=1)
                places += ((position + bar.start(), start + column + bar.start() + shift) for shift, bar in bars)
            places.append((position, start + column))
            position += len(line) + 1
        return sorted(places)

    def stretches(self, places: Sequence[Place], start: int, end: int) -> Iterator[Cut]:
        """Yield the stretches of the text that ``[start, end)`` of parsed content is, without what is never read."""
        while start < end:
            index = bisect_right(places, start, key=lambda place: place[0]) - 1
            stop = min(end, places[index + 1][0] if index + 1 < len(places) else end)
            shift = places[index][1] - places[index][0]
            yield from cut_out(start + shift, stop + shift, self.unread)
            start = stop

    def left_over(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Yield the lines with words that are in no block, so that nothing is lost."""
        seen = {
            number
            for block in blocks
            for segment in block.segments
            for number in range(self._number(segment.start), self._number(segment.end - 1) + 1)
        }
        for number in range(len(self.starts)):
            line = self.line(number)
            if number not in seen and any(map(str.isalnum, line)):
                kind = BlockKind.FURNITURE if _DEFINITION_OR_FENCE.match(line) else BlockKind.PARAGRAPH
                yield Block(kind, trimmed(self.text, self.words(number, number + 1)))

    def _number(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1
