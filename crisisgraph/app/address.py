"""The address of a view: everything a page shows is in its URL, so that a link shows a colleague the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from crisisgraph.filters import Filters
from crisisgraph.follow_up import Show
from crisisgraph.model import ActorId, Kind, Position, ReportId, ThemeId
from crisisgraph.records import Lookup

#: The names of the filters in the address, in the order of the page.
FILTERS = ("rapport", "thema", "actor", "soort")

QUESTION, STATEMENT, LIMIT, SHOW = "vraag", "uitspraak", "aantal", "toon"

#: How many results a page shows at first, how many more at a time, and how many at most.
STEP, MOST = 10, 100

#: A longer question is cut: nobody reads it, and the address must stay one.
LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for; `unknown` holds the filter values that this build does not have."""

    question: str = ""
    filters: Filters = field(default_factory=Filters)
    statement: str = ""
    limit: int = STEP
    show: Show | Position | None = None
    unknown: tuple[str, ...] = ()


def read_view(address: Mapping[str, Sequence[str]], lookup: Lookup) -> View:
    """Return the view of an `address`: the values of each query parameter by name."""

    def first(name: str) -> str:
        return next(iter(address.get(name, ())), "")

    def known(name: str, values: Collection[str]) -> frozenset[str]:
        return frozenset(address.get(name, ())) & frozenset(values)

    allowed = {
        "rapport": lookup.reports.keys(),
        "thema": lookup.themes.keys(),
        "actor": lookup.actors.keys(),
        "soort": [kind.value for kind in Kind],
    }
    limit = first(LIMIT)
    return View(
        question=" ".join(first(QUESTION).split())[:LONGEST_QUESTION],
        filters=Filters(
            frozenset(map(ReportId, known("rapport", allowed["rapport"]))),
            frozenset(map(ThemeId, known("thema", allowed["thema"]))),
            frozenset(map(ActorId, known("actor", allowed["actor"]))),
            frozenset(map(Kind, known("soort", allowed["soort"]))),
        ),
        statement=first(STATEMENT),
        show=_shown(first(SHOW)),
        limit=min(int(limit), MOST) if limit.isdecimal() and int(limit) > 0 else STEP,
        unknown=tuple(
            value for name in FILTERS for value in address.get(name, ()) if value not in frozenset(allowed[name])
        ),
    )


def _shown(value: str) -> Show | Position | None:
    for kind in (Show, Position):
        if value in set(kind):
            return kind(value)
    return None


def chosen(filters: Filters) -> dict[str, list[str]]:
    """Return the values of each filter as they stand in an address.

    >>> chosen(Filters(kinds=frozenset({Kind.RESPONSE})))["soort"]
    ['response']
    """
    sets = (filters.reports, filters.themes, filters.actors, filters.kinds)
    return {name: sorted(str(value) for value in values) for name, values in zip(FILTERS, sets, strict=True)}
