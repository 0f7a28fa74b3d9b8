"""A value of an answer in SPARQL as a cell: what the app has a page about leads there."""

from __future__ import annotations

from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.results import Term
from crisisgraph.app.tables import linked
from crisisgraph.app.things import cut, link_name, of_iri
from crisisgraph.endpoint.pages.addresses import is_web_iri
from crisisgraph.records import Lookup
from crisisgraph.vocab import PREFIXES

#: The characters of a value that are shown at most; what is taken along has all of them.
MOST_CELL = 1_000


def cell(lookup: Lookup, base: str, term: Term | None) -> Html:
    """Return a value of an answer, of which our IRIs begin with `base`; another address of the web leads to the web."""
    if term is None:
        return joined()
    if not term.iri:
        return joined(cut(term.text, MOST_CELL))
    page = of_iri(lookup, base, term.text)
    if page:
        return linked(_short(term.text, base), link_name(page[0]), **page[1])
    if not term.text.startswith(base) and is_web_iri(term.text):
        return element("a", _short(term.text, base), href=term.text, rel="noreferrer", target="_blank")
    return joined(_short(term.text, base))


def _short(iri: str, base: str) -> str:
    """Return an IRI without what many have in common."""
    if iri.startswith(base):
        return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
