"""What is answered: the main clauses of a sentence that take a stand, put together to one position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from crisisgraph.model import Kind, Position
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.letters.clauses import Clause
from crisisgraph.statements.letters.masks import OTHER, SELF
from crisisgraph.statements.letters.positions import position_of, stand_of, together
from crisisgraph.statements.letters.promising import promise, promise_rule
from crisisgraph.statements.letters.rules import confidence_of, fill, load_rules
from crisisgraph.statements.letters.scene import At, Found, Scene
from crisisgraph.statements.letters.state import State

_BUT = frozenset({"maar", "doch", "echter"})
_BRIEF = 4  # words of an answer without a verb: "Uitstekend advies."
_SURE_PROMISE = 0.75  # the least confidence of a rule that may make a promise of the end of a response

#: How a clause names what it answers: by a noun, or by a pronoun.
_OBJECT = (
    r"(?P<noun>{this}\s+{ordinal}{said}\b|{other}|\b{advised}\s+(?:\d|[A-Z]\b)|\b(?:de|uw)\s+(?:eerste|tweede|derde|vierde"
    r"|vijfde|zesde|laatste)\b)|\b(?:dit|dat|deze|die|ze|haar|hem|(?:hier|daar)(?:mee|aan|van|in|bij|over|voor|tegenover)?)\b"
    r"(?=\s*(?:[.,;]|{self}|{third}|$|(?:ook|niet|graag|wel|dan|daarom|volledig|geheel|deels|gedeeltelijk|zonder|over|op)\b"
    r"|{=nemen delen doen gaan volgen steunen onderschrijven omarmen herkennen vinden achten zeggen kunnen zijn trekken"
    r" zien wijzen}\b))"
)
#: A sentence that begins with what was said before it: "Daartoe zijn wij niet bevoegd."
_REFERS = re.compile(
    r"(?:ook\s+)?(?:dit|dat|deze|die|zo['’]n|(?:hier|daar)\w*|een\s+(?:dergelijke?|\w+e)\s)\b", re.IGNORECASE
)
_PASSED_ON = re.compile(
    rf"\b(?:niet\s+aan\s+(?:mij|ons|{SELF})\s+gericht|gericht\s+aan|onder\s+de\s+aandacht|doorgestuurd|doorgeleid"
    r"|(?:reageert|reageren)\s+zelf)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"(?:tot\s+slot|ten\s+slotte|graag)\b", re.IGNORECASE)


@cache
def object_pattern() -> re.Pattern[str]:
    """Return the pattern of the words by which a clause, or a heading, names what it answers."""
    return re.compile(fill(_OBJECT), re.IGNORECASE)


def answers(at: At, state: State, *, advised: bool = False) -> list[Found]:
    """Return the clauses of a sentence that answer, each with the first rule that it meets.

    :param advised: the sentence itself tells what the other body recommends.
    """
    is_open = advised or state.is_open(at.place)
    found = (_answer_in(clause, at, state, is_open=is_open) for clause in at.clauses)
    return [answer for answer in found if answer is not None]


def answer(scene: Scene, at: At, found: Sequence[Found], state: State) -> Iterator[Draft]:
    """Yield the response of a sentence, and the promises of the clauses that go on after it."""
    later = [clause for clause in at.clauses if clause.start > found[-1].clause.start]
    limits = [clause for clause in later if clause.joint in _BUT]
    rules = ((c, promise_rule(scene, c, at, state, kept=True)) for c in later if c not in limits)
    promised = [(clause, rule) for clause, rule in rules if rule is not None and rule.confidence >= _SURE_PROMISE]
    start, end = 0, min((clause.start for clause, _ in promised), default=len(at.text))
    if marked := found[0].marked:
        start, end = found[0].clause.start + marked[0], found[0].clause.start + marked[1]
    position = _position(at, found, state, limited=any(clause.start < end for clause in limits))
    span, text = at.core(start, end)
    rule = found[0].rule
    yield Draft(
        Kind.RESPONSE, span, text, at.block.section, rule.name, rule.confidence, issuer=scene.own, position=position
    )  # fmt: skip
    state.answer(span.end, position)
    yield from (promise(scene, at, clause, rule) for clause, rule in promised)


def answer_in_other_words(scene: Scene, at: At, state: State) -> Draft | None:
    """Return a sentence of the side that answers that no rule knows, where one is awaited; None for another."""
    clause = at.clauses[0]
    awaited = state.is_open(at.place) and state.other_words is None
    if not awaited or clause.subject == OTHER or clause.past or at.sentence.text.endswith((":", "?")):
        return None
    brief = not clause.verb and len(at.text.split()) <= _BRIEF and at.text.endswith(".")
    refers = brief or clause.subject == SELF or _REFERS.match(at.text) is not None
    if not refers or _PASSED_ON.search(at.text) or _CLOSES.match(at.text):
        return None
    position = stand_of(clause.main, state.said)
    done = clause.is_perfect and position is not Position.ACCEPTS
    if done or (position is Position.UNCLEAR and clause.subject != SELF):
        return None
    span, text = at.core(0, len(at.text))
    rule = "answer in other words"
    return Draft(
        Kind.RESPONSE, span, text, at.block.section, rule, confidence_of(rule), issuer=scene.own, position=position
    )  # fmt: skip


def _answer_in(clause: Clause, at: At, state: State, *, is_open: bool) -> Found | None:
    speaker = at.masked.first(OTHER, clause.subject_at, clause.subject_at + 1) if clause.subject == OTHER else None
    reported = (speaker is not None and not speaker.is_work) or re.search(
        rf"\b(?:volgens|aldus)\s+{OTHER}", clause.main
    )
    named = object_pattern().search(clause.main)
    about = is_open or (named is not None and (named["noun"] is not None or state.near))
    goes_on = any(other.subject == OTHER and other.start < clause.start for other in at.clauses)  # the other body does
    for rule in load_rules("replies"):
        if (rule.zone and not is_open) or (rule.object and not about) or (rule.near and not (state.near or about)):
            continue
        if not rule.fits(clause) or (not rule.deep and (reported or (goes_on and not rule.subject))):
            continue
        match = rule.search(clause.text if rule.deep else clause.main)
        if match is not None:
            return Found(rule, match, clause)
    return None


def _position(at: At, found: Sequence[Found], state: State, *, limited: bool) -> Position:
    """Return what the clauses say together.

    :param limited: a clause without a position of its own follows after "maar".
    """
    positions = [
        one.rule.position or Position.UNCLEAR
        if one.rule.fixed
        else position_of(one.rule.position or Position.UNCLEAR, one.clause)
        for one in found
    ]
    if found[0].clause.joint == "maar" and stand_of(at.clauses[0].main, state.said) is Position.ACCEPTS:
        positions.insert(0, Position.ACCEPTS)
    last = found[-1].rule
    return together(positions, goes_on=limited, weighed=last.fixed and not last.subject)
