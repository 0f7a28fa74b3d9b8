"""What stands around every page: a way past it, the links to the pages, and the same page in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from crisisgraph.app.address import LANGUAGE, kept
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.sentences import LANGUAGES, in_language, language, say

#: Where the content of a page begins.
CONTENT = "inhoud"

#: The page and the address of the run before this one.
_RUN = "run"


def show_frame(pages: Mapping[str, StreamlitPage], names: Iterable[str], current: StreamlitPage) -> DeltaGenerator:
    """Show the frame with links to the pages with these `names`; return the place of the link to the other language.

    Streamlit's own menu leads to addresses without the language; these links have it, also in a new tab.
    """
    st.html(element("a", say("frame.skip"), href=f"#{CONTENT}", class_="cg-overslaan", lang=language()))
    with st.container(horizontal=True, key="frame"):
        for name in names:
            with st.container(key="frame-current" if pages[name] is current else f"frame-{name}", width="content"):
                st.page_link(pages[name], label=as_markdown(pages[name].title), query_params=kept({}))
        with st.container(key="frame-language", width="content"):
            place = st.empty()
    # Streamlit's page says that it is English; a screen reader must know in which language to read (WCAG 3.1.1).
    st.html(
        element("div", id=CONTENT, tabindex="-1", class_="cg-inhoud")
        + f"<script>document.documentElement.lang = '{language()}'</script>",
        unsafe_allow_javascript=True,
    )
    return place


def finish_frame(place: DeltaGenerator, page: StreamlitPage) -> None:
    """Show in `place` a link to `page` in the other language, with all that the address holds now."""
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    _repeat(page.url_path, address)
    other = next(name for name in LANGUAGES if name != language())
    without = {name: values for name, values in address.items() if name != LANGUAGE}
    with in_language(other):
        query = kept(without)
    place.page_link(page, label=say("frame.switch"), query_params=query)


def _repeat(page: str, address: Mapping[str, Sequence[str]]) -> None:
    """Tell the browser the address of this run when it came by a link to the page that was open: it has the old one.

    Elsewhere the browser has it, and could only take it for another one: an escape can be written in two ways.
    """
    before = st.session_state.get(_RUN, (page, address))
    st.session_state[_RUN] = page, address
    if before[0] == page and before[1] != address:
        st.query_params.from_dict(address)
