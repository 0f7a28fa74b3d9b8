"""What a promise carries out: what the answer before it answered, or the recommendation it stands under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crisisgraph.links.words import Weights
from crisisgraph.links.zones import FAR, OVERLAP, mains, zone_of
from crisisgraph.model import Kind, Link, LinkKind, Statement, StatementId
from crisisgraph.title_page import UNKNOWN

_GOES_ON = re.compile(r"^(?:hierbij|daarbij|daarin|hierin|hiervoor|daarvoor|dit|dat)\b", re.IGNORECASE)
#: A promise about everything that was promised.
_GENERAL = re.compile(
    r"\b(?:voortgang\w*|tussenrapportage\w*|stand\s+van\s+zaken|(?:de|alle|deze)\s+(?:genoemde\s+)?(?:acties|toezeggingen"
    r"|maatregelen|leerpunten|aanbevelingen)|het\s+verbeterplan|de\s+(?:opvolging|uitvoering)(?!\s+van\s+(?:dit|deze)\b))\b",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(r"\b(?:hier|daar)(?:over|van|toe|mee)\b", re.IGNORECASE)
_ELSEWHERE = 0.24  # of the weight of the words: enough to carry out what stands under another heading
_MARGIN = 1.4

Found = tuple[Statement, str, float]


def find_fulfilments(statements: Sequence[Statement], weights: Weights, answers: Sequence[Link] = ()) -> Iterator[Link]:
    """Yield the links from the promises of one report, in reading order, to what they carry out.

    :param answers: what the responses of the report answer: a promise after one carries out the same.
    """
    own = {s.issuer for s in statements if s.kind in (Kind.RESPONSE, Kind.COMMITMENT)} - {UNKNOWN}
    said = [s for s in statements if s.kind in (Kind.RECOMMENDATION, Kind.FINDING) and s.issuer not in own]
    if not said:
        return
    finder = _Finder(statements, said, weights, answers)
    for promise in statements:
        if promise.kind is Kind.COMMITMENT:
            for target, rule, confidence in finder.carried_out(promise):
                yield Link(promise.id, LinkKind.FULFILS, target.id, rule, confidence)


@dataclass(slots=True)
class _Finder:
    """The statements of one report, what the other body said in it, and what the last promise carried out."""

    statements: Sequence[Statement]
    said: Sequence[Statement]
    weights: Weights
    answers: Sequence[Link]
    _last: list[Statement] = field(default_factory=list)
    _after: StatementId | None = None  # the response after which the last promise stands

    def carried_out(self, promise: Statement) -> list[Found]:
        """Return what `promise` carries out, each with its rule and a confidence."""
        if _GENERAL.search(promise.text) and not _ABOUT_IT.search(promise.text):
            return []
        before = [s for s in self.said if s.start <= promise.start]
        zone = self._of_main_body(zone_of(promise, before, self.statements))
        response = self._response_before(promise, zone)
        if response is not None:
            found = self._as_answered(promise, response, zone)
        else:
            self._after = None
            found = self._under(promise, zone)
        if not found and not zone:
            found = self._elsewhere(promise, before)
        self._last = [target for target, _, _ in found]
        return found

    def _of_main_body(self, zone: Sequence[Statement]) -> list[Statement]:
        issuer, _ = Counter(s.issuer for s in self.said).most_common(1)[0]
        return [s for s in zone if s.issuer == issuer] or list(zone)

    def _response_before(self, promise: Statement, zone: Sequence[Statement]) -> Statement | None:
        """Return the answer after which `promise` stands, with nothing of the other body in between."""
        responses = [s for s in self.statements if s.kind is Kind.RESPONSE and s.end <= promise.start]
        if not responses or promise.start - responses[-1].end > FAR:
            return None
        last = responses[-1]
        if any(last.end <= s.start and s.end <= promise.start for s in self.said):
            return None
        same_place = last.section == promise.section or any(s.end <= last.start for s in zone)
        answered = any(link.source == last.id for link in self.answers)
        return last if same_place and answered else None

    def _as_answered(self, promise: Statement, response: Statement, zone: Sequence[Statement]) -> list[Found]:
        ids = [link.target for link in self.answers if link.source == response.id]
        targets = [s for s in self.said if s.id in ids]
        advice = [s for s in mains(zone) if s.kind is Kind.RECOMMENDATION and s.id not in ids]
        if advice and targets and all(s.kind is Kind.FINDING and s.end <= advice[-1].start for s in targets):
            targets = advice[-1:]  # what was found is answered; what was advised about it is carried out
        repeated = self._after == response.id
        self._after = response.id
        if len(targets) > 1:
            best = self._nearest(promise, targets, OVERLAP / 2)
            if best is not None:
                targets = [best]
            elif repeated and self._last:
                targets = self._last
        return [(s, "promised after the response", 0.86 if len(targets) == 1 else 0.7) for s in targets]

    def _under(self, promise: Statement, zone: Sequence[Statement]) -> list[Found]:
        """Return the last recommendation above `promise`, or the last conclusion that was answered there."""
        before = [s for s in mains(zone) if s.kind is Kind.RECOMMENDATION or self._is_answered(s, promise)]
        if before:
            last = before[-1]
            headed = last.section != promise.section
            distance = promise.start - last.end
            if headed or distance <= FAR or self.weights.cosine(promise, last) >= OVERLAP:
                return [(last, "promised under the same heading", 0.8 if headed or distance <= 1_000 else 0.65)]
        after = [s for s in self.said if 0 <= s.start - promise.end <= 3 and _GOES_ON.search(s.text)]
        return [(after[0], "the recommendation goes on about it", 0.75)] if after else []

    def _elsewhere(self, promise: Statement, before: Sequence[Statement]) -> list[Found]:
        """Return the recommendation under another heading that `promise` speaks of in the same words."""
        advice = [s for s in mains(before) if s.kind is Kind.RECOMMENDATION]
        best = self._nearest(promise, advice, _ELSEWHERE)
        return [] if best is None else [(best, "in the same words", 0.7)]

    def _is_answered(self, said: Statement, promise: Statement) -> bool:
        return any(link.target == said.id for link in self.answers) and any(
            said.end <= s.start <= promise.start for s in self.statements if s.kind is Kind.RESPONSE
        )

    def _nearest(self, promise: Statement, pool: Sequence[Statement], least: float) -> Statement | None:
        ranked = sorted(pool, key=lambda s: (-self.weights.cosine(promise, s), -s.start))
        if not ranked or (best := self.weights.cosine(promise, ranked[0])) < least:
            return None
        next_best = self.weights.cosine(promise, ranked[1]) if len(ranked) > 1 else 0.0
        return ranked[0] if best >= _MARGIN * next_best else None
