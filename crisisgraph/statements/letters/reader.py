"""One pass over a reaction: what the other body says, what is answered to it, and what is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crisisgraph.model import ActorId, BlockKind, Deadline, Kind, Level, Position, Span
from crisisgraph.statements.actors import ActorIndex
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.deadlines import find_deadline, is_recurring
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.letters.clauses import Clause, clauses_of
from crisisgraph.statements.letters.occasion import in_reaction
from crisisgraph.statements.letters.masks import OTHER, PARTY, SELF, Masked
from crisisgraph.statements.letters.parties import Parties
from crisisgraph.statements.letters.parts import Part, Role, parts_of
from crisisgraph.statements.letters.positions import position_of, stand_of, together
from crisisgraph.statements.letters.repeats import Repeats
from crisisgraph.statements.letters.rules import Rule, fill, load_rules, load_vetoes
from crisisgraph.statements.view import BlockView, EditionView, Sentence
from crisisgraph.title_page import UNKNOWN

#: A sentence without one of these holds no response or promise in so many words: it is not looked at more closely.
_SIGNAL = re.compile(
    r"\b(?:onderschrij|omarm|eens\b|vinden\b|neemt?\b|nemen\b|deelt\b|delen\b|steun|volgt\b|volgen\b|toegezegd"
    r"|aangekondigd|toe\b|overgenomen|voornemens|van plan|stemt? in|stemmen in|sluit)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:ik|wij)\b", re.IGNORECASE)
_ABOUT_ADVICE = re.compile(r"aanbeveling|advies|adviezen", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"^\W*(?:n\.?\s?v\.?\s?t|n\.?\s?t\.?\s?b|geen|niet\s+van\s+toepassing|nader\s+te\s+bepalen|nvt|ntb|volgt|onbekend)?\W*$",
    re.IGNORECASE,
)
_REASON = re.compile(r",\s+(?:omdat|want|aangezien|doordat|daar)\s", re.IGNORECASE)
#: A sentence that begins with what was said before it: "Daartoe zijn wij niet bevoegd."
_REFERS = re.compile(r"(?:ook\s+)?(?:dit|dat|deze|die|zo['’]n|(?:hier|daar)\w*|een\s+(?:dergelijke?|\w+e)\s)\b", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"\b(?:niet\s+aan\s+(?:mij|ons|\ue002)\s+gericht|gericht\s+aan|onder\s+de\s+aandacht|doorgestuurd|doorgeleid"
    r"|(?:reageert|reageren)\s+zelf)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"(?:tot\s+slot|ten\s+slotte|graag)\b", re.IGNORECASE)
_MODALS = frozenset({"kunnen", "moeten", "mogen", "zouden", "hoeven", "dienen", "behoren"})

_SURE_PROMISE = 0.75  # the least confidence of a rule that may make a promise of the end of a response
_GOES_ON = 2  # sentences of a finding after the one that says whose it is that count as parts of it
_GOING_ON = 0.8
_BRIEF = 4  # words of an answer without a verb: "Uitstekend advies."
_SHORTEST = 30  # characters of a statement before the reasons that are given for it
_LONGEST_SENTENCE = 2_000  # characters: what is longer is no sentence but a table or a list that lost its lines
_REACH = 1_500  # characters after something of the other body, or after an answer, in which a weak rule counts

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
    """The sentence at hand: its block, its words with signs for the parties, and its main clauses."""

    block: BlockView
    sentence: Sentence
    masked: Masked
    clauses: tuple[Clause, ...]

    def part(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span and text of ``masked.text[start:end]``."""
        origin, begin = self.masked.origin, self.sentence.start
        return self.block.part(begin + origin[start], begin + origin[end])


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule, where it was met, and the clause in which it was."""

    rule: Rule
    match: re.Match[str]
    clause: Clause

    @property
    def marked(self) -> tuple[int, int] | None:
        """Return the part of the sentence that the rule marks as the statement, if it marks one."""
        return self.match.span("part") if self.match.groupdict().get("part") else None


@dataclass(slots=True)
class _State:
    """What the last sentences were, up to the last heading."""

    summary: bool = False  # under a heading over what the other body found
    near: bool = False  # something of the other body has been told or answered
    open_since: int | None = None  # where something of the other body ends that was not answered yet
    kept_since: int | None = None  # where an answer ends that does not reject
    finding: list[Draft] = field(default_factory=list)  # the sentences of a finding that may go on
    said: Kind = Kind.RECOMMENDATION  # what the other body said last
    other_words: Draft | None = None  # an answer that no rule knows, which counts when no other one comes
    advice: Draft | None = None
    told: str | None = None  # the body that the last sentence began with

    def say(self, end: int, kind: Kind) -> None:
        """Note that the other body said something that ends at `end`."""
        self.near, self.open_since, self.kept_since, self.said = True, end, None, kind

    def answer(self, end: int, position: Position) -> None:
        """Note an answer that ends at `end`."""
        self.near, self.open_since, self.other_words, self.summary = True, None, None, False
        self.kept_since = end if position is not Position.REJECTS else None

    def is_open(self, place: int) -> bool:
        """Tell whether an answer is awaited at `place`."""
        return self.open_since is not None and place - self.open_since <= _REACH

    def is_kept(self, place: int) -> bool:
        """Tell whether a promise may follow from an answer just before `place`."""
        return self.kept_since is not None and place - self.kept_since <= _REACH


class _Reader:
    """One pass over the parts of a report that is, or holds, a reaction."""

    def __init__(self, view: EditionView, index: ActorIndex, book: CueBook, is_reaction: bool) -> None:
        self._view = view
        self._book = book
        self._whole = is_reaction
        self._parties = Parties(view, index)
        # in a chapter of a report the report is what is answered, and somebody else answers
        self._other = self._parties.other if is_reaction else view.report.issuer
        chapters = "\n".join(block.text for block in view.blocks if is_reaction or in_reaction(block))
        named_wrongly = is_reaction and view.report.issuer == self._other != UNKNOWN
        self._own = self._parties.own_name(chapters) if not is_reaction or named_wrongly else None
        self._in_third_person = not is_reaction and not _FIRST_PERSON.search(chapters)
        self._names_object = re.compile(fill(_OBJECT), re.IGNORECASE)
        self._repeats = Repeats()
        self._starts = self._block_starts()

    def drafts(self) -> Iterator[Draft]:
        state = _State()
        reacting = {block.index for block in self._view.blocks if self._whole or in_reaction(block)}
        block_index = -1
        for part in parts_of(self._view, self._parties, self._book):
            if part.block.index not in reacting:
                continue
            if part.block.index != block_index:
                yield from self._flush(state)
                block_index = part.block.index
            if part.role is Role.HEADING:
                yield from _settled(state)
                state = _State(near=self._names_object.search(part.block.text) is not None, summary=bool(part.rule))
            yield from self._part(part, state)
        yield from self._flush(state)
        yield from _settled(state)
        for block in self._view.blocks:
            if block.index not in reacting and block.kind not in (BlockKind.FOOTNOTE, BlockKind.TABLE, BlockKind.HEADING):
                yield from self._elsewhere(block)

    def _block_starts(self) -> tuple[int, ...]:
        starts, place = [], 0
        for block in self._view.blocks:
            starts.append(place)
            place += len(block.title) + 1
        return tuple(starts)

    # --- parts ----------------------------------------------------------------------------------------

    def _part(self, part: Part, state: _State) -> Iterator[Draft]:
        if part.role in (Role.ADVICE, Role.FINDING):
            yield from self._flush(state)
            yield from _settled(state)
            kind = Kind.RECOMMENDATION if part.role is Role.ADVICE else Kind.FINDING
            span, text = part.block.part(part.start, part.end)
            draft = Draft(
                kind, span, text, part.block.section, part.rule, part.confidence, number=part.number, issuer=self._other
            )  # fmt: skip
            if kind is Kind.RECOMMENDATION:
                self._repeats.tell(text)
                state.advice = draft
            state.say(span.end, kind)
            yield draft
            if kind is Kind.FINDING:
                more = [s for s in _sentences(part)][1 : _GOES_ON + 1]
                yield from (
                    replace(draft, span=s.span, text=s.text, level=Level.SUB, parent=draft, confidence=_GOING_ON, number=None)
                    for s in more
                )
        elif part.role is Role.ANSWER:
            yield from self._answer_part(part, state)
        elif part.role is Role.PROMISE:
            yield from self._promise_part(part, state)
        elif part.role is Role.TEXT:
            for sentence in _sentences(part):
                yield from self._sentence(part.block, sentence, state)

    def _answer_part(self, part: Part, state: _State) -> Iterator[Draft]:
        """Yield what stands behind the label of an answer, or in its cell: an answer, whatever its words."""
        found: list[Draft] = []
        state.summary = False
        for sentence in _sentences(part):
            found += self._sentence(part.block, sentence, state)
        if part.whole and found and found[0].kind is Kind.RESPONSE:
            later = [draft.span.start for draft in found if draft.kind is not Kind.RESPONSE]
            end = min(later) if later else part.block.part(part.start, part.end)[0].end
            found = [_cell(found[0], part, end), *(draft for draft in found if draft.kind is not Kind.RESPONSE)]
        elif not any(draft.kind is Kind.RESPONSE for draft in found) and state.open_since is not None:
            first = next(iter(_sentences(part)), None)
            if first is not None and not _SAYS_NOTHING.match(first.text):
                found.insert(0, self._unclear(part, first))
                state.answer(first.span.end, Position.UNCLEAR)
        yield from found

    def _unclear(self, part: Part, sentence: Sentence) -> Draft:
        return Draft(
            Kind.RESPONSE, sentence.span, sentence.text, part.block.section, "answer behind its label", 0.6,
            issuer=self._own, position=Position.UNCLEAR,
        )  # fmt: skip

    def _promise_part(self, part: Part, state: _State) -> Iterator[Draft]:
        """Yield what stands behind the label of a promise, or in its cell, sentence by sentence."""
        for sentence in _sentences(part):
            if _SAYS_NOTHING.match(sentence.text):
                continue
            at = self._at(part.block, sentence)
            found = list(self._promises(at, state, kept=True))
            if found:
                yield from found
            elif not (self._meta(at) or at.clauses[0].is_denied or at.clauses[0].past or _is_vetoed(at.masked.text)):
                yield Draft(
                    Kind.COMMITMENT, sentence.span, sentence.text, part.block.section, "promise behind its label", 0.8,
                    issuer=self._own, actor=self._actor(at, 0, len(at.masked.text)), deadline=self._deadline(sentence.text),
                )  # fmt: skip

    # --- sentences ------------------------------------------------------------------------------------

    def _at(self, block: BlockView, sentence: Sentence, told: str | None = None) -> _At:
        place = self._starts[block.index] + sentence.start
        masked = self._parties.mask(sentence.text, place, they=told, we=self._in_third_person)
        return _At(block, sentence, masked, clauses_of(masked.text, masked.speakers))

    def _sentence(self, block: BlockView, sentence: Sentence, state: _State) -> Iterator[Draft]:
        if len(sentence.text) > _LONGEST_SENTENCE:
            return
        at = self._at(block, sentence, state.told)
        opening = at.masked.first(OTHER + SELF)
        state.told = opening.label if opening and opening.sign == OTHER else None
        if self._meta(at):
            yield from self._flush(state)
            state.advice = None
            return
        advice = self._said(Kind.RECOMMENDATION, at, state)
        answers = self._answers(at, state, told=advice is not None)
        if advice is not None or answers:
            yield from self._flush(state)
            yield from self._advice_and_answer(at, advice, answers, state)
            return
        state.advice = None
        concluded = self._said(Kind.FINDING, at, state)
        if concluded is not None:
            yield from self._flush(state)
            if not (state.is_open(sentence.span.start) and state.said is Kind.FINDING):
                yield from _settled(state)
            state.finding = [self._told(at, concluded)]
            state.say(state.finding[0].span.end, Kind.FINDING)
            return
        if state.summary and not _own_side_speaks(at.masked):
            yield from self._flush(state)
            state.finding = [self._summed_up(at)]
            state.say(state.finding[0].span.end, Kind.FINDING)
            return
        goes_on = bool(state.finding) and not _own_side_speaks(at.masked)
        promises = () if goes_on else tuple(self._promises(at, state))
        if promises:
            yield from self._flush(state)
            yield from promises
        elif goes_on:
            state.finding.append(replace(state.finding[0], span=sentence.span, text=sentence.text, level=Level.SUB))
            state.say(sentence.span.end, Kind.FINDING)
        else:
            yield from self._flush(state)
            self._in_other_words(at, state)

    def _summed_up(self, at: _At) -> Draft:
        return Draft(
            Kind.FINDING, at.sentence.span, at.sentence.text, at.block.section, "under a heading of findings", 0.75,
            issuer=self._other,
        )  # fmt: skip

    def _in_other_words(self, at: _At, state: _State) -> None:
        """Note a sentence of the side that answers that no rule knows, where an answer is awaited."""
        clause = at.clauses[0]
        awaited = state.is_open(at.sentence.span.start) and state.other_words is None
        if not awaited or clause.subject == OTHER or clause.past or at.sentence.text.endswith((":", "?")):
            return
        brief = not clause.verb and len(at.masked.text.split()) <= _BRIEF and at.masked.text.endswith(".")
        refers = brief or clause.subject == SELF or _REFERS.match(at.masked.text) is not None
        if not refers or _PASSED_ON.search(at.masked.text) or _CLOSES.match(at.masked.text):
            return
        position = stand_of(clause.main, state.said)
        done = clause.is_perfect and position is not Position.ACCEPTS
        if done or (position is Position.UNCLEAR and clause.subject != SELF):
            return
        span, text = _without_joint(at, 0, len(at.masked.text))
        state.other_words = Draft(
            Kind.RESPONSE, span, text, at.block.section, "answer in other words", 0.65, issuer=self._own, position=position
        )  # fmt: skip
        state.kept_since = span.end if position is not Position.REJECTS else None

    def _advice_and_answer(
        self, at: _At, advice: _Found | None, answers: Sequence[_Found], state: _State
    ) -> Iterator[Draft]:
        if advice is not None:
            draft = self._told(at, advice, state)
            repeated = advice.rule.restates and self._repeats.has(draft.text)
            if not repeated:
                yield from _settled(state)
                self._repeats.add(draft.text)
                yield draft
                state.advice = draft if draft.level is Level.MAIN else state.advice
                state.say(draft.span.end, Kind.RECOMMENDATION)
        if answers:
            yield from self._answer(at, answers, state)
        elif advice is not None and advice.marked:
            later = [clause for clause in at.clauses if clause.start >= advice.marked[1]]
            rules = [(clause, self._promise_rule(clause, at, state, kept=True)) for clause in later]
            yield from (self._promise(at, clause, rule) for clause, rule in rules if rule is not None)
        rest = self._rest(at, advice) if advice is not None else None
        if rest is not None:
            yield from self._sentence(at.block, rest, state)

    def _meta(self, at: _At) -> bool:
        return any(rule.kind is None and rule.search(at.masked.text) for rule in load_rules("said"))

    def _said(self, kind: Kind, at: _At, state: _State) -> _Found | None:
        """Return the first rule by which the sentence tells what the other body recommends or concludes."""
        for rule in load_rules("said"):
            if rule.kind is not kind or (rule.level is Level.SUB and state.advice is None):
                continue
            if rule.object and not (state.near or OTHER in at.masked.text):
                continue
            match = rule.search(at.masked.text)
            clause = next((clause for clause in at.clauses if rule.fits(clause)), None)
            if match is not None and clause is not None:
                return _Found(rule, match, clause)
        return None

    def _told(self, at: _At, found: _Found, state: _State | None = None) -> Draft:
        """Return what the other body says: the sentence, or the part of it that the rule marks."""
        rule, match = found.rule, found.match
        marked = found.marked or (0, len(at.masked.text))
        before = marked[0] if marked[0] > match.start() else match.end()
        party = at.masked.first(OTHER + PARTY, match.start(), before) or at.masked.first(OTHER)
        span, text = at.part(*marked)
        return Draft(
            rule.kind or Kind.FINDING, span, text, at.block.section, rule.name, rule.confidence, level=rule.level,
            parent=state.advice if state and rule.level is Level.SUB else None,
            issuer=(party.label if party else "") or self._other,
        )  # fmt: skip

    def _flush(self, state: _State) -> Iterator[Draft]:
        """Yield the finding that has ended: all of it, and under it the sentences that go on with it."""
        if state.finding:
            first, *more = state.finding
            text = " ".join(draft.text for draft in state.finding)
            whole = replace(first, span=Span(first.span.start, state.finding[-1].span.end), text=text)
            state.finding = []
            yield whole
            yield from (replace(draft, parent=whole, confidence=_GOING_ON) for draft in more[:_GOES_ON])

    def _rest(self, at: _At, advice: _Found) -> Sentence | None:
        """Return what follows a marked part that begins the sentence: a new one, where a full stop is missing."""
        if advice.marked is None or advice.marked[0] > 0:
            return None
        stop = advice.marked[1]
        if not re.match(r"\s+[A-Z]", at.masked.text[stop:]):
            return None
        span, text = at.part(stop, len(at.masked.text))
        return Sentence(at.sentence.end - len(text), at.sentence.end, text, span)

    # --- answers --------------------------------------------------------------------------------------

    def _answers(self, at: _At, state: _State, *, told: bool = False) -> list[_Found]:
        """Return the clauses that answer, each with the first rule that it meets.

        :param told: the sentence itself tells what the other body recommends.
        """
        is_open = told or state.is_open(at.sentence.span.start)
        found = (self._answer_in(clause, at, state, is_open=is_open) for clause in at.clauses)
        return [answer for answer in found if answer is not None]

    def _answer_in(self, clause: Clause, at: _At, state: _State, *, is_open: bool) -> _Found | None:
        speaker = at.masked.first(OTHER, clause.subject_at, clause.subject_at + 1) if clause.subject == OTHER else None
        reported = (speaker is not None and not speaker.is_work) or re.search(rf"\b(?:volgens|aldus)\s+{OTHER}", clause.main)
        named = self._names_object.search(clause.main)
        about = is_open or (named is not None and (named["said"] is not None or state.near))
        told_before = any(other.subject == OTHER and other.start < clause.start for other in at.clauses)
        for rule in load_rules("replies"):
            if (rule.zone and not is_open) or (rule.object and not about) or (rule.near and not (state.near or about)):
                continue
            if not rule.fits(clause) or (reported and not rule.deep):
                continue
            if told_before and not rule.subject and not rule.deep:
                continue  # the other body goes on
            match = rule.search(clause.text if rule.deep else clause.main)
            if match is not None:
                return _Found(rule, match, clause)
        return None

    def _answer(self, at: _At, answers: Sequence[_Found], state: _State) -> Iterator[Draft]:
        """Yield the response of a sentence, and the promises of the clauses that go on after it."""
        last = answers[-1].clause
        later = [clause for clause in at.clauses if clause.start > last.start]
        limits = [clause for clause in later if clause.joint in ("maar", "doch", "echter")]
        promised = [
            (clause, rule)
            for clause in later
            if clause not in limits
            and (rule := self._promise_rule(clause, at, state, kept=True))
            and rule.confidence >= _SURE_PROMISE
        ]
        end = min((clause.start for clause, _ in promised), default=len(at.masked.text))
        start = 0
        if marked := answers[0].marked:
            start, end = answers[0].clause.start + marked[0], answers[0].clause.start + marked[1]
        positions = [
            found.rule.position or Position.UNCLEAR
            if found.rule.fixed
            else position_of(found.rule.position or Position.UNCLEAR, found.clause)
            for found in answers
        ]
        first = answers[0].clause
        if first.joint == "maar" and stand_of(at.clauses[0].main, state.said) is Position.ACCEPTS:
            positions.insert(0, Position.ACCEPTS)
        limited = any(clause.start < end for clause in limits)
        position = together(positions, goes_on=limited, weighed=answers[-1].rule.fixed and not answers[-1].rule.subject)
        span, text = _without_joint(at, start, end)
        rule = answers[0].rule
        yield Draft(
            Kind.RESPONSE, span, text, at.block.section, rule.name, rule.confidence, issuer=self._own, position=position
        )  # fmt: skip
        state.answer(span.end, position)
        yield from (self._promise(at, clause, rule) for clause, rule in promised)

    # --- promises -------------------------------------------------------------------------------------

    def _promises(self, at: _At, state: _State, *, kept: bool = False) -> Iterator[Draft]:
        """Yield the clauses that promise; one that does not, after one that does, goes on with it."""
        rules = [(clause, self._promise_rule(clause, at, state, kept=kept)) for clause in at.clauses]
        starts = [(place, rule) for place, (_, rule) in enumerate(rules) if rule is not None]
        for number, (place, rule) in enumerate(starts):
            end = at.clauses[starts[number + 1][0]].start if number + 1 < len(starts) else len(at.masked.text)
            first = at.clauses[0 if number == 0 and not _is_apart(at.clauses[place]) else place]
            yield self._promise(at, replace(at.clauses[place], start=first.start, end=end), rule)

    def _promise_rule(self, clause: Clause, at: _At, state: _State, *, kept: bool) -> Rule | None:
        if clause.past or clause.is_denied or clause.verb in _MODALS - {"moeten", "dienen"}:
            return None
        if _is_vetoed(clause.text):
            return None
        place = at.sentence.span.start
        deadline = self._deadline(clause.text)
        due = deadline is not None and not is_recurring(deadline)
        for rule in load_rules("promises"):
            if not rule.fits(clause) or (rule.deadline and not due) or (clause.is_perfect and not rule.begun):
                continue
            if (rule.kept and not (kept or state.is_kept(place))) or (rule.near and not (kept or state.near)):
                continue
            if clause.is_generic and not due:
                continue
            if rule.acts and not self._may_act(clause, at):
                continue
            if rule.search(clause.text):
                return rule
        return None

    def _promise(self, at: _At, clause: Clause, rule: Rule) -> Draft:
        span, text = _without_joint(at, clause.start, clause.end)
        return Draft(
            Kind.COMMITMENT, span, text, at.block.section, rule.name, rule.confidence, issuer=self._own,
            actor=self._actor(at, clause.start, clause.end), deadline=self._deadline(text),
        )  # fmt: skip

    def _may_act(self, clause: Clause, at: _At) -> bool:
        """Tell whether the subject is the side that answers, or one body of the government, not a kind of body."""
        if clause.subject == SELF:
            return True
        third = at.masked.first(PARTY, clause.subject_at, clause.subject_at + 1)
        actor = third.actor if third else None
        return actor is not None and not actor.generic and actor.kind in _GOVERNING

    def _deadline(self, text: str) -> Deadline | None:
        return find_deadline(text, self._view.report.issued)

    def _actor(self, at: _At, start: int, end: int) -> ActorId | None:
        party = at.masked.first(SELF, start, end) or at.masked.first(PARTY, start, end)
        actor = party.actor if party else None
        if actor is None or actor.kind == _READER:
            actor = self._parties.sender
        return actor.id if actor else None

    # --- outside a reaction ---------------------------------------------------------------------------

    def _elsewhere(self, block: BlockView) -> Iterator[Draft]:
        """Yield the responses and commitments of a text that is no reaction: only those in so many words."""
        for sentence in block.sentences:
            if len(sentence.text) > _LONGEST_SENTENCE or not _SIGNAL.search(sentence.text):
                continue
            at = self._at(block, sentence)
            if not (OTHER in at.masked.text or _ABOUT_ADVICE.search(at.masked.text)):
                continue
            speaker = at.masked.first(SELF)
            issuer = (speaker.label if speaker else "") or None
            state = _State(near=True)
            answers = [found for found in self._answers(at, state) if found.rule.anywhere]
            if answers:
                yield from (replace(draft, issuer=issuer) for draft in self._answer(at, answers, state))
                continue
            for clause in at.clauses:
                rule = self._promise_rule(clause, at, state, kept=False)
                if rule is not None and rule.anywhere:
                    yield replace(self._promise(at, clause, rule), issuer=issuer)


_OBJECT = (
    r"(?P<said>{this}\s+{ordinal}{said}\b|{other}|\b{advised}\s+(?:\d|[A-Z]\b)|\b(?:de|uw)\s+(?:eerste|tweede|derde|vierde|vijfde|zesde|laatste)\b)"
    r"|\b(?:dit|dat|deze|die|ze|haar|hem|(?:hier|daar)(?:mee|aan|van|in|bij|over|voor|tegenover)?)\b"
    r"(?=\s*(?:[.,;]|{self}|{third}|$|(?:ook|niet|graag|wel|dan|daarom|volledig|geheel|deels|gedeeltelijk|zonder|over|op)\b"
    r"|{=nemen delen doen gaan volgen steunen onderschrijven omarmen herkennen vinden achten zeggen kunnen zijn trekken zien wijzen}\b))"
)


def _settled(state: _State) -> Iterator[Draft]:
    """Yield the answer in other words, where no other one came."""
    if state.other_words is not None:
        yield state.other_words
    state.other_words = None


def _sentences(part: Part) -> Iterator[Sentence]:
    """Yield the sentences of a part; one that the part cuts is cut."""
    for sentence in part.block.sentences:
        start, end = max(sentence.start, part.start), min(sentence.end, part.end)
        if start >= end or not part.block.text[start:end].strip():
            continue
        span, text = part.block.part(start, end)
        left = start + len(part.block.text[start:end]) - len(part.block.text[start:end].lstrip())
        yield Sentence(left, left + len(text), text, span)


def _cell(draft: Draft, part: Part, end: int) -> Draft:
    """Return an answer that is all of its cell, up to the canonical offset `end`."""
    start = part.block.part(part.start, part.end)[0].start
    text = " ".join(s.text for s in _sentences(part) if s.span.start < end)
    return replace(draft, span=Span(start, end), text=text)


def _without_joint(at: _At, start: int, end: int) -> tuple[Span, str]:
    """Return the words of ``[start, end)`` without the reasons given, and without the "en" or ";" that joins what follows."""
    text = at.masked.text[start:end]
    if end < len(at.masked.text):
        text = re.sub(r"\s*[,;:]?\s*\b(?:en|maar|doch|want|dus)?\s*$|\s*[;:]\s*$", "", text)
    reason = _REASON.search(text)
    if reason and reason.start() >= _SHORTEST:
        text = text[: reason.start()]
    return at.part(start, start + len(text))


def _is_vetoed(text: str) -> bool:
    return any(veto.pattern.search(text) for veto in load_vetoes())


def _is_apart(clause: Clause) -> bool:
    return clause.joint in (";", ":", "maar", "want")


def _own_side_speaks(masked: Masked) -> bool:
    """Tell whether the side that answers has the word: it opens the sentence, or says "ik" or "wij"."""
    return masked.text[:1] == SELF or any(p.sign == SELF and not p.label for p in masked.parties.values())
