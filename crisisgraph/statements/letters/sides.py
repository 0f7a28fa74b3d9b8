"""How a reaction speaks of its parties besides by their names: "wij", "het college", "de commissie", "het rapport"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.statements.view import EditionView

_DATA = Path(__file__).with_suffix(".toml")
_SIGNATURE_BLOCKS = 6


@dataclass(frozen=True, slots=True)
class Way:
    """One way to speak of a party; `matches` holds texts with the words that are found in them."""

    pattern: re.Pattern[str]
    matches: tuple[tuple[str, str], ...]
    not_matches: tuple[str, ...]


@cache
def load_ways() -> Mapping[str, Way]:
    """Return the ways of `sides.toml` by their names."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    words = data.pop("words")
    return {
        name: Way(
            re.compile(re.sub(r"\{([a-z]+)\}", lambda word: words[word[1]], row["pattern"])),
            tuple((text, found) for text, found in row["matches"]),
            tuple(row["not_matches"]),
        )
        for name, row in data.items()
    }


def way(name: str) -> re.Pattern[str]:
    """Return the pattern of one way of `sides.toml`."""
    return load_ways()[name].pattern


def own_side(view: EditionView) -> str:
    """Return which names the side that answers goes by, "national" or "local": by the signature, else the text."""
    signature = "\n".join(block.title for block in view.blocks[-_SIGNATURE_BLOCKS:])
    for text in (signature, view.text):
        national, local = len(way("national").findall(text)), len(way("local").findall(text))
        if national != local:
            return "national" if national > local else "local"
    return "national"
