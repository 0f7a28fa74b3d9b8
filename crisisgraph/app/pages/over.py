"""What this is, how to read it, and which build is shown."""

from __future__ import annotations

import streamlit as st

from crisisgraph import __version__
from crisisgraph.app.cards import facts
from crisisgraph.app.screen import Screen, put
from crisisgraph.app.wording import written_count
from crisisgraph.journal import Status
from crisisgraph.model import Kind, Position
from crisisgraph.sentences import say

#: The sections of the page: each has a heading and a text in the sentences.
SECTIONS = ("what", "verbatim", "concluded", "no-response", "digests", "network")


def show(screen: Screen) -> None:
    """Show what the app is and what its words mean."""
    corpus = screen.lookup.corpus
    st.title(say("app.page-over"), anchor=False)
    for name in SECTIONS:
        st.header(say(f"about.{name}"), anchor=False)
        st.write(say(f"about.{name}-text"))

    st.header(say("about.words"), anchor=False)
    put(facts([(say(f"kind.{kind}"), say(f"about.kind-{kind}")) for kind in Kind]))
    st.subheader(say("about.positions"), anchor=False)
    put(facts([(say(f"position.{position}"), say(f"about.position-{position}")) for position in Position]))

    st.subheader(say("about.statuses"), anchor=False)
    st.write(say("about.statuses-text"))
    put(facts([(say(f"status.{status}"), say(f"about.status-{status}")) for status in Status]))

    st.header(say("about.build"), anchor=False)
    put(
        facts(
            [
                (say("about.version"), __version__),
                (say("about.folder"), screen.workspace.published.folder.name),
                (say("about.reports"), written_count(len(corpus.editions))),
                (say("about.statements"), written_count(len(corpus.statements))),
                (say("about.passages"), written_count(len(corpus.passages))),
            ]
        )
    )
