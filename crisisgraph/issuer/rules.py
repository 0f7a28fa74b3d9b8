"""The words by which documents say who made them, as `issuer.toml` has them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("issuer.toml")


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of `issuer.toml`, whose comments say what each is for."""

    labels: Mapping[str, re.Pattern[str]]
    sentence: Mapping[str, re.Pattern[str]]
    letter: Mapping[str, re.Pattern[str]]
    chapters: Mapping[str, re.Pattern[str]]
    speaks: re.Pattern[str]
    studies: re.Pattern[str]
    last_word: re.Pattern[str]
    makers: frozenset[str]
    responsible: frozenset[str]


@cache
def load_rules() -> Rules:
    """Return what `issuer.toml` says, read once."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    flags = re.IGNORECASE | re.MULTILINE
    return Rules(
        {name: _label(words.get("column"), words.get("plain"), flags) for name, words in data["labels"].items()},
        {name: re.compile(rf"(?:{words})\s*:?\s+(?P<value>[^\n]+)", flags) for name, words in data["sentence"].items()},
        {name: re.compile(words, flags) for name, words in data["letter"].items()},
        {name: re.compile(words, re.IGNORECASE) for name, words in data["chapters"].items()},
        re.compile(rf"\b(?:[Dd]e|[Hh]et)\s+(?P<noun>[\w-]+)\s+(?:\w+\s+)?{data['voice']['speaks']}"),
        re.compile(rf"(?:^|[.!?]\s+)(?P<value>[A-Z][^.!?\n]{{3,90}}?)\s+(?:{data['voice']['studies']})", re.MULTILINE),
        re.compile(data["voice"]["last_word"], flags),
        frozenset(data["kinds"]["makers"]),
        frozenset(data["kinds"]["responsible"]),
    )


def _label(column: str | None, plain: str | None, flags: int) -> re.Pattern[str]:
    """Return what a line is that begins with one of these words: those of a column need a border after them."""
    ways = [rf"(?:{column})(?:\s*[:|]\s*|\s{{2,}}|\W*$)"] if column else []
    ways += [rf"(?:{plain})(?:\W+|$)"] if plain else []
    return re.compile(rf"^\W*(?:{'|'.join(ways)})(?P<value>.*)$", flags)
