"""The page for SPARQL, as Streamlit runs it without a browser, with real workers; and what it makes of a reply."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from app_build import SCRIPT, app_corpus, publish_app_build
from streamlit.testing.v1 import AppTest
from test_app import app as opened
from test_app import html_of

from crisisgraph.app.pages import sparql
from crisisgraph.app.results import Problem, Rows, Term, Triples, around, result_of, rows_csv
from crisisgraph.endpoint.messages import Head, Reply
from crisisgraph.graph.named_queries import gallery, load_queries
from crisisgraph.sentences import say

ROOT = Path(__file__).parents[1]
FIRST = "recommendation-storm-oosterdam-1"
PREFIX = "PREFIX cg: <https://w3id.org/crisisgraph/def/>\n"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
NESTED = "ASK { FILTER" + "(" * 2_000 + "1" + ")" * 2_000 + " }"
SERVICE = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    st.cache_resource.clear()
    yield publish_app_build(tmp_path_factory.mktemp("build"), app_corpus(), graph=True)
    st.cache_resource.clear()  # ends the workers


def app(build: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    return opened(build, monkeypatch, "sparql", **address)


def ask(at: AppTest, text: str) -> AppTest:
    at.text_area(key="zoekvraag").set_value(text)
    return at.button[0].click().run()


def written(at: AppTest) -> list[str]:
    return [one.value for one in at.markdown]


# --- the page -------------------------------------------------------------------------------------


def test_the_page_opens_with_an_example_that_is_not_asked_yet(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch)
    assert not at.exception
    assert at.selectbox(key="voorbeeld").options == [query.title for query in gallery()]
    assert at.text_area(key="zoekvraag").value == gallery()[0].text
    assert [header.value for header in at.header] == []


def test_an_example_is_asked_and_leads_to_the_statements(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch)
    at.selectbox(key="voorbeeld").set_value("without-response").run()
    assert at.query_params == {"voorbeeld": "without-response"}
    assert at.text_area(key="zoekvraag").value == load_queries()["without-response"].text
    assert [header.value for header in at.header] == ["Antwoord"]
    page = html_of(at)
    third = "recommendation-storm-oosterdam-3"
    assert f'<a href="./aanbeveling?uitspraak={third}" target="_self">{third}</a>' in page
    assert '<a href="./rapporten?rapport=storm-oosterdam" target="_self">report-storm-oosterdam</a>' in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    at.selectbox(key="voorbeeld").set_value(None).run()
    assert at.query_params == {"voorbeeld": "without-response"}  # nothing was asked instead


def test_a_query_stands_in_the_address_and_a_link_answers_it(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = PREFIX + "SELECT ?nummer { ?a a cg:Recommendation ; cg:number ?nummer } ORDER BY ?nummer"
    at = ask(app(build, monkeypatch), query)
    assert at.query_params == {"query": query}
    assert "5 rijen" in written(at)
    link = app(build, monkeypatch, query=query)
    assert link.text_area(key="zoekvraag").value == query
    assert html_of(link) == html_of(at)
    again = ask(link, gallery()[1].text)
    assert again.query_params == {"voorbeeld": gallery()[1].name}


def test_asking_nothing_says_what_to_do(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ask(app(build, monkeypatch, voorbeeld="counts"), "")
    assert [warning.value for warning in at.warning] == [say("sparql.empty")]
    assert at.query_params == {}


def test_a_query_that_is_too_long_for_a_link_is_answered_and_that_is_said(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "ASK {}\n# " + "x" * 2_000
    at = ask(app(build, monkeypatch, voorbeeld="counts"), query)
    assert at.query_params == {}
    assert [info.value for info in at.info] == [say("sparql.too-long-for-link")]
    assert say("sparql.yes") in written(at)
    ask(at, "ASK { <a:a> <b:b> <c:c> }")
    assert [info.value for info in at.info] == []
    assert say("sparql.no") in written(at)
    assert at.get("download_button")[0].proto.label == say("sparql.download-json")


def test_rows_can_be_taken_along_as_csv_and_json(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, query="SELECT ?x { VALUES ?x { '=1+1' } }")
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Haal op als CSV", "Haal op als JSON"]
    assert written(at)[-1] == "1 rij"


def test_triples_are_shown_as_turtle_and_cut_where_they_are_many(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, query="CONSTRUCT { <a:a> <b:b> ?o } { VALUES ?o { 1 } }")
    assert at.code[0].value == "<a:a> <b:b> 1 ."
    assert [button.proto.label for button in at.get("download_button")] == ["Haal op als Turtle"]
    monkeypatch.setattr(sparql, "MOST_TURTLE", 10)
    at = app(build, monkeypatch, query="CONSTRUCT { <a:a> <b:b> ?o } { VALUES ?o { 1 } }")
    assert at.code[0].value == "<a:a> <b:b"
    assert say("sparql.more-triples", n="10") in written(at)
    at = app(build, monkeypatch, query="CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }")
    assert say("sparql.no-triples") in written(at)


def test_values_are_shown_for_what_they_are(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = """SELECT ?v ?leeg { VALUES ?v {
      <https://w3id.org/crisisgraph/def/page> <https://example.org/?a=1&b=2> <javascript:alert(1)> "<b>vet</b>"
      <https://identifier.overheid.nl/tooi/id/zbo/zb000156> <https://w3id.org/crisisgraph/id/passage-1>
    } }"""
    page = html_of(app(build, monkeypatch, query=query))
    assert 'href="https://w3id.org/crisisgraph/def/page" rel="noreferrer" target="_blank">cg:page</a>' in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert '<th scope="row">javascript:alert(1)</th><td></td>' in page
    assert "&lt;b&gt;vet&lt;/b&gt;" in page
    assert '<a href="./?actor=onderzoeksraad-voor-veiligheid" target="_self">' in page
    assert '<th scope="row">passage-1</th>' in page


def test_an_answer_without_columns_or_rows_is_only_counted(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1 rij" in written(app(build, monkeypatch, query="SELECT * {}"))
    at = app(build, monkeypatch, query="SELECT ?s { ?s <a:a> ?o }")
    assert "0 rijen" in written(at)
    assert "<table>" not in html_of(at)


def test_of_many_rows_the_first_are_shown(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, query="SELECT ?s { ?s ?p ?o } LIMIT 300")
    assert say("sparql.more-rows", n=300, most=200) in written(at)
    assert html_of(at).count('<th scope="row">') == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT *\n{ ?s ?p\n}", say("sparql.query-syntax-at", line=3, column=2)),
        ("SELECT * {\n  ?s a cg:Finding }", say("sparql.no-prefix", line=2, column=18)),
        ("INSERT DATA { <a:a> <b:b> <c:c> }", say("sparql.no-update")),
        ("   ", say("sparql.empty")),
        (SERVICE, say("sparql.no-service")),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_its_line(
    build: Path, monkeypatch: pytest.MonkeyPatch, query: str, sentence: str
) -> None:
    at = app(build, monkeypatch, query=query)
    assert not at.exception
    assert len(at.error) == 1
    assert at.error[0].value.replace("\\", "") == sentence
    assert [button.proto.label for button in at.get("download_button")] == []
    assert not at.code or at.code[0].value.startswith(("2 | ", "3 | "))


@pytest.mark.parametrize("query", [PRODUCT, HUGE, NESTED, SERVICE], ids=["product", "huge", "nested", "service"])
def test_an_attack_leaves_the_app_answering(build: Path, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    at = app(build, monkeypatch)
    began = time.monotonic()
    ask(at, query)
    assert time.monotonic() - began < 25
    assert not at.exception
    if query is NESTED:
        assert say("sparql.yes") in written(at)
    else:
        assert at.error[0].value.replace("\\", "") in (
            say("sparql.query-too-slow", seconds="5"),
            say("sparql.query-crashed"),
            say("sparql.result-too-long", limit="5"),
            say("sparql.no-service"),
        )
    ask(at, "ASK {}")
    assert say("sparql.yes") in written(at)
    assert [error.value for error in at.error] == []


def test_coming_back_does_not_ask_again_and_asking_again_does(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, query="ASK {}")
    kept = at.session_state["sparql-answer"]
    at.run()
    assert at.session_state["sparql-answer"] is kept
    ask(at, "ASK {}")
    assert at.session_state["sparql-answer"] is not kept


def test_a_build_without_a_graph_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Path) -> None:
    at = app(publish_app_build(tmp_path, app_corpus()), monkeypatch, query="ASK {}")
    assert at.error[0].value == say("sparql.no-graph")


# --- what a reply holds ---------------------------------------------------------------------------


def test_a_reply_is_rows_a_boolean_triples_or_a_problem() -> None:
    json = "application/sparql-results+json"
    body = b"""{"head":{"vars":["a","b"]},"results":{"bindings":[
      {"a":{"type":"uri","value":"e:x"},"b":{"type":"literal","value":"y","xml:lang":"nl"}},
      {"a":{"type":"bnode","value":"0"}}, {"b":{"type":"triple","value":{}}}]}}"""
    assert result_of("", Reply(Head(200, json), body)) == Rows(
        ("a", "b"),
        ((Term("e:x", iri=True), Term("y")), (Term("_:0"), None), (None, Term("<< … >>"))),
    )
    assert result_of("", Reply(Head(200, json), b'{"head":{},"boolean":false}')) is False
    assert result_of("", Reply(Head(200, "text/turtle"), "é".encode())) == Triples("é")
    slow = Reply.refused(503, "query-too-slow", seconds="5")
    assert result_of("", slow) == Problem(say("sparql.query-too-slow", seconds="5"))
    assert result_of("x", Reply.refused(400, "query-syntax", reason="?")) == Problem(say("sparql.query-syntax"))


@pytest.mark.parametrize(
    "problem", ["query-failed", "query-too-long", "query-made-room", "query-crashed", "result-too-long", "busy"]
)
def test_every_problem_of_a_worker_has_a_dutch_sentence(problem: str) -> None:
    found = result_of("", Reply.refused(500, problem, reason="x", limit=5, seconds=5))
    assert isinstance(found, Problem)
    assert " / " not in found.sentence


def test_the_place_of_a_mistake_is_shown_also_in_a_long_line() -> None:
    assert around("a\nb ?\nc", Problem("", 2, 3)) == "2 | b ?\n      ^"
    assert around("a", Problem("", 2, 1)) == ""
    assert around("a", Problem("")) == ""
    shown, mark = around("x" * 500, Problem("", 1, 300)).split("\n")
    assert len(shown) == len("1 | ") + 120
    assert len(mark) == len("1 | ") + 80


def test_rows_are_written_for_a_dutch_spreadsheet_without_live_formulas() -> None:
    rows = Rows(("a", "=b"), ((Term("=1+1"), None), (Term(f'"{SCRIPT};'), Term("é"))))
    assert rows_csv(rows) == f'\ufeff"a";"\'=b"\r\n"\'=1+1";""\r\n"""{SCRIPT};";"é"\r\n'
