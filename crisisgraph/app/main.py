"""The frame of the app: which pages there are, and one sentence instead of a traceback when something is wrong."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import streamlit as st

from crisisgraph.app.desk import desk_of, now
from crisisgraph.app.frame import finish_frame, show_frame
from crisisgraph.app.markup import as_markdown
from crisisgraph.app.screen import Screen, opened, reviews
from crisisgraph.app.selecting import selected
from crisisgraph.app.speaking import spoken
from crisisgraph.errors import CrisisGraphError
from crisisgraph.model import StatementId
from crisisgraph.sentences import say, say_error
from crisisgraph.uploads import DropFolder

STYLE = Path(__file__).parent / "style.css"

log = logging.getLogger(__name__)


#: The pages in the order of the menu.
PAGES = (
    "zoeken", "aanbeveling", "opvolging", "overzicht", "vergelijken", "netwerk", "rapporten", "selectie", "sparql",
    "over",
)  # fmt: skip

#: A page that only links lead to.
_HIDDEN = "aanbeveling"


@spoken
def show_app(arguments: Sequence[str]) -> None:
    """Show the page that the address asks for.

    ``--build DIR`` in `arguments` says over which build, ``--review DIR`` where is what people recorded about it,
    ``--name NAME`` who adds to that, and ``--uploads DIR`` where files of visitors are kept.
    """
    st.html(STYLE)

    own = selected()
    pages = {name: _page(name, lambda: screen, own) for name in PAGES}
    asked = st.navigation(list(pages.values()), position="hidden")
    title = say("app.tab", page=asked.title)
    st.set_page_config(page_title=title, page_icon=str(STYLE.with_name("icon.png")), layout="centered")
    switch = show_frame(pages, [name for name in PAGES if name != _HIDDEN], asked)
    try:
        options = _options(arguments)
        workspace = opened(options.build)
        desk = replace(desk_of(options.build, options.review, options.name), now=now)
        drop = DropFolder(options.uploads) if options.uploads else None
        screen = Screen(workspace, pages, options.build, drop, desk, reviews(workspace, desk), own)
        asked.run()
    except CrisisGraphError as error:
        st.error(as_markdown(say_error(error)))
    except Exception:  # the visitor gets a sentence, the operator the traceback
        log.exception("A page could not be shown")
        st.error(say("error.internal"))
    finish_frame(switch, asked)  # last: a page may have changed its address


def _page(name: str, screen: Callable[[], Screen], own: Sequence[StatementId]) -> st.Page:
    """Return the page that the module of that name shows; it is imported when somebody opens it, charts and all."""
    title = say("selecting.page", n=len(own)) if name == "selectie" and own else say(f"app.page-{name}")
    return st.Page(
        lambda: import_module(f"crisisgraph.app.pages.{name}").show(screen()),
        title=title,
        url_path=name,
        visibility="hidden" if name == _HIDDEN else "visible",
        default=name == PAGES[0],
    )


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--review", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--uploads", type=Path)
    return parser.parse_known_args(arguments)[0]
