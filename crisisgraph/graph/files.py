"""A data set as files that can be compared: sorted Turtle per named graph, and sorted N-Quads of all of them.

Equal data sets give equal bytes, in whatever order they were made: our graphs hold no blank nodes, so each line depends
on its own triple alone.  rdflib's own Turtle writer gives the same triples and takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from rdflib import Dataset, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Literal, Node

from crisisgraph.vocab import PREFIXES

#: What a string cannot hold as it stands, in N-Quads and in Turtle.
_ESCAPED = re.compile(r'[\\"\x00-\x08\x0a-\x1f\x7f]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"}

#: A local name that Turtle takes as it stands.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")

_TYPE = f"<{RDF.type}>"

#: A triple as it is written in N-Triples.
_Line = tuple[str, str, str]


def write_files(dataset: Dataset, folder: Path) -> None:
    """Write ``graph.nq``, and one Turtle file per named graph, called after the local name of that graph."""
    quads: list[str] = []
    for graph in dataset.graphs():
        lines = sorted({(nquads_term(s), nquads_term(p), nquads_term(o)) for s, p, o in graph})
        if lines:
            name = str(graph.identifier)
            quads += (f"{s} {p} {o} <{name}> .\n" for s, p, o in lines)
            local = re.split("[/#]", name)[-1]
            _write(folder / f"{local}.ttl", turtle(lines, name.removesuffix(local)))
    _write(folder / "graph.nq", sorted(quads))


def nquads_term(term: Node) -> str:
    """Return an IRI or a literal as N-Quads and Turtle both read it.

    :raises TypeError: when it is anything else, such as a blank node.

    >>> nquads_term(Literal('een "dijk"', lang="nl"))
    '"een \\\\"dijk\\\\""@nl'
    """
    match term:
        case URIRef():
            return f"<{term}>"
        case Literal():
            text = f'"{_ESCAPED.sub(_escape, str(term))}"'
            if term.language:
                return f"{text}@{term.language}"
            if term.datatype and term.datatype != XSD.string:
                return f"{text}^^<{term.datatype}>"
            return text
        case _:
            raise TypeError(f"Unexpected term in a graph of ours: {term!r}")


def turtle(lines: Iterable[_Line], base: str) -> Iterator[str]:
    """Yield sorted triples as Turtle, a paragraph to each subject; what stands under `base` gets the prefix ``id:``."""
    short = _shortener({"id": base, **PREFIXES})
    for prefix, namespace in sorted({"id": base, **PREFIXES}.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for subject, about in groupby(lines, itemgetter(0)):
        by_predicate = [(p, [short(o) for _, _, o in group]) for p, group in groupby(about, itemgetter(1))]
        by_predicate.sort(key=lambda pair: (pair[0] != _TYPE, pair[0]))
        rows = [f"{'a' if p == _TYPE else short(p)} {_objects(values)}" for p, values in by_predicate]
        yield f"\n{short(subject)} " + " ;\n    ".join(rows) + " .\n"


def _objects(values: Sequence[str]) -> str:
    """Return the values of one property on one line, unless they are long."""
    glue = ",\n        " if sum(map(len, values)) > 100 else ", "
    return glue.join(values)


def _shortener(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that writes a term with a prefix where Turtle allows it; the longest namespace wins."""
    namespaces = sorted(((namespace, prefix) for prefix, namespace in prefixes.items()), reverse=True)
    known: dict[str, str] = {}

    def shorten_iri(iri: str) -> str:
        for namespace, prefix in namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def shorten(term: str) -> str:
        if term in known:
            return known[term]
        if term.startswith("<"):
            return known.setdefault(term, shorten_iri(term[1:-1]))
        text, typed, datatype = term.rpartition("^^<")
        return f"{text}^^{shorten_iri(datatype[:-1])}" if typed and datatype.endswith(">") else term

    return shorten


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _write(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
