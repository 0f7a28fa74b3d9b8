"""The IRIs of our data: one prefix per kind of thing, and nothing but the base before the last "/"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from rdflib import Graph, URIRef

from crisisgraph.ids import content_key, fold, slug
from crisisgraph.model import Actor, ActorId, DocumentId, Report, ReportId, ThemeId
from crisisgraph.vocab import PREFIXES

#: A web address whose host is plain, and the rest of it up to and after the first "#".
_ADDRESS = re.compile(r"(https?://[\w.-]+(?::\d+)?)([/?][^#]*)?(?:#(.*))?", re.DOTALL)

#: A percent sign that encodes nothing.
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Names:
    """Where every thing of one build gets its IRI; `base` ends in "/" or "#".

    >>> str(Names("https://example.org/id/").report(ReportId("herstelopgave-5")))
    'https://example.org/id/report-herstelopgave-5'
    """

    base: str
    actors: Mapping[ActorId, URIRef] = field(default_factory=dict)
    labels: Mapping[str, URIRef] = field(default_factory=dict)  # every spelling of every actor, folded

    @classmethod
    def of(cls, base: str, actors: Iterable[Actor]) -> Names:
        """Return the names under `base`; an actor has its public IRI where it is known."""
        by_id = {}
        by_label = {}
        for actor in actors:
            by_id[actor.id] = URIRef(actor.iri) if actor.iri else URIRef(f"{base}actor-{actor.id}")
            for label in (actor.label, *actor.variants):
                by_label[fold(label)] = by_id[actor.id]
        return cls(base, by_id, by_label)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of our files: those of the vocabularies, and ``id:`` for what stands under `base`."""
        return {"id": self.base, **PREFIXES}

    def bind_prefixes(self, graph: Graph) -> None:
        """Have `graph` written with our prefixes."""
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)

    def of_id(self, identity: str) -> URIRef:
        """Return the IRI of what has its kind in its id: a file, a passage or a statement."""
        return URIRef(self.base + quote(identity, safe="-._~!$&'()*+,;=:@"))

    def report(self, report: ReportId) -> URIRef:
        """Return the IRI of a report of the corpus."""
        return self.of_id(f"report-{report}")

    def work(self, title: str) -> URIRef:
        """Return the IRI of a report that is only referred to, by its title."""
        return self.of_id(f"work-{slug(title)}")

    def mention(self, document: DocumentId, start: int, end: int) -> URIRef:
        """Return the IRI of the words in a file that name another report."""
        return self.of_id(f"mention-{content_key('mention', document, str(start), str(end))}")

    def section(self, report: Report, path: tuple[str, ...]) -> URIRef:
        """Return the IRI of the section of `report` under the headings `path`."""
        return self.of_id(f"section-{content_key('section', report.id, *path)}")

    def actor(self, actor: ActorId) -> URIRef:
        """Return the IRI of an actor, also of one that the corpus does not describe."""
        return self.actors.get(actor) or self.of_id(f"actor-{actor}")

    def agent(self, label: str) -> URIRef:
        """Return the IRI of the actor that is spelled `label`; an unknown one is named after its label."""
        return self.labels.get(fold(label)) or self.of_id(f"actor-{slug(label)}")

    def theme(self, theme: ThemeId) -> URIRef:
        """Return the IRI of a theme."""
        return self.of_id(f"theme-{theme}")

    def crisis(self, name: str) -> URIRef:
        """Return the IRI of a crisis that reports evaluate."""
        return self.of_id(f"crisis-{slug(name)}")

    def graph(self, name: str) -> URIRef:
        """Return the IRI of a named graph."""
        return self.of_id(f"graph-{name}")


def web_address(text: str) -> URIRef | None:
    """Return the address that the user wrote as an IRI that every parser takes; nothing where it is no web address.

    >>> str(web_address("https://example.org/een rapport"))
    'https://example.org/een%20rapport'
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        return None
    host, path, fragment = (_STRAY_PERCENT.sub("%25", part or "") for part in match.groups())
    safe = "%/:?@!$&'()*+,;=~"
    return URIRef(
        quote(host, safe=safe) + quote(path, safe=safe) + ("#" + quote(fragment, safe=safe) if fragment else "")
    )
