"""How a statement is cited, in the form that a visitor chose, ready to be copied."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.address import FORM
from crisisgraph.app.screen import Screen, link_of
from crisisgraph.citation import apa, bibtex, reference, ris
from crisisgraph.model import Statement
from crisisgraph.sentences import say

#: The forms by their names.
FORMS = {"APA": apa, "BibTeX": bibtex, "RIS": ris}


def show_citation(screen: Screen, statement: Statement) -> None:
    """Show the statement as it is cited, and the link to its page, with a button to copy each."""
    st.header(say("app.citation-heading"), anchor=False)
    cited = reference(screen.lookup, statement.id, link_of(statement.id))
    first = next(iter(FORMS))
    form = st.segmented_control(
        say("citation.form"),
        list(FORMS),
        default=first,
        required=True,
        key=FORM,
        label_visibility="collapsed",
        bind="query-params",
    )
    st.code(FORMS[form or first](cited), language=None, wrap_lines=True)
    st.subheader(say("app.link-heading"), anchor=False)
    st.code(cited.link, language=None, wrap_lines=True)
