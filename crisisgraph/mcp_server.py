"""Tools for an assistant (Model Context Protocol): to search, follow, list and count, and to cite instead of invent.

The tools ask what the REST API asks and answer with the same records, so that its OpenAPI document describes both.  A
SPARQL query goes to the workers of the endpoint: never does it run in this process.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import anyio
import anyio.to_thread
import msgspec
from mcp import types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server

from crisisgraph import __version__
from crisisgraph.answers import source_record
from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.messages import Question as SparqlQuestion
from crisisgraph.endpoint.messages import Reply
from crisisgraph.endpoint.rest import resources
from crisisgraph.endpoint.rest.document import document, operations, resolved
from crisisgraph.endpoint.rest.parameters import Listing, Question, read_parameters
from crisisgraph.endpoint.service import service_of_build
from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.graph.named_queries import load_queries
from crisisgraph.sentences import say, say_error
from crisisgraph.settings import Settings
from crisisgraph.workspace import Workspace

_LOG = logging.getLogger(__name__)

Schema = dict[str, Any]
Record = dict[str, Any]

#: Bytes of the longest answer to a SPARQL query, and how many places are told of what it names.
_LONGEST, _SOURCES = 1_000_000, 50

_ACCEPT = "application/sparql-results+json, text/turtle"


class Queries(Protocol):
    """Answers SPARQL queries in processes that can be killed."""

    async def answer(self, question: SparqlQuestion) -> Reply:
        """Return the reply to `question`; nothing is raised."""


@dataclass(frozen=True, slots=True)
class _Tool:
    """What a tool is called, what it takes and gives, and the function that answers from a build and the arguments."""

    name: str
    description: str
    takes: Schema
    gives: Schema
    answer: Callable[[Workspace, Mapping[str, Any]], Record] | None = None


def serve(build: Path, settings: Settings) -> None:
    """Serve the tools over standard input and output until the assistant goes away.

    :raises NoBuildError: when nothing is published in the folder `build`.
    :raises StaleBuildError: when what is published is damaged or of another format.
    """
    asyncio.run(_serve(build, replace(settings, server=replace(settings.server, result=_LONGEST))))


async def _serve(build: Path, settings: Settings) -> None:
    builds = Builds(build, settings)
    with service_of_build(build, settings) as service:
        async with service.running(), stdio_server() as (incoming, outgoing):
            server = tool_server(builds, service)
            await server.run(incoming, outgoing, server.create_initialization_options())


def tool_server(builds: Builds, queries: Queries) -> Server[Any]:
    """Return the server of the tools over `builds`; `queries` answers what is asked in SPARQL."""
    tools = {tool.name: tool for tool in _tools()}

    async def list_tools(
        _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools.values()])

    async def call_tool(_: ServerRequestContext[Any], asked: types.CallToolRequestParams) -> types.CallToolResult:
        tool, given = tools.get(asked.name), asked.arguments or {}
        try:
            if tool is None:
                return _refused(say("mcp.no-such-tool", name=asked.name, names=", ".join(tools)))
            workspace = builds.workspace()
            if tool.answer is None:
                return await _sparql(queries, workspace, given)
            record = await anyio.to_thread.run_sync(tool.answer, workspace, given)
        except CrisisGraphError as error:
            return _refused(_sentence(error))
        except Exception as error:
            _LOG.error(say("serve.failed", path=asked.name, error=type(error).__name__))
            _LOG.debug("", exc_info=True)  # a traceback may quote the question
            return _refused(say("error.internal"))
        return _result(record)

    return Server(
        "crisisgraph",
        version=__version__,
        title="crisisgraph",
        instructions=say("mcp.instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


# --- the tools ------------------------------------------------------------------------------------


def _tools() -> Iterator[_Tool]:
    asked = operations()
    yield _Tool("search", asked["search"].description, _taken("search"), _given("Answer"), _search)
    takes = _object({"id": {"type": "string", "minLength": 1, "description": say("mcp.id")}}, ["id"])
    yield _Tool("trace", asked["getRecommendation"].description, takes, _given("Trace"), _trace)
    listing = "listRecommendations"
    yield _Tool("list_recommendations", asked[listing].description, _taken(listing), _given("StatementPage"), _list)
    example = load_queries()["without-response"]
    description = say("mcp.sparql", title=example.title, example=example.text)
    takes = _object({"query": {"type": "string", "minLength": 1, "description": say("mcp.query")}}, ["query"])
    yield _Tool("sparql", description, takes, _sparql_schema())


def _search(workspace: Workspace, given: Mapping[str, Any]) -> Record:
    return resources.answer(workspace, read_parameters(operations()["search"], Question, _texts(given)))


def _list(workspace: Workspace, given: Mapping[str, Any]) -> Record:
    asked = read_parameters(operations()["listRecommendations"], Listing, _texts(given))
    record = resources.recommendations(workspace, asked, "")
    del record["links"]  # an assistant asks for another page by its number
    return record


def _trace(workspace: Workspace, given: Mapping[str, Any]) -> Record:
    return resources.recommendation(workspace, _only(given, "id"))


async def _sparql(queries: Queries, workspace: Workspace, given: Mapping[str, Any]) -> types.CallToolResult:
    reply = await queries.answer(SparqlQuestion(_only(given, "query"), accept=_ACCEPT))
    if reply.head.problem:
        return _refused(say(f"endpoint.{reply.head.problem}", **reply.head.facts))
    text = reply.body.decode()
    is_json = reply.head.media_type.endswith("json")
    return _result(
        {
            "mediaType": reply.head.media_type,
            "result": msgspec.json.decode(text) if is_json else text,
            "sources": _sources(workspace, text),
        }
    )


def _sources(workspace: Workspace, text: str) -> list[Record]:
    """Return where the first statements and passages stand that are named in an answer, each once."""
    base = workspace.settings.base
    names = dict.fromkeys(re.findall(re.escape(base) + r"([\w.~-]+)", text))
    found = (source_record(workspace.lookup, base, name) for name in names)
    return [resources.camel(record) for record in found if record][:_SOURCES]


# --- what comes in, what goes out -------------------------------------------------------------------


def _texts(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return arguments as the texts that an address would have.

    :raises InputError: when one is of a kind that no parameter takes ("not-text").
    """
    texts = {}
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int | bool) for one in values):
            raise InputError("not-text", name=name)
        texts[name] = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    return {name: values for name, values in texts.items() if values}


def _only(given: Mapping[str, Any], name: str) -> str:
    """Return the text of the one argument that a tool takes."""
    value = given.get(name)
    if not isinstance(value, str) or not value or len(given) > 1:
        raise InputError("only-argument", name=name)
    return value


def _result(record: Record) -> types.CallToolResult:
    text = types.TextContent(type="text", text=msgspec.json.encode(record).decode())
    return types.CallToolResult(content=[text], structured_content=record)


def _refused(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)


def _sentence(error: CrisisGraphError) -> str:
    """Return what is wrong in one sentence, in the words of someone who has these tools."""
    return say(f"mcp.{error.code}", **error.facts) if isinstance(error, InputError) else say_error(error)


# --- schemas ----------------------------------------------------------------------------------------


def _described(tool: _Tool) -> types.Tool:
    reads = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema=tool.takes,
        output_schema=tool.gives,
        annotations=reads,
    )


def _object(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _taken(operation: str) -> Schema:
    """Return the schema of the arguments that are the parameters of an operation of the API."""
    parameters = operations()[operation].parameters
    properties = {
        name: {**_inlined(row["schema"]), "description": row["description"]} for name, row in parameters.items()
    }
    return _object(properties, [name for name, row in parameters.items() if row.get("required")])


def _inlined(schema: Mapping[str, Any]) -> Schema:
    made = dict(resolved(schema))
    if "items" in made:
        made["items"] = _inlined(made["items"])
    return made


def _given(name: str) -> Schema:
    """Return the schema of an answer that is the schema `name` of the API's document, with those that it needs."""
    needed = [name]
    schemas = document()["components"]["schemas"]
    for one in needed:  # which grows on the way
        references = dict.fromkeys(re.findall(r"#/components/schemas/(\w+)", _text(schemas[one])))
        needed += [reference for reference in references if reference not in needed]
    whole = {"type": "object", "allOf": [{"$ref": f"#/$defs/{name}"}], "$defs": {one: schemas[one] for one in needed}}
    made: Schema = msgspec.json.decode(_text(whole).replace("#/components/schemas/", "#/$defs/"))
    return made


@functools.cache
def _sparql_schema() -> Schema:
    made = _given("Source")
    places = {"type": "array", "items": {"$ref": "#/$defs/Source"}, "description": say("mcp.sources", n=_SOURCES)}
    properties = {
        "mediaType": {"type": "string", "description": say("mcp.media-type")},
        "result": {"type": ["object", "string"], "description": say("mcp.result")},
        "sources": places,
    }
    return {**_object(properties, list(properties)), "$defs": made["$defs"]}


def _text(schema: object) -> str:
    return msgspec.json.encode(schema).decode()
