"""Every IRI of a build answers: 303 to a document, in HTML or RDF as the client likes, that says the same in each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urljoin, urlsplit

import pytest
from app_build import IMAGE, MARKDOWN, SCRIPT
from build_with_graph import BROWSER, RECOMMENDATION, SETTINGS, made_dataset, served_build
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS
from served import Answer, Endpoint, served

from crisisgraph.endpoint.pages.answers import FORMATS
from crisisgraph.vocab import CG, ID, OA

RDFLIB = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}
BOARD = "https://identifier.overheid.nl/tooi/id/zbo/zb000156"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served_build(tmp_path_factory.mktemp("build")) as running:
        yield running


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    made = made_dataset()
    made.default_union = True
    return made


def get(endpoint: Endpoint, path: str, accept: str | None = None, **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return endpoint.request("GET", path, {**sent, **({"Accept": accept} if accept else {})})


def follow(endpoint: Endpoint, path: str, accept: str | None = None) -> Answer:
    """Go where a 303 leads, as a client does: relative to where it asked."""
    first = get(endpoint, path, accept)
    assert first.status == 303, path
    assert first.body == b""
    return get(endpoint, urlsplit(urljoin(path, first.headers["Location"]))._replace(fragment="").geturl(), accept)


def page(endpoint: Endpoint, local: str) -> str:
    answer = get(endpoint, f"/doc/{local}", BROWSER)
    assert (answer.status, answer.media_type) == (200, "text/html"), local
    return html.unescape(answer.text)


# --- from a thing to its document ---------------------------------------------------------------


@pytest.mark.parametrize("path", [f"/crisisgraph/id/{RECOMMENDATION}", f"/id/{RECOMMENDATION}"])
def test_a_thing_leads_to_the_document_about_it_wherever_the_server_is_mounted(endpoint: Endpoint, path: str) -> None:
    first = get(endpoint, path)
    assert first.status == 303
    assert not first.headers["Location"].startswith(("/", "http"))
    assert urljoin(path, first.headers["Location"]) == f"/doc/{RECOMMENDATION}"
    assert 'rel="describedby"' in first.headers["Link"]
    assert urljoin("/prefix" + path, first.headers["Location"]) == f"/prefix/doc/{RECOMMENDATION}"
    assert follow(endpoint, path).status == 200


def test_every_iri_under_the_base_answers(endpoint: Endpoint, dataset: Dataset) -> None:
    own = {str(node) for quad in dataset.quads() for node in quad if str(node).startswith(str(ID))}
    local = sorted({iri.removeprefix(str(ID)).partition("#")[0] for iri in own if isinstance(iri, str)} - {""})
    assert len(local) > 100
    assert any(name.startswith("graph-") for name in local)
    for name in local[:: max(1, len(local) // 120)]:
        for accept in (BROWSER, "text/turtle"):
            assert follow(endpoint, f"/id/{name}", accept).status == 200, name


def test_a_thing_whose_name_is_no_plain_text_answers_too(endpoint: Endpoint) -> None:
    name = "actor-bureau-é"
    answer = get(endpoint, "/id/" + quote(name))
    assert answer.headers["Location"] == "../doc/actor-bureau-%C3%A9"


@pytest.mark.parametrize("name", [
    "nothing", "%3Cscript%3E", "a%3E%20%3Fp%20%3Fo%20%7D%20%23", "%22", "x%0Ay", "..", "nothing.ttl", "%F0%9F%92%A5",
    "x" * 2000,
])  # fmt: skip
def test_what_is_not_known_is_not_found_and_says_so_to_people_and_programs(endpoint: Endpoint, name: str) -> None:
    for_people = get(endpoint, f"/doc/{name}", BROWSER)
    assert (for_people.status, for_people.media_type) == (404, "text/html")
    assert "<h1>Niet gevonden</h1>" in for_people.text
    assert "<script" not in for_people.text
    for_programs = get(endpoint, f"/doc/{name}", "text/turtle")
    assert (for_programs.status, for_programs.media_type) == (404, "text/plain")
    assert for_programs.text.count("\n") == 1


def test_nothing_that_fits_is_406_and_says_what_there_is(endpoint: Endpoint) -> None:
    answer = get(endpoint, f"/doc/{RECOMMENDATION}", "image/png")
    assert (answer.status, answer.media_type) == (406, "text/plain")
    assert all(media_type in answer.text for media_type in FORMATS.values())


# --- the document -------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", sorted(RDFLIB))
def test_a_format_is_had_by_its_extension_or_by_accept(endpoint: Endpoint, extension: str) -> None:
    by_extension = get(endpoint, f"/doc/{RECOMMENDATION}{extension}", "text/html")
    by_accept = get(endpoint, f"/doc/{RECOMMENDATION}", FORMATS[extension])
    assert by_extension.status == by_accept.status == 200
    assert by_extension.body == by_accept.body
    assert by_extension.media_type == by_accept.media_type == FORMATS[extension]
    assert get(endpoint, f"/id/{RECOMMENDATION}{extension}").headers["Location"].endswith(extension)


def test_every_format_says_the_same(endpoint: Endpoint) -> None:
    found = [
        Graph().parse(data=get(endpoint, f"/doc/{RECOMMENDATION}{extension}").text, format=form)
        for extension, form in RDFLIB.items()
    ]
    assert all(isomorphic(found[0], other) for other in found[1:])
    assert get(endpoint, f"/doc/{RECOMMENDATION}").media_type == "text/turtle"  # for whoever asks for nothing


def test_a_document_says_what_the_graph_says_and_nothing_else(endpoint: Endpoint, dataset: Dataset) -> None:
    found = Graph().parse(data=get(endpoint, f"/doc/{RECOMMENDATION}.nt").text, format="nt")
    thing, whole = ID[RECOMMENDATION], {quad[:3] for quad in dataset.quads()}
    assert set(found) <= whole
    assert {triple for triple in whole if triple[0] == thing} <= set(found)
    assert {triple for triple in whole if str(triple[0]).startswith(f"{thing}#")} <= set(found)
    assert {triple for triple in whole if triple[2] == thing} <= set(found)
    answer = ID["response-antwoord-oosterdam-1"]
    assert (answer, CG.respondsTo, thing) in found
    assert list(found.objects(answer, CG.text))
    assert list(found.objects(ID["theme-leren-en-borgen"], SKOS.prefLabel))


def test_the_headers_tell_of_the_other_formats_and_of_the_thing(endpoint: Endpoint) -> None:
    answer = get(endpoint, f"/doc/{RECOMMENDATION}", "application/ld+json")
    links = dict(re.findall(r'<([^>]*)>; (rel="[^"]*"(?:; type="[^"]*")?)', answer.headers["Link"]))
    assert links[str(ID[RECOMMENDATION])] == 'rel="describes"'
    assert links[f"./{RECOMMENDATION}"] == 'rel="canonical"'
    assert links[f"./{RECOMMENDATION}.ttl"] == 'rel="alternate"; type="text/turtle"'
    assert f"./{RECOMMENDATION}.jsonld" not in links
    assert answer.headers["Vary"] == "Accept"
    assert answer.headers["Content-Location"] == f"./{RECOMMENDATION}.jsonld"
    assert "Content-Location" not in get(endpoint, f"/doc/{RECOMMENDATION}.ttl").headers
    for target in (link for link in links if link.startswith("./")):
        assert get(endpoint, urljoin(f"/doc/{RECOMMENDATION}", target)).status == 200


def test_a_client_that_has_a_document_is_not_sent_it_again(endpoint: Endpoint) -> None:
    first = get(endpoint, f"/doc/{RECOMMENDATION}.ttl")
    tag = first.headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = get(endpoint, f"/doc/{RECOMMENDATION}.ttl", If_None_Match=known)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert get(endpoint, f"/doc/{RECOMMENDATION}.ttl", If_None_Match='"other"').status == 200
    assert get(endpoint, f"/doc/{RECOMMENDATION}.nt").headers["ETag"] != tag


def test_head_says_what_get_would(endpoint: Endpoint) -> None:
    for path in (f"/doc/{RECOMMENDATION}.ttl", "/def.nt", "/doc/dataset", "/", "/static/style.css"):
        got, head = get(endpoint, path), endpoint.request("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(got.body))
    assert endpoint.request("POST", f"/doc/{RECOMMENDATION}").status == 405


# --- what people read ---------------------------------------------------------------------------


def test_the_page_of_a_statement_shows_quote_place_chain_and_what_was_concluded(endpoint: Endpoint) -> None:
    text = page(endpoint, RECOMMENDATION)
    assert "<h1>aanbeveling 1</h1>" in text
    assert "<mark>De gemeente Oosterdam test de sirene elke maand.</mark>" in text
    place = text[text.index("Waar het staat") : text.index("Wat de tekst zegt")]
    assert '<a href="../doc/report-storm-oosterdam">Storm boven de polder</a>' in place
    assert ">storm.pdf</a>" in place
    assert re.search(r"<code>[0-9a-f]{64}</code>", place)
    assert '<dd id="page">1 (gedrukt: i)</dd>' in place
    assert "2 Wat wij aanbevelen" in place
    said = text[text.index("Wat de tekst zegt") : text.index("De keten")]
    assert f"resource?iri={quote(BOARD, safe='')}" in said
    assert "De gemeente Oosterdam" in said
    chain = text[text.index("De keten") : text.index("Wat wij eruit hebben afgeleid")]
    assert chain.index("Steunt op") < chain.index("Reacties") < chain.index("Onderdelen")
    assert "De sirene in Oosterdam bleef stil, omdat niemand haar had getest." in chain
    assert re.search(r"zekerheid 0\.\d\d", chain)
    concluded = text[text.index("Wat wij eruit hebben afgeleid") : text.index("Alle gegevens")]
    assert "niet herkend: “De gemeente Oosterdam”" in concluded
    assert '<div id="theme-leren-en-borgen">' in concluded
    assert "regel “proefregel”, zekerheid 0.9" in concluded
    assert "voorbeeld=chain" in text


def test_a_response_shows_its_position_and_a_commitment_its_deadline(endpoint: Endpoint, dataset: Dataset) -> None:
    assert "neemt over" in page(endpoint, "response-antwoord-oosterdam-1")
    for node, _, deadline, _ in dataset.quads((None, CG.deadlineText, None, None)):
        assert str(deadline) in page(endpoint, str(node).removeprefix(str(ID)))


def test_a_recommendation_without_an_answer_says_what_that_means(endpoint: Endpoint) -> None:
    text = page(endpoint, "recommendation-vreemd-1")
    assert "Geen reactie gevonden. Dat is niet hetzelfde als: niet overgenomen." in text
    assert "Geen reactie gevonden" not in page(endpoint, RECOMMENDATION)


def test_the_page_of_a_report_lists_its_statements_by_kind(endpoint: Endpoint) -> None:
    text = page(endpoint, "report-storm-oosterdam")
    assert "<h1>Storm boven de polder</h1>" in text
    assert text.index('<section id="recommendation">') < text.index('<section id="finding">')
    assert "1 bevinding" in text
    assert "<dd>2021-03</dd>" in text
    assert 'href="https://example.org/storm%20rapport"' in text
    assert "antwoord-oosterdam" in text


def test_the_page_of_an_actor_lists_what_is_addressed_to_it(endpoint: Endpoint) -> None:
    text = page(endpoint, "actor-waterschappen")
    assert "Aan deze actor gericht: 1 aanbeveling" in text
    assert "in de tekst: “waterschap”" in text
    assert "geen uitspraak gevonden die aan deze actor" not in text


def test_a_body_with_an_iri_of_its_own_has_a_page_here(endpoint: Endpoint) -> None:
    path = f"/resource?iri={quote(BOARD, safe='')}"
    answer = get(endpoint, path, BROWSER)
    assert "Onderzoeksraad voor Veiligheid</h1>" in answer.text
    turtle = get(endpoint, f"/resource.ttl?iri={quote(BOARD, safe='')}")
    assert (URIRef(BOARD), None, None) in Graph().parse(data=turtle.text, format="turtle")
    assert f'<./resource.nt?iri={quote(BOARD, safe="")}>; rel="alternate"' in answer.headers["Link"]
    assert f'href="./resource.ttl?iri={quote(BOARD, safe="")}"' in answer.text


@pytest.mark.parametrize("iri", ["", "x", "http://e.nl/> ?p ?o } #", "file:///etc/passwd", "http://e.nl/ x"])
def test_an_iri_that_is_none_is_refused(endpoint: Endpoint, iri: str) -> None:
    assert get(endpoint, f"/resource?iri={quote(iri, safe='')}").status == 400
    assert get(endpoint, "/resource").status == 400
    assert get(endpoint, "/resource?iri=http%3A%2F%2Fe.nl%2Funknown").status == 404


def test_the_page_of_a_theme_says_what_it_is_and_what_carries_it(endpoint: Endpoint, dataset: Dataset) -> None:
    text = page(endpoint, "theme-leren-en-borgen")
    assert "<h1>leren en borgen</h1>" in text
    carrying = {
        thing for thing in dataset.subjects(DCTERMS.subject, ID["theme-leren-en-borgen"]) if "#" not in str(thing)
    }
    assert len(re.findall('<p class="head">', text)) == len(carrying) > 0
    assert "De gemeente Oosterdam test de sirene elke maand." in text
    assert "leren en borgen</a>" in page(endpoint, "themes")


def test_passages_and_files_show_their_words_and_their_hashes(endpoint: Endpoint, dataset: Dataset) -> None:
    passage = next(dataset.subjects(RDF.type, CG.Passage))
    exact = dataset.value(URIRef(f"{passage}#quote"), OA.exact)
    text = page(endpoint, str(passage).removeprefix(str(ID)))
    assert str(exact) in text
    assert "Waar het staat" in text
    for file in set(dataset.subjects(RDF.type, CG.SourceFile)):
        text = page(endpoint, str(file).removeprefix(str(ID)))
        assert str(dataset.value(file, CG.sha256)) in text


def test_other_things_have_a_page_with_all_that_is_known(endpoint: Endpoint) -> None:
    assert "storm van Oosterdam" in page(endpoint, "crisis-storm-van-oosterdam")
    assert "Storm boven de polder" in page(endpoint, "crisis-storm-van-oosterdam")
    graph = page(endpoint, "graph-links")
    assert "aantal feiten" in graph


def test_a_named_graph_is_what_stands_in_it(endpoint: Endpoint, dataset: Dataset) -> None:
    found = Graph().parse(data=get(endpoint, "/doc/graph-links.nt").text, format="nt")
    assert isomorphic(found, dataset.graph(ID["graph-links"]))


def test_what_a_document_says_is_only_text_on_a_page(endpoint: Endpoint) -> None:
    raw = get(endpoint, "/doc/recommendation-vreemd-1", BROWSER).text
    assert html.escape(SCRIPT, quote=False) in raw.replace("&#39;", "'").replace("&#34;", '"')
    assert MARKDOWN in html.unescape(raw)
    assert IMAGE in html.unescape(raw)
    for local in ("recommendation-vreemd-1", "report-vreemd", "graph-report-vreemd"):
        raw = get(endpoint, f"/doc/{local}", BROWSER).text
        assert not re.search(r"<script|<img|<strong|(href|src)=\"(javascript|http://voorbeeld)", raw)


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing(endpoint: Endpoint) -> None:
    for path in ("/", f"/doc/{RECOMMENDATION}", "/doc/report-vreemd", "/def", "/doc/dataset", "/doc/nothing"):
        answer = get(endpoint, path, BROWSER)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|img|script)[^>]*(?:href|src)="([^"]*)"', answer.text)
        assert loaded
        assert not [address for address in loaded if address.startswith(("http", "//"))]
        for address in loaded:
            assert get(endpoint, urljoin(path, address)).status == 200


def test_every_link_on_a_page_to_this_server_leads_somewhere(endpoint: Endpoint) -> None:
    seen: set[str] = set()
    for path in ("/", f"/doc/{RECOMMENDATION}", "/doc/report-storm-oosterdam", "/doc/dataset", "/sparql", "/def"):
        for address in re.findall(r'href="([^"]*)"', get(endpoint, path, BROWSER).text):
            target = urljoin(path, html.unescape(address)).partition("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                assert get(endpoint, target, BROWSER).status in (200, 303), (path, target)
    assert len(seen) > 50


# --- ontology and home --------------------------------------------------------------------------


def test_a_term_leads_to_its_place_in_the_ontology(endpoint: Endpoint) -> None:
    for path in ("/crisisgraph/def/addressedTo", "/def/addressedTo"):
        location = get(endpoint, path).headers["Location"]
        assert urljoin(path, location) == "/def#addressedTo"
    assert follow(endpoint, "/crisisgraph/def/", BROWSER).media_type == "text/html"
    assert get(endpoint, "/def/%3Cx%3E").status == 404


def test_the_ontology_shows_every_term_with_definition_domain_and_range(endpoint: Endpoint) -> None:
    text = get(endpoint, "/def", BROWSER).text
    declared = Graph().parse(SETTINGS.ontology / "crisisgraph.ttl")
    terms = {str(term) for term in declared.subjects() if str(term).startswith(str(CG)) and str(term) != str(CG)}
    assert len(terms) > 60
    for term in terms:
        assert f'id="{term.removeprefix(str(CG))}"' in text
        for definition in declared.objects(URIRef(term), SKOS.definition):
            assert html.escape(str(definition), quote=False) in text.replace("&#39;", "'").replace("&#34;", '"')
    addressed = text[text.index('id="addressedTo"') :]
    addressed = addressed[: addressed.index("</article>")]
    assert "<dt>Van</dt>" in addressed
    assert "<dt>Naar</dt>" in addressed


@pytest.mark.parametrize("extension", sorted(RDFLIB))
def test_the_ontology_is_the_file_in_every_format(endpoint: Endpoint, extension: str) -> None:
    answer = get(endpoint, f"/def{extension}")
    found = Graph().parse(data=answer.text, format=RDFLIB[extension])
    assert isomorphic(found, Graph().parse(SETTINGS.ontology / "crisisgraph.ttl"))


def test_home_says_what_is_here(endpoint: Endpoint) -> None:
    text = html.unescape(get(endpoint, "/", BROWSER).text)
    assert "Storm boven de polder" in text
    assert "Aanbevelingen zonder reactie" in text
    assert get(endpoint, "/").media_type == "text/html"
    assert follow(endpoint, "/", "text/turtle").media_type == "text/turtle"


def test_a_file_without_our_vocabulary_can_be_looked_at_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(tmp_path_factory.mktemp("file")) as endpoint:
        assert "Hier staan geen rapporten" in get(endpoint, "/", BROWSER).text
        node = get(endpoint, "/resource?iri=http%3A%2F%2Fexample.org%2Fn1", BROWSER)
        assert "knoop 1" in node.text
        assert get(endpoint, "/def", BROWSER).status == 404
        assert get(endpoint, "/dump.nq.gz").status == 404


def test_a_graph_that_is_too_slow_or_too_large_is_told_on_a_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = replace(SETTINGS, server=replace(SETTINGS.server, result=500))
    with served_build(tmp_path_factory.mktemp("small"), settings) as endpoint:
        answer = get(endpoint, f"/doc/{RECOMMENDATION}", BROWSER)
        assert (answer.status, answer.media_type) == (500, "text/html")
        assert "LIMIT" in answer.text
        assert get(endpoint, "/", BROWSER).status == 500


def test_another_base_has_other_paths(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = replace(SETTINGS, base="https://data.example.org/")
    with served_build(tmp_path_factory.mktemp("other"), settings) as endpoint:
        assert follow(endpoint, f"/{RECOMMENDATION}").status == 200
        assert endpoint.ask("ASK {}").status == 200
        found = Graph().parse(data=follow(endpoint, f"/id/{RECOMMENDATION}").text, format="turtle")
        assert (URIRef(settings.base + RECOMMENDATION), CG.number, Literal("1")) in found
