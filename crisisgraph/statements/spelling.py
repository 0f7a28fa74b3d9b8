"""How much the words of texts look alike: by the pieces of four and five letters in them, rare pieces most.

Pieces see what words do not: that "monitoren" and "gemonitord", or "dijkbewaking" and "dijkwacht", have to do with
each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from crisisgraph.embedded import Matrix

_WORD = re.compile(r"[^\W\d_]{4,}")
_PIECES = (4, 5)


class Spelling:
    """The pieces of a row of texts, ready to be compared with those of any other text."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces = [_pieces_of(text) for text in texts]
        times = Counter(piece for counts in pieces for piece in counts)
        self._texts = len(texts)
        self._rarity = {piece: math.log(len(texts) / n) for piece, n in times.items()}
        self._unknown = math.log(max(2, len(texts)))  # how rare a piece is that stands in none of the texts
        places: dict[str, list[tuple[int, float]]] = {}
        for row, counts in enumerate(pieces):
            for piece, weight in self._weighed(counts).items():
                if weight:
                    places.setdefault(piece, []).append((row, weight))
        self._places = {
            piece: (np.array([row for row, _ in found]), np.array([weight for _, weight in found], np.float32))
            for piece, found in places.items()
        }

    def likeness(self, text: str) -> Matrix:
        """Return how much `text` looks like each of the texts: 1 for the same pieces, 0 for none in common."""
        likeness = np.zeros(self._texts, np.float32)
        for piece, weight in self._weighed(_pieces_of(text)).items():
            if piece in self._places:
                rows, weights = self._places[piece]
                likeness[rows] += np.float32(weight) * weights
        return likeness

    def _weighed(self, counts: Counter[str]) -> dict[str, float]:
        weights = {
            piece: (1 + math.log(times)) * self._rarity.get(piece, self._unknown) for piece, times in counts.items()
        }
        size = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {piece: weight / size for piece, weight in weights.items()}


def _pieces_of(text: str) -> Counter[str]:
    """Return the pieces of the words of `text`; a space marks where a word begins and ends."""
    words = (f" {word} " for word in _WORD.findall(text.casefold()))
    return Counter(
        word[start : start + size] for word in words for size in _PIECES for start in range(len(word) - size + 1)
    )
