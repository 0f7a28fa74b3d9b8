"""Dutch text as the lexical index sees it: folded words, without stop words, stemmed, compounds taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import Stemmer

from crisisgraph.index.compounds import CompoundSplitter

#: A word: letters and digits, accents and soft hyphens inside it, an apostrophe between two of them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*(?:['’](?:[^\W_]|[\u0300-\u036f])+)*")

#: Endings after an apostrophe: "GGD'en", "zzp’ers", "foto's" are found under "ggd", "zzp" and "foto".
_ENDING = re.compile(r"'(?:s|en|er|ers|je|jes)$")


class Word(NamedTuple):
    """A word of a text in its folded form, and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of `text`, folded: lower case, no accents, "ĳ" as "ij", endings after an apostrophe dropped.

    >>> [word.text for word in words_of("Coördinatie door GGD’en")]
    ['coordinatie', 'door', 'ggd']
    """
    for match in _WORD.finditer(text):
        yield Word(fold_word(match[0]), *match.span())


def folded_words(text: str) -> Iterator[str]:
    """Yield the words of `text`, folded, without their places: what an index of a million passages counts.

    >>> list(folded_words("Coördinatie door GGD’en"))
    ['coordinatie', 'door', 'ggd']
    """
    return map(fold_word, spellings(text))


def spellings(text: str) -> list[str]:
    """Return the words of `text` as they stand there."""
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 18)
def fold_word(word: str) -> str:
    """Return one word as it is compared."""
    plain = unicodedata.normalize("NFKD", word.replace("ĳ", "ij").replace("\u00ad", "").replace("’", "'"))
    return _ENDING.sub("", "".join(c for c in plain if not unicodedata.combining(c)).casefold())


@cache
def stop_words() -> frozenset[str]:
    """Return the Dutch and English words that say nothing about what is asked."""
    lines = (Path(__file__).parent / "stop_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_content(word: str) -> bool:
    """Tell whether a folded word can be searched for: no stop word, no single character."""
    return len(word) > 1 and word not in stop_words()


class Analyser:
    """Gives the index terms of a word; `vocabulary` holds the words of the corpus, which can be parts of compounds."""

    def __init__(self, vocabulary: Collection[str] = ()) -> None:
        self._splitter = CompoundSplitter(vocabulary)
        self._stemmer = Stemmer.Stemmer("dutch")
        self.terms = cache(self._terms)

    def _terms(self, word: str) -> tuple[str, ...]:
        """Return the stem of a folded word and those of its parts, each once; nothing for a stop word.

        >>> Analyser().terms("steunpakketten")
        ('steunpakket', 'steun', 'pakket')
        """
        if not is_content(word):
            return ()
        parts = (part for part in self._splitter.split(word) if is_content(part))
        return tuple(dict.fromkeys(self._stemmer.stemWords([word, *parts])))
