"""What a page shows of a description, in the order in which people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.endpoint.pages.addresses import TERMS, Addresses, is_web_iri
from crisisgraph.endpoint.pages.description import Description, Value
from crisisgraph.endpoint.pages.naming import local_name, property_name
from crisisgraph.endpoint.pages.shown import Inference, Line, Link, Place
from crisisgraph.sentences import say, say_rule

#: The template for a thing of a class; the first that fits, else ``thing.html``.
TEMPLATES = (
    ("statement.html", ("cg:Statement",)),
    ("report.html", ("cg:Report", "fabio:Report")),
    ("file.html", ("cg:SourceFile",)),
    ("passage.html", ("cg:Passage", "cg:Mention")),
    ("agent.html", ("foaf:Agent",)),
    ("scheme.html", ("skos:ConceptScheme",)),
    ("theme.html", ("skos:Concept",)),
)

#: The kinds of statement by their class, what to do first.
_KINDS = {
    "cg:Recommendation": "recommendation",
    "cg:Finding": "finding",
    "cg:Response": "response",
    "cg:Commitment": "commitment",
}

#: The parts of a chain as `trace` names them, with the properties that lead there, from the statement and towards it.
_CHAIN = (
    ("basis", ("cg:basedOn",), ()),
    ("answers", ("cg:respondsTo", "cg:fulfils"), ()),
    ("parent", ("cg:partOf",), ()),
    ("responses", (), ("cg:respondsTo",)),
    ("commitments", (), ("cg:fulfils",)),
    ("parts", (), ("cg:partOf",)),
    ("builds_on", ("cg:buildsOn",), ()),
    ("summarises", ("cg:summarises",), ()),
    ("taken_up", (), ("cg:buildsOn", "cg:summarises")),
    ("similar", ("cg:similarTo",), ()),
    ("tensions", ("cg:inTensionWith",), ()),
)

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class View:
    """The document about `thing`, as templates read it."""

    description: Description
    addresses: Addresses
    thing: str

    # --- one thing ------------------------------------------------------------------------------

    @property
    def template(self) -> str:
        """The file of the template."""
        fitting = (name for name, classes in TEMPLATES if self.description.is_a(self.thing, *classes))
        return next(fitting, "thing.html")

    @property
    def name(self) -> str:
        """What the thing is called."""
        return self.link(self.thing).name

    def link(self, iri: str) -> Link:
        """Return the thing `iri` by its name, with the address of our document about it where we have one."""
        about = self.description
        name = about.text(iri, "skos:prefLabel", "dcterms:title", "rdfs:label")
        if not name and about.is_a(iri, *_KINDS):
            name = " ".join(filter(None, [say(f"kind.{self.kind(iri)}"), about.text(iri, "cg:number")]))
        address = self.addresses.document(iri)
        if address is None and iri in about.about and not about.is_a(iri, "dcat:Distribution", "dcat:DataService"):
            address = self.addresses.elsewhere(iri)
        if address is None:
            address = iri if is_web_iri(iri) else ""
        return Link(name or local_name(iri), address, iri)

    def links(self, *names: str, of: str | None = None) -> list[Link]:
        """Return the things that this one points at, by name."""
        return sorted({self.link(iri) for iri in self.description.things(of or self.thing, *names)}, key=_by_name)

    def sources(self, *names: str) -> list[Link]:
        """Return the things that point at this one, by name."""
        return sorted((self.link(iri) for iri in self.description.sources(self.thing, *names)), key=_by_name)

    def text(self, *names: str) -> str:
        """Return a text of this thing."""
        return self.description.text(self.thing, *names)

    def kind(self, iri: str) -> str:
        """Return the kind of a statement, or nothing."""
        return next((kind for name, kind in _KINDS.items() if self.description.is_a(iri, name)), "")

    def place(self, thing: str | None = None) -> Place:
        """Return where the words of a statement, a passage or a mention stand."""
        thing, about = thing or self.thing, self.description
        quote = next(about.parts(thing, "oa:hasSelector", "oa:TextQuoteSelector"), thing + "#quote")
        position = next(about.parts(thing, "oa:hasSelector", "oa:TextPositionSelector"), "")
        file = next(iter(about.things(thing, "oa:hasSource")), None)
        report = next(iter(about.things(thing, "cg:statedIn")), None)
        section = next(iter(about.things(thing, "dcterms:isPartOf")), None)
        return Place(
            quote=about.text(quote, "oa:exact"),
            before=about.text(quote, "oa:prefix"),
            after=about.text(quote, "oa:suffix"),
            file=self.link(file) if file else None,
            sha256=about.text(file, "cg:sha256") if file else "",
            page=about.text(thing, "cg:page"),
            label=about.text(thing, "cg:pageLabel"),
            report=self.link(report) if report else None,
            section=self.link(section) if section else None,
            start=about.text(position, "oa:start"),
            end=about.text(position, "oa:end"),
        )

    # --- what was concluded ---------------------------------------------------------------------

    def inferences(self, name: str) -> list[Inference]:
        """Return what was concluded about this thing with the property `name`, the surest first."""
        parts = self.description.things(self.thing, "cg:inference")
        found = [self._inference(part, thing) for part in parts for thing in self.description.things(part, name)]
        return sorted(found, key=lambda inference: (-float(inference.confidence or 0), inference.thing.name))

    def _inference(self, part: str, thing: str) -> Inference:
        about = self.description
        mentions = about.things(part, "prov:wasDerivedFrom")
        return Inference(
            thing=self.link(thing),
            rule=say_rule(about.text(part, "cg:rule")),
            confidence=_decimal(about.text(part, "cg:confidence")),
            written=about.text(part, "cg:addresseeText"),
            anchor=part.partition("#")[2],
            proposal=about.is_a(part, "cg:Proposal"),
            quote=about.text(mentions[0] + "#quote", "oa:exact") if mentions else "",
        )

    @property
    def unresolved(self) -> list[str]:
        """The addressees as the text has them that no actor was recognised in."""
        resolved = {inference.written for inference in self.inferences("cg:addressedTo")}
        return [text for text in self.description.texts(self.thing, "cg:addresseeText") if text not in resolved]

    # --- the chain, and lists of statements -----------------------------------------------------

    @property
    def chain(self) -> list[tuple[str, list[Line]]]:
        """The parts of the chain around this statement that hold something, each under what it is called."""
        found = []
        for part, away, towards in _CHAIN:
            lines = [*self._away(away), *self._towards(towards)]
            if lines:
                found.append((say(f"trace.{part}"), lines))
        return found

    @property
    def unanswered(self) -> bool:
        """Whether this is a recommendation to which nothing in the graph answers."""
        answers = self.description.sources(self.thing, "cg:respondsTo", "cg:fulfils")
        return self.kind(self.thing) == "recommendation" and not answers

    def _away(self, names: Sequence[str]) -> Iterator[Line]:
        for other in dict.fromkeys(self.description.things(self.thing, *names)):
            yield self.line(other, self._between(self.thing, other, names))

    def _towards(self, names: Sequence[str]) -> Iterator[Line]:
        for other in self.description.sources(self.thing, *names):
            yield self.line(other, self._between(other, self.thing, names))

    def _between(self, source: str, target: str, names: Iterable[str]) -> Inference | None:
        """Return the conclusion that ties two things, which stands at one of them."""
        pointing = self.description.towards
        for end, thing in ((target, source), (source, target)):
            for part, name in pointing.get(end, ()):
                if name in names and part.startswith(thing + "#"):
                    return self._inference(part, end)
        return None

    def line(self, iri: str, inference: Inference | None = None) -> Line:
        """Return a statement as a line of a list."""
        about = self.description
        report = next(iter(about.things(iri, "cg:statedIn")), None)
        position = next(iter(about.things(iri, "cg:position")), None)
        return Line(
            link=self.link(iri),
            kind=self.kind(iri),
            number=about.text(iri, "cg:number"),
            text=about.text(iri, "cg:text"),
            report=self.link(report) if report else None,
            page=about.text(iri, "cg:page"),
            position=self.link(position).name if position else "",
            deadline=about.text(iri, "cg:deadlineText"),
            inference=inference,
        )

    def statements(self, *names: str) -> list[tuple[str, list[Line]]]:
        """Return the statements that point at this thing with one of these properties, by kind, in reading order."""
        lines = [line for line in self._towards(names) if line.kind]
        lines.sort(key=lambda line: (line.report.name if line.report else "", int(line.page or 0), _natural(line)))
        groups = ((kind, [line for line in lines if line.kind == kind]) for kind in _KINDS.values())
        return [(kind, group) for kind, group in groups if group]

    # --- everything -----------------------------------------------------------------------------

    @property
    def properties(self) -> list[tuple[Link, list[Link | Value]]]:
        """Every property of this thing with its values: things as links, texts as they are."""
        rows = []
        for name, values in sorted(self.description.about.get(self.thing, {}).items()):
            shown = [self.link(value.text) if value.is_thing else value for value in values]
            rows.append((self._property(name), shown))
        return rows

    @property
    def pointing(self) -> list[tuple[str, list[Link]]]:
        """The things that point at this one, by the property that they do it with."""
        names = sorted({name for _, name in self.description.towards.get(self.thing, ())})
        found = ((self._property(name).name, self.sources(name)) for name in names)
        return [(label, links) for label, links in found if links]

    def _property(self, name: str) -> Link:
        term = TERMS + name.removeprefix("cg:") if name.startswith("cg:") else None
        label = self.description.text(term, "rdfs:label", "skos:prefLabel") if term else property_name(name)
        return Link(label or name, self.addresses.document(term) or "" if term else "", name)


def _natural(line: Line) -> list[tuple[int, str]]:
    """Return the number of a statement so that 10 comes after 9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(line.number)]


def _by_name(link: Link) -> tuple[str, str]:
    return link.name.casefold(), link.iri


def _decimal(text: str) -> str:
    return f"{float(text):.2f}" if text else ""
