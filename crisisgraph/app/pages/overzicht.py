"""What is in the corpus, in charts and in the same tables: every number leads to the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from crisisgraph.app.cards import folded, heading
from crisisgraph.app.charts import CHOICE, Bar, Chart, Square, bars, columns, heat
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.screen import Screen, go_to, put
from crisisgraph.app.tables import linked, table
from crisisgraph.app.wording import written_count, written_date
from crisisgraph.model import Kind
from crisisgraph.overview import Year, addressed, heat_map, kinds, undated, years
from crisisgraph.records import Lookup, theme_label
from crisisgraph.sentences import say

#: How many a chart shows; the table and the list under it name the rest.
MOST_REPORTS, MOST_THEMES, MOST_ACTORS = 10, 25, 15

YEAR = "jaar"

#: The colour of numbers in a chart, in the light and in the dark theme.
_INK = {"light": "#1b2733", "dark": "#e7ecf0"}


def show(screen: Screen) -> None:
    """Show what is in the corpus."""
    lookup = screen.lookup
    st.title(say("app.page-overzicht"), anchor=False)
    st.write(
        say("app.corpus", reports=written_count(len(lookup.reports)), statements=written_count(len(lookup.statements)))
    )
    put(element("p", say("overview.how"), class_="cg-uitleg"))
    _kinds(screen)
    _themes(screen)
    _years(screen)
    _actors(screen)


def _kinds(screen: Screen) -> None:
    st.header(say("overview.kinds"), anchor=False)
    counts = [(kind, n) for kind, n in kinds(screen.lookup).items() if n]
    rows = [Bar(kind, say(f"count.{kind}", n="").strip().capitalize(), n) for kind, n in counts]
    for value in _chosen(bars(rows, say("overview.statements"), _ink()), "kinds"):
        _search(screen, soort=value["value"])
    _as_table(
        "kinds",
        [say("app.kind"), say("overview.number")],
        [(r.label, linked(str(r.count), "", soort=r.value)) for r in rows],
    )


def _themes(screen: Screen) -> None:
    lookup = screen.lookup
    found = heat_map(lookup, MOST_REPORTS, MOST_THEMES)
    st.header(say("overview.themes"), anchor=False)
    if not found.themes:
        st.write(say("overview.no-themes"))
        return
    titles = {report: lookup.reports[report].title for report in found.reports}
    labels = {theme: theme_label(lookup.themes[theme]) for theme in (*found.themes, *found.other_themes)}
    squares = [
        Square(theme, report, labels[theme], titles[report], found.counts[report, theme])
        for theme in found.themes
        for report in found.reports
        if found.counts[report, theme]
    ]
    for value in _chosen(heat(_in_order(squares, list(found.reports)), say("overview.statements"), _ink()), "themes"):
        _search(screen, thema=value["row"], rapport=value["column"])
    rows = [
        (
            linked(labels[theme], "", thema=theme),
            *(_cell(found.counts[report, theme], thema=theme, rapport=report) for report in found.reports),
        )
        for theme in (*found.themes, *found.other_themes)
    ]
    _as_table("themes", [say("app.theme"), *titles.values()], rows)
    if found.other_reports:
        names = [(linked(lookup.reports[one].title, "", rapport=one)) for one in found.other_reports]
        put(folded(say("overview.other-reports", n=len(names), most=MOST_REPORTS), _list(names)))


def _years(screen: Screen) -> None:
    lookup = screen.lookup
    found = years(lookup)
    st.header(say("overview.years"), anchor=False)
    if found:
        series = (say("overview.reports"), say("overview.deadlines"))
        rows = [
            Bar(year.year, year.year, n, name)
            for year in found
            for name, n in zip(series, (len(year.reports), len(year.deadlines)), strict=True)
        ]
        _chosen(columns(rows, say("overview.number"), _ink()), "years", _choose_year)
        _as_table(
            "years",
            [say("overview.year"), *series],
            [
                (linked(one.year, "overzicht", jaar=one.year), str(len(one.reports)), str(len(one.deadlines)))
                for one in found
                if one.reports or one.deadlines
            ],
        )
    chosen = next((year for year in found if year.year == st.query_params.get(YEAR)), None)
    if chosen:
        st.subheader(say("overview.in-year", year=chosen.year), anchor=False)
        put(_of_year(lookup, chosen))
    rest = undated(lookup)
    if rest.reports or rest.deadlines:
        summary = say("overview.undated", reports=len(rest.reports), commitments=len(rest.deadlines))
        put(folded(summary, _of_year(lookup, rest)))


def _of_year(lookup: Lookup, year: Year) -> Html:
    """Return the reports and the commitments of a year as lists of links."""
    reports = [
        joined(_date(lookup.reports[one].issued), linked(lookup.reports[one].title, "", rapport=one))
        for one in year.reports
    ]
    promises = []
    for name in year.deadlines:
        statement = lookup.statements[name]
        deadline = statement.deadline
        by = lookup.actors[statement.actor].label + ": " if statement.actor else ""
        link = linked(by + statement.text, "aanbeveling", uitspraak=name)
        written = _date(deadline.date, deadline.text) if deadline else joined()
        promises.append(joined(written, link))
    parts = []
    for title, items in ((say("overview.reports"), reports), (say("overview.deadlines"), promises)):
        parts += [heading(3, title), _list(items)] if items else []
    return joined(*parts) if parts else element("p", say("overview.empty-year"))


def _actors(screen: Screen) -> None:
    lookup = screen.lookup
    found = addressed(lookup)
    st.header(say("overview.actors"), anchor=False)
    if not found.actors:
        st.write(say("overview.no-actors"))
        return
    rows = [Bar(actor, lookup.actors[actor].label, n) for actor, n in found.actors]
    for value in _chosen(bars(rows[:MOST_ACTORS], say("overview.recommendations"), _ink()), "actors"):
        _search(screen, actor=value["value"], soort=Kind.RECOMMENDATION)
    _as_table(
        "actors",
        [say("overview.actor"), say("overview.recommendations")],
        [(row.label, _cell(row.count, actor=row.value, soort=Kind.RECOMMENDATION)) for row in rows],
    )
    if len(rows) > MOST_ACTORS:
        put(element("p", say("overview.more-actors", n=len(rows) - MOST_ACTORS), class_="cg-uitleg"))
    put(element("p", say("overview.unaddressed", unknown=found.unknown, nobody=found.nobody), class_="cg-uitleg"))


# --- charts and tables ----------------------------------------------------------------------------


def _chosen(chart: Chart, name: str, on_select: Callable[[], None] | None = None) -> list[dict[str, Any]]:
    """Show a chart and return the values of the mark that was chosen in this run."""
    with st.container(key=f"chart-{name}"):
        state = st.altair_chart(
            chart, key=name, on_select=on_select or "rerun", selection_mode=CHOICE, alt=say(f"overview.alt-{name}")
        )
    return list(state["selection"].get(CHOICE, []))[:1]


def _choose_year() -> None:
    """Put the year that was chosen in the address: the callback of the chart of the years."""
    chosen = st.session_state["years"]["selection"].get(CHOICE, [])
    if chosen:
        st.query_params[YEAR] = chosen[0]["value"]
    else:
        st.query_params.pop(YEAR, None)


def _search(screen: Screen, **filters: str) -> None:
    go_to(screen, "zoeken", **filters)


def _as_table(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    put(folded(say("overview.as-table"), table(say(f"overview.{name}"), head, rows)))


def _cell(count: int, **filters: str) -> Html:
    return linked(str(count), "", **filters) if count else joined("–")


def _list(items: Sequence[Html]) -> Html:
    return element("ul", *(element("li", item) for item in items))


def _date(iso: str | None, written: str = "") -> Html:
    date = written_date(iso) if iso else written
    return element("span", f"{date} · ", class_="cg-bron") if date else joined()


def _in_order(squares: Sequence[Square], columns: Sequence[str]) -> list[Square]:
    """Return `squares` so that rows and columns both come in their own order for the first time."""
    rows = list(dict.fromkeys(square.row for square in squares))
    return sorted(squares, key=lambda square: (rows.index(square.row), columns.index(square.column)))


def _ink() -> str:
    return _INK.get(st.context.theme.type or "light", _INK["light"])
