"""Charts whose every mark can be chosen; they hold numbers and labels, and know nothing of the corpus.

To a screen reader each mark says its labels and its number; axes, legends and numbers beside marks would say the same
again, in English, and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

#: The name of the choice in every chart, and of what was chosen in what Streamlit gives back.
CHOICE = "keuze"

#: The primary colours of the light and the dark theme; both can be told from either background (3 to 1).
_BLUE, _AMBER = "#2a76a6", "#b06f00"

_ROW, _LABELS = 26, 230

#: What Streamlit can show.
Chart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: the value that choosing it gives, its label and its length; `series` tells two rows of bars apart."""

    value: str
    label: str
    count: int
    series: str = ""


@dataclass(frozen=True, slots=True)
class Square:
    """A square of a heat map: the values and labels of its row and its column, and its number."""

    row: str
    column: str
    row_label: str
    column_label: str
    count: int


def bars(rows: Sequence[Bar], counted: str, ink: str) -> Chart:
    """Return a bar to each of `rows`, from top to bottom, with its number behind it in the colour `ink`."""
    data = alt.InlineData(
        values=[{**_described(row.count, row.label), "value": row.value, "label": row.label} for row in rows]
    )
    base = alt.Chart(data).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            title=None,
            axis=alt.Axis(aria=False, labelColor=ink, labelLimit=_LABELS, ticks=False, domain=False),
        ),
        x=alt.X("count:Q", title=None, axis=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("count:Q", title=counted)],
        description="description:N",
    )
    marks = base.mark_bar(color=_BLUE, cursor="pointer", height=18).add_params(_choice("value"))
    numbers = base.mark_text(aria=False, align="left", dx=5, color=ink, fontSize=13).encode(text="count:Q")
    return alt.layer(marks, numbers).properties(height=_ROW * len(rows))


def columns(rows: Sequence[Bar], counted: str, ink: str) -> Chart:
    """Return the bars of each label side by side, a colour to each series, from left to right, with words in `ink`."""
    series = list(dict.fromkeys(row.series for row in rows))
    values: list[Any] = [
        {**_described(row.count, row.label, row.series), "value": row.value, "label": row.label, "series": row.series}
        for row in rows
    ]
    made: alt.Chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X(
                "label:O",
                sort=None,
                title=None,
                axis=alt.Axis(aria=False, labelColor=ink, labelAngle=0, ticks=False, labelOverlap=True),
            ),
            xOffset=alt.XOffset("series:N", sort=series),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(aria=False, labelColor=ink, tickMinStep=1, format="d")),
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=series, range=[_BLUE, _AMBER]),
                legend=alt.Legend(aria=False, title=None, orient="top", labelColor=ink, labelLimit=_LABELS),
            ),
            tooltip=[
                alt.Tooltip("label:O", title=" "),
                alt.Tooltip("series:N", title=" "),
                alt.Tooltip("count:Q", title=counted),
            ],
            description="description:N",
        )
        .add_params(_choice("value"))
        .properties(height=220)
    )
    return made


def heat(squares: Sequence[Square], counted: str, ink: str) -> Chart:
    """Return a heat map of `squares`: the more, the fuller the colour, and the number in each in the colour `ink`.

    Rows and columns stand in the order in which they come first.
    """
    rows = list(dict.fromkeys(square.row_label for square in squares))
    names = list(dict.fromkeys(square.column_label for square in squares))
    values: list[Any] = [
        {
            **_described(s.count, s.row_label, s.column_label),
            "row": s.row,
            "column": s.column,
            "theme": s.row_label,
            "report": s.column_label,
        }
        for s in squares
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "theme:N",
            sort=rows,
            title=None,
            axis=alt.Axis(aria=False, labelColor=ink, labelLimit=_LABELS, ticks=False, domain=False),
        ),
        x=alt.X(
            "report:N",
            sort=names,
            title=None,
            axis=alt.Axis(
                aria=False,
                labelColor=ink,
                orient="top",
                labelAngle=-60,
                labelLimit=140,
                ticks=False,
                domain=False,
                labelOverlap=False,
            ),
        ),
        tooltip=[
            alt.Tooltip("theme:N", title=" "),
            alt.Tooltip("report:N", title=" "),
            alt.Tooltip("count:Q", title=counted),
        ],
        description="description:N",
    )
    fullness = alt.Opacity("count:Q", scale=alt.Scale(range=[0.15, 0.6]), legend=None)
    marks = base.mark_rect(color=_BLUE, cursor="pointer").encode(opacity=fullness).add_params(_choice("row", "column"))
    numbers = base.mark_text(aria=False, color=ink, fontSize=12).encode(text="count:Q")
    return alt.layer(marks, numbers).properties(
        height=_ROW * len(rows) + 130, padding={"right": 75, "left": 5, "top": 5, "bottom": 5}
    )


def _described(count: int, *labels: str) -> dict[str, int | str]:
    return {"count": count, "description": f"{', '.join(labels)}: {count}"}


def _choice(*fields: str) -> alt.Parameter:
    # Nothing fades when something is chosen: the page moves on to what was chosen.
    return alt.selection_point(name=CHOICE, fields=list(fields))
