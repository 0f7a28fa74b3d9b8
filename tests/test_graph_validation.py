"""The shapes accept what a build writes and name whatever is wrong with anything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from factories import made_corpus
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, SKOS, XSD

from crisisgraph.corpus import Corpus
from crisisgraph.errors import DataError
from crisisgraph.graph import graph_of, validate
from crisisgraph.model import Level, PassageId, StatementId
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, ID, OA

#: Something done to a graph; what it returns does not matter.
Change = Callable[[Graph], object]

ONTOLOGY = Settings().ontology
REPORT = ID["graph-report-storm-oosterdam"]
FIRST = ID["recommendation-storm-oosterdam-1"]
SECOND = ID["recommendation-storm-oosterdam-2"]
PROMISE = ID["commitment-antwoord-oosterdam-3"]
ACCEPTS = ID["response-antwoord-oosterdam-1"]


def test_a_whole_build_conforms() -> None:
    assert validate(graph_of(made_corpus(), Settings()), ONTOLOGY) == ()


def test_an_empty_graph_conforms() -> None:
    assert validate(Dataset(), ONTOLOGY) == ()


def test_shapes_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        validate(Dataset(), tmp_path)


def without(subject: URIRef, predicate: URIRef) -> Change:
    return lambda graph: graph.remove((subject, predicate, None))


def instead(subject: URIRef, predicate: URIRef, *values: Literal | URIRef) -> Change:
    def change(graph: Graph) -> None:
        graph.remove((subject, predicate, None))
        for value in values:
            graph.add((subject, predicate, value))

    return change


def also(subject: URIRef, predicate: URIRef, value: Literal | URIRef) -> Change:
    return lambda graph: graph.add((subject, predicate, value))


def integer(text: str) -> Literal:
    return Literal(text, datatype=XSD.integer)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(without(SECOND, PROV.wasQuotedFrom), "aangehaald", id="not quoted from anything"),
        pytest.param(without(SECOND, PROV.wasGeneratedBy), "extractie die haar vond", id="no run"),
        pytest.param(without(SECOND, CG.rule), "regel die haar vond", id="no rule"),
        pytest.param(without(SECOND, CG.confidence), "zekerheid van een uitspraak", id="no confidence"),
        pytest.param(without(SECOND, CG.statedIn), "staat in één rapport", id="no report"),
        pytest.param(without(SECOND, PROV.wasAttributedTo), "één afzender", id="no issuer"),
        pytest.param(without(SECOND, OA.hasSource), "in één bronbestand", id="no file"),
        pytest.param(without(SECOND, CG.page), "één bladzijde", id="no page"),
        pytest.param(without(SECOND + "#quote", OA.exact), "één letterlijk citaat", id="no quote"),
        pytest.param(without(SECOND + "#position", OA.start), "één positie", id="no position"),
        pytest.param(without(ID["recommendation-storm-oosterdam-1-a"], CG.partOf), "deel van een andere", id="orphan"),
        pytest.param(also(SECOND, CG.position, CG.Accepts), "heeft geen standpunt", id="recommendation with position"),
        pytest.param(also(SECOND, ID["misspelled"], Literal("x")), "daar niet hoort", id="unknown property"),
        pytest.param(also(SECOND, CG.text, Literal("twee", lang="nl")), "één tekst", id="two texts"),
        pytest.param(instead(SECOND, CG.text, Literal("geen taal")), "één tekst", id="text without language"),
        pytest.param(
            also(SECOND, CG.addressedTo, ID["theme-leren-en-borgen"]), "gericht aan een actor", id="theme as actor"
        ),
        pytest.param(also(SECOND, CG.mentionsActor, ID["actor-nobody"]), "noemt een actor", id="unknown actor"),
        pytest.param(also(SECOND, DCTERMS.subject, ID["theme-nothing"]), "over een thema", id="unknown theme"),
        pytest.param(
            instead(SECOND, CG.confidence, Literal("1.5", datatype=XSD.decimal)), "van 0 tot 1", id="too sure"
        ),
        pytest.param(
            instead(SECOND + "#position", OA.end, integer("3")), "vóór haar einde", id="ends before it begins"
        ),
        pytest.param(instead(SECOND + "#page", RDF.value, Literal("page=0")), "zoals page=21", id="page 0"),
        pytest.param(instead(FIRST, CG.level, CG.Accepts), "hoofduitspraak of een deeluitspraak", id="unknown level"),
        pytest.param(instead(ID["report-storm-oosterdam"], DCTERMS.title), "één titel", id="no title"),
        pytest.param(
            instead(ID["report-storm-oosterdam"], DCTERMS.issued, Literal("voorjaar")), "dag, een maand", id="no date"
        ),
    ],
)
def test_what_is_wrong_is_named_in_dutch(change: Change, message: str) -> None:
    dataset = graph_of(made_corpus(), Settings())
    change(dataset.graph(REPORT))
    violations = validate(dataset, ONTOLOGY)
    assert any(message in violation for violation in violations), violations


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("report-antwoord-oosterdam", without(ACCEPTS, CG.position), "desnoods onduidelijk"),
        ("report-antwoord-oosterdam", without(PROMISE, CG.deadlineText), "in de woorden van het rapport"),
        ("report-antwoord-oosterdam", also(ACCEPTS, CG.position, CG.Rejects), "één van de vijf"),
        ("links", also(ACCEPTS, CG.respondsTo, ID["recommendation-of-nothing"]), "antwoordt op een uitspraak"),
        ("links", without(ACCEPTS + "#responds-to-recommendation-storm-oosterdam-1", CG.respondsTo), "één eigenschap"),
        ("links", without(ACCEPTS, CG.inference), "hoort bij één uitspraak"),
        ("actors-and-themes", without(ID["actor-bureau-waterkant"], SKOS.prefLabel), "één naam"),
        ("actors-and-themes", without(ID["theme-leren-en-borgen"], SKOS.definition), "één omschrijving"),
        ("actors-and-themes", without(ID["actor-waterschappen"], RDF.type), "gericht aan een actor"),
        ("build", lambda graph: graph.remove((None, PROV.used, None)), "las bronbestanden"),
    ],
)
def test_other_graphs_are_held_to_their_shapes_too(name: str, change: Change, message: str) -> None:
    dataset = graph_of(made_corpus(), Settings())
    change(dataset.graph(ID[f"graph-{name}"]))
    violations = validate(dataset, ONTOLOGY)
    assert any(message in violation for violation in violations), violations


def test_a_file_that_nobody_can_check_is_refused() -> None:
    corpus = made_corpus()
    pdf = corpus.documents[0]
    broken = replace(corpus, documents=(replace(pdf, sha256="abc"), corpus.documents[1]))
    (violation,) = validate(graph_of(broken, Settings()), ONTOLOGY)
    assert violation == f"{pdf.id}: Een bronbestand heeft één SHA-256 van 64 cijfers. (sha256, abc)"


def test_five_hundred_statements_are_validated_in_seconds() -> None:
    dataset = graph_of(many(made_corpus(), 60), Settings())
    start = time.perf_counter()
    assert validate(dataset, ONTOLOGY) == ()
    assert time.perf_counter() - start < 60  # 2 s here; a slow or busy machine is no error


def many(corpus: Corpus, times: int) -> Corpus:
    """Return a corpus with every statement, link and passage `times` over."""
    statements, passages, links = list(corpus.statements), list(corpus.passages), list(corpus.links)
    for n in range(times - 1):
        new = {s.id: StatementId(f"{s.id}-{n}") for s in corpus.statements}
        statements += (
            replace(s, id=new[s.id], parent=new[s.parent] if s.parent else None, level=s.level or Level.MAIN)
            for s in corpus.statements
        )
        links += (replace(link, source=new[link.source], target=new[link.target]) for link in corpus.links)
        passages += (replace(p, id=PassageId(f"{p.id}-{n}"), start=p.start + n % 3) for p in corpus.passages[:1])
    return replace(corpus, statements=tuple(statements), passages=tuple(passages), links=tuple(links))


def test_an_agent_of_the_corpus_is_told_to_be_one() -> None:
    graph = graph_of(made_corpus(), Settings()).graph(ID["graph-actors-and-themes"])
    assert (ID["actor-waterschappen"], RDF.type, FOAF.Agent) in graph
