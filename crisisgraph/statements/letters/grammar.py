"""Small words of Dutch, by what they do in a sentence; `grammar.toml` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lists of `grammar.toml`; the file says what each one is."""

    subordinators: frozenset[str]
    relatives: frozenset[str]
    doubtful: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    adverbs: frozenset[str]
    times: frozenset[str]
    predicates: frozenset[str]
    joints: frozenset[str]
    modals: frozenset[str]
    auxiliaries: frozenset[str]
    possibilities: frozenset[str]
    no_participles: frozenset[str]
    noun_endings: frozenset[str]

    @property
    def fronters(self) -> frozenset[str]:
        """Return the words that may open a clause before the verb of the sentence."""
        return self.subordinators | self.relatives | self.doubtful | {"nu"}


@cache
def load_grammar() -> Grammar:
    """Return the words of `grammar.toml`.

    >>> "omdat" in load_grammar().subordinators
    True
    """
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return Grammar(**{name: frozenset(words.split()) for name, words in data.items()})
