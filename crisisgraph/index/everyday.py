"""Questions in everyday words: what reports call it, by a list of our own.

Reports say "mantelzorger" where people say "who looks after his father".  `everyday.txt` has such words and idioms, and
an expert may add to it.  The words of a report are found by it, and the encoder sees them behind the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from crisisgraph.index.analysis import Analyser, folded_words

_LIST = Path(__file__).with_suffix(".txt")

#: Words of an entry that are used; they stand best first.
_USED = 2


def official_of(words: Sequence[str]) -> tuple[str, ...]:
    """Return what reports call the things that the folded `words` of a question name in everyday words.

    >>> official_of(["hakte", "de", "minister", "knopen", "door"])
    ('besluitvorming', 'besluiten')
    >>> official_of(["besluitvorming"])
    ()
    """
    stems = _stems(words)
    found = (word for entry, official in load_list().items() if entry <= stems for word in official[:_USED])
    return tuple(word for word in dict.fromkeys(found) if not _stems([word]) <= stems)


@cache
def load_list() -> Mapping[frozenset[str], tuple[str, ...]]:
    """Return the entries of `everyday.txt`: the stems that a question must have, and the folded words of reports."""
    entries: dict[frozenset[str], tuple[str, ...]] = {}
    for line in _LIST.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            everyday, _, official = line.partition("=")
            entries[_stems(folded_words(everyday))] = tuple(folded_words(official))
    return entries


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(terms[0] for terms in map(_analyser().terms, words) if terms)


@cache
def _analyser() -> Analyser:
    return Analyser()
