"""What to call a thing that says no name of its own, and a property of a vocabulary that is not ours."""

from __future__ import annotations

import re

from crisisgraph.endpoint.pages.description import short
from crisisgraph.sentences import say
from crisisgraph.vocab import PREFIXES

#: The properties of other vocabularies that have a Dutch name; those of our own are named in the ontology.
_NAMED = frozenset({
    "dcterms:creator", "dcterms:format", "dcterms:identifier", "dcterms:isFormatOf", "dcterms:isPartOf",
    "dcterms:issued", "dcterms:language", "dcterms:publisher", "dcterms:subject", "dcterms:title",
    "dcterms:type", "foaf:page", "oa:hasSelector", "oa:hasSource", "org:classification",
    "prov:used", "prov:wasAssociatedWith", "prov:wasAttributedTo", "prov:wasDerivedFrom", "prov:wasGeneratedBy",
    "prov:wasQuotedFrom", "rdf:type", "rdfs:isDefinedBy", "rdfs:label", "rdfs:subClassOf",
    "schema:genre", "skos:altLabel", "skos:broadMatch", "skos:broader", "skos:definition",
    "skos:editorialNote", "skos:hiddenLabel", "skos:inScheme", "skos:narrower", "skos:prefLabel",
    "skos:topConceptOf", "void:triples",
})  # fmt: skip

_VOCABULARIES = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def property_name(name: str) -> str:
    """Return the Dutch name of a property of another vocabulary, or its short name.

    >>> property_name("dcterms:title"), property_name("owl:sameAs")
    ('titel', 'owl:sameAs')
    """
    return say(f"property.{name}") if name in _NAMED else name


def local_name(iri: str) -> str:
    """Return what to call a thing without a name: the prefix of a vocabulary, a short name, or its last part.

    >>> local_name("http://purl.org/dc/terms/"), local_name("https://example.org/id/passage-1")
    ('dcterms', 'passage-1')
    """
    if iri in _VOCABULARIES:
        return _VOCABULARIES[iri]
    return short(iri) if short(iri) != iri else re.split("[/#]", iri.rstrip("/#"))[-1] or iri
