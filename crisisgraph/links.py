"""How statements relate: what a response answers, what a promise carries out, what rests on what, what says the same.

Within a reaction a response answers what the other body said last, unless its own words point to something said
earlier; a promise carries out the recommendation it stands under.  Two recommendations are proposed as similar by the
rare words they share.  Every link carries the rule that made it; meaning beyond words is the encoder's work.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from crisisgraph.ids import fold
from crisisgraph.model import Kind, Link, LinkKind, Position, Statement, StatementId
from crisisgraph.statements.themes import stem

_WORD = re.compile(r"[^\W\d_]{3,}")

#: Words that say nothing about the subject, as they are written.
_FILLERS = """
    aan aanbeveelt aanbeveling aanbevelingen aandacht advies adviseert al alle alleen als andere belang
    belangrijk beveelt bij bijvoorbeeld binnen concludeert conclusie conclusies constateert daar daarbij
    daarmee daarom daarvoor dan dat de deelt deze die dient dit door een eens eerste elk elke en erkent gaat
    geen goed goede groot groter haar had hebben heeft herkent het hier hierbij hoe hun ieder iets in
    inspectie invulling is jaar kabinet kan komende kunnen maar maken meer met moet moeten mogelijk naar
    naast neemt niet nieuwe nodig nog noodzakelijk of om onder onderschrijft onze ook op over overal per
    raad rapport samen specifieke stelt te tegen ten ter terecht tijd tijdens toe tot tussen uit van vanuit
    veel verder vindt voldoende volgens voor vooral waar waarbij waarmee wanneer was wat wel welke werd
    werden wie wij wil willen worden wordt zal zelf zich zijn zo zoals zorg zorgen zou zouden zowel zullen
"""
_STOP = frozenset(map(stem, _FILLERS.split()))

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
_OWN_OBJECT = re.compile(r"\b(?:dat|om|noodzaak|belang)\b", re.IGNORECASE)
_ALL = re.compile(r"\balle\s+(?:\w+\s+)?(?:aanbevelingen|adviezen)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r",\s+(?:die|dat|welke|hetgeen)\s+(?:\w+\s+){1,4}(?:onderschrij|deel|del|omarm|herken|steun|overne)\w+\W*$",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:bestuurlijke\s+|kabinets|beleids)?(?:reactie|standpunt|antwoord)\b.{0,40}$", re.IGNORECASE
)
_STATED_BASIS = re.compile(
    r"\b(?:op\s+(?:basis|grond)\s+van|naar\s+aanleiding\s+van|gelet\s+op|gezien|voortbouwend\s+op)"
    r"\s+(?:de|deze|die|bovenstaande|genoemde)\s+(?:\w+\s+)?"
    r"(?:conclusies?|bevinding(?:en)?|constatering(?:en)?|analyse)\b",
    re.IGNORECASE,
)
_NUMBERED_BASIS = re.compile(r"\b(?:conclusie|bevinding)s?\s+(\d{1,2})\b", re.IGNORECASE)

_GOES_ON = re.compile(r"^(?:hierbij|daarbij|daarin|hierin|hiervoor|daarvoor|dit|dat)\b", re.IGNORECASE)

_FAR = 4_000  # characters: a promise further on no longer speaks of the recommendation by its place alone
_OVERLAP = 0.12  # of the weight of the words: the smallest that points a response to something said earlier
_SIMILAR = 0.4  # of the weight of the words: from here on two recommendations are proposed as similar
_SHARED = 2  # words: one in common is a coincidence
_COMMON = 60  # a word in more statements than this does not bring two of them together


def find_links(statements: Sequence[Statement]) -> tuple[Link, ...]:
    """Return the links between `statements`, sorted; each pair has at most one link of a kind.

    :param statements: those of all reports; of one report in reading order.
    """
    weights = _Weights(statements)
    links: dict[tuple[StatementId, LinkKind, StatementId], Link] = {}
    by_place = sorted(statements, key=_place)
    for _, group in groupby(by_place, key=lambda statement: (statement.document, statement.report)):
        of_report = list(group)
        for link in (*_answers(of_report, weights), *_fulfilments(of_report, weights), *_bases(of_report)):
            links.setdefault((link.source, link.kind, link.target), link)
    for link in _similar(statements, weights):
        links.setdefault((link.source, link.kind, link.target), link)
    return tuple(sorted(links.values(), key=lambda link: (link.source, link.kind, link.target)))


def _place(statement: Statement) -> tuple[str, str, int, int, str]:
    return statement.document, statement.report, statement.start, -statement.end, statement.id


# --- words ----------------------------------------------------------------------------------------


class _Weights:
    """How much each word says: rare ones most."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._words = {statement.id: _words(statement.text) for statement in statements}
        self._times = Counter(word for words in self._words.values() for word in words)
        self._total = max(1, len(statements))

    def words(self, statement: Statement) -> frozenset[str]:
        return self._words[statement.id]

    def of(self, word: str) -> float:
        return math.log(1 + self._total / (1 + self._times[word]))

    def times(self, word: str) -> int:
        return self._times[word]

    def cosine(self, one: Iterable[str], other: Iterable[str]) -> float:
        """Return the cosine of the weighted words: 1 for the same words, 0 for none in common."""
        first, second = frozenset(one), frozenset(other)
        size = math.sqrt(self._weight(first) * self._weight(second))
        return self._weight(first & second) / size if size else 0.0

    def similarity(self, one: Statement, other: Statement) -> float:
        """Return how much two statements say the same: by cosine, or by how much of the shorter is in the longer one.

        The second counts only when many words are shared: a short title stands in many texts.
        """
        first, second = self.words(one), self.words(other)
        shared = first & second
        part = self._weight(shared) / (min(self._weight(first), self._weight(second)) or 1.0)
        if len(shared) >= 8 or (len(shared) >= 4 and part >= 0.55):
            return max(part, self.cosine(first, second))
        return self.cosine(first, second)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.of(word) ** 2 for word in sorted(words))


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text)) - _STOP


# --- responses ------------------------------------------------------------------------------------


def _answers(statements: Sequence[Statement], weights: _Weights) -> Iterator[Link]:
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
    response: Statement, said: Sequence[Statement], statements: Sequence[Statement], weights: _Weights
) -> Iterator[tuple[Statement, str, float]]:
    together = [s for s in said if s.start < response.end and response.start < s.end]
    if together and response.position is not Position.UNCLEAR:
        yield together[-1], "in the same sentence", 0.95
        return
    before = [s for s in said if s.end <= response.start and _fits(response, s)]
    if _ALL.search(response.text):
        yield from ((s, "all of them", 0.8) for s in before if s.kind is Kind.RECOMMENDATION)
        return
    if _is_reply(response):
        near = _before_reply(response, before, statements, weights)
    else:
        near = [s for s in before if _is_under(response, s)]
    if near:
        yield from _answered_nearby(response, near, statements, weights)
    elif before and _OWN_OBJECT.search(response.text):
        best = max(before, key=lambda s: (weights.cosine(weights.words(response), weights.words(s)), s.start))
        overlap = weights.cosine(weights.words(response), weights.words(best))
        if overlap >= 2 * _OVERLAP:
            yield best, "in the same words", round(min(0.8, 0.4 + overlap), 2)


def _answered_nearby(
    response: Statement, near: Sequence[Statement], statements: Sequence[Statement], weights: _Weights
) -> Iterator[tuple[Statement, str, float]]:
    last = near[-1]
    promised = any(last.end <= s.start < response.start and s.kind is Kind.COMMITMENT for s in statements)
    points = _POINTING.search(response.text) is not None
    if promised and not points and weights.cosine(weights.words(response), weights.words(last)) < _OVERLAP:
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


def _is_under(statement: Statement, said: Statement) -> bool:
    """Tell whether `statement` stands under the same heading as `said`, or under `said` as its heading."""
    if said.section == statement.section:
        return True
    below = statement.section[len(said.section) :]
    return statement.section[: len(said.section)] == said.section and bool(below) and fold(said.text) in fold(below[0])


def _is_reply(statement: Statement) -> bool:
    """Tell whether the heading above is no more than "Reactie": what is answered stands before that heading."""
    return bool(statement.section) and _REPLY.match(statement.section[-1]) is not None


def _before_reply(
    own: Statement, before: Sequence[Statement], statements: Sequence[Statement], weights: _Weights
) -> list[Statement]:
    """Return what a statement under the heading "Reactie" is about: the one thing said before that heading.

    Where more was said before it, it is the one with most of the same words, if any.
    """
    group: list[Statement] = []
    for said in reversed(before):
        if group and any(said.end <= s.start < group[0].start and s.issuer == own.issuer for s in statements):
            break
        group.insert(0, said)
    if len(group) < 2:
        return group
    best = max(group, key=lambda s: weights.cosine(weights.words(own), weights.words(s)))
    return [best] if weights.cosine(weights.words(own), weights.words(best)) >= _OVERLAP else []


def _parts_after(response: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return the recommendations numbered 1, 2, … that begin right after `response`."""
    numbered = [s for s in said if s.start >= response.end and s.kind is Kind.RECOMMENDATION and s.number]
    parts: list[Statement] = []
    for expected, statement in enumerate(numbered, start=1):
        if statement.number != str(expected):
            break
        parts.append(statement)
    return parts if parts and parts[0].start - response.end < _FAR else []


# --- promises -------------------------------------------------------------------------------------


def _fulfilments(statements: Sequence[Statement], weights: _Weights) -> Iterator[Link]:
    responses = [s for s in statements if s.kind is Kind.RESPONSE]
    own = {s.issuer for s in statements if s.kind in (Kind.RESPONSE, Kind.COMMITMENT)}
    said = [s for s in statements if s.kind in (Kind.RECOMMENDATION, Kind.FINDING) and s.issuer not in own]
    if not said:
        return
    issuer, _ = Counter(s.issuer for s in said).most_common(1)[0]
    for promise in statements:
        if promise.kind is Kind.COMMITMENT:
            before = [s for s in said if s.start <= promise.start]
            if _is_reply(promise):
                near = _before_reply(promise, before, statements, weights)
            else:
                near = [s for s in said if _is_under(promise, s)]
            found = _carried_out(promise, [s for s in near if s.issuer == issuer] or near, responses, weights)
            if found:
                target, rule, confidence = found
                yield Link(promise.id, LinkKind.FULFILS, target.id, rule, confidence)


def _carried_out(
    promise: Statement, near: Sequence[Statement], responses: Sequence[Statement], weights: _Weights
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
        if headed or distance <= _FAR or weights.cosine(weights.words(promise), weights.words(last)) >= _OVERLAP:
            return last, "promised under the same heading", 0.8 if headed or distance <= 1_000 else 0.65
    after = [s for s in near if 0 <= s.start - promise.end <= 3 and _GOES_ON.search(s.text)]
    return (after[0], "the recommendation goes on about it", 0.75) if after else None


def _is_answered(said: Statement, promise: Statement, responses: Sequence[Statement]) -> bool:
    return any(said.end <= response.start <= promise.start for response in responses if _is_under(response, said))


# --- bases ----------------------------------------------------------------------------------------


def _bases(statements: Sequence[Statement]) -> Iterator[Link]:
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


# --- the same advice in other words -----------------------------------------------------------------


def _similar(statements: Sequence[Statement], weights: _Weights) -> Iterator[Link]:
    """Propose the recommendations that share most of their rare words, other than a main one and its own parts."""
    seen: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted((s for s in statements if s.kind is Kind.RECOMMENDATION), key=lambda s: s.id):
        rare = [word for word in weights.words(one) if weights.times(word) <= _COMMON]
        shared = Counter(other.id for word in rare for other in seen[word])
        others = {other.id: other for word in rare for other in seen[word]}
        for identity, times in sorted(shared.items()):
            other = others[identity]
            if times < _SHARED or _belong_together(one, other):
                continue
            score = weights.similarity(one, other)
            if score >= _SIMILAR:
                yield Link(other.id, LinkKind.SIMILAR_TO, one.id, "shared rare words", round(min(score, 0.9), 2))
        for word in rare:
            seen[word].append(one)


def _belong_together(one: Statement, other: Statement) -> bool:
    overlap = one.document == other.document and one.start < other.end and other.start < one.end
    return overlap or one.parent == other.id or other.parent == one.id
