"""The numbers and bullets that Word prints before paragraphs, counted as Word counts them.

A list (w:num) is an instance of a pattern (w:abstractNum) of nine levels.  Lists of one pattern count on together,
unless a list says where it starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from crisisgraph.documents.counting import printed_number
from crisisgraph.documents.docx_package import child, is_on, number_of, value_of

LEVELS = 9

#: The bullets of Word are signs of its own fonts; what they look like.  Others print as "•".
_BULLETS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "■", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0e8": "➔", "\uf0e0": "→",
    "\uf02d": "-", "\uf0be": "—", "\uf076": "❖", "\uf071": "❑", "\uf06f": "□", "\uf0a8": "◦", "\uf0ae": "→",
}  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLACE = re.compile(r"%([1-9])")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph; `worded` when it holds words of its own, as in "Artikel 3"."""

    text: str
    worded: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: `text` is what is printed, with the number of each level as %1, %2 …

    `restart` is the level whose use makes this one begin again: 0 for never, none for any level above it.
    """

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


class Numbering:
    """The lists of one file, and how far each has been counted."""

    def __init__(self, root: Element | None, list_of: Callable[[str], str | None]) -> None:
        """Read the lists; `list_of` tells the list of a style, by which one pattern can refer to another."""
        self._patterns: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, Element]] = {}
        links: dict[str, str] = {}
        for one in root if root is not None else ():
            if one.tag == "w:abstractNum":
                key = one.get("w:abstractNumId", "")
                self._patterns[key] = dict(_level(own) for own in one if own.tag == "w:lvl")
                if (style := value_of(one, "w:numStyleLink")) is not None:
                    links[key] = style
            elif one.tag == "w:num":
                self._lists[one.get("w:numId", "")] = (value_of(one, "w:abstractNumId") or "", one)
        for key, style in links.items():
            other = self._lists.get(list_of(style) or "")
            self._patterns[key] = self._patterns.get(other[0], {}) if other else {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, key: str, style: str) -> int:
        """Return the level of a list that belongs to a style of paragraphs; the first where none does."""
        pattern = self._patterns.get(self._lists[key][0], {}) if key in self._lists else {}
        return next((place for place, level in pattern.items() if level.style == style), 0)

    def count(self, key: str, place: int) -> Label | None:
        """Count one paragraph of a list and return what is printed before it; None where there is no such list."""
        if key not in self._lists or not 0 <= place < LEVELS:
            return None
        pattern, element = self._lists[key]
        levels = dict(self._patterns.get(pattern, {}))
        starts = _override(element, levels)
        level = levels.get(place, _Level())
        counts = self._counts.setdefault(pattern, [None] * LEVELS)
        if place in starts and (key, place) not in self._begun:
            counts[place] = starts[place]
        else:
            before = counts[place]
            counts[place] = level.start if before is None else before + 1
        self._begun.add((key, place))
        for deeper in range(place + 1, LEVELS):
            restart = levels.get(deeper, _Level()).restart
            if restart is None or place < restart:
                counts[deeper] = None
        return _label(level, levels, counts)


def _level(element: Element) -> tuple[int, _Level]:
    place = element.get("w:ilvl", "")
    return int(place) if place.isdecimal() else 0, _Level(
        value_of(element, "w:numFmt") or "decimal",
        value_of(element, "w:lvlText") or "",
        number_of(element, "w:start") or 0 if child(element, "w:start") is not None else 1,
        number_of(element, "w:lvlRestart"),
        is_on(element, "w:isLgl") or False,
        value_of(element, "w:pStyle"),
    )


def _override(element: Element, levels: dict[int, _Level]) -> Mapping[int, int]:
    """Put what a list says otherwise into the levels of its pattern, and return where it starts to count."""
    starts: dict[int, int] = {}
    for one in element:
        if one.tag == "w:lvlOverride" and (place := one.get("w:ilvl", "")).isdecimal():
            own = child(one, "w:lvl")
            if own is not None:
                levels[int(place)] = _level(own)[1]
            if (start := number_of(one, "w:startOverride")) is not None:
                starts[int(place)] = start
                levels[int(place)] = replace(levels.get(int(place), _Level()), start=start)
    return starts


def _label(level: _Level, levels: Mapping[int, _Level], counts: list[int | None]) -> Label:
    if level.format == "bullet":
        sign = level.text.strip()
        return Label(_BULLETS.get(sign, _PRIVATE.sub("•", sign)))  # one that is not known is a bullet all the same

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        own = levels.get(place, _Level())
        count = counts[place]
        legal = level.legal and own.format != "none"
        return formatted(own.start if count is None else count, "decimal" if legal else own.format)

    text = " ".join(_PLACE.sub(number, level.text).split())
    return Label(text, _LETTER.search(_PLACE.sub("", level.text)) is not None)


def symbol(code: str) -> str:
    """Return the sign that Word names by its place in a font of signs, as a hexadecimal number.

    >>> symbol("F0FC"), symbol("20AC"), symbol("x")
    ('✓', '€', '')
    """
    if not re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
        return ""
    sign = chr(int(code, 16))
    return _BULLETS.get(sign, "" if "\ud800" <= sign <= "\udfff" else sign)


#: The formats of Word that are read; others print as digits.
_FORMATS = {
    "decimalZero": "01", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip


def formatted(number: int, form: str) -> str:
    """Return a number as Word prints it in one of its formats.

    >>> [formatted(4, form) for form in ("decimal", "lowerLetter", "ordinal", "none")]
    ['4', 'd', '4e', '']
    """
    if form == "none":
        return ""
    return f"{number}e" if form == "ordinal" else printed_number(number, _FORMATS.get(form, "1"))
