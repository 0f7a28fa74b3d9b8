"""Lead-ins: lines and sentences that say whom the advice after them is for, such as "Aan de minister van …:".

A recommendation in a list often names nobody: who should act stands above the list.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from crisisgraph.model import Actor, Addressee, BlockKind
from crisisgraph.statements.actors import ActorIndex, LocalName, LocalNames, find_actors
from crisisgraph.statements.addressees import addressees_by, load_addressee_rules
from crisisgraph.statements.cells import Column, cells_of
from crisisgraph.statements.view import BlockView, EditionView

_LONGEST = 160  # characters of a line that says for whom what follows is
_LINE = re.compile(r"^(?:[Aa]an|[Vv]oor|[Tt]en\s+aanzien\s+van)\s|:$")
#: A heading that only numbers what follows: "Aanbeveling 3".
_LABEL = re.compile(
    r"(?:hoofd|deel)?(?:aanbeveling|advies|tip|bouwsteen|les|leerpunt)\s+\S{1,4}\s*[:.]?$", re.IGNORECASE
)
_COUNCIL = "gemeenteraad"  # the id of the actor
_MUNICIPAL = re.compile(
    r"\b(?:gemeenteraad|college van burgemeester en wethouders|college van b\s?(?:en|&)\s?w)\b", re.I
)
_OTHER_COUNCIL = re.compile(r"\b[Dd]e Raad\b|\bRaad (?:voor|van)\b|\bOnderzoeksraad\b|\bGezondheidsraad\b")
_OPENING_BLOCKS = 12
#: The line of a letter that says to whom it goes.
_TO = re.compile(
    r"^(?:t\.a\.v\.\s+)?(?:aan\s+)?(?:de|het)\s+(?:minister|staatssecretaris|college|commissaris|bestuur)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leads:
    """Who is asked to act at each block of a report, by the lead-in above it; empty where none stands."""

    by_block: tuple[tuple[Addressee, ...], ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> tuple[Addressee, ...]:
        """Return who is asked to act in the block in which the canonical offset `place` lies."""
        index = next((i for i, start in reversed(tuple(enumerate(self.starts))) if start <= place), None)
        return () if index is None else self.by_block[index]


def leads_of(view: EditionView, index: ActorIndex, local: LocalNames, advised: Container[int]) -> Leads:
    """Return the lead-ins of `view`: a line counts up to the next heading, a sentence before a list for that list.

    :param advised: where the recommendations begin: a heading that is one opens no section of its own.
    """
    issuer = view.report.issuer
    by_block = list(_walk(view, index, local, advised))
    for rows, who in _holders(view, index, local, issuer):
        for row in rows:
            by_block[row] = who
    return Leads(tuple(by_block), tuple(block.span.start for block in view.blocks))


def with_reader(local: LocalNames, view: EditionView, index: ActorIndex) -> LocalNames:
    """Return `local` with the names that only the reader of this text understands.

    "U" is the official or body to whom a letter goes; "de raad" beside a college of a municipality is its council.
    """
    reader = _reader(view, index)
    names = [LocalName("u", reader.label, reader)] if reader else []
    council = index.by_id.get(_COUNCIL)
    if council and _MUNICIPAL.search(view.text) and not _OTHER_COUNCIL.search(view.text):
        names.append(LocalName("de raad", council.label, council))
    return LocalNames((*local.names, *names)) if names else local


def _reader(view: EditionView, index: ActorIndex) -> Actor | None:
    for block in view.blocks[:_OPENING_BLOCKS]:
        if len(block.text) <= _LONGEST and _TO.match(block.text):
            return next((mention.actor for mention in find_actors(block.text, index)), None)
    return None


def _walk(
    view: EditionView, index: ActorIndex, local: LocalNames, advised: Container[int]
) -> Iterator[tuple[Addressee, ...]]:
    issuer = view.report.issuer
    *sentences, heading = load_addressee_rules()
    standing: tuple[Addressee, ...] = ()
    announced: tuple[Addressee, ...] = ()
    for block in view.blocks:
        if block.kind is BlockKind.HEADING and block.span.start not in advised and not _LABEL.match(block.text):
            standing, announced = addressees_by([heading], block.text.strip(), index, local, issuer=issuer), ()
        elif block.kind is BlockKind.PARAGRAPH and not block.block.marker:
            announced = ()
            if _is_line(block):
                standing = addressees_by([heading], block.text.strip(), index, local, issuer=issuer) or standing
            if block.text.rstrip().endswith(":"):
                last = block.sentences[-1].text if block.sentences else ""
                announced = addressees_by(sentences, last, index, local, issuer=issuer)
        yield announced or standing


def _holders(
    view: EditionView, index: ActorIndex, local: LocalNames, issuer: str
) -> Iterator[tuple[range, tuple[Addressee, ...]]]:
    """Yield the blocks of each row of a table of advice with who should act, as its last cell says."""
    *_, heading = load_addressee_rules()
    advised = None
    for at, cells in sorted(cells_of(view).items()):
        block = view.blocks[at]
        advised = None if block.kind is BlockKind.TABLE else advised
        for cell in cells:
            if cell.column is Column.ADVICE:
                advised = at
            elif cell.column is Column.WHO and advised is not None:
                text = block.text[cell.start : cell.end].strip()
                named = addressees_by([heading], text, index, local, issuer=issuer)
                if text:
                    yield range(advised, at + 1), named or (Addressee(text, None, heading.name, 0.6),)
                advised = None


def _is_line(block: BlockView) -> bool:
    return len(block.text) <= _LONGEST and len(block.sentences) <= 1 and _LINE.search(block.text.strip()) is not None
