"""English questions in Dutch words, by a word list of our own: for the index of words and for a second look by meaning.

`english.txt` has the terms of crises and policy that an expert may add to.  Word by word is no translation, but the
words of a report are found by it, and the encoder sees what a question is about in the language of the reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from crisisgraph.index.analysis import is_content, words_of

_LIST = Path(__file__).with_suffix(".txt")

#: Words that English questions are full of and Dutch ones never have.
_ENGLISH = frozenset(
    {
        "what", "how", "which", "who", "whom", "whose", "the", "of", "are", "does", "did", "do", "for", "to", "with",
        "should", "about", "and", "why", "when", "where", "can", "could", "would", "during", "there", "these", "those",
        "from", "by", "an", "that", "this", "they", "were", "been", "has", "have", "had", "not",
    }
)  # fmt: skip
_ENOUGH = 2  # of these words make a question English

#: Endings of English words, and what stands in their place in a word list.
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("d", ""))
_SHORTEST = 3  # letters that are left of a word without its ending


def dutch_of(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return for each of the folded `words` of a question its Dutch ones, none when the question is not in English.

    >>> dutch_of(["how", "should", "municipalities", "help"])
    ((), (), ('gemeente',), ('helpen', 'hulp'))
    >>> dutch_of(["hoe", "helpen", "gemeenten"])
    ()
    >>> dutch_of(["army", "support"])
    (('krijgsmacht', 'leger'), ('ondersteuning', 'steun'))
    """
    if sum(word in _ENGLISH for word in words) < _ENOUGH and not _is_only_english(words):
        return ()
    return tuple(_dutch(word) if is_content(word) and word not in _ENGLISH else () for word in words)


def _is_only_english(words: Sequence[str]) -> bool:
    """Tell whether all words that say something are in the list as English, and none of them as Dutch."""
    content = [word for word in words if is_content(word)]
    return bool(content) and all(_dutch(word) and word not in _dutch_words() for word in content)


@cache
def _dutch_words() -> frozenset[str]:
    return frozenset(word for found in load_list().values() for word in found)


def _dutch(word: str) -> tuple[str, ...]:
    return next((load_list()[form] for form in _forms(word) if form in load_list()), ())


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word.removesuffix(ending) + instead


@cache
def load_list() -> Mapping[str, tuple[str, ...]]:
    """Return the Dutch words of each single English word of `english.txt`, folded, in the order of the file."""
    found: dict[str, list[str]] = {}
    for line in _LIST.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        dutch, _, english = line.partition("=")
        words = [word.text for word in words_of(dutch)]
        for meaning in english.split(","):
            folded = [word.text for word in words_of(meaning)]
            if len(folded) == len(words) == 1:
                found.setdefault(folded[0], []).append(words[0])
    return {english: tuple(dict.fromkeys(dutch)) for english, dutch in found.items()}
