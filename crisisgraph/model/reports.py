"""Documents, the reports that stand in them, their passages, and the actors and themes that they speak of."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NewType

from crisisgraph.errors import SpanError
from crisisgraph.model.places import Block, Page, Reading, Span

DocumentId = NewType("DocumentId", str)
ReportId = NewType("ReportId", str)
PassageId = NewType("PassageId", str)
ActorId = NewType("ActorId", str)
ThemeId = NewType("ThemeId", str)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read: its canonical text, and where the pages and blocks of that text are.

    `reader` names the extractor and its version, `sha256` is of the file's bytes, `text_sha256` of the canonical
    text in UTF-8; together they let anyone prove an offset again.
    """

    id: DocumentId
    name: str
    media_type: str
    sha256: str
    text_sha256: str
    reader: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None

    def page_at(self, offset: int) -> Page:
        """Return the page on which the character at `offset` stands."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[max(0, index)]

    def quote(self, span: Span) -> str:
        """Return the exact characters of `span`.

        :raises SpanError: when the span ends after the text.
        """
        if span.end > len(self.text):
            raise SpanError(span.start, span.end)
        return self.text[span.start : span.end]

    def read(self, block: Block) -> Reading:
        """Return the reading view of one of this document's blocks."""
        return Reading.of(self.text, block.segments)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the catalogue describes it; `issuer` is the actor whose statements it holds.

    `issued` is an ISO date ("2021-03-29") or a shorter one ("2020").  `part_of` names the report in which it is
    printed as an annex, `responds_to` the report that it answers.
    """

    id: ReportId
    title: str
    publisher: str
    issuer: str
    issued: str | None = None
    kind: str = "rapport"
    language: str = "nl"
    landing_page: str | None = None
    evaluates: str | None = None
    part_of: ReportId | None = None
    responds_to: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One report as it stands in one document; `digest` marks our own retelling, which gives way to an original."""

    report: Report
    document: DocumentId
    start: int
    end: int
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one report that can be cited and found on its own.

    `text` is the reading view of the span; `headings` is the path of headings above it; `page` counts from 1.
    """

    id: PassageId
    document: DocumentId
    report: ReportId
    start: int
    end: int
    page: int
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A body that can act: `label` is its preferred Dutch name, `variants` its other spellings.

    `short` forms mean it only in context ("de Raad" after its full name); `negative` labels contain a spelling without
    meaning the actor.  `generic` marks a kind of body ("gemeenten") as against one body.  `iri` is its public
    identifier, where known.
    """

    id: ActorId
    label: str
    variants: tuple[str, ...] = ()
    kind: str = "organisation"
    generic: bool = False
    iri: str | None = None
    short: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject that statements are about; `negative` labels contain a label without meaning the theme."""

    id: ThemeId
    label: str
    label_en: str
    definition: str
    definition_en: str
    synonyms: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
