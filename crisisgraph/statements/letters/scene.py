"""A reaction as its sentences are read: who answers whom, and each sentence with its signs and its main clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crisisgraph.model import ActorId, Deadline, Span
from crisisgraph.statements.actor_names import ActorIndex
from crisisgraph.statements.deadlines import find_deadline
from crisisgraph.statements.letters.clauses import Clause, clauses_of
from crisisgraph.statements.letters.masks import PARTY, SELF, Masked
from crisisgraph.statements.letters.occasion import in_reaction
from crisisgraph.statements.letters.parties import Parties
from crisisgraph.statements.letters.rules import Rule
from crisisgraph.statements.view import BlockView, EditionView, Sentence
from crisisgraph.title_page import UNKNOWN

_FIRST_PERSON = re.compile(r"\b(?:ik|wij)\b", re.IGNORECASE)
_REASON = re.compile(r",\s+(?:omdat|want|aangezien|doordat|daar)\s", re.IGNORECASE)
_JOINT = re.compile(r"\s*[,;:]?\s*\b(?:en|maar|doch|want|dus)?\s*$|\s*[;:]\s*$")
_SHORTEST = 30  # characters of a statement before the reasons that are given for it

#: The kind of body that a reaction is written to: what it receives, the sender promises.
_READER = "parliament"


@dataclass(frozen=True, slots=True)
class At:
    """The sentence at hand: its block, its words with signs for the parties, and its main clauses."""

    block: BlockView
    sentence: Sentence
    masked: Masked
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """Return the words of the sentence with signs for the parties."""
        return self.masked.text

    @property
    def place(self) -> int:
        """Return the canonical offset of the sentence."""
        return self.sentence.span.start

    def part(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span and text of ``text[start:end]``."""
        origin, begin = self.masked.origin, self.sentence.start
        return self.block.part(begin + origin[start], begin + origin[end])

    def core(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span and text of ``text[start:end]`` without the reasons given and the word that joins on."""
        text = self.text[start:end]
        if end < len(self.text):
            text = _JOINT.sub("", text)
        reason = _REASON.search(text)
        if reason and reason.start() >= _SHORTEST:
            text = text[: reason.start()]
        return self.part(start, start + len(text))


@dataclass(frozen=True, slots=True)
class Found:
    """A rule, where it was met, and the clause in which it was."""

    rule: Rule
    match: re.Match[str]
    clause: Clause

    @property
    def marked(self) -> tuple[int, int] | None:
        """Return the part of what was searched that the rule marks as the statement, if it marks one."""
        return self.match.span("part") if self.match.groupdict().get("part") else None


class Scene:
    """Who answers whom in a report: `other` is the body that is answered, `own` the name of the side that answers.

    `own` is None where the issuer of the report answers; `whole` says that all of the report is a reaction.
    """

    def __init__(self, view: EditionView, index: ActorIndex, *, whole: bool) -> None:
        self.view = view
        self.whole = whole
        self.parties = Parties(view, index, whole=whole)
        # in a chapter of a report the report is what is answered, and somebody else answers
        self.other = self.parties.other if whole else view.report.issuer
        chapters = "\n".join(block.text for block in view.blocks if whole or in_reaction(block))
        named_wrongly = whole and view.report.issuer == self.other != UNKNOWN
        self.own = self.parties.own_name(chapters) if not whole or named_wrongly else None
        self._in_third_person = not whole and not _FIRST_PERSON.search(chapters)
        self._starts = _block_starts(view)

    def at(self, block: BlockView, sentence: Sentence, told: str | None = None) -> At:
        """Return a sentence as it is read.

        :param told: the body that the sentence before it began with.
        """
        place = self._starts[block.index] + sentence.start
        masked = self.parties.mask(sentence.text, place, they=told, we=self._in_third_person)
        return At(block, sentence, masked, clauses_of(masked.text, masked.speakers))

    def deadline(self, text: str) -> Deadline | None:
        """Return by when something is promised."""
        return find_deadline(text, self.view.report.issued)

    def actor(self, masked: Masked, start: int, end: int) -> ActorId | None:
        """Return who promises in ``text[start:end]``: the side that answers, somebody who is named, or the sender."""
        party = masked.first(SELF, start, end) or masked.first(PARTY, start, end)
        actor = party.actor if party else None
        if actor is None or actor.kind == _READER:
            actor = self.parties.sender
        return actor.id if actor else None


def _block_starts(view: EditionView) -> tuple[int, ...]:
    starts, place = [], 0
    for block in view.blocks:
        starts.append(place)
        place += len(block.title) + 1
    return tuple(starts)
