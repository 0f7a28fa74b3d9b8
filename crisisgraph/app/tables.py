"""Tables in HTML whose numbers lead to the list behind them: for a keyboard, a screen reader and a small screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from crisisgraph.app.address import kept
from crisisgraph.app.markup import Html, element


def address_of(page: str, **values: str | Sequence[str]) -> str:
    """Return the address of a page with what it shows, as a link on another page has it.

    >>> address_of("", rapport="lot-c", thema="")
    './?rapport=lot-c'
    """
    query = urlencode(kept({name: value for name, value in values.items() if value}), doseq=True)
    return f"./{page}?{query}" if query else f"./{page}"


def linked(text: str, page: str, **values: str) -> Html:
    """Return `text` as a link to a page with what it shows."""
    return element("a", text, href=address_of(page, **values), target="_self")


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """Return a table called `name`; the first of each of `rows` is what the others are about."""
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in cells))
        for first, *cells in rows
    ]
    made = element(
        "table",
        element("caption", name, class_="cg-verborgen"),
        element("thead", element("tr", *(element("th", cell, scope="col") for cell in head))),
        element("tbody", *body),
    )
    return element("div", made, class_="cg-tabel", tabindex="0", role="region", aria_label=name)
