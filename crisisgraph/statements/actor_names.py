"""How the names of bodies are spelled: all known spellings by their first words, and what finds each in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crisisgraph.model import Actor

#: A word of a name or a text: letters only.
_WORD = re.compile(r"[^\W\d_]+")

_APOSTROPHE = "[’'‘´`]"
_HYPHEN = "[-\u2010\u2011–]"


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling of the name of `actor`; `words` are those of it as they are looked up."""

    name: str
    words: tuple[str, ...]
    actor: Actor | None  # None: words that contain a name without meaning the body

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds the name; of thousands of names a text meets the first word of a few."""
        return pattern_of(self.name)


#: Spellings by their first two words, or by their only one, the longest first.
Forms = Mapping[tuple[str, ...], tuple[Form, ...]]


@dataclass(frozen=True, slots=True)
class LocalName:
    """A short name that a document gives to a body, such as "de Raad"; `actor` is None for a body that is not known."""

    form: str
    label: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class LocalNames:
    """The names that one document introduces, and who says "wij" in it; they hold in that document only."""

    names: tuple[LocalName, ...] = ()
    speaker: LocalName | None = None

    def forms(self) -> Forms:
        """Return the forms of the known bodies by their first words."""
        return _local_forms(self.names)


NO_LOCAL_NAMES = LocalNames()


@dataclass(frozen=True, slots=True, eq=False)
class ActorIndex:
    """Every spelling of every known actor, by its first words."""

    forms: Forms
    by_id: Mapping[str, Actor]

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> ActorIndex:
        """Index the labels, variants and negative labels of `actors`.

        >>> raad = Actor("raad", "Raad voor de Dijken", ("RvdD",))
        >>> sorted(ActorIndex.of([raad]).forms)
        [('raad', 'voor'), ('rvdd',)]
        """
        known = tuple(actors)
        spellings = [(form, actor) for actor in known for form in (actor.label, *actor.variants)]
        negative = [(form, None) for actor in known for form in actor.negative]
        return cls(_by_first_words([*spellings, *negative]), {actor.id: actor for actor in known})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are looked up, and where each begins."""

    text: str
    folded: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Split `text` into words of letters only."""
        found = list(_WORD.finditer(text))
        return cls(text, tuple(word.group().casefold() for word in found), tuple(word.start() for word in found))

    def longest_at(self, position: int, tables: Sequence[Forms]) -> tuple[Form, int] | None:
        """Return the longest spelling that begins at the word at `position`, and where it ends in the text.

        >>> words = Words.of("De Raad voor de Dijken adviseert.")
        >>> index = ActorIndex.of([Actor("raad", "Raad voor de Dijken"), Actor("r", "Raad")])
        >>> form, end = words.longest_at(1, [index.forms])
        >>> form.name, words.text[:end]
        ('Raad voor de Dijken', 'De Raad voor de Dijken')
        """
        two = self.folded[position : position + 2]
        forms = [form for table in tables for key in (two, two[:1]) for form in table.get(key, ())]
        if not forms or not may_begin(self.text, self.starts[position]):
            return None
        best: tuple[Form, int] | None = None
        for form in forms:
            if self.folded[position : position + len(form.words)] != form.words:
                continue  # most forms end here, before a pattern is made for them
            match = form.pattern.match(self.text, self.starts[position])
            if match and (best is None or match.end() > best[1]):
                best = form, match.end()
        return best


def _by_first_words(spellings: Iterable[tuple[str, Actor | None]]) -> dict[tuple[str, ...], tuple[Form, ...]]:
    table: dict[tuple[str, ...], dict[str, Form]] = {}
    for spelling, actor in spellings:
        name = spelling.strip(" ()")
        words = Words.of(name)
        if words.starts[:1] == (0,):
            table.setdefault(words.folded[:2], {}).setdefault(name, Form(name, words.folded, actor))
    return {key: tuple(sorted(forms.values(), key=lambda form: -len(form.name))) for key, forms in table.items()}


@cache
def _local_forms(names: tuple[LocalName, ...]) -> Forms:
    return _by_first_words((name.form, name.actor) for name in names if name.actor)


@cache
def pattern_of(form: str) -> re.Pattern[str]:
    """Return what finds a spelling, however its spaces, hyphens and apostrophes are printed."""
    exact = _spelling(form)
    first = form[0]
    if first.islower():  # a name may begin a sentence
        exact = f"(?:{re.escape(first)}|{re.escape(first.upper())}){_spelling(form[1:])}"
    if len(form) > 6 and (form.islower() or " " in form):  # a heading may be printed in capitals
        exact = f"(?:{exact}|{_spelling(form.upper())})"
    return re.compile(exact + r"(?![^\W\d_])")


def _spelling(form: str) -> str:
    pieces = []
    for character in " ".join(form.split()):
        if character == " ":
            pieces.append(r"\s+")
        elif character in "’'‘´`":
            pieces.append(_APOSTROPHE)
        elif character in "-–":
            pieces.append(_HYPHEN)
        else:
            pieces.append(re.escape(character))
    return "".join(pieces)


def may_begin(text: str, start: int) -> bool:
    """Tell whether a name may begin here: not in the middle of a word, nor as the last part of a compound."""
    before = text[max(0, start - 2) : start]
    return not before or not (before[-1].isalnum() or (before[-1] in "-_" and before[:-1].isalnum()))
