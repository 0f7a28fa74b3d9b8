"""The address of a view: everything a page shows is in its URL, so that a link shows a colleague the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crisisgraph.filters import Filters
from crisisgraph.follow_up import Show
from crisisgraph.listing import reactions
from crisisgraph.model import ActorId, Kind, Position, Report, ReportId, Statement, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.sentences import LANGUAGES, language

#: The names of the filters in the address, in the order of the page.
FILTERS = ("rapport", "uitgever", "jaar", "thema", "actor", "soort", "reactie")

QUESTION, STATEMENT, LIMIT, SHOW, ORDER, PART = "vraag", "uitspraak", "aantal", "toon", "volgorde", "deel"

#: The name of the language in every address; an address without it is Dutch.
LANGUAGE = "taal"
#: On the page of a statement: see its page as wide as the window, and the form of the citation.
LARGE, FORM = "groot", "vorm"

#: How many results a page shows at first, how many more at a time, and how many at most.
STEP, MOST = 10, 100

#: A longer question is cut: nobody reads it, and the address must stay one.
LONGEST_QUESTION = 500

#: What a recommendation has in the filter on reactions.
ANSWERED, UNANSWERED = "met", "zonder"

#: The chosen values of each filter by its name; a filter of which nothing is chosen may be absent.
Chosen = Mapping[str, Sequence[str]]


class Order(StrEnum):
    """In which order results stand."""

    BEST = "beste"
    REPORT = "rapport"
    NEWEST = "nieuwste"


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for: `filters` say what the `chosen` values mean.

    `unknown` holds the values of filters that this build does not have.
    """

    question: str = ""
    chosen: Chosen = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    statement: str = ""
    limit: int = STEP
    show: Show | Position | None = None
    order: Order = Order.BEST
    part: str = ""
    unknown: tuple[str, ...] = ()


def read_view(address: Mapping[str, Sequence[str]], lookup: Lookup) -> View:
    """Return the view of an `address`: the values of each query parameter by name."""

    def first(name: str) -> str:
        return next(iter(address.get(name, ())), "")

    allowed = {
        "rapport": frozenset[str](lookup.reports),
        "uitgever": frozenset(report.publisher for report in lookup.reports.values()),
        "jaar": frozenset(year_of(report) for report in lookup.reports.values()) - {""},
        "thema": frozenset[str](lookup.themes),
        "actor": frozenset[str](lookup.actors),
        "soort": frozenset(kind.value for kind in Kind),
        "reactie": frozenset((ANSWERED, UNANSWERED)),
    }
    known = {name: tuple(sorted(frozenset(address.get(name, ())) & allowed[name])) for name in FILTERS}
    chosen = {name: values for name, values in known.items() if values}
    limit = first(LIMIT)
    return View(
        question=" ".join(first(QUESTION).split())[:LONGEST_QUESTION],
        chosen=chosen,
        filters=filters_of(lookup, chosen),
        statement=first(STATEMENT),
        show=_shown(first(SHOW)),
        limit=min(int(limit), MOST) if limit.isdecimal() and int(limit) > 0 else STEP,
        order=Order(first(ORDER)) if first(ORDER) in frozenset(Order) else Order.BEST,
        part=first(PART),
        unknown=tuple(value for name in FILTERS for value in address.get(name, ()) if value not in allowed[name]),
    )


def language_of(values: Sequence[str]) -> str:
    """Return the language that the `values` of an address ask for; Dutch when they name none that there is."""
    return next((value for value in values if value in LANGUAGES), LANGUAGES[0])


def kept(address: Mapping[str, str | Sequence[str]]) -> dict[str, str | Sequence[str]]:
    """Return an `address` with the language that is spoken, so that what it leads to is read in the same.

    >>> kept({"vraag": "sirene"})
    {'vraag': 'sirene'}
    """
    return {**address, LANGUAGE: language()} if language() != LANGUAGES[0] else dict(address)


def _shown(value: str) -> Show | Position | None:
    for kind in (Show, Position):
        if value in set(kind):
            return kind(value)
    return None


def filters_of(lookup: Lookup, chosen: Chosen) -> Filters:
    """Return what the `chosen` values mean: publishers and years are reports, reactions are statements.

    A year and a publisher that no report has together leave nothing.
    """
    reports = frozenset(map(ReportId, chosen.get("rapport", ())))
    statements: frozenset[StatementId] | None = None
    about = {"uitgever": lambda report: report.publisher, "jaar": year_of}
    if any(chosen.get(name) for name in about):
        reports = frozenset(
            report.id
            for report in lookup.reports.values()
            if (not reports or report.id in reports)
            and all(value(report) in chosen[name] for name, value in about.items() if chosen.get(name))
        )
        if not reports:  # to a filter that is empty any report would do
            statements = frozenset()
    if (wanted := chosen.get("reactie")) and statements is None:
        statements = frozenset(one.id for one in lookup.corpus.statements if reaction_of(lookup, one) in wanted)
    return Filters(
        reports,
        frozenset(map(ThemeId, chosen.get("thema", ()))),
        frozenset(map(ActorId, chosen.get("actor", ()))),
        frozenset(map(Kind, chosen.get("soort", ()))),
        statements,
    )


def narrowed(lookup: Lookup, view: View, chosen: Chosen) -> View:
    """Return `view` with what is `chosen` and nothing else: for a page that does not look at every filter."""
    return replace(view, chosen=chosen, filters=filters_of(lookup, chosen))


def year_of(report: Report) -> str:
    """Return the year in which a report appeared; nothing when that is not known."""
    return (report.issued or "")[:4]


def reaction_of(lookup: Lookup, statement: Statement) -> str:
    """Return whether a recommendation has a reaction; nothing of another statement."""
    if statement.kind is not Kind.RECOMMENDATION:
        return ""
    return ANSWERED if reactions(lookup, statement) else UNANSWERED
