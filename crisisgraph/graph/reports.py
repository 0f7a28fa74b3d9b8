"""Reports, the files they stand in, their sections and their passages, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, RDFS, SDO

from crisisgraph.graph.literals import date, in_language, plain
from crisisgraph.graph.names import Names, web_address
from crisisgraph.graph.places import Triple, place_triples
from crisisgraph.model import Document, Edition, Passage, Report, ReportId
from crisisgraph.vocab import CG, DOCO, FABIO, OA

#: The information categories of Dutch open government (TOOI) that our kinds of report are.
_CATEGORIES: Mapping[str, URIRef] = {
    "advies": URIRef("https://identifier.overheid.nl/tooi/def/thes/kern/c_99a836c7"),
    "rapport": URIRef("https://identifier.overheid.nl/tooi/def/thes/kern/c_fdaee95e"),
}


def report_triples(names: Names, report: Report, known: frozenset[ReportId]) -> Iterator[Triple]:
    """Yield what the catalogue says about `report`; `known` are the reports of the corpus."""
    node = names.report(report.id)
    for kind in (CG.Report, FABIO.ReportDocument, PROV.Entity):
        yield node, RDF.type, kind
    yield node, DCTERMS.title, in_language(report.title, report.language)
    yield node, DCTERMS.identifier, plain(report.id)
    yield node, DCTERMS.language, plain(report.language.lower())
    yield node, DCTERMS.creator, names.agent(report.issuer)
    yield node, DCTERMS.publisher, names.agent(report.publisher)
    yield node, SDO.genre, in_language(report.kind, "nl")
    if report.kind in _CATEGORIES:
        yield node, DCTERMS.type, _CATEGORIES[report.kind]
    if report.issued and (issued := date(report.issued)):
        yield node, DCTERMS.issued, issued
    if report.landing_page and (page := web_address(report.landing_page)):
        yield node, FOAF.page, page
    if report.part_of:
        yield node, DCTERMS.isPartOf, names.report(report.part_of)
    if report.evaluates:
        yield node, CG.evaluates, names.crisis(report.evaluates)
    if report.responds_to in known:
        yield node, CG.respondsTo, names.report(ReportId(report.responds_to))
    elif report.responds_to:
        yield node, CG.respondsTo, names.work(report.responds_to)


def shared_triples(names: Names, report: Report, known: frozenset[ReportId]) -> Iterator[Triple]:
    """Yield what other reports may point at too: the crisis, and the report that is answered but not `known`."""
    if report.evaluates:
        crisis = names.crisis(report.evaluates)
        yield crisis, RDF.type, CG.Crisis
        yield crisis, RDF.type, SDO.Event
        yield crisis, RDFS.label, in_language(report.evaluates, "nl")
    if report.responds_to and report.responds_to not in known:
        answered = names.work(report.responds_to)
        yield answered, RDF.type, FABIO.Report
        yield answered, RDFS.label, in_language(report.responds_to, "nl")


def file_triples(names: Names, document: Document, edition: Edition) -> Iterator[Triple]:
    """Yield the file in which an edition stands, perhaps beside others, and how the file relates to the report."""
    node = names.of_id(document.id)
    for kind in (CG.SourceFile, FABIO.DigitalManifestation, PROV.Entity):
        yield node, RDF.type, kind
    yield node, RDFS.label, plain(document.name)
    yield node, DCTERMS.format, plain(document.media_type)
    yield node, CG.sha256, plain(document.sha256)
    yield node, CG.textSha256, plain(document.text_sha256)
    yield node, CG.reader, plain(document.reader)
    if edition.digest:
        yield node, RDF.type, CG.Digest
        yield node, PROV.wasDerivedFrom, names.report(edition.report.id)
    else:
        yield node, DCTERMS.isFormatOf, names.report(edition.report.id)


def section_triples(names: Names, report: Report, paths: Iterable[tuple[str, ...]]) -> Iterator[Triple]:
    """Yield the sections under the headings `paths`, and those that they are part of, up to the report."""
    above = {headings[:depth] for headings in paths for depth in range(1, len(headings) + 1)}
    for path in sorted(above):
        node = names.section(report, path)
        whole = names.section(report, path[:-1]) if path[:-1] else names.report(report.id)
        yield node, RDF.type, DOCO.Section
        yield node, DCTERMS.title, in_language(path[-1], report.language)
        yield node, DCTERMS.isPartOf, whole


def passage_triples(names: Names, report: Report, document: Document, passage: Passage) -> Iterator[Triple]:
    """Yield one passage: its words as they are read, and its place."""
    node = names.of_id(passage.id)
    for kind in (CG.Passage, OA.SpecificResource, PROV.Entity):
        yield node, RDF.type, kind
    yield node, CG.text, in_language(passage.text, report.language)
    yield node, CG.statedIn, names.report(report.id)
    if passage.headings:
        yield node, DCTERMS.isPartOf, names.section(report, passage.headings)
    yield from place_triples(names, node, document, passage.start, passage.end)
