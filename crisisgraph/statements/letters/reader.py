"""One pass over a reaction: what the other body says, what is answered to it, and what is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crisisgraph.model import BlockKind, Kind, Level, Position, Span
from crisisgraph.statements.actor_names import ActorIndex
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import is_imperative
from crisisgraph.statements.letters.answering import answer, answer_in_other_words, answers, object_pattern
from crisisgraph.statements.letters.masks import OTHER, SELF
from crisisgraph.statements.letters.occasion import in_reaction
from crisisgraph.statements.letters.parts import Part, Role, parts_of, sentences_of
from crisisgraph.statements.letters.promising import is_vetoed, promise, promise_rule, promises
from crisisgraph.statements.letters.repeats import Repeats
from crisisgraph.statements.letters.rules import confidence_of
from crisisgraph.statements.letters.scene import At, Found, Scene
from crisisgraph.statements.letters.state import State, as_part
from crisisgraph.statements.letters.telling import is_about_letter, rest_after, said, told
from crisisgraph.statements.view import BlockView, EditionView, Sentence

#: A sentence without one of these holds no response or promise in so many words: it is not looked at more closely.
_SIGNAL = re.compile(
    r"\b(?:onderschrij|omarm|eens\b|vinden\b|neemt?\b|nemen\b|deelt\b|delen\b|steun|volgt\b|volgen\b|toegezegd"
    r"|aangekondigd|toe\b|overgenomen|voornemens|van plan|stemt? in|stemmen in|sluit)",
    re.IGNORECASE,
)
_ABOUT_ADVICE = re.compile(r"aanbeveling|advies|adviezen", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"^\W*(?:n\.?\s?v\.?\s?t|n\.?\s?t\.?\s?b|geen|niet\s+van\s+toepassing|nader\s+te\s+bepalen|volgt|onbekend)?\W*$",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 2_000  # characters: what is longer is no sentence but a table or a list that lost its lines
_PARTS = 2  # sentences of a finding that are parts of it


def find_reactions(view: EditionView, index: ActorIndex, book: CueBook, *, is_reaction: bool) -> tuple[Draft, ...]:
    """Return what stands in a reaction: the other body's findings and recommendations, responses and commitments.

    :param is_reaction: the whole of `view` is one; otherwise only a chapter with that title is, and elsewhere only
        responses and commitments in so many words are found.
    """
    if not is_reaction and not any(in_reaction(block) or _SIGNAL.search(block.text) for block in view.blocks):
        return ()
    return tuple(_Reader(Scene(view, index, whole=is_reaction), book).drafts())


class _Reader:
    """One pass over the parts of a report that is, or holds, a reaction."""

    def __init__(self, scene: Scene, book: CueBook) -> None:
        self._scene = scene
        self._book = book
        self._repeats = Repeats()

    def drafts(self) -> Iterator[Draft]:
        view = self._scene.view
        reacting = {block.index for block in view.blocks if self._scene.whole or in_reaction(block)}
        state = State()
        at_block = -1
        for part in parts_of(view, self._scene.parties, self._book) if reacting else ():
            if part.block.index not in reacting:
                continue
            if part.block.index != at_block:
                yield from state.concluded()
                at_block = part.block.index
            if part.role is Role.HEADING:
                yield from state.settled()
                state = State(near=object_pattern().search(part.block.text) is not None, summary=bool(part.rule))
            yield from self._part(part, state)
        yield from state.concluded()
        yield from state.settled()
        silent = (BlockKind.FOOTNOTE, BlockKind.TABLE, BlockKind.HEADING)
        for block in view.blocks:
            if block.index not in reacting and block.kind not in silent:
                yield from self._elsewhere(block)

    # --- parts ----------------------------------------------------------------------------------------

    def _part(self, part: Part, state: State) -> Iterator[Draft]:
        if part.labelled and self._is_answer(part, state):
            found = self._answer_part(replace(part, role=Role.ANSWER, whole=False), state)
            yield from (replace(draft, number=part.number) if draft.kind is Kind.RESPONSE else draft for draft in found)
        elif part.role in (Role.ADVICE, Role.FINDING):
            yield from self._said_again(part, state)
        elif part.role is Role.ANSWER:
            yield from self._answer_part(part, state)
        elif part.role is Role.PROMISE:
            yield from self._promise_part(part, state)
        elif part.role is Role.TEXT:
            for sentence in sentences_of(part):
                yield from self._sentence(part.block, sentence, state)

    def _is_answer(self, part: Part, state: State) -> bool:
        """Tell whether what stands behind the label of an advice or a finding is the answer to it, not its words."""
        sentence = next(sentences_of(part), None)
        if sentence is None or is_imperative(sentence.text, self._book):
            return False
        at = self._scene.at(part.block, sentence)
        return OTHER not in at.text and bool(answers(at, state, advised=True))

    def _said_again(self, part: Part, state: State) -> Iterator[Draft]:
        """Yield what the form of the text shows to be the other body's."""
        yield from state.concluded()
        yield from state.settled()
        kind = Kind.RECOMMENDATION if part.role is Role.ADVICE else Kind.FINDING
        draft = self._draft(kind, part, part.block.part(part.start, part.end), part.rule, number=part.number)
        draft = replace(draft, issuer=self._scene.other)
        if kind is Kind.RECOMMENDATION:
            self._repeats.tell(draft.text)
            state.advice = draft
        state.say(draft.span.end, kind)
        yield draft
        if kind is Kind.FINDING:
            more = list(sentences_of(part))[1 : _PARTS + 1]
            yield from (as_part(replace(draft, span=sentence.span, text=sentence.text), draft) for sentence in more)

    def _answer_part(self, part: Part, state: State) -> Iterator[Draft]:
        """Yield what stands behind the label of an answer, or in its cell: an answer, whatever its words."""
        state.summary = False
        found = [d for sentence in sentences_of(part) for d in self._sentence(part.block, sentence, state)]
        responses = [draft for draft in found if draft.kind is Kind.RESPONSE]
        if part.whole and responses and found[0] is responses[0]:
            later = [draft for draft in found if draft.kind is not Kind.RESPONSE]
            found = [_all_of(found[0], part, min((draft.span.start for draft in later), default=None)), *later]
        elif not responses and state.other_words is None and state.open_since is not None:
            first = next(sentences_of(part), None)
            if first is not None and not _SAYS_NOTHING.match(first.text):
                unclear = self._draft(Kind.RESPONSE, part, (first.span, first.text), "answer behind its label")
                found.insert(0, replace(unclear, position=Position.UNCLEAR))
                state.answer(first.span.end, Position.UNCLEAR)
        yield from found

    def _promise_part(self, part: Part, state: State) -> Iterator[Draft]:
        """Yield what stands behind the label of a promise, or in its cell, sentence by sentence."""
        state.summary = False
        for sentence in sentences_of(part):
            if _SAYS_NOTHING.match(sentence.text):
                continue
            at = self._scene.at(part.block, sentence)
            found = list(promises(self._scene, at, state, kept=True))
            first = at.clauses[0]
            if not (found or is_about_letter(at) or first.is_denied or first.past or is_vetoed(at.text)):
                draft = self._draft(Kind.COMMITMENT, part, (sentence.span, sentence.text), "promise behind its label")
                actor = self._scene.actor(at.masked, 0, len(at.text))
                found = [replace(draft, actor=actor, deadline=self._scene.deadline(sentence.text))]
            yield from found

    def _draft(self, kind: Kind, part: Part, piece: tuple[Span, str], rule: str, number: str | None = None) -> Draft:
        span, text = piece
        return Draft(
            kind, span, text, part.block.section, rule, confidence_of(rule), number=number, issuer=self._scene.own
        )  # fmt: skip

    # --- sentences ------------------------------------------------------------------------------------

    def _sentence(self, block: BlockView, sentence: Sentence, state: State) -> Iterator[Draft]:
        if len(sentence.text) > _LONGEST_SENTENCE:
            return
        at = self._scene.at(block, sentence, state.told)
        opening = at.masked.first(OTHER + SELF)
        state.told = opening.label if opening and opening.sign == OTHER else None
        if is_about_letter(at):
            yield from state.concluded()
            state.advice = None
            return
        advice = said(Kind.RECOMMENDATION, at, state)
        answering = answers(at, state, advised=advice is not None)
        if advice is not None or answering:
            yield from state.concluded()
            yield from self._advice_and_answer(at, advice, answering, state)
        else:
            state.advice = None
            yield from self._finding_or_promise(at, state)

    def _advice_and_answer(self, at: At, advice: Found | None, answering: list[Found], state: State) -> Iterator[Draft]:
        if advice is not None:
            draft = told(self._scene, at, advice, state)
            if not (advice.rule.restates and self._repeats.has(draft.text)):
                yield from state.settled()
                self._repeats.add(draft.text)
                yield draft
                state.advice = draft if draft.level is Level.MAIN else state.advice
                state.say(draft.span.end, Kind.RECOMMENDATION)
        if answering:
            yield from answer(self._scene, at, answering, state)
        elif advice is not None and advice.marked:
            later = [clause for clause in at.clauses if clause.start >= advice.marked[1]]
            rules = [(clause, promise_rule(self._scene, clause, at, state, kept=True)) for clause in later]
            yield from (promise(self._scene, at, clause, rule) for clause, rule in rules if rule is not None)
        rest = rest_after(at, advice) if advice is not None else None
        if rest is not None:
            yield from self._sentence(at.block, rest, state)

    def _finding_or_promise(self, at: At, state: State) -> Iterator[Draft]:
        concluded = said(Kind.FINDING, at, state)
        own_side = at.masked.own_side_speaks
        if concluded is not None:
            yield from state.concluded()
            if not (state.is_open(at.place) and state.said is Kind.FINDING):
                yield from state.settled()
            state.conclude(told(self._scene, at, concluded, state))
        elif state.summary and not own_side:
            yield from state.concluded()
            state.conclude(self._found(at, "under a heading of findings"))
        elif state.finding and not own_side:
            state.conclude(replace(state.finding[0], span=at.sentence.span, text=at.sentence.text))
        else:
            yield from state.concluded()
            promised = tuple(promises(self._scene, at, state))
            yield from promised
            if not promised and (other_words := answer_in_other_words(self._scene, at, state)):
                state.answer_in_other_words(other_words)

    def _found(self, at: At, rule: str) -> Draft:
        return Draft(
            Kind.FINDING, at.sentence.span, at.sentence.text, at.block.section, rule, confidence_of(rule),
            issuer=self._scene.other,
        )  # fmt: skip

    # --- outside a reaction ---------------------------------------------------------------------------

    def _elsewhere(self, block: BlockView) -> Iterator[Draft]:
        """Yield the responses and commitments of a text that is no reaction: only those in so many words."""
        for sentence in block.sentences:
            if len(sentence.text) > _LONGEST_SENTENCE or not _SIGNAL.search(sentence.text):
                continue
            at = self._scene.at(block, sentence)
            if not (OTHER in at.text or _ABOUT_ADVICE.search(at.text)):
                continue
            speaker = at.masked.first(SELF)
            issuer = (speaker.label if speaker else "") or None
            state = State(near=True)
            found = [one for one in answers(at, state) if one.rule.anywhere]
            if found:
                drafts = list(answer(self._scene, at, found, state))
            else:
                rules = [(clause, promise_rule(self._scene, clause, at, state, kept=False)) for clause in at.clauses]
                drafts = [promise(self._scene, at, c, rule) for c, rule in rules if rule is not None and rule.anywhere]
            yield from (replace(draft, issuer=issuer) for draft in drafts)


def _all_of(draft: Draft, part: Part, before: int | None) -> Draft:
    """Return an answer that is all of its cell, up to the canonical offset `before` of what is no answer any more."""
    whole, _ = part.block.part(part.start, part.end)
    sentences = [s for s in sentences_of(part) if before is None or s.span.start < before]
    end = (
        whole.end
        if before is None
        else max(draft.span.end, sentences[-1].span.end if sentences[-1].span.end <= before else before)
    )
    return replace(draft, span=Span(whole.start, end), text=" ".join(s.text for s in sentences))
