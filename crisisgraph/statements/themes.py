"""Which themes a text is about, by the labels of the taxonomy and by the words of `themes.toml`, each with its reason.

A word counts in every form (plural, inflected) and, when it is long enough, as the first or last part of a compound;
a negative label takes away what stands inside it.  Meaning beyond words is added by `themes_by_meaning`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from crisisgraph.ids import slug
from crisisgraph.model import Theme, ThemeId, ThemeTag

_RULES = Path(__file__).with_suffix(".toml")

_TOKEN = re.compile(r"[^\W\d_]+(?:[-‑’'][^\W\d_]+)*")
_ENDINGS = re.compile(r"(?:'s|’s|s|en|n|e|ë|ën)$")

#: The shortest stem that is looked for inside compounds: a shorter one stands in too many unrelated words.
_COMPOUND = 6

#: A passage gets its best supported themes only: what is named in passing is not what it is about.
MOST = 3


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """What `themes.toml` says about one theme."""

    label: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    negative: tuple[str, ...]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    words: tuple[str, ...]  # stems
    exact: str | None  # an abbreviation is found only as it is written
    theme: ThemeId | None  # None: a negative label
    negates: ThemeId | None
    source: str
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class ThemeIndex:
    """Every word that points to a theme, by the stem of its first word."""

    by_stem: Mapping[str, tuple[_Cue, ...]]

    @classmethod
    def of(cls, themes: Iterable[Theme]) -> ThemeIndex:
        """Index the labels and synonyms of `themes` with the words of `themes.toml` for the same themes."""
        more = {slug(words.label): words for words in load_theme_words()}
        table: dict[str, list[_Cue]] = {}
        for theme in themes:
            for cue in _cues_of(theme, more.get(theme.id)):
                if cue.words:
                    table.setdefault(cue.words[0], []).append(cue)
        return cls({stem: tuple(cues) for stem, cues in table.items()})


@cache
def load_theme_words() -> tuple[ThemeWords, ...]:
    """Return the words of `themes.toml`, theme by theme."""
    return tuple(
        ThemeWords(
            row["label"],
            tuple(row["strong"]),
            tuple(row["weak"]),
            tuple(row.get("negative", ())),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in tomllib.loads(_RULES.read_text("utf-8"))["theme"]
    )


def find_themes(text: str, section: Sequence[str], index: ThemeIndex) -> tuple[ThemeTag, ...]:
    """Return the themes of `text`, the surest first, each with the word that gave it as its rule.

    :param section: the headings above the text, the nearest last; that one supports a weak sign in the text, and
        speaks alone where the text itself points to no theme.

    >>> plan = Theme("plannen", "plannen", "plans", "", "", ("draaiboek",))
    >>> find_themes("Schrijf draaiboeken.", (), ThemeIndex.of([plan]))
    (ThemeTag(theme='plannen', rule='label: draaiboek', confidence=0.7),)
    """
    signs = _signs(text, index)
    nearest = _signs(section[-1], index) if section else {}
    sure = {theme: cues for theme, cues in signs.items() if cues[0].source != "weak"}
    tags = [_by_word(theme, cues, theme in nearest) for theme, cues in _most(sure)]
    if len(tags) < MOST:
        tags += [tag for theme, cues in signs.items() if theme not in sure and (tag := _by_hints(theme, cues, nearest))]
    if not tags:
        tags = [
            ThemeTag(theme, f"heading: {cues[0].written}", 0.5)
            for theme, cues in nearest.items()
            if cues[0].source != "weak"
        ]
    return tuple(sorted(tags, key=lambda tag: (-tag.confidence, tag.theme))[:MOST])


@dataclass(frozen=True, slots=True)
class Hints:
    """What words say that is not enough for a theme: `faint` signs of one, and themes that they `denied`."""

    faint: frozenset[ThemeId]
    denied: frozenset[ThemeId]


def hints_in(text: str, index: ThemeIndex) -> Hints:
    """Return the themes that the words of `text` point to, if only faintly, and those that its negative labels deny.

    >>> water = Theme("water", "water", "water", "", "", (), ("watervrees",))
    >>> hints_in("Neem watervrees serieus.", ThemeIndex.of([water])).denied
    frozenset({'water'})
    """
    pointed = frozenset(_signs(text, index))
    return Hints(pointed, frozenset(_denied(text, index)) - pointed)


def _most(signs: Mapping[ThemeId, tuple[_Cue, ...]]) -> list[tuple[ThemeId, tuple[_Cue, ...]]]:
    """Return the themes with the most different signs; of equals, those that the text names first."""
    return sorted(signs.items(), key=lambda sign: -len(sign[1]))[:MOST]


def _by_word(theme: ThemeId, cues: Sequence[_Cue], in_heading: bool) -> ThemeTag:
    kind = "label" if cues[0].source == "label" else "word"
    return ThemeTag(theme, f"{kind}: {cues[0].written}", 0.8 if len(cues) > 1 or in_heading else 0.7)


def _by_hints(theme: ThemeId, cues: Sequence[_Cue], nearest: Mapping[ThemeId, tuple[_Cue, ...]]) -> ThemeTag | None:
    if theme in nearest and nearest[theme][0].source != "weak":
        return ThemeTag(theme, f"word and heading: {cues[0].written}", 0.6)
    if len(cues) > 1:
        return ThemeTag(theme, f"words: {cues[0].written}, {cues[1].written}", 0.5)
    return None


# --- signs in a text ------------------------------------------------------------------------------


@lru_cache(maxsize=256)  # a heading is asked for once a statement
def _signs(text: str, index: ThemeIndex) -> Mapping[ThemeId, tuple[_Cue, ...]]:
    """Return the cues of each theme in `text`, different ones only, labels before strong before weak words."""
    places = _places(text, index)
    denied = [(start, end, cue.negates) for start, end, cue in places if cue.negates]
    found: dict[ThemeId, dict[int, _Cue]] = {}
    for start, end, cue in places:
        if cue.theme and not any(left <= start and end <= right and cue.theme == no for left, right, no in denied):
            here = found.setdefault(cue.theme, {})  # one sign a word: the best
            here[start] = min(cue, here.get(start, cue), key=_weight)
    return {theme: _different(here.values()) for theme, here in found.items()}


def _denied(text: str, index: ThemeIndex) -> set[ThemeId]:
    return {cue.negates for _, _, cue in _places(text, index) if cue.negates}


def _places(text: str, index: ThemeIndex) -> list[tuple[int, int, _Cue]]:
    """Return every cue in `text` with where it starts and ends, in words."""
    tokens = [(match.group(), stem(match.group())) for match in _TOKEN.finditer(text)]
    return [
        (position, position + len(cue.words), cue)
        for position in range(len(tokens))
        for cue in _cues_at(tokens, position, index)
    ]


def _different(cues: Iterable[_Cue]) -> tuple[_Cue, ...]:
    return tuple(sorted({cue.words: cue for cue in cues}.values(), key=_weight))


def _weight(cue: _Cue) -> int:
    return ("label", "strong", "weak").index(cue.source)


def _cues_at(tokens: Sequence[tuple[str, str]], position: int, index: ThemeIndex) -> Iterator[_Cue]:
    written, own = tokens[position]
    for cue in index.by_stem.get(own, ()):
        here = tokens[position : position + len(cue.words)]
        if (cue.exact is None or written == cue.exact) and tuple(word for _, word in here) == cue.words:
            yield cue
    for part in _parts(written, own):
        yield from (cue for cue in index.by_stem.get(part, ()) if len(cue.words) == 1 and cue.exact is None)


def _parts(written: str, own: str) -> Iterator[str]:
    """Yield the stems that may be the first or last part of a compound."""
    if "-" in written:
        yield from (stem(piece) for piece in written.split("-") if len(piece) > 2)
    for cut in range(_COMPOUND, len(own) - 2):
        yield own[:cut]
    for cut in range(3, len(own) - _COMPOUND + 1):
        yield own[cut:]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what the forms of a Dutch word share: no ending, single letters, f for v and s for z at the end.

    >>> stem("scholen") == stem("school"), stem("levens") == stem("leven"), stem("crises") == stem("crisis")
    (True, True, False)
    """
    bare = word.casefold().replace("’", "'").replace("‑", "-")
    while (ending := _ENDINGS.search(bare)) and len(bare) - len(ending[0]) >= (3 if "'" in ending[0] else 4):
        bare = bare[: ending.start()]
    single = re.sub(r"(.)\1", r"\1", bare)
    return single[:-1] + {"v": "f", "z": "s"}.get(single[-1], single[-1]) if single else single


def _cues_of(theme: Theme, more: ThemeWords | None) -> Iterator[_Cue]:
    weak = {tuple(map(stem, _TOKEN.findall(word))) for word in more.weak} if more else set()
    for label in (theme.label, *theme.synonyms):
        cue = _cue(label, theme.id, "label")
        if cue.words not in weak:
            yield cue
    for negative in (*theme.negative, *(more.negative if more else ())):
        yield _cue(negative, theme.id, "negative")
    if more:
        yield from (_cue(word, theme.id, "strong") for word in more.strong)
        yield from (_cue(word, theme.id, "weak") for word in more.weak)


def _cue(written: str, theme: ThemeId, source: str) -> _Cue:
    words = tuple(stem(word) for word in _TOKEN.findall(written))
    exact = written if written.isupper() and len(written) < 8 else None
    negative = source == "negative"
    return _Cue(words, exact, None if negative else theme, theme if negative else None, source, written)
