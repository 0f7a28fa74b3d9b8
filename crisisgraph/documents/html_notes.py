"""Footnotes of a web page: the notes, the marks that point to them, and the links back.

A note is known by its mark: a link whose text is a number or a sign, raised, in brackets or linked back, to a place
further on.  Else by the names that standards give it (ARIA, EPUB, CSS) or by a class that says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from crisisgraph.documents.html_tree import Node, elements, words_in

_SIGN = re.compile(r"[\[(]?\s*(\d{1,3}|[*†‡§]{1,3}|[a-z]|[ivx]{2,6})\s*[\])]?", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[(].*[\])]")
_BLOCKS = frozenset({"p", "li", "div", "td", "dd", "aside", "section", "blockquote"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_ROLES = frozenset({"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"})
_ROLES_OF_ALL = frozenset({"doc-endnotes", "footnotes", "endnotes", "rearnotes"})
_MARK_ROLES = frozenset({"doc-noteref", "noteref"})
_CLASSES = frozenset({"footnote", "voetnoot", "endnote", "eindnoot"})
_CLASSES_OF_ALL = frozenset({"footnotes", "voetnoten", "endnotes", "eindnoten"})

#: A class whose elements a style sheet puts under the page (CSS Generated Content for Paged Media).
_FLOATING = re.compile(r"\.([\w-]+)\s*\{[^{}]*float\s*:\s*footnote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageNotes:
    """The notes of a page with their numbers, the links that are their marks and those that lead back.

    `floating` notes stand where their mark is printed.
    """

    notes: Mapping[Node, str]
    marks: frozenset[Node]
    back: frozenset[Node]
    floating: frozenset[Node]


def find_page_notes(root: Node) -> PageNotes:
    """Return the notes of a page.

    >>> from crisisgraph.documents.html_tree import parse
    >>> page = parse("<p>Hoog<sup><a href=#n1>1</a></sup> water.<ol><li id=n1>Volgens de peilstok.</ol>")
    >>> [(note.tag, number) for note, number in find_page_notes(page).notes.items()]
    [('li', '1')]
    """
    places = {node: place for place, node in enumerate(elements(root))}
    named = _named(places)
    links = [(link, target) for link in places if (target := _target(link, named)) is not None]
    leading_back = {(target, _block(link)) for link, target in links if places[target] < places[link]}
    marks: dict[Node, Node] = {}  # by what they point to
    for link, target in links:
        sign = _SIGN.fullmatch(words_in(link))
        if sign and places[target] > places[link] and _is_mark(link, _block(target), leading_back):
            marks.setdefault(target, link)
    held = Counter(above for target in marks for above in (target, *target.above))
    marked = {above for link in marks.values() for above in (link, *link.above)}
    notes = {_whole(target, held, marked): _number(link) for target, link in marks.items()}
    notes |= {note: "" for note in _named_notes(places) if not held[note] and note not in notes}
    inside = {within: note for note in notes for within in elements(note)}
    back = (link for link, target in links if link in inside and inside.get(target) is not inside[link])
    floating = _floating(places)
    return PageNotes(
        {note: number for note, number in notes.items() if note not in floating},
        frozenset(link for link, target in links if target in marks and link not in inside),
        frozenset(back),
        floating,
    )


def _named(nodes: Mapping[Node, int]) -> dict[str, Node]:
    named: dict[str, Node] = {}
    for node in nodes:
        for name in (node.get("id"), node.get("name") if node.tag == "a" else ""):
            named.setdefault(name, node)
    return named


def _target(link: Node, named: Mapping[str, Node]) -> Node | None:
    address = link.get("href") if link.tag == "a" else ""
    return named.get(unquote(address[1:])) if address.startswith("#") and len(address) > 1 else None


def _number(link: Node) -> str:
    sign = _SIGN.fullmatch(words_in(link))
    return sign[1] if sign else ""


def _block(node: Node) -> Node:
    return next((above for above in (node, *node.above) if above.tag in _BLOCKS), node)


def _is_mark(link: Node, note: Node, leading_back: set[tuple[Node, Node]]) -> bool:
    """Tell whether a link with the text of a mark is one: raised, in brackets, called so, or linked back."""
    around = [link, *list(link.above)[:2]]
    if any(node.tag == "sup" for node in (*around, *elements(link))) or _BRACKETED.fullmatch(words_in(link)):
        return True
    if any(_roles(node) & _MARK_ROLES for node in around):
        return True
    return any((node, note) in leading_back for node in (*around, *elements(link)))


def _whole(target: Node, held: Counter[Node], marked: set[Node]) -> Node:
    """Return the element that holds the whole note: the largest with no other note, no mark and no heading in it."""
    note = _block(target)
    for above in note.above:
        others = held[above] > 1 or above in marked or above.tag not in _BLOCKS
        if others or any(node.tag in _HEADINGS for node in elements(above)):
            break
        note = above
    return note


def _roles(node: Node) -> set[str]:
    return {*node.get("role").lower().split(), *node.get("epub:type").lower().split()}


def _named_notes(nodes: Mapping[Node, int]) -> Iterator[Node]:
    """Yield the elements that are called notes, and the items of what is called a list of notes."""
    for node in nodes:
        if _roles(node) & _ROLES or (node.names & _CLASSES and node.tag in _BLOCKS):
            yield node
        elif _roles(node) & _ROLES_OF_ALL or node.names & _CLASSES_OF_ALL:
            yield from (item for item in elements(node) if item.tag == "li")


def _floating(nodes: Mapping[Node, int]) -> frozenset[Node]:
    sheets = "".join(words_in(node) for node in nodes if node.tag == "style")
    classes = {name.lower() for name in _FLOATING.findall(sheets)}
    return frozenset(node for node in nodes if node.names & classes) if classes else frozenset()
