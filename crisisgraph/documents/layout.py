"""Hard-wrapped plain text to pages and blocks: what belongs together, what it is, and what is read of it.

The text may be single- or double-spaced, come from a PDF with page turns, page numbers and footnotes in the middle of
its sentences, and have bullets that stand alone, run on or were lost.  The rules are about Dutch and about layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisisgraph.documents.drafts import Draft, gather
from crisisgraph.documents.hyphens import Hyphens
from crisisgraph.documents.lines import Line, Spacing, split_lines, without
from crisisgraph.documents.notes import Note, find_notes
from crisisgraph.documents.outline import outline
from crisisgraph.documents.pages import find_pages
from crisisgraph.documents.segments import UNREAD, Cut, cut_out, merged
from crisisgraph.model import Block, BlockKind, Page, Segment


def find_layout(text: str) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    """Return the pages of a plain text and its blocks, in the order of their first characters.

    >>> pages, blocks = find_layout("Hoog water\\n\\nDe dijk brak door\\nin de nacht.\\n\\n• Oefen vaker")
    >>> [(block.kind.value, block.marker) for block in blocks]
    [('heading', None), ('paragraph', None), ('list item', '•')]
    """
    lines = split_lines(text)
    spacing = Spacing.of(lines)
    pagination = find_pages(text, lines, spacing)
    printed = [lines[index] for index in sorted(pagination.furniture)]
    lines = without(lines, pagination.furniture)
    notes = find_notes(text, lines, spacing)
    cuts = merged([*(found.span() for found in UNREAD.finditer(text)), *(note.mark for note in notes)])
    hyphens = Hyphens.of(text)
    in_notes = frozenset(index for note in notes for index in range(note.first, note.last + 1))
    drafts = gather(without(lines, in_notes), spacing)
    reader = _Reader(cuts, hyphens)
    blocks = [
        *(reader.block(draft, kind, level) for draft, (kind, level) in zip(drafts, outline(drafts), strict=True)),
        *(reader.note(note, lines) for note in notes),
        *(_furniture(line) for line in printed),
    ]
    return pagination.pages, tuple(sorted(blocks, key=lambda block: block.start))


def _furniture(line: Line) -> Block:
    return Block(BlockKind.FURNITURE, (Segment(line.start, line.end),))


class _Reader:
    """Turns lines into the segments that are read: without markers, marks, broken hyphens and invisible signs."""

    def __init__(self, cuts: Sequence[Cut], hyphens: Hyphens) -> None:
        self._cuts = cuts
        self._hyphens = hyphens

    def block(self, draft: Draft, kind: BlockKind, level: int) -> Block:
        segments = tuple(self._segments(draft.lines, draft.marker.length if draft.marker else 0))
        if not segments:  # a marker with nothing behind it
            return _furniture(draft.lines[0])
        return Block(kind, segments, level, draft.marker.text if draft.marker else None)

    def note(self, note: Note, lines: Sequence[Line]) -> Block:
        own = lines[note.first : note.last + 1]
        return Block(BlockKind.FOOTNOTE, tuple(self._segments(own, note.length)), 0, note.number)

    def _segments(self, lines: Sequence[Line], skip: int) -> Iterator[Segment]:
        glue = ""
        for place, line in enumerate(lines):
            start = line.start + (skip if place == 0 else 0)
            end, after = line.end, " "
            if place + 1 < len(lines):
                joined = self._hyphens.join(line.text, lines[place + 1].text)
                if joined:
                    end, after = line.end - joined[0], joined[1]
            for piece in cut_out(start, end, self._cuts):
                yield Segment(*piece, glue)
                glue = ""
            glue = after
