"""The triples of one document, read back: subjects with their values, properties under their short names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from crisisgraph.vocab import PREFIXES

#: Longest first, so that a namespace inside another one wins.
_NAMESPACES = sorted(((namespace, prefix) for prefix, namespace in PREFIXES.items()), key=lambda pair: -len(pair[0]))

_LOCAL = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class Value:
    """What stands at the end of a triple: the IRI of a thing, or a text with its language."""

    text: str
    is_thing: bool
    language: str = ""


def short(iri: str) -> str:
    """Return `iri` under the prefix of its vocabulary, or as it is.

    >>> short("http://purl.org/dc/terms/title"), short("https://example.org/x")
    ('dcterms:title', 'https://example.org/x')
    """
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


@dataclass(frozen=True)
class Description:
    """What a document says, as sorted N-Triples."""

    ntriples: bytes

    @classmethod
    def of(cls, ntriples: bytes) -> Description:
        """Return what a query answered, each triple once and in one order: equal graphs give equal documents."""
        return cls(b"".join(sorted({line + b"\n" for line in ntriples.split(b"\n") if line})))

    def __bool__(self) -> bool:
        return bool(self.ntriples)

    def written(self, media_type: str, base: str) -> bytes:
        """Return the document in an RDF format, with our prefixes where it knows any."""
        form = RdfFormat.from_media_type(media_type)
        prefixes = {"id": base, **PREFIXES} if form == RdfFormat.TURTLE else None
        data = serialize(self._triples(), format=form, prefixes=prefixes) or b""
        return _in_order(data) if prefixes else data

    def _triples(self) -> Iterator[Triple]:
        return (quad.triple for quad in parse(self.ntriples, format=RdfFormat.N_TRIPLES))

    @cached_property
    def about(self) -> Mapping[str, Mapping[str, tuple[Value, ...]]]:
        """The values by subject and property."""
        found: defaultdict[str, defaultdict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for triple in self._triples():
            if isinstance(triple.subject, NamedNode):
                found[triple.subject.value][short(triple.predicate.value)].append(_value(triple.object))
        return {
            subject: {name: tuple(values) for name, values in properties.items()}
            for subject, properties in found.items()
        }

    @cached_property
    def towards(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The (subject, property) pairs that point at a thing, by that thing."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, properties in self.about.items():
            for name, values in properties.items():
                for value in values:
                    if value.is_thing:
                        found[value.text].append((subject, name))
        return {thing: tuple(pairs) for thing, pairs in found.items()}

    def values(self, thing: str, name: str) -> tuple[Value, ...]:
        """Return the values of the property `name` of `thing`."""
        return self.about.get(thing, {}).get(name, ())

    def things(self, thing: str, *names: str) -> list[str]:
        """Return the IRIs that `thing` points at with one of these properties."""
        return [value.text for name in names for value in self.values(thing, name) if value.is_thing]

    def sources(self, thing: str, *names: str) -> list[str]:
        """Return the IRIs that point at `thing` with one of these properties, parts of a thing left out."""
        found = self.towards.get(thing, ())
        return list(dict.fromkeys(subject for subject, name in found if name in names and "#" not in subject))

    def text(self, thing: str, *names: str) -> str:
        """Return the first text of the first of these properties that has one, in Dutch where there is a choice."""
        for name in names:
            texts = [value for value in self.values(thing, name) if not value.is_thing]
            if texts:
                return min(texts, key=lambda value: _rank(value.language)).text
        return ""

    def texts(self, thing: str, name: str, language: str = "nl") -> list[str]:
        """Return the texts of a property in `language`, or without one."""
        values = self.values(thing, name)
        return sorted(value.text for value in values if not value.is_thing and value.language in ("", language))

    def is_a(self, thing: str, *classes: str) -> bool:
        """Tell whether `thing` is of one of these classes, by their short names."""
        return any(short(kind) in classes for kind in self.things(thing, "rdf:type"))

    def parts(self, thing: str, name: str, kind: str) -> Iterator[str]:
        """Yield what `thing` points at with `name` and is of the class `kind`."""
        return (part for part in self.things(thing, name) if self.is_a(part, kind))


def _in_order(turtle: bytes) -> bytes:
    """Return `turtle` with its prefixes sorted, those that are used only: Oxigraph lists all, each time otherwise."""
    lines = turtle.split(b"\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    body = b"\n".join(lines[count:])
    used = [line for line in lines[:count] if line.split(b" ")[1] in body]
    return b"\n".join([*sorted(used), b"", body])


def _rank(language: str) -> int:
    return {"nl": 0, "": 1, "en": 2}.get(language, 3)


def _value(term: NamedNode | BlankNode | Literal | Triple) -> Value:
    if isinstance(term, NamedNode):
        return Value(term.value, True)
    if isinstance(term, Literal):
        return Value(term.value, False, term.language or "")
    return Value(str(term), False)
