"""HTML that cannot hold anything but what we meant: every text in it is escaped when it is put in.

>>> element("p", "1 < 2 & ", element("b", "<script>"))
'<p>1 &lt; 2 &amp; <b>&lt;script&gt;</b></p>'
"""

from __future__ import annotations

import html
import re

#: What can mean something in Markdown or in Streamlit's additions to it (colours, icons, mathematics).
_PUNCTUATION = re.compile(r"([-\\`*_{}\[\]()#+.!~<>|:$&^=@/])")


class Html(str):
    """A string that is HTML already and is not escaped again; only this module makes them."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | None) -> Html:
    """Return the element `name` with `children` (texts, or elements made here) and `attributes`.

    An attribute that is None is left out; an underscore at the end of its name is dropped and others become hyphens.

    >>> element("a", "bron", href='x"y', class_="cg-link", title=None)
    '<a href="x&quot;y" class="cg-link">bron</a>'
    """
    given = "".join(
        f' {key.removesuffix("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*children: str, between: str = "") -> Html:
    """Return `children` one after the other, each text escaped, with `between` in the middle."""
    return Html(
        html.escape(between).join(child if isinstance(child, Html) else html.escape(child) for child in children)
    )


def as_markdown(text: str) -> str:
    r"""Return `text` so that Markdown shows it as it is: for the labels and messages that Streamlit reads as Markdown.

    >>> as_markdown("![x](//host/*.png)")
    '\\!\\[x\\]\\(\\/\\/host\\/\\*\\.png\\)'
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
