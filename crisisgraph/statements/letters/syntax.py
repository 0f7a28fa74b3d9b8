"""Where the finite verbs and the subjects of main clauses stand among the words of a masked sentence.

Dutch puts the finite verb of a main clause second: one constituent stands before it, and when that is not the subject
the subject comes right after it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from crisisgraph.statements.letters.grammar import load_grammar
from crisisgraph.statements.letters.masks import OTHER, PARTY, SELF
from crisisgraph.statements.letters.verbs import load_verbs

#: The subject of a clause that is none of the parties, and of one that names none.
THING, NOBODY = "thing", ""

_TOKEN = re.compile(r"[\ue001-\ue003]|[^\W_]+(?:[-’'.][^\W_]+)*|[,;:()–—.?!«»“”‘\"]|(?<=\S)[’'](?=[\s.,;:)])|(?<=\s)'")
_SIGNS = frozenset({SELF, OTHER, PARTY})
_STOPS = frozenset({";", ":"})
_QUOTES = {"«": "»", "“": "”", "‘": "’", '"': '"', "'": "'’"}
_FRONT_REACH = 8  # words in which the verb of a clause that is joined on is looked for
_SUBJECT_REACH = 4  # words after the verb in which a subject that is turned round is looked for

#: A participle, by its shape: "uitgevoerd", "opgenomen", "versterkt", "overgenomen", "ontsloten".
_PARTICIPLE = re.compile(
    r"\w{0,9}ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er|over|onder)(?:\w{2,}(?:d|t)|\w*(?:[mv]en|sloten|trokken|broken|vangen"
    r"|staan|zien|keken|sproken|houden|laten|vonden|wezen|boden|gaan|worpen))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign of a sentence, and its place."""

    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """Return the word in lower case."""
        return self.text.lower()


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words and signs of a masked sentence."""
    return tuple(Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text))


def has_participle(text: str) -> bool:
    """Tell whether a text holds a participle.

    >>> has_participle("wordt in mei herzien"), has_participle("is in het gebied gereed")
    (True, False)
    """
    words = (token.low for token in tokens_of(text))
    return any(word not in load_grammar().no_participles and _PARTICIPLE.fullmatch(word) for word in words)


def main_verb(tokens: Sequence[Token], lo: int, hi: int) -> int | None:
    """Return the place of the finite verb of the main clause in ``tokens[lo:hi]``; None where it is not known."""
    grammar = load_grammar()
    if lo >= hi:
        return None
    if tokens[lo].low in grammar.joints and lo + 1 < hi:
        lo += 1
    if tokens[lo].low in grammar.fronters or tokens[lo].low.startswith("waar"):
        for place in range(lo + 1, hi - 1):
            after = place + 2 if tokens[place + 1].low == "dan" else place + 1
            if tokens[place].text == "," and after < hi and _is_finite(tokens, after, lo):
                return after
        if tokens[lo].low in grammar.subordinators:
            pairs = (at for at in range(lo + 2, hi) if _is_finite(tokens, at - 1, lo) and _is_finite(tokens, at, lo))
            return next(pairs, None)  # "Wat het oefenen betreft kiezen wij"
    inside = False  # a clause that hangs on a word before the verb
    quoted = _quoted(tokens)
    for place in range(lo, hi):
        if place in quoted:
            continue
        if tokens[place].text in ",;:":
            inside = False
        elif _opens_clause(tokens, place, lo):
            inside = True
        elif place > lo and _is_finite(tokens, place, lo):
            if not inside:
                return place
            if place + 1 < hi and _is_finite(tokens, place + 1, lo):
                return place + 1
    return None


def verb_after(tokens: Sequence[Token], verb: int, joint: int) -> int | None:
    """Return the place of the verb of the main clause that begins after the `joint`; None when none begins there.

    :param verb: the place of the verb of the clause before it.
    """
    lo = joint + 1
    if lo >= len(tokens):
        return None
    if tokens[joint].text in _STOPS:
        return main_verb(tokens, lo, _clause_end(tokens, lo))
    if tokens[joint - 1].text != "," and _hangs(tokens, verb, joint):
        return None
    first = lo + 1 if tokens[lo].low in load_grammar().adverbs and lo + 1 < len(tokens) else lo
    for place in (lo, first):
        if _is_finite(tokens, place, place) and place + 2 < len(tokens) and not _goes_on(tokens, verb, place):
            return place
    for place in range(lo + 1, min(lo + _FRONT_REACH, len(tokens) - 2)):
        if tokens[place].text in ",;:()" or _opens_clause(tokens, place, lo):
            return None
        if _is_finite(tokens, place, lo) and not _is_infinitive(tokens, verb, place):
            return place if tokens[place + 1].text not in ".,;:" else None
    return None


def subject_of(tokens: Sequence[Token], lo: int, verb: int, speakers: Container[int]) -> tuple[str, int]:
    """Return the subject of the clause from `lo` on, and where its sign stands (or the verb, for a thing).

    :param speakers: where in the text a sign stands for "ik" or "wij", which can be nothing but a subject.
    """
    grammar = load_grammar()
    front = list(tokens[lo:verb])
    spoken = next((token for token in tokens[verb + 1 : verb + 2] if token.start in speakers), None)
    if spoken is not None:
        return SELF, spoken.start
    while front and front[0].low in grammar.joints | {"ook", "wel", "zowel"}:
        front = front[1:]
    if front and front[0].text in _SIGNS:
        return front[0].text, front[0].start
    for place in range(verb + 1, min(verb + 1 + _SUBJECT_REACH, len(tokens))):
        token = tokens[place]
        if token.text in _SIGNS and tokens[place - 1].low not in grammar.prepositions:
            if front and token.text != SELF and not _may_be_turned(front):
                break
            return token.text, token.start
        if token.text in ",;:." or token.low in grammar.determiners:
            break
    return NOBODY if verb == lo else THING, tokens[verb].start


# --- verbs ----------------------------------------------------------------------------------------


def _is_finite(tokens: Sequence[Token], place: int, lo: int) -> bool:
    """Tell whether the word at `place` is a finite verb, and not a noun or an infinitive that looks like one."""
    grammar, verbs = load_grammar(), load_verbs()
    token = tokens[place]
    if token.low not in verbs.forms or (token.text[0].isupper() and place > lo):
        return False
    if place == lo:
        return True
    before = tokens[place - 1].low
    following = tokens[place + 1 : place + 2]
    if tokens[lo].low == "het" and token.low.endswith("en") and following and following[0].low in grammar.prepositions:
        return False  # "Het in gebruik nemen van"
    if token.low not in verbs.nouns:
        return not (token.low == "zijn" and before in grammar.prepositions)
    if SELF in (tokens[place - 1].text, *(other.text for other in following)):
        return True
    if before in grammar.determiners or before in grammar.prepositions or token.low in verbs.firsts:
        return False  # "Uitsluitend gebruik van": in the first person the subject stands beside the verb
    adjective = before.endswith("e") and before not in verbs.forms and not before.endswith(tuple(grammar.noun_endings))
    return not (adjective and place - 2 >= lo and tokens[place - 2].low in grammar.determiners)


def _is_infinitive(tokens: Sequence[Token], verb: int, place: int) -> bool:
    """Tell whether a plural may as well be an infinitive that goes with the modal before it."""
    word, forms = tokens[place].low, load_verbs().forms
    return forms[tokens[verb].low].verb in load_grammar().modals and forms[word].verb == word


def _goes_on(tokens: Sequence[Token], verb: int, place: int) -> bool:
    """Tell whether a word that may be finite goes on with the participles of an auxiliary before it."""
    word = tokens[place].low
    auxiliary = load_verbs().forms[tokens[verb].low].verb in load_grammar().auxiliaries
    voiceless = word.endswith("d") or (
        word.endswith("t") and word[-2] in "kfshptx"
    )  # "herkent" is finite, not "herkend"
    return auxiliary and voiceless and _PARTICIPLE.fullmatch(word) is not None


# --- clauses that hang on others ------------------------------------------------------------------


def _opens_clause(tokens: Sequence[Token], place: int, lo: int) -> bool:
    """Tell whether the word at `place` opens a clause that hangs on the word before it."""
    grammar = load_grammar()
    word = tokens[place].low
    before = tokens[place - 1].low if place > lo else ""
    if word in grammar.subordinators or (word.startswith("waar") and len(word) > len("waar") + 1):
        return place > lo
    if word in grammar.relatives:
        return bool(before) and before not in grammar.prepositions | grammar.joints | grammar.adverbs
    return word in grammar.doubtful and before == ","


def _hangs(tokens: Sequence[Token], verb: int, joint: int) -> bool:
    """Tell whether the words before the `joint` stand in a clause that hangs on the main one."""
    grammar = load_grammar()
    inside = False
    for place in range(verb + 1, joint):
        word, before = tokens[place].low, tokens[place - 1].low
        if tokens[place].text in ",;:":
            inside = False
        elif word in grammar.subordinators | {"of"} or (
            word in grammar.relatives and before not in grammar.prepositions
        ):
            inside = tokens[place + 1].text not in ".,;:"
        elif word == "om" and before == ",":
            inside = True
    return inside


def _clause_end(tokens: Sequence[Token], lo: int) -> int:
    return next((place for place in range(lo, len(tokens)) if tokens[place].text in _STOPS), len(tokens))


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the places of the words between quotes: of a title."""
    inside: list[int] = []
    close = ""
    for place, token in enumerate(tokens):
        if close and token.text in close:
            close = ""
        elif close:
            inside.append(place)
        elif token.text in _QUOTES and any(other.text in _QUOTES[token.text] for other in tokens[place + 1 :]):
            close = _QUOTES[token.text]
    return frozenset(inside)


def _may_be_turned(front: Sequence[Token]) -> bool:
    """Tell whether the words before the verb are no subject: an adverb, a time, words after a preposition, "dat"."""
    grammar = load_grammar()
    opening = grammar.prepositions | grammar.adverbs | grammar.fronters | {"dit", "deze"}
    if front[0].low in opening or any(token.low in grammar.times for token in front):
        return True
    return len(front) == 1 and front[0].low in grammar.predicates
