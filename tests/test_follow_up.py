"""What became of recommendations: reactions, promises, deadlines and statuses, counted as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factories import made_corpus

from crisisgraph.filters import Filters
from crisisgraph.follow_up import (
    Row,
    Show,
    accepted,
    by_addressee,
    by_report,
    follow_up,
    is_overdue,
    shown,
    summary,
)
from crisisgraph.journal import (
    Confirmation,
    Correction,
    Entry,
    Journal,
    Observation,
    Status,
    Subject,
    Verdict,
    new_entry,
)
from crisisgraph.model import ActorId, Deadline, Link, LinkKind, Position, ReportId, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.review import Reviews, reviews_of

LOOKUP = Lookup(made_corpus())
FIRST, SECOND, THIRD = (StatementId(f"recommendation-storm-oosterdam-{n}") for n in (1, 2, 3))
PART = StatementId("recommendation-storm-oosterdam-1-a")
PROMISE = StatementId("commitment-antwoord-oosterdam-3")
LATER = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def said(name: str, observed: Observation | None = None, correction: Correction | None = None) -> Entry:
    subject = Subject.of(LOOKUP, LOOKUP.statement(name), f"https://example.org/id/{name}")
    return new_entry("Jan", NOON, subject, observation=observed, correction=correction)


def rows(*entries: Entry, today: date = LATER, lookup: Lookup = LOOKUP) -> dict[str, Row]:
    found = follow_up(lookup, reviews_of(lookup, Journal(entries)), today)
    return {row.advice.statement.id: row for row in found}


def test_each_recommendation_that_stands_on_its_own_has_a_row_with_its_reactions() -> None:
    found = rows()
    assert list(found) == [FIRST, SECOND, THIRD]
    assert found[FIRST].positions == (Position.ACCEPTS,)
    assert [one.statement.id for one in found[FIRST].commitments] == [PROMISE]
    assert [one.id for one in found[FIRST].parts] == [PART]
    assert found[SECOND].positions == (Position.REJECTS,)
    assert [row.unanswered for row in found.values()] == [False, False, True]


def test_a_reaction_to_a_part_is_a_reaction_to_the_whole() -> None:
    corpus = made_corpus()
    moved = tuple(replace(k, target=PART) if k.kind is LinkKind.RESPONDS_TO else k for k in corpus.links)
    found = rows(lookup=Lookup(replace(corpus, links=moved)))
    assert len(found[FIRST].responses) == 2
    assert found[SECOND].unanswered


@pytest.mark.parametrize(
    ("deadline", "today", "passed"),
    [
        ("2022-06-30", date(2022, 6, 30), False),
        ("2022-06-30", date(2022, 7, 1), True),
        ("2022-06", date(2022, 6, 30), False),
        ("2022-06", date(2022, 7, 1), True),
        ("2022", date(2022, 12, 31), False),
        ("2022", date(2023, 1, 1), True),
        (None, LATER, False),
    ],
)
def test_a_deadline_has_passed_when_its_last_day_has(deadline: str | None, today: date, passed: bool) -> None:
    assert is_overdue(Deadline("eens", deadline), today) is passed
    assert not is_overdue(None, today)


def test_a_promise_that_was_kept_is_not_overdue() -> None:
    assert rows()[FIRST].commitments[0].overdue
    assert not rows(today=date(2022, 6, 1))[FIRST].commitments[0].overdue
    kept = said(PROMISE, Observation(Status.IMPLEMENTED, Confirmation.SELF_REPORTED))
    assert not rows(kept)[FIRST].commitments[0].overdue
    busy = said(PROMISE, Observation(Status.BEING_IMPLEMENTED, Confirmation.INDEPENDENT))
    assert rows(busy)[FIRST].commitments[0].overdue


def test_the_summary_counts_what_there_is() -> None:
    statuses = [
        said(FIRST, Observation(Status.NO_ACTION, Confirmation.INDEPENDENT)),
        said(FIRST, Observation(Status.IMPLEMENTED, Confirmation.SELF_REPORTED)),
        said(PROMISE, Observation(Status.IMPLEMENTED, Confirmation.SELF_REPORTED)),
    ]
    found = summary(rows(*statuses).values())
    assert (found.recommendations, found.unanswered, found.commitments, found.overdue) == (3, 1, 1, 0)
    assert found.items == 4
    assert found.positions == {Position.ACCEPTS: 1, Position.REJECTS: 1}
    assert found.statuses == {
        Confirmation.SELF_REPORTED: {Status.IMPLEMENTED: 2},
        Confirmation.INDEPENDENT: {Status.NO_ACTION: 1},
    }


def test_a_promise_about_two_recommendations_is_counted_once() -> None:
    corpus = made_corpus()
    also = Link(PROMISE, LinkKind.FULFILS, SECOND, "nummer", 0.9)
    found = summary(rows(lookup=Lookup(replace(corpus, links=(*corpus.links, also)))).values())
    assert (found.commitments, found.overdue) == (1, 1)


def test_what_is_rejected_is_not_counted_and_only_shown_when_asked_for() -> None:
    found = rows(said(THIRD, correction=Correction(Verdict.REJECT)))
    assert found[THIRD].rejected
    assert summary(found.values()).recommendations == 2
    assert summary(found.values()).rejected == 1
    assert not shown(found[THIRD], None)
    assert not shown(found[THIRD], Show.UNANSWERED)
    assert shown(found[THIRD], Show.REJECTED)
    assert not shown(found[FIRST], Show.REJECTED)


def test_a_rejected_response_is_no_reaction() -> None:
    assert rows(said("response-antwoord-oosterdam-2", correction=Correction(Verdict.REJECT)))[SECOND].unanswered


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (None, [FIRST, SECOND, THIRD]),
        (Position.ACCEPTS, [FIRST]),
        (Position.NOTES, []),
        (Show.UNANSWERED, [THIRD]),
        (Show.OVERDUE, [FIRST]),
        (Show.NO_STATUS, [SECOND, THIRD]),
    ],
)
def test_rows_are_shown_by_what_was_chosen(show: Show | Position | None, expected: list[str]) -> None:
    found = rows(said(PROMISE, Observation(Status.NO_ACTION, Confirmation.SELF_REPORTED)))
    assert [name for name, row in found.items() if shown(row, show)] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [FIRST, SECOND, THIRD]),
        (Filters(actors=frozenset({ActorId("waterschappen")})), [SECOND]),
        (Filters(actors=frozenset({ActorId("college-van-burgemeester-en-wethouders")})), [FIRST]),  # who promised
        (Filters(reports=frozenset({ReportId("antwoord-oosterdam")})), []),
        (Filters(themes=frozenset({ThemeId("crisisstructuur-en-besluitvorming")})), [SECOND]),
    ],
)
def test_filters_look_at_the_recommendation_its_parts_and_its_promises(filters: Filters, expected: list[str]) -> None:
    assert [name for name, row in rows().items() if accepted(row, filters)] == expected


def test_a_corrected_addressee_is_found_under_its_new_name() -> None:
    to_water = Correction(Verdict.EDIT, addressees=(ActorId("waterschappen"),))
    found = rows(said(THIRD, correction=to_water))
    filters = Filters(actors=frozenset({ActorId("waterschappen")}))
    assert [name for name, row in found.items() if accepted(row, filters)] == [SECOND, THIRD]


def test_rows_are_grouped_by_report_and_by_addressee() -> None:
    found = list(rows().values())
    assert {name: len(of) for name, of in by_report(found).items()} == {"storm-oosterdam": 3}
    assert {name: len(of) for name, of in by_addressee(found).items()} == {
        None: 2,
        "veiligheidsregio-s": 1,
        "waterschappen": 1,
    }


def test_an_unexpected_choice_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError):
        shown(next(iter(rows().values())), "anders")  # type: ignore[arg-type]


def test_no_journal_is_an_empty_one() -> None:
    assert follow_up(LOOKUP, Reviews(), LATER) == tuple(rows().values())
