"""Lead-ins: lines and sentences that say whom the advice after them is for, such as "Aan de minister van …:".

A recommendation in a list often names nobody: who should act stands above the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.model import Actor, Addressee, BlockKind, Level
from crisisgraph.statements.actor_names import ActorIndex, LocalName, LocalNames
from crisisgraph.statements.actors import find_actors
from crisisgraph.statements.addressees import addressees_by, load_addressee_rules
from crisisgraph.statements.assignments import find_assignments
from crisisgraph.statements.cells import Column, cells_of
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.view import BlockView, EditionView

_LONGEST = 160  # characters of a line that says for whom what follows is
_LINE = re.compile(r"^(?:[Aa]an|[Vv]oor|[Tt]en\s+aanzien\s+van)\s|:$")
_NOUN = r"(?:hoofd|deel)?(?:aanbeveling|advies|tip|bouwsteen|les|leerpunt|verbeterpunt|maatregel|actiepunt)"
#: A heading that only numbers what follows: "Aanbeveling 3".
_LABEL = re.compile(rf"{_NOUN}\s+\S{{1,4}}\s*[:.]?$", re.IGNORECASE)
#: A label that says for whom what follows is: "Leerpunt 4 (aan de gemeenten).", "Aanbeveling 2 – aan het Rijk".
_LABEL_FOR = re.compile(
    rf"{_NOUN}\s+\w{{1,4}}\s*[.:]?\s*[(\[–—,-]*\s*(?P<who>(?:gericht\s+)?(?:aan|voor)\s+[^()\[\].:\n]{{2,100}}?)\s*(?:[)\].:]|$)",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"{_NOUN}\s+\w{{1,4}}\b", re.IGNORECASE)
_DIRECTED = re.compile(r"^gericht\s+", re.IGNORECASE)
#: Who holds an action, at its end: "(trekker: de teamleider)", "Actiehouder: afdeling Zorg."
_HOLDER = re.compile(
    r"[(\[.;–—]\s*(?:actie(?:houder|nemer)|trekker|uitvoerder|(?:probleem|actie)?eigenaar|verantwoordelijke?|wie)(?:\(s\)|s)?\s*:"
    r"\s*(?P<who>[^()\[\];:]{2,100}?)\s*(?:[)\];.]|$)",
    re.IGNORECASE,
)
#: A line to somebody whose name no rule knows: "Aan Zeilvaart Zuid:".
_TO_SOMEBODY = re.compile(r"^[Aa]an\s+(?:(?:de|het|alle)\s+)?(?P<who>[^\s,.;:][^,.;:]{1,60}?)\s*:$")
_COUNCIL = "gemeenteraad"  # the id of the actor
_MUNICIPAL = re.compile(
    r"\b(?:gemeenteraad|college van burgemeester en wethouders|college van b\s?(?:en|&)\s?w)\b", re.I
)
_OTHER_COUNCIL = re.compile(r"\b[Dd]e Raad\b|\bRaad (?:voor|van)\b|\bOnderzoeksraad\b|\bGezondheidsraad\b")
_MINISTRY = "ministry"  # the kind of an actor
_MINISTERS = ("de minister", "het ministerie", "het departement", "de staatssecretaris", "de bewindspersoon")
_NEARLY_ALWAYS = 0.8
_OPENING_BLOCKS = 12
#: The line of a letter that says to whom it goes.
_TO = re.compile(
    r"^(?:t\.a\.v\.\s+)?(?:aan\s*:?\s+(?:de|het)\b|(?:de|het)\s+(?:minister|staatssecretaris|college|commissaris|bestuur|voorzitter)\b)",
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


def leads_of(view: EditionView, index: ActorIndex, local: LocalNames, advice: Sequence[Draft]) -> Leads:
    """Return the lead-ins of `view`: a line counts up to the next heading, a sentence before a list for that list.

    What a sentence says that distributes the recommendations goes before those, and a label of one, or the name of who
    holds an action, before all.

    :param advice: the recommendations of the report: a heading that is one opens no section of its own.
    """
    issuer = view.report.issuer
    advised = frozenset(draft.span.start for draft in advice)
    by_block = list(_walk(view, index, local, advised))
    for rows, who in _holders(view, index, local, issuer):
        for row in rows:
            by_block[row] = who
    mains = [draft for draft in advice if draft.level is Level.MAIN]
    for given in find_assignments(view, mains, index, local, issuer):
        by_block[given.first : given.last] = [given.who] * (given.last - given.first)
    for row, who in (*_labels(view, index, local), *_held(view, index, local)):
        by_block[row] = who
    return Leads(tuple(by_block), tuple(block.span.start for block in view.blocks))


def in_context(local: LocalNames, view: EditionView, index: ActorIndex) -> LocalNames:
    """Return `local` with the names that only the reader of this text understands.

    "U" is the official or body to whom a letter goes and "wij" the one that reports; "de minister" is the one of the
    only ministry that counts in the text; "de raad" beside a college of a municipality is its council.
    """
    reader = _reader(view, index)
    names = [LocalName("u", reader.label, reader)] if reader else []
    ministry = reader if reader and reader.kind == _MINISTRY else _only_ministry(view, index, local)
    if ministry:
        names += [LocalName(form, ministry.label, ministry) for form in _MINISTERS]
    council = index.by_id.get(_COUNCIL)
    if council and _MUNICIPAL.search(view.text) and not _OTHER_COUNCIL.search(view.text):
        names.append(LocalName("de raad", council.label, council))
    issuer = view.report.issuer
    speaker = next((m.actor for m in find_actors(issuer, index) if fold(m.text) == fold(issuer)), None)
    return LocalNames((*local.names, *names), LocalName("wij", issuer, speaker))


def _reader(view: EditionView, index: ActorIndex) -> Actor | None:
    for block in view.blocks[:_OPENING_BLOCKS]:
        if len(block.text) <= _LONGEST and _TO.match(block.text):
            return next((mention.actor for mention in find_actors(block.text, index)), None)
    return None


def _only_ministry(view: EditionView, index: ActorIndex, local: LocalNames) -> Actor | None:
    """Return the ministry that the text names nearly always when it names one, or None."""
    mentions = [
        m.actor for m in find_actors(view.text, index, local) if m.actor.kind == _MINISTRY and not m.actor.generic
    ]
    for actor, times in Counter(actor.id for actor in mentions).most_common(1):
        return index.by_id[actor] if times >= _NEARLY_ALWAYS * len(mentions) else None
    return None


def _walk(
    view: EditionView, index: ActorIndex, local: LocalNames, advised: Container[int]
) -> Iterator[tuple[Addressee, ...]]:
    issuer = view.report.issuer
    *sentences, heading = load_addressee_rules()
    sentences = [rule for rule in sentences if rule.announces]
    standing: tuple[Addressee, ...] = ()
    announced: tuple[Addressee, ...] = ()
    for block in view.blocks:
        if block.kind is BlockKind.HEADING and block.span.start not in advised and not _LABEL.match(block.text):
            standing, announced = addressees_by([heading], block.text.strip(), index, local, issuer=issuer), ()
        elif block.kind is BlockKind.PARAGRAPH and not block.block.marker:
            announced = ()
            if _is_line(block):
                named = addressees_by([heading], block.text.strip(), index, local, issuer=issuer)
                standing = named or _somebody(block.text.strip(), heading.name) or standing
            if not block.text.rstrip().endswith((".", "!", "?")):  # it goes on in the list
                last = block.sentences[-1].text if block.sentences else ""
                announced = addressees_by(sentences, last, index, local, issuer=issuer)
        yield announced or standing


def _somebody(line: str, rule: str) -> tuple[Addressee, ...]:
    """Return the one to whom a line is that no rule knows, as written."""
    found = _TO_SOMEBODY.match(line)
    return (Addressee(found["who"], None, rule, 0.6),) if found else ()


def _labels(view: EditionView, index: ActorIndex, local: LocalNames) -> Iterator[tuple[int, tuple[Addressee, ...]]]:
    """Yield the blocks of each recommendation whose label says for whom it is, up to the next label or heading."""
    *_, heading = load_addressee_rules()
    who: tuple[Addressee, ...] = ()
    for block in view.blocks:
        text = block.title if block.kind is not BlockKind.HEADING else block.text
        if (label := _LABEL_FOR.match(text)) is not None:
            line = _DIRECTED.sub("", label["who"])
            who = addressees_by([heading], line, index, local) or _somebody(f"{line}:", heading.name)
        elif block.kind is BlockKind.HEADING or _LABELLED.match(text):
            who = ()
        if who:
            yield block.index, who


def _held(view: EditionView, index: ActorIndex, local: LocalNames) -> Iterator[tuple[int, tuple[Addressee, ...]]]:
    """Yield the blocks that say at their end who holds the action."""
    *_, heading = load_addressee_rules()
    for block in view.blocks:
        if (holder := _HOLDER.search(block.text)) is not None:
            named = addressees_by([heading], holder["who"], index, local)
            yield block.index, named or (Addressee(holder["who"], None, heading.name, 0.6),)


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
