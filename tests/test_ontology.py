"""The files of the ontology keep what they promise to their readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN
from rdflib.term import BNode, Literal, Node

from crisisgraph.vocab import CG, DOCO, FABIO, ID, OA, PREFIXES

ONTOLOGY = Path(__file__).parents[1] / "ontology"
NAMESPACE = URIRef(PREFIXES["cg"])
FILES = sorted(ONTOLOGY.glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "crisisgraph.ttl")


def languages(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in graph.objects(node, predicate) if isinstance(text, Literal))


def test_there_are_four_files() -> None:
    assert [path.name for path in FILES] == ["actors.ttl", "crisisgraph.ttl", "shapes.ttl", "themes.ttl"]


def test_every_term_has_a_label_and_a_definition_in_both_languages(ontology: Graph) -> None:
    terms = {term for term in ontology.subjects(RDF.type) if term != NAMESPACE}
    assert len(terms) > 60
    for term in terms:
        label = SKOS.prefLabel if (term, RDF.type, SKOS.Concept) in ontology else RDFS.label
        assert languages(ontology, term, label) == ["en", "nl"], term
        assert languages(ontology, term, SKOS.definition) == ["en", "nl"], term
        assert (term, RDFS.isDefinedBy, NAMESPACE) in ontology, term


def test_the_ontology_says_what_it_is_and_that_it_is_not_registered(ontology: Graph) -> None:
    version = str(ontology.value(NAMESPACE, OWL.versionInfo))
    assert ontology.value(NAMESPACE, OWL.versionIRI) == NAMESPACE + version
    assert ontology.value(NAMESPACE, VANN.preferredNamespacePrefix) == Literal("cg")
    assert ontology.value(NAMESPACE, DCTERMS.license) is not None
    assert any("nog niet geregistreerd" in str(text) for text in ontology.objects(NAMESPACE, RDFS.comment))


def test_every_term_is_of_our_own_or_of_a_namespace_that_we_know(ontology: Graph) -> None:
    known = tuple(PREFIXES.values())
    for triple in ontology:
        for node in triple:
            if isinstance(node, URIRef) and not str(node).startswith("https://spdx.org/licenses/"):
                assert str(node).startswith(known), node


def test_the_schemes_hold_the_values_that_the_design_names(ontology: Graph) -> None:
    def values(scheme: URIRef) -> set[str]:
        nodes = ontology.subjects(SKOS.inScheme, scheme)
        return {str(text) for n in nodes for text in ontology.objects(n, SKOS.prefLabel) if text.language == "nl"}  # type: ignore[attr-defined]

    assert values(CG.ImplementationStatusScheme) == {
        "geen actie",
        "overige actie",
        "toezegging wordt uitgevoerd",
        "toezegging is uitgevoerd",
    }
    assert values(CG.PositionScheme) == {
        "neemt over",
        "neemt deels over",
        "neemt niet over",
        "neemt kennis van",
        "onduidelijk",
    }
    assert values(CG.ExplicitnessScheme) == {"benoemd", "afgeleid"}
    assert values(CG.LevelScheme) == {"hoofduitspraak", "deeluitspraak"}
    assert values(CG.ConfirmationScheme) == {"zelf opgegeven", "onafhankelijk vastgesteld"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_shapes_have_blank_nodes(path: Path) -> None:
    graph = Graph().parse(path)
    blank = {node for triple in graph for node in triple if isinstance(node, BNode)}
    assert bool(blank) == (path.name == "shapes.ttl")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_language_tag_is_written_as_stores_keep_it(path: Path) -> None:
    for text in Graph().parse(path).objects():
        if isinstance(text, Literal) and text.language:
            assert text.language in {"nl", "en"}


def test_every_shape_speaks_dutch() -> None:
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    named = [shape for shape in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(shape, URIRef)]
    assert len(named) > 15
    for shape in named:
        for rule in shapes.objects(shape, SH.property):
            assert languages(shapes, rule, SH.message) == ["nl"], shape


def test_shapes_only_name_terms_that_exist() -> None:
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    for namespace in (CG, OA, FABIO, DOCO):
        known = {getattr(namespace, name) for name in namespace.__annotations__ if not name.startswith("_")}
        prefix = str(namespace._NS)
        used = {node for triple in shapes for node in triple if isinstance(node, URIRef) and node.startswith(prefix)}
        assert used <= known


def test_there_is_a_shape_for_every_class_that_a_build_writes() -> None:
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    targets = {str(target).rsplit("/", 1)[-1] for target in shapes.objects(None, SH.targetClass)}
    assert {
        "Report", "SourceFile", "Passage", "Crisis", "Statement", "Recommendation", "Finding", "Response", "Commitment",
        "ExtractionRun", "Inference", "Agent", "Section",
    } <= targets  # fmt: skip


def test_names_of_our_own_say_their_kind() -> None:
    for path in ("actors.ttl", "themes.ttl"):
        for node in Graph().parse(ONTOLOGY / path).subjects(unique=True):
            local = str(node).removeprefix(str(ID))
            assert local == str(node) or local.split("-")[0] in {"actor", "theme", "themes"}
            assert "/" not in local or local == str(node)
