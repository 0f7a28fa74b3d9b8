"""Which body a reaction answers, by its title, its address and its first sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.ids import fold
from crisisgraph.statements.actor_names import ActorIndex, LocalNames
from crisisgraph.statements.actors import find_actors
from crisisgraph.statements.view import EditionView

_DATA = Path(__file__).with_suffix(".toml")

_OPENING = 4_000  # characters
_LETTERHEAD = 600  # characters
_OPENING_BLOCKS = 14
_SUBJECT = re.compile(r"\b(?:betreft|onderwerp)\b\s*:?\s*(?P<rest>.+)$", re.IGNORECASE)

#: What else a letterhead says, where its lines have run together.
_FIELD = "(?:Datum|Onderwerp|Betreft|Kenmerk|Zaaknummer|Ons|Uw|Van|Bijlagen?|Contactpersoon)"
#: The line of a letter that says to which body it goes, where that is one that reports.
_TO_BODY = re.compile(
    r"^(?:[Aa]an\s*:?\s+)?(?:[Dd]e\s+)?(?:[Ii]nspecteur-[Gg]eneraal\s+van\s+(?:de|het)\s+|[Vv]oorzitter\s+van\s+(?:de|het)\s+)?"
    r"(?P<name>(?:[A-Z]\w*\s+)?\w*"
    r"(?:[Rr]ekenkamer\w*|[Oo]mbudsman|[Ii]nspectie|[Oo]nderzoeksraad|[Ee]valuatiecommissie|[Oo]nderzoekscommissie"
    r"|[Gg]ezondheidsraad|[Aa]dviesraad)"
    rf"(?:\s+(?!(?:Postbus|{_FIELD})\b)[A-Z][\w’'-]*|\s+(?:voor|van|de|het|en)(?=\s))*)"
    rf"(?=\s*$|\s+(?:Postbus|\d|t\.a\.v|de\s+heer|mevrouw|{_FIELD}\b))",
    re.MULTILINE,
)
#: Words that only the body that reports is said to have: they tell that "u" is that body.
_YOUR_WORK = re.compile(
    r"\b[Uu]w\s+(?:\w+e?\s+){0,2}(?:\w*(?:rapport|onderzoek|advies|aanbeveling(?:en)?|bevinding(?:en)?|conclusies?"
    r"|evaluatie)|rapportage|inspectie|oordeel|onderzoekers|bezoek)\b"
    r"|\b(?:beveelt|adviseert|concludeert|constateert|vraagt|doet|vindt|stelt|suggereert|raadt|bepleit)\s+u\b"
    r"|\b[Uu]\s+(?:concludeert|constateert|beveelt|adviseert|raadt|oordeelt|signaleert|suggereert|bepleit|wijst\s+erop)\b"
)
_TIMES = 2


@dataclass(frozen=True, slots=True)
class AnsweredRule:
    """One way to say whose report is answered; `matches` holds texts with the name that is found in them."""

    table: str
    name: str
    pattern: re.Pattern[str]
    matches: tuple[tuple[str, str], ...]
    not_matches: tuple[str, ...]

    def find(self, text: str) -> str | None:
        """Return the name of the body in `text`, or None."""
        found = self.pattern.search(text)
        if found is None:
            return None
        groups = found.groupdict()
        return " ".join((groups.get("body") or groups.get("inverted") or "").split())


@cache
def load_answered_rules() -> tuple[AnsweredRule, ...]:
    """Return the rules of `answered.toml`, in the order of the file."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    words = dict(data.pop("words"))
    words["body"] = words["body"].replace("{noun}", words["noun"])
    words["inner"] = words["body"].removeprefix("(?P<body>").removesuffix(")")
    return tuple(
        AnsweredRule(
            table,
            row["name"],
            re.compile(re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], row["pattern"])),
            tuple((text, name) for text, name in row["matches"]),
            tuple(row["not_matches"]),
        )
        for table, rows in data.items()
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """The body that a reaction answers: its name (of a known actor, or as it is written), and the name as written."""

    label: str
    written: str

    def is_called(self, noun: str) -> bool:
        """Tell whether `noun` is the noun of the name: "de inspectie" of an "Inspectie Waterveiligheid"."""
        words = re.split(r"[\s-]+", fold(f"{self.written} {self.label}"))
        return any(word.endswith(fold(noun)) for word in words)


def answered_body(view: EditionView, index: ActorIndex, local: LocalNames) -> Answered | None:
    """Return the body that `view` reacts to; None when it names none."""
    opening = " ".join(view.text[:_OPENING].split())
    places = [("title", text) for text in _titles(view)]
    for table, text in (*places, ("", view.text[:_LETTERHEAD]), ("opening", opening)):
        for name in _names(table, text):
            known = next((m.actor for m in find_actors(name, index, local) if fold(m.text) == fold(name)), None)
            whole = known is not None and not known.generic and len(known.label) > 2
            return Answered(known.label if known and whole else _introduced(name, local) or name, name)
    return None


def reader_is_answered(view: EditionView, *, named: bool) -> bool:
    """Tell whether a letter is written to the body that it answers, so that "u" is that body.

    :param named: whether the letter names that body; where it does not, one sign is enough.
    """
    return len(_YOUR_WORK.findall(view.text)) >= (_TIMES if named else 1)


def _names(table: str, text: str) -> Iterator[str]:
    if not table:
        yield from (found["name"] for found in _TO_BODY.finditer(text))
        return
    for rule in load_answered_rules():
        if rule.table == table and (name := rule.find(text)):
            yield name


def _titles(view: EditionView) -> Iterator[str]:
    yield view.report.title
    for block in view.blocks[:_OPENING_BLOCKS]:
        if subject := _SUBJECT.search(block.text):
            yield subject["rest"]


def _introduced(name: str, local: LocalNames) -> str | None:
    return next((known.label for known in local.names if known.form in (name, f"de {name}", f"het {name}")), None)
