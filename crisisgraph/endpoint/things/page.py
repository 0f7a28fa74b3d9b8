"""The page about a thing: the rows of ``page.rq`` as HTML, in Dutch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, Template

from crisisgraph.endpoint.things.addresses import DOCUMENTS, Thing, path_of
from crisisgraph.sentences import say
from crisisgraph.vocab import PREFIXES

#: What a page may load: its style, from here.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_FOLDER = Path(__file__).parent

#: The properties whose value names a thing.
_NAMES = ("dcterms:title", "skos:prefLabel", "rdfs:label")

#: What stands first on a page, in this order, and has a name of ours where the vocabulary has none in Dutch.
_FIRST = (
    "cg:statedIn", "cg:number", "cg:page", "dcterms:isPartOf", "cg:addresseeText", "cg:addressedTo", "dcterms:subject",
    "cg:position", "cg:deadlineText", "cg:respondsTo", "cg:fulfils", "cg:basedOn", "cg:summarises", "cg:buildsOn",
    "cg:similarTo", "cg:inTensionWith", "dcterms:title", "dcterms:creator", "dcterms:publisher", "dcterms:issued",
    "skos:prefLabel", "skos:altLabel", "skos:definition", "skos:broader", "skos:narrower", "prov:wasQuotedFrom",
    "prov:wasAttributedTo", "prov:wasGeneratedBy", "oa:hasSource", "rdfs:isDefinedBy", "rdfs:subClassOf",
)  # fmt: skip
_NAMED = frozenset(_FIRST) - {name for name in _FIRST if name.startswith("cg:")}

#: What is shown in a place of its own, or says to a person what another row says as well.
_ELSEWHERE = frozenset({"cg:text", "rdf:type"})


@dataclass(frozen=True, slots=True)
class Term:
    """A value in the JSON of SPARQL results."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``page.rq``."""

    property: Term
    value: Term
    back: Term | None = None
    propertyName: Term | None = None  # noqa: N815 - as in the query
    valueName: Term | None = None  # noqa: N815
    title: Term | None = None
    quote: Term | None = None


@dataclass(frozen=True, slots=True)
class _Bindings:
    bindings: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Results:
    results: _Bindings


@dataclass(frozen=True, slots=True)
class Link:
    """What a page shows of one value: its words, where they lead, and the quote of a statement."""

    text: str
    href: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one property."""

    name: str
    iri: str
    links: tuple[Link, ...]


def rows_of(results: bytes) -> tuple[Row, ...]:
    """Return the rows of SPARQL results in JSON."""
    return msgspec.json.decode(results, type=_Results).results.bindings


def page_about(thing: Thing, rows: Sequence[Row], spaces: Mapping[str, str]) -> str:
    """Return the HTML of the page about `thing`; every text in it is only text."""
    iri = thing.iri(spaces)
    own = [row for row in rows if row.back is None]
    kinds = [row.valueName.value for row in own if _short(row.property.value) == "rdf:type" and row.valueName]
    return _template().render(
        title=_title(own, kinds) or thing.name or iri,
        iri=iri,
        kinds=list(dict.fromkeys(kinds)),
        quotes=_values(own, "cg:text"),
        groups=_groups([row for row in own if _short(row.property.value) not in _ELSEWHERE], spaces),
        back=_groups([row for row in rows if row.back is not None], spaces),
        documents={ending: thing.document(ending) for ending in DOCUMENTS if ending != "html"},
        words={word: say(f"thing.{word}") for word in ("says", "back", "iri", "documents")},
    )


def _title(rows: Sequence[Row], kinds: Sequence[str]) -> str | None:
    """Return the name of a thing; a statement is called after its kind, its number and its report."""
    for name in _NAMES:
        for value in _values(rows, name):
            return value
    reports = [row.title.value for row in rows if _short(row.property.value) == "cg:statedIn" and row.title]
    if not kinds or not reports:
        return None
    return say("thing.statement", kind=" ".join([kinds[0], *_values(rows, "cg:number")]), report=reports[0])


def _values(rows: Sequence[Row], name: str) -> list[str]:
    return [row.value.value for row in rows if _short(row.property.value) == name]


def _groups(rows: Sequence[Row], spaces: Mapping[str, str]) -> list[Group]:
    """Return the rows by property: what matters to a reader first, the others by name."""
    groups = []
    for iri, same in groupby(rows, key=lambda row: row.property.value):
        found = list(same)
        links = {row.value.value: _link(row, spaces) for row in found}  # a value with two names is shown once
        groups.append(Group(_name(iri, found[0].propertyName), iri, tuple(links.values())))
    rank = {name: place for place, name in enumerate(_FIRST)}
    return sorted(groups, key=lambda group: (rank.get(_short(group.iri), len(rank)), group.name))


def _name(iri: str, label: Term | None) -> str:
    short = _short(iri)
    if label is not None:
        return label.value
    return say(f"property.{short}") if short in _NAMED else short


def _link(row: Row, spaces: Mapping[str, str]) -> Link:
    if row.value.type != "uri":
        return Link(row.value.value)
    iri = row.value.value
    name = row.title or row.valueName
    elsewhere = iri if iri.startswith(("https://", "http://")) else None
    quote = row.quote.value if row.quote else None
    return Link(name.value if name else _short(iri), path_of(iri, spaces) or elsewhere, quote)


def _short(iri: str) -> str:
    """Return `iri` with one of our prefixes, or as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def _template() -> Template:
    loader = FileSystemLoader(_FOLDER)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("page.html")
