"""Recommendations that a report makes in its own name: entries of lists, and sentences that recommend.

What is not found here: what a letter says that another body recommends (see `letter`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crisisgraph.model import BlockKind, Kind, Level, Span
from crisisgraph.statements.cells import Column, cells_of
from crisisgraph.statements.cues import CueBook, Table
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import has_imperative, is_act, is_imperative, is_instruction
from crisisgraph.statements.items import Depths, is_empty, is_reference, items_from, keywords_under
from crisisgraph.statements.sections import Place, Role, is_for_whom
from crisisgraph.statements.view import BlockView, EditionView, Sentence
from crisisgraph.statements.voices import Voices, pass_on
from crisisgraph.statements.weighing import borne_out, is_weighed, weigh

_LONGEST_TITLE = 120  # characters of the first sentence of an entry that names it
_LONGEST_ENTRY = 900  # characters
#: A sentence that goes on about the advice in the sentence before it.
_GOES_ON = re.compile(
    r"(?:daar|hier)(?:bij|voor|toe|in|naast|mee)\b|(?:ook|verder|voorts|tevens|bovendien)\b", re.IGNORECASE
)
_ADDRESSED = re.compile(r"https?://|\bwww\.")


@dataclass(frozen=True, slots=True)
class _Holder:
    """A statement that can have others under it, and how deep in the list it stands (-1: a heading or paragraph)."""

    draft: Draft
    depth: int


def find_recommendations(
    view: EditionView, places: tuple[Place, ...], book: CueBook, voices: Voices
) -> tuple[Draft, ...]:
    """Return the recommendations of `view` with who makes them, mains before their subs, in reading order."""
    drafts = borne_out(tuple(_Walk(view, places, book, voices).drafts()))
    speaking = frozenset(cue.name for cue in book.of(Table.SENTENCE) if not cue.where)
    return tuple(pass_on(drafts, view, places, voices, speaking))


class _Walk:
    """One pass over the blocks, with the statements that are open above the block at hand."""

    def __init__(self, view: EditionView, places: tuple[Place, ...], book: CueBook, voices: Voices) -> None:
        self._view = view
        self._voices = voices
        self._places = places
        self._book = book
        self._holders: list[_Holder] = []
        self._depths = Depths()
        self._list_is_advice = False
        self._skip_to = -1
        self._cells = cells_of(view)

    def drafts(self) -> Iterator[Draft]:
        for block, place in zip(self._view.blocks, self._places, strict=True):
            if place.role is Role.OUTSIDE or block.kind is BlockKind.FOOTNOTE:
                continue
            if block.index in self._cells:
                yield from self._row(block)
            elif block.kind is BlockKind.TABLE:
                continue
            elif block.kind is BlockKind.HEADING:
                yield from self._heading(block, place)
            elif block.kind is BlockKind.LIST_ITEM:
                yield from self._item(block, place)
            else:
                yield from self._paragraph(block, place)

    # --- rows of tables -------------------------------------------------------------------------------

    def _row(self, block: BlockView) -> Iterator[Draft]:
        """Yield what the cells of advice in a row of a table say."""
        self._holders, self._depths = [], Depths()
        for cell in self._cells[block.index]:
            if cell.column is Column.ADVICE and not is_empty(block.text[cell.start : cell.end]):
                span, text = block.part(cell.start, cell.end)
                yield replace(self._draft(block, span, text, "cell of a table of advice"), number=cell.number)

    # --- headings -------------------------------------------------------------------------------------

    def _heading(self, block: BlockView, place: Place) -> Iterator[Draft]:
        self._holders, self._depths = [], Depths()
        if labelled := self._labelled(block):
            yield labelled
        elif place.entry and place.role is Role.ADVICE:
            yield self._open(self._whole(block, "numbered advice heading"), -1)

    def _labelled(self, block: BlockView) -> Draft | None:
        """Return what follows a label such as "Aanbeveling 3:", in this block or, after a bare label, in the next."""
        for cue in self._book.of(Table.LABEL):
            found = cue.search(block.text)
            if found is None or cue.yields not in (Role.ADVICE, Role.MIXED):
                continue
            if cue.yields == Role.MIXED and not self._asks(block, found.end()):
                continue
            number = next((value for value in found.groups() if value), None)
            where, start = block, found.end()
            if self._is_opener(block):
                return None
            if not block.text[start:].strip():
                following = self._view.blocks[block.index + 1 : block.index + 2]
                if not following or following[0].kind is BlockKind.HEADING:
                    return None
                where, start = following[0], 0
                self._skip_to = where.index
            span, text = where.part(start, len(where.text))
            shape = self._book.shapes["labelled advice"]
            draft = Draft(
                Kind.RECOMMENDATION,
                span,
                text,
                block.section,
                shape.name,
                shape.confidence,
                number=number or block.number,
            )
            return self._open(draft, -1)
        return None

    def _is_opener(self, block: BlockView) -> bool:
        """Tell whether a label with a title stands over a list that is the advice: "Advies 2 – Helderder"."""
        following = self._places[block.index + 1 : block.index + 2]
        return bool(following) and following[0].listed and following[0].opener == block.index

    def _asks(self, block: BlockView, after: int) -> bool:
        """Tell whether what stands after a label that can be of a finding too asks for something."""
        text = block.text[after:].strip()
        following = self._view.blocks[block.index + 1 : block.index + 2]
        if not text and following and following[0].kind is not BlockKind.HEADING:
            text = following[0].text
        advised = Place(Role.ADVICE)
        return is_act(text, self._book) or any(
            is_weighed(sentence.text, advised, self._book) for sentence in block.sentences if sentence.end > after
        )

    # --- list items -----------------------------------------------------------------------------------

    def _item(self, block: BlockView, place: Place) -> Iterator[Draft]:
        first = block.index == 0 or self._view.blocks[block.index - 1].kind is not BlockKind.LIST_ITEM
        if first:
            self._begin_list(block, place)
        depth = self._depths.depth(block)
        if block.index <= self._skip_to or is_empty(block.text) or is_reference(block.text):
            return
        if labelled := self._labelled(block):
            yield labelled
            return
        self._holders = [] if self._goes_on(block) else [h for h in self._holders if h.depth < depth]
        if not self._counts(block, place):
            yield from self._item_sentences(block, place, depth)
            return
        if lead := self._bold_lead(block, place):
            yield self._open(lead, depth)
            yield from self._parts(block, place, lead, self._after_lead(block))
            return
        name = self._item_rule(block, place)
        group = keywords_under(self._view, block, self._book)
        draft = self._grouped(block, group, name) if group else self._whole(block, name)
        yield self._open(draft, depth)
        yield from self._parts(block, place, draft)

    def _parts(self, block: BlockView, place: Place, whole: Draft, after: int = 1) -> Iterator[Draft]:
        """Yield the further sentences of an entry that ask for something themselves, under the entry.

        :param after: where in the text of the block the first of them can begin.
        """
        for sentence in block.sentences:
            found = self._recommends(block, sentence, place) if sentence.start >= after else None
            if found is not None and self._stands_alone(found[0]):
                name, confidence, explicit = found
                draft = self._draft(block, sentence.span, sentence.text, name, confidence, explicit=explicit)
                yield replace(draft, level=Level.SUB, parent=whole)

    def _goes_on(self, block: BlockView) -> bool:
        """Tell whether a numbered item goes on with the series of the entry above it: "5." after the heading "4."."""
        above = self._holders[0].draft.number if self._holders else None
        number = block.number
        return bool(above and number and above.isdigit() and number.isdigit() and int(number) == int(above) + 1)

    def _item_rule(self, block: BlockView, place: Place) -> str:
        if self._list_is_advice and place.role not in (Role.ADVICE, Role.MIXED):
            return "imperative list"
        asks = is_act(block.text, self._book) or self._weighed([block], place) > 0
        if self._holders:
            return "item that asks, under advice" if asks else "item under advice"
        return "item that asks, in an advice list" if asks else "item of an advice list"

    def _begin_list(self, block: BlockView, place: Place) -> None:
        """Look over the list that begins at `block`: whether its items ask for acts, and what they stand under."""
        self._depths = Depths()
        before = self._view.blocks[block.index - 1] if block.index else None
        items = items_from(self._view, block)
        acts = sum(is_act(item.text, self._book) for item in items)
        imperatives = [item for item in items if is_imperative(item.text, self._book)]
        steps = sum(is_instruction(item.text, self._book) for item in imperatives)
        if place.role is Role.ADVICE:
            introduced = (
                before is not None and before.kind is BlockKind.PARAGRAPH and before.text.rstrip().endswith(":")
            )
            self._list_is_advice = (
                place.listed
                or not introduced
                or acts * 3 >= len(items)
                or self._weighed(items, place) * 2 >= len(items)
            )
        else:
            most = 3 * len(imperatives) >= 2 * len(items) and len(items) > 1
            self._list_is_advice = (most or place.spoken) and len(items) > 2 * steps
        if before is not None and before.kind is BlockKind.PARAGRAPH:
            # an announced list stands under the advice just before it; any list under a heading that is an entry
            announced = place.listed or before.text.rstrip().endswith(":")
            self._holders = [
                holder
                for holder in self._holders
                if self._is_heading(holder) or (announced and holder.draft.span.end >= before.span.start)
            ]

    def _is_heading(self, holder: _Holder) -> bool:
        return holder.draft.rule in ("numbered advice heading", "labelled advice")

    def _weighed(self, items: list[BlockView], place: Place) -> int:
        return sum(any(is_weighed(s.text, place, self._book) for s in item.sentences) for item in items)

    def _counts(self, block: BlockView, place: Place) -> bool:
        """Tell whether the item as a whole is a recommendation because of the list in which it stands."""
        if block.sentences and all(self._book.first(Table.QUESTION, s.text) for s in block.sentences):
            return False
        if place.role is Role.ADVICE:
            return self._list_is_advice and not (_ADDRESSED.search(block.text) and not is_act(block.text, self._book))
        if place.role is Role.MIXED:
            return is_act(block.text, self._book)
        return place.role is Role.NEUTRAL and self._list_is_advice and has_imperative(block.text, self._book)

    def _grouped(self, block: BlockView, group: tuple[BlockView, ...], name: str) -> Draft:
        self._skip_to = group[-1].index
        whole = self._whole(block, name)
        text = "; ".join(item.text.strip() for item in group if not is_empty(item.text))
        return self._draft(block, Span(whole.span.start, group[-1].span.end), f"{whole.text}: {text}", name)

    # --- paragraphs -----------------------------------------------------------------------------------

    def _paragraph(self, block: BlockView, place: Place) -> Iterator[Draft]:
        self._holders = [holder for holder in self._holders if self._is_heading(holder)]
        self._depths = Depths()
        if block.index <= self._skip_to or is_empty(block.text) or is_reference(block.text):
            return
        if block.text.endswith(":") and is_for_whom(block.text):
            return
        if labelled := self._labelled(block):
            yield labelled
        elif place.role is Role.ADVICE and (
            block.block.marker or (block.block.bold and is_imperative(block.text, self._book))
        ):
            self._holders = []
            whole = self._open(self._whole(block, "entry of an advice chapter"), -1)
            yield whole
            yield from self._parts(block, place, whole)
        elif lead := self._bold_lead(block, place):
            self._holders = []
            yield self._open(lead, -1)
            yield from self._sentences(block, place, self._after_lead(block))
        elif place.entry and place.role is Role.ADVICE:
            whole = self._open(self._whole(block, self._item_rule(block, place)), 0)
            yield whole
            yield from self._parts(block, place, whole)
        elif place.role is Role.ADVICE and self._has_a_title(block):
            self._holders = []
            yield self._open(self._whole(block, "entry of an advice chapter"), -1)
            yield from self._sentences(block, place, block.sentences[0].end)
        elif block.block.bold and is_imperative(block.text, self._book) and not is_instruction(block.text, self._book):
            yield self._open(self._whole(block, "imperative in bold"), -1)
        else:
            yield from self._sentences(block, place)

    def _bold_lead(self, block: BlockView, place: Place) -> Draft | None:
        """Return the advice that stands in bold before its explanation: "**Oefen samen.** Nu doet elke regio dat."."""
        after = self._after_lead(block)
        text = block.text[:after].strip()
        if not after or is_empty(text) or not is_imperative(text, self._book) or is_instruction(text, self._book):
            return None
        advised = place.role in (Role.ADVICE, Role.MIXED)
        span, text = block.part(0, after)
        return self._draft(block, span, text, "entry of an advice chapter" if advised else "imperative in bold")

    def _after_lead(self, block: BlockView) -> int:
        """Return where in the text of a block its bold opening ends, 0 when it has none."""
        reach = block.block.lead
        return next((at for at in range(1, len(block.text)) if block.reading.offset(at) >= reach), 0) if reach else 0

    def _has_a_title(self, block: BlockView) -> bool:
        """Tell whether a paragraph begins with a title that asks: "Oefen samen. Nu doet elke regio dat apart."."""
        title = block.sentences[0].text if len(block.sentences) > 1 else ""
        return (
            0 < len(title) <= _LONGEST_TITLE and len(block.text) <= _LONGEST_ENTRY and is_imperative(title, self._book)
        )

    def _sentences(self, block: BlockView, place: Place, after: int = 0) -> Iterator[Draft]:
        """Yield the sentences of a paragraph that recommend; what comments on advice just given stands under it.

        :param after: where in the text of the block to begin.
        """
        advised = False  # by a sentence before it in the paragraph
        for sentence in block.sentences:
            if sentence.start < after:
                continue
            goes_on = advised and place.role is Role.NEUTRAL and _GOES_ON.match(sentence.text)
            found = self._recommends(block, sentence, replace(place, role=Role.MIXED) if goes_on else place)
            advised = advised or found is not None
            if found is None:
                if tip := self._tip(block, sentence):
                    yield tip if self._holders else self._open(tip, -1)
                continue
            name, confidence, explicit = found
            if self._stands_alone(name):
                self._holders = [holder for holder in self._holders if self._is_heading(holder)]
            draft = self._draft(block, sentence.span, sentence.text, name, confidence, explicit=explicit)
            yield draft if self._holders or place.role is Role.FINDING else self._open(draft, -1)

    def _tip(self, block: BlockView, sentence: Sentence) -> Draft | None:
        """Return what follows a label in the middle of a paragraph: "… Tip: neem een radio mee."."""
        label = self._book.first(Table.LABEL, sentence.text) if sentence.start else None
        found = label.search(sentence.text) if label is not None and label.yields == Role.ADVICE else None
        if found is None or not has_imperative(sentence.text[found.end() :], self._book):
            return None
        span, text = block.part(sentence.start + found.end(), sentence.end)
        return self._draft(block, span, text, "labelled advice")

    def _item_sentences(self, block: BlockView, place: Place, depth: int) -> Iterator[Draft]:
        """Yield the item as a whole when a sentence of it recommends; of a finding that sentence only."""
        for sentence in block.sentences:
            found = self._recommends(block, sentence, replace(place, listed=True))
            if found is None:
                continue
            name, confidence, explicit = found
            if place.role is not Role.FINDING:
                yield self._open(self._whole(block, name, confidence, explicit=explicit), depth)
                return
            yield self._draft(block, sentence.span, sentence.text, name, confidence, explicit=explicit)

    def _stands_alone(self, name: str) -> bool:
        """Tell whether a sentence found by this rule is advice of its own and no comment on the sentence before it."""
        return name == "imperative" or any(cue.name == name and not cue.where for cue in self._book.of(Table.SENTENCE))

    def _recommends(self, block: BlockView, sentence: Sentence, place: Place) -> tuple[str, float, bool] | None:
        """Return the rule, the confidence and the explicitness with which a sentence recommends, or None."""
        if sentence.text.endswith(":") and self._announces(block, sentence):
            return None
        return weigh(sentence.text, place, self._book, self._voices)

    def _announces(self, block: BlockView, sentence: Sentence) -> bool:
        """Tell whether the advice itself follows the colon at the end of the block."""
        return sentence is block.sentences[-1] and block.index + 1 < len(self._view.blocks)

    # --- drafts ---------------------------------------------------------------------------------------

    def _whole(
        self, block: BlockView, name: str, confidence: float | None = None, *, explicit: bool | None = None
    ) -> Draft:
        span, text = block.part(0, len(block.text))
        return self._draft(block, span, text, name, confidence, explicit=explicit)

    def _draft(
        self,
        block: BlockView,
        span: Span,
        text: str,
        name: str,
        confidence: float | None = None,
        *,
        explicit: bool | None = None,
    ) -> Draft:
        shape = self._book.shapes.get(name)
        number = block.number if span.start == block.span.start else None
        parent = self._holders[-1].draft if self._holders else None
        return Draft(
            Kind.RECOMMENDATION,
            span,
            text,
            block.section,
            name,
            shape.confidence if confidence is None and shape else confidence or 0.0,
            level=Level.SUB if parent else Level.MAIN,
            parent=parent,
            number=number,
            explicit=shape.explicit if explicit is None and shape else bool(explicit),
        )

    def _open(self, draft: Draft, depth: int) -> Draft:
        self._holders.append(_Holder(draft, depth))
        return draft
