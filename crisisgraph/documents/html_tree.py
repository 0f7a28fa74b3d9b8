"""The tree of an HTML file as a browser would build it: the only import of selectolax."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from selectolax.lexbor import LexborHTMLParser, LexborNode

ENGINE = f"selectolax {version('selectolax')}"

#: Elements that XHTML may close at once and HTML would leave open, so that they take the rest of the text along.
_CLOSED_AT_ONCE = re.compile(
    r"<(script|style|title|iframe|textarea|noscript|template|a|p|div|span|td|li)\b([^<>]*)/>", re.IGNORECASE
)
_XHTML = re.compile(r"\s*<\?xml\b|[^>]{0,400}<html\b[^>]*\bxmlns=", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Node:
    """An element with its attributes (empty ones are "") and what stands in it: elements and words."""

    tag: str
    attributes: Mapping[str, str]
    parent: Node | None
    children: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, "" when it is absent."""
        return self.attributes.get(name, "")

    @property
    def names(self) -> frozenset[str]:
        """The names of its classes, in small letters."""
        return frozenset(self.get("class").lower().split())

    @property
    def above(self) -> Iterator[Node]:
        """The elements in which it stands, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def parse(html: str) -> Node:
    """Return the root of the tree of an HTML text.

    >>> [node.tag for node in elements(parse("<p>een<ul><li>twee"))]
    ['html', 'head', 'body', 'p', 'ul', 'li']
    """
    if _XHTML.match(html):
        html = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", html)
    parser = LexborHTMLParser(html)
    root = Node("html", {}, None)
    top = parser.root
    if top is None:
        return root
    root.attributes = _attributes(top.attributes)
    here, own = top.first_child, root
    parents: list[tuple[LexborNode, Node]] = []
    while here is not None:
        tag = here.tag or ""
        below = None
        if tag == "-text":
            own.children.append(here.text_content or "")
        elif not tag.startswith("-"):
            node = Node(tag, _attributes(here.attributes), own)
            own.children.append(node)
            below = here.first_child
        if below is not None:
            parents.append((here, own))
            here, own = below, node
            continue
        while here.next is None and parents:
            here, own = parents.pop()
        here = here.next
    return root


def walk(root: Node, leave_out: Callable[[Node], bool] = lambda _: False) -> Iterator[tuple[Node | str, bool]]:
    """Yield what stands in a node in reading order: words once, elements when they open (True) and close (False)."""
    open_nodes: list[tuple[Node, Iterator[Node | str]]] = [(root, iter(root.children))]
    while open_nodes:
        node, rest = open_nodes[-1]
        for child in rest:
            if isinstance(child, str):
                yield child, True
            elif not leave_out(child):
                yield child, True
                open_nodes.append((child, iter(child.children)))
                break
        else:
            open_nodes.pop()
            if open_nodes:
                yield node, False


def elements(root: Node) -> Iterator[Node]:
    """Yield a node and every element in it, in reading order."""
    yield root
    yield from (node for node, opens in walk(root) if opens and isinstance(node, Node))


def words_in(root: Node, leave_out: Callable[[Node], bool] = lambda _: False) -> str:
    """Return the words that stand in a node, with one space for all white space."""
    return " ".join("".join(node for node, _ in walk(root, leave_out) if isinstance(node, str)).split())


def _attributes(found: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value or "" for name, value in found.items()}
