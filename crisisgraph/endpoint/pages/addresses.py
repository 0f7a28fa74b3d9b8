"""Which document is about which thing: the paths of this server against the IRIs of the graph.

A thing is no document, so its IRI answers 303 with the address of the document about it
(https://www.w3.org/TR/cooluris/#r303gendocument).  A redirect at w3id.org keeps the path of the IRI, and so does this
server: what works there works here, on any host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from crisisgraph.vocab import PREFIXES

#: The namespace of our own terms; the page about it is the ontology.
TERMS = PREFIXES["cg"]

#: What may stand in the last part of a path as it is (RFC 3986, ``pchar``), and so in our IRIs (`graph.names`).
_SAFE = "-._~!$&'()*+,;=:@"

#: No name of ours is longer.
_LONGEST = 1_000

#: An IRI that can stand between angle brackets in SPARQL as it is, and begins like a web address.
_WEB_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f]{1,2000}")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of documents about what stands under `base`, as paths relative to the root of the server."""

    base: str

    @property
    def things(self) -> str | None:
        """The path below which the IRIs of things stand, or none where a thing is a fragment of `base`."""
        return urlsplit(self.base).path if self.base.endswith("/") else None

    @property
    def terms(self) -> str:
        """The path of the namespace of our own terms."""
        return urlsplit(TERMS).path

    def thing(self, local: str) -> str | None:
        """Return the IRI of the thing called `local` in a path that is decoded, or none where nothing is called so.

        >>> Addresses("https://example.org/id/").thing("report-café"), Addresses("http://e.nl/").thing("a<b>")
        ('https://example.org/id/report-caf%C3%A9', 'http://e.nl/a%3Cb%3E')
        """
        if not local or len(local) > _LONGEST or "/" in local:
            return None
        return self.base + quote(local, safe=_SAFE)

    def document(self, iri: str) -> str | None:
        """Return the path of the document about `iri`, with its fragment, or none for what is not ours.

        >>> Addresses("https://example.org/id/").document("https://example.org/id/report-a#quote")
        'doc/report-a#quote'
        >>> Addresses("https://example.org/id/").document("https://w3id.org/crisisgraph/def/page")
        'def#page'
        """
        if iri.startswith(self.base) and len(iri) > len(self.base):
            local = iri[len(self.base) :]
            return None if "/" in local else f"doc/{local}"
        if iri.startswith(TERMS):
            return "def#" + iri[len(TERMS) :] if len(iri) > len(TERMS) else "def"
        return None

    def elsewhere(self, iri: str) -> str:
        """Return the path of our document about a thing that has its IRI from someone else."""
        return "resource?iri=" + quote(iri, safe="")


def is_web_iri(text: str) -> bool:
    """Tell whether `text` is an IRI of the web that can be asked about as it stands.

    >>> is_web_iri("https://identifier.overheid.nl/tooi/id/ministerie/mnre1025"), is_web_iri("http://e.nl/> ?p ?o . <")
    (True, False)
    """
    return _WEB_IRI.fullmatch(text) is not None
