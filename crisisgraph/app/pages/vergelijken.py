"""Two or more reports beside each other: the advice they share, what only one of them gives, and what is opposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from crisisgraph.app.address import MOST, PART, View, narrowed
from crisisgraph.app.bundle import Bundle, chosen_names, chosen_words
from crisisgraph.app.cards import folded, statement_card
from crisisgraph.app.comparing import notes, pair_note, standing_note, theme_table
from crisisgraph.app.exporting import take_along
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.screen import Screen, changed, clear_filters, current_view, link_to, put, show_more
from crisisgraph.app.selecting import card_foot
from crisisgraph.comparison import Comparison, Pair, advice_of, compare, most_alike, per_theme
from crisisgraph.filters import Filters
from crisisgraph.model import ActorId, Kind, ReportId, Statement, StatementId, ThemeId
from crisisgraph.sentences import say

#: How many reports are compared at once, and how many pairs of them are named to begin with.
MOST_REPORTS, EXAMPLES = 6, 3

#: The parts of a comparison in the address, the first without a name; "alleen" is followed by the report meant.
SHARED, OPPOSED, ALONE = "", "tegengesteld", "alleen-"


def show(screen: Screen) -> None:
    """Show the choice of reports and, of two or more, one part of what comparing them gives."""
    view = current_view(screen.lookup, "vergelijken")
    st.title(say("app.page-vergelijken"), anchor=False)
    st.write(say("comparing.text"))
    _choose_reports(screen)
    if view.unknown:
        st.warning(as_markdown(say("app.unknown-filter", names=", ".join(view.unknown))))
    chosen = [report for report in screen.lookup.reports if report in view.chosen.get("rapport", ())]
    if len(chosen) > MOST_REPORTS:
        st.warning(say("comparing.too-many", most=MOST_REPORTS))
    reports = chosen[:MOST_REPORTS]
    if len(reports) > 1:
        looked_at = {name: view.chosen[name] for name in ("thema", "actor") if name in view.chosen}
        _compared(screen, narrowed(screen.lookup, view, {"rapport": reports, **looked_at}), reports)
    elif reports:
        st.info(say("comparing.one-more"))
        put(notes(screen.lookup, reports))
    else:
        _examples(screen)


def _choose_reports(screen: Screen) -> None:
    counts = screen.lookup.counts
    labels = {
        str(name): f"{report.title} ({counts.get((name, Kind.RECOMMENDATION), 0)})"
        for name, report in screen.lookup.reports.items()
    }
    st.multiselect(
        say("comparing.reports"),
        list(labels),
        format_func=labels.__getitem__,
        key="rapport",
        placeholder=say("comparing.choose"),
        on_change=changed,
        select_all=False,
    )


def _examples(screen: Screen) -> None:
    """Name the reports that have most in common, as a way to begin."""
    found = most_alike(screen.lookup, EXAMPLES)
    if found:
        st.header(say("app.examples"), anchor=False)
    for one, other, n in found:
        titles = [screen.lookup.reports[name].title for name in (one, other)]
        label = say("comparing.example-one" if n == 1 else "comparing.example", one=titles[0], other=titles[1], n=n)
        link_to(screen, "vergelijken", as_markdown(label), rapport=[one, other])


# --- two or more reports --------------------------------------------------------------------------


def _compared(screen: Screen, view: View, reports: Sequence[ReportId]) -> None:
    lookup, recorded = screen.lookup, screen.reviews.by_statement
    filters = Filters(themes=view.filters.themes, actors=view.filters.actors)
    advice = list(advice_of(lookup, reports, recorded))
    totals = Counter(one.report for one in advice)
    put(notes(lookup, reports, totals))
    if not advice:
        return
    _filters(screen, advice, filters)
    put(folded(say("comparing.per-theme"), theme_table(lookup, reports, per_theme(advice), totals)))
    found = compare(lookup, reports, filters, recorded)
    part = _choose_part(screen, found)
    if part == SHARED:
        _pairs(screen, view, found.shared, "vergelijkbaar")
    elif part == OPPOSED:
        _pairs(screen, view, found.opposed, OPPOSED)
    else:
        _alone(screen, view, found, ReportId(part.removeprefix(ALONE)))


def _filters(screen: Screen, advice: Sequence[Statement], filters: Filters) -> None:
    """Show for which theme and for whom; each choice with the number of recommendations that the other leaves."""
    lookup = screen.lookup
    for_them = [one for one in advice if Filters(actors=filters.actors).accept(one)]
    about_it = [one for one in advice if Filters(themes=filters.themes).accept(one)]
    themes = Counter(theme for one in for_them for theme in {tag.theme for tag in one.themes})
    actors = Counter(actor for one in about_it for actor in {named.actor for named in one.addressees} if actor)
    of_themes = {name: f"{lookup.themes[name].label} ({themes[name]})" for name in {*themes, *filters.themes}}
    of_actors = {name: f"{lookup.actors[name].label} ({actors[name]})" for name in {*actors, *filters.actors}}
    left, right = st.columns(2)
    with left:
        _choice("thema", say("app.theme"), of_themes)
    with right:
        _choice("actor", say("app.addressed"), of_actors)
    if filters != Filters():
        st.button(say("app.clear-filters"), key="clear", on_click=_clear_filters)


def _choice(name: str, label: str, labels: Mapping[ThemeId, str] | Mapping[ActorId, str]) -> None:
    texts = dict(sorted(((str(value), text) for value, text in labels.items()), key=lambda one: one[1].casefold()))
    st.multiselect(
        label,
        list(texts),
        format_func=texts.__getitem__,
        key=name,
        placeholder=say("app.choose"),
        on_change=changed,
        select_all=False,
    )


def _clear_filters() -> None:
    """Choose no theme and no addressee; the reports stay."""
    reports = st.session_state["rapport"]
    clear_filters()
    st.session_state["rapport"] = reports


def _choose_part(screen: Screen, found: Comparison) -> str:
    """Show the parts with their counts, one of them chosen: nobody reads them all at once."""
    labels = {
        SHARED: say("comparing.shared", n=len(found.shared)),
        OPPOSED: say("comparing.opposed", n=len(found.opposed)),
        **{
            f"{ALONE}{name}": say("comparing.alone", title=screen.lookup.reports[name].title, n=len(advice))
            for name, advice in found.alone.items()
        },
    }
    if st.session_state.get(PART) not in labels:
        st.session_state[PART] = SHARED
    return st.radio(
        say("comparing.show"),
        list(labels),
        format_func=lambda one: as_markdown(labels[one]),
        key=PART,
        on_change=changed,
    )


def _pairs(screen: Screen, view: View, pairs: Sequence[Pair], part: str) -> None:
    """Show the pairs with both quotes side by side, and why the program proposes each."""
    n = len(pairs)
    st.header(say(f"comparing.{part}-one" if n == 1 else f"comparing.{part}", n=n), anchor=False)
    put(element("p", say(f"comparing.{part}-text" if pairs else f"comparing.no-{part}"), class_="cg-uitleg"))
    _take(screen, view, part, [one for pair in pairs for one in (pair.one, pair.other)])
    for number, pair in enumerate(pairs[: view.limit], start=1):
        with st.container(border=True, key=f"pair-{number}"):
            put(pair_note(pair))
            for column, statement in zip(st.columns(2), (pair.one, pair.other), strict=True):
                with column:
                    put(statement_card(screen.lookup, statement))
                    card_foot(screen, statement, f"{number}-{statement.id}")
    _more(view, n)


def _alone(screen: Screen, view: View, found: Comparison, report: ReportId) -> None:
    """Show the advice that none of the other reports seems to give, in the order of the report."""
    advice = found.alone[report]
    n = len(advice)
    st.header(say("comparing.alone-one" if n == 1 else "comparing.alone-header", n=n), anchor=False)
    put(element("p", say("comparing.alone-text" if advice else "comparing.no-alone"), class_="cg-uitleg"))
    _take(screen, view, f"{ALONE}{report}", advice)
    for number, statement in enumerate(advice[: view.limit], start=1):
        with st.container(border=True, key=f"alone-{number}"):
            put(statement_card(screen.lookup, statement), standing_note(screen.lookup, statement, found.paired))
            card_foot(screen, statement, str(number))
    _more(view, n)


def _more(view: View, n: int) -> None:
    if n > view.limit:
        if view.limit < MOST:
            st.button(say("app.more"), key="more", on_click=show_more)
        else:
            st.write(say("app.fitting-more", n=view.limit))


def _take(screen: Screen, view: View, part: str, advice: Sequence[Statement]) -> None:
    def words() -> tuple[str, ...]:
        if part.startswith(ALONE):
            kept = say("comparing.alone-words", title=screen.lookup.reports[ReportId(part.removeprefix(ALONE))].title)
        else:
            kept = say(f"comparing.{part}-words")
        return (kept, *chosen_words(screen.lookup, view))

    names: tuple[StatementId, ...] = tuple(dict.fromkeys(one.id for one in advice))
    take_along(screen, Bundle(("vergelijken", part, *chosen_names(view)), names, words))
