"""The rules of `letter.toml`: what the sentences of a reaction mean, by patterns over masked sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.model import Kind, Level, Position
from crisisgraph.statements.parties import OTHER, PARTY, SELF

_RULES = Path(__file__).with_name("letter.toml")

#: What follows one of these in the sentence does not act.
_PREPOSITIONS = (
    "aan", "bij", "binnen", "door", "in", "met", "namens", "naar", "onder", "op", "over", "rond", "tegen", "tot",
    "tussen", "uit", "van", "vanuit", "via", "voor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `letter.toml`; the file says what the fields mean."""

    name: str
    kind: Kind | None  # None: about the letter itself
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    confidence: float = 0.0
    position: Position | None = None
    level: Level = Level.MAIN
    object: bool = False
    acts: bool = False
    anywhere: bool = False
    deadline: bool = False
    matches: tuple[str, ...] = ()
    not_matches: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Return where the rule is met in the masked `text`, or None."""
        found = self.pattern.search(text)
        return None if found and self.unless is not None and self.unless.search(text) else found


@cache
def load_letter_rules() -> tuple[Rule, ...]:
    """Return the rules of `letter.toml`, in the order of the file.

    :raises DataError: when a field or a pattern is wrong.
    """
    data = tomllib.loads(_RULES.read_text("utf-8"))
    subject = "".join(f"(?<!{word} )" for word in _PREPOSITIONS)
    party = f"(?:{subject}[{SELF}{PARTY}])"
    words = {
        "other": OTHER,
        "self": SELF,
        "third": PARTY,
        "anyone": f"[{SELF}{PARTY}]",
        "party": rf"{party}(?:(?:,\s*|\s+(?:en|of)\s+|,?\s+samen\s+met\s+){party})*",
    }
    for name, value in data["words"].items():
        words[name] = _filled(value, words)
    return tuple(_rule(row, words) for row in data["rule"])


def _rule(row: Mapping[str, object], words: Mapping[str, str]) -> Rule:
    fields = dict(row)
    try:
        for name in ("pattern", "unless"):
            if name in fields:
                fields[name] = re.compile(_filled(str(fields[name]), words), re.IGNORECASE)
        kind = fields.pop("kind")
        fields["kind"] = None if kind == "meta" else Kind(str(kind))
        if "position" in fields:
            fields["position"] = Position(str(fields["position"]))
        if "level" in fields:
            fields["level"] = Level(str(fields["level"]))
        for name in ("matches", "not_matches"):
            fields[name] = tuple(fields.get(name, ()))  # type: ignore[arg-type]
        return Rule(**fields)  # type: ignore[arg-type]
    except (re.error, TypeError, KeyError, ValueError) as error:
        raise DataError(_RULES, f"{row.get('name')}: {error}") from error


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], pattern)
