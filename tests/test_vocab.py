"""The terms in Python are the terms of the ontology."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from crisisgraph.vocab import CG, DOCO, FABIO, ID, OA, PREFIXES

ONTOLOGY = Path(__file__).parents[1] / "ontology"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "crisisgraph.ttl")


def test_every_term_is_declared_in_the_ontology_and_the_reverse(ontology: Graph) -> None:
    namespace = PREFIXES["cg"]
    declared = {str(s).removeprefix(namespace) for s in ontology.subjects() if str(s).startswith(namespace)} - {""}
    assert {str(term).removeprefix(namespace) for term in dir_of(CG)} == declared


def dir_of(namespace: type) -> set[URIRef]:
    return {getattr(namespace, name) for name in namespace.__annotations__ if not name.startswith("_")}


@pytest.mark.parametrize("namespace", [CG, OA, FABIO, DOCO])
def test_a_misspelled_term_is_an_error(namespace: type) -> None:
    with pytest.raises(AttributeError):
        namespace.Recomendation  # type: ignore[attr-defined]  # noqa: B018 - a wrong name is the point


def test_each_prefix_is_a_namespace_of_its_own() -> None:
    namespaces = [*PREFIXES.values(), str(ID)]
    assert len(set(namespaces)) == len(namespaces)
    assert all(namespace[-1] in "/#" for namespace in namespaces)
