"""Ask the graph in SPARQL: examples, an editor, and the answer as a table that leads to the pages of the app.

What is asked never runs here, but in the workers of the endpoint, which have limits and can be killed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.results import ACCEPT, Problem, Rows, Triples, around, result_of, rows_csv
from crisisgraph.app.screen import Screen, put, remember
from crisisgraph.app.tables import table
from crisisgraph.app.terms import cell
from crisisgraph.endpoint.blocking import BlockingService
from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.errors import CrisisGraphError
from crisisgraph.graph.named_queries import NamedQuery, gallery
from crisisgraph.sentences import say
from crisisgraph.settings import Settings

#: In the address: the text of a query, or the name of an example that was asked as it is.
QUERY, EXAMPLE = "query", "voorbeeld"

#: A longer query, in percent-encoding, does not stand in the address: some programs cut a link there.
MOST_IN_ADDRESS = 2_000

#: The rows and the characters of Turtle that are shown at most; what is taken along has all of them.
MOST_ROWS, MOST_TURTLE = 200, 20_000

#: Queries at once, and bytes of the longest answer: it is kept in memory while it is shown.
WORKERS, LONGEST = 2, 5_000_000

_EDITOR, _LONG, _ANSWER = "zoekvraag", "long-query", "sparql-answer"


def show(screen: Screen) -> None:
    """Show the examples, the editor, and the answer to what the address asks."""
    st.set_page_config(layout="wide")
    st.title(say("sparql.title"), anchor=False)
    st.write(say("sparql.what"))
    examples = {query.name: query for query in gallery()}
    asked = _asked(examples)
    remember("sparql", {name: st.query_params.get_all(name) for name in (QUERY, EXAMPLE)})
    _choose(examples)
    text = asked or st.session_state.get(_EDITOR) or next(iter(examples.values())).text
    if st.session_state.get(_EDITOR) != text:
        st.session_state[_EDITOR] = text
    with st.form("sparql", border=False):
        st.text_area(say("sparql.editor"), key=_EDITOR, height=300, max_chars=screen.workspace.settings.server.query)
        pressed = st.form_submit_button(say("sparql.ask"), type="primary", on_click=_ask, args=(examples,))
    if st.session_state.get(_LONG):
        st.info(say("sparql.too-long-for-link"))
    if asked:
        _show(screen, asked)
    elif pressed:
        st.warning(say("sparql.empty"))


# --- what the address says ------------------------------------------------------------------------


def _asked(examples: Mapping[str, NamedQuery]) -> str:
    """Return the query that is to be answered: that of the address, or the last one that does not fit there."""
    query, example = st.query_params.get(QUERY, ""), st.query_params.get(EXAMPLE, "")
    if query or example:
        st.session_state.pop(_LONG, None)
    if not query and example in examples:
        query = examples[example].text
    return query or str(st.session_state.get(_LONG, ""))


def _ask(examples: Mapping[str, NamedQuery]) -> None:
    """Write down what is asked: the callback of the button."""
    text = st.session_state[_EDITOR]
    st.session_state.pop(_LONG, None)
    st.session_state.pop(_ANSWER, None)  # who asks again wants it asked again
    name = next((name for name, query in examples.items() if query.text == text), None)
    if name:
        _write_address(EXAMPLE, name)
    elif len(quote(text)) <= MOST_IN_ADDRESS:
        _write_address(QUERY, text)
    else:
        _write_address(QUERY, "")
        st.session_state[_LONG] = text


def _pick() -> None:
    """Ask an example: the callback of the box."""
    name = st.session_state[EXAMPLE]
    if name:
        _write_address(EXAMPLE, name)


def _write_address(name: str, value: str) -> None:
    for one in (QUERY, EXAMPLE):
        st.query_params.pop(one, None)
    if value:
        st.query_params[name] = value


def _choose(examples: Mapping[str, NamedQuery]) -> None:
    chosen = st.query_params.get(EXAMPLE, "")
    st.session_state[EXAMPLE] = chosen if chosen in examples else None
    st.selectbox(
        say("sparql.examples"),
        list(examples),
        index=None,
        format_func=lambda name: examples[name].title,
        key=EXAMPLE,
        placeholder=say("sparql.choose"),
        on_change=_pick,
    )
    if chosen in examples:
        put(element("p", examples[chosen].description, class_="cg-uitleg"))


# --- asking ---------------------------------------------------------------------------------------


@st.cache_resource(
    max_entries=1,
    show_spinner=False,
    validate=lambda service: service.running,
    on_release=BlockingService.close,
)
def _service(build: str) -> BlockingService:
    """Return the workers, which start with the first query and are one set for the whole app."""
    settings = Settings()
    return BlockingService(
        Path(build), replace(settings, server=replace(settings.server, workers=WORKERS, result=LONGEST))
    )


def _answer(screen: Screen, query: str) -> Reply:
    """Return the reply to `query`; it is kept, so that coming back does not ask it again."""
    key = query, str(screen.workspace.published.folder)
    kept: tuple[tuple[str, str], Reply] | None = st.session_state.get(_ANSWER)
    if kept is None or kept[0] != key:
        with st.spinner(say("sparql.asking")):
            kept = key, _service(str(screen.build)).answer(Question(query, accept=ACCEPT))
        st.session_state[_ANSWER] = kept
    return kept[1]


# --- the answer -----------------------------------------------------------------------------------


def _show(screen: Screen, query: str) -> None:
    st.header(say("sparql.answer"), anchor=False)
    try:
        reply = _answer(screen, query)
    except CrisisGraphError:
        st.error(say("sparql.no-graph"))
        return
    result = result_of(query, reply)
    if isinstance(result, Problem):
        st.error(as_markdown(result.sentence))
        if place := around(query, result):
            st.code(place, language=None)
        return
    _take_along(result, reply)
    if isinstance(result, bool):
        st.write(say("sparql.yes" if result else "sparql.no"))
    elif isinstance(result, Triples):
        _triples(result)
    else:
        _rows(screen, result)


def _triples(found: Triples) -> None:
    if not found.turtle.strip():
        st.write(say("sparql.no-triples"))
        return
    if len(found.turtle) > MOST_TURTLE:
        st.write(say("sparql.more-triples", n=f"{MOST_TURTLE:,}".replace(",", ".")))
    st.code(found.turtle[:MOST_TURTLE], language="turtle", wrap_lines=True)


def _rows(screen: Screen, found: Rows) -> None:
    n = len(found.rows)
    key = "more-rows" if n > MOST_ROWS else "row" if n == 1 else "rows"
    st.write(say(f"sparql.{key}", n=n, most=MOST_ROWS))
    if n and found.columns:
        base = screen.workspace.settings.base
        cells = [[cell(screen.lookup, base, term) for term in row] for row in found.rows[:MOST_ROWS]]
        put(table(say("sparql.answer"), found.columns, cells))


def _take_along(result: Rows | Triples | bool, reply: Reply) -> None:
    with st.container(horizontal=True):
        if isinstance(result, Rows):
            _download("csv", lambda: rows_csv(result).encode(), "text/csv")
        if isinstance(result, Triples):
            _download("ttl", lambda: reply.body, "text/turtle")
        else:
            _download("json", lambda: reply.body, "application/sparql-results+json")


def _download(ending: str, data: Callable[[], bytes], media_type: str) -> None:
    st.download_button(
        say(f"sparql.download-{ending}"),
        data,
        file_name=f"antwoord.{ending}",
        mime=media_type,
        on_click="ignore",
        key=f"download-{ending}",
    )
