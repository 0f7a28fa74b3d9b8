"""The numbers of the overview: each counted once, most first, and nothing left out."""

from __future__ import annotations

from dataclasses import replace

from factories import made_corpus

from crisisgraph.corpus import Corpus
from crisisgraph.model import Deadline, Edition, Kind, ReportId, Statement, StatementId, ThemeId, ThemeTag
from crisisgraph.overview import Year, addressed, heat_map, kinds, undated, years
from crisisgraph.records import Lookup

LOOKUP = Lookup(made_corpus())
STORM, REPLY = ReportId("storm-oosterdam"), ReportId("antwoord-oosterdam")
LEARNING, LEAD = ThemeId("leren-en-borgen"), ThemeId("crisisstructuur-en-besluitvorming")
PROMISE = StatementId("commitment-antwoord-oosterdam-3")


def with_statement(corpus: Corpus, name: str, **changes: object) -> Corpus:
    changed: tuple[Statement, ...] = tuple(
        replace(one, **changes) if one.id == name else one  # type: ignore[arg-type]  # the fields of any statement
        for one in corpus.statements
    )
    return replace(corpus, statements=changed)


def test_every_kind_is_counted_in_the_order_of_the_chain() -> None:
    assert list(kinds(LOOKUP).items()) == [
        (Kind.RECOMMENDATION, 4), (Kind.FINDING, 1), (Kind.RESPONSE, 2), (Kind.COMMITMENT, 1),
    ]  # fmt: skip
    assert set(kinds(Lookup(Corpus())).values()) == {0}


def test_a_heat_map_counts_statements_by_report_and_theme_with_the_most_first() -> None:
    found = heat_map(LOOKUP, 10, 10)
    assert found.themes == (LEARNING, LEAD)
    assert found.reports == (STORM, REPLY)
    assert (found.other_reports, found.other_themes) == ((), ())
    assert dict(found.counts) == {(STORM, LEARNING): 2, (STORM, LEAD): 1}


def test_a_theme_that_two_rules_gave_counts_once() -> None:
    twice = (ThemeTag(LEARNING, "een", 0.9), ThemeTag(LEARNING, "twee", 0.8))
    corpus = with_statement(made_corpus(), "recommendation-storm-oosterdam-3", themes=twice)
    assert heat_map(Lookup(corpus), 10, 10).counts[STORM, LEARNING] == 3


def test_what_does_not_fit_a_heat_map_is_named_and_still_counted() -> None:
    found = heat_map(LOOKUP, 1, 1)
    assert (found.reports, found.other_reports) == ((STORM,), (REPLY,))
    assert (found.themes, found.other_themes) == ((LEARNING,), (LEAD,))
    assert found.counts[STORM, LEAD] == 1


def test_hundreds_of_reports_leave_nothing_out() -> None:
    corpus = made_corpus()
    [edition] = [one for one in corpus.editions if one.report.id == STORM]
    more = tuple(
        replace(edition, report=replace(edition.report, id=ReportId(f"rapport-{n}"), issued=str(1900 + n)))
        for n in range(300)
    )
    lookup = Lookup(replace(corpus, editions=(*corpus.editions, *more)))
    found = heat_map(lookup, 10, 25)
    assert len(found.reports) == 10
    assert {*found.reports, *found.other_reports} == set(lookup.reports)
    assert sum(len(year.reports) for year in years(lookup)) == 302


def test_years_hold_reports_and_deadlines_and_the_years_between_them() -> None:
    assert years(LOOKUP) == (Year("2021", (STORM, REPLY), ()), Year("2022", (), (PROMISE,)))
    later = with_statement(made_corpus(), PROMISE, deadline=Deadline("eind 2024", "2024-12"))
    assert [year.year for year in years(Lookup(later))] == ["2021", "2022", "2023", "2024"]


def test_a_year_far_off_does_not_make_a_century_of_empty_ones() -> None:
    misread = with_statement(made_corpus(), PROMISE, deadline=Deadline("in 2201", "2201"))
    assert [year.year for year in years(Lookup(misread))] == ["2021", "2201"]


def test_within_a_year_dates_come_in_order() -> None:
    corpus = made_corpus()
    [first, second] = corpus.editions
    swapped: tuple[Edition, ...] = (replace(first, report=replace(first.report, issued="2021-12-31")), second)
    assert years(Lookup(replace(corpus, editions=swapped)))[0].reports == (REPLY, STORM)


def test_what_has_no_date_is_told_apart() -> None:
    assert undated(LOOKUP) == Year("", (), ())
    vague = with_statement(made_corpus(), PROMISE, deadline=Deadline("binnenkort", None))
    assert undated(Lookup(vague)).deadlines == (PROMISE,)
    assert undated(Lookup(with_statement(made_corpus(), PROMISE, deadline=None))).deadlines == (PROMISE,)


def test_recommendations_count_for_each_they_are_addressed_to() -> None:
    found = addressed(LOOKUP)
    assert found.actors == (("veiligheidsregio-s", 1), ("waterschappen", 1))
    assert (found.unknown, found.nobody) == (1, 2)
