"""The conclusion on which an advice rests: the one that it names, or else the one that is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.links.pairs import pair_of
from crisisgraph.links.similar import reason
from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Link, LinkKind, Statement
from crisisgraph.statements.meaning import Meanings

_STATED_BASIS = re.compile(
    r"\b(?:op\s+(?:basis|grond)\s+van|naar\s+aanleiding\s+van|gelet\s+op|gezien|voortbouwend\s+op)"
    r"\s+(?:de|deze|die|bovenstaande|genoemde)\s+(?:\w+\s+)?"
    r"(?:conclusies?|bevinding(?:en)?|constatering(?:en)?|analyse)\b",
    re.IGNORECASE,
)
_NUMBERED_BASIS = re.compile(r"\b(?:conclusie|bevinding)s?\s+(\d{1,2})\b", re.IGNORECASE)

#: How alike a conclusion and an advice must be, for the one to be proposed as what the other rests on.
_ALIKE = 0.25


def find_bases(statements: Sequence[Statement], weights: Weights, meanings: Meanings | None = None) -> Iterator[Link]:
    """Yield the links from the recommendations of one report, in reading order, to the conclusions they rest on."""
    findings = [s for s in statements if s.kind is Kind.FINDING]
    for advice in statements:
        if advice.kind is not Kind.RECOMMENDATION:
            continue
        own = [s for s in findings if s.issuer == advice.issuer]
        if number := _NUMBERED_BASIS.search(advice.text):
            named = [s for s in own if s.number == number[1]]
            yield from (Link(advice.id, LinkKind.BASED_ON, s.id, "finding named by its number", 0.9) for s in named[:1])
        elif _STATED_BASIS.search(advice.text):
            before = [s for s in own if s.end <= advice.start and s.section == advice.section]
            yield from (Link(advice.id, LinkKind.BASED_ON, s.id, "finding just before it", 0.8) for s in before[-1:])
        elif meanings:
            yield from _most_alike(advice, own, weights, meanings)


def _most_alike(
    advice: Statement, findings: Sequence[Statement], weights: Weights, meanings: Meanings
) -> Iterator[Link]:
    apart = [s for s in findings if s.end <= advice.start or advice.end <= s.start]
    pairs = [pair_of(advice, finding, weights, meanings) for finding in apart]
    best = max(pairs, key=lambda pair: (pair.score, pair.other.id), default=None)
    if best and best.score >= _ALIKE:
        confidence = round(min(0.8, best.score + 0.35), 2)
        yield Link(advice.id, LinkKind.BASED_ON, best.other.id, reason(best, weights), confidence)
