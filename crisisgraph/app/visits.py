"""Which page a visitor comes from: a link from a page to that same page leaves the address as it was in Streamlit."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.address import STATEMENT

#: The pages that the run before this one and this run show.
_RUNS = "runs"


def note_page(path: str) -> None:
    """Note which page this run shows."""
    _, before = st.session_state.get(_RUNS, ("", ""))
    st.session_state[_RUNS] = before, path


def keep_statement_in_address(name: str) -> None:
    """Put a statement in the address of its page after a link from one statement to another, which leaves it there.

    A link from another page needs no help, and help would put an address of that page into the history.
    """
    before, now = st.session_state.get(_RUNS, ("", ""))
    if before == now:
        st.query_params[STATEMENT] = name  # no entry in the history when it stands there already
