"""Statements: what a report recommends, finds, answers or promises, and how statements relate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from crisisgraph.model.places import Span
from crisisgraph.model.reports import ActorId, DocumentId, ReportId, ThemeId

StatementId = NewType("StatementId", str)


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
    SUMMARISES = "summarises"
    BUILDS_ON = "builds on"
    SIMILAR_TO = "similar to"
    TENSION = "tension"


#: What we propose by comparing statements, and a person has still to judge.
PROPOSED = frozenset({LinkKind.SUMMARISES, LinkKind.BUILDS_ON, LinkKind.SIMILAR_TO, LinkKind.TENSION})


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two statements, with the rule or model that made it and a confidence of 0 to 1."""

    source: StatementId
    kind: LinkKind
    target: StatementId
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement that summarises or builds on another report, which is named at ``[start, end)`` of its own document.

    `title` is what those words call it; `report` is that report, where it is one of the corpus.
    """

    source: StatementId
    kind: LinkKind
    title: str
    report: ReportId | None
    start: int
    end: int
    rule: str
    confidence: float
