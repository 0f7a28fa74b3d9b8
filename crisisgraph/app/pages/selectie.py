"""What this visitor selected, or what a colleague's link names: to read again, to take along and to pass on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count

import streamlit as st

from crisisgraph.app.address import STATEMENT, Order
from crisisgraph.app.arranging import arranged
from crisisgraph.app.bundle import Bundle, file_words
from crisisgraph.app.cards import statement_card
from crisisgraph.app.exporting import take_along
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.screen import Screen, link_of_selection, link_to, put, remember
from crisisgraph.app.selecting import add, card_foot, remove
from crisisgraph.app.selection import MOST, in_order
from crisisgraph.model import Statement, StatementId
from crisisgraph.sentences import say

#: What was taken out when the selection was emptied, to be put back.
_EMPTIED = "emptied"


def show(screen: Screen) -> None:
    """Show the statements that the address names, or else this visitor's own selection."""
    named = st.query_params.get_all(STATEMENT)
    remember("selectie", {STATEMENT: named})
    st.title(say("app.page-selectie"), anchor=False)
    if named:
        _linked(screen, named)
    else:
        _own(screen)


def _own(screen: Screen) -> None:
    found, gone = in_order(screen.lookup, screen.selected)
    if gone:
        st.warning(as_markdown(say("selecting.gone", names=", ".join(gone))))
        st.button(say("selecting.forget"), key="forget", on_click=remove, args=tuple(map(StatementId, gone)))
    if found:
        _heading(found)
        st.write(say("selecting.kept"))
        _take(screen, found, "selecting.own-words")
        st.button(say("selecting.empty"), key="empty", on_click=_empty, args=(screen.selected,))
        _statements(screen, found)
        st.header(say("selecting.share"), anchor=False)
        st.write(say("selecting.share-text"))
        st.code(link_of_selection(one.id for one in found), language=None, wrap_lines=True)
    elif not gone:
        st.info(say("selecting.nothing", most=MOST))
        link_to(screen, "zoeken", say("selecting.search"))
    if not screen.selected and (emptied := st.session_state.get(_EMPTIED)):
        st.button(say("selecting.put-back"), key="put-back", on_click=_put_back, args=(emptied,))


def _linked(screen: Screen, named: Sequence[str]) -> None:
    """Show the selection of a link; the own selection changes only when that is asked for."""
    found, gone = in_order(screen.lookup, named[:MOST])
    own = len(screen.selected)
    names = [one.id for one in found]
    new = [name for name in names if name not in screen.selected]
    room = min(len(new), MOST - own)
    st.info(say("selecting.linked", n=own) if own else say("selecting.linked-first"))
    if len(named) > MOST:
        st.warning(say("selecting.too-many", n=len(named), most=MOST))
    if gone:
        st.warning(as_markdown(say("selecting.gone-from-link", names=", ".join(gone))))
    with st.container(horizontal=True, vertical_alignment="center"):
        if room:
            label = say("selecting.adopt-one" if room == 1 else "selecting.adopt", n=room)
            st.button(label, key="adopt", on_click=add, args=names)
        if own:
            link_to(screen, "selectie", say("selecting.to-own", n=own))
    if found and not new:
        st.write(say("selecting.all-inside"))
    elif room < len(new):
        st.write(say("selecting.full", most=MOST))
    if found:
        _heading(found)
        _take(screen, found, "selecting.link-words")
        _statements(screen, found)


def _heading(found: Sequence[Statement]) -> None:
    n = len(found)
    st.header(say("selecting.count-one" if n == 1 else "selecting.count", n=n), anchor=False)
    if n > 1:
        put(element("p", say("selecting.order"), class_="cg-uitleg"))


def _take(screen: Screen, found: Sequence[Statement], words: str) -> None:
    names = tuple(one.id for one in found)
    n = len(names)
    file = ("selectie", say("selecting.count-one" if n == 1 else "selecting.count", n=n))
    take_along(screen, Bundle(file, names, partial(file_words, words)))


def _statements(screen: Screen, found: Sequence[Statement]) -> None:
    numbers = count(1)
    for title, group in arranged(screen.lookup, found, Order.REPORT):
        st.subheader(as_markdown(say("app.group", title=title, n=len(group))), anchor=False)
        for statement in group:
            number = next(numbers)
            with st.container(border=True, key=f"selected-{number}"):
                put(statement_card(screen.lookup, statement))
                card_foot(screen, statement, statement.id)


def _empty(selected: Sequence[StatementId]) -> None:
    st.session_state[_EMPTIED] = tuple(selected)
    remove(*selected)


def _put_back(emptied: Sequence[StatementId]) -> None:
    st.session_state.pop(_EMPTIED, None)
    add(*emptied)
