"""The parts of the pages by themselves: addresses, the triples of a document, and what a view makes of them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from crisisgraph.endpoint.pages.addresses import Addresses, is_web_iri
from crisisgraph.endpoint.pages.description import Description, short
from crisisgraph.endpoint.pages.render import html
from crisisgraph.endpoint.pages.views import TEMPLATES, View
from crisisgraph.settings import ROOT

BASE = "https://example.org/id/"
ADDRESSES = Addresses(BASE)
THING = BASE + "recommendation-a-1"

TURTLE = f"""
@prefix cg: <https://w3id.org/crisisgraph/def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <{BASE}> .

id:recommendation-a-1 a cg:Recommendation, cg:Statement ; cg:number "1" ; cg:statedIn id:report-a ;
    skos:altLabel "b"@nl, "a"@nl, "c"@en, "d" ;
    skos:editorialNote "note"@en, "aantekening"@nl ;
    cg:addressedTo <https://else.example/x>, <mailto:x@example.org> .
<https://else.example/x> skos:prefLabel "iemand"@nl .
id:report-a dcterms:title "Rapport" .
id:recommendation-a-2 a cg:Recommendation ; cg:number "10" ; cg:partOf id:recommendation-a-1 ; cg:text "tien" .
id:recommendation-a-3 a cg:Recommendation ; cg:number "9" ; cg:partOf id:recommendation-a-1 ; cg:text "negen" .
"""


def description(turtle: str = TURTLE) -> Description:
    return Description.of(Graph().parse(data=turtle, format="turtle").serialize(format="nt").encode())


# --- addresses ----------------------------------------------------------------------------------


@given(st.text())
def test_no_name_breaks_out_of_an_iri(name: str) -> None:
    try:
        iri = ADDRESSES.thing(name)
    except UnicodeEncodeError:  # half a surrogate pair, which no path holds after it was decoded
        return
    if iri is not None:
        assert iri.startswith(BASE)
        assert is_web_iri(iri)
        assert "/" not in iri.removeprefix(BASE)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_is_an_iri_of_the_web_cannot_end_the_brackets_around_it(text: str) -> None:
    if is_web_iri("http://" + text):
        assert not set(text) & set('<>"{}|\\^` \n\r\t')


@pytest.mark.parametrize(("iri", "document"), [
    (BASE + "a", "doc/a"), (BASE + "a#b", "doc/a#b"), (BASE, None), (BASE + "a/b", None),
    ("https://w3id.org/crisisgraph/def/", "def"), ("https://w3id.org/crisisgraph/def/page", "def#page"),
    ("https://else.example/x", None),
])  # fmt: skip
def test_an_iri_has_at_most_one_document(iri: str, document: str | None) -> None:
    assert ADDRESSES.document(iri) == document


def test_where_things_are_fragments_they_have_no_path_of_their_own() -> None:
    assert Addresses("https://example.org/data#").things is None
    assert Addresses("https://example.org/data#").document("https://example.org/data#x") == "doc/x"
    assert ADDRESSES.things == "/id/"


# --- the triples --------------------------------------------------------------------------------


def test_each_triple_stands_there_once_and_in_order() -> None:
    lines = b'<http://e.nl/b> <http://e.nl/p> "x\\ny" .\n<http://e.nl/a> <http://e.nl/p> "z" .\n'
    assert Description.of(lines + lines).ntriples == b"".join(sorted(lines.splitlines(keepends=True)))
    assert not Description.of(b"\n")


@pytest.mark.parametrize(("media_type", "form"), [
    ("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt"),
    ("application/rdf+xml", "xml"),
])  # fmt: skip
def test_a_document_says_the_same_in_every_format(media_type: str, form: str) -> None:
    found = Graph().parse(data=description().written(media_type, BASE), format=form)
    assert isomorphic(found, Graph().parse(data=TURTLE, format="turtle"))


def test_turtle_names_the_prefixes_that_it_uses_and_is_the_same_in_every_process() -> None:
    turtle = description().written("text/turtle", BASE).decode()
    prefixes = [line.split()[1] for line in turtle.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert set(prefixes) >= {"cg:", "id:", "skos:"}
    assert "owl:" not in prefixes
    program = (
        "import sys; from crisisgraph.endpoint.pages.description import Description;"
        "print(Description.of(sys.stdin.buffer.read()).written('text/turtle', sys.argv[1]).decode(), end='')"
    )
    command, data = [sys.executable, "-c", program, BASE], description().ntriples
    for _ in range(3):
        done = subprocess.run(command, cwd=ROOT, input=data, capture_output=True, check=True)
        assert done.stdout.decode() == turtle


def test_texts_are_dutch_where_there_is_a_choice() -> None:
    about = description()
    assert about.text(THING, "skos:editorialNote") == "aantekening"
    assert about.text(THING, "skos:definition", "cg:number") == "1"
    assert about.text(THING, "skos:definition") == ""
    assert about.texts(THING, "skos:altLabel") == ["a", "b", "d"]
    assert about.texts(THING, "skos:altLabel", "en") == ["c", "d"]


def test_a_name_is_short_where_a_vocabulary_of_ours_has_it() -> None:
    assert short("https://w3id.org/crisisgraph/def/page") == "cg:page"
    assert short("http://www.w3.org/2004/02/skos/core#Concept") == "skos:Concept"
    assert short("http://purl.org/dc/terms/a/b") == "http://purl.org/dc/terms/a/b"


def test_a_blank_node_is_a_text_and_nothing_that_one_can_go_to() -> None:
    about = description("<http://e.nl/a> <http://e.nl/p> [ <http://e.nl/q> 1 ] .")
    (value,) = about.values("http://e.nl/a", "http://e.nl/p")
    assert not value.is_thing
    assert about.things("http://e.nl/a", "http://e.nl/p") == []


# --- the view -----------------------------------------------------------------------------------


def test_a_view_names_things_and_knows_where_they_lead() -> None:
    view = View(description(), ADDRESSES, THING)
    assert view.template == "statement.html"
    assert view.name == "aanbeveling 1"
    assert [(link.name, link.address) for link in view.links("cg:addressedTo")] == [
        ("iemand", "resource?iri=https%3A%2F%2Felse.example%2Fx"), ("mailto:x@example.org", ""),
    ]  # fmt: skip
    assert view.links("cg:statedIn")[0].address == "doc/report-a"
    assert view.link("http://purl.org/dc/terms/").name == "dcterms"
    assert view.link("http://purl.org/dc/terms/").address == "http://purl.org/dc/terms/"


def test_statements_stand_in_the_order_of_their_numbers() -> None:
    view = View(description(), ADDRESSES, THING)
    ((kind, lines),) = view.statements("cg:partOf")
    assert kind == "recommendation"
    assert [line.number for line in lines] == ["9", "10"]
    assert [part for part, _ in view.chain] == ["Onderdelen"]
    assert view.unanswered


def test_a_page_without_most_of_it_is_still_a_page() -> None:
    for template in ["thing", *(name.removesuffix(".html") for name, _ in TEMPLATES), "ontology", "dataset"]:
        page = html(
            f"{template}.html", "/doc/x", view=View(description(), ADDRESSES, THING), document="./x",
            terms={}, example=lambda *_, **__: View(description(), ADDRESSES, THING).link(THING),
        ).decode()  # fmt: skip
        assert page.count("<h1>") == 1
        assert 'href="../static/style.css"' in page
