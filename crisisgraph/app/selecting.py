"""The selection on every page: what this visitor selected, and the button under a statement that changes it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crisisgraph.app.screen import Screen, link_to_statement
from crisisgraph.app.selection import COOKIE, MOST, Selected, Selections, added, browser_of, without
from crisisgraph.model import Statement, StatementId
from crisisgraph.sentences import say

#: Where a browser without a cookie keeps its selection: no longer than one visit.
_VISIT = "selection"


@st.cache_resource(show_spinner=False)
def _selections() -> Selections:
    return Selections()


def selected() -> Selected:
    """Return what this visitor selected."""
    browser = _browser()
    return _selections().of(browser) if browser else st.session_state.get(_VISIT, ())


def change(made: Callable[[Selected], Selected]) -> None:
    """Put what `made` makes of the selection of this visitor in its place."""
    browser = _browser()
    if browser:
        _selections().change(browser, made)
    else:
        st.session_state[_VISIT] = made(selected())


def add(*names: StatementId) -> None:
    """Add statements to the selection, as far as there is room."""
    change(lambda selected: added(selected, names))


def remove(*names: StatementId) -> None:
    """Take statements out of the selection."""
    change(lambda selected: without(selected, names))


def selection_button(screen: Screen, statement: Statement, key: str) -> None:
    """Show the button that adds a statement to the selection, or takes it out; `key` is its place on the page."""
    inside = statement.id in screen.selected
    full = not inside and len(screen.selected) >= MOST
    st.button(
        say("selecting.remove" if inside else "selecting.add"),
        key=f"select-{key}",
        on_click=remove if inside else add,
        args=(statement.id,),
        disabled=full,
        help=say("selecting.full", most=MOST) if full else None,
    )


def card_foot(screen: Screen, statement: Statement, key: str) -> None:
    """Show what one can do with the statement of a card: follow it, and select it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to_statement(screen, statement)
        selection_button(screen, statement, key)


def _browser() -> str:
    return browser_of(str(st.context.cookies.get(COOKIE, "")))  # without a server a stand-in comes, which is no cookie
