"""One statement as a flat record: what `extract` prints, what exports and the app show, always with its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from crisisgraph.corpus import Corpus
from crisisgraph.errors import InputError
from crisisgraph.model import (
    Actor,
    ActorId,
    Citation,
    Document,
    DocumentId,
    Edition,
    Kind,
    Link,
    LinkKind,
    Passage,
    PassageId,
    Report,
    ReportId,
    Statement,
    StatementId,
    Theme,
    ThemeId,
)
from crisisgraph.sentences import language

#: A value of a record: what JSON can hold.
Value = str | int | float | bool | list[str] | None
Record = dict[str, Value]


@dataclass(frozen=True)
class Lookup:
    """A corpus by its ids, made once and shared by every face."""

    corpus: Corpus

    @cached_property
    def documents(self) -> dict[DocumentId, Document]:
        """The documents by id."""
        return self.corpus.document_by_id()

    @cached_property
    def reports(self) -> dict[ReportId, Report]:
        """The reports by id."""
        return self.corpus.report_by_id()

    @cached_property
    def editions(self) -> dict[ReportId, Edition]:
        """Where each report stands, and whether that is our digest of it."""
        return {edition.report.id: edition for edition in self.corpus.editions}

    @cached_property
    def passages(self) -> dict[PassageId, Passage]:
        """The passages by id."""
        return {passage.id: passage for passage in self.corpus.passages}

    @cached_property
    def passage_places(self) -> dict[PassageId, int]:
        """Where each passage stands among those of the corpus, which are in reading order."""
        return {passage.id: place for place, passage in enumerate(self.corpus.passages)}

    @cached_property
    def statements(self) -> dict[StatementId, Statement]:
        """The statements by id."""
        return self.corpus.statement_by_id()

    @cached_property
    def parts(self) -> dict[StatementId, list[Statement]]:
        """The sub-statements by the statement above them, in the order of the corpus."""
        return _grouped((statement.parent, statement) for statement in self.corpus.statements if statement.parent)

    @cached_property
    def counts(self) -> Mapping[tuple[ReportId, Kind], int]:
        """How many statements of each kind stand in each report; none is 0."""
        return Counter((statement.report, statement.kind) for statement in self.corpus.statements)

    @cached_property
    def actors(self) -> dict[ActorId, Actor]:
        """The actors by id."""
        return {actor.id: actor for actor in self.corpus.actors}

    @cached_property
    def themes(self) -> dict[ThemeId, Theme]:
        """The themes by id."""
        return {theme.id: theme for theme in self.corpus.themes}

    @cached_property
    def links_from(self) -> dict[StatementId, list[Link]]:
        """The links by the statement they start from."""
        return _grouped((link.source, link) for link in self.corpus.links)

    @cached_property
    def links_to(self) -> dict[StatementId, list[Link]]:
        """The links by the statement they point at."""
        return _grouped((link.target, link) for link in self.corpus.links)

    @cached_property
    def citations(self) -> dict[StatementId, list[Citation]]:
        """The citations by the statement that leans on another report."""
        return _grouped((citation.source, citation) for citation in self.corpus.citations)

    def quote(self, statement: Statement) -> str:
        """Return the exact words of a statement."""
        return self.documents[statement.document].quote(statement.span)

    def statement(self, name: str) -> Statement:
        """Return the statement with this id, or whose IRI ends in it.

        :raises InputError: when there is none.
        """
        found = self.statements.get(StatementId(name.rstrip("/").rsplit("/", 1)[-1]))
        if found is None:
            raise InputError("unknown-statement", name=name)
        return found


_Value = TypeVar("_Value", Link, Citation, Statement)


def _grouped(pairs: Iterable[tuple[StatementId, _Value]]) -> dict[StatementId, list[_Value]]:
    groups: defaultdict[StatementId, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


#: The fields of a record that hold the ids of other statements; the last four are proposals.
_LINKS = {
    "responds_to": LinkKind.RESPONDS_TO,
    "fulfils": LinkKind.FULFILS,
    "based_on": LinkKind.BASED_ON,
    "summarises": LinkKind.SUMMARISES,
    "builds_on": LinkKind.BUILDS_ON,
    "similar_to": LinkKind.SIMILAR_TO,
    "in_tension_with": LinkKind.TENSION,
}


def statement_record(lookup: Lookup, statement: Statement) -> Record:
    """Return the fields of `statement` as DESIGN section 7 lists them; labels are the Dutch preferred labels."""
    links = lookup.links_from.get(statement.id, [])
    return {
        "document": lookup.documents[statement.document].name,
        "id": statement.id,
        "kind": statement.kind.value,
        "start": statement.start,
        "end": statement.end,
        "quote": lookup.quote(statement),
        "text": statement.text,
        "page": statement.page,
        "number": statement.number,
        "section": list(statement.section),
        "level": statement.level.value,
        "parent": statement.parent,
        "report": statement.report,
        "issuer": statement.issuer,
        "addressees": addressee_labels(lookup, statement),
        "addressee_texts": [addressee.text for addressee in statement.addressees],
        "actors": [lookup.actors[actor].label for actor in statement.actors],
        "themes": [lookup.themes[tag.theme].label for tag in statement.themes],
        "explicit": statement.explicit,
        "position": statement.position.value if statement.position else None,
        "actor": lookup.actors[statement.actor].label if statement.actor else None,
        "deadline": statement.deadline.text if statement.deadline else None,
        "deadline_date": statement.deadline.date if statement.deadline else None,
        **{field: [link.target for link in links if link.kind is kind] for field, kind in _LINKS.items()},
        "leans_on": [citation.title for citation in lookup.citations.get(statement.id, [])],
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def addressee_labels(lookup: Lookup, statement: Statement) -> list[str]:
    """Return whom a statement addresses: the actor's label, or the words of the text where no actor is known."""
    labels = (lookup.actors[a.actor].label if a.actor else a.text for a in statement.addressees)
    return list(dict.fromkeys(labels))


def theme_label(theme: Theme) -> str:
    """Return the name of a theme in the language of the reader; actors are called by their own name in each."""
    return theme.label_en if language() == "en" else theme.label
