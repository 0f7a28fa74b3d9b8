"""Dutch compounds fall apart: "crisisbeheersing" is found under "crisis" and under "beheersing" too."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache
from pathlib import Path


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Letters of the shortest part, and of the shortest word that is looked at.
_PART, _WORD = 4, 8

#: Deeper than "verpleeg-huis-bewoner-raad" no compound is taken apart.
_DEPTH = 4

#: What a split loses for a linking "s" and for each further part: of two readings the plainer one is taken.
_LINK, _MORE = 2.0, 3.0

#: A part that the corpus itself uses as a word counts as one that is seen this often, from this length on.
_KNOWN, _KNOWN_LENGTH = 3, 6

#: Prepositions and prefixes: "onder-wijs" and "over-heden" are no compounds.
_NO_FIRST_PART = _set_of(
    """
    achter anti binnen boven buiten contra daar door eer heen hier hyper inter langs mede mini multi naar neer niet
    onder ont over rond samen super tegen terug trans tussen ultra vast voor voort waar weer
    """
)

#: Endings and inflections that look like words: "belang-rijk", "kwetsbaar-heid".
_NO_LAST_PART = _set_of(
    """
    achtig aring arme atie aties baar bare eerd elen elijk elijke ende ering eringen erij gewijs heden heid iging ingen
    iteit iteiten lijk lijke ling loos loze matig rijk rijke schap waarts wijs wijze zaam zins
    """
)


class CompoundSplitter:
    """Takes compounds apart into words of a list of frequent parts, or of the corpus itself.

    Of the ways to cut a word the one is taken whose parts form compounds most often (the counts come from the word list
    of OpenTaal), after the idea of Koehn and Knight (2003), "Empirical methods for compound splitting".
    """

    def __init__(self, vocabulary: Collection[str] = ()) -> None:
        self._first, self._last = _productivity()
        self._vocabulary = frozenset(vocabulary)
        self.split = cache(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a folded word, or nothing when it is no compound.

        >>> CompoundSplitter().split("veiligheidsregio")
        ('veiligheid', 'regio')
        """
        return self._best(word, _DEPTH)[1]

    def _best(self, word: str, depth: int) -> tuple[float, tuple[str, ...]]:
        best: tuple[float, tuple[str, ...]] = (-math.inf, ())
        if len(word) < _WORD or not word.isalpha() or not depth:
            return best
        for cut in range(_PART, len(word) - _PART + 1):
            first, rest = word[:cut], word[cut:]
            score = self._as_first(first)
            if first.endswith("s") and (linked := self._as_first(first[:-1]) - _LINK) > score:
                score, first = linked, first[:-1]
            if score == -math.inf:
                continue
            further, parts = self._best(rest, depth - 1)
            best = max(best, (score + self._as_last(rest), (first, rest)), (score + further - _MORE, (first, *parts)))
        return best if best[0] > -math.inf else (-math.inf, ())

    def _as_first(self, part: str) -> float:
        return self._first.get(part) or self._as_known(part, _NO_FIRST_PART)

    def _as_last(self, part: str) -> float:
        return self._last.get(part) or self._as_known(part, _NO_LAST_PART)

    def _as_known(self, part: str, excluded: Collection[str]) -> float:
        """Return the weight of a part that is in the corpus, if it is one; no part at all is worth minus infinity."""
        known = len(part) >= _KNOWN_LENGTH and part in self._vocabulary and part not in excluded
        return math.log(_KNOWN) if known else -math.inf


@cache
def _productivity() -> tuple[dict[str, float], dict[str, float]]:
    """Return the logarithms of how often a word is the first, and how often the last part of a compound."""
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    for line in (Path(__file__).parent / "compound_parts.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, as_first, as_last = line.split()
            for weights, count, excluded in ((first, as_first, _NO_FIRST_PART), (last, as_last, _NO_LAST_PART)):
                if int(count) >= _KNOWN and len(word) >= _PART and word not in excluded:
                    weights[word] = math.log(int(count))
    return first, last
