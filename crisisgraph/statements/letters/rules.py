"""What the sentences of a reaction mean, as rules: `said.toml`, `replies.toml` and `promises.toml` hold them.

A rule reads a sentence, or a main clause of one, in which the names of the parties are replaced by signs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.model import Kind, Level, Position
from crisisgraph.statements.letters.clauses import Clause
from crisisgraph.statements.letters.masks import OTHER, PARTY, SELF
from crisisgraph.statements.letters.verbs import load_verbs

_FOLDER = Path(__file__).parent

#: What follows one of these in the sentence does not act.
_PREPOSITIONS = (
    "aan", "bij", "binnen", "door", "in", "met", "namens", "naar", "onder", "op", "over", "rond", "tegen", "tot",
    "tussen", "uit", "van", "vanuit", "via", "voor",
)  # fmt: skip
_MODALS = frozenset({"kunnen", "zullen", "willen", "mogen"})
_SUBJECTS = {"self": SELF, "other": OTHER, "party": PARTY, "thing": "thing"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; the head of its file says what the fields mean."""

    name: str
    kind: Kind | None  # None: about the letter itself
    pattern: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    subject: frozenset[str] = frozenset()
    verb: frozenset[str] = frozenset()
    confidence: float = 0.0
    position: Position | None = None
    level: Level = Level.MAIN
    fixed: bool = False
    deep: bool = False
    restates: bool = False
    object: bool = False
    zone: bool = False
    acts: bool = False
    begun: bool = False
    kept: bool = False
    passive: bool = False
    near: bool = False
    deadline: bool = False
    anywhere: bool = False
    matches: tuple[str, ...] = ()
    not_matches: tuple[str, ...] = ()

    def search(self, text: str, main: str | None = None) -> re.Match[str] | None:
        """Return where the words of the rule are met in the masked `text`, or None.

        :param main: the words that may undo the rule, where they are not all of `text`.
        """
        found = _ANY.match(text) if self.pattern is None else self.pattern.search(text)
        undone = self.unless is not None and self.unless.search(text if main is None else main) is not None
        return None if undone else found

    def fits(self, clause: Clause) -> bool:
        """Tell whether a clause has a subject and a verb of the rule, an infinitive where it has a modal."""
        if self.subject and clause.subject not in self.subject:
            return False
        if self.passive and not clause.is_passive:
            return False
        if not self.verb or clause.verb in self.verb:
            return True
        return (
            self.kind is Kind.RESPONSE
            and clause.verb in _MODALS
            and any(word in self.verb for word in re.findall(r"\w+", clause.main))
        )


@dataclass(frozen=True, slots=True)
class Veto:
    """Words that undo the rules for promises."""

    name: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


_ANY = re.compile(r"(?s).*")


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of the file `name` ("said", "replies" or "promises"), in its order.

    :raises DataError: when a field or a pattern is wrong.
    """
    path = _FOLDER / f"{name}.toml"
    return tuple(_rule(row, _words(), path) for row in tomllib.loads(path.read_text("utf-8"))["rule"])


@cache
def load_forms() -> Mapping[str, float]:
    """Return how sure each rule is that goes by the form of a reaction, of `forms.toml`."""
    return tomllib.loads((_FOLDER / "forms.toml").read_text("utf-8"))


def confidence_of(form: str) -> float:
    """Return how sure a rule of `forms.toml` is."""
    return load_forms()[form]


@cache
def load_vetoes() -> tuple[Veto, ...]:
    """Return the vetoes of `promises.toml`, in the order of the file."""
    rows = tomllib.loads((_FOLDER / "promises.toml").read_text("utf-8"))["veto"]
    return tuple(
        Veto(
            row["name"],
            re.compile(_filled(row["pattern"], _words()), re.IGNORECASE),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


@cache
def _words() -> Mapping[str, str]:
    subject = "".join(f"(?<!{word} )" for word in _PREPOSITIONS)
    party = f"(?:{subject}[{SELF}{PARTY}])"
    words = {
        "other": OTHER,
        "self": SELF,
        "third": PARTY,
        "anyone": f"[{SELF}{PARTY}]",
        "party": rf"{party}(?:(?:,\s*|\s+(?:en|of)\s+|,?\s+samen\s+met\s+){party})*",
    }
    for name, value in tomllib.loads((_FOLDER / "words.toml").read_text("utf-8")).items():
        words[name] = _filled(value, words)
    return words


def _rule(row: Mapping[str, object], words: Mapping[str, str], path: Path) -> Rule:
    fields = dict(row)
    try:
        for name in ("pattern", "unless"):
            if name in fields:
                fields[name] = re.compile(_filled(str(fields[name]), words), re.IGNORECASE)
        kind = fields.pop("kind")
        fields["kind"] = None if kind == "meta" else Kind(str(kind))
        if "subject" in fields:
            fields["subject"] = frozenset(_SUBJECTS[word] for word in str(fields["subject"]).split())
        if "verb" in fields:
            verbs = str(fields["verb"])
            fields["verb"] = load_verbs().work if verbs == "work" else frozenset(verbs.split())
        if "position" in fields:
            fields["position"] = Position(str(fields["position"]))
        if "level" in fields:
            fields["level"] = Level(str(fields["level"]))
        for name in ("matches", "not_matches"):
            fields[name] = tuple(fields.get(name, ()))  # type: ignore[arg-type]  # the same
        return Rule(**fields)  # type: ignore[arg-type]  # a wrong field raises here
    except (re.error, TypeError, KeyError, ValueError) as error:
        raise DataError(path, f"{row.get('name')}: {error}") from error


def fill(pattern: str) -> str:
    """Return `pattern` with the words of `words.toml` filled in."""
    return _filled(pattern, _words())


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return `pattern` with its words in braces filled in; ``{=delen steunen}`` are forms of these verbs."""
    whole = re.sub(r"\{=([^{}]+)\}", lambda verbs: _forms(verbs[1].split()), pattern)
    return re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], whole)


def _forms(verbs: list[str]) -> str:
    forms = {word for word, form in load_verbs().forms.items() if form.verb in verbs and not form.past} | set(verbs)
    return f"(?:{'|'.join(sorted(forms))})"
