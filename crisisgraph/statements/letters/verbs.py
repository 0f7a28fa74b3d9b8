"""Finite Dutch verbs: which verb a word is a form of, whether it is of the past, and whether it takes up work."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.statements.cues import CUES

_DATA = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Form:
    """A finite form of a verb: its infinitive, and whether it tells of the past."""

    verb: str
    past: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The finite forms that are known, and the verbs that take up work.

    `nouns` are the forms that can be nouns too, `firsts` those of them that go with "ik" only.
    """

    forms: Mapping[str, Form]
    nouns: frozenset[str]
    firsts: frozenset[str]
    work: frozenset[str]


@cache
def load_verbs() -> Lexicon:
    """Return the verbs of `verbs.toml` and those of advice in `cues.toml`, with their forms.

    >>> load_verbs().forms["ontwikkelt"]
    Form(verb='ontwikkelen', past=False)
    """
    data = tomllib.loads(_DATA.read_text("utf-8"))
    advice = tomllib.loads(CUES.read_text("utf-8"))["imperative"]["verbs"]
    pairs = [pair.split("/") for pair in (advice + data["regular"]["verbs"]).split()]
    forms: dict[str, Form] = {}
    for stem, infinitive in pairs:
        for word, past in _regular(stem, infinitive):
            forms.setdefault(word, Form(infinitive, past))
    for infinitive, (present, past_forms) in data["irregular"].items():
        forms |= dict.fromkeys(present.split(), Form(infinitive, past=False))
        forms |= dict.fromkeys(past_forms.split(), Form(infinitive, past=True))
    states = frozenset(data["states"]["verbs"].split())
    for word in data["past"]["forms"].split():
        forms.setdefault(word, Form(word, past=True))
    plain = {word for present, past in data["irregular"].values() for word in f"{present} {past}".split()}
    nouns = {word for pair in pairs for word in pair} - plain | set(data["nouns"]["forms"].split())
    firsts = frozenset(stem for stem, _ in pairs if not stem.endswith("t") and stem in nouns)
    return Lexicon(forms, frozenset(nouns), firsts, frozenset(infinitive for _, infinitive in pairs) - states)


def _regular(stem: str, infinitive: str) -> Iterator[tuple[str, bool]]:
    """Yield the finite forms of a verb, each with whether it is of the past.

    >>> [form for form, past in _regular("werk", "werken") if not past]
    ['werk', 'werken', 'werkt']
    """
    yield stem, False
    yield infinitive, False
    if not stem.endswith("t"):
        yield f"{stem}{stem[-1] if stem[-1] == 'a' else ''}t", False
    yield from ((stem + ending, True) for ending in ("te", "ten", "de", "den"))
