"""The same advice in other words: statements that are alike in words, in meaning and in their themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from crisisgraph.links.pairs import Pair
from crisisgraph.links.words import Weights
from crisisgraph.model import Link, LinkKind, StatementId

#: The scores from which two statements are proposed as alike.  Within one report much sounds alike by itself; without
#: meaning, words must carry all of it.
_ACROSS, _WITHIN, _BY_WORDS = 0.28, 0.36, 0.40

#: A statement that is like very many is like none: it gets no more than this, the best.
_MOST = 8

#: Words that are named in the reason.
_NAMED = 4

_IN_WORDS, _IN_BOTH, _IN_MEANING = "alike in words", "alike in words and meaning", "alike in meaning"


def find_similar(pairs: Iterable[Pair], weights: Weights) -> Iterator[Link]:
    """Propose the pairs that are alike enough, the best first."""
    alike = sorted(filter(is_alike, pairs), key=lambda p: (-p.score, p.one.id, p.other.id))
    links: Counter[StatementId] = Counter()
    for pair in alike:
        if max(links[pair.one.id], links[pair.other.id]) < _MOST:
            links.update((pair.one.id, pair.other.id))
            yield Link(pair.one.id, LinkKind.SIMILAR_TO, pair.other.id, reason(pair, weights), confidence_of(pair))


def is_alike(pair: Pair) -> bool:
    """Tell whether two statements share enough to be proposed as alike."""
    if pair.meaning is None:
        return pair.score >= _BY_WORDS
    return pair.score >= (_WITHIN if pair.within else _ACROSS)


def confidence_of(pair: Pair) -> float:
    """Return how sure it is that a pair is about the same thing: read off from proposals that people judged."""
    return round(min(0.9, pair.words) if pair.meaning is None else min(0.95, pair.score + 0.28), 2)


def reason(pair: Pair, weights: Weights) -> str:
    """Return why two statements are held to be alike, with the weightiest words that both have."""
    words = ", ".join(weights.shared(pair.one, pair.other)[:_NAMED])
    if pair.meaning is None:
        return f"{_IN_WORDS}: {words}"
    return f"{_IN_BOTH}: {words}" if words else _IN_MEANING
