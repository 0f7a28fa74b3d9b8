"""The query page: YASGUI where it is installed, a form that needs no script, and a gallery of our own queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.endpoint.negotiation import preferred
from crisisgraph.endpoint.pages.addresses import Addresses, is_web_iri
from crisisgraph.endpoint.pages.answers import HTML, answer
from crisisgraph.endpoint.pages.render import POLICY, SCRIPTED, html
from crisisgraph.endpoint.pages.shown import Link
from crisisgraph.endpoint.service import Service
from crisisgraph.graph.named_queries import NamedQuery, gallery, load_queries
from crisisgraph.sentences import say
from crisisgraph.settings import Settings

#: The rows that are shown at most; the other formats give all of them.
SHOWN = 1_000

#: The most parameters that a page looks at.
_PARAMETERS = 100

#: What the form can ask for.
_FORMATS = ("html", "csv", "tsv", "json", "xml", "ttl", "jsonld")

#: What an answer to be shown comes as: rows and booleans as JSON, triples as Turtle.
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: a text, and where it leads to."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer in rows; `total` counts those that are not shown as well."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the page shows of an answer: rows, a boolean, triples as text, or a sentence on what went wrong."""

    table: Table | None = None
    boolean: bool | None = None
    triples: str = ""
    problem: str = ""


def filled_in(query: NamedQuery, values: Mapping[str, str]) -> str:
    """Return the text of `query` for the IRIs that `values` gives for its parameters; others are left open.

    What is no IRI of the web is left out: a value comes from an address that anyone can write.
    """
    text = query.text
    for name in query.parameters:
        if is_web_iri(values.get(name, "")):
            head, where, body = text.partition("WHERE {\n")
            # A filter, since a parameter may stand in an OPTIONAL, where VALUES would keep every row.
            text = f"{head}{where}  FILTER (?{name} = <{values[name]}>)\n{body}"
    return text


async def query_page(service: Service, settings: Settings, request: Request) -> Response | None:
    """Return the page for a request of a person, or none for what a program asks."""
    try:
        pairs = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=_PARAMETERS)
    except ValueError:
        return None  # and is refused as any query
    parameters = dict(reversed(pairs))
    asks = "query" in parameters
    if asks and parameters.get("format") != "html":
        return None
    if not asks and ("update" in parameters or not _for_a_person(request)):
        return None
    result, status = None, 200
    if asks:
        text = parameters["query"]
        if len(text.encode("utf-8", "replace")) > settings.server.query:
            reply = Reply.refused(413, "query-too-long", limit=settings.server.query)
        else:
            reply = await service.answer(Question(text, accept=_ACCEPT))
        result, status = result_of(reply, Addresses(settings.base)), reply.head.status
    else:
        example = load_queries().get(parameters.get("voorbeeld", "by-addressee"), gallery()[0])
        text = filled_in(example, parameters)
    scripted = not asks and (settings.yasgui / "yasgui.min.js").is_file()
    body = html(
        "query.html",
        request.url.path,
        text=text,
        chosen=parameters.get("voorbeeld"),
        gallery=gallery(),
        formats=_FORMATS,
        result=result,
        scripted=scripted,
        csv=urlencode({"query": text, "format": "csv"}),
        shown=SHOWN,
        base=settings.base,
    )
    headers = {"Content-Security-Policy": SCRIPTED if scripted else POLICY}
    if status == 200:
        return answer(request, body, HTML, headers=headers)
    return Response(body, status, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", **headers})


def _for_a_person(request: Request) -> bool:
    """Tell whether a page is preferred to the description of the service, which is for who asks for nothing."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    described = ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"]
    return preferred(accept, [*described, HTML]) == HTML


def result_of(reply: Reply, addresses: Addresses) -> Result:
    """Return what a page shows of `reply`."""
    head = reply.head
    if head.problem:
        return Result(problem=say(f"endpoint.{head.problem}", **head.facts))
    if head.media_type == "text/turtle":
        return Result(triples=reply.body.decode("utf-8", "replace"))
    found: dict[str, Any] = msgspec.json.decode(reply.body)
    if "boolean" in found:
        return Result(boolean=found["boolean"])
    return Result(table=table_of(found, addresses))


def table_of(found: Mapping[str, Any], addresses: Addresses) -> Table:
    """Return rows in SPARQL 1.1 JSON as a table in which a thing of ours leads to its page."""
    columns, bindings = found["head"]["vars"], found["results"]["bindings"]
    rows = [[_cell(row.get(column), addresses) for column in columns] for row in bindings[:SHOWN]]
    return Table(columns, rows, len(bindings))


def _cell(term: Mapping[str, str] | None, addresses: Addresses) -> Cell:
    if term is None:
        return Cell("")
    text = term["value"] if isinstance(term["value"], str) else "<< … >>"
    if term["type"] != "uri":
        return Cell(text)
    ours = addresses.document(text)
    if ours is not None:
        return Cell(text.removeprefix(addresses.base), ours)
    return Cell(text, text if is_web_iri(text) else "")


def example(name: str, **values: str) -> Link:
    """Return the address of the query page with one of our queries filled in."""
    return Link(load_queries()[name].title, "sparql?" + urlencode({"voorbeeld": name, **values}), "")
