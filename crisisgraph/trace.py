"""The chain around one statement: conclusion → recommendation → response → commitment, with words and places.

Beside the chain stand proposals: what it builds on or summarises, what is like it, and what advises the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crisisgraph.model import Citation, Kind, Link, LinkKind, Report, Statement
from crisisgraph.records import Lookup


@dataclass(frozen=True, slots=True)
class Step:
    """A statement in a chain with its exact words, its report and file, and the link that brought it there."""

    statement: Statement
    quote: str
    report: Report
    document: str
    sha256: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Another report that a statement leans on: its title, the exact words that name it, and where they stand."""

    citation: Citation
    title: str
    quote: str
    report: Report
    document: str
    sha256: str
    page: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that is known around one statement.

    `basis` holds the conclusions it rests on, `supports` the advice that rests on it, `answers` what it answers or
    carries out (for a response or a commitment), `parts` the sub-statements under it and `parent` the statement above
    it.  The rest is proposed: `builds_on` and `summarises` with `cited` (what it leans on), `taken_up` (what leans on
    it), `similar` (the same advice elsewhere) and `tensions` (the opposite advice).
    """

    subject: Step
    basis: tuple[Step, ...] = ()
    supports: tuple[Step, ...] = ()
    answers: tuple[Step, ...] = ()
    responses: tuple[Step, ...] = ()
    commitments: tuple[Step, ...] = ()
    parent: Step | None = None
    parts: tuple[Step, ...] = ()
    builds_on: tuple[Step, ...] = ()
    summarises: tuple[Step, ...] = ()
    cited: tuple[Cited, ...] = ()
    taken_up: tuple[Step, ...] = ()
    similar: tuple[Step, ...] = ()
    tensions: tuple[Step, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Whether this is a recommendation to which no reaction was found, which is not the same as a rejected one."""
        return self.subject.statement.kind is Kind.RECOMMENDATION and not (self.responses or self.commitments)


def trace(lookup: Lookup, name: str) -> Trace:
    """Return the trace of the statement called `name` (its id or its IRI).

    :raises InputError: when there is no such statement.
    """
    statement = lookup.statement(name)
    outgoing = lookup.links_from.get(statement.id, [])
    incoming = lookup.links_to.get(statement.id, [])

    def sources(kind: LinkKind) -> tuple[Step, ...]:
        return _steps(lookup, [(lookup.statements[link.source], link) for link in incoming if link.kind is kind])

    def targets(*kinds: LinkKind) -> tuple[Step, ...]:
        return _steps(lookup, [(lookup.statements[link.target], link) for link in outgoing if link.kind in kinds])

    parts = [(part, None) for part in lookup.parts.get(statement.id, [])]
    return Trace(
        subject=_step(lookup, statement),
        basis=targets(LinkKind.BASED_ON),
        supports=sources(LinkKind.BASED_ON),
        answers=targets(LinkKind.RESPONDS_TO, LinkKind.FULFILS),
        responses=sources(LinkKind.RESPONDS_TO),
        commitments=sources(LinkKind.FULFILS),
        parent=_step(lookup, lookup.statements[statement.parent]) if statement.parent else None,
        parts=_steps(lookup, parts),
        builds_on=targets(LinkKind.BUILDS_ON),
        summarises=targets(LinkKind.SUMMARISES),
        cited=tuple(_cited(lookup, statement, citation) for citation in lookup.citations.get(statement.id, [])),
        taken_up=sources(LinkKind.BUILDS_ON) + sources(LinkKind.SUMMARISES),
        similar=_surest(sources(LinkKind.SIMILAR_TO) + targets(LinkKind.SIMILAR_TO)),
        tensions=_surest(sources(LinkKind.TENSION) + targets(LinkKind.TENSION)),
    )


def _surest(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: -step.link.confidence if step.link else 0))


def _cited(lookup: Lookup, statement: Statement, citation: Citation) -> Cited:
    document = lookup.documents[statement.document]
    report = lookup.reports[statement.report]
    known = lookup.reports.get(citation.report) if citation.report else None
    return Cited(
        citation,
        known.title if known else citation.title,
        document.text[citation.start : citation.end],
        report,
        document.name,
        document.sha256,
        document.page_at(citation.start).index,
    )


def _steps(lookup: Lookup, found: Sequence[tuple[Statement, Link | None]]) -> tuple[Step, ...]:
    ordered = sorted(found, key=lambda pair: (pair[0].report, pair[0].start, pair[0].id))
    return tuple(_step(lookup, statement, link) for statement, link in ordered)


def _step(lookup: Lookup, statement: Statement, link: Link | None = None) -> Step:
    document = lookup.documents[statement.document]
    report = lookup.reports[statement.report]
    return Step(statement, document.quote(statement.span), report, document.name, document.sha256, link)
