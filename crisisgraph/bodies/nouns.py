"""The nouns that name bodies, by the sort of body, and the other words of `bodies.toml` that names are made with."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_DATA = Path(__file__).with_name("bodies.toml")

GAP = r"[^\S\n]+"  # between the words of a name, which does not go on in the next block
#: A word with a capital, and the full stops of a legal form.
CAPITAL = r"(?:[’']s-)?[A-ZÀ-Þ](?:[\w’'&/-]|\.(?=\w))*(?:(?<=[BNVU]\.[VA])\.)?"

_WORD = re.compile(r"[^\W\d_]+(?:[’'&.-][^\W_]+)*")


@dataclass(frozen=True)
class Words:
    """What `bodies.toml` says: the kind of each noun, and sets of words (see the comments there)."""

    kinds: dict[str, str]
    weak: frozenset[str]
    places: frozenset[str]
    never: frozenset[str]
    adjectives: frozenset[str]
    said_of: frozenset[str]
    openers: frozenset[str]
    small: frozenset[str]
    works: tuple[str, ...]

    @cached_property
    def head(self) -> re.Pattern[str]:
        """A word that is a noun for a body or ends in one, with a name hyphened to it: "commissie-Jansen"."""
        acronyms = "|".join(noun for noun in self.kinds if noun.isupper())
        return re.compile(
            rf"(?<![\w’'-])(?:(?P<word>[\w-]*(?i:{'|'.join(self._longest)}))|(?P<acronym>{acronyms}))"
            rf"(?P<name>-{CAPITAL}(?:{GAP}(?:(?:de|den|der){GAP})?[A-ZÀ-Þ]\w+)*)?(?![\w’'-])"
        )

    @cached_property
    def _longest(self) -> tuple[str, ...]:
        """The nouns that may end a compound, longest first."""
        return tuple(sorted((noun for noun in self.kinds if not noun.isupper()), key=len, reverse=True))

    def noun(self, word: str) -> str | None:
        """Return the noun for a body that `word` is or ends in, or None."""
        folded = word.casefold()
        if folded in self.never:
            return None
        return word if word in self.kinds else next((noun for noun in self._longest if folded.endswith(noun)), None)

    def kind(self, word: str) -> str | None:
        """Return the kind of body that `word` names, or None."""
        noun = self.noun(word)
        return self.kinds[noun] if noun else None

    def may_begin(self, word: str) -> bool:
        """Tell whether a name may begin with `word`: not an article, nor the name of a work ("Evaluatie")."""
        folded = word.casefold()
        return folded not in self.openers and (self.kind(word) is not None or not folded.endswith(self.works))


@cache
def load_words() -> Words:
    """Return what `bodies.toml` says, read once."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    sets = {name: frozenset(words) for name, words in data["words"].items() if name != "works"}
    kinds = {noun: kind for kind, nouns in data["nouns"].items() for noun in nouns}
    return Words(kinds=kinds, works=tuple(data["words"]["works"]), **sets)


def is_body_name(name: str) -> bool:
    """Tell whether `name` reads as the name of a body: one of its words is a noun for a body or ends in one.

    >>> is_body_name("Evaluatiecommissie Hoogwater"), is_body_name("Landelijk Crisisplan")
    (True, False)
    """
    return noun_of_body(name) is not None


def kind_of_body(name: str) -> str | None:
    """Return the sort of body that `name` names by its first noun for one, or None.

    >>> kind_of_body("Rekenkamer Woudstad")
    'audit body'
    """
    noun = noun_of_body(name)
    return load_words().kind(noun) if noun else None


def noun_of_body(name: str) -> str | None:
    """Return the first noun for a body in `name`, as it is written there, or None.

    >>> noun_of_body("Landelijk Expertisecentrum Hoogwater")
    'Expertisecentrum'
    """
    return next((word for word in map(bare, _WORD.findall(name)) if load_words().noun(word)), None)


def bare(word: str) -> str:
    """Return `word` without the name that is hyphened to it and without punctuation around it."""
    clean = word.strip("()[],;:")
    return clean.partition("-")[0] if re.search(r"-[A-ZÀ-Þ]", clean) else clean
