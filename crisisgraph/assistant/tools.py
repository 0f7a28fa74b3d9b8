"""The four tools: what each is called, takes and gives, and the functions that answer from an open build.

A SPARQL query goes to the workers of the endpoint: never does it run in this process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from crisisgraph.answers import source_record
from crisisgraph.assistant.schemas import SOURCES, Schema, given, object_of, sparql_schema, taken
from crisisgraph.endpoint.messages import Question as SparqlQuestion
from crisisgraph.endpoint.messages import Reply
from crisisgraph.endpoint.rest import resources
from crisisgraph.endpoint.rest.document import operations
from crisisgraph.endpoint.rest.parameters import Listing, Question, read_parameters
from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.graph.named_queries import load_queries
from crisisgraph.sentences import say
from crisisgraph.workspace import Workspace

Arguments = Mapping[str, Any]
Record = dict[str, Any]

_ACCEPT = "application/sparql-results+json, text/turtle"


class Queries(Protocol):
    """Answers SPARQL queries in processes that can be killed."""

    async def answer(self, question: SparqlQuestion) -> Reply:
        """Return the reply to `question`; nothing is raised."""


class RefusedQueryError(CrisisGraphError):
    """A SPARQL query was not answered; `sentence` says why."""

    code = "refused-query"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool is called, says of itself, takes and gives, and what answers; `sparql` answers where nothing does."""

    name: str
    description: str
    takes: Schema
    gives: Schema
    answer: Callable[[Workspace, Arguments], Record] | None = None


def tools() -> Iterator[Tool]:
    """Yield the tools, the plainest first."""
    told = operations()
    yield Tool("search", told["search"].description, taken("search"), given("Answer"), _search)
    takes = object_of({"id": {"type": "string", "minLength": 1, "description": say("mcp.id")}}, ["id"])
    yield Tool("trace", told["getRecommendation"].description, takes, given("Trace"), _trace)
    listing = "listRecommendations"
    yield Tool("list_recommendations", told[listing].description, taken(listing), given("StatementPage"), _list)
    example = load_queries()["without-response"]
    description = say("mcp.sparql", title=example.title, example=example.text)
    takes = object_of({"query": {"type": "string", "minLength": 1, "description": say("mcp.query")}}, ["query"])
    yield Tool("sparql", description, takes, sparql_schema())


def _search(workspace: Workspace, asked: Arguments) -> Record:
    return resources.answer(workspace, read_parameters(operations()["search"], Question, _texts(asked)))


def _list(workspace: Workspace, asked: Arguments) -> Record:
    listing = read_parameters(operations()["listRecommendations"], Listing, _texts(asked))
    record = resources.recommendations(workspace, listing, "")
    del record["links"]  # an assistant asks for another page by its number
    return record


def _trace(workspace: Workspace, asked: Arguments) -> Record:
    return resources.recommendation(workspace, _only(asked, "id"))


async def sparql(queries: Queries, workspace: Workspace, asked: Arguments) -> Record:
    """Return the answer to a SPARQL query, with the places of the statements and passages that it names.

    :raises RefusedQueryError: when the query is wrong, asks too much or is not allowed.
    :raises InputError: when there is no query, or something else beside it.
    """
    reply = await queries.answer(SparqlQuestion(_only(asked, "query"), accept=_ACCEPT))
    if reply.head.problem:
        raise RefusedQueryError(say(f"endpoint.{reply.head.problem}", **reply.head.facts))
    text = reply.body.decode()
    is_json = reply.head.media_type.endswith("json")
    return {
        "mediaType": reply.head.media_type,
        "result": msgspec.json.decode(text) if is_json else text,
        "sources": _sources(workspace, text),
    }


def _sources(workspace: Workspace, text: str) -> list[Record]:
    """Return where the first statements and passages stand that are named in an answer, each once."""
    base = workspace.settings.base
    names = dict.fromkeys(re.findall(re.escape(base) + r"([\w.~-]+)", text))
    found = (source_record(workspace.lookup, base, name) for name in names)
    return [resources.camel(record) for record in found if record][:SOURCES]


def _texts(asked: Arguments) -> dict[str, list[str]]:
    """Return arguments as the texts that an address would have.

    :raises InputError: when one is of a kind that no parameter takes ("not-text").
    """
    texts = {}
    for name, value in asked.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int | bool) for one in values):
            raise InputError("not-text", name=name)
        texts[name] = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    return {name: values for name, values in texts.items() if values}


def _only(asked: Arguments, name: str) -> str:
    """Return the text of the one argument that a tool takes."""
    value = asked.get(name)
    if not isinstance(value, str) or not value or len(asked) > 1:
        raise InputError("only-argument", name=name)
    return value
