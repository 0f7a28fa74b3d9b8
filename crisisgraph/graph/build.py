"""A corpus becomes a data set of named graphs: one per report, and one for what several reports share of each sort.

No triple stands in two graphs: Oxigraph answers a query over the union of all graphs with doubles where one does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rdflib import Dataset, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, SDO, VOID

from crisisgraph import __version__
from crisisgraph.corpus import Corpus
from crisisgraph.graph.agents import taxonomy_triples, unlisted_agent_triples
from crisisgraph.graph.literals import in_language, plain
from crisisgraph.graph.names import Names
from crisisgraph.graph.places import Triple
from crisisgraph.graph.reports import file_triples, passage_triples, report_triples, section_triples, shared_triples
from crisisgraph.graph.statements import citation_triples, link_triples, statement_triples, work_triples
from crisisgraph.ids import content_key
from crisisgraph.model import Document, DocumentId, Edition, Passage, ReportId, Statement
from crisisgraph.sentences import say
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, PREFIXES

_Place = tuple[ReportId, DocumentId]


def graph_of(corpus: Corpus, settings: Settings) -> Dataset:
    """Return `corpus` as RDF under ``settings.base``: equal input gives equal quads, with no clock and no blank nodes.

    The actors, the themes and the ontology are those of ``settings.ontology``.

    :raises DataError: when one of these files cannot be read.
    """
    names = Names.of(settings.base, corpus.actors)
    documents = corpus.document_by_id()
    known = frozenset(corpus.report_by_id())
    passages: defaultdict[_Place, list[Passage]] = defaultdict(list)
    for passage in sorted(corpus.passages, key=lambda passage: passage.start):
        passages[passage.report, passage.document].append(passage)
    statements: defaultdict[_Place, list[Statement]] = defaultdict(list)
    for statement in corpus.statements:
        statements[statement.report, statement.document].append(statement)
    texts = (document.text_sha256 for document in corpus.documents)
    run = names.of_id(f"run-{content_key('run', __version__, *texts)}")

    dataset = Dataset()
    names.bind_prefixes(dataset)
    sources, links = names.graph("sources"), names.graph("links")
    languages = {edition.report.id: edition.report.language for edition in corpus.editions}
    for edition in corpus.editions:
        place = edition.report.id, edition.document
        graph = names.graph(f"report-{edition.report.id}")
        document = documents[edition.document]
        _add(dataset, sources, file_triples(names, document, edition))
        _add(dataset, sources, shared_triples(names, edition.report, known))
        _add(dataset, graph, report_triples(names, edition.report, known))
        _add(dataset, graph, _edition_triples(names, edition, document, passages[place], statements[place], run))
    _add(dataset, links, (triple for link in corpus.links for triple in link_triples(names, link)))
    by_id = corpus.statement_by_id()
    for citation in corpus.citations:
        source = by_id[citation.source]
        document = documents[source.document]
        _add(dataset, sources, work_triples(names, citation, languages[source.report], known))
        _add(dataset, links, citation_triples(names, citation, source.report, document, known))
    agents = names.graph("actors-and-themes")
    for file in ("actors.ttl", "themes.ttl"):
        _add(dataset, agents, taxonomy_triples(names, settings.ontology / file))
    _add(dataset, agents, unlisted_agent_triples(names, _authors(corpus)))
    _add(dataset, names.graph("build"), _build_triples(names, corpus.documents, run))
    _add(dataset, names.graph("ontology"), taxonomy_triples(names, settings.ontology / "crisisgraph.ttl"))
    return dataset


def _add(dataset: Dataset, name: URIRef, triples: Iterable[Triple]) -> None:
    graph = dataset.graph(name)
    dataset.addN((subject, predicate, value, graph) for subject, predicate, value in triples)


def _edition_triples(
    names: Names,
    edition: Edition,
    document: Document,
    passages: Sequence[Passage],
    statements: Sequence[Statement],
    run: URIRef,
) -> Iterator[Triple]:
    report = edition.report
    paths = {passage.headings for passage in passages} | {statement.section for statement in statements}
    yield from section_triples(names, report, paths)
    for passage in passages:
        yield from passage_triples(names, report, document, passage)
    for statement in statements:
        quoted = (passage.id for passage in _holding(passages, statement))
        yield from statement_triples(names, report, document, statement, quoted, run)


def _holding(passages: Sequence[Passage], statement: Statement) -> Iterator[Passage]:
    """Yield the passages that hold words of `statement`; they come in order and do not overlap."""
    for passage in passages[bisect_right(passages, statement.start, key=lambda passage: passage.end) :]:
        if passage.start >= statement.end:
            return
        yield passage


def _authors(corpus: Corpus) -> Iterator[str]:
    for edition in corpus.editions:
        yield edition.report.issuer
        yield edition.report.publisher
    for statement in corpus.statements:
        yield statement.issuer


def _build_triples(names: Names, documents: Iterable[Document], run: URIRef) -> Iterator[Triple]:
    software = names.of_id(f"software-crisisgraph-{__version__}")
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, RDFS.label, plain(f"crisisgraph {__version__}")
    yield software, SDO.softwareVersion, plain(__version__)

    yield run, RDF.type, CG.ExtractionRun
    yield run, RDF.type, PROV.Activity
    yield run, PROV.wasAssociatedWith, software
    for document in documents:
        yield run, PROV.used, names.of_id(document.id)

    dataset = names.of_id("dataset")
    for kind in (DCAT.Dataset, VOID.Dataset, PROV.Entity):
        yield dataset, RDF.type, kind
    yield dataset, DCTERMS.title, in_language(say("dataset.title"), "nl")
    yield dataset, DCTERMS.description, in_language(say("dataset.description"), "nl")
    yield dataset, PROV.wasGeneratedBy, run
    yield dataset, VOID.uriSpace, plain(names.base)
    yield dataset, VOID.vocabulary, URIRef(PREFIXES["cg"])
