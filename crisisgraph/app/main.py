"""The frame of the app: which pages there are, and one sentence instead of a traceback when something is wrong."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from crisisgraph.app.desk import desk_of, now
from crisisgraph.app.markup import as_markdown
from crisisgraph.app.pages import aanbeveling, opvolging, over, overzicht, rapporten, selectie, vergelijken, zoeken
from crisisgraph.app.screen import Screen, opened, repeat_address, reviews
from crisisgraph.app.selecting import selected
from crisisgraph.errors import CrisisGraphError
from crisisgraph.sentences import say, say_error
from crisisgraph.uploads import DropFolder

STYLE = Path(__file__).parent / "style.css"

log = logging.getLogger(__name__)


def show_app(arguments: Sequence[str]) -> None:
    """Show the page that the address asks for.

    ``--build DIR`` in `arguments` says over which build, ``--review DIR`` where is what people recorded about it,
    ``--name NAME`` who adds to that, and ``--uploads DIR`` where files of visitors are kept.
    """
    st.html(STYLE)

    def page(
        show: Callable[[Screen], None], name: str, title: str = "", *, visible: bool = True, default: bool = False
    ) -> None:
        pages[name] = st.Page(
            lambda: show(screen),
            title=title or say(f"app.page-{name}"),
            url_path=name,
            visibility="visible" if visible else "hidden",
            default=default,
        )

    pages: dict[str, st.Page] = {}
    page(zoeken.show, "zoeken", default=True)
    page(aanbeveling.show, "aanbeveling", visible=False)
    page(opvolging.show, "opvolging")
    page(vergelijken.show, "vergelijken")
    page(overzicht.show, "overzicht")
    page(rapporten.show, "rapporten")
    own = selected()
    page(selectie.show, "selectie", say("selecting.page", n=len(own)) if own else "")
    page(over.show, "over")
    asked = st.navigation(list(pages.values()), position="top")
    title = say("app.tab", page=asked.title)
    st.set_page_config(page_title=title, page_icon=str(STYLE.with_name("icon.png")), layout="centered")
    try:
        options = _options(arguments)
        workspace = opened(options.build)
        desk = replace(desk_of(options.build, options.review, options.name), now=now)
        drop = DropFolder(options.uploads) if options.uploads else None
        screen = Screen(workspace, pages, options.build, drop, desk, reviews(workspace, desk), own)
        repeat_address(asked.url_path)
        asked.run()
    except CrisisGraphError as error:
        st.error(as_markdown(say_error(error)))
    except Exception:  # the visitor gets a sentence, the operator the traceback
        log.exception("A page could not be shown")
        st.error(say("error.internal"))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--review", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--uploads", type=Path)
    return parser.parse_known_args(arguments)[0]
