"""The main clauses of a sentence: of each the finite verb, its subject and its mood.

A clause that is joined on may leave its subject out; then it has that of the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from crisisgraph.statements.letters.grammar import load_grammar
from crisisgraph.statements.letters.syntax import (
    NOBODY,
    THING,
    Token,
    has_participle,
    main_verb,
    subject_of,
    tokens_of,
    verb_after,
)
from crisisgraph.statements.letters.verbs import load_verbs

_STOPS = frozenset({";", ":"})
_DENIED = re.compile(r"\b(?:niet|geen|nooit|evenmin|noch|nauwelijks)\b(?!\s+(?:alleen|slechts)\b)", re.IGNORECASE)
_SUBCLAUSE = re.compile(
    r"(?P<before>\b\w+)?,?\s(?:(?P<relative>die|dat)|omdat|want|aangezien|hoewel|zodat|zodra|indien|om(?=\s[^,;.]*\bte\s)"
    r"|waar(?:in|bij|mee|van|voor|op|door|uit|naar|onder|aan|toe|tegen|over|na|langs))\s|,\s(?:als|of|want)\s|(?<=en)\s(?:of|hoe|welke)\s|[:;(]",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:en|s)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause at ``[start, end)`` of a masked sentence.

    `verb` is the infinitive of its finite verb ("" where none is known), which stands at ``[at, after)``; `main_end` is
    where the first clause that hangs on it begins.  `subject` is a sign of a party, THING or NOBODY, and `subject_at`
    its place; `joint` is the word or sign that joins the clause to the one before it.
    """

    start: int
    end: int
    text: str
    verb: str
    at: int
    after: int
    main_end: int
    past: bool
    subject: str
    subject_at: int
    joint: str

    @property
    def front(self) -> str:
        """Return what stands before the finite verb."""
        return self.text[: self.at - self.start].strip()

    @property
    def rest(self) -> str:
        """Return what stands after the finite verb."""
        return self.text[self.after - self.start :]

    @property
    def main(self) -> str:
        """Return the clause up to the first clause that hangs on it, after the verb."""
        return self.text[: self.main_end - self.start]

    @property
    def is_denied(self) -> bool:
        """Tell whether the clause itself, not one that hangs on it, says "niet" or "geen"."""
        after = self.main[self.after - self.start :]
        return _DENIED.search(after) is not None or _DENIED.match(self.front) is not None

    @property
    def is_perfect(self) -> bool:
        """Tell whether the clause tells of something done: "heeft ... gedaan", "is ... ingevoerd"."""
        return self.verb in ("hebben", "zijn") and has_participle(self.main[self.after - self.start :])

    @property
    def is_passive(self) -> bool:
        """Tell whether something is done to the subject."""
        return self.verb == "worden" and has_participle(self.rest)

    @property
    def is_generic(self) -> bool:
        """Tell whether the subject is a kind of thing ("Peilbesluiten", "Een zelftest"), not one named before."""
        grammar = load_grammar()
        first = next((token.text for token in tokens_of(self.front)), "")
        if self.subject != THING or not first[:1].isupper():
            return False
        small = first.lower() in grammar.determiners | grammar.adverbs | grammar.prepositions
        return first == "Een" or (not small and _PLURAL.search(first) is not None)


def clauses_of(text: str, speakers: Container[int] = ()) -> tuple[Clause, ...]:
    """Return the main clauses of a masked sentence, in order; together they cover all of it.

    :param speakers: where in the text a sign stands for "ik" or "wij", which can be nothing but a subject.

    >>> [clause.verb for clause in clauses_of("De dienst breidt de afdeling uit en zal in mei antwoorden.")]
    ['breiden', 'zullen']
    """
    tokens = tokens_of(text)
    joints = load_grammar().joints
    found: list[Clause] = []
    lo, joint = 0, ""
    verb = main_verb(tokens, 0, len(tokens))
    for place, token in enumerate(tokens):
        if token.low not in joints or verb is None or place <= verb:
            continue
        following = verb_after(tokens, verb, place)
        if following is not None:
            end = tokens[place - 1].start if tokens[place - 1].text == "," else token.start
            bounds = (tokens[lo].start, end)
            found.append(_clause(text, tokens, lo, verb, bounds, joint, found[-1:], speakers))
            lo, verb, joint = place + 1, following, token.low
    bounds = (tokens[lo].start if found else 0, len(text))
    found.append(_clause(text, tokens, lo, verb, bounds, joint, found[-1:], speakers))
    return tuple(found)


def _clause(
    text: str,
    tokens: Sequence[Token],
    lo: int,
    verb: int | None,
    bounds: tuple[int, int],
    joint: str,
    before: Sequence[Clause],
    speakers: Container[int],
) -> Clause:
    start, end = bounds
    if verb is None:
        return Clause(start, end, text[start:end], "", start, start, end, False, NOBODY, start, joint)
    form = load_verbs().forms[tokens[verb].low]
    subject, place = subject_of(tokens, lo, verb, speakers)
    if subject == NOBODY and before and joint not in _STOPS:
        subject, place = before[0].subject, before[0].subject_at
    at, after = tokens[verb].start, tokens[verb].end
    main_end = after + _main_length(text[after:end])
    return Clause(start, end, text[start:end], form.verb, at, after, main_end, form.past, subject, place, joint)


def _main_length(rest: str) -> int:
    """Return how much of the words after the verb stands before the first clause that hangs on them."""
    grammar = load_grammar()
    for found in _SUBCLAUSE.finditer(rest):
        before = found["before"] or ""
        if not (found["relative"] and before.lower() in grammar.prepositions | grammar.joints):  # "om die reden"
            return found.start() + len(before)
    return len(rest)
