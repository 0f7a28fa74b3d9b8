"""Advice that was told before: a reaction that lists everything first names each advice again where it answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crisisgraph.statements.themes import stem

_WORD = re.compile(r"[^\W\d_]{4,}")
_LISTED = 2  # recommendations told by their form: fewer are no list
_COMMON = frozenset(
    map(
        stem,
        [
            "aanbeveling",
            "advies",
            "commissie",
            "inspectie",
            "raad",
            "rekenkamer",
            "waarbij",
            "deze",
            "voor",
            "door",
            "over",
            "naar",
            "worden",
            "wordt",
            "zoals",
        ],
    )
)
_PART = 0.3  # of the words: from here on it is the same advice


@dataclass(slots=True)
class Repeats:
    """The words of each advice that was told, and how many were told by their form."""

    _words: list[frozenset[str]] = field(default_factory=list)
    _listed: int = 0

    def tell(self, text: str) -> None:
        """Note an advice that a label, a list or a heading told."""
        self._listed += 1
        self.add(text)

    def add(self, text: str) -> None:
        """Note an advice."""
        self._words.append(_words(text))

    def has(self, text: str) -> bool:
        """Tell whether `text` names an advice of the list again."""
        words = _words(text)
        if self._listed < _LISTED or not words:
            return False
        return any(len(words & told) >= _PART * min(len(words), len(told)) for told in self._words if told)


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text)) - _COMMON
