"""The reply to a SPARQL query as a page shows it and a reader takes it along, and what went wrong in one sentence."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import msgspec

from crisisgraph.endpoint.messages import Reply
from crisisgraph.endpoint.words import keywords
from crisisgraph.export.cells import harmless
from crisisgraph.sentences import say

#: What the page asks for: rows and yes or no as JSON, triples as Turtle.
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"

#: Where the parser says that it could not go on, and what it says where a prefix was not declared.
_PLACE = re.compile(r"error at (\d+):(\d+)")
_PREFIX = "Prefix not found"

#: The words that only an update has.
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a row: its text, and whether that is an IRI."""

    text: str
    iri: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT; a row has nothing where a variable is not bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE, in Turtle."""

    turtle: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer, in one sentence; `line` and `column` say where the query goes wrong, counted from 1."""

    sentence: str
    line: int = 0
    column: int = 0


#: The answer to ASK is a bool.
Result = Rows | Triples | Problem | bool


class _Value(msgspec.Struct):
    type: str
    value: object


class _Head(msgspec.Struct):
    vars: list[str] = []


class _Bindings(msgspec.Struct):
    bindings: list[dict[str, _Value]] = []


class _Answer(msgspec.Struct):
    head: _Head
    boolean: bool | None = None
    results: _Bindings = msgspec.field(default_factory=_Bindings)


def result_of(query: str, reply: Reply) -> Result:
    """Return what `reply` answers to `query`."""
    if reply.head.problem:
        return _problem(query, reply)
    if reply.head.media_type == "text/turtle":
        return Triples(reply.body.decode("utf-8", "replace"))
    answer = msgspec.json.decode(reply.body, type=_Answer)
    if answer.boolean is not None:
        return answer.boolean
    columns = tuple(answer.head.vars)
    rows = (tuple(_term(row.get(column)) for column in columns) for row in answer.results.bindings)
    return Rows(columns, tuple(rows))


def _term(value: _Value | None) -> Term | None:
    if value is None:
        return None
    text = value.value if isinstance(value.value, str) else "<< … >>"  # a triple as a value
    return Term(f"_:{text}" if value.type == "bnode" else text, value.type == "uri")


def _problem(query: str, reply: Reply) -> Problem:
    name, facts = reply.head.problem, reply.head.facts
    if name == "query-syntax":
        return _syntax(query, facts.get("reason", ""))
    return Problem(say(f"sparql.{name}", **facts))


def _syntax(query: str, reason: str) -> Problem:
    if not query.strip():
        return Problem(say("sparql.empty"))
    if _UPDATES & keywords(query) and not {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"} & keywords(query):
        return Problem(say("sparql.no-update"))
    place = _PLACE.search(reason)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    if not line:
        return Problem(say("sparql.query-syntax"))
    key = "sparql.no-prefix" if _PREFIX in reason else "sparql.query-syntax-at"
    return Problem(say(key, line=line, column=column), line, column)


def around(query: str, problem: Problem) -> str:
    """Return the line of `query` that a problem is in, with a mark under the place; nothing when it has no place.

    >>> print(around("ASK {{", Problem("", 1, 6)))
    1 | ASK {{
             ^
    """
    lines = query.split("\n")
    if not 0 < problem.line <= len(lines):
        return ""
    number, text = f"{problem.line} | ", lines[problem.line - 1].replace("\t", " ")
    start = max(0, problem.column - 80)
    return f"{number}{text[start : problem.column + 40]}\n{' ' * (len(number) + problem.column - 1 - start)}^"


def rows_csv(found: Rows) -> str:
    """Return rows as CSV for Dutch spreadsheets: UTF-8 with a byte-order mark, semicolons, and no live formulas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in found.columns])
    for row in found.rows:
        writer.writerow([harmless(term.text) if term else "" for term in row])
    return "\ufeff" + out.getvalue()
