"""Where the documents about a thing stand on this server, and what a document is made with.

A thing answers under the path of its IRI, and under the last part of it: where ``https://w3id.org/crisisgraph/id/``
is the base, under ``/crisisgraph/id/`` and ``/id/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.negotiation import preferred
from crisisgraph.vocab import CG

#: The documents about a thing: their endings, with the media type of each.  Who likes them all as much gets the first.
DOCUMENTS: Mapping[str, str] = {
    "ttl": "text/turtle",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}

#: Characters of a name that stand in an IRI as they are: those of `graph.names`.
_SAFE = "-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by the `space` its IRI stands in ("id" or "def"), and its name in there."""

    space: str
    name: str

    def iri(self, spaces: Mapping[str, str]) -> str:
        """Return the IRI; no name can break out of it.

        >>> Thing("id", "a b>").iri({"id": "https://example.org/id/"})
        'https://example.org/id/a%20b%3E'
        """
        return spaces[self.space] + quote(self.name, safe=_SAFE)

    def document(self, ending: str) -> str:
        """Return the path of the document with that ending."""
        return f"/doc/{self.space}/{quote(self.name or 'index', safe=_SAFE)}.{ending}"


def spaces_of(base: str) -> dict[str, str]:
    """Return the two namespaces that things of ours stand in, by their short names: data and terms."""
    return {"id": base, "def": str(CG)}


def paths_of(namespace: str, space: str) -> list[str]:
    """Return the paths that the things of a namespace answer under."""
    return sorted({urlsplit(namespace).path, f"/{space}/"})


def document_of(thing: Thing, accept: str | None) -> str | None:
    """Return the path of the document that a client gets that asks for `thing`, or none when it takes none.

    A name that ends as a document does is that document.  A graph has no page: it is data and nothing else.
    """
    name, _, ending = thing.name.rpartition(".")
    if ending in DOCUMENTS:
        return Thing(thing.space, name).document(ending)
    offered = {media_type: ending for ending, media_type in DOCUMENTS.items()}
    if thing.name.startswith("graph-"):
        del offered[DOCUMENTS["html"]]
    chosen = preferred(accept, list(offered))
    return None if chosen is None else thing.document(offered[chosen])


def question_about(iri: str, ending: str) -> Question:
    """Return the query for the document about `iri`: its triples, or the rows that its page is made of."""
    if ending == "html":
        return Question(_query("page").replace("$iri", f"<{iri}>"), format="json")
    return Question(_query("document").replace("$iri", f"<{iri}>"), accept=DOCUMENTS[ending])


def path_of(iri: str, spaces: Mapping[str, str]) -> str | None:
    """Return the path under which the thing `iri` answers here, or none when it is not one of ours."""
    for space, namespace in spaces.items():
        if iri.startswith(namespace):
            return f"/{space}/{iri.removeprefix(namespace)}"
    return None


@cache
def _query(name: str) -> str:
    return Path(__file__).with_name(f"{name}.rq").read_text("utf-8")
