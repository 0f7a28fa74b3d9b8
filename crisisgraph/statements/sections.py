"""What the place of a block says about it: advice, findings, both, neither, or nothing to be read at all.

A heading gives the text under it a role by its words; a sentence such as "De raad doet de volgende aanbevelingen:"
gives one to the list that follows.  Headings inside a list of advice can be its entries themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from crisisgraph.model import BlockKind
from crisisgraph.statements.cues import CueBook, Table
from crisisgraph.statements.imperatives import is_act, is_imperative
from crisisgraph.statements.view import BlockView, EditionView


class Role(StrEnum):
    """What stands in a part of a report."""

    ADVICE = "advice"
    FINDING = "finding"
    MIXED = "mixed"  #: findings and advice, told apart by the sentence
    NEUTRAL = "neutral"
    OUTSIDE = "outside"  #: colophon, references, law text: nothing is read


@dataclass(frozen=True, slots=True)
class Place:
    """The role of one block, and the index of the heading or announcement that gave it.

    `listed`: the opener announced a list, so that an item counts whatever its words.  `entry`: the block is itself an
    entry of the list, as a heading or as a paragraph without a bullet.  `direct`: no heading stands between the opener
    and the block.  `spoken`: the report has no part for its advice, so that sentences of its running text may give it.
    """

    role: Role = Role.NEUTRAL
    opener: int | None = None
    listed: bool = False
    entry: bool = False
    direct: bool = False
    spoken: bool = False


_WRITTEN = "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
_NUMBERS = {word: value for value, word in enumerate(_WRITTEN.split(), start=2)}
_LONGEST_LABEL = 80  # characters
_TITLE_SHARE = 0.6
_TITLE_WORDS = 4  # of the title of a list after its label
_NAME_WORDS = 2  # a heading of so few words ("Onze tips") names a section, at the top of a text too
_COUNT = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_SIMPLE_NUMBER = re.compile(r"^(?:\d{1,2}|[A-Za-z]|[IVX]{1,5}|[ivx]{1,5})$")
_LISTING = frozenset({Role.ADVICE, Role.FINDING})


_FOR_WHOM = re.compile(
    r"^(?:\w+ )?(?:aan|voor|richting|gericht aan)\s+(?:de|het|alle|elke|ieder|iedere|u|onze)\b|^voor\s+\w",
    re.IGNORECASE,
)


def is_for_whom(text: str) -> bool:
    """Tell whether a heading or line says for whom the advice under it is: "Aan de minister van …"."""
    return _FOR_WHOM.match(text) is not None


def places_of(view: EditionView, book: CueBook) -> tuple[Place, ...]:
    """Return the place of every block of `view`, in order.

    A report without any part for its advice gives it in the running text, where no heading says otherwise.
    """
    places = _Walk(view, book).places()
    if any(_gathers_advice(place, view, book) for place in places):
        return tuple(places)
    free = Place()
    return tuple(replace(place, spoken=True) if place == free else place for place in places)


def _gathers_advice(place: Place, view: EditionView, book: CueBook) -> bool:
    """Tell whether a block stands in a part of the report that is there for its advice."""
    if place.opener is None or place.role not in (Role.ADVICE, Role.MIXED):
        return False
    cue = book.first(Table.SECTION, view.blocks[place.opener].text.strip(" :"))
    return cue is None or cue.gathers


def simple_number(block: BlockView) -> str | None:
    """Return the printed number of a block where it is one of a plain series (1, A, IV), and not of a chapter (2.1)."""
    marker = block.block.marker
    return marker if marker and _SIMPLE_NUMBER.match(marker) else None


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading whose text goes on: its depth in the outline, the place it gives, and its entries."""

    depth: int
    place: Place
    entries: frozenset[int] = frozenset()


class _Walk:
    """One pass over the blocks, with the headings and the announcement that are open."""

    def __init__(self, view: EditionView, book: CueBook) -> None:
        self._view = view
        self._book = book
        self._open: list[_Open] = []
        self._announced: _Open | None = None
        self._for_whom: Place | None = None  # of the lists under headings that say for whom the advice is

    def places(self) -> list[Place]:
        found: list[Place] = []
        for block in self._view.blocks:
            if block.kind is BlockKind.HEADING:
                found.append(self._heading(block))
                if self._announced is None:
                    self._announce(block)
            else:
                found.append(self._text(block))
        return found

    def _heading(self, block: BlockView) -> Place:
        depth = len(block.section)
        self._open = [heading for heading in self._open if heading.depth < depth or block.index in heading.entries]
        above = self._open[-1].place if self._open else Place()
        if any(block.index in heading.entries for heading in self._open):
            place = replace(above, entry=True, direct=True)
            self._announced = None
        elif (series := self._series(block)) is not None:
            place = series
        elif self._for_whom is not None and is_for_whom(block.text):
            place = replace(self._for_whom, direct=True)
        elif block.is_statement and above.role is not Role.OUTSIDE and is_imperative(block.text, self._book):
            place = Place(Role.ADVICE, block.index, entry=True, direct=True)
        else:
            self._announced = self._for_whom = None
            role = self._role(block) or self._labelled(block)
            place = self._inherited(above) if role is None else Place(role, block.index, direct=True)
        entries = self._entries(block) if place.opener == block.index else frozenset[int]()
        self._open.append(_Open(depth, replace(place, entry=False, listed=place.listed or bool(entries)), entries))
        return place

    def _labelled(self, block: BlockView) -> Role | None:
        """Return the role of what stands under a heading that is advice itself: "Aanbeveling 2: oefen samen"."""
        label = self._book.first(Table.LABEL, block.text)
        return Role.ADVICE if label is not None and label.yields == Role.ADVICE else None

    def _inherited(self, above: Place) -> Place:
        """Return the place that a heading without a role of its own has under `above`."""
        opener = self._view.blocks[above.opener] if above.opener is not None else None
        if opener is not None and opener.kind is not BlockKind.HEADING:
            return Place()  # what a line announced ends at the next heading
        cue = self._book.first(Table.SECTION, opener.text.strip(" :")) if opener is not None else None
        return replace(above, direct=False) if cue is None or cue.passes_on else Place()

    def _series(self, block: BlockView) -> Place | None:
        """Return the place of a numbered heading that follows an announcement, or goes on with its series."""
        if self._announced is None or not simple_number(block) or self._announced.depth not in (-1, len(block.section)):
            return None
        if (cue := self._book.first(Table.SECTION, block.text)) is not None and Role(cue.yields) not in _LISTING:
            return None
        if self._announced.depth == -1 and not self._begins_series(block):
            self._announced = None
            return None
        self._announced = replace(self._announced, depth=len(block.section))
        return replace(self._announced.place, entry=True)

    def _begins_series(self, block: BlockView) -> bool:
        """Tell whether a heading is the first of a numbered series, of as many as the announcement says."""
        opener = self._view.blocks[self._announced.place.opener or 0] if self._announced else block
        siblings = [block]
        for other in self._view.blocks[block.index + 1 :]:
            if other.kind is BlockKind.HEADING and len(other.section) < len(block.section):
                break
            if other.kind is BlockKind.HEADING and len(other.section) == len(block.section) and simple_number(other):
                siblings.append(other)
        counted = _count_in(opener.sentences[-1].text) if opener.sentences else None
        return simple_number(block) in ("1", "A", "a", "I", "i") and counted in (None, len(siblings))

    def _text(self, block: BlockView) -> Place:
        if self._announced is not None and self._announced.depth == -1:
            if block.kind is BlockKind.LIST_ITEM:
                return self._announced.place
            if self._is_unmarked_item(block):
                return replace(self._announced.place, entry=True)
            self._announced = None
        place = self._open[-1].place if self._open else Place()
        if block.kind is BlockKind.PARAGRAPH and place.role is not Role.OUTSIDE:
            self._announce(block)
            if (role := self._label(block)) is not None and self._open:
                self._open[-1] = replace(self._open[-1], place=Place(role, block.index, direct=True))
        return place

    def _label(self, block: BlockView) -> Role | None:
        """Return the role that a line such as "Lees meer:" gives to what follows it, as a heading would."""
        text = block.text.strip()
        following = self._view.blocks[block.index + 1 : block.index + 2]
        over_list = bool(following) and following[0].kind is BlockKind.LIST_ITEM and text[-1:].isalpha()
        if len(text) > _LONGEST_LABEL or not (text.endswith(":") or over_list) or len(block.sentences) != 1:
            return None
        cue = self._book.first(Table.SECTION, text.strip(" :"))
        return Role(cue.yields) if cue else None

    def _is_unmarked_item(self, block: BlockView) -> bool:
        """Tell whether a paragraph straight after "… het volgende:" is an item without a bullet."""
        opener = self._view.blocks[self._announced.place.opener or 0] if self._announced else block
        if block.kind is not BlockKind.PARAGRAPH or not opener.text.rstrip().endswith(":"):
            return False
        return block.index == opener.index + 1 or is_imperative(block.text, self._book) or bool(block.block.marker)

    def _announce(self, block: BlockView) -> None:
        """Open a list when the last sentences of `block` announce one and something that can be a list follows."""
        after = (other for other in self._view.blocks[block.index + 1 :] if other.kind is not BlockKind.FOOTNOTE)
        following = list(islice(after, 1))
        if not block.sentences or not following:
            return
        if (label := self._title_of_list(block, following[0])) is not None:
            self._announced = _Open(-1, Place(label, block.index, listed=True, direct=True))
            return
        cue = next(
            (
                cue
                for sentence in reversed(block.sentences[-2:])
                if (cue := self._book.first(Table.ANNOUNCEMENT, sentence.text)) is not None
            ),
            None,
        )
        if cue is None:
            return
        heads_series = following[0].kind is BlockKind.HEADING and simple_number(following[0]) is not None
        if following[0].kind is BlockKind.HEADING and is_for_whom(following[0].text):
            self._for_whom = Place(Role(cue.yields), block.index, listed=True)
        colon = block.text.rstrip().endswith(":")
        if (
            following[0].kind is BlockKind.LIST_ITEM
            or heads_series
            or (colon and following[0].kind is not BlockKind.HEADING)
        ):
            self._announced = _Open(-1, Place(Role(cue.yields), block.index, listed=True, direct=True))

    def _title_of_list(self, block: BlockView, following: BlockView) -> Role | None:
        """Return the role of the list under a label with a title: "Advies 2 – Helderder"."""
        cue = self._book.first(Table.LABEL, block.text) if following.kind is BlockKind.LIST_ITEM else None
        found = cue.search(block.text) if cue is not None and cue.yields == Role.ADVICE else None
        title = block.text[found.end() :].split() if found else ()
        return Role.ADVICE if 0 < len(title) <= _TITLE_WORDS and not is_act(" ".join(title), self._book) else None

    def _role(self, block: BlockView) -> Role | None:
        cue = self._book.first(Table.SECTION, block.text.strip(" :"))
        if cue is None:
            return None
        role = Role(cue.yields)
        if self._is_title(block) and role is not Role.OUTSIDE:
            return role if self._is_counted(block) else None
        return role

    def _is_title(self, block: BlockView) -> bool:
        """Tell whether a heading stands over most of the report and its chapters: it tells what the report is about."""
        chapters = self._children(block)
        if block.section or len(chapters) < 2 or len(block.text.split()) <= _NAME_WORDS:
            return False
        following = self._view.blocks[block.index + 1 :]
        end = next((other.index for other in following if not other.section), len(self._view.blocks))
        return end - block.index >= _TITLE_SHARE * len(self._view.blocks)

    def _is_counted(self, block: BlockView) -> bool:
        numbered = [child for child in self._children(block) if simple_number(child)]
        return len(numbered) > 1 and _count_in(block.text) == len(numbered)

    def _entries(self, block: BlockView) -> frozenset[int]:
        """Return the headings under `block` that are entries of the list it announces."""
        children = self._children(block) or self._siblings_that_ask(block)
        numbered = [child for child in children if simple_number(child)]
        acts = [child for child in children if is_imperative(child.text, self._book)]
        if not acts and self._role(block) is Role.ADVICE:
            acts = [child for child in children if is_act(child.text, self._book)]
            acts = acts if 2 * len(acts) >= len(children) else []
        if len(numbered) > 1 and (
            _count_in(block.text) == len(numbered)
            or self._role(block) is Role.FINDING
            or 2 * len([child for child in numbered if child in acts]) >= len(numbered)
        ):
            return frozenset(child.index for child in numbered)
        return frozenset(child.index for child in acts)

    def _children(self, block: BlockView) -> Sequence[BlockView]:
        """Return the headings one step below `block`, up to the next heading of its own depth."""
        depth = len(block.section)
        below: list[BlockView] = []
        for other in self._view.blocks[block.index + 1 :]:
            if other.kind is BlockKind.HEADING:
                if len(other.section) <= depth:
                    break
                below.append(other)
        return [other for other in below if len(other.section) == depth + 1]

    def _siblings_that_ask(self, block: BlockView) -> Sequence[BlockView]:
        """Return the imperative headings straight after `block`, on its own level: the outline was lost in print.

        There are at least two of them, and text stands under each.
        """
        found: list[BlockView] = []
        headings = [other for other in self._view.blocks[block.index + 1 :] if other.kind is BlockKind.HEADING]
        for other in headings:
            if len(other.section) != len(block.section) or not is_imperative(other.text, self._book):
                break
            found.append(other)
        return found if len(found) > 1 else []


def _count_in(text: str) -> int | None:
    """Return the number that a title announces: "Tien tips" gives 10, "De top 3" gives 3."""
    found = _COUNT.search(text)
    return None if found is None else _NUMBERS.get(found[1].lower()) or int(found[1])
