"""The terms of an ontology as its page shows them: by sort, each with what it is tied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crisisgraph.endpoint.pages.addresses import TERMS
from crisisgraph.endpoint.pages.shown import Link
from crisisgraph.endpoint.pages.views import View

#: The sorts of terms, in the order of the page.
_SORTS = (
    "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "skos:ConceptScheme",
    "skos:Concept",
)  # fmt: skip

#: What is told of a term besides its definition.
_TIES = (
    "rdfs:subClassOf", "rdfs:subPropertyOf", "schema:domainIncludes", "schema:rangeIncludes", "owl:inverseOf",
    "skos:inScheme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A term of our own; `ties` are the things that it is tied to, by property."""

    local: str
    label: str
    definition: str
    english: str
    ties: Mapping[str, Sequence[Link]]


def terms_of(view: View) -> dict[str, list[Term]]:
    """Return the terms of the ontology that `view` shows, by their sort and then by their label."""
    about = view.description
    groups = {sort: [_term(view, iri) for iri in about.about if about.is_a(iri, sort)] for sort in _SORTS}
    return {sort: sorted(terms, key=lambda term: term.label.casefold()) for sort, terms in groups.items() if terms}


def _term(view: View, iri: str) -> Term:
    about = view.description
    ties = {name: view.links(name, of=iri) for name in _TIES}
    return Term(
        local=iri.removeprefix(TERMS),
        label=about.text(iri, "rdfs:label", "skos:prefLabel"),
        definition=about.text(iri, "skos:definition"),
        english=" ".join(about.texts(iri, "skos:definition", "en")),
        ties={name: links for name, links in ties.items() if links},
    )
