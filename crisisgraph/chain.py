"""The chain in the order of time: conclusion, recommendation, response, commitment; what is missing is empty.

Around one recommendation the chain is whole, whichever of its statements one looks at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crisisgraph.model import Kind, StatementId
from crisisgraph.records import Lookup
from crisisgraph.trace import Step, Trace, trace

#: The kinds of statements in the order in which a chain comes about.
STAGES = (Kind.FINDING, Kind.RECOMMENDATION, Kind.RESPONSE, Kind.COMMITMENT)


@dataclass(frozen=True, slots=True)
class Chain:
    """The statements of each stage around a `subject`; every stage of `STAGES` is there, if empty.

    `several` says that the subject belongs to more than one recommendation, so that what is empty may well exist for
    one of them; `elsewhere` that a reaction was found to the whole that the subject is a part of, or to parts of it.
    """

    subject: StatementId
    steps: Mapping[Kind, tuple[Step, ...]]
    several: bool = False
    elsewhere: bool = False


def chain_of(lookup: Lookup, found: Trace) -> Chain:
    """Return the chain around the subject of a trace.

    Where the subject belongs to one recommendation, what belongs to that one is there as well; of several only what is
    linked to the subject itself, since the reaction to one says nothing about the other.
    """
    subject = found.subject.statement
    traces = [found]
    of = (*found.answers, *found.supports)
    advice = {one.statement.id for one in of if one.statement.kind is Kind.RECOMMENDATION}
    if len(advice) == 1 and subject.kind is not Kind.RECOMMENDATION:
        traces += [trace(lookup, name) for name in advice]
    steps: dict[Kind, dict[StatementId, Step]] = {kind: {} for kind in STAGES}
    for one in traces:
        for step in (one.subject, *one.basis, *one.supports, *one.answers, *one.responses, *one.commitments):
            steps[step.statement.kind].setdefault(step.statement.id, step)
    around = (*((found.parent,) if found.parent else ()), *found.parts)
    return Chain(
        subject.id,
        {kind: tuple(by_id.values()) for kind, by_id in steps.items()},
        len(advice) > 1,
        any(not trace(lookup, one.statement.id).unanswered for one in around if subject.kind is Kind.RECOMMENDATION),
    )
