"""What a sentence tells of the other body: what it recommends or concludes, or no more than something of the letter."""

from __future__ import annotations

import re

from crisisgraph.model import Kind, Level
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.letters.masks import OTHER, PARTY, Party
from crisisgraph.statements.letters.rules import load_rules
from crisisgraph.statements.letters.scene import At, Found, Scene
from crisisgraph.statements.letters.state import State
from crisisgraph.statements.view import Sentence


def is_about_letter(at: At) -> bool:
    """Tell whether a sentence is about the letter itself, so that nothing is found in it."""
    return any(rule.kind is None and rule.search(at.text) for rule in load_rules("said"))


def said(kind: Kind, at: At, state: State) -> Found | None:
    """Return the first rule by which a sentence tells what the other body recommends or concludes."""
    for rule in load_rules("said"):
        if rule.kind is not kind or (rule.level is Level.SUB and state.advice is None):
            continue
        if rule.object and not (state.near or OTHER in at.text):
            continue
        match = rule.search(at.text)
        clause = next((clause for clause in at.clauses if rule.fits(clause)), None)
        if match is not None and clause is not None:
            return Found(rule, match, clause)
    return None


def told(scene: Scene, at: At, found: Found, state: State) -> Draft:
    """Return what the other body says: the sentence, or the part of it that the rule marks."""
    rule, match = found.rule, found.match
    marked = found.marked or (0, len(at.text))
    before = marked[0] if marked[0] > match.start() else match.end()
    party = at.masked.first(OTHER, match.start(), before) or _owner(at, match.start(), before) or at.masked.first(OTHER)
    span, text = at.part(*marked)
    return Draft(
        rule.kind or Kind.FINDING, span, text, at.block.section, rule.name, rule.confidence, level=rule.level,
        parent=state.advice if rule.level is Level.SUB else None, issuer=(party.label if party else "") or scene.other,
    )  # fmt: skip


def _owner(at: At, start: int, end: int) -> Party | None:
    """Return the third party in ``text[start:end]`` of whom the advice is said to be."""
    owned = re.search(rf"\bvan\s+{PARTY}", at.text[start:end])
    return at.masked.first(PARTY, start + owned.start(), end) if owned else None


def rest_after(at: At, advice: Found) -> Sentence | None:
    """Return what follows a marked part that begins the sentence: a new one, where a full stop is missing."""
    if advice.marked is None or advice.marked[0] > 0:
        return None
    stop = advice.marked[1]
    if not re.match(r"\s+[A-Z]", at.text[stop:]):
        return None
    span, text = at.part(stop, len(at.text))
    return Sentence(at.sentence.end - len(text), at.sentence.end, text, span)
