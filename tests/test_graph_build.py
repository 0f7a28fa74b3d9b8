"""A corpus becomes triples: what the report says, what we derived, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from factories import REPLY_TEXT, REPORT_TEXT, made_corpus
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import BNode, Node

from crisisgraph.corpus import Corpus
from crisisgraph.graph import graph_of
from crisisgraph.graph.literals import date, decimal
from crisisgraph.graph.names import Names, web_address
from crisisgraph.graph.statements import CLASSES, LEVELS, LINKS, POSITIONS
from crisisgraph.model import Kind, Level, LinkKind, Position
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, DOCO, FABIO, ID, OA

BASE = "https://example.org/id/"
FIRST = ID["recommendation-storm-oosterdam-1"]
SECOND = ID["recommendation-storm-oosterdam-2"]
ACCEPTS = ID["response-antwoord-oosterdam-1"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return made_corpus()


@pytest.fixture(scope="module")
def dataset(corpus: Corpus) -> Dataset:
    return graph_of(corpus, Settings())


@pytest.fixture(scope="module")
def union(dataset: Dataset) -> Graph:
    return together(dataset)


def together(dataset: Dataset) -> Graph:
    union = Graph()
    for graph in dataset.graphs():
        union += graph
    return union


def locals_of(nodes: Iterator[Node]) -> set[str]:
    return {str(node).rsplit("/", 1)[-1] for node in nodes}


def test_there_is_a_named_graph_for_each_report_and_for_what_they_share(dataset: Dataset) -> None:
    assert {str(graph.identifier).removeprefix(ID) for graph in dataset.graphs() if len(graph)} == {
        "graph-report-storm-oosterdam",
        "graph-report-antwoord-oosterdam",
        "graph-sources",
        "graph-links",
        "graph-actors-and-themes",
        "graph-build",
        "graph-ontology",
    }


def test_no_triple_stands_in_two_graphs_and_nothing_is_anonymous(dataset: Dataset) -> None:
    triples = Counter(triple for graph in dataset.graphs() for triple in graph)
    assert {triple for triple, count in triples.items() if count > 1} == set()
    assert not any(isinstance(node, BNode) for triple in triples for node in triple)


def test_equal_input_gives_equal_triples(corpus: Corpus, union: Graph) -> None:
    shuffled = replace(
        corpus,
        statements=corpus.statements[::-1],
        passages=corpus.passages[::-1],
        links=corpus.links[::-1],
        actors=corpus.actors[::-1],
    )
    assert set(together(graph_of(shuffled, Settings()))) == set(union)


def test_a_report_is_described_as_in_the_catalogue(union: Graph) -> None:
    storm, reply = ID["report-storm-oosterdam"], ID["report-antwoord-oosterdam"]
    assert set(union.objects(storm, RDF.type)) == {CG.Report, FABIO.ReportDocument, PROV.Entity}
    assert union.value(storm, DCTERMS.title) == Literal("Storm boven de polder", lang="nl")
    assert union.value(storm, DCTERMS.issued) == Literal("2021-03", datatype=XSD.gYearMonth, normalize=False)
    assert union.value(reply, DCTERMS.issued) == Literal("2021-09-01", datatype=XSD.date)
    assert union.value(storm, DCTERMS.creator) == URIRef("https://identifier.overheid.nl/tooi/id/zbo/zb000156")
    assert union.value(storm, DCTERMS.publisher) == ID["actor-bureau-waterkant"]
    assert union.value(ID["actor-bureau-waterkant"], SKOS.prefLabel) == Literal("Bureau Waterkant", lang="nl")
    assert union.value(storm, FOAF.page) == URIRef("https://example.org/storm%20rapport")
    assert union.value(storm, CG.evaluates) == ID["crisis-storm-van-oosterdam"]
    assert union.value(reply, DCTERMS.isPartOf) == storm
    assert union.value(reply, CG.respondsTo) == storm


def test_a_report_that_is_only_referred_to_is_named(corpus: Corpus) -> None:
    editions = tuple(
        replace(e, report=replace(e.report, responds_to="Een ouder rapport: deel 2", evaluates=None, issued="voorjaar"))
        for e in corpus.editions
    )
    union = together(graph_of(replace(corpus, editions=editions), Settings()))
    work = ID["work-een-ouder-rapport-deel-2"]
    assert set(union.subjects(CG.respondsTo, work)) == {ID[f"report-{e.report.id}"] for e in editions}
    assert set(union.predicate_objects(work)) == {
        (RDF.type, FABIO.Report),
        (RDFS.label, Literal("Een ouder rapport: deel 2", lang="nl")),
    }
    assert not set(union.subject_objects(DCTERMS.issued))


def test_a_file_is_known_by_its_hashes_and_a_digest_is_marked(corpus: Corpus, union: Graph) -> None:
    pdf, text = corpus.documents
    assert str(union.value(ID[pdf.id], CG.sha256)) == pdf.sha256
    assert str(union.value(ID[pdf.id], CG.textSha256)) == pdf.text_sha256
    assert str(union.value(ID[pdf.id], CG.reader)) == "proeflezer 1.0"
    assert union.value(ID[pdf.id], DCTERMS.isFormatOf) == ID["report-storm-oosterdam"]
    assert union.value(ID[text.id], PROV.wasDerivedFrom) == ID["report-antwoord-oosterdam"]
    assert set(union.subjects(RDF.type, CG.Digest)) == {ID[text.id]}


def test_every_place_leads_back_to_the_exact_words(corpus: Corpus, union: Graph) -> None:
    texts = {ID[document.id]: document.text for document in corpus.documents}
    things = set(union.subjects(OA.hasSource, None))
    assert len(things) == len(corpus.passages) + len(corpus.statements)
    for thing in things:
        text = texts[union.value(thing, OA.hasSource)]  # type: ignore[index]  # a value that is there
        quote, position = URIRef(f"{thing}#quote"), URIRef(f"{thing}#position")
        start, end = (int(str(union.value(position, edge))) for edge in (OA.start, OA.end))
        exact = str(union.value(quote, OA.exact))
        assert text[start:end] == exact
        assert text[:start].endswith(str(union.value(quote, OA.prefix)))
        assert text[end:].startswith(str(union.value(quote, OA.suffix)))
        assert len(str(union.value(quote, OA.prefix))) == min(32, start)


def test_a_place_in_a_pdf_also_has_its_page(corpus: Corpus, union: Graph) -> None:
    page = URIRef(f"{SECOND}#page")
    assert page in set(union.objects(SECOND, OA.hasSelector))
    assert str(union.value(page, RDF.value)) == "page=2"
    assert union.value(page, DCTERMS.conformsTo) == URIRef("http://tools.ietf.org/rfc/rfc3778")
    on_page = union.value(page, OA.refinedBy)
    second_page = REPORT_TEXT.split("\f")[1]
    start, end = (int(str(union.value(on_page, edge))) for edge in (OA.start, OA.end))
    assert second_page[start:end] == str(union.value(URIRef(f"{SECOND}#quote"), OA.exact))
    assert str(union.value(SECOND, CG.page)) == "2"
    assert str(union.value(SECOND, CG.pageLabel)) == "1"

    assert URIRef(f"{ACCEPTS}#page") not in set(union.objects(ACCEPTS, OA.hasSelector))  # no PDF: no page to open

    over_the_page = ID[corpus.passages[1].id]  # begins on page 1, ends on page 2
    assert str(union.value(URIRef(f"{over_the_page}#page"), RDF.value)) == "page=1"
    assert union.value(URIRef(f"{over_the_page}#page"), OA.refinedBy) is None


def test_a_statement_is_quoted_from_the_passages_that_hold_its_words(corpus: Corpus, union: Graph) -> None:
    assert set(union.objects(FIRST, PROV.wasQuotedFrom)) == {ID[corpus.passages[1].id]}
    outside = ID["recommendation-storm-oosterdam-3"]  # stands in no passage
    assert set(union.objects(outside, PROV.wasQuotedFrom)) == {ID[corpus.documents[0].id]}


def test_a_statement_over_two_passages_is_quoted_from_both(corpus: Corpus) -> None:
    first, second = corpus.passages[:2]
    wide = replace(corpus.statements[0], start=first.start, end=second.start + 1)
    union = together(graph_of(replace(corpus, statements=(wide,), links=()), Settings()))
    assert set(union.objects(ID[wide.id], PROV.wasQuotedFrom)) == {ID[first.id], ID[second.id]}


def test_a_statement_says_what_the_report_says(union: Graph) -> None:
    assert set(union.objects(SECOND, RDF.type)) == {CG.Recommendation, CG.Statement, OA.SpecificResource, PROV.Entity}
    assert union.value(SECOND, CG.text) == Literal(
        "Veiligheidsregio en waterschap oefenen samen een dijkdoorbraak.", lang="nl"
    )
    assert "dijk-\ndoorbraak" in str(union.value(URIRef(f"{SECOND}#quote"), OA.exact))
    assert union.value(SECOND, CG.number) == Literal("2")
    assert union.value(SECOND, CG.level) == CG.MainStatement
    assert union.value(SECOND, CG.explicitness) == CG.Labelled
    assert union.value(ID["finding-storm-oosterdam-stil"], CG.explicitness) == CG.Inferred
    part = ID["recommendation-storm-oosterdam-1-a"]
    assert (union.value(part, CG.level), union.value(part, CG.partOf)) == (CG.SubStatement, FIRST)
    assert set(map(str, union.objects(SECOND, CG.addresseeText))) == {"Veiligheidsregio", "waterschap"}
    assert union.value(ACCEPTS, CG.position) == CG.Accepts


def test_a_statement_stands_in_its_section(union: Graph) -> None:
    section = union.value(FIRST, DCTERMS.isPartOf)
    assert (section, RDF.type, DOCO.Section) in union
    assert union.value(section, DCTERMS.title) == Literal("2 Wat wij aanbevelen", lang="nl")
    assert union.value(section, DCTERMS.isPartOf) == ID["report-storm-oosterdam"]


def test_sections_are_part_of_the_sections_above_them(corpus: Corpus) -> None:
    deep = replace(corpus.statements[0], section=("A", "B", "C"))
    union = together(graph_of(replace(corpus, statements=(deep,), passages=(), links=()), Settings()))
    titles = []
    node = union.value(ID[deep.id], DCTERMS.isPartOf)
    while (node, RDF.type, DOCO.Section) in union:
        titles.append(str(union.value(node, DCTERMS.title)))
        node = union.value(node, DCTERMS.isPartOf)
    assert titles == ["C", "B", "A"]
    assert node == ID["report-storm-oosterdam"]


def test_what_was_derived_names_its_rule_and_its_confidence(union: Graph) -> None:
    actor = ID["actor-waterschappen"]
    assert actor in set(union.objects(SECOND, CG.addressedTo))
    inference = next(n for n in union.objects(SECOND, CG.inference) if (n, CG.addressedTo, actor) in union)
    assert {p: str(o) for p, o in union.predicate_objects(inference) if p != RDF.type} == {
        CG.addressedTo: str(actor),
        CG.addresseeText: "waterschap",
        CG.rule: "onderwerp",
        CG.confidence: "1",
    }
    assert union.value(FIRST, CG.addressedTo) is None  # named, but known to nobody
    assert str(union.value(FIRST, CG.addresseeText)) == "De gemeente Oosterdam"

    theme = next(n for n in union.objects(SECOND, CG.inference) if str(n).endswith("crisisstructuur-en-besluitvorming"))
    assert str(union.value(theme, CG.confidence)) == "0.3333"


def test_a_commitment_has_its_actor_and_its_deadline(union: Graph) -> None:
    promise = ID["commitment-antwoord-oosterdam-3"]
    assert union.value(promise, CG.committedBy) == ID["actor-college-van-burgemeester-en-wethouders"]
    assert union.value(promise, CG.deadlineText) == Literal("Voor de zomer van 2022", lang="nl")
    assert union.value(promise, CG.deadline) == Literal("2022-06", datatype=XSD.gYearMonth, normalize=False)


def test_a_deadline_without_a_date_keeps_its_words(corpus: Corpus) -> None:
    promise = next(s for s in corpus.statements if s.deadline)
    assert promise.deadline is not None
    vague = replace(promise, deadline=replace(promise.deadline, text="zo snel mogelijk", date=None))
    union = together(graph_of(replace(corpus, statements=(vague,), links=()), Settings()))
    assert str(union.value(ID[vague.id], CG.deadlineText)) == "zo snel mogelijk"
    assert union.value(ID[vague.id], CG.deadline) is None


def test_links_stand_in_a_graph_of_their_own_with_their_rule(dataset: Dataset) -> None:
    links = dataset.graph(ID["graph-links"])
    assert links.value(ACCEPTS, CG.respondsTo) == FIRST
    inference = links.value(ACCEPTS, CG.inference)
    assert str(inference) == f"{ACCEPTS}#responds-to-recommendation-storm-oosterdam-1"
    assert str(links.value(inference, CG.rule)) == "nummer"
    assert str(links.value(inference, CG.confidence)) == "0.95"
    assert links.value(FIRST, CG.basedOn) == ID["finding-storm-oosterdam-stil"]
    assert links.value(ID["commitment-antwoord-oosterdam-3"], CG.fulfils) == FIRST
    assert (FIRST, CG.similarTo, SECOND) in links
    assert (SECOND, CG.similarTo, FIRST) in links


def test_actors_and_themes_come_whole_with_public_identifiers(dataset: Dataset) -> None:
    graph = dataset.graph(ID["graph-actors-and-themes"])
    board = URIRef("https://identifier.overheid.nl/tooi/id/zbo/zb000156")
    assert (board, RDF.type, FOAF.Agent) in graph
    assert graph.value(board, SKOS.prefLabel) == Literal("Onderzoeksraad voor Veiligheid", lang="nl")
    assert (ID["theme-leren-en-borgen"], SKOS.prefLabel, Literal("learning and retaining lessons", lang="en")) in graph


def test_the_run_names_the_program_and_the_files_and_no_time(corpus: Corpus, dataset: Dataset) -> None:
    build = dataset.graph(ID["graph-build"])
    run = next(build.subjects(RDF.type, CG.ExtractionRun))
    assert set(build.objects(run, PROV.used)) == {ID[document.id] for document in corpus.documents}
    assert str(build.value(run, PROV.wasAssociatedWith)).startswith(str(ID) + "software-crisisgraph-")
    assert not any(isinstance(o, Literal) and o.datatype in {XSD.dateTime, XSD.date} for o in build.objects())


def test_everything_of_ours_stands_under_the_chosen_base(corpus: Corpus) -> None:
    union = together(graph_of(corpus, replace(Settings(), base=BASE)))
    assert not [
        node for triple in union for node in triple if isinstance(node, URIRef) and str(node).startswith(str(ID))
    ]
    assert (
        URIRef(BASE + "recommendation-storm-oosterdam-2"),
        CG.addressedTo,
        URIRef(BASE + "actor-waterschappen"),
    ) in union
    ours = {str(s).removeprefix(BASE) for s in union.subjects() if str(s).startswith(BASE)}
    assert not [local for local in ours if "/" in local]


def test_every_kind_level_position_and_link_has_its_term() -> None:
    assert (set(CLASSES), set(LEVELS)) == (set(Kind), set(Level))
    assert (set(POSITIONS), set(LINKS)) == (set(Position), set(LinkKind))


def test_an_iri_never_breaks_a_file() -> None:
    names = Names("https://example.org/id/")
    assert (
        str(names.of_id("recommendation-een rapport-1<a>"))
        == "https://example.org/id/recommendation-een%20rapport-1%3Ca%3E"
    )
    assert str(web_address('https://example.org/a b?c="d"#é%')) == "https://example.org/a%20b?c=%22d%22#%C3%A9%25"
    assert web_address("rapport.pdf") is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_web_address_can_be_written(rest: str) -> None:
    if address := web_address(f"https://example.org/{rest}"):
        (triple,) = parse(f"<{address}> <http://example.org/p> <{address}> .", format=RdfFormat.N_TRIPLES)
        assert triple.object == NamedNode(str(address))


def test_an_actor_that_the_corpus_does_not_describe_still_has_a_name() -> None:
    names = Names("https://example.org/id/")
    assert str(names.actor("onbekend")) == "https://example.org/id/actor-onbekend"  # type: ignore[arg-type]


@given(st.floats(0, 1))
def test_a_confidence_is_written_in_one_way(number: float) -> None:
    text = str(decimal(number))
    assert abs(float(text) - number) <= 0.00005
    assert text == "0" or not text.endswith("0")


@pytest.mark.parametrize(
    ("text", "datatype"), [("2022-06-01", XSD.date), ("2022-06", XSD.gYearMonth), ("2022", XSD.gYear)]
)
def test_a_date_is_a_day_a_month_or_a_year(text: str, datatype: URIRef) -> None:
    found = date(text)
    assert found is not None
    assert (str(found), found.datatype) == (text, datatype)
    assert date(f"eind {text}") is None


def test_the_texts_of_the_factory_are_what_the_tests_take_them_for() -> None:
    assert REPORT_TEXT.count("\f") == 1
    assert "\f" not in REPLY_TEXT
