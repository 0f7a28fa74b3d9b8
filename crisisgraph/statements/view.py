"""One report as the finders read it: its blocks in order, each with the headings above it and its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from crisisgraph.model import Block, BlockKind, Document, Edition, Reading, Report, Span
from crisisgraph.passages import read_blocks
from crisisgraph.statements.sentences import split_sentences

_ENOUGH = 60  # characters by which a part of a sentence is found in it


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: `start` and `end` are positions in the block's reading text, `span` is canonical."""

    start: int
    end: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block as it is read; `section` is the path of headings above it (its own text not included, if a heading).

    `index` counts the blocks of the edition, so that ``view.blocks[index]`` is this one; `title` is the text with the
    marker as printed; `is_statement` marks a numbered heading that is a whole sentence and opens no section.
    """

    index: int
    block: Block
    reading: Reading
    section: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    title: str
    is_statement: bool

    @property
    def kind(self) -> BlockKind:
        """What the block is."""
        return self.block.kind

    @property
    def text(self) -> str:
        """The clean text of the block, without its marker."""
        return self.reading.text

    @property
    def number(self) -> str | None:
        """The printed number of a heading or item, or None; a bullet is none."""
        marker = self.block.marker
        return marker if marker and marker[:1].isalnum() else None

    @property
    def span(self) -> Span:
        """The canonical span of the whole block."""
        return Span(self.block.start, self.block.end)

    def part(self, start: int, end: int) -> tuple[Span, str]:
        """Return the canonical span and the clean text of ``text[start:end]``, white space at both ends left out.

        :raises SpanError: when nothing is left.
        """
        piece = self.text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        return self.reading.span(left, right), self.text[left:right]


@dataclass(frozen=True)
class EditionView:
    """A report in a document as every finder reads it; made once by `view_of` and shared."""

    document: Document
    edition: Edition
    blocks: tuple[BlockView, ...]

    @property
    def report(self) -> Report:
        """The report that is read."""
        return self.edition.report

    @cached_property
    def text(self) -> str:
        """The whole report as one clean text, a line per block: for what a report introduces once and uses later."""
        return "\n".join(block.title for block in self.blocks)

    def opening(self, text: str, place: int) -> str:
        """Return what stands in a sentence before `text`, a part of it that begins at the canonical `place`."""
        at = bisect_right(self._starts, place) - 1
        for sentence in self.blocks[at].sentences if at >= 0 else ():
            if sentence.span.start < place < sentence.span.end:
                found = sentence.text.find(text[:_ENOUGH])
                return sentence.text[: max(0, found)]
        return ""

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(block.span.start for block in self.blocks)

    def headings(self) -> Iterator[BlockView]:
        """Yield the headings of the report in reading order."""
        return (block for block in self.blocks if block.kind is BlockKind.HEADING)


def view_of(document: Document, edition: Edition) -> EditionView:
    """Return `edition` of `document` as the finders read it; furniture and empty blocks are left out."""
    blocks = (
        BlockView(
            index, read.block, read.reading, read.section, _sentences(read.reading), read.title, read.is_statement
        )
        for index, read in enumerate(read_blocks(document, edition))
    )
    return EditionView(document, edition, tuple(blocks))


def _sentences(reading: Reading) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, end, reading.text[start:end], reading.span(start, end))
        for start, end in split_sentences(reading.text)
    )
