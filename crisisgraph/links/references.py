"""How Dutch says that a statement builds on something said elsewhere: the rules of `references.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """A pattern with made-up sentences that it must and must not match."""

    name: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@cache
def load_reference_rules(table: str) -> tuple[ReferenceRule, ...]:
    """Return the rules of a table: ``cue`` leads to another report, ``back`` points back in the same one."""
    return tuple(
        ReferenceRule(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in tomllib.loads(_FILE.read_text("utf-8"))[table]
    )
