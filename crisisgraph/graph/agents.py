"""Actors and themes as triples: what our Turtle files say, under the base of this build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import BNode, URIRef
from rdflib.namespace import FOAF, ORG, RDF, SKOS
from rdflib.term import Node

from crisisgraph.errors import DataError
from crisisgraph.graph.literals import in_language
from crisisgraph.graph.names import Names
from crisisgraph.graph.places import Triple
from crisisgraph.sentences import say
from crisisgraph.taxonomy import read_turtle
from crisisgraph.vocab import ID


def taxonomy_triples(names: Names, path: Path) -> Iterator[Triple]:
    """Yield the triples of an actors or themes file; every actor is told to be an agent.

    :raises DataError: when the file cannot be read, or holds a blank node: that has another name in every build.
    """

    def rebased(node: Node) -> Node:
        text = str(node)
        return URIRef(names.base + text[len(ID) :]) if isinstance(node, URIRef) and text.startswith(ID) else node

    for subject, predicate, value in read_turtle(path):
        if isinstance(subject, BNode) or isinstance(value, BNode):
            raise DataError(path, say("taxonomy.no-name", predicate=predicate))
        yield URIRef(str(rebased(subject))), URIRef(str(predicate)), rebased(value)
        if predicate == ORG.classification:
            yield URIRef(str(rebased(subject))), RDF.type, FOAF.Agent


def unlisted_agent_triples(names: Names, labels: Iterable[str]) -> Iterator[Triple]:
    """Yield the authors and publishers among `labels` that the actors file does not list, named as they are written."""
    listed = set(names.labels.values())
    for label in sorted(set(labels)):
        if (node := names.agent(label)) not in listed:
            yield node, RDF.type, FOAF.Agent
            yield node, SKOS.prefLabel, in_language(label, "nl")
