"""What was told and answered last, up to the last heading: it tells what the next sentence may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crisisgraph.model import Kind, Level, Position, Span
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.letters.rules import confidence_of

_REACH = 1_500  # characters after something of the other body, or after an answer, in which a weak rule counts
_PARTS = 2  # sentences of a finding after the one that says whose it is that count as parts of it


@dataclass(slots=True)
class State:
    """What a reaction has told, since the last heading.

    `near`: something of the other body was told or answered.  `open_since`: where something of it ends that was not
    answered yet, and `said` what that was.  `kept_since`: where an answer ends that does not reject.  `summary`: under
    a heading over what it found.  `finding`: the sentences of a finding that may go on.  `advice`: the last main one.
    `told`: the body that the last sentence began with.  `other_words`: an answer that no rule knows, which counts when
    no other one comes.
    """

    near: bool = False
    summary: bool = False
    open_since: int | None = None
    kept_since: int | None = None
    said: Kind = Kind.RECOMMENDATION
    finding: list[Draft] = field(default_factory=list)
    advice: Draft | None = None
    told: str | None = None
    other_words: Draft | None = None

    def say(self, end: int, kind: Kind) -> None:
        """Note that the other body said something that ends at `end`."""
        self.near, self.open_since, self.kept_since, self.said = True, end, None, kind

    def answer(self, end: int, position: Position) -> None:
        """Note an answer that ends at `end`."""
        self.near, self.open_since, self.other_words, self.summary = True, None, None, False
        self.kept_since = end if position is not Position.REJECTS else None

    def answer_in_other_words(self, draft: Draft) -> None:
        """Note an answer that counts when no other one comes."""
        self.other_words = draft
        self.kept_since = draft.span.end if draft.position is not Position.REJECTS else None

    def is_open(self, place: int) -> bool:
        """Tell whether an answer is awaited at `place`."""
        return self.open_since is not None and place - self.open_since <= _REACH

    def is_kept(self, place: int) -> bool:
        """Tell whether a promise may follow from an answer just before `place`."""
        return self.kept_since is not None and place - self.kept_since <= _REACH

    def conclude(self, draft: Draft) -> None:
        """Note a sentence that tells a finding, and that may go on."""
        self.finding.append(draft)
        self.say(draft.span.end, Kind.FINDING)

    def concluded(self) -> Iterator[Draft]:
        """Yield the finding that has ended: all of it, and under it the sentences that go on with it."""
        if self.finding:
            first, *more = self.finding
            text = " ".join(draft.text for draft in self.finding)
            whole = replace(first, span=Span(first.span.start, self.finding[-1].span.end), text=text)
            self.finding = []
            yield whole
            yield from (as_part(draft, whole) for draft in more[:_PARTS])

    def settled(self) -> Iterator[Draft]:
        """Yield the answer in other words, where no other one came."""
        if self.other_words is not None:
            yield self.other_words
        self.other_words = None


def as_part(draft: Draft, whole: Draft) -> Draft:
    """Return a sentence that goes on with a finding as a part of it."""
    rule = "goes on with a finding"
    return replace(draft, rule=rule, confidence=confidence_of(rule), level=Level.SUB, parent=whole, number=None)
