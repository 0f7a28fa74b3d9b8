"""Reports beside each other: the advice that they share, the advice that only one of them gives, and what is opposed.

What is shared or opposed are proposals: `links` made them by comparing statements.  That a report stands alone with an
advice means that no such proposal exists, not that the others are silent about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crisisgraph.filters import Filters
from crisisgraph.model import Kind, Link, LinkKind, ReportId, Statement, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.review import Review, corrected

#: The links that say that one recommendation gives the advice of another, or goes on from it.
_SHARED = frozenset({LinkKind.SIMILAR_TO, LinkKind.BUILDS_ON, LinkKind.SUMMARISES})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recommendations of two reports and the proposal that ties them; `one` is of the report that comes first."""

    one: Statement
    other: Statement
    link: Link


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `reports` have in common: `shared` and `opposed` the surest first, `alone` in the order of each report.

    `paired` holds the recommendations that are shared with another of these reports, whatever the filters.
    """

    reports: tuple[ReportId, ...]
    shared: tuple[Pair, ...] = ()
    opposed: tuple[Pair, ...] = ()
    alone: Mapping[ReportId, tuple[Statement, ...]] = field(default_factory=dict)
    paired: frozenset[StatementId] = frozenset()


@dataclass(frozen=True, slots=True)
class Annexes:
    """A report with those of its annexes that are `compared` beside it, and those that are `left` out."""

    report: ReportId
    compared: tuple[ReportId, ...]
    left: tuple[ReportId, ...]


def compare(
    lookup: Lookup,
    reports: Sequence[ReportId],
    filters: Filters | None = None,
    reviews: Mapping[StatementId, Review] | None = None,
) -> Comparison:
    """Return how the recommendations of `reports` relate, as people corrected them and without those they rejected.

    A pair fits `filters` when one of the two does: what stands against it may be addressed to others.
    """
    filters = filters or Filters()
    advice = {one.id: one for one in advice_of(lookup, reports, reviews or {})}
    shared = tuple(_pairs(lookup, reports, advice, _SHARED))
    paired = frozenset(one.id for pair in shared for one in (pair.one, pair.other))
    alone: dict[ReportId, list[Statement]] = {report: [] for report in reports}
    for one in advice.values():
        if one.id not in paired and filters.accept(one):
            alone[one.report].append(one)

    def fitting(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        return tuple(pair for pair in pairs if filters.accept(pair.one) or filters.accept(pair.other))

    return Comparison(
        tuple(reports),
        fitting(shared),
        fitting(_pairs(lookup, reports, advice, {LinkKind.TENSION})),
        {report: tuple(found) for report, found in alone.items()},
        paired,
    )


def advice_of(
    lookup: Lookup, reports: Iterable[ReportId], reviews: Mapping[StatementId, Review]
) -> Iterator[Statement]:
    """Yield the recommendations of `reports` as people corrected them, without those they rejected."""
    wanted = frozenset(reports)
    for statement in lookup.corpus.statements:
        if statement.kind is Kind.RECOMMENDATION and statement.report in wanted:
            review = reviews.get(statement.id)
            if not (review and review.rejected):
                yield corrected(statement, review)


def per_theme(advice: Iterable[Statement]) -> Mapping[ThemeId | None, Mapping[ReportId, int]]:
    """Return how many of the recommendations of each report are about each theme, the theme with the most first.

    One about two themes counts for both; those about none come last, under None.
    """
    counts: dict[ThemeId | None, Counter[ReportId]] = {}
    for one in advice:
        about: set[ThemeId | None] = {tag.theme for tag in one.themes}
        for theme in about or {None}:
            counts.setdefault(theme, Counter())[one.report] += 1
    ordered = sorted(counts, key=lambda theme: (theme is None, -counts[theme].total(), theme or ""))
    return {theme: counts[theme] for theme in ordered}


def annexes(lookup: Lookup, reports: Sequence[ReportId]) -> tuple[Annexes, ...]:
    """Return the annexes of those of `reports` that have any: an annex is a report by itself."""
    found = []
    for report in reports:
        its = [one.id for one in lookup.reports.values() if one.part_of == report]
        compared = tuple(one for one in its if one in reports)
        if its:
            found.append(Annexes(report, compared, tuple(one for one in its if one not in compared)))
    return tuple(found)


def most_alike(lookup: Lookup, most: int) -> tuple[tuple[ReportId, ReportId, int], ...]:
    """Return at most so many pairs of reports that share the most advice, with how often: where to begin."""
    places = {report: number for number, report in enumerate(lookup.reports)}
    counts: Counter[tuple[ReportId, ReportId]] = Counter()
    for link in lookup.corpus.links:
        one, other = lookup.statements[link.source], lookup.statements[link.target]
        if link.kind in _SHARED and one.kind is other.kind is Kind.RECOMMENDATION and one.report != other.report:
            first, second = sorted((one.report, other.report), key=places.__getitem__)
            counts[first, second] += 1
    return tuple((one, other, n) for (one, other), n in counts.most_common(most))


def _pairs(
    lookup: Lookup, reports: Sequence[ReportId], advice: Mapping[StatementId, Statement], kinds: Iterable[LinkKind]
) -> list[Pair]:
    """Return the pairs of two of `reports` that are tied by a link of these `kinds`, the surest first.

    Where more links tie the same two, the surest of them counts.
    """
    places = {report: number for number, report in enumerate(reports)}
    wanted = frozenset(kinds)
    found = []
    for name, statement in advice.items():
        for link in lookup.links_from.get(name, []):
            other = advice.get(link.target)
            if link.kind in wanted and other and statement.report != other.report:
                one, other = sorted((statement, other), key=lambda either: places[either.report])
                found.append(Pair(one, other, link))
    found.sort(key=lambda pair: (-pair.link.confidence, places[pair.one.report], pair.one.start, pair.other.start))
    return list({(pair.one.id, pair.other.id): pair for pair in reversed(found)}.values())[::-1]
