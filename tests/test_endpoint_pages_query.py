"""The query page: a form that works without anything else, YASGUI where it is installed, and a gallery."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from build_with_graph import BROWSER, RECOMMENDATION, SETTINGS, served_build
from served import Answer, Endpoint

from crisisgraph.endpoint.messages import Head, Reply
from crisisgraph.endpoint.pages.addresses import Addresses
from crisisgraph.endpoint.pages.query import SHOWN, filled_in, result_of, table_of
from crisisgraph.graph.named_queries import gallery, load_queries
from crisisgraph.settings import ROOT
from crisisgraph.vocab import ID

ADDRESSES = Addresses(SETTINGS.base)
ROWS = "SELECT ?s ?number { ?s <https://w3id.org/crisisgraph/def/number> ?number } ORDER BY ?s"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served_build(tmp_path_factory.mktemp("build"), replace(SETTINGS, yasgui=Path("absent"))) as running:
        yield running


def ask(endpoint: Endpoint, query: str, **parameters: str) -> Answer:
    address = "/sparql?" + urlencode({"query": query, "format": "html", **parameters})
    return endpoint.request("GET", address, {"Accept": BROWSER})


def query_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


# --- who gets the page --------------------------------------------------------------------------


def test_a_browser_gets_the_page_and_a_program_the_description(endpoint: Endpoint) -> None:
    page = endpoint.request("GET", "/sparql", {"Accept": BROWSER})
    assert (page.status, page.media_type) == (200, "text/html")
    assert "<h1>Zoekvragen</h1>" in page.text
    for accept in ("*/*", "text/turtle, text/html;q=0.9", "application/rdf+xml"):
        assert endpoint.request("GET", "/sparql", {"Accept": accept}).media_type != "text/html"
    assert endpoint.request("GET", "/sparql").media_type == "text/turtle"


def test_a_query_of_a_program_is_answered_as_ever(endpoint: Endpoint) -> None:
    assert endpoint.ask(ROWS, accept=BROWSER).media_type == "application/xml"
    assert endpoint.ask(ROWS).media_type == "application/sparql-results+json"
    assert endpoint.request("GET", "/sparql?update=CLEAR+ALL", {"Accept": BROWSER}).status == 400
    assert endpoint.request("GET", "/sparql?" + "a=1&" * 1_001, {"Accept": BROWSER}).status == 400
    assert endpoint.request("HEAD", "/sparql", {"Accept": BROWSER}).status == 200


# --- the form and its answers -------------------------------------------------------------------


def test_the_form_works_without_a_script(endpoint: Endpoint) -> None:
    text = endpoint.request("GET", "/sparql", {"Accept": BROWSER}).text
    assert "<script" not in text
    assert re.search(r'<form id="vraag" action="\./sparql" method="get">', text)
    for control in ("query", "format"):
        assert f'<label for="{control}">' in text
        assert re.search(rf'<(textarea|select) id="{control}" name="{control}"', text)
    choices = re.findall(r'<option value="(\w+)">', text)
    for choice in choices:
        query = "CONSTRUCT { ?s a ?o } { ?s a ?o }" if choice in ("ttl", "jsonld") else ROWS
        assert endpoint.ask(query, format=choice, accept=BROWSER).status == 200, choice


def test_rows_are_shown_with_links_to_our_pages(endpoint: Endpoint) -> None:
    answer = ask(endpoint, ROWS)
    assert answer.status == 200
    assert f'<td><a href="./doc/{RECOMMENDATION}">{RECOMMENDATION}</a></td>' in answer.text
    assert '<th scope="col">number</th>' in answer.text
    assert query_in(answer.text).strip() == ROWS
    csv = re.search(r'href="\./(sparql\?[^"]*format=csv)"', answer.text)
    assert csv
    rows = endpoint.request("GET", "/" + html.unescape(csv[1]))
    assert rows.media_type == "text/csv"
    assert rows.text.count("\r\n") - 1 == answer.text.count("<tr><td>")


def test_yes_no_and_triples_are_shown_too(endpoint: Endpoint) -> None:
    assert '<p class="lead">Ja.</p>' in ask(endpoint, "ASK { ?s ?p ?o }").text
    assert '<p class="lead">Nee.</p>' in ask(endpoint, "ASK { ?s ?p 'no such text' }").text
    assert "<pre" in ask(endpoint, f"DESCRIBE <{ID[RECOMMENDATION]}>").text


@pytest.mark.parametrize(("query", "status"), [
    ("SELECT * {", 400), ("ASK { SERVICE <http://e.nl/> {} }", 403), ("x" * 70_000, 413),
    ("INSERT DATA { <a> <b> <c> }", 400),
])  # fmt: skip
def test_what_goes_wrong_is_said_above_the_form_that_keeps_the_query(
    endpoint: Endpoint, query: str, status: int
) -> None:
    answer = ask(endpoint, query)
    assert (answer.status, answer.media_type) == (status, "text/html")
    assert 'role="alert"' in answer.text
    assert query_in(answer.text) == query


def test_a_query_is_only_text_on_the_page(endpoint: Endpoint) -> None:
    query = "SELECT ('<script>alert(1)</script>' AS ?x) {} # </textarea><script>"
    text = ask(endpoint, query).text
    assert "<script" not in text
    assert query_in(text) == query
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>" in text
    hostile = "/sparql?" + urlencode({"voorbeeld": "<script>", "aanbeveling": "<script>"})
    assert "<script" not in endpoint.request("GET", hostile, {"Accept": BROWSER}).text


def test_a_long_answer_is_shown_in_part_and_says_so(endpoint: Endpoint) -> None:
    text = ask(endpoint, "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?x } LIMIT 1500").text
    assert text.count("<tr><td>") == SHOWN
    assert f"1500 rijen; hieronder de eerste {SHOWN}" in text


def test_a_cell_leads_to_a_page_of_ours_or_of_another_and_never_runs() -> None:
    found = {
        "head": {"vars": ["a"]},
        "results": {"bindings": [
            {"a": {"type": "uri", "value": "https://w3id.org/crisisgraph/id/report-x#quote"}},
            {"a": {"type": "uri", "value": "https://w3id.org/crisisgraph/def/page"}},
            {"a": {"type": "uri", "value": "https://example.org/x"}},
            {"a": {"type": "uri", "value": "javascript:alert(1)"}},
            {"a": {"type": "literal", "value": "https://example.org/x"}},
            {"a": {"type": "triple", "value": {"subject": {}}}},
            {},
        ]},
    }  # fmt: skip
    table = table_of(found, ADDRESSES)
    assert [row[0].address for row in table.rows] == [
        "doc/report-x#quote", "def#page", "https://example.org/x", "", "", "", "",
    ]  # fmt: skip
    assert table.rows[0][0].text == "report-x#quote"
    assert table.total == 7


def test_a_refusal_is_its_sentence() -> None:
    assert "druk" in result_of(Reply.refused(503, "busy"), ADDRESSES).problem
    body = json.dumps({"head": {}, "boolean": True}).encode()
    assert result_of(Reply(Head(200, "application/sparql-results+json"), body), ADDRESSES).boolean is True


# --- the gallery --------------------------------------------------------------------------------


def test_the_gallery_shows_our_own_queries_in_dutch_and_opens_each_in_the_form(endpoint: Endpoint) -> None:
    text = endpoint.request("GET", "/sparql", {"Accept": BROWSER}).text
    assert [query.name for query in gallery()][:6] == [
        "by-addressee", "by-theme", "without-response", "commitments", "chain", "overlap",
    ]  # fmt: skip
    assert {query.name for query in gallery()} == load_queries().keys()
    for query in gallery():
        assert f'href="./sparql?voorbeeld={query.name}"' in text
        assert query.description in html.unescape(text)
        opened = endpoint.request("GET", f"/sparql?voorbeeld={query.name}", {"Accept": BROWSER}).text
        assert query_in(opened).strip() == query.text.strip()
        assert f'voorbeeld={query.name}" aria-current="true"' in opened
        assert ask(endpoint, query.text).status == 200


def test_an_example_can_be_filled_in_for_one_thing(endpoint: Endpoint) -> None:
    address = f"/sparql?voorbeeld=chain&aanbeveling={quote(ID[RECOMMENDATION], safe='')}"
    opened = query_in(endpoint.request("GET", address, {"Accept": BROWSER}).text)
    assert f"FILTER (?aanbeveling = <{ID[RECOMMENDATION]}>)" in opened
    rows = json.loads(endpoint.ask(opened).body)["results"]["bindings"]
    assert {row["aanbeveling"]["value"] for row in rows} == {str(ID[RECOMMENDATION])}
    assert len(json.loads(endpoint.ask(load_queries()["chain"].text).body)["results"]["bindings"]) > len(rows) > 0


@pytest.mark.parametrize("value", ["", "x", "http://e.nl/> } #", "javascript:x"])
def test_what_is_no_iri_is_not_filled_in(value: str) -> None:
    query = load_queries()["chain"]
    assert filled_in(query, {"aanbeveling": value}) == query.text


def test_every_parameter_can_be_filled_in(endpoint: Endpoint) -> None:
    for query in gallery():
        for name in query.parameters:
            text = filled_in(query, {name: "https://example.org/none"})
            assert text != query.text
            assert json.loads(endpoint.ask(text).body)["results"]["bindings"] == [], (query.name, name)


# --- YASGUI -------------------------------------------------------------------------------------


def test_where_yasgui_is_installed_the_page_runs_it_from_this_server_only(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    installed = tmp_path_factory.mktemp("yasgui")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        (installed / name).write_text("/* stands in for YASGUI */", "utf-8")
    with served_build(tmp_path_factory.mktemp("build"), replace(SETTINGS, yasgui=installed)) as endpoint:
        page = endpoint.request("GET", "/sparql", {"Accept": BROWSER})
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "connect-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
        for address in re.findall(r'(?:src|href)="\./(static/[^"]*)"', page.text):
            assert endpoint.request("GET", f"/{address}").status == 200
        assert 'src="./static/yasgui/yasgui.min.js"' in page.text
        assert '<form id="vraag"' in page.text
        for outside in ("../query.js", "..%2f..%2fpages%2fquery.py", "%2e%2e/query.css"):
            assert endpoint.request("GET", f"/static/yasgui/{outside}").status == 404
        assert "<script" not in ask(endpoint, "ASK {}").text


def test_what_npm_installs_is_locked_and_named_after_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted == {"@zazuko/yasgui": lock["packages"]["node_modules/@zazuko/yasgui"]["version"]}
    packages = [package for path, package in lock["packages"].items() if path]
    assert len(packages) > 20
    for package in packages:
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text("utf-8")
    assert "node_modules/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
