"""The nouns of crisisgraph: small frozen values that every stage takes and gives.

Offsets are Python `str` indices into the canonical text of one document, half open: ``[start, end)``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from crisisgraph.errors import SpanError

DocumentId = NewType("DocumentId", str)
ReportId = NewType("ReportId", str)
PassageId = NewType("PassageId", str)
StatementId = NewType("StatementId", str)
ActorId = NewType("ActorId", str)
ThemeId = NewType("ThemeId", str)


# --- places in a document -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch ``[start, end)`` of a canonical text.

    :raises SpanError: when it is empty, reversed or starts before the text.

    >>> Span(3, 8).overlap(Span(5, 9))
    3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Return how many characters both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: where it stands in the canonical text and what is printed on it.

    `index` counts from 1; `label` is the printed page number; `width` and `height` are in points and absent for
    documents without a page size.  `start` equals `end` for a page without text.
    """

    index: int
    start: int
    end: int
    label: str | None = None
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of canonical text that is read as it stands; `glue` is what is read before it ("" or " ")."""

    start: int
    end: int
    glue: str = ""


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    FOOTNOTE = "footnote"
    TABLE = "table"
    FURNITURE = "furniture"  #: running header or footer, page number: never part of a statement


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, footnote … of a document, as the segments that are read one after the other.

    The segments leave out what is not read: the marker (bullet or printed number), line-end hyphens, footnote
    marks, emphasis signs, and furniture or footnotes that stand in the middle of a sentence.  `level` is the depth:
    of a heading 1 is the highest, of a list item 1 is the outermost, otherwise 0.  `bold` says that the whole
    block is printed bold.
    """

    kind: BlockKind
    segments: tuple[Segment, ...]
    level: int = 0
    marker: str | None = None
    bold: bool = False

    @property
    def start(self) -> int:
        """Canonical offset of the first character that is read."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Canonical offset after the last character that is read."""
        return self.segments[-1].end


@dataclass(frozen=True, slots=True)
class Reading:
    """Clean text whose every character maps back to the canonical text: the reading view of one or more blocks.

    >>> view = Reading.of("mid-\\ndel A", (Segment(0, 3), Segment(5, 10)))
    >>> view.text, view.span(0, 6)
    ('middel A', Span(start=0, end=8))
    """

    text: str
    _starts: tuple[int, ...]  # of each segment, in `text`
    _segments: tuple[Segment, ...]

    @classmethod
    def of(cls, canonical: str, segments: Iterable[Segment]) -> Reading:
        """Read `segments` of the `canonical` text; the first segment's glue is dropped, white space becomes a space."""
        parts: list[str] = []
        starts: list[int] = []
        kept: list[Segment] = []
        length = 0
        for segment in segments:
            glue = segment.glue if kept else ""
            piece = "".join(" " if c.isspace() else c for c in canonical[segment.start : segment.end])
            starts.append(length + len(glue))
            kept.append(segment)
            parts += (glue, piece)
            length += len(glue) + len(piece)
        return cls("".join(parts), tuple(starts), tuple(kept))

    def offset(self, position: int) -> int:
        """Return the canonical offset of the character at `position` of the clean text; glue counts as what follows."""
        index = max(0, bisect_right(self._starts, position) - 1)
        segment = self._segments[index]
        offset = segment.start + position - self._starts[index]
        if offset >= segment.end and index + 1 < len(self._segments):
            return self._segments[index + 1].start
        return min(offset, segment.end)

    def span(self, start: int, end: int) -> Span:
        """Return the canonical span of ``text[start:end]``.

        :raises SpanError: when the stretch is empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise SpanError(start, end)
        return Span(self.offset(start), self.offset(end - 1) + 1)


# --- documents and reports ------------------------------------------------------------------------


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


# --- actors and themes ----------------------------------------------------------------------------


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


# --- statements -----------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a statement is, as it stands in files and on the command line."""

    RECOMMENDATION = "recommendation"
    FINDING = "finding"
    RESPONSE = "response"
    COMMITMENT = "commitment"


class Level(StrEnum):
    """Whether a statement stands on its own or under another one."""

    MAIN = "main"
    SUB = "sub"


class Position(StrEnum):
    """What a response says to a recommendation or conclusion."""

    ACCEPTS = "accepts"
    ACCEPTS_IN_PART = "accepts in part"
    REJECTS = "rejects"
    NOTES = "notes"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked to act: `text` as written, `actor` as resolved by `rule`, with a confidence of 0 to 1."""

    text: str
    actor: ActorId | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ThemeTag:
    """A theme of a statement, the rule that gave it and a confidence of 0 to 1."""

    theme: ThemeId
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something is promised: `text` as written, `date` as an ISO date, month or year where it can be told."""

    text: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report recommends, finds, answers or promises, tied to the words ``document.text[start:end]``.

    `text` is the reading view of those words, `rule` the rule that found it and `confidence` (0 to 1) how sure it
    is.  `position` belongs to a response; `actor` (who promised) and `deadline` belong to a commitment.
    """

    id: StatementId
    document: DocumentId
    report: ReportId
    kind: Kind
    start: int
    end: int
    page: int
    section: tuple[str, ...]
    text: str
    rule: str
    confidence: float
    issuer: str
    level: Level = Level.MAIN
    parent: StatementId | None = None
    number: str | None = None
    explicit: bool = True
    addressees: tuple[Addressee, ...] = ()
    actors: tuple[ActorId, ...] = ()
    themes: tuple[ThemeTag, ...] = ()
    position: Position | None = None
    actor: ActorId | None = None
    deadline: Deadline | None = None

    @property
    def span(self) -> Span:
        """The place of the statement in its document."""
        return Span(self.start, self.end)


class LinkKind(StrEnum):
    """How one statement relates to another."""

    RESPONDS_TO = "responds to"
    FULFILS = "fulfils"
    BASED_ON = "based on"
    SIMILAR_TO = "similar to"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two statements, with the rule or model that made it and a confidence of 0 to 1."""

    source: StatementId
    kind: LinkKind
    target: StatementId
    rule: str
    confidence: float


# --- the build report -----------------------------------------------------------------------------


class Code(StrEnum):
    """What a finding of the build says; each has one Dutch sentence in `sentences/nl.toml` under [finding]."""

    # a file that could not be read: it is left out, the rest goes on
    NOT_FOUND = "not-found"
    NO_ACCESS = "no-access"
    OUTSIDE_FOLDER = "outside-folder"
    UNSUPPORTED = "unsupported"
    EMPTY_FILE = "empty-file"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_TEXT = "too-much-text"
    NOT_A_PDF = "not-a-pdf"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT_LAYER = "no-text-layer"
    MEMORY_LIMIT = "memory-limit"
    TIME_LIMIT = "time-limit"
    CRASH = "crash"
    PARSER_BUG = "parser-bug"
    CHANGED = "changed"
    # a document that was read, with something to know about it
    PARTIAL = "partial"
    TEXT_DOUBTFUL = "text-doubtful"
    DECODED_AS_CP1252 = "decoded-as-cp1252"
    UNKNOWN_REPORT = "unknown-report"
    DUPLICATE_EDITION = "duplicate-edition"
    DIGEST_REPLACED = "digest-replaced"
    NO_STATEMENTS = "no-statements"
    UNKNOWN_ACTOR = "unknown-actor"


#: Findings after which a document takes no part in the build.
QUARANTINE = frozenset(
    {
        Code.NOT_FOUND, Code.NO_ACCESS, Code.OUTSIDE_FOLDER, Code.UNSUPPORTED, Code.EMPTY_FILE, Code.TOO_LARGE,
        Code.TOO_MANY_PAGES, Code.TOO_MUCH_TEXT, Code.NOT_A_PDF, Code.ENCRYPTED, Code.DAMAGED, Code.NO_TEXT_LAYER,
        Code.MEMORY_LIMIT, Code.TIME_LIMIT, Code.CRASH, Code.PARSER_BUG, Code.CHANGED,
    }
)  # fmt: skip

#: Findings that only inform: they do not make a build fail under ``--strict``.
INFORMATION = frozenset({Code.DIGEST_REPLACED, Code.UNKNOWN_REPORT})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the build has to say about one file; its sentence is made at the edge from `code` and `facts`."""

    document: str
    code: Code
    page: int | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)
