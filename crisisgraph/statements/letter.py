"""Reactions: what the other body concludes and recommends, what is answered to it, and what is promised.

A reaction is a letter of the cabinet, of a minister or of a college to a report, or the chapter of a report in which
the one that was studied reacts.  The rules are in `letter.toml`; `parties` says who is who.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.model import ActorId, BlockKind, Deadline, Kind, Level, Position, Span
from crisisgraph.statements.actors import ActorIndex
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.deadlines import find_deadline
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import is_imperative
from crisisgraph.statements.parties import OTHER, PARTY, SELF, Masked, Parties
from crisisgraph.statements.view import BlockView, EditionView, Sentence

_RULES = Path(__file__).with_suffix(".toml")

_REACTION = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:bestuurlijke\s+|beleids|kabinets)?(?:reactie|weerwoord)\b(?!\s+op\s+de\s+reactie)|\breactie\s+van\s+(?:het|de)\b",
    re.IGNORECASE,
)
#: A sentence without one of these holds no response or promise in so many words: it is not looked at more closely.
_SIGNAL = re.compile(
    r"\b(?:onderschrij|omarm|eens\b|vinden\b|neemt?\b|nemen\b|deelt\b|delen\b|steun|volgt\b|volgen\b|toegezegd|aangekondigd"
    r"|toe\b|overgenomen|voornemens|van plan|stemt? in|stemmen in|sluit)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:hoofd|deel)?aanbeveling(?:\s+(?:nr\.?\s*)?(?P<number>\d+[a-z]?|[A-Z]|[IVX]+))?\s*(?:[:.–—-]\s*|$)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PREPOSITIONS = (
    "aan", "bij", "binnen", "door", "in", "met", "namens", "naar", "onder", "op", "over", "rond", "tegen", "tot", "tussen",
    "uit", "van", "vanuit", "via", "voor",
)  # fmt: skip
_ABOUT_ADVICE = re.compile(r"aanbeveling|advies|adviezen", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4})$")
_AND = re.compile(r",?\s+en\s+(?=\S)")
_LONGEST_SENTENCE = 2_000  # characters: what is longer is no sentence but a table or a list that lost its lines
_LONGEST_HEADING = 200  # characters of a recommendation that is restated as a heading

#: The kinds of third parties whose acts a reaction announces as its own.
_GOVERNING = frozenset(
    {
        "ministry", "ministry unit", "government", "government agency", "implementing agency", "coordination body", "inspectorate",
        "municipality", "province", "water authority", "safety region", "care coordination",
    }
)  # fmt: skip

#: How the response is limited or turned round by other words of its main clause.
_NEGATED = re.compile(r"\b(?:niet|geen|afgewezen)\b(?!\s+alleen\b)", re.IGNORECASE)
_LIMITED = re.compile(
    r"\b(?:deels|gedeeltelijk|grotendeels|ten\s+dele|op\s+onderdelen|op\s+hoofdlijnen|in\s+(?:grote|hoofd)\s*lijnen|onder\s+voorwaarde"
    r"|niet\s+(?:geheel|volledig|helemaal|in\s+alle|op\s+alle|zonder\s+meer|in\s+alles))\b|,\s+(?:maar|zij\s+het|mits|tenzij)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r",?\s+(?:maar|echter|doch)\s+[^.;]*\b(?:niet\s+(?:over|mee|overgenomen|opgevolgd)|ervan\s+af|daarvan\s+af|niet\s+eens)\b", re.IGNORECASE
)
_MAIN_CLAUSE = re.compile(r"^.*?(?=,?\s+(?:dat|omdat|want|aangezien|hoewel|om|maar|waarbij|zodat)\b|[:;]|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `letter.toml`; the file says what the fields mean."""

    name: str
    kind: Kind | None  # None: about the letter itself
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    confidence: float = 0.0
    position: Position | None = None
    level: Level = Level.MAIN
    object: bool = False
    acts: bool = False
    anywhere: bool = False
    deadline: bool = False
    matches: tuple[str, ...] = ()
    not_matches: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Return where the rule is met in the masked `text`, or None."""
        found = self.pattern.search(text)
        return None if found and self.unless is not None and self.unless.search(text) else found


@cache
def load_letter_rules() -> tuple[Rule, ...]:
    """Return the rules of `letter.toml`, in the order of the file.

    :raises DataError: when a field or a pattern is wrong.
    """
    data = tomllib.loads(_RULES.read_text("utf-8"))
    subject = "".join(f"(?<!{word} )" for word in _PREPOSITIONS)  # what follows a preposition does not act
    party = f"(?:{subject}[{SELF}{PARTY}])"
    words = {
        "other": OTHER,
        "self": SELF,
        "third": PARTY,
        "anyone": f"[{SELF}{PARTY}]",
        "party": rf"{party}(?:(?:,\s*|\s+(?:en|of)\s+|,?\s+samen\s+met\s+){party})*",
    }
    for name, value in data["words"].items():
        words[name] = _filled(value, words)
    return tuple(_rule(row, words) for row in data["rule"])


def find_reactions(
    view: EditionView, index: ActorIndex, book: CueBook, *, is_reaction: bool
) -> tuple[Draft, ...]:
    """Return what stands in a reaction: the other body's findings and recommendations, responses and commitments.

    :param is_reaction: the whole of `view` is one; otherwise only a chapter with that title is, and elsewhere only
        responses and commitments in so many words are found.
    """
    if not is_reaction and not any(_in_reaction(block) or _SIGNAL.search(block.text) for block in view.blocks):
        return ()
    return tuple(_Reader(view, index, book, is_reaction).drafts())


def _in_reaction(block: BlockView) -> bool:
    return any(_REACTION.search(heading) for heading in block.section)


@dataclass(slots=True)
class _State:
    """What the last sentences were, up to the last heading."""

    active: bool = False  # something of the other body has been told or answered
    finding: Draft | None = None  # that the next sentence may go on with
    advice: Draft | None = None
    waiting: re.Match[str] | None = field(default=None)  # a bare label: what follows is the recommendation
    told: str | None = None  # the body that the last sentence began with


class _Reader:
    """One pass over the blocks of a reaction."""

    def __init__(self, view: EditionView, index: ActorIndex, book: CueBook, is_reaction: bool) -> None:
        self._view = view
        self._book = book
        self._whole = is_reaction
        self._parties = Parties(view, index)
        # in a chapter of a report the report is what is answered, and somebody else answers
        self._other = self._parties.other if is_reaction else view.report.issuer
        self._own = None if is_reaction else self._parties.own
        self._rules = load_letter_rules()
        self._place = 0

    def drafts(self) -> Iterator[Draft]:
        state = _State()
        for block in self._view.blocks:
            if block.kind is BlockKind.HEADING:
                state = _State()
            if block.kind not in (BlockKind.FOOTNOTE, BlockKind.TABLE):
                if self._whole or _in_reaction(block):
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
            return
        if block.kind is BlockKind.HEADING:
            return
        if state.waiting is not None:
            yield self._labelled(block, state)
            return
        pending: list[Draft] = []
        for sentence in block.sentences:
            for draft in self._sentence(block, sentence, state):
                if pending and draft.kind is Kind.FINDING and draft.span.start == pending[-1].span.start:
                    pending[-1] = draft  # the finding goes on
                else:
                    pending.append(draft)
        yield from pending

    def _restated(self, block: BlockView, state: _State) -> Draft | None:
        """Return the recommendation that a heading or a numbered line says again."""
        labelled = _LABEL.match(block.text)
        if labelled:
            if len(labelled["rest"].split()) >= 3:
                start = labelled.start("rest")
                return self._advice(block, start, len(block.text), "labelled recommendation", 0.95, labelled["number"])
            state.waiting = None if labelled["rest"].strip() else labelled
            return None
        marker = block.block.marker or ""
        alone = block.kind is BlockKind.HEADING or (bool(_NUMBER.match(marker)) and len(block.sentences) == 1)
        counted = bool(_NUMBER.match(marker)) or any(_ABOUT_ADVICE.search(title) for title in block.section)
        if alone and counted and len(block.text) <= _LONGEST_HEADING and is_imperative(block.text, self._book):
            return self._advice(block, 0, len(block.text), "restated as a heading", 0.9, marker or None)
        return None

    def _labelled(self, block: BlockView, state: _State) -> Draft:
        """Return the text under a bare label ("Aanbeveling 2") up to the first sentence of the side that answers."""
        number = state.waiting["number"] if state.waiting else None
        end = block.sentences[0].end if block.sentences else len(block.text)
        for sentence in block.sentences[1:]:
            if SELF in self._parties.mask(sentence.text, self._place + sentence.start).text:
                break
            end = sentence.end
        state.waiting = None
        draft = self._advice(block, 0, end, "labelled recommendation", 0.93, number)
        state.active, state.advice = True, draft
        return draft

    def _advice(self, block: BlockView, start: int, end: int, rule: str, confidence: float, number: str | None) -> Draft:
        span, text = block.part(start, end)
        return Draft(
            Kind.RECOMMENDATION, span, text, block.section, rule, confidence, number=number, issuer=self._other
        )  # fmt: skip

    # --- sentences ------------------------------------------------------------------------------------

    def _sentence(self, block: BlockView, sentence: Sentence, state: _State) -> Iterator[Draft]:
        if len(sentence.text) > _LONGEST_SENTENCE:
            return
        masked = self._parties.mask(sentence.text, self._place + sentence.start, they=state.told)
        opening = masked.first(OTHER + SELF)
        state.told = opening.label if opening and opening.sign == OTHER else None
        if self._first(None, masked, state):
            state.finding = state.advice = None
            return
        advice = self._first(Kind.RECOMMENDATION, masked, state)
        response = self._first(Kind.RESPONSE, masked, state)
        if advice:
            yield (draft := self._said(block, sentence, masked, advice, state))
            state.advice = draft if advice[0].level is Level.MAIN else state.advice
            state.active, state.finding = True, None
        if response:
            yield from self._answer(block, sentence, masked, response, self._own)
            state.active, state.finding = True, None
        if advice and (rest := self._rest(block, sentence, masked, advice[1])) is not None:
            yield from self._sentence(block, rest, state)
        if advice or response:
            return
        if concluded := self._first(Kind.FINDING, masked, state):
            draft = self._said(block, sentence, masked, concluded, state)
            state.finding = self._longer(block, state.finding, draft) if state.finding else draft
            state.active, state.advice = True, None
            yield state.finding
        elif promise := self._first(Kind.COMMITMENT, masked, state):
            yield self._promise(block, sentence, masked, promise, self._own)
            state.finding = state.advice = None
        elif state.finding is not None and not self._speaks(masked):
            state.finding = self._longer(block, state.finding, self._whole_sentence(state.finding, sentence))
            yield state.finding
        else:
            state.finding = state.advice = None

    def _speaks(self, masked: Masked) -> bool:
        """Tell whether the side that answers has the word: it opens the sentence, or says "ik" or "wij"."""
        opens = masked.text[:1] == SELF
        return opens or any(party.sign == SELF and not party.label for party in masked.parties.values())

    def _first(self, kind: Kind | None, masked: Masked, state: _State) -> tuple[Rule, re.Match[str]] | None:
        for rule in self._rules:
            if rule.kind is not kind or (rule.level is Level.SUB and state.advice is None):
                continue
            if rule.object and not (state.active or OTHER in masked.text):
                continue
            if (found := rule.search(masked.text)) is not None:
                if rule.deadline and self._deadline(masked.text) is None:
                    continue
                if rule.acts and not self._may_act(masked, found):
                    continue
                return rule, found
        return None

    def _may_act(self, masked: Masked, found: re.Match[str]) -> bool:
        if masked.first(SELF, found.start(), found.end()):
            return True
        third = masked.first(PARTY, found.start(), found.end())
        return third is not None and third.actor is not None and not third.actor.generic and third.actor.kind in _GOVERNING

    def _said(
        self, block: BlockView, sentence: Sentence, masked: Masked, found: tuple[Rule, re.Match[str]], state: _State
    ) -> Draft:
        """Return what the other body says: the sentence, or the part of it that the rule marks."""
        rule, match = found
        told = match.start("part") if match.groupdict().get("part") else match.end()
        party = masked.first(OTHER + PARTY, match.start(), max(told, match.start())) or masked.first(OTHER)
        span, text = self._part(block, sentence, masked, match)
        parent = state.advice if rule.level is Level.SUB else None
        return Draft(
            rule.kind or Kind.FINDING, span, text, block.section, rule.name, rule.confidence,
            level=rule.level, parent=parent, issuer=(party.label if party else "") or self._other,
        )  # fmt: skip

    def _answer(
        self, block: BlockView, sentence: Sentence, masked: Masked, found: tuple[Rule, re.Match[str]], issuer: str | None
    ) -> Iterator[Draft]:
        """Yield the response, and the promise that the same sentence goes on with after "en"."""
        rule, match = found
        promise = self._after_and(masked, match)
        end = len(masked.text) if promise is None else promise[0].start()
        span, text = self._part(block, sentence, masked, match, end)
        yield Draft(
            Kind.RESPONSE, span, text, block.section, rule.name, rule.confidence,
            issuer=issuer, position=position_of(rule.position or Position.UNCLEAR, masked.text[:end], match),
        )  # fmt: skip
        if promise is not None:
            joint, (second, _) = promise
            start = sentence.start + masked.origin[joint.end()]
            span, text = block.part(start, sentence.end)
            yield Draft(
                Kind.COMMITMENT, span, text, block.section, second.name, second.confidence,
                issuer=issuer, actor=self._actor(masked, 0, joint.start()), deadline=self._deadline(text),
            )  # fmt: skip

    def _after_and(self, masked: Masked, match: re.Match[str]) -> tuple[re.Match[str], tuple[Rule, re.Match[str]]] | None:
        for joint in _AND.finditer(masked.text, match.end()):
            rest = f"{SELF} {masked.text[joint.end() :]}"
            for rule in self._rules:
                if rule.kind is Kind.COMMITMENT and rule.confidence >= 0.75 and not rule.deadline:
                    found = rule.search(rest)
                    if found is not None and found.start() == 0:
                        return joint, (rule, found)
        return None

    def _promise(
        self, block: BlockView, sentence: Sentence, masked: Masked, found: tuple[Rule, re.Match[str]], issuer: str | None
    ) -> Draft:
        rule, match = found
        span, text = self._part(block, sentence, masked, match)
        return Draft(
            Kind.COMMITMENT, span, text, block.section, rule.name, rule.confidence,
            issuer=issuer, actor=self._actor(masked, match.start(), match.end()), deadline=self._deadline(text),
        )  # fmt: skip

    def _elsewhere(self, block: BlockView) -> Iterator[Draft]:
        """Yield the responses and commitments of a text that is no reaction: only those in so many words."""
        for sentence in block.sentences:
            if len(sentence.text) > _LONGEST_SENTENCE or not _SIGNAL.search(sentence.text):
                continue
            masked = self._parties.mask(sentence.text, self._place + sentence.start)
            for rule in self._rules:
                found = rule.search(masked.text) if rule.anywhere else None
                if found is None or not (OTHER in masked.text or _ABOUT_ADVICE.search(masked.text)):
                    continue
                speaker = masked.first(SELF)
                issuer = (speaker.label if speaker else "") or None
                if rule.kind is Kind.RESPONSE:
                    yield from self._answer(block, sentence, masked, (rule, found), issuer)
                else:
                    yield self._promise(block, sentence, masked, (rule, found), issuer)
                break

    # --- parts ----------------------------------------------------------------------------------------

    def _part(
        self, block: BlockView, sentence: Sentence, masked: Masked, match: re.Match[str], end: int | None = None
    ) -> tuple[Span, str]:
        """Return the span and text of the marked part of a sentence, or of the sentence up to `end`."""
        last = len(masked.text) if end is None else end
        start, stop = match.span("part") if match.groupdict().get("part") else (0, last)
        return block.part(sentence.start + masked.origin[start], sentence.start + masked.origin[min(stop, last)])

    def _rest(
        self, block: BlockView, sentence: Sentence, masked: Masked, match: re.Match[str]
    ) -> Sentence | None:
        """Return what follows a marked part that begins the sentence: a new one, where a full stop is missing."""
        if not match.groupdict().get("part") or match.start("part") > 0:
            return None
        start = sentence.start + masked.origin[match.end("part")]
        if not re.match(r"\s+[A-Z]", block.text[start : sentence.end]):
            return None
        span, text = block.part(start, sentence.end)
        return Sentence(sentence.end - len(text), sentence.end, text, span)

    def _whole_sentence(self, finding: Draft, sentence: Sentence) -> Draft:
        return replace(finding, span=sentence.span, text=sentence.text)

    def _longer(self, block: BlockView, finding: Draft, more: Draft) -> Draft:
        """Return `finding` with the sentence of `more` added to it."""
        return replace(finding, span=Span(finding.span.start, more.span.end), text=f"{finding.text} {more.text}")

    def _deadline(self, text: str) -> Deadline | None:
        return find_deadline(text, self._view.report.issued)

    def _actor(self, masked: Masked, start: int, end: int) -> ActorId | None:
        party = masked.first(SELF, start, end) or masked.first(PARTY, start, end)
        actor = (party.actor if party else None) or self._parties.sender
        return actor.id if actor else None


def position_of(position: Position, text: str, match: re.Match[str]) -> Position:
    """Return what the response says, given what its rule says and the other words of the main clause.

    >>> verb = re.search("neemt", "Wij neemt dit deels over")
    >>> position_of(Position.ACCEPTS, "Wij neemt dit deels over", verb)
    <Position.ACCEPTS_IN_PART: 'accepts in part'>
    """
    if position is not Position.ACCEPTS:
        return position
    if _TURNED.search(text):
        return Position.REJECTS
    main = _clause(text)
    if match.end() > len(main):  # the verb of the main clause stands after a clause with "om" or "dat"
        main = f"{main} {_clause(text[match.end() - 1 :])}"
    if _LIMITED.search(main) or re.match(r",\s+(?:maar|zij\s+het|mits|tenzij)\b", text[len(main) :]):
        return Position.ACCEPTS_IN_PART
    return Position.REJECTS if _NEGATED.search(main) else position


def _clause(text: str) -> str:
    found = _MAIN_CLAUSE.search(text)
    return found.group() if found else text


def _rule(row: Mapping[str, object], words: Mapping[str, str]) -> Rule:
    fields = dict(row)
    try:
        for name in ("pattern", "unless"):
            if name in fields:
                fields[name] = re.compile(_filled(str(fields[name]), words), re.IGNORECASE)
        kind = fields.pop("kind")
        fields["kind"] = None if kind == "meta" else Kind(str(kind))
        if "position" in fields:
            fields["position"] = Position(str(fields["position"]))
        if "level" in fields:
            fields["level"] = Level(str(fields["level"]))
        for name in ("matches", "not_matches"):
            fields[name] = tuple(fields.get(name, ()))  # type: ignore[arg-type]
        return Rule(**fields)  # type: ignore[arg-type]
    except (re.error, TypeError, KeyError, ValueError) as error:
        raise DataError(_RULES, f"{row.get('name')}: {error}") from error


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], pattern)
