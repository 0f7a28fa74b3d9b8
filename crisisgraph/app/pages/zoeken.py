"""Ask a question, or choose filters alone; see the exact words, where they stand and why they were found."""

from __future__ import annotations

from itertools import count

import streamlit as st

from crisisgraph.app.address import FILTERS, LONGEST_QUESTION, MOST, ORDER, QUESTION, Order, View
from crisisgraph.app.arranging import arranged
from crisisgraph.app.bundle import Bundle, chosen_names, chosen_words
from crisisgraph.app.cards import statement_card
from crisisgraph.app.exporting import take_along
from crisisgraph.app.facets import facets, values_present
from crisisgraph.app.hits import hit_card
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.screen import (
    Screen,
    ask,
    changed,
    clear_filters,
    current_view,
    put,
    ready_to_search,
    show_more,
)
from crisisgraph.app.selecting import card_foot
from crisisgraph.app.wording import written_count
from crisisgraph.filters import Filters
from crisisgraph.model import Statement, StatementId
from crisisgraph.records import Lookup
from crisisgraph.search import Answer, Hit, Query, search
from crisisgraph.sentences import say
from crisisgraph.workspace import Workspace

EXAMPLES = ("example-1", "example-2", "example-3", "example-4")


def show(screen: Screen) -> None:
    """Show the question box, the filters, and what fits them."""
    view = current_view(screen.lookup)
    st.title(say("app.title"), anchor=False)
    st.text_input(
        say("app.question"),
        key=QUESTION,
        placeholder=say("app.question-placeholder"),
        max_chars=LONGEST_QUESTION,
        on_change=changed,
    )
    _filters(screen, view)
    if view.unknown:
        st.warning(as_markdown(say("app.unknown-filter", names=", ".join(view.unknown))))
    if view.question:
        _answer(screen, view)
    elif view.chosen:
        _fitting(screen, view)
    else:
        _examples(screen)


def _filters(screen: Screen, view: View) -> None:
    active = bool(view.chosen)
    among = _first_results(screen, view.question) if view.question else screen.lookup.corpus.statements
    with st.expander(say("app.filters-active" if active else "app.filters"), expanded=active, key="filters"):
        present = _present(str(screen.workspace.published.folder), screen.lookup)
        left, right = st.columns(2)
        for number, (name, choices) in enumerate(facets(screen.lookup, view.chosen, among, present).items()):
            labels = {choice.value: f"{choice.label} ({choice.count})" for choice in choices}
            (left if number < (len(FILTERS) + 1) // 2 else right).multiselect(
                say(f"app.filter-{name}"),
                list(labels),
                format_func=labels.__getitem__,
                key=name,
                placeholder=say("app.choose"),
                on_change=changed,
                select_all=False,
            )
        if view.question:
            st.caption(say("app.counts-of-question", n=MOST))
        st.button(say("app.clear-filters"), key="clear", on_click=clear_filters, disabled=not active)


def _first_results(screen: Screen, question: str) -> tuple[Statement, ...]:
    """Return the statements in the first results for a question, whatever the filters: what their counts are of."""
    workspace = ready_to_search(screen.workspace)
    found = _statements_found(str(workspace.published.folder), question, workspace)
    return tuple(map(screen.lookup.statements.__getitem__, found))


@st.cache_resource(max_entries=2, show_spinner=False)
def _present(folder: str, _lookup: Lookup) -> dict[str, set[str]]:
    return values_present(_lookup)


@st.cache_data(max_entries=200, show_spinner=False)
def _statements_found(folder: str, question: str, _workspace: Workspace) -> tuple[StatementId, ...]:
    answer = search(_workspace.index, _workspace.encoder, _workspace.lookup, Query(question, Filters(), MOST))
    return tuple(dict.fromkeys(hit.statement for hit in answer.hits if hit.statement))


def _order() -> None:
    labels = {one: say(f"app.order-{one}") for one in Order}
    st.selectbox(
        say("app.order"),
        list(Order),
        format_func=labels.__getitem__,
        key=ORDER,
        placeholder=say("app.choose-one"),
        on_change=changed,
    )


def _examples(screen: Screen) -> None:
    st.header(say("app.examples"), anchor=False)
    with st.container(horizontal=True):
        for name in EXAMPLES:
            question = say(f"app.{name}")
            st.button(question, key=name, on_click=ask, args=(question,))
    if any(edition.digest for edition in screen.lookup.corpus.editions):
        st.caption(say("app.digest-notice"))


# --- with a question ------------------------------------------------------------------------------


def _answer(screen: Screen, view: View) -> None:
    workspace = ready_to_search(screen.workspace)
    query = Query(view.question, view.filters, view.limit)
    answer = search(workspace.index, workspace.encoder, workspace.lookup, query, workspace.reranker)
    if answer.answerable:
        _results(screen, answer, view)
    else:
        st.header(say("app.no-answer"), anchor=False)
        st.write(say("app.no-answer-advice"))
        if answer.hits:
            with st.expander(say("app.nearest", n=len(answer.hits)), key="nearest"):
                _hits(screen, answer.hits, Order.BEST)


def _results(screen: Screen, answer: Answer, view: View) -> None:
    n = len(answer.hits)
    st.header(say("app.results-one" if n == 1 else "app.results", n=n), anchor=False)
    put(element("p", say("app.legend"), class_="cg-uitleg"))
    _take_hits(screen, answer, view)
    _order()
    _hits(screen, answer.hits, view.order)
    if n == answer.query.limit and n < MOST:
        st.button(say("app.more"), key="more", on_click=show_more)


def _take_hits(screen: Screen, answer: Answer, view: View) -> None:
    """Show how to take along the results that are statements; a passage around none has no chain to follow."""
    names = tuple(dict.fromkeys(hit.statement for hit in answer.hits if hit.statement))
    others = sum(hit.statement is None for hit in answer.hits)
    note = say("taking.not-statements-one" if others == 1 else "taking.not-statements", n=others) if others else ""

    def words() -> tuple[str, ...]:
        first = say("taking.first-results", n=len(answer.hits))
        return (say("taking.question", question=view.question), first, *chosen_words(screen.lookup, view))

    take_along(screen, Bundle(("zoeken", view.question, *chosen_names(view)), names, words), note)


def _hits(screen: Screen, hits: tuple[Hit, ...], order: Order) -> None:
    numbers = count(1)
    for title, group in arranged(screen.lookup, hits, order):
        _group(title, len(group))
        for hit in group:
            name = f"hit-{next(numbers)}"
            with st.container(border=True, key=name):
                put(hit_card(screen.lookup, hit))
                if hit.statement:
                    card_foot(screen, screen.lookup.statements[hit.statement], name)


def _group(title: str, n: int) -> None:
    if title:
        st.subheader(as_markdown(say("app.group", title=title, n=n)), anchor=False)


# --- with filters alone ---------------------------------------------------------------------------


def _fitting(screen: Screen, view: View) -> None:
    """Show the statements that fit the filters, in the order of the reports."""
    found = [statement for statement in screen.lookup.corpus.statements if view.filters.accept(statement)]
    n = len(found)
    st.header(say("app.fitting-one" if n == 1 else "app.fitting", n=written_count(n)), anchor=False)
    names = tuple(statement.id for statement in found)
    take_along(screen, Bundle(("zoeken", *chosen_names(view)), names, lambda: chosen_words(screen.lookup, view)))
    if n > 1:
        _order()
    numbers = count(1)
    for title, group in arranged(screen.lookup, found, view.order, view.limit):
        _group(title, len(group))
        for statement in group:
            with st.container(border=True, key=f"fit-{next(numbers)}"):
                put(statement_card(screen.lookup, statement))
                card_foot(screen, statement, statement.id)
    if n > view.limit:
        if view.limit < MOST:
            st.button(say("app.more"), key="more", on_click=show_more)
        else:
            st.write(say("app.fitting-more", n=view.limit))
