"""Hyphens at line ends: which of them belong to the word and which only broke it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BREAK = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u00ad]\s*\n\s*([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEAD = re.compile(r"[^\W\d_]+")

_HYPHENS = "-\u2010\u00ad\u0002"

#: After these a hyphen hangs: what it stands for follows ("in- en uitgang").
_HANGING = frozenset({"en", "of", "dan", "als", "noch", "tot", "and", "or"})


@dataclass(frozen=True, slots=True)
class Hyphens:
    """The words of one document, against which a broken word is checked."""

    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Hyphens:
        """Collect the words that stand unbroken in `text`, compounds with their hyphens."""
        return cls(frozenset(word.casefold() for word in _WORD.findall(_BREAK.sub(" ", text))))

    def join(self, line: str, following: str) -> tuple[bool, str] | None:
        """Return whether the hyphen at the end of `line` is dropped and what is read before `following`.

        None when `line` does not end in a hyphen after a letter.  The hyphen is dropped when the whole word stands
        elsewhere in the document, or when the halves do not both stand there as words of their own.

        >>> hyphens = Hyphens.of("De dijkwacht liep over de dijk. De in- en uitgang. Een crisis zonder team.")
        >>> hyphens.join("de dijk-", "wacht"), hyphens.join("de in-", "en uitgang"), hyphens.join("crisis-", "team")
        ((True, ''), (False, ' '), (False, ''))
        """
        before, hyphen = line.rsplit(maxsplit=1)[-1][:-1], line[-1]
        head = _HEAD.match(following)
        if hyphen not in _HYPHENS or not before[-1:].isalpha():
            return None
        if hyphen in "\u00ad\u0002":
            return True, ""
        if head is None or "/" in before:
            return False, ""
        after = head.group()
        if after.casefold() in _HANGING:
            return False, " "
        if not after[0].islower() or (before.isupper() and len(before) > 1) or "-" in before:
            return False, ""
        last = _HEAD.findall(before)[-1].casefold()
        whole, compound = last + after.casefold(), f"{last}-{after.casefold()}"
        if whole in self.words:
            return True, ""
        both = last in self.words and after.casefold() in self.words
        return not (both or compound in self.words), ""
