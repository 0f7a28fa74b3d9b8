"""Hyphens at line ends: which of them belong to the word and which only broke it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BREAK = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u00ad]\s*\n\s*([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEAD = re.compile(r"[^\W\d_]+")
_CHAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*/\S*-$|\S/$")

_HYPHENS = "-\u2010\u00ad\u0002"

#: After these a hyphen hangs: what it stands for follows ("in- en uitgang").
_HANGING = frozenset({"en", "of", "dan", "als", "noch", "tot", "and", "or"})

#: Small words that stand between two hyphens ("up-to-date", "stand-van-zaken").
_INSIDE = frozenset({"to", "of", "the", "by", "for", "in", "en", "van", "de", "op", "aan", "tot", "te", "bij", "a"})

#: What keeps its hyphen before whatever word follows.
_APART = frozenset({"niet", "oud", "loco", "adjunct", "interim", "vice"})

#: Vowels that Dutch parts with a hyphen where two words meet ("auto-ongeluk", "radio-uitzending").
_COLLISIONS = frozenset({"aa", "ai", "au", "ee", "oo", "ou"})

#: A text in which so many lines end in a broken word, and so many in a hundred, was broken by a machine.
_BROKEN_LINES = 5
_BROKEN_PERCENT = 3


@dataclass(frozen=True, slots=True)
class Hyphens:
    """The words of one document, against which a broken word is checked.

    `broken` tells that a machine broke its words at line ends: then a hyphen there seldom belongs to the word.
    """

    words: frozenset[str]
    broken: bool = False

    @classmethod
    def of(cls, text: str) -> Hyphens:
        """Collect the words that stand unbroken in `text`, compounds with their hyphens."""
        breaks = sum(1 for _ in _BREAK.finditer(text))
        words = frozenset(word.casefold() for word in _WORD.findall(_BREAK.sub(" ", text)))
        broken = breaks >= _BROKEN_LINES and 100 * breaks > _BROKEN_PERCENT * text.count("\n")
        return cls(words, broken)

    def join(self, line: str, following: str) -> tuple[bool, str] | None:
        """Return whether the last sign of `line`, a hyphen or slash, is dropped and what is read before `following`.

        None when `line` ends in neither a hyphen after a letter nor a slash.  The hyphen is dropped
        when the whole word stands elsewhere in the document, and kept when the compound does; else it is dropped in a
        document whose words were broken, and kept in another one when both halves stand there as words of their own.

        >>> hyphens = Hyphens.of("De dijkwacht liep over de dijk. De in- en uitgang. Een crisis zonder team.")
        >>> hyphens.join("de dijk-", "wacht"), hyphens.join("de in-", "en uitgang"), hyphens.join("crisis-", "team")
        ((True, ''), (False, ' '), (False, ''))
        """
        last_word, hyphen = line.rsplit(maxsplit=1)[-1], line[-1]
        if _ADDRESS.search(last_word):
            return False, ""
        before = last_word[:-1]
        head = _HEAD.match(following)
        if hyphen not in _HYPHENS or not before[-1:].isalpha():
            return None
        if hyphen in "\u00ad\u0002":
            return True, ""
        if head is None or "/" in before:
            return False, ""
        after = head.group()
        if after.casefold() in _HANGING and following[head.end() :][:1] != "-":
            return False, " "
        if not after[0].islower() or (before.isupper() and len(before) > 1):
            return False, ""
        return not self._belongs(before.casefold(), following.casefold()), ""

    def _belongs(self, before: str, following: str) -> bool:
        """Tell whether the hyphen between `before` and what follows is one of the word."""
        last, after = _HEAD.findall(before)[-1], _HEAD.findall(following)[0]
        first, rest = _CHAIN.search(before), _WORD.match(following)
        chain, whole = (first.group(), rest.group()) if first and rest else (last, after)
        if last + after in self.words or chain + whole in self.words:
            return False
        if {f"{last}-{after}", f"{chain}-{whole}"} & self.words or last in _APART or len(last) == 1:
            return True
        if (whole != after and after in _INSIDE) or (chain != last and last in _INSIDE):
            return True
        if last[-1] + after[0] in _COLLISIONS:
            return True
        return not self.broken and last in self.words and after in self.words
