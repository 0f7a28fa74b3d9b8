"""Every IRI answers: 303 to a document about the thing, for people in Dutch and for programs in RDF."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from factories import made_corpus
from rdflib import Graph, URIRef
from served import LIMITS, Answer, Endpoint, running

from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.endpoint.service import Service, service_of_build
from crisisgraph.endpoint.things.addresses import DOCUMENTS, Thing, document_of, path_of, paths_of, spaces_of
from crisisgraph.endpoint.things.page import page_about, rows_of
from crisisgraph.graph import graph_of, write_graph
from crisisgraph.publication import publish
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, ID

SETTINGS = Settings(server=replace(LIMITS, workers=2))
RECOMMENDATION = "recommendation-storm-oosterdam-1"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SPACES = spaces_of("https://example.org/id/")


DATASET = graph_of(made_corpus(), SETTINGS)


@pytest.fixture(scope="module")
def everything() -> Graph:
    return sum(DATASET.graphs(), Graph())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    out = tmp_path_factory.mktemp("things")
    publish(out, lambda folder: write_graph(DATASET, folder / "graph"), {})
    with running(service_of_build(out, SETTINGS), SETTINGS) as served:
        yield served


def follow(endpoint: Endpoint, path: str, accept: str | None = None) -> Answer:
    headers = {"Accept": accept} if accept else {}
    first = endpoint.request("GET", path, headers)
    assert first.status == 303
    assert first.headers["Vary"] == "Accept"
    return endpoint.request("GET", first.headers["Location"], headers)


@pytest.mark.parametrize("ending", [ending for ending in DOCUMENTS if ending != "html"])
def test_a_program_gets_what_the_thing_says_its_parts_and_what_points_at_it(endpoint: Endpoint, ending: str) -> None:
    answer = follow(endpoint, f"/id/{RECOMMENDATION}", DOCUMENTS[ending])
    assert (answer.status, answer.media_type) == (200, DOCUMENTS[ending])
    form = {"jsonld": "json-ld", "rdf": "xml", "ttl": "turtle"}.get(ending, ending)
    graph = Graph().parse(data=answer.text, format=form)
    thing = ID[RECOMMENDATION]
    assert (thing, CG.statedIn, ID["report-storm-oosterdam"]) in graph
    assert (ID["response-antwoord-oosterdam-1"], CG.respondsTo, thing) in graph
    assert any(str(part).startswith(f"{thing}#") for part in graph.subjects())
    assert answer.headers["Link"] == f'<{thing}>; rel="describes"'
    by_ending = endpoint.request("GET", f"/id/{RECOMMENDATION}.{ending}")
    assert by_ending.headers["Location"] == f"/doc/id/{RECOMMENDATION}.{ending}"


def test_a_person_gets_quote_place_and_chain(endpoint: Endpoint, everything: Graph) -> None:
    answer = follow(endpoint, f"/crisisgraph/id/{RECOMMENDATION}", BROWSER)
    assert (answer.status, answer.media_type) == (200, "text/html")
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    page = html.unescape(answer.text)
    (quote,) = everything.objects(ID[RECOMMENDATION], CG.text)
    assert f"<blockquote>{quote}</blockquote>" in page
    assert "<h1>aanbeveling 1 uit “Storm boven de polder”</h1>" in page
    assert '<a href="/id/report-storm-oosterdam">Storm boven de polder</a>' in page
    assert '<a href="/id/response-antwoord-oosterdam-1">' in page
    assert page.index(">staat in<") < page.index(">bladzijde<") < page.index(">thema<") < page.index("Wat hiernaar")
    assert not re.search(r"(src|href)=\"https?://(?!\S*(w3\.org|purl\.org|spdx\.org|overheid\.nl|schema\.org))", page)
    style = endpoint.request("GET", "/static/page.css")
    assert (style.status, style.media_type) == (200, "text/css")


def test_every_iri_of_the_build_answers(endpoint: Endpoint, everything: Graph) -> None:
    own = {
        str(node)
        for triple in everything
        for node in triple
        if isinstance(node, URIRef) and str(node).startswith((str(ID), str(CG))) and "#" not in str(node)
    }
    spaces = spaces_of(SETTINGS.base)
    assert len(own) > 100
    for iri in sorted(own):
        path = path_of(iri, spaces)
        assert path is not None
        assert follow(endpoint, path).status == 200, iri


def test_terms_and_themes_answer_too(endpoint: Endpoint) -> None:
    term = Graph().parse(data=follow(endpoint, "/def/addressedTo").text, format="turtle")
    assert (CG.addressedTo, URIRef("http://www.w3.org/2000/01/rdf-schema#isDefinedBy"), URIRef(str(CG))) in term
    assert "<h1>gericht aan</h1>" in follow(endpoint, "/def/addressedTo", BROWSER).text
    ontology = follow(endpoint, "/crisisgraph/def/", BROWSER).text
    assert "<h1>crisisgraph: uitspraken van crisisevaluaties</h1>" in ontology
    assert '<a href="/def/Recommendation">aanbeveling</a>' in ontology
    assert "<h1>leren en borgen</h1>" in follow(endpoint, "/id/theme-leren-en-borgen", BROWSER).text


def test_a_named_graph_is_what_stands_in_it(endpoint: Endpoint) -> None:
    answer = follow(endpoint, "/id/graph-links", BROWSER)
    assert answer.media_type == "text/turtle"
    assert "respondsTo" in answer.text


@pytest.mark.parametrize("path", [
    "/doc/id/absent.ttl", "/doc/id/absent.html", "/doc/id/absent.jsonld", "/doc/id/x.exe", "/doc/id/.ttl",
    "/doc/id/x", "/doc/other/x.ttl", "/doc/id/" + "%3E%20?p%20?o%20%7D%20#.ttl", "/doc/id/%22%0a.html", "/id/a/b",
])  # fmt: skip
def test_what_is_not_there_is_not_found(endpoint: Endpoint, path: str) -> None:
    answer = endpoint.request("GET", path)
    assert answer.status == 404
    assert answer.text == "Hier staat niets. / There is nothing here.\n"


def test_who_takes_no_document_is_told_which_there_are(endpoint: Endpoint) -> None:
    answer = endpoint.request("GET", f"/id/{RECOMMENDATION}", {"Accept": "image/png"})
    assert (answer.status, "text/turtle" in answer.text) == (406, True)


@pytest.mark.parametrize(("accept", "ending"), [
    (None, "ttl"), ("*/*", "ttl"), (BROWSER, "html"), ("application/ld+json", "jsonld"),
    ("text/html;q=0.1,text/turtle", "ttl"), ("application/rdf+xml, text/html;q=0.9", "rdf"),
    ("application/n-triples", "nt"),
])  # fmt: skip
def test_the_document_is_the_one_that_is_preferred(accept: str | None, ending: str) -> None:
    assert document_of(Thing("id", "x"), accept) == f"/doc/id/x.{ending}"


def test_a_thing_answers_under_the_path_of_its_iri() -> None:
    assert paths_of("https://data.example.org/crisis/", "id") == ["/crisis/", "/id/"]
    assert path_of("https://example.org/id/x", SPACES) == "/id/x"
    assert path_of("https://example.org/x", SPACES) is None
    assert document_of(Thing("def", ""), None) == "/doc/def/index.ttl"


def test_what_would_run_on_a_page_is_only_text_there() -> None:
    script = "<script>alert(1)</script>"
    row = {
        "property": {"type": "uri", "value": str(CG.text)}, "value": {"type": "literal", "value": script},
    }  # fmt: skip
    link = {
        "property": {"type": "uri", "value": f'https://example.org/"{script}'},
        "value": {"type": "uri", "value": "javascript:alert(1)"},
        "title": {"type": "literal", "value": script},
    }
    rows = rows_of(json.dumps({"head": {}, "results": {"bindings": [row, link]}}).encode())
    page = page_about(Thing("id", script), rows, SPACES)
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert f"<h1>{html.escape(script)}</h1>" in page


def test_a_service_without_room_says_so(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(_: Service, __: Question) -> Reply:
        return Reply.refused(503, "busy")

    monkeypatch.setattr(Service, "answer", busy)
    for ending in DOCUMENTS:
        assert endpoint.request("GET", f"/doc/id/{RECOMMENDATION}.{ending}").status == 503
