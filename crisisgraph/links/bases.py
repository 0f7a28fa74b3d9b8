"""The conclusion on which an advice says that it rests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.model import Kind, Link, LinkKind, Statement

_STATED_BASIS = re.compile(
    r"\b(?:op\s+(?:basis|grond)\s+van|naar\s+aanleiding\s+van|gelet\s+op|gezien|voortbouwend\s+op)"
    r"\s+(?:de|deze|die|bovenstaande|genoemde)\s+(?:\w+\s+)?"
    r"(?:conclusies?|bevinding(?:en)?|constatering(?:en)?|analyse)\b",
    re.IGNORECASE,
)
_NUMBERED_BASIS = re.compile(r"\b(?:conclusie|bevinding)s?\s+(\d{1,2})\b", re.IGNORECASE)


def find_bases(statements: Sequence[Statement]) -> Iterator[Link]:
    """Yield the links from the recommendations of one report, in reading order, to the conclusions they name."""
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
