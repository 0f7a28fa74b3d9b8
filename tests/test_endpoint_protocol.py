"""A request is a query, or it is refused with the status that says why."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.protocol import FORM, QUERY, UPDATE, RefusedError, Request, question_of
from crisisgraph.sentences import say

ASK = "ASK {}"
LONGEST = 1_000


def get(*pairs: tuple[str, str]) -> Request:
    return Request(urlencode(pairs).encode())


def post(content_type: str, body: bytes, *pairs: tuple[str, str]) -> Request:
    return Request(urlencode(pairs).encode(), None, content_type, body)


def form(*pairs: tuple[str, str]) -> Request:
    return post(FORM, urlencode(pairs).encode())


@pytest.mark.parametrize("request_", [
    get(("query", ASK)),
    form(("query", ASK)),
    post(QUERY, ASK.encode()),
    post(f"{QUERY}; charset=UTF-8", ASK.encode()),
    post(f'{FORM} ;charset="utf-8"', b"query=ASK+%7B%7D"),
    post("Application/SPARQL-Query", ASK.encode()),
], ids=str)  # fmt: skip
def test_a_query_comes_in_three_ways(request_: Request) -> None:
    assert question_of(request_, LONGEST) == Question(ASK)


def test_graphs_may_be_given_more_than_once_and_beside_a_body() -> None:
    graphs = [
        ("default-graph-uri", "http://e.nl/a"),
        ("default-graph-uri", "http://e.nl/b"),
        ("named-graph-uri", "urn:c"),
    ]
    expected = Question(ASK, default_graphs=("http://e.nl/a", "http://e.nl/b"), named_graphs=("urn:c",))
    assert question_of(get(("query", ASK), *graphs), LONGEST) == expected
    assert question_of(form(*graphs, ("query", ASK)), LONGEST) == expected
    assert question_of(post(QUERY, ASK.encode(), *graphs), LONGEST) == expected


def test_a_percent_sign_is_decoded_once() -> None:
    question = question_of(post(FORM, b"query=ASK%7B%7D%23%252520"), LONGEST)
    assert question == Question("ASK{}#%2520")


def test_a_plain_get_asks_what_the_service_is() -> None:
    assert question_of(get(), LONGEST) is None
    assert question_of(get(("other", "x")), LONGEST) is None


@pytest.mark.parametrize("name", ["csv", "JSON", "ttl", "rdf+xml", "json-ld"])
def test_a_format_can_be_named(name: str) -> None:
    question = question_of(get(("query", ASK), ("format", name)), LONGEST)
    assert question is not None
    assert question.format == name.lower()


def test_a_plus_that_was_not_encoded_is_understood() -> None:
    question = question_of(Request(b"query=ASK&format=rdf+xml"), LONGEST)
    assert question is not None
    assert question.format == "rdf+xml"


REFUSED = {
    "two queries": (get(("query", ASK), ("query", ASK)), 400, "one-query"),
    "a query in address and body": (post(QUERY, ASK.encode(), ("query", ASK)), 400, "one-query"),
    "a query in address and form": (post(FORM, b"query=ASK{}", ("query", ASK)), 400, "one-query"),
    "no query": (form(("other", "x")), 400, "no-query"),
    "an update by GET": (get(("update", "CLEAR ALL")), 400, "no-update"),
    "an update by form": (form(("update", "CLEAR ALL")), 403, "no-update"),
    "an update as it is": (post(UPDATE, b"CLEAR ALL"), 403, "no-update"),
    "query and update": (form(("query", ASK), ("update", "CLEAR ALL")), 400, "no-update"),
    "query and update by GET": (get(("query", ASK), ("update", "CLEAR ALL")), 400, "no-update"),
    "query with an update in the address": (post(QUERY, ASK.encode(), ("update", "x")), 400, "no-update"),
    "another media type": (post("text/plain", ASK.encode()), 415, "wrong-media-type"),
    "no media type": (post("", ASK.encode()), 415, "wrong-media-type"),
    "another encoding": (post(f"{QUERY};charset=UTF-16", ASK.encode("utf-16")), 415, "not-utf-8"),
    "no UTF-8 as it is": (post(QUERY, b"ASK {} # \xff"), 400, "not-utf-8"),
    "no UTF-8 in a form": (post(FORM, b"query=%ff"), 400, "not-utf-8"),
    "no UTF-8 in an address": (Request(b"query=%c3%28"), 400, "not-utf-8"),
    "half a pair": (post(FORM, b"query=%ed%a0%80"), 400, "not-utf-8"),
    "too long": (get(("query", "#" * 1_001)), 413, "query-too-long"),
    "too long in bytes": (get(("query", "é" * 501)), 413, "query-too-long"),
    "a format that is none": (get(("query", ASK), ("format", "xlsx")), 400, "unknown-format"),
    "a graph that is no IRI": (get(("query", ASK), ("default-graph-uri", "graph")), 400, "graph-no-iri"),
    "a graph with a space": (get(("query", ASK), ("named-graph-uri", "http://e.nl/a b")), 400, "graph-no-iri"),
    "too many parameters": (Request(b"&".join([b"a=b"] * 1_001)), 400, "too-many-parameters"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_query_is_refused(name: str) -> None:
    request, status, problem = REFUSED[name]
    with pytest.raises(RefusedError) as caught:
        question_of(request, LONGEST)
    assert (caught.value.status, caught.value.problem) == (status, problem)
    sentence = say(f"endpoint.{problem}", **caught.value.facts)
    assert " / " in sentence
    assert "{" not in sentence


def test_the_longest_query_is_taken() -> None:
    assert question_of(get(("query", "#" * LONGEST)), LONGEST) is not None
