"""A question has one reply: the answer in the right format over the right graphs, or the problem."""

from __future__ import annotations

import csv
import io
import json

import pytest
from pyoxigraph import RdfFormat, Store, parse
from served import data

from crisisgraph.endpoint.evaluation import evaluate
from crisisgraph.endpoint.formats import FORMATS, Form
from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.sentences import say

BASE = "http://example.org/"
QUERY = {
    Form.ROWS: "SELECT ?name { <n1> <name> ?name }",
    Form.BOOLEAN: "ASK { <n1> <name> ?name }",
    Form.TRIPLES: "CONSTRUCT WHERE { <n1> <name> ?name }",
}


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(data(9).encode(), RdfFormat.N_QUADS)
    return made


def reply(store: Store, query: str, limit: int = 1_000_000, **rest: object) -> Reply:
    return evaluate(store, Question(query, **rest), BASE, limit)  # type: ignore[arg-type]  # fields of a question


@pytest.mark.parametrize("form", Form)
def test_every_format_is_written_as_what_it_is_called(store: Store, form: Form) -> None:
    for offered in FORMATS[form]:
        answer = reply(store, QUERY[form], accept=offered.media_type)
        assert (answer.head.status, answer.head.media_type) == (200, offered.media_type)
        assert answer.head.length == len(answer.body)
        if form is Form.TRIPLES:
            (triple,) = parse(answer.body, RdfFormat.from_media_type(offered.means))
            assert triple.object.value == "knoop 1"
        elif offered.means.endswith("json"):
            assert "boolean" in json.loads(answer.body) or json.loads(answer.body)["head"] == {"vars": ["name"]}
        elif offered.means == "text/csv":
            assert list(csv.reader(io.StringIO(answer.body.decode()))) == [["name"], ["knoop 1"]]
        else:
            assert b"knoop 1" in answer.body or b">true<" in answer.body


@pytest.mark.parametrize("form", Form)
def test_every_name_of_a_format_overrules_the_header(store: Store, form: Form) -> None:
    for offered in FORMATS[form]:
        for name in offered.names:
            answer = reply(store, QUERY[form], accept="text/html", format=name)
            assert answer.head.media_type == offered.media_type


def test_what_does_not_fit_is_not_acceptable(store: Store) -> None:
    assert reply(store, QUERY[Form.BOOLEAN], format="csv").head.problem == "format-does-not-fit"
    assert reply(store, QUERY[Form.ROWS], format="ttl").head.facts == {"format": "ttl", "names": "json, xml, csv, tsv"}
    assert reply(store, QUERY[Form.BOOLEAN], accept="text/csv").head.status == 406
    assert "text/turtle" in reply(store, QUERY[Form.TRIPLES], accept="text/html").head.facts["types"]


def count(store: Store, query: str, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()) -> int:
    answer = reply(store, query, accept="text/csv", default_graphs=default_graphs, named_graphs=named_graphs)
    return int(answer.body.decode().split()[1])


def test_without_graphs_a_query_is_about_all_of_them(store: Store) -> None:
    assert count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 18
    assert (
        count(store, "PREFIX from: <> SELECT (COUNT(*) AS ?n) { ?from from:name ?o FILTER(?o != 'FROM') } # FROM") == 9
    )
    assert count(store, "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 3


@pytest.mark.parametrize("start", ["", "FROM <graph0>", "FROM<graph0>FROM <graph1>", "PREFIX : <> SELECT FROM:graph0"])
def test_a_query_names_its_own_graphs(store: Store, start: str) -> None:
    if start.startswith("PREFIX"):
        query = "PREFIX : <> SELECT (COUNT(*) AS ?n) FROM:graph0 { ?s ?p ?o }"
        assert count(store, query) == 6
    else:
        expected = {0: 18, 1: 6, 2: 12}[start.count("FROM")]
        assert count(store, f"SELECT (COUNT(*) AS ?n) {start} {{ ?s ?p ?o }}") == expected
    assert count(store, "SELECT (COUNT(*) AS ?n) FROM NAMED <graph0> { ?s ?p ?o }") == 0
    assert count(store, "SELECT (COUNT(*) AS ?n) FROM NAMED <graph0> { GRAPH ?g { ?s ?p ?o } }") == 6


def test_the_graphs_of_the_request_overrule_those_of_the_query(store: Store) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <graph0> { ?s ?p ?o }"
    one, two = "http://example.org/graph1", "http://example.org/graph2"
    assert count(store, query, default_graphs=(one, two)) == 12
    assert count(store, query, named_graphs=(one,)) == 0
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graphs=(one,)) == 6
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", default_graphs=(one,)) == 0


PROBLEMS = {
    "SELECT * {": (400, "query-syntax"),
    "": (400, "query-syntax"),
    "INSERT DATA { <a> <b> <c> }": (400, "query-syntax"),
    "LOAD <http://127.0.0.1/>": (400, "query-syntax"),
    "SELECT * { SERVICE <x> {} }": (403, "no-service"),
    "SELECT (<f>(1) AS ?x) {}": (500, "query-failed"),
}


@pytest.mark.parametrize("query", PROBLEMS)
def test_a_problem_is_told_with_its_reason(store: Store, query: str) -> None:
    head = reply(store, query).head
    assert (head.status, head.problem) == PROBLEMS[query]
    assert "{" not in say(f"endpoint.{head.problem}", **head.facts)[:100]
    if head.problem == "query-syntax":
        assert head.facts["reason"].startswith("error at ")
        assert len(head.facts["reason"]) < 450


def test_an_answer_that_is_too_long_is_none(store: Store) -> None:
    assert reply(store, "SELECT * { ?s ?p ?o }", limit=500).head.problem == "result-too-long"
    assert reply(store, "SELECT * { ?s ?p ?o } LIMIT 1", limit=500).head.status == 200


class Raising:
    """A store in which something goes wrong."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def query(self, *_: object, **__: object) -> object:
        raise self.error


@pytest.mark.parametrize(("error", "status", "problem"), [
    (MemoryError(), 500, "query-crashed"),
    (PermissionError("no socket"), 403, "no-service"),
    (OSError("a damaged block"), 500, "query-failed"),
    (RuntimeError("some\nthing"), 500, "query-failed"),
])  # fmt: skip
def test_what_goes_wrong_inside_is_a_problem_too(error: Exception, status: int, problem: str) -> None:
    head = reply(Raising(error), "ASK {}").head  # type: ignore[arg-type]  # asked one thing only
    assert (head.status, head.problem) == (status, problem)


def test_relative_iris_stand_under_the_base_of_the_data(store: Store) -> None:
    assert reply(store, "ASK { <n1> <next> <n2> }").body.endswith(b"true}")
