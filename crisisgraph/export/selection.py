"""Which statements an export holds, with the chain of each, and in words what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crisisgraph.corpus import Corpus
from crisisgraph.filters import Filters
from crisisgraph.listing import Selection
from crisisgraph.model import Kind, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import in_language, say
from crisisgraph.trace import Step, Trace, trace

#: What stands under a statement: its chain, and after it what is proposed.
_ROLES = (
    "basis", "answers", "responses", "commitments", "builds_on", "summarises", "taken_up", "similar", "tensions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself: what was chosen, in words, and the fingerprint of the build it was made from."""

    selection: tuple[str, ...] = ()
    build: str = ""


def select(lookup: Lookup, filters: Filters) -> tuple[StatementId, ...]:
    """Return the ids of the statements that fit; recommendations when no kind is asked for."""
    wanted = filters if filters.kinds else replace(filters, kinds=frozenset({Kind.RECOMMENDATION}))
    return tuple(statement.id for statement in lookup.corpus.statements if wanted.accept(statement))


def with_chain(lookup: Lookup, chosen: Iterable[StatementId]) -> Corpus:
    """Return the part of the corpus that the traces of the `chosen` statements need, and nothing more."""
    return part_with(lookup, (step.statement.id for name in chosen for step, _ in steps_of(trace(lookup, name))))


def part_with(lookup: Lookup, names: Iterable[StatementId]) -> Corpus:
    """Return the part of the corpus that these statements need: what they link to each other, name and stand in."""
    kept = set(names)
    for name in tuple(kept):  # a sub-statement is not understood without the one above it
        parent = lookup.statements[name].parent
        kept |= {parent} if parent else set()
    statements = tuple(s for s in lookup.corpus.statements if s.id in kept)
    reports = {statement.report for statement in statements}
    documents = {statement.document for statement in statements}
    actors = {a.actor for s in statements for a in s.addressees} | {s.actor for s in statements}
    actors |= {actor for s in statements for actor in s.actors}
    themes = {tag.theme for s in statements for tag in s.themes}
    issuers = {statement.issuer for statement in statements}
    return Corpus(
        documents=tuple(d for d in lookup.corpus.documents if d.id in documents),
        editions=tuple(e for e in lookup.corpus.editions if e.report.id in reports),
        statements=statements,
        links=tuple(k for k in lookup.corpus.links if k.source in kept and k.target in kept),
        citations=tuple(c for c in lookup.corpus.citations if c.source in kept),
        actors=tuple(a for a in lookup.corpus.actors if a.id in actors or a.label in issuers),
        themes=tuple(t for t in lookup.corpus.themes if t.id in themes),
    )


def steps_of(found: Trace) -> Iterator[tuple[Step, str]]:
    """Yield the statement of a trace and all that stands around it, each with its role."""
    yield found.subject, "subject"
    for role in _ROLES:
        for step in getattr(found, role):
            yield step, role


@in_language("nl")
def in_words(lookup: Lookup, selection: Selection) -> tuple[str, ...]:
    """Return a selection as people read it, one line for each thing that was asked for."""
    filters = selection.filters
    asked = {
        "report": [lookup.reports[one].title for one in filters.reports],
        "theme": [lookup.themes[one].label for one in filters.themes],
        "actor": [lookup.actors[one].label for one in filters.actors],
        "kind": [say(f"kind.{one}") for one in filters.kinds],
        "position": [say(f"position.{one}") for one in selection.positions],
    }
    lines = [say(f"selection.{name}", names=", ".join(sorted(names))) for name, names in asked.items() if names]
    if selection.answered is not None:
        lines.append(say("selection.answered" if selection.answered else "selection.unanswered"))
    return tuple(lines)
