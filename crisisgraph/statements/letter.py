"""Reactions: what the other body concludes and recommends, what is answered to it, and what is promised.

A reaction is a letter of the cabinet, of a minister or of a college to a report, or the chapter of a report in which
the one that was studied reacts.  The rules are in `letter.toml`; `parties` says who is who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crisisgraph.model import ActorId, BlockKind, Deadline, Kind, Level, Position, Span
from crisisgraph.statements.actors import ActorIndex
from crisisgraph.statements.answers import in_reaction, is_labelled_answer, without_label
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.deadlines import find_deadline
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import is_imperative
from crisisgraph.statements.letter_rules import Rule, load_letter_rules
from crisisgraph.statements.parties import OTHER, PARTY, SELF, Masked, Parties
from crisisgraph.statements.positions import position_of
from crisisgraph.statements.view import BlockView, EditionView, Sentence

#: A sentence without one of these holds no response or promise in so many words: it is not looked at more closely.
_SIGNAL = re.compile(
    r"\b(?:onderschrij|omarm|eens\b|vinden\b|neemt?\b|nemen\b|deelt\b|delen\b|steun|volgt\b|volgen\b|toegezegd"
    r"|aangekondigd|toe\b|overgenomen|voornemens|van plan|stemt? in|stemmen in|sluit)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:hoofd|deel)?aanbeveling(?:\s+(?:nr\.?\s*)?(?P<number>\d+[a-z]?|[A-Z]|[IVX]+))?\s*(?:[:.–—-]\s*|$)"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_PERSON = re.compile(r"\b(?:ik|wij)\b", re.IGNORECASE)
_ABOUT_ADVICE = re.compile(r"aanbeveling|advies|adviezen", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4})$")
_AND = re.compile(r",?\s+en\s+(?=\S)")

_LONGEST_SENTENCE = 2_000  # characters: what is longer is no sentence but a table or a list that lost its lines
_LONGEST_HEADING = 200  # characters of a recommendation that is restated as a heading
_SURE_PROMISE = 0.75  # the least confidence of a rule that may make a promise of the end of a response

#: The kinds of third parties whose acts a reaction announces as its own.
_GOVERNING = frozenset(
    {
        "ministry", "ministry unit", "government", "government agency", "implementing agency", "coordination body",
        "inspectorate", "municipality", "province", "water authority", "safety region", "care coordination",
    }
)  # fmt: skip

#: The kind of body that a reaction is written to: what it receives, the sender promises.
_READER = "parliament"


def find_reactions(view: EditionView, index: ActorIndex, book: CueBook, *, is_reaction: bool) -> tuple[Draft, ...]:
    """Return what stands in a reaction: the other body's findings and recommendations, responses and commitments.

    :param is_reaction: the whole of `view` is one; otherwise only a chapter with that title is, and elsewhere only
        responses and commitments in so many words are found.
    """
    if not is_reaction and not any(in_reaction(block) or _SIGNAL.search(block.text) for block in view.blocks):
        return ()
    return tuple(_Reader(view, index, book, is_reaction).drafts())


@dataclass(frozen=True, slots=True)
class _At:
    """The sentence at hand."""

    block: BlockView
    sentence: Sentence
    masked: Masked

    def part(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span and text of ``masked.text[start:end]``."""
        origin, begin = self.masked.origin, self.sentence.start
        return self.block.part(begin + origin[start], begin + origin[end])

    def marked(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the part of the sentence that the rule marks as the statement, or all of it."""
        return match.span("part") if match.groupdict().get("part") else (0, len(self.masked.text))


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule, and where it was met."""

    rule: Rule
    match: re.Match[str]


@dataclass(slots=True)
class _State:
    """What the last sentences were, up to the last heading."""

    active: bool = False  # something of the other body has been told or answered
    finding: Draft | None = None  # that the next sentence may go on with
    advice: Draft | None = None
    waiting: re.Match[str] | None = None  # a bare label: what follows is the recommendation
    told: str | None = None  # the body that the last sentence began with


class _Reader:
    """One pass over the blocks of a report that is, or holds, a reaction."""

    def __init__(self, view: EditionView, index: ActorIndex, book: CueBook, is_reaction: bool) -> None:
        self._view = view
        self._book = book
        self._whole = is_reaction
        self._parties = Parties(view, index)
        # in a chapter of a report the report is what is answered, and somebody else answers
        self._other = self._parties.other if is_reaction else view.report.issuer
        chapters = "\n".join(block.text for block in view.blocks if in_reaction(block))
        self._own = None if is_reaction else self._parties.own_name(chapters)
        self._in_third_person = not is_reaction and not _FIRST_PERSON.search(chapters)
        self._rules = load_letter_rules()
        self._place = 0

    def drafts(self) -> Iterator[Draft]:
        state = _State()
        for block in self._view.blocks:
            if block.kind is BlockKind.HEADING:
                state = _State()
            if block.kind not in (BlockKind.FOOTNOTE, BlockKind.TABLE):
                if self._whole or in_reaction(block):
                    yield from self._block(block, state)
                else:
                    yield from self._elsewhere(block)
            self._place += len(block.title) + 1

    # --- blocks ---------------------------------------------------------------------------------------

    def _block(self, block: BlockView, state: _State) -> Iterator[Draft]:
        state.finding = None
        restated = self._restated(block, state)
        if restated is not None:
            state.active, state.advice = True, restated
            yield restated
            yield from self._text(block, state, restated.span.end)
        elif block.kind is not BlockKind.HEADING:
            yield from [self._labelled(block, state)] if state.waiting else self._text(block, state)

    def _text(self, block: BlockView, state: _State, after: int = 0) -> Iterator[Draft]:
        pending: list[Draft] = []
        for sentence in block.sentences:
            if sentence.span.start < after:
                continue
            for draft in self._sentence(block, sentence, state):
                if pending and draft.kind is Kind.FINDING and draft.span.start == pending[-1].span.start:
                    pending.pop()  # the finding goes on
                pending.append(draft)
        yield from pending

    def _restated(self, block: BlockView, state: _State) -> Draft | None:
        """Return the recommendation that a heading or a numbered line says again."""
        labelled = _LABEL.match(block.text)
        if labelled and len(labelled["rest"].split()) >= 3:
            answers = (
                s.start for s in block.sentences if is_labelled_answer(s.text) and s.start > labelled.start("rest")
            )
            piece = block.part(labelled.start("rest"), next(answers, len(block.text)))
            return self._advice(block, piece, "labelled recommendation", 0.95, labelled["number"])
        if labelled:
            state.waiting = None if labelled["rest"].strip() else labelled
            return None
        marker = block.block.marker or ""
        numbered = bool(_NUMBER.match(marker))
        alone = block.kind is BlockKind.HEADING or (numbered and len(block.sentences) == 1)
        counted = numbered or any(_ABOUT_ADVICE.search(title) for title in block.section)
        if alone and counted and len(block.text) <= _LONGEST_HEADING and is_imperative(block.text, self._book):
            piece = block.part(0, len(block.text))
            return self._advice(block, piece, "restated as a heading", 0.9, marker or None)
        return None

    def _labelled(self, block: BlockView, state: _State) -> Draft:
        """Return the text under a bare label ("Aanbeveling 2") up to the first sentence of the side that answers."""
        number = state.waiting["number"] if state.waiting else None
        end = block.sentences[0].end if block.sentences else len(block.text)
        for sentence in block.sentences[1:]:
            if SELF in self._mask(sentence).text:
                break
            end = sentence.end
        draft = self._advice(block, block.part(0, end), "labelled recommendation", 0.93, number)
        state.waiting, state.active, state.advice = None, True, draft
        return draft

    def _advice(
        self, block: BlockView, piece: tuple[Span, str], rule: str, confidence: float, number: str | None
    ) -> Draft:
        span, text = piece
        return Draft(
            Kind.RECOMMENDATION, span, text, block.section, rule, confidence, number=number, issuer=self._other
        )  # fmt: skip

    # --- sentences ------------------------------------------------------------------------------------

    def _mask(self, sentence: Sentence, told: str | None = None) -> Masked:
        place = self._place + sentence.start
        return self._parties.mask(sentence.text, place, they=told, we=self._in_third_person)

    def _sentence(self, block: BlockView, sentence: Sentence, state: _State) -> Iterator[Draft]:
        if len(sentence.text) > _LONGEST_SENTENCE:
            return
        if is_labelled_answer(sentence.text):
            rest = without_label(block, sentence)
            yield from self._sentence(block, rest, state) if rest else ()
            return
        at = _At(block, sentence, self._mask(sentence, state.told))
        opening = at.masked.first(OTHER + SELF)
        state.told = opening.label if opening and opening.sign == OTHER else None
        if self._first(None, at, state):
            state.finding = state.advice = None
            return
        advice = self._first(Kind.RECOMMENDATION, at, state)
        response = self._first(Kind.RESPONSE, at, state)
        if advice:
            yield (draft := self._said(at, advice, state))
            state.advice = draft if advice.rule.level is Level.MAIN else state.advice
        if response:
            yield from self._answer(at, response, self._own)
        if advice or response:
            state.active, state.finding = True, None
            rest = self._rest(at, advice.match) if advice else None
            if rest is not None:
                yield from self._sentence(block, rest, state)
        else:
            yield from self._finding_or_promise(at, state)

    def _finding_or_promise(self, at: _At, state: _State) -> Iterator[Draft]:
        state.advice = None
        if concluded := self._first(Kind.FINDING, at, state):
            draft = self._said(at, concluded, state)
            state.finding = _longer(state.finding, draft.span, draft.text) if state.finding else draft
            state.active = True
            yield state.finding
        elif promise := self._first(Kind.COMMITMENT, at, state):
            state.finding = None
            yield self._promise(at, promise, self._own)
        elif state.finding is not None and not _own_side_speaks(at.masked):
            state.finding = _longer(state.finding, at.sentence.span, at.sentence.text)
            yield state.finding
        else:
            state.finding = None

    def _first(self, kind: Kind | None, at: _At, state: _State) -> _Found | None:
        """Return the first rule of `kind` that the sentence meets."""
        for rule in self._rules:
            if rule.kind is not kind or (rule.level is Level.SUB and state.advice is None):
                continue
            if rule.object and not (state.active or OTHER in at.masked.text):
                continue
            match = self._meets(rule, at)
            if match is not None:
                return _Found(rule, match)
        return None

    def _meets(self, rule: Rule, at: _At) -> re.Match[str] | None:
        match = rule.search(at.masked.text)
        if match is None or (rule.acts and not _may_act(at.masked, match)):
            return None
        return None if rule.deadline and self._deadline(at.sentence.text) is None else match

    def _said(self, at: _At, found: _Found, state: _State) -> Draft:
        """Return what the other body says: the sentence, or the part of it that the rule marks."""
        rule, match = found.rule, found.match
        marked = at.marked(match)
        before = marked[0] if marked[0] > match.start() else match.end()
        party = at.masked.first(OTHER + PARTY, match.start(), before) or at.masked.first(OTHER)
        span, text = at.part(*marked)
        return Draft(
            rule.kind or Kind.FINDING, span, text, at.block.section, rule.name, rule.confidence, level=rule.level,
            parent=state.advice if rule.level is Level.SUB else None,
            issuer=(party.label if party else "") or self._other,
        )  # fmt: skip

    def _answer(self, at: _At, found: _Found, issuer: str | None) -> Iterator[Draft]:
        """Yield the response, and the promise that the same sentence goes on with after "en"."""
        rule, match = found.rule, found.match
        start, stop = at.marked(match)
        joint, promise = self._after_and(at.masked, match) or (None, None)
        end = joint.start() if joint else len(at.masked.text)
        span, text = at.part(start, min(stop, end))
        position = position_of(rule.position or Position.UNCLEAR, at.masked.text[:end], match)
        yield Draft(
            Kind.RESPONSE, span, text, at.block.section, rule.name, rule.confidence, issuer=issuer, position=position
        )  # fmt: skip
        if joint and promise:
            span, text = at.part(joint.end(), len(at.masked.text))
            yield Draft(
                Kind.COMMITMENT, span, text, at.block.section, promise.name, promise.confidence, issuer=issuer,
                actor=self._actor(at.masked, 0, joint.start()), deadline=self._deadline(text),
            )  # fmt: skip

    def _after_and(self, masked: Masked, match: re.Match[str]) -> tuple[re.Match[str], Rule] | None:
        for joint in _AND.finditer(masked.text, match.end()):
            rest = f"{SELF} {masked.text[joint.end() :]}"
            if any(rule.kind is Kind.RESPONSE and rule.search(rest) for rule in self._rules):
                continue  # "onderschrijft dit en neemt het over" is one response
            for rule in self._rules:
                if rule.kind is Kind.COMMITMENT and rule.confidence >= _SURE_PROMISE and not rule.deadline:
                    found = rule.search(rest)
                    if found is not None and found.start() == 0:
                        return joint, rule
        return None

    def _promise(self, at: _At, found: _Found, issuer: str | None) -> Draft:
        span, text = at.part(*at.marked(found.match))
        return Draft(
            Kind.COMMITMENT, span, text, at.block.section, found.rule.name, found.rule.confidence, issuer=issuer,
            actor=self._actor(at.masked, found.match.start(), found.match.end()), deadline=self._deadline(text),
        )  # fmt: skip

    def _elsewhere(self, block: BlockView) -> Iterator[Draft]:
        """Yield the responses and commitments of a text that is no reaction: only those in so many words."""
        for sentence in block.sentences:
            if len(sentence.text) > _LONGEST_SENTENCE or not _SIGNAL.search(sentence.text):
                continue
            at = _At(block, sentence, self._mask(sentence))
            if not (OTHER in at.masked.text or _ABOUT_ADVICE.search(at.masked.text)):
                continue
            found = next((_Found(r, m) for r in self._rules if r.anywhere and (m := self._meets(r, at))), None)
            speaker = at.masked.first(SELF)
            issuer = (speaker.label if speaker else "") or None
            if found and found.rule.kind is Kind.RESPONSE:
                yield from self._answer(at, found, issuer)
            elif found:
                yield self._promise(at, found, issuer)

    def _rest(self, at: _At, match: re.Match[str]) -> Sentence | None:
        """Return what follows a marked part that begins the sentence: a new one, where a full stop is missing."""
        start, stop = at.marked(match)
        if start > 0 or not re.match(r"\s+[A-Z]", at.masked.text[stop:]):
            return None
        span, text = at.part(stop, len(at.masked.text))
        return Sentence(at.sentence.end - len(text), at.sentence.end, text, span)

    def _deadline(self, text: str) -> Deadline | None:
        return find_deadline(text, self._view.report.issued)

    def _actor(self, masked: Masked, start: int, end: int) -> ActorId | None:
        party = masked.first(SELF, start, end) or masked.first(PARTY, start, end)
        actor = party.actor if party else None
        if actor is None or actor.kind == _READER:
            actor = self._parties.sender
        return actor.id if actor else None


def _longer(finding: Draft, span: Span, text: str) -> Draft:
    return replace(finding, span=Span(finding.span.start, span.end), text=f"{finding.text} {text}")


def _own_side_speaks(masked: Masked) -> bool:
    """Tell whether the side that answers has the word: it opens the sentence, or says "ik" or "wij"."""
    return masked.text[:1] == SELF or any(p.sign == SELF and not p.label for p in masked.parties.values())


def _may_act(masked: Masked, match: re.Match[str]) -> bool:
    """Tell whether the party in `match` is the side that answers, or one body of the government, not a kind of body."""
    if masked.first(SELF, match.start(), match.end()):
        return True
    third = masked.first(PARTY, match.start(), match.end())
    actor = third.actor if third else None
    return actor is not None and not actor.generic and actor.kind in _GOVERNING
