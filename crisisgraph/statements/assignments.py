"""Sentences that say for whom which recommendations are: "De eerste twee zijn gericht aan de gemeente"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from crisisgraph.model import Addressee, BlockKind
from crisisgraph.statements.actor_names import ActorIndex, LocalNames
from crisisgraph.statements.addressees import WHO, Masked, addressees_of, mask_names
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.view import BlockView, EditionView

_NAME = "who of which recommendation"
_CONFIDENCE = 0.85
_LONGEST = 600  # characters of a sentence that distributes

_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
_COUNTS = ("één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_ORDINAL, _COUNT = "|".join(_ORDINALS), "|".join(_COUNTS)
_NOUN = (
    r"(?:\w*aanbeveling|\w*advie[sz]|leerpunt|verbeterpunt|ontwikkelpunt|actiepunt|aandachtspunt|tip|les|bouwsteen|maatregel)"
    r"(?:en|sen|s)?"
)
_NUMBER = r"(?:\d{1,2}|[a-z]|[IVX]{1,4})"
_NUMBERS = rf"{_NUMBER}(?:(?:\s*,\s*|\s+en\s+|\s+tot\s+en\s+met\s+|\s*t/m\s*|\s*[-–]\s*){_NUMBER}(?![\w-]))*"
_SELECTOR = (
    rf"(?P<ordinals>(?:de\s+)?(?:{_ORDINAL})(?:(?:\s*,\s*|\s+en\s+)(?:de\s+)?(?:{_ORDINAL}))*)(?:\s+(?P<first>{_COUNT}|\d+))?"
    rf"|(?:de\s+)?(?P<last>laatste)(?:\s+(?P<count>{_COUNT}|\d+))?|(?:de\s+)?(?P<rest>overige|resterende|andere|rest)"
    rf"|(?:{_NOUN}\s+|nummers?\s+|nrs?\.\s*)?(?P<numbers>{_NUMBERS})(?![\w-])"
    rf"|(?P<all>alle|de|deze|onze|al\s+onze|onderstaande|bovenstaande)(?:\s+(?:{_COUNT}|\d+))?(?=\s+{_NOUN}\b)"
)
_IS_FOR = (
    r"(?:(?:is|zijn|wordt|worden)\s+(?:(?:vooral|met\s+name|primair|allemaal|alle|daarbij)\s+)?(?:gericht|bedoeld|bestemd)"
    r"|richt(?:en)?\s+(?:zich|wij|we)|gelden|geldt|(?:is|zijn)(?=\s+voor))"
)
_CLAUSE = re.compile(
    rf"(?<![\w-])(?:{_SELECTOR})(?:\s+{_NOUN})?(?:\s+{_IS_FOR})?(?:\s+(?:vooral|primair|met\s+name))?"
    rf"\s+(?:aan|tot|voor|op|naar)\s+(?P<who>{WHO})",
    re.IGNORECASE,
)
#: What is said of the recommendation just above: "Deze aanbeveling is gericht aan de minister."
_THIS_ONE = re.compile(rf"\b(?:deze|dit)\s+{_NOUN}\s+{_IS_FOR}\s+(?:aan|tot|voor|op)\s+(?P<who>{WHO})", re.IGNORECASE)
_DISTRIBUTES = re.compile(
    rf"\b{_NOUN}\b[^.]*\b{_IS_FOR}\b|\b{_IS_FOR}\b[^.]*\b{_NOUN}\b|^\W*(?:de|alle)\s[^.]{{0,40}}{_IS_FOR}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is asked to act in the blocks ``[first, last)`` of a report."""

    first: int
    last: int
    who: tuple[Addressee, ...]


def find_assignments(
    view: EditionView, mains: Sequence[Draft], index: ActorIndex, local: LocalNames, issuer: str
) -> tuple[Assignment, ...]:
    """Return who is asked to act in which blocks, as a sentence above the recommendations `mains` distributes them."""
    found: list[Assignment] = []
    for block in view.blocks:
        for sentence in block.sentences:
            if len(sentence.text) <= _LONGEST and _DISTRIBUTES.search(sentence.text):
                masked = mask_names(sentence.text, index, local)
                if this := _THIS_ONE.search(masked.text):
                    who = addressees_of(masked.groups[this.start("who")], _NAME, _CONFIDENCE, issuer)
                    found += [Assignment(at, at + 1, who) for at in _just_above(view, block, mains)]
                    continue
                series = _series(view, block, mains)
                found += _in_blocks(view, series, _shares(masked, series, issuer))
    return tuple(found)


def _just_above(view: EditionView, block: BlockView, mains: Sequence[Draft]) -> Iterator[int]:
    """Yield the block of the last recommendation before `block`, if any."""
    before = [main for main in mains if main.span.start < block.span.start]
    return (_block_at(view, main.span.start) for main in before[-1:])


def _series(view: EditionView, block: BlockView, mains: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return the recommendations after `block` under the same headings, or else those that are numbered on from it.

    Where some of them are numbered, only those count.
    """
    after = [main for main in mains if main.span.start >= block.span.end]
    series = [main for main in after if main.section[: len(block.section)] == block.section]
    if not series:
        in_order = takewhile(lambda pair: _follows(*pair), pairwise([None, *(main for main in after if main.number)]))
        series = [main for _, main in in_order if main is not None]
    numbered = [main for main in series if main.number]
    return tuple(numbered if len(numbered) > 1 else series)


def _follows(before: Draft | None, main: Draft | None) -> bool:
    """Tell whether the number of `main` comes after that of the one `before` it."""
    last, number = (str(draft.number) if draft else "" for draft in (before, main))
    return (len(last), last) < (len(number), number)


def _shares(masked: Masked, series: Sequence[Draft], issuer: str) -> Iterator[tuple[Draft, tuple[Addressee, ...]]]:
    """Yield each recommendation that the sentence gives to somebody, with whom."""
    given: set[int] = set()
    for clause in _CLAUSE.finditer(masked.text):
        who = addressees_of(masked.groups[clause.start("who")], _NAME, _CONFIDENCE, issuer)
        chosen = [at for at in _chosen(clause, series, given) if at < len(series)]
        given.update(chosen)
        yield from ((series[at], who) for at in chosen)


def _chosen(clause: re.Match[str], series: Sequence[Draft], given: set[int]) -> list[int]:
    if clause["ordinals"]:
        if clause["first"]:
            return list(range(_count(clause["first"])))
        return [_ORDINALS.index(word.lower()) for word in re.findall(_ORDINAL, clause["ordinals"], re.IGNORECASE)]
    if clause["last"]:
        return list(range(max(0, len(series) - _count(clause["count"] or "één")), len(series)))
    if clause["numbers"]:
        numbers = [str(main.number).casefold() for main in series]
        return [numbers.index(number) for number in _spelled_out(clause["numbers"]) if number in numbers]
    return [at for at in range(len(series)) if at not in given]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.index(word.lower()) + 1


def _spelled_out(numbers: str) -> Iterator[str]:
    """Yield each number of "1, 3 tot en met 5"."""
    for part in re.split(r"\s*,\s*|\s+en\s+(?!met\b)", numbers):
        ends = re.split(r"\s+tot\s+en\s+met\s+|\s*t/m\s*|\s*[-–]\s*", part.strip().casefold())
        if len(ends) == 2 and all(end.isdigit() for end in ends):
            yield from map(str, range(int(ends[0]), int(ends[1]) + 1))
        elif len(ends) == 2 and all(len(end) == 1 for end in ends):
            yield from map(chr, range(ord(ends[0]), ord(ends[1]) + 1))
        else:
            yield from ends


def _in_blocks(
    view: EditionView, series: Sequence[Draft], shares: Iterator[tuple[Draft, tuple[Addressee, ...]]]
) -> Iterator[Assignment]:
    places = sorted(_block_at(view, main.span.start) for main in series)
    for main, who in shares:
        first = _block_at(view, main.span.start)
        last = next((place for place in places if place > first), _end_of_section(view, first))
        yield Assignment(first, last, who)


def _block_at(view: EditionView, place: int) -> int:
    return next((block.index for block in reversed(view.blocks) if block.span.start <= place), 0)


def _end_of_section(view: EditionView, first: int) -> int:
    """Return the block at which the text about the recommendation in block `first` ends: a heading of its rank."""
    block = view.blocks[first]
    if block.kind is BlockKind.HEADING:
        ends = (b for b in view.headings() if b.index > first and b.block.level <= block.block.level)
    else:
        ends = (b for b in view.blocks[first + 1 :] if b.section[: len(block.section)] != block.section)
    return next((end.index for end in ends), len(view.blocks))
