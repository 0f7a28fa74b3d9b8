"""Whether a Dutch text asks for an act: an imperative, or an infinitive that stands for one in a list.

The verbs are data in `cues.toml`.  Many stems are nouns as well ("zorg", "onderzoek"): those count as a verb only
where the clause has no finite verb of its own.
"""

from __future__ import annotations

import re

from crisisgraph.statements.cues import CueBook, Verbs

_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.!?()–—]")
_OPENING = re.compile(r"^[\W_]+")

_INNER = re.compile(r"(?:[;:,–—]|\ben\b) (?=([a-zë]+)\b(?! (?:je|u)\b))")
#: Who should act, before the act: "Gemeenten: wijs een adviseur aan."
_ACTOR_FIRST = re.compile(
    r"^(?!\w+ \d|(?:jan|feb|maa?r|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*\b)(?:[\w’'-]++(?:,| en|/)? ?){1,8}: "
)
#: Particles that may be joined to a finite verb too: "zij ondervinden".
_FIXED = frozenset({"door", "om", "onder", "over", "voor"})
#: Who is the subject of a finite verb, even where that verb looks like an infinitive: "geven wij niet".
_PERSON = frozenset({"wij", "we", "ik", "zij", "ze", "u", "jullie"})
_FIRST_CLAUSE = re.compile(r"[^.;:!?(]+")
_NOMINAL_REACH = 3  # words in which the infinitive of "het (beter) op orde brengen van" is looked for
_NOMINAL = re.compile(r"^(?:het|om|te)\s", re.IGNORECASE)


def is_imperative(text: str, book: CueBook) -> bool:
    """Tell whether `text` begins with an imperative.

    >>> from crisisgraph.statements.cues import load_cues
    >>> [is_imperative(text, load_cues()) for text in ("Onderzoek of het kan.", "Onderzoek wijst uit dat het kan.")]
    [True, False]
    """
    verbs = book.verbs
    plain = _OPENING.sub("", text)
    words = _WORDS.findall(plain.lower())
    if verbs.always.match(plain):
        return True
    if not words or words[0] not in verbs.stems or verbs.never.match(plain):
        return False
    return words[0] not in verbs.doubtful or not (_is_noun(words, verbs) or _has_finite_verb(words[1:], verbs))


def is_instruction(text: str, book: CueBook) -> bool:
    """Tell whether `text` begins with an imperative of the sort that a procedure is made of.

    >>> from crisisgraph.statements.cues import load_cues
    >>> [is_instruction(text, load_cues()) for text in ("Bel de meldkamer.", "Versterk de meldkamer.")]
    [True, False]
    """
    words = _WORDS.findall(text.lower())
    return words[:1] != [] and words[0] in book.verbs.operational and is_imperative(text, book)


def has_imperative(text: str, book: CueBook) -> bool:
    """Tell whether `text` is an imperative, or turns to one after a comma, colon or dash.

    >>> from crisisgraph.statements.cues import load_cues
    >>> has_imperative("Bewoners helpen elkaar, versterk dat.", load_cues())
    True
    """
    if is_imperative(text, book):
        return True
    if (named := _ACTOR_FIRST.match(text)) and is_imperative(text[named.end() :], book):
        return True
    inner = ((match[1], match.end()) for match in _INNER.finditer(text))
    return any(stem in book.verbs.sure and is_imperative(text[position:], book) for stem, position in inner)


def is_act(text: str, book: CueBook) -> bool:
    """Tell whether `text`, an item of a list, names something to do, as an imperative or as an infinitive.

    >>> from crisisgraph.statements.cues import load_cues
    >>> acts = ("Plannen toetsen op uitvoering", "Het versterken van de staf", "Te weinig toezicht")
    >>> [is_act(text, load_cues()) for text in acts]
    [True, True, False]
    """
    if has_imperative(text, book):
        return True
    verbs = book.verbs
    nominal = _NOMINAL.match(text)
    first = _WORDS.findall(_NOMINAL.sub("", _OPENING.sub("", text.lower()), count=1))
    if nominal and any(_is_infinitive(word, verbs) for word in first[:_NOMINAL_REACH]):
        return True
    if first[:1] and first[0] in verbs.infinitives and (nominal is None or nominal[0].lower() == "te "):
        return True
    clause = _FIRST_CLAUSE.match(text.lower())
    words = _WORDS.findall(clause[0]) if clause else []
    if not words or _has_finite_verb(words, verbs) or _PERSON.intersection(words):
        return False
    return _is_infinitive(words[-1], verbs) or _has_infinitive_inside(words, verbs)


def _has_infinitive_inside(words: list[str], verbs: Verbs) -> bool:
    """Tell whether the words before the first subordinate clause hold an infinitive that can be no finite verb.

    Joined to its particle ("bijhouden") a verb is never finite in a main clause; after a singular ("een overeenkomst
    sluiten voor …") a plural form is none either.
    """
    for place, word in enumerate(words):
        if not word[0].isalpha() or (word in verbs.clause_ends and word not in ("en", "of", "maar")):
            return False
        if place and words[place - 1] not in ("te", "kunnen", "moeten", "willen") and word not in verbs.nouns:
            joined = any(word.startswith(p) and word[len(p) :] in verbs.infinitives for p in verbs.particles - _FIXED)
            if joined or (place > 1 and word in verbs.infinitives and words[0] in ("een", "het", "één", "elk", "elke")):
                return True
    return False


def _is_infinitive(word: str, verbs: Verbs) -> bool:
    """Tell whether `word` is an infinitive and no noun: "toetsen", "uitwerken"; "plannen" may be both and is none."""
    if word in verbs.infinitives:
        return word not in verbs.nouns
    return any(word.startswith(particle) and word[len(particle) :] in verbs.infinitives for particle in verbs.particles)


def _is_noun(words: list[str], verbs: Verbs) -> bool:
    """Tell whether the word after a doubtful stem shows that it is a noun: "Plan van aanpak", "Werk en inkomen"."""
    following = words[1:3]
    if following[:1] == ["en"]:
        return not verbs.stems.intersection(following[1:])
    if following[:1] == ["voor"]:
        return words[0] not in verbs.with_voor
    return not following or following[0] in verbs.after_noun


def _has_finite_verb(words: list[str], verbs: Verbs) -> bool:
    for word in words:
        if word in verbs.clause_ends or not word[0].isalpha():
            return False
        if word in verbs.finite:
            return True
    return False
