"""The terms of our graph: our own, each written once, and the namespaces we reuse.

A misspelled term is an `AttributeError`; a test keeps `CG` equal to ``ontology/crisisgraph.ttl``.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

#: The identifiers in our own data files; a build puts its own base in their place.
ID = Namespace("https://w3id.org/crisisgraph/id/")


class CG(DefinedNamespace):
    """Our own terms; declared and described in ``ontology/crisisgraph.ttl``."""

    _NS = Namespace("https://w3id.org/crisisgraph/def/")
    _fail = True

    negativeLabel: URIRef  #: words that contain a label without meaning what it labels
