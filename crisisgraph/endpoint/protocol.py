"""An HTTP request as a `Question`: the query half of the SPARQL 1.1 Protocol.

https://www.w3.org/TR/sparql11-protocol/

What is not settled there is settled here: an update is 403 by POST and 400 by GET, another media type 415, a query that
is too long 413, and ``format=csv`` (a name of `formats.NAMES`) overrules ``Accept`` for clients that cannot set it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from crisisgraph.endpoint.formats import NAMES
from crisisgraph.endpoint.messages import Question

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

#: Percent-encoded, a query takes up to three times its length; a little is left for the graphs.
_ENCODED = 3
_ROOM = 16 << 10

#: The most parameters of one request.
_PARAMETERS = 1_000

_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii"})
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)', re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*")


class RefusedError(Exception):
    """A request that is not answered: with which status, and with which sentence."""

    def __init__(self, status: int, problem: str, **facts: object) -> None:
        super().__init__(status, problem)
        self.status = status
        self.problem = problem
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Request:
    """What of an HTTP request a query depends on; `body` is none for GET and HEAD."""

    query_string: bytes
    accept: str | None = None
    content_type: str = ""
    body: bytes | None = None


def longest_body(query: int) -> int:
    """Return the most bytes that a body with a query of at most `query` bytes takes."""
    return _ENCODED * query + _ROOM


def question_of(request: Request, longest: int) -> Question | None:
    """Return the query of `request`, or none for a plain GET, which asks what the service is.

    :param longest: the most bytes that a query may have in UTF-8.
    :raises RefusedError: when it is no query, or not one that is answered here.
    """
    parameters = _pairs(request.query_string)
    if request.body is not None:
        parameters += _posted(request.content_type, request.body)
    queries = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise RefusedError(400 if request.body is None or queries else 403, "no-update")
    if len(queries) > 1:
        raise RefusedError(400, "one-query")
    if not queries:
        if request.body is not None:
            raise RefusedError(400, "no-query")
        return None
    return Question(
        query=_checked(queries[0], longest),
        accept=request.accept,
        format=_format(parameters),
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
    )


def _posted(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """Return the parameters in the body of a POST."""
    media_type = content_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(content_type)
    if media_type == UPDATE:
        raise RefusedError(403, "no-update")
    if media_type not in (FORM, QUERY):
        raise RefusedError(415, "wrong-media-type", form=FORM, query=QUERY)
    if charset and charset[1].lower() not in _ENCODINGS:
        raise RefusedError(415, "not-utf-8")
    if media_type == FORM:
        return _pairs(body)
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise RefusedError(400, "not-utf-8") from error


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "not-utf-8") from error
    except ValueError as error:
        raise RefusedError(400, "too-many-parameters", limit=_PARAMETERS) from error


def _checked(query: str, longest: int) -> str:
    if len(query.encode("utf-8")) > longest:
        raise RefusedError(413, "query-too-long", limit=longest)
    return query


def _format(parameters: Sequence[tuple[str, str]]) -> str | None:
    name = next((value.lower().replace(" ", "+") for name, value in parameters if name == "format"), None)
    if name is not None and name not in NAMES:
        raise RefusedError(400, "unknown-format", names=", ".join(sorted(NAMES)))
    return name


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in parameters if key == name)
    for graph in graphs:
        if not _SCHEME.fullmatch(graph):
            raise RefusedError(400, "graph-no-iri", parameter=name)
    return graphs
