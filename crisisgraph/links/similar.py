"""The same advice in other words: two recommendations that share most of their rare words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Link, LinkKind, Statement

_SIMILAR = 0.4  # of the weight of the words: from here on two recommendations are proposed as similar
_SHARED = 2  # words: one in common is a coincidence
_COMMON = 60  # a word in more statements than this does not bring two of them together


def find_similar(statements: Sequence[Statement], weights: Weights) -> Iterator[Link]:
    """Propose the recommendations that share most of their rare words, other than a main one and its own parts."""
    seen: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted((s for s in statements if s.kind is Kind.RECOMMENDATION), key=lambda s: s.id):
        rare = [word for word in weights.words(one) if weights.times(word) <= _COMMON]
        shared = Counter(other.id for word in rare for other in seen[word])
        others = {other.id: other for word in rare for other in seen[word]}
        for identity, times in sorted(shared.items()):
            other = others[identity]
            if times < _SHARED or _belong_together(one, other):
                continue
            score = weights.similarity(one, other)
            if score >= _SIMILAR:
                yield Link(other.id, LinkKind.SIMILAR_TO, one.id, "shared rare words", round(min(score, 0.9), 2))
        for word in rare:
            seen[word].append(one)


def _belong_together(one: Statement, other: Statement) -> bool:
    overlap = one.document == other.document and one.start < other.end and other.start < one.end
    return overlap or one.parent == other.id or other.parent == one.id
