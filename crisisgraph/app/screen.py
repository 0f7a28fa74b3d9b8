"""What every page shares: the opened build, the address kept equal to the widgets, and links between pages."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from crisisgraph.app.address import (
    FILTERS,
    FORM,
    LARGE,
    LIMIT,
    ORDER,
    PART,
    QUESTION,
    SHOW,
    STATEMENT,
    STEP,
    Order,
    View,
    kept,
    read_view,
)
from crisisgraph.app.desk import Desk
from crisisgraph.app.markup import Html, as_markdown, element
from crisisgraph.app.tables import address_of
from crisisgraph.app.wording import pointed
from crisisgraph.documents.media import PDF
from crisisgraph.errors import NoBuildError
from crisisgraph.journal import read
from crisisgraph.model import ReportId, Statement, StatementId
from crisisgraph.publication import current_folder
from crisisgraph.records import Lookup
from crisisgraph.review import Review, Reviews, reviews_of
from crisisgraph.sentences import language, say
from crisisgraph.settings import Settings
from crisisgraph.uploads import DropFolder
from crisisgraph.workspace import Workspace, open_workspace

#: Set by the callback of a widget: this run was started by a change on the page, not by an address.
_CHANGED = "changed"

#: The page and the address of the list that was seen last.
_LAST = "last"

Address = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page is drawn from: the opened build, the pages that others link to, and where things are kept.

    `build` is the folder of builds; `drop` keeps the files of visitors, where they may send any; `reviews` is what
    people recorded, and `selected` what this visitor selected.
    """

    workspace: Workspace
    pages: Mapping[str, StreamlitPage]
    build: Path
    drop: DropFolder | None = None
    desk: Desk = field(default_factory=Desk)
    reviews: Reviews = field(default_factory=Reviews)
    selected: tuple[StatementId, ...] = ()

    @property
    def lookup(self) -> Lookup:
        """The corpus of the build by its ids."""
        return self.workspace.lookup

    @property
    def recorded(self) -> Mapping[StatementId, Review] | None:
        """What people recorded, for an export; nothing when the app does not show it."""
        return self.reviews.by_statement if self.desk.journal else None

    @property
    def names(self) -> Mapping[str, str]:
        """What visitors called the files that they sent, by the names that these have in the build."""
        return self.drop.names if self.drop else {}


# --- the build ------------------------------------------------------------------------------------


def opened(build: Path) -> Workspace:
    """Return the workspace of what is published in `build` now; a newer build is opened as soon as it is there.

    :raises NoBuildError: when nothing is published there.
    :raises StaleBuildError: when it is damaged or of another format.
    """
    folder = current_folder(build)
    try:
        made = folder.stat().st_mtime_ns  # a folder of builds that was emptied counts from 1 again
    except OSError as error:
        raise NoBuildError(build) from error
    return _open(str(build), str(folder), made)


def _kept(workspace: Workspace) -> Workspace:
    """Return `workspace`, which the collector need not look through: Streamlit has it collect after every run."""
    gc.collect()
    gc.freeze()
    return workspace


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(build: str, folder: str, made: int) -> Workspace:
    return _kept(open_workspace(Path(build), Settings()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _loaded(folder: str, _workspace: Workspace) -> bool:
    return bool(_workspace.index)  # loads encoder and index, one session at a time


def ready_to_search(workspace: Workspace) -> Workspace:
    """Return the workspace with its encoder and index loaded; only the first question waits for them."""
    with st.spinner(say("app.loading")):
        _loaded(str(workspace.published.folder), workspace)
    return workspace


def reviews(workspace: Workspace, desk: Desk) -> Reviews:
    """Return what people recorded about the statements of the build, read anew: a colleague may have added to it."""
    return reviews_of(workspace.lookup, read(desk.journal)) if desk.journal else Reviews()


# --- the address ----------------------------------------------------------------------------------


def current_view(lookup: Lookup, page: str = "zoeken") -> View:
    """Return the view to show on the list `page`, after making address and widgets equal.

    Whoever changed last wins: a widget that was changed is written to the address; otherwise (a link, a reload, the
    browser's back button) the widgets follow the address.
    """
    if st.session_state.pop(_CHANGED, False):
        _write_address()
    address = _address()
    view = read_view(address, lookup)
    remember(page, address)
    st.session_state[SHOW] = view.show.value if view.show else None
    st.session_state[QUESTION] = view.question
    st.session_state[LIMIT] = view.limit
    st.session_state[ORDER] = view.order
    st.session_state[PART] = view.part
    for name in FILTERS:
        st.session_state[name] = list(view.chosen.get(name, ()))
    return view


def remember(page: str, address: Address) -> None:
    """Keep which list this visitor saw last, for the way back to it."""
    st.session_state[_LAST] = page, {name: values for name, values in address.items() if values}


def changed() -> None:
    """Note that a widget was changed: the callback of every widget that belongs to the address."""
    st.session_state[_CHANGED] = True
    st.session_state[LIMIT] = STEP


def ask(question: str) -> None:
    """Put `question` in the question box: the callback of an example."""
    changed()
    st.session_state[QUESTION] = question


def show_more() -> None:
    """Ask for one step of results more: the callback of the button under them."""
    limit = st.session_state[LIMIT]
    changed()
    st.session_state[LIMIT] = limit + STEP


def clear_filters() -> None:
    """Choose nothing in every filter: the callback of the button beside them."""
    changed()
    for name in FILTERS:
        st.session_state[name] = []


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in (*FILTERS, QUESTION, STATEMENT, LIMIT, SHOW, ORDER, PART)}


def _write_address() -> None:
    state = st.session_state
    asked: Mapping[str, str | Sequence[str]] = {
        QUESTION: " ".join((state.get(QUESTION) or "").split()),
        **{name: state.get(name, []) for name in FILTERS},
        SHOW: state.get(SHOW) or "",
        ORDER: "" if state[ORDER] == Order.BEST else str(state[ORDER]),
        PART: state.get(PART) or "",
        LIMIT: "" if state[LIMIT] == STEP else str(state[LIMIT]),
    }
    st.query_params.from_dict(kept({name: value for name, value in asked.items() if value}))


# --- shared pieces --------------------------------------------------------------------------------


def put(*parts: Html) -> None:
    """Show HTML of ours."""
    st.html(element("div", *parts, class_="cg", lang=language()))


def link_to(screen: Screen, page: str, label: str, **address: str | Sequence[str]) -> None:
    """Show a link to a page with what it shows, in the language that is spoken."""
    st.page_link(screen.pages[page], label=label, query_params=kept(address))


def go_to(screen: Screen, page: str, **address: str) -> None:
    """Show another page instead of this one, in the language that is spoken."""
    st.switch_page(screen.pages[page], query_params=kept(address))


def link_to_statement(screen: Screen, statement: Statement) -> None:
    """Show a link to the page of a statement; what was chosen on such a page stays chosen on the next one."""
    label = as_markdown(say("app.follow", name=pointed(statement)))
    choices = (LARGE, FORM) if screen.lookup.documents[statement.document].media_type == PDF else (FORM,)
    chosen = {name: st.query_params[name] for name in choices if name in st.query_params}
    link_to(screen, "aanbeveling", label, **{STATEMENT: statement.id, **chosen})


def link_to_report(screen: Screen, report: ReportId, label: str, **filters: str) -> None:
    """Show a link to everything that was found in a report."""
    link_to(screen, "zoeken", as_markdown(label), rapport=report, **filters)


def link_back(screen: Screen) -> None:
    """Show a link to the list that this visitor saw last."""
    page, address = st.session_state.get(_LAST, ("zoeken", {}))
    link_to(screen, page, say(f"app.back-{page}"), **address)


def link_of(name: StatementId) -> str:
    """Return the address of the page of a statement, as a colleague can open it."""
    return f"{_base('aanbeveling')}/aanbeveling?{STATEMENT}={name}"


def link_of_selection(names: Iterable[StatementId]) -> str:
    """Return the address of a selection, as a colleague can open it."""
    return _base("selectie") + address_of("selectie", **{STATEMENT: list(names)}).removeprefix(".")


def _base(page: str) -> str:
    return (st.context.url or "").rstrip("/").removesuffix(f"/{page}")
