"""Proposed links as triples: called proposals, with rule, confidence and the words; and the queries that list them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any, cast

import pytest
from factories import REPLY_TEXT, made_corpus
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS

from crisisgraph.answers import trace_record, trace_text
from crisisgraph.claims import check_claims, corpus_texts
from crisisgraph.corpus import Corpus
from crisisgraph.export import csv_claims, export, export_csv
from crisisgraph.graph import graph_of, load_queries, open_store, validate, write_graph
from crisisgraph.model import PROPOSED, Citation, Link, LinkKind, ReportId, StatementId
from crisisgraph.records import Lookup, statement_record
from crisisgraph.settings import Settings
from crisisgraph.trace import trace
from crisisgraph.vocab import CG, FABIO, ID, OA

FIRST, SECOND, THIRD = (StatementId(f"recommendation-storm-oosterdam-{number}") for number in (1, 2, 3))
ADVICE = StatementId("recommendation-antwoord-oosterdam-9")
STORM = ReportId("storm-oosterdam")
WORDS = "stormrapport"
BASE = "https://example.org/id/"


def linked_corpus() -> Corpus:
    """Return the made-up corpus with an advice of the other report and one proposal of each kind."""
    corpus = made_corpus()
    reply = corpus.statements[-1]
    start = REPLY_TEXT.index(WORDS)
    advice = replace(
        corpus.statements[1], id=ADVICE, document=reply.document, report=reply.report, start=reply.start, end=reply.end,
        text=reply.text, page=1, number="9", section=(), themes=(), addressees=(),
    )  # fmt: skip
    return replace(
        corpus,
        statements=(*corpus.statements, advice),
        links=(
            *(link for link in corpus.links if link.kind is not LinkKind.SIMILAR_TO),
            Link(FIRST, LinkKind.SIMILAR_TO, ADVICE, "alike in words and meaning: sirene", 0.71),
            Link(SECOND, LinkKind.TENSION, ADVICE, "opposites: snel of zorgvuldig (snel ↔ wacht)", 0.6),
            Link(ADVICE, LinkKind.BUILDS_ON, THIRD, "named above: slaapplaatsen", 0.75),
            Link(ADVICE, LinkKind.SUMMARISES, SECOND, "in line with it", 0.6),
        ),
        citations=(
            Citation(ADVICE, LinkKind.BUILDS_ON, "Storm boven", STORM, start, start + 12, "because of it", 0.75),
            Citation(ADVICE, LinkKind.SUMMARISES, "Hoge golven", None, start, start + 5, "in line with it", 0.8),
        ),
    )


CORPUS = linked_corpus()
LOOKUP = Lookup(CORPUS)


@pytest.fixture(scope="module")
def graph() -> Graph:
    dataset = graph_of(CORPUS, Settings())
    union = Graph()
    for quad in dataset.quads():
        union.add(quad[:3])
    return union


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("graph") / "graph"
    write_graph(graph_of(CORPUS, Settings()), folder)
    return open_store(folder)


def test_a_graph_with_proposals_fits_its_shapes() -> None:
    assert validate(graph_of(CORPUS, Settings()), Settings().ontology) == ()


def test_every_kind_of_proposal_is_called_one_and_nothing_else_is(graph: Graph) -> None:
    proposals = set(graph.subjects(RDF.type, CG.Proposal))
    predicates = {p for node in proposals for p in graph.predicates(node) if str(p).startswith(str(CG._NS))}
    assert predicates == {
        CG.summarises, CG.buildsOn, CG.similarTo, CG.inTensionWith, CG.rule, CG.confidence,
    }  # fmt: skip
    assert len(proposals) == 6
    answered = {node for node in graph.subjects(CG.respondsTo) if (node, RDF.type, CG.Inference) in graph}
    assert answered
    assert proposals.isdisjoint(answered)
    assert frozenset({LinkKind.SUMMARISES, LinkKind.BUILDS_ON, LinkKind.SIMILAR_TO, LinkKind.TENSION}) == PROPOSED


def test_what_holds_both_ways_stands_both_ways(graph: Graph) -> None:
    for predicate, end in ((CG.similarTo, FIRST), (CG.inTensionWith, SECOND)):
        assert (ID[end], predicate, ID[ADVICE]) in graph
        assert (ID[ADVICE], predicate, ID[end]) in graph
    assert (ID[THIRD], CG.buildsOn, ID[ADVICE]) not in graph


def test_a_report_that_is_only_named_is_a_work_with_the_words_that_name_it(graph: Graph) -> None:
    work = ID["work-hoge-golven"]
    assert (ID[ADVICE], CG.summarises, work) in graph
    assert (work, RDF.type, FABIO.Report) in graph
    assert str(graph.value(work, RDFS.label)) == "Hoge golven"
    inference = URIRef(ID[ADVICE] + "#summarises-hoge-golven")
    mention = graph.value(inference, PROV.wasDerivedFrom)
    assert (mention, RDF.type, CG.Mention) in graph
    assert [str(words) for words in graph.objects(mention, OA.hasSelector / OA.exact)] == [WORDS[:5]]
    assert (ID[ADVICE], CG.buildsOn, ID["report-storm-oosterdam"]) in graph
    assert (ID["report-storm-oosterdam"], DCTERMS.title, None) in graph
    assert (ID["work-storm-boven"], None, None) not in graph


def rows(store: Store, name: str, columns: str) -> list[tuple[str | None, ...]]:
    found = store.query(load_queries()[name].text, use_default_graph_as_union=True)

    def text(term: object) -> str | None:
        if isinstance(term, NamedNode):
            return term.value.removeprefix(str(ID))
        return term.value if isinstance(term, Literal) else None

    return [tuple(text(row[column]) for column in columns.split()) for row in found]  # type: ignore[union-attr]


def test_the_queries_show_both_quotes(store: Store) -> None:
    promise = "Voor de zomer van 2022 staat er een rooster."
    test = "De gemeente Oosterdam test de sirene elke maand."
    assert rows(store, "alike", "titel citaat andere_titel ander_citaat zekerheid") == [
        ("Storm boven de polder", test, "Antwoord op het stormrapport", promise, "0.71"),
    ]
    [(quote, other, rule)] = rows(store, "tensions", "citaat ander_citaat regel")
    assert (other, rule) == (promise, "opposites: snel of zorgvuldig (snel ↔ wacht)")
    assert quote
    assert quote.startswith("Veiligheidsregio en waterschap")
    assert rows(store, "leans-on", "naam verband citaat woorden zekerheid") == [
        ("Hoge golven", "geeft weer", promise, WORDS[:5], "0.8"),
        ("Storm boven de polder", "bouwt voort op", promise, WORDS, "0.75"),
    ]


def test_a_trace_shows_every_proposal_with_both_quotes_rule_and_confidence() -> None:
    found = trace(LOOKUP, ADVICE)
    assert [step.statement.id for step in found.builds_on] == [THIRD]
    assert [step.statement.id for step in found.summarises] == [SECOND]
    assert [step.statement.id for step in found.similar] == [FIRST]
    assert [step.statement.id for step in found.tensions] == [SECOND]
    assert [(cited.title, cited.quote, cited.page) for cited in found.cited] == [
        ("Storm boven de polder", WORDS, 1),
        ("Hoge golven", WORDS[:5], 1),
    ]
    assert [step.statement.id for step in trace(LOOKUP, THIRD).taken_up] == [ADVICE]
    text = trace_text(LOOKUP, found)
    for words in (
        "Staat op gespannen voet met (ons voorstel)",
        "“De gemeente Oosterdam test de sirene elke maand.”",
        "tegengestelde woorden: snel of zorgvuldig (snel ↔ wacht)”, zekerheid 0.60",
        "Een ander rapport, geeft weer (ons voorstel): Hoge golven",
        f"“{WORDS[:5]}”",
    ):
        assert words in text


def test_the_record_of_a_trace_calls_proposals_so() -> None:
    record = trace_record(LOOKUP, BASE, trace(LOOKUP, ADVICE))
    [tension] = cast(list[Any], record["tensions"])
    assert tension["link"] == {
        "kind": "tension", "rule": "opposites: snel of zorgvuldig (snel ↔ wacht)", "confidence": 0.6, "proposal": True,
    }  # fmt: skip
    assert tension["quote"].startswith("Veiligheidsregio")
    assert [one["quote"] for one in cast(list[Any], record["cited"])] == [WORDS, WORDS[:5]]
    chain = trace_record(LOOKUP, BASE, trace(LOOKUP, FIRST))
    assert [one["link"]["proposal"] for one in cast(list[Any], chain["responses"])] == [False]


def test_the_record_of_a_statement_names_what_it_is_linked_with() -> None:
    record = statement_record(LOOKUP, LOOKUP.statement(ADVICE))
    assert record["builds_on"] == [THIRD]
    assert record["summarises"] == [SECOND]
    assert record["leans_on"] == ["Storm boven", "Hoge golven"]
    assert statement_record(LOOKUP, LOOKUP.statement(SECOND))["in_tension_with"] == [ADVICE]


def test_an_export_has_a_row_for_each_end_of_each_proposal() -> None:
    text = export_csv(LOOKUP, [ADVICE])
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [row["Rol"] for row in rows] == [
        "gekozen", "bouwt voort op (voorstel)", "geeft weer (voorstel)", "lijkt op (voorstel)",
        "op gespannen voet met (voorstel)", "bouwt voort op, een ander rapport (voorstel)",
        "geeft weer, een ander rapport (voorstel)",
    ]  # fmt: skip
    last = rows[-1]
    assert (last["Citaat"], last["Rapport"], last["Soort"]) == (WORDS[:5], "Hoge golven", "ander rapport")
    assert check_claims(csv_claims(text), corpus_texts(CORPUS)).problems == ()
    turtle = export(LOOKUP, [ADVICE], "ttl", Settings()).decode()
    assert "cg:inTensionWith" in turtle
    assert "cg:Mention" in turtle
