"""Which statements a list holds: by what they are, by what was answered to them, and a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crisisgraph.filters import Filters
from crisisgraph.model import LinkKind, Position, Statement
from crisisgraph.records import Lookup

#: The links by which a response or a commitment says which statement it is a reaction to.
_REACTS = frozenset({LinkKind.RESPONDS_TO, LinkKind.FULFILS})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which statements are wanted: those that `filters` accept, with one of the `positions`, answered or not.

    Each part is empty, or nothing, when it does not matter.
    """

    filters: Filters = field(default_factory=Filters)
    positions: frozenset[Position] = frozenset()
    answered: bool | None = None


def reactions(lookup: Lookup, statement: Statement) -> tuple[Statement, ...]:
    """Return the responses and commitments that react to `statement`."""
    links = lookup.links_to.get(statement.id, [])
    return tuple(lookup.statements[link.source] for link in links if link.kind in _REACTS)


def positions(lookup: Lookup, statement: Statement) -> tuple[Position, ...]:
    """Return the position that a response takes, or those that are taken on another statement, each once."""
    of = (statement,) if statement.position else reactions(lookup, statement)
    return tuple(dict.fromkeys(one.position for one in of if one.position))


def listed(lookup: Lookup, selection: Selection) -> tuple[Statement, ...]:
    """Return the statements that are wanted, in the order of the corpus."""
    return tuple(statement for statement in lookup.corpus.statements if _wanted(lookup, selection, statement))


def _wanted(lookup: Lookup, selection: Selection, statement: Statement) -> bool:
    if not selection.filters.accept(statement):
        return False
    if selection.positions and selection.positions.isdisjoint(positions(lookup, statement)):
        return False
    return selection.answered is None or selection.answered == bool(reactions(lookup, statement))


def pages_of(found: Sequence[object], size: int) -> int:
    """Return how many pages of `size` it takes to show all; an empty list has one.

    >>> pages_of([], 20), pages_of(range(20), 20), pages_of(range(21), 20)
    (1, 1, 2)
    """
    return max(1, -(-len(found) // size))
