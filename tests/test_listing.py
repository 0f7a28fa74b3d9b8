"""A list holds the statements that were asked for: by what they are and by what was answered to them."""

from __future__ import annotations

import pytest
from factories import made_corpus

from crisisgraph.filters import Filters
from crisisgraph.listing import Selection, listed, pages_of, positions, reactions
from crisisgraph.model import Kind, Position
from crisisgraph.records import Lookup

LOOKUP = Lookup(made_corpus())
FIRST, SECOND, THIRD = (f"recommendation-storm-oosterdam-{number}" for number in (1, 2, 3))
PART = "recommendation-storm-oosterdam-1-a"
ACCEPTS, REJECTS = "response-antwoord-oosterdam-1", "response-antwoord-oosterdam-2"

ADVICE = Filters(kinds=frozenset({Kind.RECOMMENDATION}))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(ADVICE), [FIRST, PART, SECOND, THIRD]),
        (Selection(ADVICE, answered=True), [FIRST, SECOND]),
        (Selection(ADVICE, answered=False), [PART, THIRD]),
        (Selection(ADVICE, frozenset({Position.ACCEPTS})), [FIRST]),
        (Selection(ADVICE, frozenset({Position.ACCEPTS, Position.REJECTS})), [FIRST, SECOND]),
        (Selection(ADVICE, frozenset({Position.REJECTS}), answered=False), []),
        (Selection(positions=frozenset({Position.REJECTS})), [SECOND, REJECTS]),
    ],
)
def test_a_list_holds_what_was_asked_for(selection: Selection, expected: list[str]) -> None:
    assert [statement.id for statement in listed(LOOKUP, selection)] == expected


def test_without_conditions_a_list_holds_everything() -> None:
    assert listed(LOOKUP, Selection()) == LOOKUP.corpus.statements


def test_reactions_are_responses_and_commitments() -> None:
    assert [one.kind for one in reactions(LOOKUP, LOOKUP.statement(FIRST))] == [Kind.RESPONSE, Kind.COMMITMENT]
    assert reactions(LOOKUP, LOOKUP.statement(THIRD)) == ()


def test_positions_are_those_taken_on_a_statement_or_by_a_response_itself() -> None:
    assert positions(LOOKUP, LOOKUP.statement(FIRST)) == (Position.ACCEPTS,)
    assert positions(LOOKUP, LOOKUP.statement(REJECTS)) == (Position.REJECTS,)
    assert positions(LOOKUP, LOOKUP.statement(THIRD)) == ()


def test_an_empty_list_has_one_page() -> None:
    assert [pages_of(range(n), 10) for n in (0, 1, 10, 11)] == [1, 1, 1, 2]


def test_the_counts_are_those_of_the_statements() -> None:
    assert LOOKUP.counts[LOOKUP.statement(FIRST).report, Kind.RECOMMENDATION] == 4
    assert sum(LOOKUP.counts.values()) == len(LOOKUP.corpus.statements)
