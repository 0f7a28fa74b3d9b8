"""What the blocks of a reaction hold by their form: advice and findings told again, answers, promises, running text.

Labels, lists, quotes, headings and tables tell which words are the other body's; the rest is read sentence by sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crisisgraph.model import BlockKind
from crisisgraph.statements.cells import row_pieces
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.imperatives import is_act, is_imperative
from crisisgraph.statements.letters.announcements import Lead, announced, lead_of
from crisisgraph.statements.letters.labels import Column, Label, heads, labels_in
from crisisgraph.statements.letters.masks import SELF
from crisisgraph.statements.letters.parties import Parties
from crisisgraph.statements.view import BlockView, EditionView, Sentence


class Role(StrEnum):
    """What stands in a part of a block."""

    ADVICE = "advice"  #: what the other body recommends
    FINDING = "finding"  #: what it concludes
    ANSWER = "answer"  #: the side that answers takes a stand here
    PROMISE = "promise"  #: what it will do
    TEXT = "text"
    HEADING = "heading"  #: a new subject begins
    SILENT = "silent"  #: announces what follows, or says nothing


@dataclass(frozen=True, slots=True)
class Part:
    """``text[start:end]`` of a block, what it holds, and the rule that tells.

    `whole`: it is one statement.
    """

    block: BlockView
    role: Role
    start: int
    end: int
    rule: str = ""
    number: str | None = None
    whole: bool = False

    @property
    def labelled(self) -> bool:
        """Tell whether the label of an advice or a finding stands before it."""
        return self.rule in ("labelled recommendation", "labelled finding")


_ROLES = {
    Column.ADVICE: Role.ADVICE,
    Column.FINDING: Role.FINDING,
    Column.ANSWER: Role.ANSWER,
    Column.PROMISE: Role.PROMISE,
    Column.OTHER: Role.TEXT,
}
#: The rule of a heading over what the other body found.
_SUMMARY = "summary"
_TIMES = 2  # so often a label without a sign stands in a reaction, or it is a heading like any other
_FEWEST_WORDS = 3  # of a recommendation that is told again
_LONGEST_HEADING = 200  # characters of one that is a heading
_ABOUT_ADVICE = re.compile(r"aanbeveling|advies|adviezen|leerpunt|verbeterpunt", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4})$")
_QUOTED = re.compile(r"^\W*[«‘“\"„'](?P<said>.{15,})[»’”\"'][.,;]?\W*$", re.DOTALL)
_AD = re.compile(r"ad\b", re.IGNORECASE)  # "Ad 2." stands before what is answered, or before the answer
_REPLIES = re.compile(r"(?:dit|dat|deze|die|hier|daar)\w*\s", re.IGNORECASE)
_CLOSES = re.compile(
    r"^\W*(?:tot\s+slot|ten\s+slotte|afsluitend|hoogachtend|met\s+vriendelijke\s+groet)\b", re.IGNORECASE
)


def parts_of(view: EditionView, parties: Parties, book: CueBook) -> tuple[Part, ...]:
    """Return the parts of `view` in reading order; footnotes are left out."""
    return tuple(_Walk(view, parties, book).parts())


class _Walk:
    """One pass over the blocks, with the bare label and the list that are open."""

    def __init__(self, view: EditionView, parties: Parties, book: CueBook) -> None:
        self._view = view
        self._parties = parties
        self._book = book
        self._labels = {
            block.index: labels_in(view, block) for block in view.blocks if block.kind is not BlockKind.TABLE
        }
        self._times = Counter(_words(view, at, label) for at, labels in self._labels.items() for label in labels)
        self._pending: Label | None = None
        self._list = Role.TEXT
        self._series: tuple[tuple[str, ...], int] | None = None  # the section and number of the last numbered item
        self._columns: tuple[Column | None, ...] = ()
        self._entries = self._numbered_entries()
        opens = [block for block in view.blocks if block.kind is BlockKind.PARAGRAPH and self._opens_with_advice(block)]
        self._opening_advice = frozenset(block.index for block in opens) if len(opens) >= _TIMES else frozenset()

    def _numbered_entries(self) -> frozenset[int]:
        """Return the numbered headings of a series most of which ask for something: all of it is a list of advice."""
        series: dict[tuple[str, ...], list[BlockView]] = {}
        for block in self._view.headings():
            if _NUMBER.match(block.block.marker or "") and len(block.text.split()) >= _FEWEST_WORDS:
                series.setdefault(block.section, []).append(block)
        return frozenset(
            block.index
            for blocks in series.values()
            if 2 * sum(is_imperative(block.text, self._book) for block in blocks) > len(blocks) >= _TIMES
            for block in blocks
        )

    def parts(self) -> Iterator[Part]:
        for block in self._view.blocks:
            if block.kind is BlockKind.TABLE:
                yield from self._row(block)
                continue
            self._columns = ()
            if block.kind is BlockKind.FOOTNOTE:
                continue
            labels = [label for label in self._labels[block.index] if self._is_trusted(label, block)]
            if labels:
                yield from self._labelled(block, labels)
            elif block.kind is BlockKind.HEADING:
                self._pending = None
                summary = announced(self._parties.mask(block.text).text) is Lead.SUMMARY
                yield Part(block, Role.HEADING, 0, len(block.text), _SUMMARY if summary else "")
                yield from self._heading(block)
            elif self._pending is not None and not _CLOSES.match(block.text):
                yield from self._under_label(block, self._pending)
            elif block.kind is BlockKind.LIST_ITEM:
                yield from self._item(block)
            else:
                self._pending = None
                yield from self._paragraph(block)

    # --- labels ---------------------------------------------------------------------------------------

    def _is_trusted(self, label: Label, block: BlockView) -> bool:
        if label.mark == ":" or (label.column is Column.ADVICE and (label.mark or label.number)):
            return True
        return self._times[_words(self._view, block.index, label)] >= _TIMES

    def _labelled(self, block: BlockView, labels: Sequence[Label]) -> Iterator[Part]:
        if labels[0].start > 0:
            yield from (
                self._under_label(block, self._pending, labels[0].start)
                if self._pending
                else [Part(block, Role.TEXT, 0, labels[0].start)]
            )
        self._pending = None
        ends = [*(label.start for label in labels[1:]), len(block.text)]
        for label, end in zip(labels, ends, strict=True):
            content = block.text[label.end : end].strip()
            if not content or self._is_title(block, label, content):
                self._pending = label if end == len(block.text) else None
                continue
            yield from self._content(block, label, label.end, end)

    def _is_title(self, block: BlockView, label: Label, content: str) -> bool:
        """Tell whether what follows a label in a heading names the advice under it: "Aanbeveling 3 – Water"."""
        if label.column not in (Column.ADVICE, Column.FINDING) or block.kind is not BlockKind.HEADING:
            return False
        following = self._view.blocks[block.index + 1 : block.index + 2]
        if not following or following[0].kind is BlockKind.HEADING:
            return False
        if len(content.split()) < _FEWEST_WORDS:
            return True
        quoted = _QUOTED.match(following[0].text) is not None
        return not is_imperative(content, self._book) and (quoted or is_imperative(following[0].text, self._book))

    def _content(self, block: BlockView, label: Label, start: int, end: int) -> Iterator[Part]:
        role = _ROLES[label.column]
        if (
            role is Role.ADVICE
            and _AD.match(block.text[label.start : label.end])
            and not is_imperative(block.text[start:end], self._book)
        ):
            yield Part(block, Role.ANSWER, start, end, "behind a label")
        elif role is Role.ADVICE:
            yield from self._advice(block, start, end, "labelled recommendation", label.number)
        elif role is Role.FINDING:
            stop = self._end_of_finding(block, start, end)
            yield Part(block, role, start, stop, "labelled finding", label.number, whole=True)
            if block.text[stop:end].strip():
                yield Part(block, Role.TEXT, stop, end)
        else:
            yield Part(block, role, start, end, "behind a label")

    def _end_of_finding(self, block: BlockView, start: int, end: int) -> int:
        """Return where the side that answers takes the word, or `end`."""
        for sentence in [s for s in block.sentences if start < s.start < end]:
            if _REPLIES.match(sentence.text) or self._parties.mask(sentence.text).text[:1] == SELF:
                return sentence.start
        return end

    def _under_label(self, block: BlockView, label: Label, end: int | None = None) -> Iterator[Part]:
        """Yield the parts of a block that follows a bare label; one of advice or a finding holds for the next."""
        stop = len(block.text) if end is None else end
        following = self._view.blocks[block.index + 1 : block.index + 2]
        goes_on = block.kind is BlockKind.LIST_ITEM and bool(following) and following[0].kind is BlockKind.LIST_ITEM
        if label.column in (Column.ADVICE, Column.FINDING) and not goes_on:
            self._pending = None
        number = label.number if block.kind is not BlockKind.LIST_ITEM else block.number or label.number
        yield from self._content(block, replace(label, number=number), 0, stop)

    # --- blocks without a label -----------------------------------------------------------------------

    def _heading(self, block: BlockView) -> Iterator[Part]:
        marker = block.block.marker or ""
        counted = bool(_NUMBER.match(marker)) or any(_ABOUT_ADVICE.search(title) for title in block.section)
        short = len(block.text) <= _LONGEST_HEADING or _QUOTED.match(block.text) is not None
        if counted and short and (is_imperative(block.text, self._book) or block.index in self._entries):
            yield self._whole(block, "restated as a heading")

    def _item(self, block: BlockView) -> Iterator[Part]:
        before = self._view.blocks[block.index - 1] if block.index else None
        if (before is None or before.kind is not BlockKind.LIST_ITEM) and not self._goes_on(block):
            self._list = self._role_of_list(block, before)
        number = block.number
        self._series = (block.section, int(number)) if number is not None and number.isdigit() else None
        if self._list is Role.ADVICE:
            yield from self._advice(block, 0, len(block.text), "item of a list of the other body", number)
        elif self._list is Role.FINDING:
            yield Part(block, Role.FINDING, 0, len(block.text), "item of its findings", block.number, whole=True)
        elif self._list is not Role.SILENT:
            yield Part(block, self._list, 0, len(block.text), "item of a list of promises")

    def _goes_on(self, block: BlockView) -> bool:
        """Tell whether a numbered item goes on with the list above the text that stands between them."""
        number = block.number or ""
        return number.isdigit() and self._series == (block.section, int(number) - 1)

    def _role_of_list(self, first: BlockView, before: BlockView | None) -> Role:
        items = [first]
        for block in self._view.blocks[first.index + 1 :]:
            if block.kind is not BlockKind.LIST_ITEM:
                break
            items.append(block)
        lead = lead_of(before, self._parties) if before is not None else Lead.NONE
        acts = sum(is_act(item.text, self._book) for item in items)
        imperatives = sum(is_imperative(item.text, self._book) for item in items)
        if lead is Lead.SILENT:
            return Role.SILENT
        if lead is Lead.ADVICE or (acts * 2 >= len(items) and lead is Lead.ABOUT_ADVICE):
            return Role.ADVICE
        if lead is Lead.FINDING:
            return Role.FINDING
        if lead is Lead.PROMISE:
            return Role.PROMISE
        alone = len(items) == 1 and not (_NUMBER.match(first.block.marker or "") and len(first.sentences) == 1)
        return Role.ADVICE if imperatives * 2 > len(items) and not alone and first.block.marker != ">" else Role.TEXT

    def _paragraph(self, block: BlockView) -> Iterator[Part]:
        quoted = _QUOTED.match(block.text)
        if quoted and (is_act(quoted["said"], self._book) or self._is_announced(block)):
            yield self._whole(block, "quoted advice", quoted.span("said"))
        elif block.index in self._opening_advice:
            yield from self._advice(block, 0, len(block.text), "imperative before an answer", block.number)
        elif self._announces(block):
            last = block.sentences[-1]
            if last.start > 0:
                yield Part(block, Role.TEXT, 0, last.start)
        else:
            yield Part(block, Role.TEXT, 0, len(block.text))

    def _opens_with_advice(self, block: BlockView) -> bool:
        """Tell whether a paragraph begins with an imperative: a reaction gives no orders of its own."""
        first = block.sentences[0].text if block.sentences else ""
        return len(first.split()) > _FEWEST_WORDS and is_imperative(first, self._book) and not first.endswith(":")

    def _announces(self, block: BlockView) -> bool:
        """Tell whether the last sentence of a paragraph announces what follows it, and says nothing of its own."""
        following = self._view.blocks[block.index + 1 : block.index + 2]
        if not block.sentences or not following or following[0].kind is not BlockKind.LIST_ITEM:
            return False
        return lead_of(block, self._parties) is not Lead.NONE

    def _is_announced(self, block: BlockView) -> bool:
        before = self._view.blocks[block.index - 1] if block.index else None
        return before is not None and lead_of(before, self._parties) in (Lead.ADVICE, Lead.ABOUT_ADVICE)

    # --- rows of a table ------------------------------------------------------------------------------

    def _row(self, block: BlockView) -> Iterator[Part]:
        self._pending = None
        pieces = row_pieces(self._view, block)
        if not self._columns:
            names = {at: heads(block.text[start:end]) for at, (start, end) in pieces.items()}
            known = set(names.values())
            if Column.ADVICE in known and known & {Column.ANSWER, Column.PROMISE}:
                self._columns = tuple(names.get(at) for at in range(max(names) + 1))
            return
        number = None
        for at, (start, end) in sorted(pieces.items()):
            column = self._columns[at] if at < len(self._columns) else None
            text = block.text[start:end].strip()
            if column is Column.OTHER and _NUMBER.match(text.rstrip(".")):
                number = text.rstrip(".")
            elif column is not None and text:
                role = _ROLES[column]
                said = role in (Role.ADVICE, Role.FINDING)
                yield Part(block, role, start, end, "cell of a table", number if said else None, whole=True)

    # --- pieces ---------------------------------------------------------------------------------------

    def _whole(self, block: BlockView, rule: str, place: tuple[int, int] | None = None) -> Part:
        quoted = _QUOTED.match(block.text)
        start, end = place or (quoted.span("said") if quoted else (0, len(block.text)))
        return Part(block, Role.ADVICE, start, end, rule, block.block.marker, whole=True)

    def _advice(self, block: BlockView, start: int, end: int, rule: str, number: str | None) -> Iterator[Part]:
        """Yield the advice at the beginning of ``text[start:end]``, and the text that goes on after it."""
        quoted = _QUOTED.match(block.text[start:end])
        if quoted:
            yield Part(
                block, Role.ADVICE, start + quoted.start("said"), start + quoted.end("said"), rule, number, whole=True
            )
            return
        sentences = [s for s in block.sentences if s.end > start and s.start < end]
        stop = end
        for sentence in sentences[1:]:
            if not is_imperative(sentence.text, self._book):
                stop = sentence.start
                break
        yield Part(block, Role.ADVICE, start, stop, rule, number, whole=True)
        if block.text[stop:end].strip():
            yield Part(block, Role.TEXT, stop, end)


def _words(view: EditionView, at: int, label: Label) -> str:
    """Return the words of a label without its number: a label without a sign counts when it comes back."""
    found = re.match(r"[^\W\d]+(?:\s+[^\W\d]+)?", view.blocks[at].text[label.start : label.end])
    return found.group().split()[0].casefold() if found else ""


def sentences_of(part: Part) -> Iterator[Sentence]:
    """Yield the sentences of a part; one that the part cuts is cut."""
    for sentence in part.block.sentences:
        start, end = max(sentence.start, part.start), min(sentence.end, part.end)
        piece = part.block.text[start:end] if start < end else ""
        if piece.strip():
            span, text = part.block.part(start, end)
            left = start + len(piece) - len(piece.lstrip())
            yield Sentence(left, left + len(text), text, span)
