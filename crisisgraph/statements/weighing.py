"""What a sentence weighs: whether its words, at its place, make it a recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crisisgraph.model import Kind
from crisisgraph.statements.cues import Cue, CueBook, Table
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.imperatives import has_imperative, is_act, is_imperative, is_instruction
from crisisgraph.statements.sections import Place, Role
from crisisgraph.statements.voices import Voices

#: A sentence that ends in what something is for: "drie wegen om de schade te beperken".
_PURPOSE = re.compile(r"\s(?:om|ten einde|teneinde)\s[^.;]*\bte\s+\w+\W*$", re.IGNORECASE)
_PURPOSE_FIRST = re.compile(r"^(?:om|teneinde|ten einde|zonder|door|na)\b", re.IGNORECASE)
_SEE_TO_IT = re.compile(r"zorg\s+(?:er\s*voor|dat|voor)\b", re.IGNORECASE)
_IN_TEXT = "imperative in running text"
_MUST = "somebody must"
_MUST_IN_TEXT = "somebody must, in running text"
_OTHERS = 2  # explicit recommendations
_FEWEST_WORDS = 4
_LONGEST_ACT = 200  # characters of a sentence that is no more than an infinitive


def is_weighed(text: str, place: Place, book: CueBook) -> Cue | None:
    """Return the sentence rule that makes `text` a recommendation at this place, or None."""
    if book.first(Table.VETO, text) is not None:
        return None
    role = Role.MIXED if place.spoken else place.role
    for cue in book.of(Table.SENTENCE):
        if cue.yields != Kind.RECOMMENDATION or (cue.where and role not in cue.where):
            continue
        if cue.where and place.role is Role.FINDING and not place.listed:
            continue  # among the prose of a chapter of findings, "must" tells of a norm rather than of advice
        if cue.search(text):
            return cue
    return None


def weigh(text: str, place: Place, book: CueBook, voices: Voices) -> tuple[str, float, bool] | None:
    """Return the rule, the confidence and the explicitness with which a sentence recommends, or None."""
    if (cue := is_weighed(voices.masked(text), place, book)) is not None:
        if place.spoken and cue.name == _MUST:
            shape = book.shapes[_MUST_IN_TEXT]
            return shape.name, shape.confidence, shape.explicit
        return cue.name, cue.confidence, cue.explicit
    if book.first(Table.VETO, text) is not None:
        return None
    if place.role is Role.NEUTRAL and _asks_in_text(text, book):
        shape = book.shapes[_IN_TEXT]
        return shape.name, shape.confidence, shape.explicit
    asks = place.role in (Role.ADVICE, Role.MIXED) and has_imperative(text, book)
    is_short = len(text) <= _LONGEST_ACT and not (_PURPOSE.search(text) or _PURPOSE_FIRST.match(text))
    acts = place.role is Role.ADVICE and is_short and is_act(text, book)
    if not asks and not acts:
        return None
    shape = book.shapes["imperative" if asks else "an act in the infinitive"]
    return shape.name, shape.confidence, True


def borne_out(drafts: tuple[Draft, ...]) -> Iterator[Draft]:
    """Yield `drafts`, but for those that only the rest of the report can bear out.

    Imperatives in running text count where the report recommends in other ways too, and so does what must be done: a
    text that only says what must be done is a rule book.
    """
    explicit = sum(draft.explicit for draft in drafts)
    advises = any(draft.rule != _MUST_IN_TEXT for draft in drafts)
    for draft in drafts:
        if (draft.rule != _IN_TEXT or explicit >= _OTHERS) and (draft.rule != _MUST_IN_TEXT or advises):
            yield draft


def _asks_in_text(text: str, book: CueBook) -> bool:
    """Tell whether a sentence of running text is an imperative beyond doubt, and no step of an instruction."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    return (
        (first in book.verbs.sure or _SEE_TO_IT.match(text) is not None)
        and text.endswith(".")
        and len(text.split()) >= _FEWEST_WORDS
        and is_imperative(text, book)
        and not is_instruction(text, book)
    )
