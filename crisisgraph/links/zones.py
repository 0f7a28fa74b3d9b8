"""What an answer or a promise stands near: what was said under the same heading, or right before the label above it."""

from __future__ import annotations

from collections.abc import Sequence

from crisisgraph.ids import fold
from crisisgraph.model import Kind, Level, Statement
from crisisgraph.statements.letters.labels import Column, label_of

#: Characters: further on, a statement no longer speaks of the one above it by its place alone.
FAR = 4_000

#: Of the weight of the words: the smallest that points a statement to something said earlier.
OVERLAP = 0.12

_OWN = frozenset({Kind.RESPONSE, Kind.COMMITMENT})


def zone_of(own: Statement, before: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """Return those of `before` that `own` stands near, in reading order.

    :param before: what the other body said before `own`.
    :param statements: all statements of the report, in reading order.
    """
    if _is_under_label(own):
        group = _before_label(before, statements)
        if group:
            return group
    return [said for said in before if _is_under(own, said)]


def unanswered(own: Statement, zone: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """Return those of `zone` after which nothing was answered or promised yet, before `own`."""
    last = max((s.end for s in statements if s.kind in _OWN and s.start < own.start and s.end <= own.start), default=-1)
    return [said for said in zone if said.start >= last or (said.end > last and said.start <= last < said.end)]


def mains(said: Sequence[Statement]) -> list[Statement]:
    """Return the statements of `said` without the sentences that only go on with a conclusion."""
    return [s for s in said if s.level is Level.MAIN or s.kind is Kind.RECOMMENDATION]


def _is_under(own: Statement, said: Statement) -> bool:
    """Tell whether `own` stands under the same heading as `said`, or under `said` as its heading."""
    if said.section == own.section:
        return True
    below = own.section[len(said.section) :]
    return own.section[: len(said.section)] == said.section and bool(below) and fold(said.text) in fold(below[0])


def _is_under_label(own: Statement) -> bool:
    """Tell whether the heading above is no more than "Reactie" or "Planning"."""
    label = label_of(own.section[-1]) if own.section else None
    return label is not None and label.column not in (Column.ADVICE, Column.FINDING)


def _before_label(before: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """Return what was said last before the label, up to something of the side that answers."""
    group: list[Statement] = []
    for said in reversed(before):
        if group and any(said.end <= s.start < group[0].start and s.kind in _OWN for s in statements):
            break
        group.insert(0, said)
    return group
