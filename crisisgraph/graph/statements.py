"""Statements and the links between them, as triples: what the report says apart from what we derived.

What was derived (an addressee that was resolved, a theme, a link) is said twice: as a plain triple, so that a query
stays short, and on an inference node that repeats the property and adds the rule and the confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS
from rdflib.term import Node

from crisisgraph.graph.literals import date, decimal, in_language, plain
from crisisgraph.graph.names import Names
from crisisgraph.graph.places import Triple, place_triples
from crisisgraph.ids import slug
from crisisgraph.model import (
    PROPOSED,
    Citation,
    Deadline,
    Document,
    Kind,
    Level,
    Link,
    LinkKind,
    PassageId,
    Position,
    Report,
    ReportId,
    Statement,
)
from crisisgraph.vocab import CG, FABIO, OA

CLASSES: Mapping[Kind, URIRef] = {
    Kind.RECOMMENDATION: CG.Recommendation,
    Kind.FINDING: CG.Finding,
    Kind.RESPONSE: CG.Response,
    Kind.COMMITMENT: CG.Commitment,
}
LEVELS: Mapping[Level, URIRef] = {Level.MAIN: CG.MainStatement, Level.SUB: CG.SubStatement}
POSITIONS: Mapping[Position, URIRef] = {
    Position.ACCEPTS: CG.Accepts,
    Position.ACCEPTS_IN_PART: CG.AcceptsInPart,
    Position.REJECTS: CG.Rejects,
    Position.NOTES: CG.Notes,
    Position.UNCLEAR: CG.Unclear,
}
LINKS: Mapping[LinkKind, URIRef] = {
    LinkKind.RESPONDS_TO: CG.respondsTo,
    LinkKind.FULFILS: CG.fulfils,
    LinkKind.BASED_ON: CG.basedOn,
    LinkKind.SUMMARISES: CG.summarises,
    LinkKind.BUILDS_ON: CG.buildsOn,
    LinkKind.SIMILAR_TO: CG.similarTo,
    LinkKind.TENSION: CG.inTensionWith,
}

#: What holds both ways; its inference stands on the source.
_BOTH_WAYS = frozenset({LinkKind.SIMILAR_TO, LinkKind.TENSION})


def statement_triples(
    names: Names, report: Report, document: Document, statement: Statement, passages: Iterable[PassageId], run: URIRef
) -> Iterator[Triple]:
    """Yield one statement, found by `run`, quoted from `passages` (from the file, where no passage holds its words)."""
    node = names.of_id(statement.id)
    for kind in (CLASSES[statement.kind], CG.Statement, OA.SpecificResource, PROV.Entity):
        yield node, RDF.type, kind
    yield node, CG.text, in_language(statement.text, report.language)
    yield node, CG.statedIn, names.report(report.id)
    if statement.section:
        yield node, DCTERMS.isPartOf, names.section(report, statement.section)
    if statement.parent:
        yield node, CG.partOf, names.of_id(statement.parent)
    if statement.number:
        yield node, CG.number, plain(statement.number)
    yield node, CG.level, LEVELS[statement.level]
    yield node, CG.explicitness, CG.Labelled if statement.explicit else CG.Inferred
    for source in [names.of_id(passage) for passage in passages] or [names.of_id(document.id)]:
        yield node, PROV.wasQuotedFrom, source
    yield from place_triples(names, node, document, statement.start, statement.end)

    yield node, PROV.wasAttributedTo, names.agent(statement.issuer)
    yield node, PROV.wasGeneratedBy, run
    yield node, CG.rule, plain(statement.rule)
    yield node, CG.confidence, decimal(statement.confidence)
    if statement.position:
        yield node, CG.position, POSITIONS[statement.position]
    if statement.actor:
        yield node, CG.committedBy, names.actor(statement.actor)
    if statement.deadline:
        yield from _deadline_triples(node, statement.deadline, report.language)
    for actor in statement.actors:
        yield node, CG.mentionsActor, names.actor(actor)
    yield from _addressee_triples(names, node, statement, report.language)
    for tag in statement.themes:
        inference = node + f"#theme-{tag.theme}"
        yield from _inferred(node, DCTERMS.subject, names.theme(tag.theme), inference, tag.rule, tag.confidence)


def link_triples(names: Names, link: Link) -> Iterator[Triple]:
    """Yield one link; what is proposed is called so."""
    source, target, predicate = names.of_id(link.source), names.of_id(link.target), LINKS[link.kind]
    inference = source + f"#{slug(link.kind)}-{link.target}"
    yield from _inferred(source, predicate, target, inference, link.rule, link.confidence)
    if link.kind in PROPOSED:
        yield inference, RDF.type, CG.Proposal
    if link.kind in _BOTH_WAYS:
        yield target, predicate, source


def citation_triples(
    names: Names, citation: Citation, report: ReportId, document: Document, known: frozenset[ReportId]
) -> Iterator[Triple]:
    """Yield what a statement of `report` leans on, and the words in `document` that name it."""
    source, work = names.of_id(citation.source), _work(names, citation, known)
    inference = source + f"#{slug(citation.kind)}-{slug(citation.title)}"
    yield from _inferred(source, LINKS[citation.kind], work, inference, citation.rule, citation.confidence)
    yield inference, RDF.type, CG.Proposal
    mention = names.mention(document.id, citation.start, citation.end)
    yield inference, PROV.wasDerivedFrom, mention
    for kind in (CG.Mention, OA.SpecificResource, PROV.Entity):
        yield mention, RDF.type, kind
    yield mention, CG.statedIn, names.report(report)
    yield from place_triples(names, mention, document, citation.start, citation.end)


def work_triples(names: Names, citation: Citation, language: str, known: frozenset[ReportId]) -> Iterator[Triple]:
    """Yield the report that a statement leans on, where it is not one of the corpus."""
    if citation.report not in known:
        work = _work(names, citation, known)
        yield work, RDF.type, FABIO.Report
        yield work, RDFS.label, in_language(citation.title, language)


def _work(names: Names, citation: Citation, known: frozenset[ReportId]) -> URIRef:
    if citation.report and citation.report in known:
        return names.report(citation.report)
    return names.work(citation.title)


def _deadline_triples(node: URIRef, deadline: Deadline, language: str) -> Iterator[Triple]:
    yield node, CG.deadlineText, in_language(deadline.text, language)
    if deadline.date and (day := date(deadline.date)):
        yield node, CG.deadline, day


def _addressee_triples(names: Names, node: URIRef, statement: Statement, language: str) -> Iterator[Triple]:
    for number, addressee in enumerate(statement.addressees, start=1):
        written = in_language(addressee.text, language)
        yield node, CG.addresseeText, written
        if addressee.actor:
            inference = node + f"#addressee-{number}"
            actor = names.actor(addressee.actor)
            yield from _inferred(node, CG.addressedTo, actor, inference, addressee.rule, addressee.confidence)
            yield inference, CG.addresseeText, written


def _inferred(
    subject: URIRef, predicate: URIRef, value: Node, inference: URIRef, rule: str, confidence: float
) -> Iterator[Triple]:
    yield subject, predicate, value
    yield subject, CG.inference, inference
    yield inference, RDF.type, CG.Inference
    yield inference, RDF.type, PROV.Entity
    yield inference, predicate, value
    yield inference, CG.rule, plain(rule)
    yield inference, CG.confidence, decimal(confidence)
