"""The terms of our graph: our own, each written once, and the closed namespaces of the vocabularies we reuse.

A misspelled term is an `AttributeError`; a test keeps `CG` equal to ``ontology/crisisgraph.ttl``.

>>> str(CG.Recommendation)
'https://w3id.org/crisisgraph/def/Recommendation'
"""

# ruff: noqa: N815 - the names are those of the terms

from __future__ import annotations

from collections.abc import Mapping

from rdflib import Namespace, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SKOS,
    VANN,
    VOID,
    XSD,
    DefinedNamespace,
)

#: The identifiers in our own data files; a build puts its own base in their place.
ID = Namespace("https://w3id.org/crisisgraph/id/")


class CG(DefinedNamespace):
    """Our own terms; declared and described in ``ontology/crisisgraph.ttl``."""

    _NS = Namespace("https://w3id.org/crisisgraph/def/")
    _fail = True

    # classes
    Report: URIRef
    SourceFile: URIRef
    Digest: URIRef
    Crisis: URIRef
    Passage: URIRef
    Statement: URIRef
    Recommendation: URIRef
    Finding: URIRef
    Response: URIRef
    Commitment: URIRef
    FollowUp: URIRef
    Review: URIRef
    ExtractionRun: URIRef
    Inference: URIRef
    Proposal: URIRef
    Mention: URIRef

    # reports and where statements stand
    evaluates: URIRef
    statedIn: URIRef
    partOf: URIRef
    text: URIRef
    number: URIRef
    page: URIRef
    pageLabel: URIRef
    sha256: URIRef
    textSha256: URIRef
    reader: URIRef

    # what a report says
    addresseeText: URIRef
    level: URIRef
    explicitness: URIRef
    position: URIRef
    deadlineText: URIRef
    deadline: URIRef

    # what was derived from it
    addressedTo: URIRef
    mentionsActor: URIRef
    committedBy: URIRef
    respondsTo: URIRef
    fulfils: URIRef
    basedOn: URIRef
    summarises: URIRef
    buildsOn: URIRef
    similarTo: URIRef
    inTensionWith: URIRef
    inference: URIRef
    rule: URIRef
    confidence: URIRef
    negativeLabel: URIRef

    # follow-up
    follows: URIRef
    implementationStatus: URIRef
    confirmation: URIRef
    reviews: URIRef
    verdict: URIRef

    # values
    PositionScheme: URIRef
    Accepts: URIRef
    AcceptsInPart: URIRef
    Rejects: URIRef
    Notes: URIRef
    Unclear: URIRef
    ExplicitnessScheme: URIRef
    Labelled: URIRef
    Inferred: URIRef
    LevelScheme: URIRef
    MainStatement: URIRef
    SubStatement: URIRef
    ImplementationStatusScheme: URIRef
    NoAction: URIRef
    OtherAction: URIRef
    BeingImplemented: URIRef
    Implemented: URIRef
    ConfirmationScheme: URIRef
    SelfReported: URIRef
    IndependentlyConfirmed: URIRef
    VerdictScheme: URIRef
    ReadingAccepted: URIRef
    ReadingRejected: URIRef
    ReadingCorrected: URIRef


class OA(DefinedNamespace):
    """The terms of the Web Annotation Vocabulary that we use."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    SpecificResource: URIRef
    FragmentSelector: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    hasSource: URIRef
    hasSelector: URIRef
    refinedBy: URIRef
    start: URIRef
    end: URIRef
    exact: URIRef
    prefix: URIRef
    suffix: URIRef


class FABIO(DefinedNamespace):
    """The terms of FaBiO, the ontology of publications, that we use."""

    _NS = Namespace("http://purl.org/spar/fabio/")
    _fail = True

    Report: URIRef
    ReportDocument: URIRef
    DigitalManifestation: URIRef


class DOCO(DefinedNamespace):
    """The terms of DoCO, the ontology of parts of documents, that we use."""

    _NS = Namespace("http://purl.org/spar/doco/")
    _fail = True

    Section: URIRef


#: The prefixes that our files and queries are written with.
PREFIXES: Mapping[str, str] = {
    prefix: str(namespace)
    for prefix, namespace in (
        ("cg", CG),
        ("dcat", DCAT),
        ("dcterms", DCTERMS),
        ("doco", DOCO),
        ("fabio", FABIO),
        ("foaf", FOAF),
        ("oa", OA),
        ("org", ORG),
        ("owl", OWL),
        ("prov", PROV),
        ("rdf", RDF),
        ("rdfs", RDFS),
        ("schema", SDO),
        ("skos", SKOS),
        ("vann", VANN),
        ("void", VOID),
        ("xsd", XSD),
    )
}
