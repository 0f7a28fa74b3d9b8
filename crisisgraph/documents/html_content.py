"""What of a web page is its content, and what is the site around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from crisisgraph.documents.html_tree import Node, elements, walk, words_in

#: What is never printed, is for the mouse, or is of the site and not of the text.
_LEFT_OUT = frozenset(
    {
        "head", "script", "style", "template", "noscript", "nav", "aside", "footer", "dialog", "button", "select",
        "textarea", "input", "option", "datalist", "progress", "meter", "iframe", "object", "embed", "audio", "video",
        "canvas", "svg", "map", "del", "rt", "rp", "noframes",
    }
)  # fmt: skip
_ROLES = frozenset(
    {
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
        "toolbar", "doc-toc",
    }
)  # fmt: skip
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SECTIONS = frozenset({"article", "main", "section"})

#: The main part of a page holds at least this share of its words; else it is not what its name says.
_MAIN = 0.25


def is_left_out(node: Node) -> bool:
    """Tell whether an element is no part of the text: hidden, a control, or of the site around the text.

    A header is of the site unless it stands in a section of the text.
    """
    if node.tag in _LEFT_OUT or _ROLES.intersection(node.get("role").lower().split()):
        return True
    if node.tag == "div" and node.get("title") in ("header", "footer"):  # so LibreOffice writes what runs over pages
        return True
    if "hidden" in node.attributes or _HIDDEN.search(node.get("style")):
        return True
    return node.tag == "header" and not any(above.tag in _SECTIONS for above in node.above)


def content_of(root: Node, left_out: Callable[[Node], bool]) -> tuple[Node, Node | None]:
    """Return the element that holds the text of a page, and the heading in the head of the page that is its title.

    That is the only main part or article, if most of the words are in it; else the whole body.
    """
    body = next((node for node in root.children if isinstance(node, Node) and node.tag == "body"), root)
    content = _main_of(body, left_out)
    titles = [node for node in elements(content) if node.tag == "h1"]
    return content, None if any(words_in(title, left_out) for title in titles) else _title_above(body)


def _main_of(body: Node, left_out: Callable[[Node], bool]) -> Node:
    inside = [node for node, opens in walk(body, left_out) if opens and isinstance(node, Node)]
    for found in (
        [node for node in inside if node.tag == "main" or node.get("role").lower() == "main"],
        [node for node in inside if node.tag == "article" and all(above.tag != "article" for above in node.above)],
    ):
        if len(found) == 1 and len(words_in(found[0], left_out)) >= _MAIN * len(words_in(body, left_out)):
            return found[0]
    return body


def _title_above(body: Node) -> Node | None:
    """Return the only first heading outside the text, unless it is a link, as the name of a site is."""
    found = [node for node in elements(body) if node.tag == "h1" and words_in(node)]
    if len(found) != 1 or any(above.tag == "nav" for above in found[0].above):
        return None
    linked = [*found[0].above, *elements(found[0])]
    return None if any(node.tag == "a" for node in linked) or any(map(_is_hidden, linked)) else found[0]


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attributes or _HIDDEN.search(node.get("style")) is not None


def is_empty(root: Node, left_out: Callable[[Node], bool]) -> bool:
    """Tell whether nothing is left to read."""
    return not any(isinstance(node, str) and node.strip() for node, _ in walk(root, left_out))
