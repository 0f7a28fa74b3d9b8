"""A figure as a drawing in which a mark can be clicked: Cytoscape.js, as streamlit-cytoscape brings it.

Its scripts are used as they are, from the installed package.  The page around them (``drawing.html``) is ours: it has
our words and buttons that a keyboard reaches, and leaves out the component's own panel and menus, which are English.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import streamlit_cytoscape
from streamlit.components.v1 import declare_component
from streamlit.components.v1.custom_component import CustomComponent

from crisisgraph.app.figure import CLICK, LAYOUT, Line, Mark, elements_of, style_of

_PAGE = Path(__file__).with_name("drawing.html")
_PACKAGE = Path(streamlit_cytoscape.__file__).parent / "frontend" / "build"

#: Where Streamlit serves the files of the package, seen from our own page.
_BASE = "../streamlit_cytoscape.component.streamlit_cytoscape/"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the page around a drawing."""

    language: str
    title: str
    alt: str
    closer: str
    farther: str
    whole: str
    again: str


def draw(
    marks: Sequence[Mark],
    lines: Sequence[Line],
    words: Words,
    *,
    key: str,
    chosen: str,
    theme: str,
    height: int,
    on_click: Callable[[], None],
) -> None:
    """Draw `marks` and `lines`, with the mark called `chosen` standing out; `figure.clicked` says what a click was on.

    `key` has to be another one for other marks: a drawing that is there keeps its places.
    """
    _component(words)(
        elements=elements_of(marks, lines),
        style=style_of(marks, chosen, theme),
        layout=LAYOUT,
        height=f"{height}px",
        nodeActions=[],
        edgeActions=[],
        events=[{"name": CLICK, "event_type": "tap", "selector": "node"}],
        infopanelActions=[],
        hideUnderscoreAttrs=True,
        key=key,
        on_change=on_click,
    )


@cache
def _component(words: Words) -> CustomComponent:
    """Return the component in a page with these words; one page is made for each language, for as long as we run."""
    folder = tempfile.TemporaryDirectory(prefix="crisisgraph-drawing-")
    _FOLDERS.append(folder)
    Path(folder.name, "index.html").write_text(page_of(words), "utf-8")
    return declare_component(f"drawing_{words.language}", path=folder.name)


#: The folders of the pages; each is removed at the end.
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def page_of(words: Words) -> str:
    """Return our page, with the scripts of the package in the order in which its own page has them."""
    scripts = re.findall(r'<script[^>]* src="([\w.-]+\.js)"', (_PACKAGE / "index.html").read_text("utf-8"))
    said = {name: html.escape(getattr(words, name)) for name in Words.__slots__}
    loaded = "\n".join(f'<script defer src="{script}"></script>' for script in scripts)
    return Template(_PAGE.read_text("utf-8")).substitute(said, base=_BASE, scripts=loaded)
