"""What a response answers: what the other body said last, unless its own words point to something said elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.links.answer_references import Reference, reference_of
from crisisgraph.links.numbers import meant_by_heading, meant_by_number
from crisisgraph.links.words import Weights
from crisisgraph.links.zones import FAR, OVERLAP, mains, unanswered, zone_of
from crisisgraph.model import Kind, Link, LinkKind, Statement, StatementId
from crisisgraph.title_page import UNKNOWN

_OF_ANOTHER = re.compile(
    r"\b(?:aanbeveling|advies|adviezen|conclusie|bevinding|rapport)\w*\s+(?:(?:in|uit)\s+(?:het|zijn|haar)\s+\w+\s+)?"
    r"van\s+(?:de|het)\s+(?P<name>[A-Z][\w-]+)"
)
_RELATIVE = re.compile(
    r",\s+(?:die|dat|welke|hetgeen)\s+(?:\w+\s+){1,4}(?:onderschrij|deel|del|omarm|herken|steun|overne)\w+\W*$",
    re.IGNORECASE,
)
#: "Dit is in lijn met een eerder advies om …": the advice in it is not the one that is answered.
_OF_ITSELF = re.compile(r"(?:dit|dat|deze\s+aanbeveling)\s+(?:is|sluit|komt)\b", re.IGNORECASE)
_MARGIN = 1.4  # so many times as near as the next by its words, or the words do not tell
_NUMBERED = 0.04  # of the weight of the words: enough among the few that the heading names

Answer = tuple[Statement, str, float]


def find_answers(statements: Sequence[Statement], weights: Weights) -> Iterator[Link]:
    """Yield the links from the responses of one report, in reading order, to what they answer."""
    responses = [s for s in statements if s.kind is Kind.RESPONSE]
    said = [s for s in statements if s.kind in (Kind.RECOMMENDATION, Kind.FINDING)]
    answered: set[StatementId] = set()
    general: list[Statement] = []
    before: Sequence[Statement] = ()  # what the response before this one answers
    for response in responses:
        others = [s for s in said if _is_other(response, s) and _may_mean(response, s)]
        found = list(_Finder(response, others, statements, weights, before).answers())
        before = [target for target, _, _ in found]
        if not found and _RELATIVE.search(response.text):
            general.append(response)  # it says itself what it answers
            continue
        for target, rule, confidence in found:
            answered.add(target.id)
            yield Link(response.id, LinkKind.RESPONDS_TO, target.id, rule, confidence)
    for response in general:
        parts = _parts_after(response, [s for s in said if _is_other(response, s)])
        yield from (
            Link(response.id, LinkKind.RESPONDS_TO, part.id, "part of what is answered", 0.7)
            for part in parts
            if part.id not in answered
        )


@dataclass(frozen=True, slots=True)
class _Finder:
    """One response, what it may answer, and all statements of its report in reading order."""

    response: Statement
    others: Sequence[Statement]
    statements: Sequence[Statement]
    weights: Weights
    answered: Sequence[Statement]  # by the response before it

    def answers(self) -> Iterator[Answer]:
        """Yield what the response answers, each with its rule and a confidence."""
        own = self.response
        together = [s for s in self.others if s.start < own.end and own.start < s.end]
        if together and not _OF_ITSELF.match(own.text):
            yield together[-1], "in the same sentence", 0.95
            return
        before = [s for s in self.others if s.end <= own.start]
        if named := meant_by_number(own, mains(before)):
            yield from ((s, "named by its number", 0.92) for s in named)
            return
        reference = reference_of(own.text)
        if reference.count or reference.every:
            yield from self._counted(before, reference)
            return
        if _RELATIVE.search(own.text) and not together and len(own.text.split()) > _SHORT:
            return
        zone = zone_of(own, before, self.statements)
        fresh = unanswered(own, zone, self.statements)
        if fresh:
            yield from self._fresh(fresh, reference)
        elif zone:
            yield from self._again(zone, reference)
        else:
            yield from self._by_words(mains(before), reference)

    def _counted(self, before: Sequence[Statement], reference: Reference) -> Iterator[Answer]:
        """Yield as many as the response says, the last ones before it, or those after it where none stands before."""
        kind = reference.kind or Kind.RECOMMENDATION
        row = [s for s in before if s.kind is kind]
        row = [s for s in row if reference.noun in fold(s.section[-1] if s.section else "")] or row
        if not row:
            row = [s for s in mains(self.others) if s.kind is kind and s.start >= self.response.end]
            yield from ((s, "all of them", 0.75) for s in row[: reference.count or len(row)])
        elif reference.count:
            yield from ((s, "so many of them", 0.85) for s in _last(row, reference.count))
        else:
            yield from ((s, "all of them", 0.8) for s in row)

    def _fresh(self, fresh: Sequence[Statement], reference: Reference) -> Iterator[Answer]:
        """Yield what was said under the same heading and not answered yet: all of it, or the last."""
        pool = [s for s in fresh if s.kind is reference.kind] or list(fresh)
        if reference.many:
            last = mains(pool)[-1] if mains(pool) else pool[-1]
            for s in pool:
                if s is last:
                    yield s, "said last under the same heading", 0.9
                elif s.kind is last.kind:
                    yield s, "said before it under the same heading", 0.8
            return
        single = mains(pool) or list(pool)
        best = self._nearest(single) if reference.tells and len(single) > 1 else None
        if best is not None:
            yield best, "in the same words", 0.8
            return
        yield single[-1], "said last under the same heading", 0.92 if reference.points or reference.named else 0.88
        if reference.points and not _LAST.search(self.response.text):
            yield from ((s, "said before it under the same heading", 0.75) for s in _run_before(single))

    def _again(self, zone: Sequence[Statement], reference: Reference) -> Iterator[Answer]:
        """Yield what was answered before under the same heading and is spoken of again."""
        if not reference.named and mains(zone)[-1:] and mains(zone)[-1] in self.answered:
            yield from ((s, "goes on about the same", 0.75) for s in self.answered)
            return
        near = [s for s in mains(zone) if s.kind is reference.kind] or mains(zone) or list(zone)
        if reference.tells and (best := self._nearest(near)) is not None:
            yield best, "in the same words", 0.8
            return
        last = near[-1]
        promised = any(last.end <= s.start < self.response.start and s.kind is Kind.COMMITMENT for s in self.statements)
        told = reference.points or reference.named
        if promised and not told and self.weights.cosine(self.response, last) < OVERLAP / 2:
            return
        yield last, "said last under the same heading", 0.85 if told and not promised else 0.78

    def _by_words(self, before: Sequence[Statement], reference: Reference) -> Iterator[Answer]:
        """Yield what was said under another heading, by a number in the heading above and by words."""
        heading = self.response.section[-1] if self.response.section else ""
        numbered = meant_by_heading(heading, before)
        pool = numbered or [s for s in before if reference.kind in (None, s.kind)]
        best = self._nearest(pool, _NUMBERED if numbered else OVERLAP)
        if best is not None and (numbered or reference.tells or reference.named):
            yield best, "in the same words", round(min(0.85, 0.6 + self.weights.cosine(self.response, best)), 2)

    def _nearest(self, pool: Sequence[Statement], least: float = OVERLAP) -> Statement | None:
        """Return the one of `pool` that shares most of its words with the response, clearly more than the others do."""
        ranked = sorted(pool, key=lambda s: (-self.weights.cosine(self.response, s), -s.start))
        if not ranked or (best := self.weights.cosine(self.response, ranked[0])) < least:
            return None
        next_best = self.weights.cosine(self.response, ranked[1]) if len(ranked) > 1 else 0.0
        return ranked[0] if best >= _MARGIN * next_best else None


_LAST = re.compile(r"\b(?:laatste|laatstgenoemde)\b", re.IGNORECASE)
_BREATH = 2  # characters between two sentences of one paragraph
_SHORT = 12  # words of a response that does not say itself what it answers


def _run_before(single: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the conclusions that the last of `single` goes on from, in the same breath."""
    for one, following in zip(reversed(single[:-1]), reversed(single[1:]), strict=True):
        if one.kind is not Kind.FINDING or following.kind is not Kind.FINDING or following.start - one.end > _BREATH:
            return
        yield one


def _last(row: Sequence[Statement], count: int) -> Sequence[Statement]:
    """Return the last `count` of `row` that stand on their own, with the parts between them."""
    single = mains(row)
    first = single[-count:][0] if single else row[0]
    return [s for s in row if s.start >= first.start]


def _is_other(response: Statement, said: Statement) -> bool:
    return said.issuer != response.issuer or said.issuer == UNKNOWN


def _may_mean(response: Statement, said: Statement) -> bool:
    """Tell whether a response that names whose advice it answers can mean `said`."""
    named = _OF_ANOTHER.search(response.text)
    if named is None or said.issuer == UNKNOWN:
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
