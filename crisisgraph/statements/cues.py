"""Cue rules are data: `cues.toml` says which words make a heading, an announcement or a sentence mean what.

Every rule carries sentences that it must and must not match; the tests read them from the same file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from crisisgraph.errors import DataError

CUES = Path(__file__).with_suffix(".toml")

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Table(StrEnum):
    """What a rule is put to: a heading, a sentence before a list, the start of a text, a sentence, a whole report."""

    SECTION = "section"
    ANNOUNCEMENT = "announcement"
    LABEL = "label"
    SENTENCE = "sentence"
    QUESTION = "question"
    VETO = "veto"
    GENRE = "genre"


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule of the language: `pattern` finds it, unless `unless` is found too.

    `yields` says what it makes of the text (a role of a section, a kind of statement, a genre).  `where` limits it
    to sections of these roles; empty means everywhere.  `explicit` and `confidence` are those of the statements it
    gives; `weight` is what it adds to a genre; `passes_on` whether a heading gives its role to the headings under it;
    `gathers` whether a report with such a heading keeps its advice there, and not in all of its text.
    """

    name: str
    table: Table
    yields: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    where: frozenset[str] = frozenset()
    explicit: bool = True
    confidence: float = 0.0
    weight: int = 1
    passes_on: bool = True
    gathers: bool = True
    matches: tuple[str, ...] = ()
    not_matches: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Return where the rule is met in `text`, or None."""
        found = self.pattern.search(text)
        if found and self.unless is not None and self.unless.search(text):
            return None
        return found


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule that goes by the place of a text rather than by its words, with how sure it is."""

    name: str
    confidence: float
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of advice: `stems` as in an imperative, of which the `doubtful` ones are nouns too.

    `particles` go with a verb ("uit-werken"); `nouns` are infinitives that are plurals of nouns too ("plannen").
    `operational` are the stems of step-by-step instructions.
    A doubtful stem is a noun before a word of `after_noun`, before "voor" (unless it is one of `with_voor`), and where
    a `finite` verb follows before the clause ends; `never` matches what looks like an imperative and is none,
    `always` what is one by more than its first word.
    """

    stems: frozenset[str]
    infinitives: frozenset[str]
    doubtful: frozenset[str]
    sure: frozenset[str]
    after_noun: frozenset[str]
    with_voor: frozenset[str]
    operational: frozenset[str]
    particles: frozenset[str]
    nouns: frozenset[str]
    clause_ends: frozenset[str]
    finite: frozenset[str]
    never: re.Pattern[str]
    always: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cue rules: those by words in the order in which they are tried, those by shape, and the verbs."""

    cues: tuple[Cue, ...]
    shapes: Mapping[str, Shape]
    verbs: Verbs

    def of(self, table: Table) -> tuple[Cue, ...]:
        """Return the rules of one table."""
        return tuple(cue for cue in self.cues if cue.table is table)

    def first(self, table: Table, text: str) -> Cue | None:
        """Return the first rule of `table` that `text` meets."""
        return next((cue for cue in self.cues if cue.table is table and cue.search(text)), None)


def load_cues(path: Path = CUES) -> CueBook:
    """Read the rules of `path`.

    :raises DataError: when a pattern, a placeholder or a field is wrong.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    verbs = _verbs(data.pop("imperative"), path)
    words = {"stem": "|".join(sorted(verbs.sure))}
    for name, value in data.pop("words").items():  # a word may be made of words above it
        words[name] = _expand(value, words, path)
    shapes = {entry["name"]: Shape(**entry) for entry in data.pop("shape")}
    cues = tuple(_cue(Table(table), entry, words, path) for table, entries in data.items() for entry in entries)
    return CueBook(cues, shapes, verbs)


def _cue(table: Table, entry: dict[str, object], words: Mapping[str, str], path: Path) -> Cue:
    fields = dict(entry)
    try:
        pattern = re.compile(_expand(str(fields.pop("pattern")), words, path), re.IGNORECASE)
        unless = fields.pop("unless", None)
        veto = re.compile(_expand(str(unless), words, path), re.IGNORECASE) if unless else None
        texts = {name: _texts(fields.pop(name, ())) for name in ("matches", "not_matches")}
        where = frozenset(_texts(fields.pop("where", ())))
        made = {"pattern": pattern, "unless": veto, "where": where, **texts, **fields}
        return Cue(table=table, **made)  # type: ignore[arg-type]  # a wrong field raises here
    except (re.error, TypeError, KeyError) as error:
        raise DataError(path, f"{table} {entry.get('name')}: {error}") from error


def _expand(pattern: str, words: Mapping[str, str], path: Path) -> str:
    """Return `pattern` with every ``{name}`` replaced by the alternatives of that name under [words]."""

    def word(match: re.Match[str]) -> str:
        try:
            return f"(?:{words[match[1]]})"
        except KeyError:
            raise DataError(path, f"no [words] {match[1]}") from None

    return _PLACEHOLDER.sub(word, pattern)


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable):
        raise TypeError(values)
    return tuple(str(value) for value in values)


def _verbs(entry: Mapping[str, str], path: Path) -> Verbs:
    """Return the verbs of [imperative]; `verbs` holds pairs of a stem and its infinitive: "zorg/zorgen geef/geven"."""
    pairs = [pair.split("/") for pair in entry["verbs"].split()]
    if wrong := [pair for pair in pairs if len(pair) != 2]:
        raise DataError(path, f"imperative: {wrong[0]}")
    names = ("doubtful", "after_noun", "with_voor", "operational", "particles", "clause_ends", "finite")
    lists = {name: frozenset(entry[name].split()) for name in names}
    stems = frozenset(stem for stem, _ in pairs)
    return Verbs(
        stems=stems,
        infinitives=frozenset(infinitive for _, infinitive in pairs),
        sure=stems - lists["doubtful"],
        nouns=frozenset(infinitive for stem, infinitive in pairs if stem in lists["doubtful"]),
        never=re.compile(entry["never"], re.IGNORECASE),
        always=re.compile(entry["always"], re.IGNORECASE),
        **lists,
    )
