"""The formats that answers come in, for each form of query, with the names that ``format=`` knows them by.

The first of a form is what a client gets that asks for nothing.  After them come types that say less than they should
but that clients send: ``application/json``, ``application/xml``, ``text/plain``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a query answers with: rows (SELECT), yes or no (ASK), or triples (CONSTRUCT, DESCRIBE)."""

    ROWS = "rows"
    BOOLEAN = "boolean"
    TRIPLES = "triples"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer: the media type it is sent as, the one that says what it is, and its short names."""

    media_type: str
    means: str
    names: tuple[str, ...] = ()


_JSON = Format("application/sparql-results+json", "application/sparql-results+json", ("json",))
_XML = Format("application/sparql-results+xml", "application/sparql-results+xml", ("xml",))
_ANY_JSON = Format("application/json", _JSON.means)
_ANY_XML = (Format("application/xml", _XML.means), Format("text/xml", _XML.means))

_ROWS = (
    _JSON,
    _XML,
    Format("text/csv", "text/csv", ("csv",)),
    Format("text/tab-separated-values", "text/tab-separated-values", ("tsv",)),
    _ANY_JSON,
    *_ANY_XML,
    Format("text/plain", "text/csv"),
)
_TRIPLES = (
    Format("text/turtle", "text/turtle", ("ttl", "turtle")),
    Format("application/n-triples", "application/n-triples", ("nt", "ntriples")),
    Format("application/rdf+xml", "application/rdf+xml", ("rdf", "rdf+xml", "xml")),
    Format("application/ld+json", "application/ld+json", ("jsonld", "json-ld", "json")),
    Format("application/trig", "application/trig", ("trig",)),
    Format("application/n-quads", "application/n-quads", ("nq", "nquads")),
    Format("text/n3", "text/n3", ("n3",)),
    Format("application/x-turtle", "text/turtle"),
    Format("application/json", "application/ld+json"),
    Format("application/xml", "application/rdf+xml"),
    Format("text/xml", "application/rdf+xml"),
    Format("text/plain", "application/n-triples"),
)

#: What each form of query can be answered in, best known first.
FORMATS: Mapping[Form, tuple[Format, ...]] = {
    Form.ROWS: _ROWS,
    Form.BOOLEAN: (_JSON, _XML, _ANY_JSON, *_ANY_XML),
    Form.TRIPLES: _TRIPLES,
}


def names_of(formats: Iterable[Format]) -> list[str]:
    """Return the first short name of each format that has one."""
    return [form.names[0] for form in formats if form.names]


#: Every name that ``format=`` takes.
NAMES = frozenset(name for formats in FORMATS.values() for form in formats for name in form.names)
