"""How many statements each choice of a filter would leave, given what is chosen in the other filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from crisisgraph.app.address import ANSWERED, FILTERS, UNANSWERED, Chosen, reaction_of, year_of
from crisisgraph.model import Kind, Statement
from crisisgraph.records import Lookup, theme_label
from crisisgraph.sentences import say


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its name in the address, its label and the number of statements that have it."""

    value: str
    label: str
    count: int


def values_present(lookup: Lookup) -> dict[str, set[str]]:
    """Return the values of each filter that any statement of the corpus has: the same for every question."""
    present: dict[str, set[str]] = {name: set() for name in FILTERS}
    for statement in lookup.corpus.statements:
        for name, values in _values(lookup, statement).items():
            present[name] |= values
    return present


def facets(
    lookup: Lookup, chosen: Chosen, among: Iterable[Statement], present: Mapping[str, Collection[str]]
) -> dict[str, tuple[Choice, ...]]:
    """Return the choices of each filter by its name in the address, with their counts `among` statements.

    What is not `present` in the corpus and nobody chose is left out.  Reports stand in the order of the corpus, kinds
    in the order of the chain, years with the newest first, the rest by label.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
    for statement in among:
        has = _values(lookup, statement)
        misses = [name for name in FILTERS if chosen.get(name) and has[name].isdisjoint(chosen[name])]
        if len(misses) < 2:  # a filter does not narrow its own choices
            for name in misses or FILTERS:
                counts[name].update(has[name])
    return {
        name: tuple(
            Choice(value, label, counts[name][value])
            for value, label in labels.items()
            if value in present[name] or value in chosen.get(name, ())
        )
        for name, labels in _labels(lookup).items()
    }


def _labels(lookup: Lookup) -> dict[str, Mapping[str, str]]:
    reports = lookup.reports.values()
    publishers = sorted({report.publisher for report in reports}, key=str.casefold)
    years = sorted({year_of(report) for report in reports} - {""}, reverse=True)
    return {
        "rapport": {report.id: report.title for report in reports},
        "uitgever": dict(zip(publishers, publishers, strict=True)),
        "jaar": dict(zip(years, years, strict=True)),
        "thema": dict(sorted(((t.id, theme_label(t)) for t in lookup.themes.values()), key=_by_label)),
        "actor": dict(sorted(((a.id, a.label) for a in lookup.actors.values()), key=_by_label)),
        "soort": {kind.value: say(f"kind.{kind}") for kind in Kind},
        "reactie": {value: say(f"app.reaction-{value}") for value in (ANSWERED, UNANSWERED)},
    }


def _values(lookup: Lookup, statement: Statement) -> dict[str, set[str]]:
    """Return what a statement has in each filter."""
    report = lookup.reports[statement.report]
    return {
        "rapport": {report.id},
        "uitgever": {report.publisher},
        "jaar": {year_of(report)} - {""},
        "thema": {tag.theme for tag in statement.themes},
        "actor": {a for a in (statement.actor, *(one.actor for one in statement.addressees)) if a},
        "soort": {statement.kind.value},
        "reactie": {reaction_of(lookup, statement)} - {""},
    }


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
