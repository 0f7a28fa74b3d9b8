"""Bullets and printed numbers at the beginning of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRONG = "•‣⁃◦▪▫■□●○◆◇►▸▶➢➤➔→✓✔✗✘❖♦❑❒\ue000-\uf8ff"
_WEAK = "-–—*+~§>»·∙o−"

_BULLET = re.compile(rf"(?P<sure>[{_STRONG}])\s*|(?P<weak>[{_WEAK}])\s+(?=\S)")
_NUMBER = re.compile(
    r"""
    (?P<text>
        \((?P<bracketed>\d{1,3}|[a-zA-Z]|[ivx]{2,5})\)           # (1) (a) (iv)
      | (?P<mixed>\d{1,3}\.[A-Za-z])[.)]?                        # 1.A
      | (?P<decimal>[1-9]\d{0,2}(?:\.(?:0|[1-9]\d{0,2})){1,4})\.?(?!\s+uur\b)  # 1.2  1.2.3.
      | (?P<number>\d{1,3})(?P<after>[.)]|(?=\s))                # 1.  1)  1
      | (?P<letter>[ivxIVX]{2,5}|[a-zA-Z])(?P<closing>[.)])      # a.  B)  iv.
    )
    (?:\s+(?=\S)|$)
    """,
    re.VERBOSE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet or printed number: `text` as printed, `length` up to where the item's own words begin.

    `style` groups the markers of one list ("1.", "a)", "•"); `value` is the place in the list, 0 for a bullet;
    `sure` says that it needs no support from the lines around it.
    """

    text: str
    length: int
    style: str
    value: int = 0
    depth: int = 1
    sure: bool = False

    @property
    def is_bullet(self) -> bool:
        """Tell whether it is a bullet and no number."""
        return self.value == 0


def find_marker(line: str) -> Marker | None:
    """Return the bullet or number at the beginning of `line`; its `text` leaves out a full stop or bracket.

    >>> find_marker("• Oefen vaker").text, find_marker("12) Oefen vaker").text, find_marker("2.1 Oefenen").depth
    ('•', '12', 2)
    >>> find_marker("Oefen vaker"), find_marker("03.12 viel het licht uit"), find_marker("14.30 uur was het donker")
    (None, None, None)
    """
    bullet = _BULLET.match(line)
    if bullet:
        sign = bullet.group("sure") or bullet.group("weak")
        return Marker(sign, bullet.end(), sign, sure=bullet.group("sure") is not None)
    found = _NUMBER.match(line)
    return _numbered(found) if found else None


def is_bare_bullet(line: str) -> bool:
    """Tell whether a line is a bullet and nothing else."""
    marker = find_marker(line)
    return marker is not None and marker.is_bullet and marker.sure and marker.length == len(line)


def _numbered(found: re.Match[str]) -> Marker | None:
    length = found.end()
    if text := found["bracketed"]:
        kind, value = _counted(text)
        return Marker(text, length, f"({kind})", value, sure=True)
    if text := found["mixed"]:
        return Marker(text, length, "1.A", _counted(text[-1])[1], 2, True)
    if text := found["decimal"]:
        parts = text.split(".")
        return Marker(text, length, ".".join([*parts[:-1], "1"]), int(parts[-1]), len(parts))
    if text := found["number"]:
        return Marker(text, length, f"1{found['after']}", int(text), sure=found["after"] == ")") if int(text) else None
    text = found["letter"]
    kind, value = _counted(text)
    return Marker(text, length, f"{kind}{found['closing']}", value, sure=found["closing"] == ")")


def _counted(text: str) -> tuple[str, int]:
    """Return the kind of a printed number ("1", "a", "A", "i", "I") and its value."""
    if text.isdigit():
        return "1", int(text)
    if len(text) > 1:
        return ("I" if text.isupper() else "i"), _roman(text.lower())
    return ("A" if text.isupper() else "a"), ord(text.lower()) - ord("a") + 1


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def as_roman(marker: Marker) -> Marker | None:
    """Return a marker that is one letter (i, v, x) as a roman number; None when it is none.

    >>> as_roman(find_marker("i. Oefenen")).value
    1
    """
    letter = marker.text.lower()
    if letter not in _ROMAN or marker.style[-1:] not in ".)":
        return None
    kind = "I" if marker.text.isupper() else "i"
    style = marker.style.replace(marker.style.strip("()."), kind)
    return Marker(marker.text, marker.length, style, _ROMAN[letter], marker.depth, marker.sure)
