"""An assistant finds, follows and counts through the tools, and can cite all that it is told."""

from __future__ import annotations

import asyncio
import builtins
import json
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from app_build import app_corpus
from factories import made_corpus
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult
from rest_client import FIRST, SECOND, THIRD, build

from crisisgraph.assistant.server import tool_server
from crisisgraph.cli import main
from crisisgraph.corpus import write_corpus
from crisisgraph.encoder import load_encoder
from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.messages import Head, Question, Reply
from crisisgraph.endpoint.rest import resources
from crisisgraph.graph import graph_of, write_graph
from crisisgraph.index import build_index, write_index
from crisisgraph.memory import Memory
from crisisgraph.publication import publish
from crisisgraph.settings import ROOT, Settings

__all__ = ["build"]  # a fixture

BASE = "https://w3id.org/crisisgraph/id/"

#: What an assistant does: one client, some calls, and what came of them.
Session = Callable[[Client], Coroutine[Any, Any, Any]]


class Said:
    """Answers every SPARQL query with the same reply, and remembers what was asked."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[Question] = []

    async def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        return self.reply


def answered(media_type: str, body: str) -> Said:
    data = body.encode()
    return Said(Reply(Head(200, media_type, len(data)), data))


NOTHING = answered("text/turtle", "")


@pytest.fixture(scope="module")
def builds(build: Path) -> Builds:
    """The made-up corpus, published."""
    return Builds(build, Settings())


def ask(builds: Builds, session: Session, queries: Said = NOTHING) -> Any:
    async def run() -> Any:
        async with Client(tool_server(builds, queries)) as client:
            return await session(client)

    return asyncio.run(run())


def call(builds: Builds, name: str, given: dict[str, Any], queries: Said = NOTHING) -> CallToolResult:
    """Call one tool; its text says what its structure says."""
    result: CallToolResult = ask(builds, lambda client: client.call_tool(name, given), queries)
    if not result.is_error:
        [text] = result.content
        assert text.type == "text"
        assert json.loads(text.text) == result.structured_content
    return result


def sentence(result: CallToolResult) -> str:
    assert result.is_error
    [text] = result.content
    assert text.type == "text"
    return text.text


def test_the_tools_say_what_they_take_and_that_they_change_nothing(builds: Builds) -> None:
    async def listed(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in ask(builds, listed)}
    assert list(tools) == ["search", "trace", "list_recommendations", "sparql"]
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
        assert tool.description
        for schema in (tool.input_schema, tool.output_schema):
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
            assert "#/components" not in json.dumps(schema)
        assert all("description" in row for row in tool.input_schema["properties"].values())
    taken = tools["list_recommendations"].input_schema
    assert taken["properties"]["kind"]["items"]["enum"] == ["recommendation", "finding", "response", "commitment"]
    assert taken["properties"]["hasResponse"]["type"] == "boolean"
    assert tools["search"].input_schema["required"] == ["q"]
    assert "cg:respondsTo" in tools["sparql"].description


def test_every_answer_fits_its_schema(builds: Builds) -> None:
    async def session(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        for name, given in (
            ("search", {"q": "sirene"}),
            ("search", {"q": "xyzzy", "kind": ["finding"]}),
            ("trace", {"id": FIRST}),
            ("trace", {"id": "recommendation-vreemd-1"}),
            ("list_recommendations", {"pageSize": 100, "kind": ["response", "recommendation"]}),
            ("sparql", {"query": "DESCRIBE <x>"}),
        ):
            result = await client.call_tool(name, given)
            assert not result.is_error
            schema: Any = tools[name].output_schema
            Draft202012Validator(schema).validate(result.structured_content)

    ask(builds, session)


def test_the_assistant_is_told_how_to_cite(builds: Builds) -> None:
    async def told(client: Client) -> Any:
        return client.instructions

    text = ask(builds, told)
    for words in ("letterlijk", "bladzijde", "IRI", "digest: true", "verzin niets"):
        assert words in text


def test_search_finds_words_and_where_they_stand(builds: Builds) -> None:
    found: Any = call(builds, "search", {"q": "wie test de sirene?", "limit": 1, "kind": "recommendation"})
    [hit] = found.structured_content["hits"]
    assert (hit["quote"], hit["page"], hit["iri"]) == (
        "De gemeente Oosterdam test de sirene elke maand.", 1, BASE + FIRST,
    )  # fmt: skip


def test_a_trace_is_asked_by_id_or_iri(builds: Builds) -> None:
    for name in (FIRST, BASE + FIRST):
        found: Any = call(builds, "trace", {"id": name}).structured_content
        assert [step["quote"] for step in found["responses"]] == ["Het college neemt aanbeveling 1 over."]
        assert all({"quote", "page", "iri", "digest"} <= step.keys() for step in found["commitments"])
    assert call(builds, "trace", {"id": THIRD}).structured_content["reaction"] == "geen reactie gevonden"


def test_a_list_takes_lists_and_plain_values(builds: Builds) -> None:
    given = {
        "theme": "leren en borgen",
        "hasResponse": True,
        "position": ["accepts", "rejects"],
        "pageSize": 1,
        "page": 2,
    }
    found: Any = call(builds, "list_recommendations", given).structured_content
    assert (found["total"], [item["id"] for item in found["items"]]) == (2, [SECOND])
    assert "links" not in found
    everything: Any = call(builds, "list_recommendations", {"theme": []}).structured_content
    assert everything["total"] == 5


def test_a_sparql_answer_comes_with_the_words_it_is_about(builds: Builds) -> None:
    passage = app_corpus().passages[0].id
    rows = [{"r": {"type": "uri", "value": BASE + name}} for name in (FIRST, passage, FIRST, "report-storm-oosterdam")]
    body = json.dumps({"head": {"vars": ["r"]}, "results": {"bindings": rows}})
    queries = answered("application/sparql-results+json", body)
    found: Any = call(builds, "sparql", {"query": "SELECT ?r {}"}, queries).structured_content
    assert [question.query for question in queries.asked] == ["SELECT ?r {}"]
    assert found["result"] == json.loads(body)
    assert [(one["iri"], one["page"]) for one in found["sources"]] == [(BASE + FIRST, 1), (BASE + passage, 1)]
    assert found["sources"][0]["quote"] == "De gemeente Oosterdam test de sirene elke maand."
    assert found["sources"][1]["section"] == ["1 Wat wij zagen"]


def test_triples_come_as_turtle(builds: Builds) -> None:
    turtle = f"<{BASE}{SECOND}> a <https://w3id.org/crisisgraph/def/Recommendation> .\n"
    found: Any = call(builds, "sparql", {"query": "DESCRIBE ?x"}, answered("text/turtle", turtle)).structured_content
    assert (found["mediaType"], found["result"]) == ("text/turtle", turtle)
    assert [one["iri"] for one in found["sources"]] == [BASE + SECOND]


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("search", {}, "De parameter “q” ontbreekt; geef een tekst van 1 tot en met 1000 tekens."),
        ("search", {"q": "brug", "limit": 51}, "geef een geheel getal van 1 tot en met 50."),
        (
            "search",
            {"q": {"a": 1}},
            "De parameter “q” moet een tekst, getal, true, false of een lijst met teksten zijn.",
        ),
        ("search", {"q": "brug", "theme": "borgen en leren"}, "Er is geen thema “borgen en leren”; bedoelt u"),
        ("trace", {"id": "nergens"}, "Er is geen uitspraak “nergens”; zoek er een met search of list_recommendations."),
        ("trace", {}, "Geef alleen de parameter “id”, met een tekst."),
        ("trace", {"id": FIRST, "kind": "x"}, "Geef alleen de parameter “id”, met een tekst."),
        ("list_recommendations", {"kind": "advies"}, "een van deze: recommendation, finding, response, commitment."),
        ("list_recommendations", {"hasResponse": 1}, "geef true of false."),
        ("sparql", {"query": 1}, "Geef alleen de parameter “query”, met een tekst."),
        ("sparql", {"query": ""}, "Geef alleen de parameter “query”, met een tekst."),
        ("delete", {}, "Er is geen hulpmiddel “delete”; deze zijn er: search, trace, list_recommendations, sparql."),
    ],
)
def test_what_is_wrong_is_one_sentence(builds: Builds, name: str, given: dict[str, Any], words: str) -> None:
    said = sentence(call(builds, name, given))
    assert words in said
    assert "\n" not in said


def test_a_query_that_is_refused_says_why(builds: Builds) -> None:
    said = sentence(call(builds, "sparql", {"query": "ASK {}"}, Said(Reply.refused(503, "busy"))))
    assert said
    assert said != "busy"


def test_a_failure_of_ours_is_one_sentence_and_logs_no_question(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("geheime vraag")

    monkeypatch.setattr(resources, "answer", broken)
    with caplog.at_level(logging.INFO, logger="crisisgraph"):
        said = sentence(call(builds, "search", {"q": "geheime vraag"}))
    assert said == "Er ging iets mis wat niet had mogen gebeuren; meld het bij de beheerder."
    [logged] = [record.getMessage() for record in caplog.records if record.name == "crisisgraph.assistant.server"]
    assert "ZeroDivisionError" in logged
    assert "geheim" not in logged


def test_without_the_sdk_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> ModuleType:
        if name.partition(".")[0] == "mcp":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "crisisgraph.assistant.server", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["mcp"]) == 2
    assert capsys.readouterr().err == (
        "Voor de MCP-server is nog één pakket nodig; installeer het met `python -m pip install 'mcp>=2.3,<3'`.\n"
    )


def test_without_a_build_a_sentence_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--build", str(tmp_path)]) == 2
    assert "crisisgraph build" in capsys.readouterr().err


def test_a_real_assistant_talks_to_a_real_process(tmp_path: Path) -> None:
    corpus = made_corpus()

    def fill(folder: Path) -> None:
        write_corpus(corpus, folder / "corpus")
        write_index(build_index(corpus, Memory(load_encoder(Settings()))), folder / "index")
        write_graph(graph_of(corpus, Settings()), folder / "graph")

    publish(tmp_path, fill, {})
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "crisisgraph", "mcp", "--build", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )

    async def session() -> None:
        async with Client(command, read_timeout_seconds=60) as client:
            found: Any = await client.call_tool("search", {"q": "sirene", "limit": 1})
            assert found.structured_content["hits"][0]["quote"]
            query = "PREFIX cg: <https://w3id.org/crisisgraph/def/> SELECT ?r { ?r a cg:Recommendation } ORDER BY ?r"
            rows: Any = await client.call_tool("sparql", {"query": query})
            assert len(rows.structured_content["result"]["results"]["bindings"]) == 4
            assert {one["iri"] for one in rows.structured_content["sources"]} >= {BASE + FIRST, BASE + SECOND}
            for attack in ("(" * 30_000, "ASK { SERVICE <http://127.0.0.1:1/> {} }"):
                assert (await client.call_tool("sparql", {"query": attack})).is_error
            again: Any = await client.call_tool("sparql", {"query": "ASK { ?s ?p ?o }"})
            assert again.structured_content["result"]["boolean"] is True

    asyncio.run(session())
