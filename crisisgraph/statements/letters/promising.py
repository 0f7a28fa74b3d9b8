"""What is promised: the main clauses of a sentence that take up work, each with who does it and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crisisgraph.model import Kind
from crisisgraph.statements.deadlines import is_recurring
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.letters.clauses import Clause
from crisisgraph.statements.letters.grammar import load_grammar
from crisisgraph.statements.letters.masks import PARTY, SELF
from crisisgraph.statements.letters.rules import Rule, load_rules, load_vetoes
from crisisgraph.statements.letters.scene import At, Scene
from crisisgraph.statements.letters.state import State

#: The kinds of third parties whose acts a reaction announces as its own.
_GOVERNING = frozenset(
    {
        "ministry", "ministry unit", "government", "government agency", "implementing agency", "coordination body",
        "inspectorate", "municipality", "province", "water authority", "safety region", "care coordination",
    }
)  # fmt: skip

#: Words that join a clause which is about something else.
_APART = frozenset({";", ":", "maar", "want"})


def is_vetoed(text: str) -> bool:
    """Tell whether the words of a clause undo every promise."""
    return any(veto.pattern.search(text) for veto in load_vetoes())


def promises(scene: Scene, at: At, state: State, *, kept: bool = False) -> Iterator[Draft]:
    """Yield the clauses that promise; one that does not, after one that does, goes on with it.

    :param kept: what is promised here is told by the place, so that weak rules count.
    """
    rules = [(clause, promise_rule(scene, clause, at, state, kept=kept)) for clause in at.clauses]
    found = [(place, rule) for place, (_, rule) in enumerate(rules) if rule is not None]
    for number, (place, rule) in enumerate(found):
        end = at.clauses[found[number + 1][0]].start if number + 1 < len(found) else len(at.text)
        first = at.clauses[0 if number == 0 and at.clauses[place].joint not in _APART else place]
        yield promise(scene, at, replace(at.clauses[place], start=first.start, end=end), rule)


def promise_rule(scene: Scene, clause: Clause, at: At, state: State, *, kept: bool) -> Rule | None:
    """Return the first rule by which a clause promises, or None."""
    if clause.past or clause.is_denied or clause.verb in load_grammar().possibilities or is_vetoed(clause.text):
        return None
    deadline = scene.deadline(clause.text)
    due = deadline is not None and not is_recurring(deadline)
    kept = kept or state.is_kept(at.place)
    for rule in load_rules("promises"):
        if not rule.fits(clause) or (rule.deadline and not due) or (clause.is_perfect and not rule.begun):
            continue
        if (rule.kept and not kept) or (rule.near and not (kept or state.near)) or (clause.is_generic and not due):
            continue
        if (not rule.acts or _may_act(clause, at)) and rule.search(clause.text, clause.main):
            return rule
    return None


def promise(scene: Scene, at: At, clause: Clause, rule: Rule) -> Draft:
    """Return a clause as a promise."""
    span, text = at.core(clause.start, clause.end)
    return Draft(
        Kind.COMMITMENT, span, text, at.block.section, rule.name, rule.confidence, issuer=scene.own,
        actor=scene.actor(at.masked, clause.start, clause.end), deadline=scene.deadline(text),
    )  # fmt: skip


def _may_act(clause: Clause, at: At) -> bool:
    """Tell whether the subject is the side that answers, or one body of the government, not a kind of body."""
    if clause.subject == SELF:
        return True
    third = at.masked.first(PARTY, clause.subject_at, clause.subject_at + 1)
    actor = third.actor if third else None
    return actor is not None and not actor.generic and actor.kind in _GOVERNING
