"""What a promise carries out: the recommendation it stands under, or the conclusion that was answered there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crisisgraph.links.headings import FAR, OVERLAP, before_reply, is_reply, is_under
from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Link, LinkKind, Statement, StatementId

_NEAR = 600  # characters
_GOES_ON = re.compile(r"^(?:hierbij|daarbij|daarin|hierin|hiervoor|daarvoor|dit|dat)\b", re.IGNORECASE)


def find_fulfilments(statements: Sequence[Statement], weights: Weights, answers: Sequence[Link] = ()) -> Iterator[Link]:
    """Yield the links from the promises of one report, in reading order, to what they carry out.

    :param answers: what the responses of the report answer: a promise after one carries out the same.
    """
    responses = [s for s in statements if s.kind is Kind.RESPONSE]
    own = {s.issuer for s in statements if s.kind in (Kind.RESPONSE, Kind.COMMITMENT)}
    said = [s for s in statements if s.kind in (Kind.RECOMMENDATION, Kind.FINDING) and s.issuer not in own]
    if not said:
        return
    issuer, _ = Counter(s.issuer for s in said).most_common(1)[0]
    for promise in statements:
        if promise.kind is Kind.COMMITMENT:
            before = [s for s in said if s.start <= promise.start]
            if is_reply(promise):
                near = before_reply(promise, before, statements, weights)
            else:
                near = [s for s in said if is_under(promise, s)]
            found = _carried_out(promise, [s for s in near if s.issuer == issuer] or near, responses, weights)
            if found:
                target, rule, confidence = found
                yield Link(promise.id, LinkKind.FULFILS, target.id, rule, confidence)
            elif answered := _answered_before(promise, responses, answers):
                yield Link(promise.id, LinkKind.FULFILS, answered, "promised after the response", 0.75)


def _answered_before(promise: Statement, responses: Sequence[Statement], answers: Sequence[Link]) -> StatementId | None:
    """Return the one thing that the response just before `promise`, in the same chapter, answers."""
    before = [s for s in responses if s.end <= promise.start and s.section == promise.section]
    if not before or promise.start - before[-1].end > _NEAR:
        return None
    targets = [link.target for link in answers if link.source == before[-1].id]
    return targets[0] if len(targets) == 1 else None


def _carried_out(
    promise: Statement, near: Sequence[Statement], responses: Sequence[Statement], weights: Weights
) -> tuple[Statement, str, float] | None:
    """Return what `promise` carries out: the last recommendation above it, or the last conclusion that was answered."""
    before = [
        s
        for s in near
        if s.start <= promise.start and (s.kind is Kind.RECOMMENDATION or _is_answered(s, promise, responses))
    ]
    if before:
        last = before[-1]
        headed = last.section != promise.section
        distance = promise.start - last.end
        if headed or distance <= FAR or weights.cosine(promise, last) >= OVERLAP:
            return last, "promised under the same heading", 0.8 if headed or distance <= 1_000 else 0.65
    after = [s for s in near if 0 <= s.start - promise.end <= 3 and _GOES_ON.search(s.text)]
    return (after[0], "the recommendation goes on about it", 0.75) if after else None


def _is_answered(said: Statement, promise: Statement, responses: Sequence[Statement]) -> bool:
    return any(said.end <= response.start <= promise.start for response in responses if is_under(response, said))
