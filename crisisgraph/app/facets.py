"""How many statements each choice of a filter would leave, given what is chosen in the other filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crisisgraph.app.address import chosen
from crisisgraph.filters import Filters
from crisisgraph.model import Kind, Statement
from crisisgraph.records import Lookup
from crisisgraph.sentences import say


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its name in the address, its label and the number of statements that have it."""

    value: str
    label: str
    count: int


def facets(lookup: Lookup, filters: Filters) -> dict[str, tuple[Choice, ...]]:
    """Return the choices of each filter by its name in the address; what nothing has and nobody chose is left out.

    Reports stand in the order of the corpus, kinds in the order of the chain, themes and actors by their label.
    """
    labels: dict[str, dict[str, str]] = {
        "rapport": {report.id: report.title for report in lookup.reports.values()},
        "thema": dict(sorted(((t.id, t.label) for t in lookup.themes.values()), key=_by_label)),
        "actor": dict(sorted(((a.id, a.label) for a in lookup.actors.values()), key=_by_label)),
        "soort": {kind.value: say(f"kind.{kind}") for kind in Kind},
    }
    without = {
        "rapport": replace(filters, reports=frozenset()),
        "thema": replace(filters, themes=frozenset()),
        "actor": replace(filters, actors=frozenset()),
        "soort": replace(filters, kinds=frozenset()),
    }
    present = {name: _counts(lookup.corpus.statements, name) for name in labels}
    found = {}
    for name, others in without.items():
        counts = _counts((s for s in lookup.corpus.statements if others.accept(s)), name)
        found[name] = tuple(
            Choice(value, label, counts[value])
            for value, label in labels[name].items()
            if present[name][value] or value in chosen(filters)[name]
        )
    return found


def _counts(statements: Iterable[Statement], name: str) -> Counter[str]:
    return Counter(value for statement in statements for value in _values(statement, name))


def _values(statement: Statement, name: str) -> set[str]:
    match name:
        case "rapport":
            return {statement.report}
        case "thema":
            return {tag.theme for tag in statement.themes}
        case "actor":
            return {a for a in (statement.actor, *(one.actor for one in statement.addressees)) if a}
        case _:
            return {statement.kind.value}


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
