"""What an answer says: the position of its rule, limited or turned round by the other words of its clauses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.model import Kind, Position
from crisisgraph.statements.letters.clauses import Clause
from crisisgraph.statements.letters.rules import fill

_DATA = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Limit:
    """Words that limit an answer."""

    name: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Words that tell what an answer says that no rule knows; `about` is what it must be an answer to, if anything."""

    name: str
    position: Position
    pattern: re.Pattern[str]
    about: Kind | None
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@cache
def load_stands() -> tuple[Stand, ...]:
    """Return the stands of `positions.toml`, in the order of the file."""
    rows = tomllib.loads(_DATA.read_text("utf-8"))["stand"]
    return tuple(
        Stand(
            row["name"],
            Position(row["position"]),
            re.compile(fill(row["pattern"]), re.IGNORECASE),
            Kind(row["about"]) if "about" in row else None,
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


@cache
def load_limits() -> tuple[Limit, ...]:
    """Return the limits of `positions.toml`, in the order of the file."""
    rows = tomllib.loads(_DATA.read_text("utf-8"))["limit"]
    return tuple(
        Limit(
            row["name"],
            re.compile(fill(row["pattern"]), re.IGNORECASE),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


def position_of(position: Position, clause: Clause) -> Position:
    """Return what a clause says whose rule says `position`."""
    if position is not Position.ACCEPTS:
        return position
    after = clause.text[clause.main_end - clause.start :]
    if any(
        limit.pattern.search(clause.main) or limit.pattern.match(after.lstrip() if after[:1] != "," else after)
        for limit in load_limits()
    ):
        return Position.ACCEPTS_IN_PART
    return Position.REJECTS if clause.is_denied else position


def stand_of(text: str, about: Kind) -> Position:
    """Return what an answer in other words says.

    >>> stand_of("Wij kijken hier genuanceerder naar.", Kind.FINDING)
    <Position.ACCEPTS_IN_PART: 'accepts in part'>
    """
    for stand in load_stands():
        if stand.about in (None, about) and stand.pattern.search(text):
            return stand.position
    return Position.UNCLEAR


def together(positions: Sequence[Position], *, goes_on: bool, weighed: bool = False) -> Position:
    """Return what an answer of several clauses says: the last word counts when it rejects, and a limit limits all.

    :param goes_on: a clause without a position of its own follows after "maar".
    :param weighed: the last clause rejects by what it finds of the matter ("dat is niet altijd haalbaar") only.

    >>> together([Position.ACCEPTS, Position.REJECTS], goes_on=False)
    <Position.REJECTS: 'rejects'>
    """
    first, last = positions[0], positions[-1]
    if last is Position.REJECTS and not (weighed and first is Position.ACCEPTS):
        return last
    if first in (Position.NOTES, Position.UNCLEAR, Position.REJECTS):
        return first
    if last is Position.REJECTS:
        return Position.ACCEPTS_IN_PART
    if Position.ACCEPTS_IN_PART in positions or goes_on:
        return Position.ACCEPTS_IN_PART
    return first
