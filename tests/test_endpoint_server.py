"""Over HTTP: every method, the headers, the sentences, and nothing of a query in the log."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from served import LIMITS, Endpoint, data, served
from starlette.types import Receive, Scope, Send

from crisisgraph.endpoint import server
from crisisgraph.endpoint.description import description_of
from crisisgraph.endpoint.headers import HEADERS, Headers
from crisisgraph.endpoint.protocol import RefusedError
from crisisgraph.endpoint.server import serve
from crisisgraph.endpoint.service import service_of_files
from crisisgraph.errors import InputError
from crisisgraph.sentences import say_error
from crisisgraph.settings import Settings
from crisisgraph.store import RdfFile

ROWS = "SELECT ?name { <http://example.org/n1> <http://example.org/name> ?name }"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


def test_a_query_is_answered_in_three_ways(endpoint: Endpoint) -> None:
    for answer in (endpoint.ask(ROWS), endpoint.form(query=ROWS), endpoint.post(ROWS)):
        assert answer.status == 200
        assert answer.media_type == "application/sparql-results+json"
        (row,) = json.loads(answer.body)["results"]["bindings"]
        assert row["name"] == {"type": "literal", "value": "knoop 1", "xml:lang": "nl"}


def test_text_says_its_encoding_and_what_it_depends_on(endpoint: Endpoint) -> None:
    answer = endpoint.ask(ROWS, accept="text/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Vary"] == "Accept"
    assert answer.text == "name\r\nknoop 1\r\n"
    assert endpoint.ask(ROWS, format="tsv").text == '?name\n"knoop 1"@nl\n'


def test_every_response_carries_the_headers_that_keep_browsers_safe(endpoint: Endpoint) -> None:
    for answer in (endpoint.ask(ROWS), endpoint.ask("ASK {"), endpoint.request("GET", "/nothing")):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Server" not in answer.headers or answer.headers["Server"] == "uvicorn"  # switched off in `serve`


def test_head_is_get_without_the_body(endpoint: Endpoint) -> None:
    got = endpoint.ask(ROWS)
    head = endpoint.request("HEAD", "/sparql?query=" + ROWS.replace(" ", "+").replace("#", "%23"))
    assert head.status == 200
    assert head.body == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_browser_may_ask_first(endpoint: Endpoint) -> None:
    answer = endpoint.request("OPTIONS", "/sparql", {"Origin": "https://e.nl", "Access-Control-Request-Method": "POST"})
    assert answer.status == 204
    assert answer.body == b""
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(endpoint: Endpoint, method: str) -> None:
    answer = endpoint.request(method, "/sparql", body=b"ASK {}")
    assert answer.status == 405
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "POST", "OPTIONS"}
    assert answer.text == "Deze methode kan hier niet. / This method is not allowed here.\n"


@pytest.mark.parametrize(("status", "parameters"), [
    (400, {"query": "ASK {"}), (403, {"query": "ASK { SERVICE <http://e.nl/> {} }"}), (400, {"other": "x"}),
    (406, {"query": "ASK {}", "format": "csv"}), (403, {"update": "CLEAR ALL"}),
])  # fmt: skip
def test_a_refusal_is_a_sentence_in_two_languages(endpoint: Endpoint, status: int, parameters: dict[str, str]) -> None:
    answer = endpoint.form(**parameters)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.count(" / ") >= 1
    assert answer.text.endswith("\n")
    assert "Traceback" not in answer.text


def test_the_service_describes_itself_under_the_address_it_was_asked_at(endpoint: Endpoint) -> None:
    for accept, form in ((None, "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml")):
        answer = endpoint.request("GET", "/sparql", {"Accept": accept} if accept else {})
        graph = Graph().parse(data=answer.text, format=form)
        (service,) = graph.subjects(RDF.type, URIRef(SD + "Service"))
        assert list(graph.objects(service, URIRef(SD + "endpoint"))) == [URIRef(endpoint.url)]
        assert (service, URIRef(SD + "supportedLanguage"), URIRef(SD + "SPARQL11Query")) in graph
        assert len(list(graph.subjects(RDF.type, URIRef(SD + "NamedGraph")))) == 3
    assert endpoint.request("GET", "/sparql", {"Accept": "image/png"}).status == 406


@pytest.mark.parametrize("host", ["e.nl/> ; ?p ?o . <x", 'e.nl"', "e nl", "", "é.nl"])
def test_a_host_that_is_none_gets_nothing_into_the_description(endpoint: Endpoint, host: str) -> None:
    request = f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", endpoint.port)) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert f"#endpoint> <{endpoint.url}>" in answer.decode()
    assert not host or host.encode() not in answer


@pytest.mark.parametrize("address", ["http://e.nl/> ?p ?o . <x", "http://e nl/sparql", "ftp://e.nl/", 'http://e.nl"/'])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as caught:
        description_of(address, None)
    assert (caught.value.status, caught.value.problem) == (400, "bad-address")


def test_another_path_is_not_found(endpoint: Endpoint) -> None:
    answer = endpoint.request("GET", "/sparql/x")
    assert (answer.status, answer.text) == (404, "Hier staat niets. / There is nothing here.\n")


def test_the_log_says_that_and_not_what_was_asked(endpoint: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "crisisgraph")
    secret = "geheimevraag"
    endpoint.ask(f"ASK {{ ?{secret} ?p ?o }}")
    endpoint.form(query=f"ASK {{ ?{secret}", other=secret)
    endpoint.post(f"ASK {{ SERVICE <http://{secret}/> {{}} }}", path=f"/sparql?format=xml&x={secret}")
    lines = logged(caplog, 3)
    assert secret not in caplog.text
    assert [line.split(" ")[:3] for line in lines] == [
        ["GET", "/sparql", "200"], ["POST", "/sparql", "400"], ["POST", "/sparql", "403"],
    ]  # fmt: skip


def logged(caplog: pytest.LogCaptureFixture, count: int) -> list[str]:
    """Return the lines about requests, once there are `count`: a line comes just after its answer."""
    deadline = time.monotonic() + 10
    while True:
        lines = [record.getMessage() for record in caplog.records if record.name == "crisisgraph.endpoint.headers"]
        if len(lines) >= count or time.monotonic() > deadline:
            return lines
        time.sleep(0.01)


def test_a_line_of_the_log_stays_one_line(endpoint: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "crisisgraph")
    endpoint.request("GET", "/x%0a2026-01-01%20GET%20/forged%20200")
    (line,) = logged(caplog, 1)
    assert line.startswith("GET /x%0a2026-01-01%20GET%20/forged%20200 404 ")


def test_a_fault_of_ours_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with served(tmp_path, data(3)) as endpoint:
        monkeypatch.setattr(server, "question_of", fail)
        answer = endpoint.ask("ASK {}")
        assert (answer.status, answer.media_type) == (500, "text/plain")
        assert "ZeroDivision" not in answer.text


def test_a_port_that_is_taken_and_a_host_that_is_not_there_are_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(InputError) as caught:
            serve(None, Settings(), "127.0.0.1", taken.getsockname()[1])  # type: ignore[arg-type]  # comes to nothing
        assert caught.value.code == "port-taken"
    with pytest.raises(InputError) as caught:
        serve(None, Settings(), "no.such.host.invalid", 8000)  # type: ignore[arg-type]  # comes to nothing
    assert "127.0.0.1" in say_error(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    (tmp_path / "data.nq").write_text(data(3), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    heard: list[str] = []

    def ask_and_stop() -> None:
        with socket.create_connection((host, port), 20) as connection:  # listens before the workers are there
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            heard.append(b"".join(iter(lambda: connection.recv(65536), b"")).decode())
        os.kill(os.getpid(), signal.SIGTERM)

    settings = Settings(server=replace(LIMITS, workers=1))
    before = signal.getsignal(signal.SIGTERM)
    with service_of_files([RdfFile(tmp_path / "data.nq")], settings) as service:
        timer = threading.Timer(1.0, ask_and_stop)
        timer.start()
        serve(service, settings, host, port)
        timer.join()
    assert heard[0].endswith('"boolean":true}')
    assert "server:" not in heard[0].lower()
    assert f":{port}/sparql" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGTERM) == before


def test_what_is_not_http_is_passed_on() -> None:
    passed: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        passed.append(scope["type"])

    asyncio.run(Headers(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]  # not used
    assert passed == ["lifespan"]


def test_a_question_that_is_long_in_the_address_is_still_taken(endpoint: Endpoint) -> None:
    filler = "é" * 10_000  # sixty thousand characters in an address
    assert endpoint.ask(f"ASK {{ FILTER('{filler}' != '') }}").text.endswith("true}")


def test_the_limits_are_those_of_the_settings(tmp_path: Path) -> None:
    with served(tmp_path, data(3), replace(LIMITS, query=100)) as endpoint:
        answer = endpoint.post("#" * 101)
        assert (answer.status, "100 bytes" in answer.text) == (413, True)
