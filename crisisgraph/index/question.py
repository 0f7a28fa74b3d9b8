"""A question as it is typed becomes what is looked for: words, phrases in quotes, and bodies by their other names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph.index.analysis import is_content, words_of
from crisisgraph.index.english import dutch_of
from crisisgraph.index.everyday import official_of

_PHRASE = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")

#: Words that a name may have: longer ones are no names but descriptions.
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is named in a question: the folded words of that name, and its other names in folded words."""

    name: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the index needs it; words are folded and in order.

    `text` is the question without its quotation marks, `phrases` what stood between them.  `dutch` holds the Dutch
    words of each of its words, where it is in English; `official` what reports call the things in it.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    bodies: tuple[Body, ...] = ()
    dutch: tuple[tuple[str, ...], ...] = ()
    official: tuple[str, ...] = ()

    @property
    def readings(self) -> Mapping[str, float]:
        """What the encoder is asked, with weights: the question, and it in Dutch words or with those of reports."""
        if any(self.dutch):
            pairs = zip(self.words, self.dutch, strict=True)
            return {self.text: 1, " ".join(dutch[0] if dutch else word for word, dutch in pairs): 1}
        if self.official:
            return {self.text: 1, f"{self.text} ({', '.join(self.official)})": 0.5}
        return {self.text: 1}

    @property
    def content(self) -> tuple[str, ...]:
        """The words that say something about what is asked."""
        return tuple(word for word in self.words if is_content(word))


class Names:
    """The names of bodies, each group those of one: a question with one of them means the others too."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.groups = groups
        self._others: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for group in groups:
            names = [tuple(name.split()) for name in group]
            for name in names:
                self._others.setdefault(name, []).extend(other for other in names if other != name)

    def in_words(self, words: Sequence[str]) -> Iterator[Body]:
        """Yield the bodies that are named in `words`, the longest name at each place."""
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
                name = tuple(words[place : place + length])
                if name in self._others:
                    yield Body(name, tuple(self._others[name]))
                    place += length - 1
                    break
            place += 1


def read_question(text: str, names: Names) -> Question:
    """Return what `text` asks for.

    >>> read_question('Wat zegt de "Raad voor Veiligheid"?', Names([])).phrases
    (('raad', 'voor', 'veiligheid'),)
    """
    phrases = (tuple(word.text for word in words_of(match[1])) for match in _PHRASE.finditer(text))
    plain = re.sub(r"[\"“”„«»]", " ", text)
    words = tuple(word.text for word in words_of(plain))
    bodies = tuple(names.in_words(words))
    dutch = dutch_of(words)
    official = () if dutch else official_of(words)
    return Question(plain.strip(), words, tuple(filter(None, phrases)), bodies, dutch, official)


def has_phrase(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Tell whether the words of `phrase` stand in `words`, one after the other.

    >>> has_phrase(["de", "veiligheidsregio", "meldt"], ["veiligheidsregio", "meldt"])
    True
    """
    size = len(phrase)
    return any(tuple(words[i : i + size]) == tuple(phrase) for i in range(len(words) - size + 1))
