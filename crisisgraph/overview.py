"""What is in the corpus, in numbers: per kind, per theme and report, over the years, and per addressed actor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from crisisgraph.model import ActorId, Kind, ReportId, StatementId, ThemeId
from crisisgraph.records import Lookup

#: Between the first and the last year, years without anything are shown too, unless a date is so far off that it is
#: more likely to be misread.
_LONGEST_GAP = 30


@dataclass(frozen=True, slots=True)
class HeatMap:
    """How many statements of a report are about a theme.

    `reports` and `themes` are those with the most, most first; `other_reports` and `other_themes` are the rest, in
    that same order.  A theme that no statement is about is in neither.  `counts` has every pair that is not 0, those of
    the rest among them.
    """

    reports: tuple[ReportId, ...]
    themes: tuple[ThemeId, ...]
    other_reports: tuple[ReportId, ...]
    other_themes: tuple[ThemeId, ...]
    counts: Mapping[tuple[ReportId, ThemeId], int]


@dataclass(frozen=True, slots=True)
class Year:
    """The reports that appeared in a year and the commitments that are due in it, each in the order of their dates."""

    year: str
    reports: tuple[ReportId, ...]
    deadlines: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True)
class Addressed:
    """How many recommendations each actor gets, most first; how many go to someone unknown, and to nobody by name."""

    actors: tuple[tuple[ActorId, int], ...]
    unknown: int
    nobody: int


def kinds(lookup: Lookup) -> Mapping[Kind, int]:
    """Return how many statements of each kind there are, in the order of the chain; a kind may have 0."""
    counts = Counter(statement.kind for statement in lookup.corpus.statements)
    return {kind: counts[kind] for kind in Kind}


def heat_map(lookup: Lookup, most_reports: int, most_themes: int) -> HeatMap:
    """Return the statements of each report by theme, with at most so many reports and themes in front.

    What has as many as another stands in the order of the corpus.
    """
    counts: Counter[tuple[ReportId, ThemeId]] = Counter()
    for statement in lookup.corpus.statements:
        counts.update({(statement.report, tag.theme) for tag in statement.themes})
    per_report: Counter[ReportId] = Counter()
    per_theme: Counter[ThemeId] = Counter()
    for (report, theme), n in counts.items():
        per_report[report] += n
        per_theme[theme] += n
    reports = sorted(lookup.reports, key=lambda report: -per_report[report])
    themes = sorted((theme for theme in lookup.themes if per_theme[theme]), key=lambda theme: -per_theme[theme])
    return HeatMap(
        tuple(reports[:most_reports]),
        tuple(themes[:most_themes]),
        tuple(reports[most_reports:]),
        tuple(themes[most_themes:]),
        counts,
    )


def years(lookup: Lookup) -> tuple[Year, ...]:
    """Return the years in which a report appeared or a commitment is due, and the empty ones between them."""
    reports: defaultdict[str, list[tuple[str, ReportId]]] = defaultdict(list)
    deadlines: defaultdict[str, list[tuple[str, StatementId]]] = defaultdict(list)
    for report in lookup.reports.values():
        if report.issued:
            reports[report.issued[:4]].append((report.issued, report.id))
    for statement in lookup.corpus.statements:
        if statement.deadline and statement.deadline.date:
            date = statement.deadline.date
            deadlines[date[:4]].append((date, statement.id))
    named = sorted(reports.keys() | deadlines.keys())
    return tuple(
        Year(year, tuple(name for _, name in sorted(reports[year])), tuple(name for _, name in sorted(deadlines[year])))
        for year in _without_gaps(named)
    )


def undated(lookup: Lookup) -> Year:
    """Return the reports without a date, and the commitments whose deadline is no date or that have none."""
    return Year(
        "",
        tuple(report.id for report in lookup.reports.values() if not report.issued),
        tuple(
            statement.id
            for statement in lookup.corpus.statements
            if statement.kind is Kind.COMMITMENT and not (statement.deadline and statement.deadline.date)
        ),
    )


def addressed(lookup: Lookup) -> Addressed:
    """Return to whom recommendations are addressed; one with two addressees counts for both."""
    counts: Counter[ActorId] = Counter()
    unknown = nobody = 0
    for statement in lookup.corpus.statements:
        if statement.kind is Kind.RECOMMENDATION:
            actors = {one.actor for one in statement.addressees}
            counts.update(actor for actor in actors if actor)
            unknown += None in actors
            nobody += not actors
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], lookup.actors[pair[0]].label.casefold()))
    return Addressed(tuple(ordered), unknown, nobody)


def _without_gaps(named: list[str]) -> list[str]:
    filled: list[str] = []
    for year in named:
        if filled and int(year) - int(filled[-1]) <= _LONGEST_GAP:
            filled += (f"{between:04}" for between in range(int(filled[-1]) + 1, int(year)))
        filled.append(year)
    return filled
