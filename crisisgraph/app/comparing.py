"""A comparison of reports as HTML: why two recommendations are tied, and how many each report has about each theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from crisisgraph.app.cards import sureness
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.tables import linked, table
from crisisgraph.app.wording import pointed
from crisisgraph.comparison import Pair, annexes
from crisisgraph.model import Kind, ReportId, Statement, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say, say_rule


def notes(lookup: Lookup, reports: Sequence[ReportId], totals: Mapping[ReportId, int] | None = None) -> Html:
    """Return what one must know of `reports`: annexes are reports by themselves, and some give no advice.

    `totals` says how many recommendations each has; nothing is said of that before it is known.
    """
    titles = {name: say("comparing.quoted", title=report.title) for name, report in lookup.reports.items()}
    lines = []
    for found in annexes(lookup, reports):
        for key, names in (("annexes", found.compared), ("more-annexes", found.left)):
            if names:
                told = ", ".join(map(titles.__getitem__, names))
                lines.append(say(f"comparing.{key}", main=titles[found.report], names=told))
    if totals:
        lines += [say("comparing.no-advice", title=titles[one]) for one in reports if not totals.get(one)]
    elif totals is not None:
        lines.append(say("comparing.no-advice-at-all"))
    return joined(*(element("p", line, class_="cg-uitleg") for line in lines))


def pair_note(pair: Pair) -> Html:
    """Return how the program ties two recommendations, by which rule and how sure that is."""
    made = say("app.linked-by", rule=say_rule(pair.link.rule), confidence=sureness(pair.link.confidence))
    return element("p", made, class_="cg-uitleg")


def standing_note(lookup: Lookup, statement: Statement, paired: Collection[StatementId]) -> Html:
    """Return that what a recommendation is part of, or a part of it, is shared with another report after all."""
    if statement.parent and statement.parent in paired:
        name = pointed(lookup.statements[statement.parent])
        return element("p", say("comparing.parent-shared", name=name), class_="cg-uitleg")
    if any(part.id in paired for part in lookup.parts.get(statement.id, ())):
        return element("p", say("comparing.part-shared"), class_="cg-uitleg")
    return joined()


def theme_table(
    lookup: Lookup,
    reports: Sequence[ReportId],
    counts: Mapping[ThemeId | None, Mapping[ReportId, int]],
    totals: Mapping[ReportId, int],
) -> Html:
    """Return how many recommendations each report has in all and about each theme, each number a link to them."""

    def row(name: str, of: Mapping[ReportId, int], theme: str | None) -> list[str]:
        return [name, *(_cell(of.get(report, 0), report, theme) for report in reports)]

    rows = [row(say("comparing.all-themes"), totals, "")]
    rows += [row(lookup.themes[theme].label, of, theme) for theme, of in counts.items() if theme]
    if None in counts:
        rows.append(row(say("comparing.no-theme"), counts[None], None))
    titles = [lookup.reports[report].title for report in reports]
    return element("div", table(say("comparing.per-theme"), [say("app.theme"), *titles], rows), class_="cg-cijfers")


def _cell(n: int, report: ReportId, theme: str | None) -> str:
    """Return a number; those about no theme cannot be listed, since no filter asks for them."""
    if not n:
        return "–"
    if theme is None:
        return str(n)
    return linked(str(n), "", thema=theme, rapport=report, soort=Kind.RECOMMENDATION)
