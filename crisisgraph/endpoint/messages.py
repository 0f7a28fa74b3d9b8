"""What goes between the server and a worker process: one `Question` at a time, and its `Reply`.

Both travel over a pair of sockets as four bytes that say how long the head is, the head as MessagePack, and for a
reply the body after it, as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from crisisgraph.settings import ServerLimits

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """What a worker is told first: which store it answers from, within which limits."""

    store: str
    base: str
    limits: ServerLimits


@dataclass(frozen=True, slots=True)
class Question:
    """A query as the protocol delivers it.

    `accept` is the header as sent and `format` the name that overrules it; `default_graphs` and `named_graphs`
    overrule the graphs that the query itself names.
    """

    query: str
    accept: str | None = None
    format: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """Everything of a reply but its `length` bytes of body; a `problem` is a sentence by its key, with its facts."""

    status: int
    media_type: str = ""
    length: int = 0
    problem: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, complete before the first byte of it is sent, or a problem."""

    head: Head
    body: bytes = b""

    @classmethod
    def refused(cls, status: int, problem: str, **facts: object) -> Reply:
        """Return the reply that says what is the matter."""
        return cls(Head(status, problem=problem, facts={name: str(fact) for name, fact in facts.items()}))


def frame(message: Opening | Question | Head) -> bytes:
    """Return `message` as it is sent.

    >>> sent = frame(Head(200))
    >>> int.from_bytes(sent[:4]) == len(sent) - 4
    True
    """
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(_LENGTH) + data
