"""The styles of a Word file: which paragraphs are headings, titles, lists or contents, and which words are bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from crisisgraph.documents.docx_package import child, is_on, number_of, value_of

_HEADING = re.compile(r"(?:heading|kop) ?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|inhopg) ?[1-9]|(?:table|list) of figures|figure index ?\d", re.IGNORECASE)
_CONTENTS_TITLE = re.compile(r"(?:toc|contents|inhopg) heading", re.IGNORECASE)
_DEEPEST = 9  # levels of an outline; a tenth is running text
_LONGEST_CHAIN = 20
_LANGUAGE = re.compile(r"(nl|en)(?=-|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What the style and the properties of a paragraph say together; `heading` 0 is the title of the document.

    `numbering` is the list and, where it says so itself, the depth in that list.
    """

    heading: int | None = None
    contents: bool = False
    bold: bool = False
    hidden: bool = False
    breaks: bool = False
    numbering: tuple[str, int | None] | None = None
    style: str = ""


class Styles:
    """The styles of a file by their id."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._styles = {style.get("w:styleId", ""): style for style in self._all()}
        self._default = next((key for key, one in self._styles.items() if _is_default(one)), "")

    def paragraph(self, properties: Element | None) -> Look:
        """Return how a paragraph with these properties looks."""
        key = value_of(properties, "w:pStyle")
        style = key if key in self._styles else self._default
        chain = tuple(self._chain(style))
        names = [value_of(one, "w:name") or "" for one in chain]
        own = [properties, *(child(one, "w:pPr") for one in chain)]
        marks = [child(one, "w:rPr") for one in chain]
        name = names[0] if names else ""
        return Look(
            _heading(names, own),
            _CONTENTS.fullmatch(name) is not None,
            _first(marks, "w:b") or False,
            _first(marks, "w:vanish") or False,
            _first(own, "w:pageBreakBefore") or False,
            _numbering(own),
            style,
        )

    def is_bold(self, properties: Element | None, *, otherwise: bool) -> bool:
        """Tell whether words with these properties are bold in a paragraph that is, or is not, `otherwise`."""
        return self._switch(properties, "w:b", otherwise=otherwise)

    def is_hidden(self, properties: Element | None, *, otherwise: bool) -> bool:
        """Tell whether words with these properties are not printed."""
        return self._switch(properties, "w:vanish", otherwise=otherwise)

    def list_of(self, style: str) -> str | None:
        """Return the list that a style of a list belongs to."""
        properties = child(self._styles.get(style), "w:pPr")
        return value_of(child(properties, "w:numPr"), "w:numId")

    @cached_property
    def language(self) -> str | None:
        """The language in which the file is to be read, if it is Dutch or English."""
        defaults = child(child(child(self._root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
        found = _LANGUAGE.match(value_of(defaults, "w:lang") or "")
        return found[1].lower() if found else None

    def _all(self) -> Iterator[Element]:
        for one in self._root if self._root is not None else ():
            if one.tag == "w:style":
                yield one

    def _chain(self, key: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on, the nearest first."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(key or "")
            if style is None:
                return
            yield style
            key = value_of(style, "w:basedOn")

    def _switch(self, properties: Element | None, name: str, *, otherwise: bool) -> bool:
        own = is_on(properties, name)
        if own is not None:
            return own
        key = value_of(properties, "w:rStyle")
        styled = _first([child(one, "w:rPr") for one in self._chain(key)], name) if key else None
        return otherwise if styled is None else styled


def _is_default(style: Element) -> bool:
    return style.get("w:type") == "paragraph" and style.get("w:default", "").lower() in ("1", "true", "on")


def _first(properties: list[Element | None], name: str) -> bool | None:
    return next((found for one in properties if (found := is_on(one, name)) is not None), None)


def _heading(names: list[str], properties: list[Element | None]) -> int | None:
    """Return the level of a heading: by the name of its style, else by the level in the outline."""
    for name in names:
        if _CONTENTS_TITLE.fullmatch(name):
            return 1
        if _TITLE.fullmatch(name):
            return 0
        if found := _HEADING.fullmatch(name):
            return int(found[1])
    levels = (number_of(one, "w:outlineLvl") for one in properties)
    level = next((level for level in levels if level is not None), _DEEPEST)
    return level + 1 if 0 <= level < _DEEPEST else None


def _numbering(properties: list[Element | None]) -> tuple[str, int | None] | None:
    """Return the list of a paragraph; one that is numbered 0 takes it out of the list of its style."""
    level: int | None = None
    for one in properties:
        numbered = child(one, "w:numPr")
        if numbered is not None:
            level = number_of(numbered, "w:ilvl") if level is None else level
            if (key := value_of(numbered, "w:numId")) is not None:
                return None if key == "0" else (key, level)
    return None
