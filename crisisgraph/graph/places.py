"""The place of a passage or statement in its file, as selectors of the Web Annotation Data Model.

Three selectors say the same in different ways, so that one that breaks is mended by another: the page (a fragment of
the PDF, refined by the position in that page's text), the position in the canonical text of the whole file, and the
exact words with the words before and after them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

from crisisgraph.graph.literals import plain, whole
from crisisgraph.graph.names import Names
from crisisgraph.model import Document
from crisisgraph.vocab import CG, OA

Triple = tuple[URIRef, URIRef, Node]

#: How many characters before and after the exact words help to find them again.
CONTEXT = 32

#: What the Web Annotation model names for the fragments of a PDF ("page=21").
PDF_FRAGMENTS = URIRef("http://tools.ietf.org/rfc/rfc3778")


def place_triples(names: Names, thing: URIRef, document: Document, start: int, end: int) -> Iterator[Triple]:
    """Yield the file, the page and the selectors of ``document.text[start:end]`` as the place of `thing`."""
    page = document.page_at(start)
    yield thing, OA.hasSource, names.of_id(document.id)
    yield thing, CG.page, whole(page.index)
    if page.label is not None:
        yield thing, CG.pageLabel, plain(page.label)

    quote = thing + "#quote"
    yield thing, OA.hasSelector, quote
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, plain(document.text[start:end])
    yield quote, OA.prefix, plain(document.text[max(0, start - CONTEXT) : start])
    yield quote, OA.suffix, plain(document.text[end : end + CONTEXT])

    position = thing + "#position"
    yield thing, OA.hasSelector, position
    yield from _position(position, start, end)

    if document.media_type == "application/pdf":
        fragment = thing + "#page"
        yield thing, OA.hasSelector, fragment
        yield fragment, RDF.type, OA.FragmentSelector
        yield fragment, RDF.value, plain(f"page={page.index}")
        yield fragment, DCTERMS.conformsTo, PDF_FRAGMENTS
        if end <= page.end:  # words that run on to the next page are no part of this one
            on_page = thing + "#position-on-page"
            yield fragment, OA.refinedBy, on_page
            yield from _position(on_page, start - page.start, end - page.start)


def _position(selector: URIRef, start: int, end: int) -> Iterator[Triple]:
    yield selector, RDF.type, OA.TextPositionSelector
    yield selector, OA.start, whole(start)
    yield selector, OA.end, whole(end)
