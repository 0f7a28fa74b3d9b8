"""One question, one reply: evaluates a visitor's query and writes its answer in the format that was asked for.

Only a worker process calls this: a query can end the process that evaluates it.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from crisisgraph.endpoint.formats import FORMATS, Form, Format, names_of
from crisisgraph.endpoint.messages import Head, Question, Reply
from crisisgraph.endpoint.negotiation import preferred
from crisisgraph.endpoint.words import keywords

#: How much of the parser's complaint is passed on: it can list every token that it knows.
_REASON = 400


class _TooLongError(Exception):
    """The answer is longer than is allowed."""


class _Capped:
    """A file in memory that refuses to grow past `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.data = bytearray()
        self._limit = limit

    def write(self, data: bytes) -> int:
        """Add `data`."""
        if len(self.data) + len(data) > self._limit:
            self.data = bytearray()
            raise _TooLongError
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: the serialiser calls it at the end."""


def evaluate(store: Store, question: Question, base: str, limit: int) -> Reply:
    """Return the answer to `question`, of at most `limit` bytes, or the problem with it; nothing is raised.

    Without graphs of its own a query is about all graphs together.  `base` completes the relative IRIs in it.
    """
    words = keywords(question.query)
    if "SERVICE" in words:
        return Reply.refused(403, "no-service")
    out = _Capped(limit)
    try:
        results = store.query(question.query, base_iri=base, **_dataset(question, words))
        if isinstance(results, QueryTriples):
            form = Form.TRIPLES
        else:
            form = Form.BOOLEAN if isinstance(results, QueryBoolean) else Form.ROWS
        chosen = _chosen(question, form)
        if isinstance(chosen, Reply):
            return chosen
        # Both take any object that can be written to; their types name files only.
        if isinstance(results, QueryTriples):
            results.serialize(out, format=RdfFormat.from_media_type(chosen.means))  # type: ignore[arg-type]
        else:
            results.serialize(out, format=QueryResultsFormat.from_media_type(chosen.means))  # type: ignore[arg-type]
    except SyntaxError as error:
        return Reply.refused(400, "query-syntax", reason=_one_line(error))
    except _TooLongError:
        return Reply.refused(500, "result-too-long", limit=limit // 1_000_000)
    except MemoryError:
        return Reply.refused(500, "query-crashed")
    except PermissionError:  # the kernel refused a connection: SERVICE, in a spelling that was not recognised before
        return Reply.refused(403, "no-service")
    except Exception as error:  # what a function in a query can do wrong
        return Reply.refused(500, "query-failed", reason=_one_line(error))
    return Reply(Head(200, chosen.media_type, len(out.data)), bytes(out.data))


def _dataset(question: Question, words: frozenset[str]) -> dict[str, Any]:
    """Return which graphs a query is about: those of the request, else its own, else all of them."""
    if question.default_graphs or question.named_graphs:
        return {
            "default_graph": [NamedNode(iri) for iri in question.default_graphs],
            "named_graphs": [NamedNode(iri) for iri in question.named_graphs],
        }
    return {"use_default_graph_as_union": "FROM" not in words}


def _chosen(question: Question, form: Form) -> Format | Reply:
    offered = FORMATS[form]
    if question.format is not None:
        named = next((format for format in offered if question.format in format.names), None)
        return named or Reply.refused(406, "format-does-not-fit", format=question.format, names=_list(offered))
    media_type = preferred(question.accept, [format.media_type for format in offered])
    for format in offered:
        if format.media_type == media_type:
            return format
    return Reply.refused(406, "not-acceptable", types=", ".join(f.media_type for f in offered if f.names))


def _list(formats: tuple[Format, ...]) -> str:
    return ", ".join(names_of(formats))


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _REASON else text[:_REASON] + " …"
