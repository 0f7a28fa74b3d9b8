"""What a response answers: what the other body said last, unless its own words point to something said earlier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.ids import fold
from crisisgraph.links.headings import FAR, OVERLAP, before_reply, is_reply, is_under
from crisisgraph.links.numbers import meant_by_number
from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Link, LinkKind, Position, Statement, StatementId

#: What a response calls that which it answers: an advice, a conclusion, or something else.
_NOUNS = (
    r"(?P<advice>(?:deel|hoofd|kern)?(?:aanbeveling(?:en)?|advies|adviezen|oproep|suggesties?|voorstel(?:len)?))"
    r"|(?P<finding>(?:deel|hoofd)?(?:conclusies?|constatering(?:en)?|bevinding(?:en)?|oordeel|oordelen|observaties?"
    r"|beeld|kritiek))"
)
_POINTED = re.compile(
    rf"\b(?:deze|dit|die|dat|beide|alle)\s+(?:\w+e\s+)?(?:{_NOUNS}|(?P<other>\w{{4,}}en))\b", re.IGNORECASE
)
_NAMED = re.compile(rf"\b(?:de|het|uw)\s+(?:\w+e\s+)?(?:{_NOUNS})\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:aanbeveling|advies|adviezen|conclusie|bevinding|rapport)\w*\s+(?:(?:in|uit)\s+(?:het|zijn|haar)\s+\w+\s+)?"
    r"van\s+(?:de|het)\s+(?P<name>[A-Z][\w-]+)"
)
_PLURAL = re.compile(
    r"\b(?:deze|die|beide|alle)\s+(?:\w+\s+)?(?:aanbevelingen|adviezen|conclusies|constateringen|bevindingen|punten)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:deze|dit|die|dat|hier\w*|daar\w*|op\s+dit\s+punt)\b(?!\s+(?:je|we|wij|het|de|er|een|ze|zij)\b)",
    re.IGNORECASE,
)
_OWN_OBJECT = re.compile(
    r"\b(?:dat|om|noodzaak|belang|(?:aanbeveling|advies|conclusie|bevinding)(?:en|s)?\s+(?:over|inzake|rond))\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\balle\s+(?:\w+\s+)?(?P<advice>aanbevelingen|adviezen)\b"
    r"|\b(?:de|uw)\s+(?:(?:hoofd|deel)?conclusies|bevindingen)\s+(?:uit|van|in)\s+(?:het|uw|dit)\s+\w*(?:rapport|onderzoek)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r",\s+(?:die|dat|welke|hetgeen)\s+(?:\w+\s+){1,4}(?:onderschrij|deel|del|omarm|herken|steun|overne)\w+\W*$",
    re.IGNORECASE,
)


def find_answers(statements: Sequence[Statement], weights: Weights) -> Iterator[Link]:
    """Yield the links from the responses of one report, in reading order, to what they answer."""
    responses = [s for s in statements if s.kind is Kind.RESPONSE]
    said = [s for s in statements if s.kind in (Kind.RECOMMENDATION, Kind.FINDING)]
    answered: set[StatementId] = set()
    general: list[Statement] = []
    for response in responses:
        others = [s for s in said if s.issuer != response.issuer and _may_mean(response, s)]
        if _RELATIVE.search(response.text):
            general.append(response)  # it says itself what it answers
            continue
        for target, rule, confidence in _answered(response, others, statements, weights):
            answered.add(target.id)
            yield Link(response.id, LinkKind.RESPONDS_TO, target.id, rule, confidence)
    for response in general:
        parts = _parts_after(response, [s for s in said if s.issuer != response.issuer])
        yield from (
            Link(response.id, LinkKind.RESPONDS_TO, part.id, "part of what is answered", 0.7)
            for part in parts
            if part.id not in answered
        )


def _answered(
    response: Statement, said: Sequence[Statement], statements: Sequence[Statement], weights: Weights
) -> Iterator[tuple[Statement, str, float]]:
    together = [s for s in said if s.start < response.end and response.start < s.end]
    if together and response.position is not Position.UNCLEAR:
        yield together[-1], "in the same sentence", 0.95
        return
    before = [s for s in said if s.end <= response.start and _fits(response, s)]
    if named := meant_by_number(response, before):
        yield from ((s, "named by its number", 0.92) for s in named)
        return
    if every := _ALL.search(response.text):
        kind = Kind.RECOMMENDATION if every["advice"] else Kind.FINDING
        yield from ((s, "all of them", 0.8) for s in before if s.kind is kind)
        return
    if is_reply(response):
        near = before_reply(response, before, statements, weights)
    else:
        near = [s for s in before if is_under(response, s)]
    if near:
        yield from _answered_nearby(response, near, statements, weights)
    elif before and _OWN_OBJECT.search(response.text):
        best = max(before, key=lambda s: (weights.cosine(response, s), s.start))
        overlap = weights.cosine(response, best)
        if overlap >= 2 * OVERLAP:
            yield best, "in the same words", round(min(0.8, 0.4 + overlap), 2)


def _answered_nearby(
    response: Statement, near: Sequence[Statement], statements: Sequence[Statement], weights: Weights
) -> Iterator[tuple[Statement, str, float]]:
    last = near[-1]
    promised = any(last.end <= s.start < response.start and s.kind is Kind.COMMITMENT for s in statements)
    points = _POINTING.search(response.text) is not None
    if promised and not points and weights.cosine(response, last) < OVERLAP:
        return
    yield last, "said last under the same heading", 0.92 if points and not promised else 0.85
    if _PLURAL.search(response.text):
        for other in reversed(near[:-1]):
            between = (s for s in statements if other.end <= s.start < last.start)
            if other.kind is not last.kind or any(s.kind is not last.kind for s in between):
                return
            yield other, "said before it under the same heading", 0.75


def _fits(response: Statement, said: Statement) -> bool:
    """Tell whether a response that names an advice or a conclusion can mean `said`."""
    named = _POINTED.search(response.text) or _NAMED.search(response.text)
    if named is None or not (named["advice"] or named["finding"]):
        return True
    return said.kind is (Kind.RECOMMENDATION if named["advice"] else Kind.FINDING)


def _may_mean(response: Statement, said: Statement) -> bool:
    """Tell whether a response that names whose advice it answers can mean `said`."""
    named = _OF_ANOTHER.search(response.text)
    if named is None:
        return True
    letters = iter(fold(said.issuer))
    return fold(named["name"]) in fold(said.issuer) or all(letter in letters for letter in fold(named["name"]))


def _parts_after(response: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return the recommendations numbered 1, 2, … that begin right after `response`."""
    numbered = [s for s in said if s.start >= response.end and s.kind is Kind.RECOMMENDATION and s.number]
    parts: list[Statement] = []
    for expected, statement in enumerate(numbered, start=1):
        if statement.number != str(expected):
            break
        parts.append(statement)
    return parts if parts and parts[0].start - response.end < FAR else []
