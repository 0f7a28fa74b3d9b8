"""What stands around one thing: which nodes, in which order, and what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_build import app_corpus
from factories import made_corpus

from crisisgraph.corpus import Corpus
from crisisgraph.errors import InputError
from crisisgraph.model import Citation, Kind, LinkKind, ReportId, StatementId, ThemeId, ThemeTag
from crisisgraph.network import Bounds, Edge, Network, NodeKind, Relation, network, relations
from crisisgraph.records import Lookup

FIRST, SECOND = "recommendation-storm-oosterdam-1", "recommendation-storm-oosterdam-2"
STORM, REPLY = "report-storm-oosterdam", "report-antwoord-oosterdam"
TWO_STEPS, ONE_STEP = Bounds(), Bounds(steps=1)


def around(centre: str, bounds: Bounds = TWO_STEPS, corpus: Corpus | None = None) -> Network:
    return network(relations(Lookup(corpus or made_corpus())), centre, bounds)


def names(found: Network, distance: int | None = None) -> list[str]:
    return [node.name for node in found.nodes if distance in (None, node.distance)]


def many(n: int) -> Corpus:
    """Return a corpus in which `n` recommendations more are about one theme, each addressed to nobody."""
    made = made_corpus()
    third = next(one for one in made.statements if one.number == "3")
    about = (ThemeTag(ThemeId("leren-en-borgen"), "trefwoord", 0.8),)
    more = [replace(third, id=StatementId(f"recommendation-{number:03}"), themes=about) for number in range(n)]
    return replace(made, statements=(*made.statements, *more))


def test_a_recommendation_stands_amid_its_chain_its_report_theme_and_part() -> None:
    found = around(FIRST, ONE_STEP)
    assert found.centre.name == FIRST
    assert set(names(found, 1)) == {
        STORM,
        "theme-leren-en-borgen",
        SECOND,
        "recommendation-storm-oosterdam-1-a",
        "response-antwoord-oosterdam-1",
        "commitment-antwoord-oosterdam-3",
        "finding-storm-oosterdam-stil",
    }
    assert Edge(FIRST, "finding-storm-oosterdam-stil", Relation.BASED_ON) in found.edges
    assert Edge(FIRST, SECOND, Relation.SIMILAR_TO) in found.edges
    assert Edge("recommendation-storm-oosterdam-1-a", FIRST, Relation.PART_OF) in found.edges
    assert found.left_out == {}


def test_edges_stand_between_any_two_nodes_that_are_there() -> None:
    found = around(FIRST, ONE_STEP)
    assert Edge("finding-storm-oosterdam-stil", STORM, Relation.STATED_IN) in found.edges
    there = set(names(found))
    assert all({edge.source, edge.target} <= there for edge in found.edges)
    assert len(set(found.edges)) == len(found.edges)


def test_two_steps_reach_actors_but_not_everything_else_in_the_report() -> None:
    found = around(FIRST)
    assert {"actor-waterschappen", "actor-college-van-burgemeester-en-wethouders", REPLY} <= set(names(found, 2))
    assert "recommendation-storm-oosterdam-3" not in names(found)
    assert "recommendation-storm-oosterdam-3" in names(around(STORM), 1)


def test_an_actor_stands_amid_what_it_is_asked_and_what_it_promised() -> None:
    assert names(around("actor-waterschappen", ONE_STEP), 1) == [SECOND]
    council = around("actor-college-van-burgemeester-en-wethouders", ONE_STEP)
    assert names(council, 1) == ["commitment-antwoord-oosterdam-3"]
    assert council.edges == (
        Edge("commitment-antwoord-oosterdam-3", "actor-college-van-burgemeester-en-wethouders", Relation.PROMISED_BY),
    )


def test_a_finding_that_nothing_rests_on_is_only_reached_from_itself() -> None:
    made = made_corpus()
    alone = replace(made, links=tuple(link for link in made.links if link.kind is not LinkKind.BASED_ON))
    finding = "finding-storm-oosterdam-stil"
    assert finding not in names(around(STORM, corpus=alone))
    assert names(around(finding, ONE_STEP, alone), 1) == [STORM]


def test_reports_hang_together_by_annex_reply_and_citation() -> None:
    found = around(REPLY, ONE_STEP)
    assert Edge(REPLY, STORM, Relation.PART_OF) in found.edges
    assert Edge(REPLY, STORM, Relation.RESPONDS_TO) in found.edges
    made = made_corpus()
    cited = Citation(StatementId(SECOND), LinkKind.SUMMARISES, "x", ReportId("antwoord-oosterdam"), 0, 9, "r", 0.7)
    unknown = replace(cited, report=None)
    found = around(SECOND, ONE_STEP, replace(made, citations=(cited, unknown)))
    assert Edge(SECOND, REPLY, Relation.SUMMARISES) in found.edges


@pytest.mark.parametrize("kind", NodeKind)
def test_only_the_kinds_that_are_asked_are_there_besides_the_middle(kind: NodeKind) -> None:
    found = around(FIRST, Bounds(kinds=frozenset({kind})))
    assert {node.kind for node in found.nodes[1:]} <= {kind}
    assert found.centre.name == FIRST


def test_only_what_stands_in_the_reports_that_are_asked_is_there() -> None:
    found = around("theme-leren-en-borgen", Bounds(reports=frozenset({ReportId("antwoord-oosterdam")})))
    assert names(found) == ["theme-leren-en-borgen"]
    found = around(FIRST, Bounds(reports=frozenset({ReportId("antwoord-oosterdam")})))
    assert STORM not in names(found)
    assert "response-antwoord-oosterdam-1" in names(found)
    assert "theme-leren-en-borgen" in names(found)


def test_a_hundred_nodes_are_the_most_and_the_rest_is_counted() -> None:
    found = around("theme-leren-en-borgen", Bounds(steps=1), many(150))
    assert len(found.nodes) == 100
    assert found.left_out == {NodeKind.RECOMMENDATION: 152 - 99}


def test_with_two_steps_room_is_left_for_the_second_where_it_is_needed() -> None:
    bounds = Bounds(most=6)
    found = around("theme-leren-en-borgen", bounds, many(20))
    assert len(names(found, 1)) == 3
    assert len(names(found, 2)) == 2
    assert names(found, 1)[:2] == [FIRST, SECOND]  # what hangs together with most comes first
    alone = Bounds(kinds=frozenset({NodeKind.RECOMMENDATION}), most=6)
    only = around("theme-leren-en-borgen", alone, many(20))
    assert len(only.nodes) == 6


def test_the_same_corpus_gives_the_same_network() -> None:
    for centre in (FIRST, STORM, "theme-leren-en-borgen"):
        assert around(centre, Bounds(most=7), many(30)) == around(centre, Bounds(most=7), many(30))


def test_every_statement_and_report_has_a_network() -> None:
    lookup = Lookup(app_corpus())
    found = relations(lookup)
    for name in found.kinds:
        assert network(found, name).centre.name == name
    assert {one.id for one in lookup.corpus.statements if one.kind is Kind.RECOMMENDATION} <= found.kinds.keys()


@pytest.mark.parametrize("name", ["", "recommendation-none", "actor-onderzoeksraad-voor-veiligheid"])
def test_what_is_not_there_or_hangs_with_nothing_has_none(name: str) -> None:
    with pytest.raises(InputError) as caught:
        around(name)
    assert caught.value.code == "unknown-node"
