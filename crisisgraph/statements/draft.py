"""A statement while it is being found: what a rule saw, before ids, addressees, actors and themes are filled in."""

from __future__ import annotations

from dataclasses import dataclass

from crisisgraph.model import ActorId, Deadline, Kind, Level, Position, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """What one rule found; `find_statements` turns drafts into statements.

    `parent` is the draft it stands under.  `issuer` names the body whose words are passed on and is None when the
    report itself speaks.
    """

    kind: Kind
    span: Span
    text: str
    section: tuple[str, ...]
    rule: str
    confidence: float
    level: Level = Level.MAIN
    parent: Draft | None = None
    number: str | None = None
    explicit: bool = True
    issuer: str | None = None
    position: Position | None = None
    actor: ActorId | None = None
    deadline: Deadline | None = None
