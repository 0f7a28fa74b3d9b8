"""What stands near a statement: under the same heading, or right before the heading "Reactie" above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crisisgraph.ids import fold
from crisisgraph.links.words import Weights
from crisisgraph.model import Statement

_REPLY = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:bestuurlijke\s+|kabinets|beleids)?(?:reactie|standpunt|antwoord)\b.{0,40}$", re.IGNORECASE
)

#: Characters: further on, a statement no longer speaks of the one above it by its place alone.
FAR = 4_000

#: Of the weight of the words: the smallest that points a statement to something said earlier.
OVERLAP = 0.12


def is_under(statement: Statement, said: Statement) -> bool:
    """Tell whether `statement` stands under the same heading as `said`, or under `said` as its heading."""
    if said.section == statement.section:
        return True
    below = statement.section[len(said.section) :]
    return statement.section[: len(said.section)] == said.section and bool(below) and fold(said.text) in fold(below[0])


def is_reply(statement: Statement) -> bool:
    """Tell whether the heading above is no more than "Reactie": what is answered stands before that heading."""
    return bool(statement.section) and _REPLY.match(statement.section[-1]) is not None


def before_reply(
    own: Statement, before: Sequence[Statement], statements: Sequence[Statement], weights: Weights
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
    best = max(group, key=lambda s: weights.cosine(own, s))
    return [best] if weights.cosine(own, best) >= OVERLAP else []
