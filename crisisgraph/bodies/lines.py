"""Lines that are the name of a body and nothing else, as title pages, letterheads and colophons have them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crisisgraph.bodies.nouns import Words, bare, load_words

_LONGEST = 90  # characters
_MOST_BEFORE = 4  # words before the noun
_LEGAL_FORM = re.compile(
    r"\s(?:B\.?V\.?|N\.?V\.?|U\.?A\.?|[Cc]onsultants|[Cc]onsultancy|[Pp]artners|[Aa]dvies(?:groep)?|[Oo]nderzoek)$"
)
#: "aan de minister", "in het voorjaar": what follows a name, whereas "aan de Maas" is part of one.
_PLACE_OF_A_THING = re.compile(r"\s(?:aan|in|te)\s+(?:(?:de|het|den)\s+)?(?!(?:de|het|den)\s)[a-zà-ÿ]")
#: A full stop that ends a line, and no legal form.
_TRAILING_STOP = re.compile(r"(?<![BNVU]\.[VA])\.+$")
_VOWEL = re.compile(r"[AEIOUYÀ-Þ]")


def body_in_line(line: str) -> str | None:
    """Return the name that `line` is as a whole, as it is written in a sentence, or None.

    >>> body_in_line("RAAD VOOR DE DUINEN"), body_in_line("Onderzoek naar de Dienst Duinen")
    ('Raad voor de Duinen', None)
    """
    known = load_words()
    clean = _TRAILING_STOP.sub("", " ".join(line.split()).strip(" ,:;|•*_#"))
    if not clean or len(clean) > _LONGEST or not clean[0].isalpha():
        return None
    words = (_in_small_letters(clean) if clean.isupper() and len(clean) > 4 else clean).split()
    while words and words[0].casefold() in known.said_of:
        del words[0]
    if not words or not known.may_begin(words[0]):
        return None
    head = next((at for at, word in enumerate(words) if known.kind(bare(word))), None)
    text = " ".join(words)
    if head is None:
        return text if _is_firm(words, known) else None
    is_name = (
        head <= _MOST_BEFORE
        and all(_may_precede(word, known) for word in words[:head])
        and all(_may_follow(word, before, known) for before, word in zip(words[head:], words[head + 1 :], strict=False))
        and (head + 1 == len(words) or words[-1] not in known.small)
        and _says_enough(words, head, known)
        and not _PLACE_OF_A_THING.search(text)
        and any(character.isupper() for character in text)
    )
    return text if is_name else None


def _in_small_letters(line: str) -> str:
    """Return a line of capitals as it is written in a sentence."""
    known = load_words()
    words = []
    for at, word in enumerate(line.split()):
        if at and word.lower() in known.small:
            words.append(word.lower())
        elif "." in word or word in known.kinds or not _VOWEL.search(word):
            words.append(word)  # an abbreviation
        else:
            words.append("-".join(part.capitalize() for part in word.split("-")))
    return " ".join(words)


def _says_enough(words: Sequence[str], head: int, known: Words) -> bool:
    """Tell whether a name stands around the noun at `head`; a compound is enough of a name by itself."""
    noun = known.noun(bare(words[head]))
    if noun in known.weak:
        return any(word[0].isupper() for word in (*words[1:head], *words[head + 1 :]))
    return len(words) > 1 or bare(words[0]).casefold() != str(noun).casefold() or "-" in words[0]


def _may_precede(word: str, known: Words) -> bool:
    """Tell whether `word` may stand in a name before the noun: with a capital, or an adjective; no work is meant."""
    if word in ("en", "&") or word in known.adjectives:
        return True
    return word[0].isupper() and not word.casefold().endswith(known.works)


def _may_follow(word: str, before: str, known: Words) -> bool:
    """Tell whether `word` may stand in a name after the noun: a capital, a small word, or a noun after a small word."""
    return word[0].isupper() or word in known.small or before in known.small


def _is_firm(words: Sequence[str], known: Words) -> bool:
    """Tell whether `words` are the name of a firm: capitals that end in a legal form or the like."""
    return _LEGAL_FORM.search(" ".join(words)) is not None and all(
        word[0].isupper() or word in known.small for word in words
    )
