"""The words of statements and what each of them weighs: rare ones most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from crisisgraph.model import Statement
from crisisgraph.statements.themes import stem

_WORD = re.compile(r"[^\W\d_]{3,}")

#: Words that say nothing about the subject, as they are written.
_FILLERS = """
    aan aanbeveelt aanbeveling aanbevelingen aandacht advies adviseert al alle alleen als andere belang
    belangrijk beveelt bij bijvoorbeeld binnen concludeert conclusie conclusies constateert daar daarbij
    daarmee daarom daarvoor dan dat de deelt deze die dient dit door een eens eerste elk elke en erkent gaat
    geen goed goede groot groter haar had hebben heeft herkent het hier hierbij hoe hun ieder iets in
    inspectie invulling is jaar kabinet kan komende kunnen maar maken meer met moet moeten mogelijk naar
    naast neemt niet nieuwe nodig nog noodzakelijk of om onder onderschrijft onze ook op origineel over overal per
    raad rapport samen specifieke stelt te tegen ten ter terecht tijd tijdens toe tot tussen uit van vanuit
    veel verder vindt voldoende volgens voor vooral waar waarbij waarmee wanneer was wat wel welke werd
    werden wie wij wil willen worden wordt zal zelf zich zijn zo zoals zorg zorgen zou zouden zowel zullen
"""
_STOP = frozenset(map(stem, _FILLERS.split()))


class Weights:
    """The words of statements, without endings and fillers, and how much each word says: rare ones most."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._words = {statement.id: words_of(statement.text) for statement in statements}
        self._times = Counter(word for words in self._words.values() for word in words)
        self._total = max(1, len(statements))

    def words(self, statement: Statement) -> frozenset[str]:
        """Return the words of `statement`."""
        return self._words[statement.id]

    def times(self, word: str) -> int:
        """Return how many statements have `word`."""
        return self._times[word]

    def shared(self, one: Statement, other: Statement) -> list[str]:
        """Return the words that two statements share as the first writes them, the weightiest first."""
        common = self.words(one) & self.words(other)
        written = {stem(word): word for word in reversed(_WORD.findall(one.text)) if stem(word) in common}
        return [written[word] for word in sorted(common, key=lambda word: (self.times(word), word))]

    def cosine(self, one: Statement, other: Statement, without: frozenset[str] = frozenset()) -> float:
        """Return the cosine of the weighted words: 1 for the same words, 0 for none in common.

        :param without: words that do not count.
        """
        first, second = self.words(one) - without, self.words(other) - without
        size = math.sqrt(self._weight(first) * self._weight(second))
        return self._weight(first & second) / size if size else 0.0

    def similarity(self, one: Statement, other: Statement) -> float:
        """Return how much two statements say the same: by cosine, or by how much of the shorter is in the longer one.

        The second counts only when many words are shared: a short title stands in many texts.
        """
        first, second = self.words(one), self.words(other)
        shared = first & second
        part = self._weight(shared) / (min(self._weight(first), self._weight(second)) or 1.0)
        if len(shared) >= 8 or (len(shared) >= 4 and part >= 0.55):
            return max(part, self.cosine(one, other))
        return self.cosine(one, other)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(math.log(1 + self._total / (1 + self._times[word])) ** 2 for word in sorted(words))


def words_of(text: str) -> frozenset[str]:
    """Return the words of `text` without their endings, and without those that say nothing about the subject."""
    return frozenset(stem(word) for word in _WORD.findall(text)) - _STOP
