"""Marks and lines as Cytoscape.js takes them: elements, style and layout; it knows nothing of the corpus."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

#: What a click comes back as.
CLICK = "gekozen"

#: The shape and the colour of each look; the colours can be told from the light and from the dark background (3 to 1).
LOOKS: Mapping[str, tuple[str, str]] = {
    "report": ("rectangle", "#5f7688"),
    "actor": ("hexagon", "#b4577a"),
    "theme": ("pentagon", "#7c7a2b"),
    "recommendation": ("ellipse", "#2a7fb0"),
    "response": ("diamond", "#a8690f"),
    "commitment": ("star", "#2f8a57"),
    "finding": ("triangle", "#8367b3"),
}

#: The looks whose labels are larger, and stay where others are too small to read until the drawing is enlarged.
LANDMARKS = ("report", "actor", "theme")

#: Pixels of the smallest letters that are drawn.
_LEAST = 9

#: Ink and paper in the light and in the dark theme.
_INK = {"light": ("#1b2733", "#ffffff"), "dark": ("#e7ecf0", "#0e1115")}

#: Pixels between the rings on which marks begin, and the size of a mark by its ring.
_RING, _SIZES = 260, (64, 40, 28)

#: How far the layout goes from where marks begin; the same every time, so that a link shows the same drawing.
LAYOUT = {
    "name": "fcose",
    "randomize": False,
    "quality": "proof",
    "animate": False,
    "fit": True,
    "padding": 12,
    "nodeDimensionsIncludeLabels": True,
    "packComponents": False,
    "idealEdgeLength": 90,
    "nodeRepulsion": 60_000,
    "gravity": 0.08,
    "gravityRange": 6,
    "numIter": 2500,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark called `name`: how it looks, its label cut and `whole`, and on which ring around the middle it begins."""

    name: str
    look: str
    label: str
    whole: str
    ring: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two marks; a `dashed` one is less sure."""

    source: str
    target: str
    dashed: bool = False


def clicked(value: object, marks: Sequence[Mark]) -> str | None:
    """Return the name of the mark that was clicked, from what the component gave back; nothing when it was none."""
    if not isinstance(value, dict) or value.get("action") != CLICK:
        return None
    data = value.get("data")
    found = data.get("target_id") if isinstance(data, dict) else None
    return next((mark.name for number, mark in enumerate(marks) if _id(number) == found), None)


def elements_of(marks: Sequence[Mark], lines: Sequence[Line]) -> dict[str, Any]:
    """Return marks and lines as Cytoscape.js takes them, called by numbers: so no name gets into a selector."""
    numbers = {mark.name: _id(number) for number, mark in enumerate(marks)}
    places = _places(marks)
    nodes = [
        {
            "data": {"id": _id(number), "look": mark.look, "ring": mark.ring, "name": mark.label, "whole": mark.whole},
            "position": {"x": places[number][0], "y": places[number][1]},
            "selectable": False,  # selecting would open the panel that this page does not have
        }
        for number, mark in enumerate(marks)
    ]
    edges = [
        {
            "data": {
                "id": f"e{number}",
                "source": numbers[line.source],
                "target": numbers[line.target],
                "dashed": int(line.dashed),
            },
            "selectable": False,
        }
        for number, line in enumerate(lines)
    ]
    return {"nodes": nodes, "edges": edges}


def _id(number: int) -> str:
    return f"n{number}"


def _places(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return where each mark begins: on its ring, with marks of one look beside each other."""
    order = sorted(range(len(marks)), key=lambda number: (marks[number].ring, marks[number].look, number))
    places = [(0, 0)] * len(marks)
    for ring, group in groupby(order, key=lambda number: marks[number].ring):
        members = list(group)
        for step, number in enumerate(members):
            angle = 2 * math.pi * (step + ring / 2) / len(members)
            places[number] = round(ring * _RING * math.cos(angle)), round(ring * _RING * math.sin(angle))
    return places


def style_of(marks: Sequence[Mark], chosen: str, theme: str) -> list[dict[str, Any]]:
    """Return how marks and lines look in the "light" or "dark" `theme`; the mark called `chosen` stands out."""
    ink, paper = _INK.get(theme, _INK["light"])
    label = {
        "label": "data(name)",
        "color": ink,
        "font-family": "system-ui, sans-serif",
        "font-size": 15,
        "min-zoomed-font-size": _LEAST,
        "text-wrap": "wrap",
        "text-max-width": 110,
        "text-margin-y": 4,
        "text-outline-color": paper,
        "text-outline-width": 2.5,
        "border-width": 0,
    }
    standing_out = {
        "label": "data(whole)",
        "font-size": 20,
        "font-weight": "bold",
        "text-max-width": 320,
        "text-background-color": paper,
        "text-background-opacity": 0.9,
        "text-background-padding": 4,
        "border-width": 6,
        "border-color": ink,
        "z-index": 10,
    }
    middle = next((_id(number) for number, mark in enumerate(marks) if mark.name == chosen), _id(0))
    return [
        _rule("node", label),
        *(_rule(f"node[look='{look}']", {"shape": s, "background-color": c}) for look, (s, c) in LOOKS.items()),
        _rule(", ".join(f"node[look='{look}']" for look in LANDMARKS), {"font-size": 20}),
        *(_rule(f"node[ring={ring}]", {"width": size, "height": size}) for ring, size in enumerate(_SIZES)),
        _rule("node[ring=0]", {"font-size": 24, "font-weight": "bold", "border-width": 3, "border-color": ink}),
        _rule("edge", {"width": 1.5, "curve-style": "straight", "line-color": "#8b97a1", "opacity": 0.55}),
        _rule("edge[dashed=1]", {"line-style": "dashed"}),
        _rule(f"edge[source='{middle}'], edge[target='{middle}']", {"width": 4, "line-color": ink, "opacity": 0.8}),
        _rule(f"#{middle}", standing_out),
    ]


def _rule(selector: str, style: Mapping[str, Any]) -> dict[str, Any]:
    return {"selector": selector, "style": dict(style)}
