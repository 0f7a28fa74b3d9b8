"""The things that a network or an answer in SPARQL names: what each is called, and which page is about it."""

from __future__ import annotations

from collections.abc import Mapping

from crisisgraph.app.address import STATEMENT
from crisisgraph.app.wording import name_of
from crisisgraph.model import ActorId, ReportId, StatementId, ThemeId
from crisisgraph.records import Lookup

#: A page by its name, and what it has to show.
Destination = tuple[str, Mapping[str, str]]

_REPORT, _ACTOR, _THEME = "report-", "actor-", "theme-"


def called(lookup: Lookup, name: str) -> str:
    """Return what a thing of the corpus is called in full: its title, its name, or its words."""
    if statement := lookup.statements.get(StatementId(name)):
        return f"{name_of(statement)}: {statement.text}"
    if report := lookup.reports.get(ReportId(name.removeprefix(_REPORT))):
        return report.title
    if name.startswith(_ACTOR):
        return lookup.actors[ActorId(name.removeprefix(_ACTOR))].label
    return lookup.themes[ThemeId(name.removeprefix(_THEME))].label


def cut(text: str, most: int) -> str:
    """Return `text` with at most so many characters, cut between two words where it can be.

    >>> cut("Zorg voor droge slaapplaatsen.", 12).replace("\\N{NO-BREAK SPACE}", " "), cut("kort", 12)
    ('Zorg voor …', 'kort')
    """
    if len(text) <= most:
        return text
    start, space, _ = text[: most - 1].rpartition(" ")
    return f"{start if space else text[: most - 2]}\N{NO-BREAK SPACE}…"


def destination(lookup: Lookup, name: str) -> Destination | None:
    """Return which page is about the thing called `name`, as it is in the graph; nothing when none is."""
    if StatementId(name) in lookup.statements:
        return "aanbeveling", {STATEMENT: name}
    if name.startswith(_REPORT) and ReportId(name.removeprefix(_REPORT)) in lookup.reports:
        return "rapporten", {"rapport": name.removeprefix(_REPORT)}
    if name.startswith(_ACTOR) and ActorId(name.removeprefix(_ACTOR)) in lookup.actors:
        return "zoeken", {"actor": name.removeprefix(_ACTOR)}
    if name.startswith(_THEME) and ThemeId(name.removeprefix(_THEME)) in lookup.themes:
        return "zoeken", {"thema": name.removeprefix(_THEME)}
    return None


def of_iri(lookup: Lookup, base: str, iri: str) -> Destination | None:
    """Return which page is about the thing with this IRI: one under `base`, or an actor with a public IRI."""
    if iri.startswith(base):
        return destination(lookup, iri.removeprefix(base))
    actor = next((actor.id for actor in lookup.actors.values() if actor.iri == iri), None)
    return ("zoeken", {"actor": actor}) if actor else None


def link_name(page: str) -> str:
    """Return the name of a page in an address; the page Zoeken is the first, and has none."""
    return "" if page == "zoeken" else page
