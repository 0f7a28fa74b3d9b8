"""Where somebody answers: the chapters that are a reaction, and the label before an answer ("Standpunt college:")."""

from __future__ import annotations

import re

from crisisgraph.statements.view import BlockView, Sentence

#: The heading of a chapter in which somebody reacts.
_REACTION = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:bestuurlijke\s+|beleids|kabinets)?(?:reactie|weerwoord)\b(?!\s+op\s+de\s+reactie)"
    r"|\breactie\s+van\s+(?:het|de)\b",
    re.IGNORECASE,
)
#: The label of an answer: "Reactie:", "Standpunt college:", "Managementreactie:".
_ANSWER = re.compile(
    r"(?:management|bestuurlijke\s+|kabinets|beleids|college|ambtelijke\s+)?(?:reactie|standpunt|weerwoord)"
    r"(?:\s+[\w&]+){0,4}?\s*:\s*",
    re.IGNORECASE,
)


def is_labelled_answer(text: str) -> bool:
    """Tell whether `text` begins with the label of an answer.

    >>> is_labelled_answer("Standpunt college: overnemen."), is_labelled_answer("De reactie kwam laat: in mei.")
    (True, False)
    """
    return _ANSWER.match(text) is not None


def in_reaction(block: BlockView) -> bool:
    """Tell whether a block stands in a chapter that is a reaction, or is labelled as an answer."""
    return is_labelled_answer(block.text) or any(_REACTION.search(heading) for heading in block.section)


def without_label(block: BlockView, sentence: Sentence) -> Sentence | None:
    """Return a sentence of `block` without the label of an answer, or None when nothing is left."""
    label = _ANSWER.match(sentence.text)
    start = sentence.start + (label.end() if label else 0)
    if not block.text[start : sentence.end].strip():
        return None
    span, text = block.part(start, sentence.end)
    return Sentence(sentence.end - len(text), sentence.end, text, span)
