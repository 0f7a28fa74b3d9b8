"""Reports beside each other: what they share, what only one of them advises, and what is opposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from compared import (
    AGAIN,
    AGAINST,
    FIRST,
    FLOOD,
    ODD,
    PART,
    REPLY,
    SECOND,
    STORM,
    STRANGE,
    SUM,
    THIRD,
    compared_corpus,
)

from crisisgraph.comparison import Pair, advice_of, annexes, compare, most_alike, per_theme
from crisisgraph.filters import Filters
from crisisgraph.journal import Correction, Entry, Journal, Subject, Verdict, new_entry
from crisisgraph.model import ActorId, Link, LinkKind, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.review import Review, reviews_of

LESSONS, LEAD = ThemeId("leren-en-borgen"), ThemeId("crisisstructuur-en-besluitvorming")
WATER = ActorId("waterschappen")


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(compared_corpus())


def ids(pairs: tuple[Pair, ...]) -> list[tuple[StatementId, StatementId]]:
    return [(pair.one.id, pair.other.id) for pair in pairs]


def review(lookup: Lookup, name: StatementId, correction: Correction) -> Review:
    subject = Subject.of(lookup, lookup.statements[name], f"https://example.org/{name}")
    entry: Entry = new_entry("An", datetime(2026, 11, 27, tzinfo=UTC), subject, correction=correction)
    return reviews_of(lookup, Journal((entry,))).by_statement[name]


def test_what_is_alike_is_shared_and_the_rest_stands_alone(lookup: Lookup) -> None:
    found = compare(lookup, [STORM, FLOOD])
    assert ids(found.shared) == [(FIRST, AGAIN)]
    assert found.shared[0].link.rule == "alike in words: sirene"
    assert ids(found.opposed) == [(SECOND, AGAINST)]
    assert {report: [one.id for one in advice] for report, advice in found.alone.items()} == {
        STORM: [PART, SECOND, THIRD],
        FLOOD: [SUM, AGAINST],
    }


def test_the_report_that_was_chosen_first_comes_first(lookup: Lookup) -> None:
    assert ids(compare(lookup, [FLOOD, STORM]).shared) == [(AGAIN, FIRST)]


def test_of_more_reports_the_surest_pair_comes_first_and_a_third_report_takes_away_what_stood_alone(
    lookup: Lookup,
) -> None:
    found = compare(lookup, [STORM, ODD, FLOOD])
    assert ids(found.shared) == [(FIRST, AGAIN), (PART, STRANGE)]
    assert PART not in [one.id for one in found.alone[STORM]]
    assert found.alone[ODD] == ()


def test_what_is_alike_within_one_report_is_not_shared(lookup: Lookup) -> None:
    """In the corpus made by hand the first and the second advice of one report are alike."""
    assert SECOND in [one.id for one in compare(lookup, [STORM, ODD]).alone[STORM]]


def test_two_links_between_the_same_two_make_one_pair_by_the_surest(lookup: Lookup) -> None:
    more = Link(FIRST, LinkKind.BUILDS_ON, AGAIN, "names it by its number", 0.85)
    corpus = replace(lookup.corpus, links=(*lookup.corpus.links, more))
    [pair] = compare(Lookup(corpus), [STORM, FLOOD]).shared
    assert (pair.one.id, pair.link) == (FIRST, more)


def test_a_pair_fits_a_filter_when_one_of_the_two_does(lookup: Lookup) -> None:
    found = compare(lookup, [STORM, FLOOD], Filters(themes=frozenset({LEAD})))
    assert ids(found.shared) == []
    assert ids(found.opposed) == [(SECOND, AGAINST)]
    assert [one.id for one in found.alone[STORM]] == [SECOND]
    assert FIRST in found.paired


def test_a_filter_does_not_make_advice_stand_alone(lookup: Lookup) -> None:
    """The advice that is like it is about nobody's theme; it is shared all the same."""
    found = compare(lookup, [STORM, ODD], Filters(actors=frozenset({WATER})))
    assert [one.id for one in found.alone[STORM]] == [SECOND]


def test_what_a_person_rejected_takes_no_part_and_a_corrected_addressee_counts(lookup: Lookup) -> None:
    rejected = review(lookup, AGAIN, Correction(Verdict.REJECT))
    moved = review(lookup, THIRD, Correction(Verdict.EDIT, addressees=(WATER,)))
    found = compare(lookup, [STORM, FLOOD], Filters(actors=frozenset({WATER})), {AGAIN: rejected, THIRD: moved})
    assert found.shared == ()
    assert [one.id for one in found.alone[STORM]] == [SECOND, THIRD]


def test_a_report_without_advice_is_there_with_nothing(lookup: Lookup) -> None:
    assert compare(lookup, [STORM, REPLY]).alone[REPLY] == ()


def test_advice_is_counted_per_theme_the_most_first_and_without_a_theme_last(lookup: Lookup) -> None:
    counts = per_theme(advice_of(lookup, [STORM, FLOOD], {}))
    assert [(theme, dict(of)) for theme, of in counts.items()] == [
        (LESSONS, {STORM: 2, FLOOD: 1}),
        (LEAD, {STORM: 1}),
        (None, {STORM: 2, FLOOD: 2}),
    ]


def test_annexes_are_named_whether_they_take_part_or_not(lookup: Lookup) -> None:
    [found] = annexes(lookup, [STORM, FLOOD])
    assert (found.report, found.compared, found.left) == (STORM, (), (REPLY,))
    [found] = annexes(lookup, [STORM, REPLY])
    assert (found.compared, found.left) == ((REPLY,), ())
    assert annexes(lookup, [REPLY]) == ()


def test_the_reports_that_share_most_are_where_to_begin(lookup: Lookup) -> None:
    assert most_alike(lookup, 3) == ((STORM, FLOOD, 1), (STORM, ODD, 1))
    assert most_alike(lookup, 1) == ((STORM, FLOOD, 1),)
