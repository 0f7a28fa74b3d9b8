"""Sentences with one sign for each party, so that rules need not know what the bodies are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crisisgraph.model import Actor

#: The signs for the parties in a masked sentence, from the private use area of Unicode: the body that is answered or
#: what it wrote, the side that answers, and everybody else who acts.
OTHER, SELF, PARTY = "\ue001", "\ue002", "\ue003"


@dataclass(frozen=True, slots=True)
class Party:
    """A party where it is named: its sign, its name ("" for "wij" and "het rapport"), and the actor if it is known."""

    sign: str
    label: str
    actor: Actor | None
    is_work: bool = False  # "het rapport": what the body wrote


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with one sign for each party; ``origin[i]`` is where character `i` stands in the sentence itself."""

    text: str
    origin: tuple[int, ...]
    parties: Mapping[int, Party]

    @property
    def speakers(self) -> frozenset[int]:
        """Return where "ik" and "wij" stand."""
        return frozenset(at for at, party in self.parties.items() if party.sign == SELF and not party.label)

    @property
    def own_side_speaks(self) -> bool:
        """Tell whether the side that answers has the word: it opens the sentence, or says "ik" or "wij"."""
        return self.text[:1] == SELF or bool(self.speakers)

    def first(self, signs: str, start: int = 0, end: int | None = None) -> Party | None:
        """Return the first party with one of `signs` in ``text[start:end]``."""
        last = len(self.text) if end is None else end
        places = (place for place in sorted(self.parties) if start <= place < last)
        return next((self.parties[place] for place in places if self.parties[place].sign in signs), None)
