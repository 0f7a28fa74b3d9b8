"""What became of each recommendation: who answered what, what was promised and by when, and how far it is.

A `Row` is a recommendation that stands on its own, with the reactions to it and to its parts.  "No reaction found" is
never "not accepted": it says something about these reports, not about the addressee.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from crisisgraph.filters import Filters
from crisisgraph.journal import Confirmation, Status
from crisisgraph.listing import reactions
from crisisgraph.model import ActorId, Deadline, Kind, Position, ReportId, Statement
from crisisgraph.records import Lookup
from crisisgraph.review import Review, Reviews, corrected


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as it is corrected, with what was recorded about it; `overdue` is for a commitment only."""

    statement: Statement
    review: Review | None = None
    overdue: bool = False

    def status(self, confirmation: Confirmation) -> Status | None:
        """Return the last status that was established so."""
        entry = self.review.status(confirmation) if self.review else None
        return entry.observation.status if entry and entry.observation else None

    @property
    def open(self) -> bool:
        """Whether nobody recorded that it has been implemented."""
        return all(self.status(one) is not Status.IMPLEMENTED for one in Confirmation)


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation and what became of it; responses and commitments may be about its `parts`."""

    advice: Item
    parts: tuple[Statement, ...] = ()
    responses: tuple[Item, ...] = ()
    commitments: tuple[Item, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Whether no reaction was found, to it or to a part of it."""
        return not (self.responses or self.commitments)

    @property
    def positions(self) -> tuple[Position, ...]:
        """The positions that were taken, each once."""
        return tuple(dict.fromkeys(one.statement.position for one in self.responses if one.statement.position))

    @property
    def items(self) -> tuple[Item, ...]:
        """What can have a status: the recommendation and the commitments."""
        return (self.advice, *self.commitments)

    @property
    def rejected(self) -> bool:
        """Whether a person judged that this is no recommendation."""
        return bool(self.advice.review and self.advice.review.rejected)


class Show(StrEnum):
    """Which rows are shown, besides those of one position."""

    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    NO_STATUS = "no status"
    REJECTED = "rejected"


def is_overdue(deadline: Deadline | None, today: date) -> bool:
    """Tell whether a deadline has passed: its day, or the whole of its month or year.

    >>> is_overdue(Deadline("voor de zomer", "2022-06"), date(2022, 6, 30))
    False
    >>> is_overdue(Deadline("voor de zomer", "2022-06"), date(2022, 7, 1))
    True
    """
    return bool(deadline and deadline.date and today.isoformat()[: len(deadline.date)] > deadline.date)


def follow_up(lookup: Lookup, reviews: Reviews, today: date) -> tuple[Row, ...]:
    """Return a row for each recommendation that stands on its own, in the order of the corpus."""
    advices = (s for s in lookup.corpus.statements if s.kind is Kind.RECOMMENDATION and not s.parent)
    return tuple(_row(lookup, reviews, today, advice, tuple(lookup.parts.get(advice.id, ()))) for advice in advices)


def item_of(reviews: Reviews, today: date, statement: Statement) -> Item:
    """Return a statement with what was recorded about it, and whether it is overdue."""
    review = reviews.by_statement.get(statement.id)
    made = Item(corrected(statement, review), review)
    return replace(made, overdue=made.open and is_overdue(statement.deadline, today))


def _row(lookup: Lookup, reviews: Reviews, today: date, advice: Statement, parts: tuple[Statement, ...]) -> Row:
    def item(statement: Statement) -> Item:
        return item_of(reviews, today, statement)

    found = {one.id: one for statement in (advice, *parts) for one in reactions(lookup, statement)}
    reacting = [one for one in map(item, found.values()) if not (one.review and one.review.rejected)]
    return Row(
        item(advice),
        tuple(corrected(part, reviews.by_statement.get(part.id)) for part in parts),
        tuple(one for one in reacting if one.statement.kind is Kind.RESPONSE),
        tuple(one for one in reacting if one.statement.kind is Kind.COMMITMENT),
    )


def accepted(row: Row, filters: Filters) -> bool:
    """Tell whether the recommendation, a part of it or a promise about it fits `filters`; its report must fit."""
    if filters.reports and row.advice.statement.report not in filters.reports:
        return False
    anywhere = replace(filters, reports=frozenset(), kinds=frozenset())
    return any(map(anywhere.accept, (row.advice.statement, *row.parts, *(one.statement for one in row.commitments))))


def shown(row: Row, show: Show | Position | None) -> bool:
    """Tell whether `row` is one of those that `show` asks for; what was rejected is shown only when asked for."""
    if show is Show.REJECTED or row.rejected:
        return show is Show.REJECTED and row.rejected
    match show:
        case None:
            return True
        case Show.UNANSWERED:
            return row.unanswered
        case Show.OVERDUE:
            return any(one.overdue for one in row.commitments)
        case Show.NO_STATUS:
            return all(item.status(one) is None for item in row.items for one in Confirmation)
        case Position():
            return show in row.positions
        case _:
            raise TypeError(f"Unexpected choice: {show!r}")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over rows that were not rejected; `positions` counts a recommendation once for each position."""

    recommendations: int = 0
    unanswered: int = 0
    commitments: int = 0
    overdue: int = 0
    rejected: int = 0
    positions: Mapping[Position, int] = field(default_factory=dict)
    statuses: Mapping[Confirmation, Mapping[Status, int]] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many recommendations and commitments can have a status."""
        return self.recommendations + self.commitments


def summary(rows: Iterable[Row]) -> Summary:
    """Return the counts over `rows`; a commitment about two recommendations counts once."""
    rows = tuple(rows)
    counted = [row for row in rows if not row.rejected]
    promises = {one.statement.id: one for row in counted for one in row.commitments}
    items = [row.advice for row in counted] + list(promises.values())
    positions = Counter(position for row in counted for position in row.positions)
    statuses = {how: Counter(status for one in items if (status := one.status(how))) for how in Confirmation}
    return Summary(
        recommendations=len(counted),
        unanswered=sum(row.unanswered for row in counted),
        commitments=len(promises),
        overdue=sum(one.overdue for one in promises.values()),
        rejected=len(rows) - len(counted),
        positions={position: positions[position] for position in Position if positions[position]},
        statuses={how: {one: counts[one] for one in Status if counts[one]} for how, counts in statuses.items()},
    )


def by_report(rows: Iterable[Row]) -> dict[ReportId, list[Row]]:
    """Return the rows by the report of the recommendation."""
    groups: dict[ReportId, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.advice.statement.report, []).append(row)
    return groups


def by_addressee(rows: Iterable[Row]) -> dict[ActorId | None, list[Row]]:
    """Return the rows by whom they or their parts address, as far as that is known; None for the others."""
    groups: dict[ActorId | None, list[Row]] = {}
    for row in rows:
        known = {a.actor for s in (row.advice.statement, *row.parts) for a in s.addressees if a.actor}
        for actor in [*sorted(known)] if known else [None]:
            groups.setdefault(actor, []).append(row)
    return groups
