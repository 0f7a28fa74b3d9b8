"""No query reads a file, opens a connection, ends the server, or keeps others waiting."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from served import LIMITS, Answer, Endpoint, served

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
DEEP = 30_000
SECRET = "het wachtwoord is kaneelstok"


def doubling(times: int) -> str:
    """Return a query that makes a text of two to the power of `times`."""
    binds = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("abcdefgh" AS ?x0) {binds} }}'


#: Queries that would take for ever, or all memory.
HEAVY = {
    "product": PRODUCT,
    "sorted product": SORTED_PRODUCT,
    "doubling": doubling(40),
    "tenfold by REPLACE": "SELECT (STRLEN("
    + "REPLACE(" * 8
    + f'"{"a" * 2000}"'
    + ', "a", "aaaaaaaaaa")' * 8
    + ") AS ?n) {}",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|!<http://example.org/x>)* ?b . "
    "?b (<http://example.org/next>*)* ?c . ?d <http://example.org/next>* ?e }",
    "all distinct": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}

#: Nested as deeply as the length allows.
NESTED = {
    "braces": "ASK " + "{" * DEEP + "}" * DEEP,
    "parentheses": "ASK { FILTER" + "(" * DEEP + "1" + ")" * DEEP + " }",
    "not": "ASK { FILTER(" + "!" * DEEP + "1) }",
    "paths": "ASK { ?s " + "(" * DEEP + "<p:p>" + ")" * DEEP + " ?o }",
    "and": "ASK { FILTER(1" + "&&1" * (DEEP // 2) + ") }",
    "or": "ASK { FILTER(1" + "||1" * (DEEP // 2) + ") }",
    "union": "ASK { {}" + "UNION{}" * (DEEP // 4) + " }",
    "collections": "ASK { ?s ?p " + "(" * DEEP + ")" * DEEP + " }",
    "blank nodes": "ASK { " + "[<p:p>" * (DEEP // 4) + "1" + "]" * (DEEP // 4) + " }",
    "optional": "ASK { " + "OPTIONAL{" * (DEEP // 5) + "}" * (DEEP // 5) + " }",
    "unclosed": "ASK " + "{" * (2 * DEEP),
    "minus": "ASK { FILTER(" + "-" * DEEP + "1 = 1) }",
}


def services(address: str) -> list[str]:
    """Return calls on another endpoint, spelled in every way that a parser may take."""
    to = f"<{address}>"
    prologue = f"PREFIX : <{address}> PREFIX s: <{address}> PREFIX service: <{address}> BASE <{address}> "
    return [
        f"SELECT * {{ SERVICE {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SeRvIcE {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE{to}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE\n#comment\n{to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE\t{to}\t{{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT{to}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND({to} AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?e {{ {to} }} SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?e {{ {to} }} SERVICE SILENT ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?e {{ {to} }} SERVICE?e{{ ?s ?p ?o }} }}",
        f'SELECT * {{ BIND(IRI(CONCAT("{address[:7]}", "{address[7:]}")) AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}',
        prologue + "SELECT * { SERVICE : { ?s ?p ?o } }",
        prologue + "SELECT * { SERVICE:x { ?s ?p ?o } }",
        prologue + "SELECT * { SERVICE s:x { ?s ?p ?o } }",
        prologue + "SELECT * { SERVICE service:x { ?s ?p ?o } }",
        prologue + "SELECT * { SERVICE SILENT:x { ?s ?p ?o } }",
        prologue + "SELECT * { SERVICE <x> { ?s ?p ?o } }",
        f"SELECT * {{ \\u0053ERVICE {to} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{address.replace('h', chr(92) + 'u0068', 1)}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE {to} {{ ?s ?p ?o }} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE {to} {{ ?s ?p ?o }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ OPTIONAL {{ SERVICE {to} {{ ?s ?p ?o }} }} }}",
        f"SELECT * FROM {to} {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED {to} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"DESCRIBE {to} FROM {to}",
        f"LOAD {to}",
    ]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@contextmanager
def others_asking(endpoint: Endpoint) -> Iterator[list[Answer]]:
    """Ask an ordinary question all the time, meanwhile; the answers are complete after it."""
    answers: list[Answer] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answers.append(endpoint.ask("SELECT ?name { <http://example.org/n7> <http://example.org/name> ?name }"))
            time.sleep(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield answers
    finally:
        stop.set()
        asking.join()


@contextmanager
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on this machine, and keep what anyone who connects says first."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                caller, _ = listener.accept()
            except TimeoutError:
                continue
            heard.append(b"connected")
            caller.close()

    listening = threading.Thread(target=listen)
    listening.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", heard
    finally:
        stop.set()
        listening.join()
        listener.close()


def works(endpoint: Endpoint) -> bool:
    return endpoint.ask("ASK { <http://example.org/n7> ?p ?o }").text.endswith('"boolean":true}')


@pytest.mark.parametrize("name", HEAVY)
def test_a_query_without_end_is_stopped_and_the_others_go_on(endpoint: Endpoint, name: str) -> None:
    with others_asking(endpoint) as answers:
        answer = endpoint.ask(HEAVY[name])
    assert answer.status in (500, 503)
    assert answer.seconds < 8
    assert re.fullmatch(r"(De vraag|Het antwoord) .+; .+\. / The (query|result) .+; .+\.\n", answer.text)
    assert ("Retry-After" in answer.headers) == (answer.status == 503)
    assert {other.status for other in answers} == {200}
    assert max(other.seconds for other in answers) < 1
    assert works(endpoint)


def test_more_of_them_than_there_are_places_keep_nobody_waiting(endpoint: Endpoint) -> None:
    """The first answer shows the price: room has to be made before it."""
    with ThreadPoolExecutor(8) as attackers:
        attacks = [attackers.submit(endpoint.ask, PRODUCT) for _ in range(8)]
        time.sleep(0.1)
        with others_asking(endpoint) as answers:
            statuses = [attack.result().status for attack in attacks]
    assert set(statuses) == {503}
    assert {other.status for other in answers} == {200}
    assert max(other.seconds for other in answers) < 3
    assert works(endpoint)


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_ends_nothing(endpoint: Endpoint, name: str) -> None:
    assert len(NESTED[name]) < 64 << 10
    with others_asking(endpoint) as answers:
        answer = endpoint.post(NESTED[name])
    assert answer.status in (200, 400, 500, 503)
    assert {other.status for other in answers} == {200}
    assert max(other.seconds for other in answers) < 1
    assert works(endpoint)


@pytest.mark.parametrize("name", ["braces", "parentheses"])
def test_thirty_thousand_brackets_are_simply_answered(endpoint: Endpoint, name: str) -> None:
    assert endpoint.post(NESTED[name]).status == 200


def test_no_spelling_reaches_another_machine(endpoint: Endpoint) -> None:
    with trap() as (address, heard):
        with socket.create_connection(("127.0.0.1", int(address.rsplit(":")[-1].strip("/")))):
            time.sleep(0.2)
        assert heard == [b"connected"]  # the trap works
        queries = services(address)
        answers = [endpoint.post(query) for query in queries]
        time.sleep(0.2)
        assert heard == [b"connected"]
    assert sum("SERVICE" in query.upper() for query in queries) >= 20
    for query, answer in zip(queries, answers, strict=True):
        assert answer.status in (200, 400, 403), query
        if answer.status == 200:
            assert "knoop" not in answer.text
    assert works(endpoint)


@pytest.mark.parametrize("query", [
    "SELECT * FROM <file://{path}> {{ ?s ?p ?o }}",
    "SELECT * FROM <{path}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <file://{path}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <file://{path}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <file://{path}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <file://{path}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <file://{path}> FROM <file://{path}>",
    "LOAD <file://{path}>",
])  # fmt: skip
def test_no_file_is_read(endpoint: Endpoint, tmp_path: Path, query: str) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text(f'<http://example.org/a> <http://example.org/b> "{SECRET}" .\n')
    for path in (str(secret), "/etc/passwd"):
        answer = endpoint.post(query.format(path=path))
        assert answer.status in (200, 400, 403)
        assert SECRET not in answer.text
        assert "root:" not in answer.text
    for parameter in ("default-graph-uri", "named-graph-uri"):
        answer = endpoint.ask(
            "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", **{parameter: f"file://{secret}"}
        )
        assert answer.status == 200
        assert SECRET not in answer.text


@pytest.mark.parametrize("junk", [
    b"ASK { ?s ?p '\xff' }", b"\xff\xfeA\x00S\x00K\x00", b"ASK { ?s ?p '\xed\xa0\x80' }", b"\x00" * 100, b"\xc3",
])  # fmt: skip
def test_bad_utf_8_is_refused(endpoint: Endpoint, junk: bytes) -> None:
    assert endpoint.post(junk).status == 400
    assert endpoint.post(b"query=" + junk, "application/x-www-form-urlencoded").status == 400
    percent = "".join(f"%{byte:02x}" for byte in junk)
    assert endpoint.request("GET", "/sparql?query=" + percent).status == 400
    assert works(endpoint)


@pytest.mark.parametrize("size", [70_000, 1_000_000])
def test_a_query_of_a_megabyte_is_refused(endpoint: Endpoint, size: int) -> None:
    query = "ASK { FILTER('" + "a" * size + "' = '') }"
    with others_asking(endpoint) as answers:
        assert endpoint.post(query).status == 413
        assert endpoint.form(query=query).status == 413
        assert status_or_cut(lambda: endpoint.ask(query)) in (400, 413, None)  # an address that long is cut off
    assert max(other.seconds for other in answers) < 1
    assert works(endpoint)


def test_a_body_without_end_is_not_read(endpoint: Endpoint) -> None:
    with others_asking(endpoint) as answers:
        assert status_or_cut(lambda: endpoint.post(b"ASK {}" + b" " * 50_000_000)) in (413, None)
    assert max(other.seconds for other in answers) < 1
    assert works(endpoint)


def status_or_cut(ask: Callable[[], Answer]) -> int | None:
    """Return the status, or none when the connection was closed before all was sent."""
    try:
        return ask().status
    except OSError:
        return None


@pytest.mark.parametrize("query", [
    "ASK { FILTER(?x = '" + "\\'" * 30_000, "ASK { " + '"' * 60_000, "ASK { " + "'''" + "'\"" * 20_000, "<" * 60_000,
    "ASK { " + "FROM " * 12_000 + " }", "PREFIX a: <a:a> " * 4_000, "SERVICE" * 9_000, "a:" * 30_000,
])  # fmt: skip
def test_text_that_is_hard_to_read_is_read_fast(endpoint: Endpoint, query: str) -> None:
    answer = endpoint.post(query)
    assert answer.status in (400, 403)
    assert answer.seconds < 1.5


def test_many_parameters_and_long_headers_are_refused(endpoint: Endpoint) -> None:
    assert endpoint.request("GET", "/sparql?" + "a=b&" * 5_000).status == 400
    assert (
        endpoint.post(
            "&" + "default-graph-uri=a:a&" * 5_000 + "query=ASK{}", "application/x-www-form-urlencoded"
        ).status
        == 400
    )
    answer = endpoint.ask("ASK {}", accept="text/csv;a=" + '"\\' * 30_000)
    assert answer.status in (200, 400, 406)
    assert answer.seconds < 1.5
    assert works(endpoint)


def test_a_result_without_end_is_refused_before_any_of_it_is_sent(tmp_path: Path) -> None:
    with served(tmp_path, limits=replace(LIMITS, result=100_000)) as small:
        answer = small.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        assert answer.status == 500
        assert "LIMIT" in answer.text
        assert small.ask("SELECT * { ?a ?b ?c } LIMIT 10").status == 200


def test_five_hundred_requests_by_twenty_clients(endpoint: Endpoint) -> None:
    questions = ["SELECT * { ?s ?p ?o } LIMIT 50", "ASK { ?s ?p ?o }", "DESCRIBE <http://example.org/n3>", "SELECT * {"]
    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(lambda number: endpoint.ask(questions[number % 4]), range(500)))
    for number, answer in enumerate(answers):
        expected = 400 if number % 4 == 3 else 200
        assert answer.status == expected or (answer.status == 503 and answer.headers["Retry-After"])
    assert sum(answer.status == 200 for answer in answers) > 300
    assert works(endpoint)


def test_heavy_queries_among_five_hundred_end_nothing(endpoint: Endpoint) -> None:
    def ask(number: int) -> Answer:
        return endpoint.ask(PRODUCT if number % 50 == 0 else "SELECT * { ?s ?p ?o } LIMIT 50")

    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(ask, range(500)))
    assert {answer.status for answer in answers} <= {200, 503}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status == 503)
    assert sum(answer.status == 200 for answer in answers) > 400
    assert works(endpoint)
