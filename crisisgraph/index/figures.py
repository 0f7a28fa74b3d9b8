"""Questions that ask for a figure: only a text that has one can answer them (`figures.toml` says what counts)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FIGURES = Path(__file__).with_suffix(".toml")


def asks_for_figure(question: str) -> bool:
    """Tell whether a question, in Dutch or English, asks how many, how often or how much.

    >>> asks_for_figure("Hoeveel bewoners vertrokken op tijd?"), asks_for_figure("Waarom vertrokken zij?")
    (True, False)
    """
    return pattern("asks").search(question) is not None


def has_figure(text: str) -> bool:
    """Tell whether there is a number in `text`, in digits or in words.

    >>> has_figure("Twintig bewoners vertrokken op tijd."), has_figure("Zij vertrokken op tijd.")
    (True, False)
    """
    return pattern("has").search(text) is not None


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `figures.toml`."""
    text = tomllib.loads(FIGURES.read_text("utf-8"))[name]["pattern"].replace("\n", "")
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE)
