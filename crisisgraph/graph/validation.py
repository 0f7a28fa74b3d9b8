"""A data set is held against the shapes of the ontology before anyone sees it."""

from __future__ import annotations

from pathlib import Path

from pyshacl import validate as conforms
from rdflib import Dataset, Graph
from rdflib.namespace import SH
from rdflib.term import Literal, Node, URIRef

from crisisgraph.taxonomy import read_turtle


def validate(dataset: Dataset, ontology: Path) -> tuple[str, ...]:
    """Return the violations of ``ontology/shapes.ttl``, each as one sentence, sorted; none when the graph conforms.

    All named graphs are looked at as one.

    :raises DataError: when the shapes cannot be read.
    """
    union = Graph()
    for graph in dataset.graphs():
        for triple in graph:
            union.add(triple)
    shapes = read_turtle(ontology / "shapes.ttl")
    _, report, _ = conforms(union, shacl_graph=shapes, inplace=True, inference="none")
    if not isinstance(report, Graph):
        raise TypeError(f"Unexpected outcome of the validation: {report!r}")
    return tuple(sorted(_sentence(report, result) for result in report.objects(None, SH.result)))


def _sentence(report: Graph, result: Node) -> str:
    subject = _local(report.value(result, SH.focusNode))
    message = report.value(result, SH.resultMessage)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    details = [_local(node) for node in (path, value) if isinstance(node, URIRef | Literal)]
    return f"{subject}: {message}" + (f" ({', '.join(details)})" if details else "")


def _local(node: Node | None) -> str:
    text = str(node)
    return text.rsplit("/", 1)[-1] if isinstance(node, URIRef) else text[:80]
