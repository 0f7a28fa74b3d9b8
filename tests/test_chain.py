"""The chain in the order of time, whole around one recommendation, and empty where nothing was found."""

from __future__ import annotations

from dataclasses import replace

from factories import made_corpus

from crisisgraph.chain import STAGES, Chain, chain_of
from crisisgraph.model import Kind, Link, LinkKind, StatementId
from crisisgraph.records import Lookup
from crisisgraph.trace import trace

CORPUS = made_corpus()
LOOKUP = Lookup(CORPUS)
FINDING, FIRST = "finding-storm-oosterdam-stil", "recommendation-storm-oosterdam-1"
PART, SECOND, THIRD = f"{FIRST}-a", "recommendation-storm-oosterdam-2", "recommendation-storm-oosterdam-3"
ACCEPTS, REJECTS, PROMISE = (f"{kind}-antwoord-oosterdam-{n}" for kind, n in
                             (("response", 1), ("response", 2), ("commitment", 3)))  # fmt: skip
WHOLE = [[FINDING], [FIRST], [ACCEPTS], [PROMISE]]


def ids(chain: Chain) -> list[list[str]]:
    assert list(chain.steps) == list(STAGES)
    return [[step.statement.id for step in steps] for steps in chain.steps.values()]


def chain(name: str, lookup: Lookup = LOOKUP) -> Chain:
    return chain_of(lookup, trace(lookup, name))


def test_the_chain_is_whole_from_wherever_one_looks() -> None:
    assert [ids(chain(name)) for name in (FINDING, FIRST, ACCEPTS, PROMISE)] == [WHOLE] * 4
    assert chain(ACCEPTS).subject == ACCEPTS


def test_what_is_missing_is_empty() -> None:
    assert ids(chain(THIRD)) == [[], [THIRD], [], []]
    assert ids(chain(SECOND)) == [[], [SECOND], [REJECTS], []]
    alone = Lookup(replace(CORPUS, links=()))
    assert ids(chain(PROMISE, alone)) == [[], [], [], [PROMISE]]


def test_a_reaction_to_the_whole_or_to_a_part_is_told() -> None:
    assert chain(PART).elsewhere
    assert not chain(FIRST).elsewhere
    assert not chain(THIRD).elsewhere
    only_the_part = Link(StatementId(ACCEPTS), LinkKind.RESPONDS_TO, StatementId(PART), "nummer", 0.9)
    assert chain(FIRST, Lookup(replace(CORPUS, links=(only_the_part,)))).elsewhere


def test_around_several_recommendations_only_what_is_linked_itself_is_shown() -> None:
    both = Link(StatementId(ACCEPTS), LinkKind.RESPONDS_TO, StatementId(SECOND), "nummer", 0.9)
    lookup = Lookup(replace(CORPUS, links=(*CORPUS.links, both)))
    assert ids(chain(ACCEPTS, lookup)) == [[], [FIRST, SECOND], [ACCEPTS], []]
    assert chain(ACCEPTS, lookup).several
    assert not chain(ACCEPTS).several


def test_links_come_along_and_the_subject_has_none() -> None:
    steps = chain(PROMISE).steps
    assert [step.link is None for step in (*steps[Kind.FINDING], *steps[Kind.RESPONSE])] == [False, False]
    assert steps[Kind.COMMITMENT][0].link is None
