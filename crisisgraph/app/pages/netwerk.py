"""What stands around one report, statement, actor or theme: as a drawing, and as a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crisisgraph.app.cards import heading
from crisisgraph.app.drawing import Words, draw
from crisisgraph.app.figure import Mark, clicked
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.network_cards import about, counted, labelled, legend, lines, mark, network_table, ties
from crisisgraph.app.screen import Screen, link_to, put, remember
from crisisgraph.app.things import cut, destination
from crisisgraph.errors import InputError
from crisisgraph.model import ReportId
from crisisgraph.network import (
    Bounds,
    Network,
    NodeKind,
    Relations,
    actor_node,
    network,
    relations,
    report_node,
    theme_node,
)
from crisisgraph.overview import addressed, heat_map
from crisisgraph.records import Lookup
from crisisgraph.sentences import say, say_error

#: In the address: the thing in the middle, the one that is chosen, what is shown, and in how many steps.
CENTRE, CHOSEN, KINDS, STEPS, REPORTS = "midden", "gekozen", "soorten", "stappen", "rapport"

#: The nodes of a drawing at most, the middle among them.
MOST = 100

#: The statements that can be chosen by typing; of more, a reader finds one on the page Zoeken.
MOST_OFFERED = 3_000

_WORDS = ("language", "title", "alt", "closer", "farther", "whole", "again")


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for."""

    centre: str
    chosen: str
    bounds: Bounds


def show(screen: Screen) -> None:
    """Show the network around the thing that the address names."""
    st.set_page_config(layout="wide")
    found = _relations(str(screen.workspace.published.folder), screen.lookup)
    st.title(say("network.title"), anchor=False)
    _choose(screen.lookup, found)
    view = _view(screen.lookup)
    remember("netwerk", {name: st.query_params.get_all(name) for name in (CENTRE, CHOSEN, KINDS, STEPS, REPORTS)})
    if not view.centre:
        _begin(screen.lookup)
        return
    _narrow(screen.lookup)
    try:
        shown = network(found, view.centre, view.bounds)
    except InputError as error:
        st.warning(as_markdown(say_error(error)))
        return
    left, right = st.columns([5, 3])
    with left:
        _drawing(screen.lookup, shown, view)
        put(legend(shown))
    with right:
        _card(screen, shown, view)
    st.header(say("network.as-table"), anchor=False)
    put(element("p", say("network.as-table-text"), class_="cg-uitleg"), network_table(screen.lookup, shown))


@st.cache_resource(max_entries=2, show_spinner=False)
def _relations(folder: str, _lookup: Lookup) -> Relations:
    return relations(_lookup)


# --- what the address says ------------------------------------------------------------------------


def _view(lookup: Lookup) -> View:
    asked = st.query_params
    kinds = frozenset(NodeKind(one) for one in asked.get_all(KINDS) if one in set(NodeKind))
    reports = frozenset(ReportId(one) for one in asked.get_all(REPORTS)) & lookup.reports.keys()
    bounds = Bounds(kinds or frozenset(NodeKind), frozenset(reports), 1 if asked.get(STEPS) == "1" else 2, MOST)
    return View(asked.get(CENTRE, ""), asked.get(CHOSEN, ""), bounds)


def _to_middle(name: str | None) -> None:
    """Put a thing in the middle: the callback of the box and of the buttons."""
    st.query_params.pop(CHOSEN, None)
    if name:
        st.query_params[CENTRE] = name
    else:
        st.query_params.pop(CENTRE, None)


def _picked() -> None:
    _to_middle(st.session_state[CENTRE])


def _narrowed() -> None:
    """Write down what is shown: the callback of the fields that narrow the drawing."""
    state = st.session_state
    kinds = [] if len(state[KINDS]) == len(NodeKind) else state[KINDS]
    for name, values in ((KINDS, kinds), (STEPS, ["1"] if state[STEPS] == 1 else []), (REPORTS, state[REPORTS])):
        st.query_params.pop(name, None)
        if values:
            st.query_params[name] = list(values)


def _clicked(key: str, marks: Sequence[Mark]) -> None:
    if name := clicked(st.session_state[key], marks):
        st.query_params[CHOSEN] = name


# --- choosing -------------------------------------------------------------------------------------


def _choose(lookup: Lookup, found: Relations) -> None:
    """Show the box in which a reader types the name of what is to be in the middle."""
    centre = st.query_params.get(CENTRE, "")
    offered = _offered(lookup, found)
    if centre in found.kinds and centre not in offered:
        offered = {centre: labelled(lookup, centre, found.kinds[centre]), **offered}
    st.session_state[CENTRE] = centre if centre in offered else None
    st.selectbox(
        say("network.choose"),
        list(offered),
        index=None,
        format_func=offered.__getitem__,
        key=CENTRE,
        placeholder=say("network.type"),
        on_change=_picked,
    )


def _offered(lookup: Lookup, found: Relations) -> dict[str, str]:
    """Return what can be put in the middle by typing, with its label; findings and reactions by clicking only."""
    statements = sum(kind is NodeKind.RECOMMENDATION for kind in found.kinds.values())
    kinds = {NodeKind.REPORT, NodeKind.ACTOR, NodeKind.THEME}
    if statements <= MOST_OFFERED:
        kinds.add(NodeKind.RECOMMENDATION)
    return {name: labelled(lookup, name, kind) for name, kind in found.kinds.items() if kind in kinds}


def _begin(lookup: Lookup) -> None:
    """Show what a reader can begin with: the themes and the actors with most, and the reports."""
    st.write(say("network.begin"))
    themes = heat_map(lookup, 0, 5).themes
    actors = [actor for actor, _ in addressed(lookup).actors[:5]]
    names = [*map(theme_node, themes), *map(actor_node, actors), *map(report_node, list(lookup.reports)[:5])]
    kinds = [NodeKind.THEME] * len(themes) + [NodeKind.ACTOR] * len(actors) + [NodeKind.REPORT] * len(names)
    with st.container(horizontal=True):
        for name, kind in zip(names, kinds, strict=False):
            label = as_markdown(cut(labelled(lookup, name, kind), 60))
            st.button(label, key=f"begin-{name}", on_click=_to_middle, args=(name,))


def _narrow(lookup: Lookup) -> None:
    view = _view(lookup)
    st.session_state[KINDS] = [kind.value for kind in NodeKind if kind in view.bounds.kinds]
    st.session_state[STEPS] = view.bounds.steps
    st.session_state[REPORTS] = sorted(view.bounds.reports)
    steps = {n: say(f"network.steps-{n}") for n in (1, 2)}
    kinds = {kind.value: say(f"network.plural-{kind}") for kind in NodeKind}
    narrowed = len(view.bounds.kinds) < len(NodeKind) or bool(view.bounds.reports)
    with st.expander(say("network.narrow-active" if narrowed else "network.narrow"), expanded=narrowed, key="narrow"):
        st.segmented_control(
            say("network.steps"),
            list(steps),
            format_func=steps.__getitem__,
            key=STEPS,
            on_change=_narrowed,
            required=True,
        )
        st.pills(
            say("network.kinds"),
            list(kinds),
            selection_mode="multi",
            format_func=kinds.__getitem__,
            key=KINDS,
            on_change=_narrowed,
        )
        st.multiselect(
            say("network.only-reports"),
            list(lookup.reports),
            format_func=lambda report: lookup.reports[ReportId(report)].title,
            key=REPORTS,
            placeholder=say("app.choose"),
            on_change=_narrowed,
            select_all=False,
        )


# --- the drawing ----------------------------------------------------------------------------------


def _drawing(lookup: Lookup, shown: Network, view: View) -> None:
    marks = [mark(lookup, node) for node in shown.nodes]
    bounds = view.bounds
    key = "-".join(("drawing", view.centre, str(bounds.steps), *sorted(bounds.kinds), *sorted(bounds.reports)))
    draw(
        marks,
        lines(shown),
        Words(**{word: say(f"network.drawing-{word}") for word in _WORDS}),
        key=key,
        chosen=view.chosen,
        theme=st.context.theme.type or "light",
        height=600,
        on_click=lambda: _clicked(key, marks),
    )
    if shown.left_out:
        what = counted(shown.left_out)
        put(element("p", say("network.left-out", most=MOST, what=what), class_="cg-uitleg"))


# --- what is chosen -------------------------------------------------------------------------------


def _card(screen: Screen, shown: Network, view: View) -> None:
    """Show what was clicked, or the middle: its words and place, what it hangs together with, and its page."""
    node = next((node for node in shown.nodes if node.name == view.chosen), shown.centre)
    with st.container(border=True, key="chosen"):
        put(heading(2, say("network.middle" if node is shown.centre else "network.chosen")))
        put(about(screen.lookup, node))
        page = destination(screen.lookup, node.name)
        if page:
            link_to(screen, page[0], say(f"network.open-{node.kind}"), **page[1])
        if node is not shown.centre:
            st.button(say("network.to-middle"), key="to-middle", on_click=_to_middle, args=(node.name,))
        put(ties(screen.lookup, shown, node))
