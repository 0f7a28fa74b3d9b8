"""Two statements that advise opposite things about the same subject, by the opposites of `tensions.toml`.

Without the words that oppose them, the two must still share their subject: that is what makes it a tension and not
two subjects.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from crisisgraph.links.pairs import Pair
from crisisgraph.links.words import Weights
from crisisgraph.model import Kind, Link, LinkKind
from crisisgraph.statements.themes import stem

_FILE = Path(__file__).with_suffix(".toml")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

#: How alike two statements must be in their subject, by words alone and with their meaning (opposites mean much alike
#: to an encoder); and how much of the words they must share when one denies the other.
_BY_WORDS, _WITH_MEANING, _DENIED = 0.40, 0.42, 0.75

_RULE = "opposites"

_GAP = 8  # words that "…" may stand for: the second part of a verb comes at the end of its clause
_DENIAL = frozenset(map(stem, ("niet", "geen", "nooit")))


@dataclass(frozen=True, slots=True)
class Axis:
    """Two opposite things to advise, as rows of stems; in a row, None stands for some words between."""

    name: str
    one: tuple[tuple[str | None, ...], ...]
    other: tuple[tuple[str | None, ...], ...]
    opposed: tuple[tuple[str, str], ...]
    not_opposed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The words by which a statement leans to a side."""

    words: tuple[str, ...]
    stems: frozenset[str]


@cache
def load_axes() -> tuple[Axis, ...]:
    """Return the opposites of `tensions.toml`; the last is denial, of which the other side has no words."""
    rows = tomllib.loads(_FILE.read_text("utf-8"))
    denial = {"name": "wel of niet", "one": rows["negation"].pop("words"), "other": []}
    return tuple(
        Axis(
            row["name"],
            tuple(_cue(words) for words in row["one"]),
            tuple(_cue(words) for words in row["other"]),
            tuple((one, other) for one, other in row["opposed"]),
            tuple((one, other) for one, other in row["not_opposed"]),
        )
        for row in (*rows["axis"], denial | rows["negation"])
    )


def find_tensions(pairs: Iterable[Pair], weights: Weights) -> Iterator[Link]:
    """Propose the pairs of recommendations of two reports that advise opposite things."""
    for pair in pairs:
        recommend = pair.one.kind is pair.other.kind is Kind.RECOMMENDATION
        if recommend and not pair.within and (found := _tension(pair, weights)):
            yield found


def _tension(pair: Pair, weights: Weights) -> Link | None:
    first, second = leanings_of(pair.one.text), leanings_of(pair.other.text)
    for number, axis in enumerate(load_axes()):
        sides = _opposed(first[number], second[number], denial=not axis.other)
        if sides is None:
            continue
        subject = replace(pair, words=weights.cosine(pair.one, pair.other, without=sides[0].stems | sides[1].stems))
        enough = _BY_WORDS if pair.meaning is None else _WITH_MEANING
        if subject.score >= enough and (axis.other or subject.words >= _DENIED):
            words = " ↔ ".join(" ".join(side.words) or "–" for side in sides)
            confidence = round(min(0.85, 0.15 + subject.score), 2)
            rule = f"{_RULE}: {axis.name} ({words})"
            return Link(pair.one.id, LinkKind.TENSION, pair.other.id, rule, confidence)
    return None


def _opposed(first: tuple[Side, Side], second: tuple[Side, Side], *, denial: bool) -> tuple[Side, Side] | None:
    """Return the words by which two texts lean to opposite sides, if they do."""
    (one_here, other_here), (one_there, other_there) = first, second
    if denial:  # in one of the two only
        return (one_here, one_there) if bool(one_here.words) != bool(one_there.words) else None
    if one_here.words and other_there.words and not other_here.words and not one_there.words:
        return one_here, other_there
    if other_here.words and one_there.words and not one_here.words and not other_there.words:
        return other_here, one_there
    return None


@lru_cache(maxsize=1 << 16)  # a statement is in many pairs
def leanings_of(text: str) -> tuple[tuple[Side, Side], ...]:
    """Return for each axis the words of `text` for its one side and for its other side.

    >>> [(one.words, other.words) for one, other in leanings_of("Maak inenting verplicht.") if one.words or other.words]
    [(('verplicht',), ())]
    """
    words = _TOKEN.findall(text)
    stems = [stem(word) for word in words]
    found: dict[tuple[int, bool], set[int]] = {}
    for start, first in enumerate(stems):
        for axis, is_one, cue in _cues_by_stem().get(first, ()):
            found.setdefault((axis, is_one), set()).update(_places(stems, start, cue))
    nothing = Side((), frozenset())

    def side(axis: int, is_one: bool) -> Side:
        places = sorted(found.get((axis, is_one), ()))
        said = tuple(dict.fromkeys(words[place].casefold() for place in places))
        return Side(said, frozenset(stems[place] for place in places)) if places else nothing

    return tuple((side(axis, True), side(axis, False)) for axis in range(len(load_axes())))


@cache
def _cues_by_stem() -> dict[str, list[tuple[int, bool, tuple[str | None, ...]]]]:
    cues: dict[str, list[tuple[int, bool, tuple[str | None, ...]]]] = {}
    for number, axis in enumerate(load_axes()):
        for is_one, side in ((True, axis.one), (False, axis.other)):
            for cue in side:
                cues.setdefault(cue[0] or "", []).append((number, is_one, cue))
    return cues


def _places(stems: Sequence[str], start: int, cue: Sequence[str | None]) -> tuple[int, ...]:
    """Return where the words of `cue` stand from `start` on, or nothing when they do not all do, or are denied."""
    place, found, gap = start, [], 0
    for word in cue:
        if word is None:
            gap = _GAP
            continue
        at = next((p for p in range(place, min(len(stems), place + gap + 1)) if stems[p] == word), None)
        if at is None:
            return ()
        found.append(at)
        place, gap = at + 1, 0
    denied = _DENIAL.intersection((*stems[max(0, start - 2) : start], *stems[place : place + 1]))
    return () if denied and stems[start] not in _DENIAL else tuple(found)


def _cue(words: str) -> tuple[str | None, ...]:
    return tuple(None if word == "…" else stem(word) for word in re.findall(rf"…|{_TOKEN.pattern}", words))
