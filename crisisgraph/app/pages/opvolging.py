"""What became of the recommendations: per addressee and per report, with what was promised and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from crisisgraph.app.address import MOST, SHOW, View, narrowed
from crisisgraph.app.bundle import Bundle, chosen_names, chosen_words
from crisisgraph.app.cards import folded, heading
from crisisgraph.app.exporting import take_along
from crisisgraph.app.follow_up_cards import row_card, summary_line, table_by_addressee, table_by_report
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.recorded import history
from crisisgraph.app.screen import Screen, changed, clear_filters, current_view, put, show_more
from crisisgraph.app.selecting import card_foot
from crisisgraph.app.wording import written_count, written_date
from crisisgraph.filters import Filters
from crisisgraph.follow_up import Row, Show, accepted, follow_up, shown, summary
from crisisgraph.model import ActorId, Position
from crisisgraph.sentences import say, say_finding


def show(screen: Screen) -> None:
    """Show the filters, the counts, and a card for each recommendation that fits."""
    view = current_view(screen.lookup, "opvolging")
    everything = follow_up(screen.lookup, screen.reviews, screen.desk.today)
    st.title(say("app.page-opvolging"), anchor=False)
    st.write(say("app.follow-up-text", date=written_date(screen.desk.today.isoformat())))
    _filters(screen, view, everything)
    if view.unknown:
        st.warning(as_markdown(say("app.unknown-filter", names=", ".join(view.unknown))))
    fitting = [row for row in everything if accepted(row, view.filters)]
    put(summary_line(summary(fitting), with_status=screen.desk.journal is not None))
    _tables(screen, view, fitting)
    _choice(screen, fitting)
    _rows(screen, view, [row for row in fitting if shown(row, view.show)])
    _journal(screen)


def _filters(screen: Screen, view: View, rows: Iterable[Row]) -> None:
    """Show whose and which recommendations; each choice with the number of them that the other choice leaves."""
    lookup, filters = screen.lookup, view.filters
    by_report = Filters(reports=filters.reports)
    by_actor = Filters(actors=filters.actors, themes=filters.themes)
    reports = Counter(row.advice.statement.report for row in rows if accepted(row, by_actor))
    actors = Counter(actor for row in rows if accepted(row, by_report) for actor in _concerned(row))
    labels: dict[str, dict[str, str]] = {
        "actor": {a: lookup.actors[a].label for a in sorted(actors, key=lambda a: lookup.actors[a].label.casefold())},
        "rapport": {name: report.title for name, report in lookup.reports.items() if name in reports},
    }
    counts: dict[str, Counter[str]] = {"actor": Counter(actors), "rapport": Counter(reports)}
    chosen: dict[str, Iterable[str]] = {"actor": filters.actors, "rapport": filters.reports}
    names: dict[str, dict[str, str]] = {
        "actor": {a: actor.label for a, actor in lookup.actors.items()},
        "rapport": {r: report.title for r, report in lookup.reports.items()},
    }
    for column, name in zip(st.columns(2), ("actor", "rapport"), strict=True):
        options = labels[name] | {value: names[name][value] for value in sorted(chosen[name])}
        texts = {value: f"{label} ({counts[name][value]})" for value, label in options.items()}
        column.multiselect(
            say(f"app.filter-{name}"),
            list(texts),
            format_func=texts.__getitem__,
            key=name,
            placeholder=say("app.choose"),
            on_change=changed,
            select_all=False,
        )
    if filters != Filters():
        st.button(say("app.clear-filters"), key="clear", on_click=clear_filters)


def _concerned(row: Row) -> set[ActorId]:
    addressed = {a.actor for s in (row.advice.statement, *row.parts) for a in s.addressees}
    return {actor for actor in addressed | {one.statement.actor for one in row.commitments} if actor}


def _tables(screen: Screen, view: View, rows: list[Row]) -> None:
    """Show the counts per addressee and per report, where there is more than one to compare."""
    counted = [row for row in rows if not row.rejected]
    if counted and not view.filters.actors:
        put(folded(say("app.per-addressee"), table_by_addressee(screen.lookup, counted)))
    if counted and not view.filters.reports:
        put(folded(say("app.per-report"), table_by_report(screen.lookup, counted)))


def _choice(screen: Screen, rows: list[Row]) -> None:
    """Show a row of choices with their counts: all, those of each position, and those that ask for attention."""
    choices: list[Position | Show] = [*Position, *Show]
    if screen.desk.journal is None:
        choices = [one for one in choices if one not in (Show.NO_STATUS, Show.REJECTED)]
    counts = {one.value: sum(shown(row, one) for row in rows) for one in choices}
    kept = [value for value, n in counts.items() if n or value == st.session_state.get(SHOW)]
    labels = {value: f"{say(f'show.{value}')} ({counts.get(value, 0)})" for value in kept}
    st.pills(
        say("app.show-only"),
        kept,
        format_func=labels.__getitem__,
        key=SHOW,
        on_change=changed,
    )


def _rows(screen: Screen, view: View, rows: list[Row]) -> None:
    n = len(rows)
    st.header(say("app.advice-one" if n == 1 else "app.advice", n=written_count(n)), anchor=False)
    if view.show is Show.UNANSWERED:
        put(element("p", say("app.unanswered"), class_="cg-uitleg"))
    _take(screen, view, rows)
    for number, row in enumerate(rows[: view.limit], start=1):
        with st.container(border=True, key=f"row-{number}"):
            put(row_card(screen.lookup, row, with_status=screen.desk.journal is not None))
            card_foot(screen, row.advice.statement, row.advice.statement.id)
    if n > view.limit:
        if view.limit < MOST:
            st.button(say("app.more"), key="more", on_click=show_more)
        else:
            st.write(say("app.fitting-more", n=view.limit))


def _take(screen: Screen, view: View, rows: list[Row]) -> None:
    show = (say(f"show.{view.show}"),) if view.show else ()
    view = narrowed(screen.lookup, view, {name: of for name, of in view.chosen.items() if name != "soort"})

    def words() -> tuple[str, ...]:
        only = (say("taking.shown", what=say(f"show.{view.show}")),) if view.show else ()
        return (*chosen_words(screen.lookup, view), *only)

    names = tuple(row.advice.statement.id for row in rows)
    take_along(screen, Bundle(("opvolging", *chosen_names(view), *show), names, words))


def _journal(screen: Screen) -> None:
    """Say what cannot be read of the journal, and show what is about statements that are gone."""
    if screen.desk.journal is None:
        st.caption(say("app.no-journal"))
    for finding in screen.reviews.findings:
        st.warning(as_markdown(say_finding(finding)))
    if screen.reviews.gone:
        st.header(say("app.gone"), anchor=False)
        put(element("p", say("app.gone-text"), class_="cg-uitleg"))
        for review in screen.reviews.gone:
            report = screen.lookup.reports.get(review.subject.report)
            title = report.title if report else review.subject.report
            put(heading(3, review.subject.id), element("p", title, class_="cg-bron"), history(screen.lookup, review))
