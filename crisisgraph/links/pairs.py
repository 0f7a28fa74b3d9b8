"""Pairs of statements that may have to do with each other, with what they share: words, meaning and themes.

Not all pairs are looked at: only those that share rare words, and those nearest in meaning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from crisisgraph.links.neighbours import nearest
from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Statement
from crisisgraph.statements.meaning import Meanings

_SHARED = 2  # words: one in common is a coincidence
_COMMON = 60  # a word in more statements than this does not bring two of them together
_NEAREST = 20  # statements nearest in meaning that are looked at
_USUAL = 0.2  # likeness in meaning that says nothing: two pieces of advice have it by chance
_WORTH = 0.2  # a pair that scores less is not looked at further

#: What is compared: a response says the same as any other.
_KINDS = (Kind.RECOMMENDATION, Kind.FINDING, Kind.COMMITMENT)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, `one` before `other` by id, and how much they share: each 0 to 1, `meaning` from −1."""

    one: Statement
    other: Statement
    words: float
    meaning: float | None
    themes: float

    @property
    def score(self) -> float:
        """How alike the two are, 0 to 1: by their words alone where their meaning is not known."""
        if self.meaning is None:
            return self.words
        return 0.6 * self.words + 0.6 * max(0.0, self.meaning - _USUAL) + 0.1 * self.themes

    @property
    def within(self) -> bool:
        """Whether the two stand in one report."""
        return self.one.report == self.other.report


def find_pairs(statements: Sequence[Statement], weights: Weights, meanings: Meanings | None) -> Iterator[Pair]:
    """Yield the pairs that share something, in a stable order.

    In one report only recommendations are paired, and never one with its own part.
    """
    chosen = sorted((s for s in statements if s.kind in _KINDS), key=lambda s: s.id)
    total = len(chosen)
    both = (pair for pairs in (_by_words(chosen, weights), _by_meaning(chosen, meanings)) for pair in pairs)
    codes = np.unique(np.fromiter((first * total + second for first, second in both), np.int64))
    for code in codes.tolist():
        one, other = chosen[code // total], chosen[code % total]
        if not _belong_together(one, other) and (pair := pair_of(one, other, weights, meanings)).score >= _WORTH:
            yield pair


def pair_of(one: Statement, other: Statement, weights: Weights, meanings: Meanings | None) -> Pair:
    """Return what two statements share."""
    meaning = meanings.likeness(one, other) if meanings else None
    return Pair(one, other, weights.similarity(one, other), meaning, _shared_themes(one, other))


def _by_words(statements: Sequence[Statement], weights: Weights) -> Iterator[tuple[int, int]]:
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        rare = [word for word in weights.words(statement) if weights.times(word) <= _COMMON]
        shared = Counter(other for word in rare for other in seen[word])
        yield from ((other, number) for other, times in shared.items() if times >= _SHARED)
        for word in rare:
            seen[word].append(number)


def _by_meaning(statements: Sequence[Statement], meanings: Meanings | None) -> Iterator[tuple[int, int]]:
    if meanings is None or not statements:
        return
    rows = meanings.rows[[meanings.places[statement.id] for statement in statements]]
    found = nearest(rows, _NEAREST)
    for number, others in enumerate(found):
        yield from ((min(number, other), max(number, other)) for other in others.tolist() if other >= 0)


def _belong_together(one: Statement, other: Statement) -> bool:
    if one.report != other.report:
        return False
    overlap = one.document == other.document and one.start < other.end and other.start < one.end
    both = one.kind is other.kind is Kind.RECOMMENDATION
    return not both or overlap or one.parent == other.id or other.parent == one.id


def _shared_themes(one: Statement, other: Statement) -> float:
    """Return how much of the themes of the one with fewer is also in the other."""
    first, second = ({tag.theme for tag in statement.themes} for statement in (one, other))
    return len(first & second) / (min(len(first), len(second)) or 1)
