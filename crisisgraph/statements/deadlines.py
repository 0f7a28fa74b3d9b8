"""By when something is promised: the words as written, and the date where the text lets it be told.

The date is the last moment that the words allow, no finer than they are: a year ("2022": in 2022), a month ("2022-06":
in or before June 2022) or a day.  A part of a year is its last month: spring June, summer September, autumn December,
winter March; begin March, halfway July, end December; "before the summer" is June, "after the summer" September.
Words that lean on today ("dit najaar", "binnen drie maanden") are counted from the date of the text; without one, and
for "periodiek" or "op termijn", there is no date.  A time before the date of the text is no deadline.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from crisisgraph.model import Deadline

_RULES = Path(__file__).with_suffix(".toml")

_BREAK_ENDS = {"zomer": 6, "kerst": 12, "jaar": 12, "herfst": 10, "mei": 4}


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One way to say by when; `matches` holds the sentence, the words of the deadline and the date in April 2022."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    matches: tuple[tuple[str, str, str], ...]
    not_matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    month: Mapping[str, int]
    season: Mapping[str, int]
    part: Mapping[str, int]
    ordinal: Mapping[str, int]
    number: Mapping[str, int]
    unit: Mapping[str, int]


@cache
def load_deadline_rules() -> tuple[DeadlineRule, ...]:
    """Return the rules of `deadlines.toml`, in the order of the file."""
    data = tomllib.loads(_RULES.read_text("utf-8"))
    lists = {name: words if isinstance(words, str) else _any_of(words) for name, words in data["words"].items()}
    return tuple(
        DeadlineRule(
            row["name"],
            row["rank"],
            re.compile(rf"(?<![\w-])(?:{_filled(row['pattern'], lists)})(?![\w-])", re.IGNORECASE),
            tuple((sentence, words, when) for sentence, words, when in row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in data["deadline"]
    )


def find_deadline(text: str, issued: str | None) -> Deadline | None:
    """Return the deadline that `text` names, the most exact one where there are more, or None.

    :param issued: the date of the text as an ISO date, month or year; None when it is not known.

    >>> find_deadline("Eind volgend jaar is het plan klaar.", "2022-04-01")
    Deadline(text='Eind volgend jaar', date='2023-12')
    """
    today = _day(issued)
    best: tuple[int, int, Deadline] | None = None
    for rule in load_deadline_rules():
        for match in rule.pattern.finditer(text):
            when = _resolve(match, today)
            if when is not None and today is not None and when < today.isoformat()[: len(when)]:
                continue  # it lies in the past
            found = rule.rank, match.start(), Deadline(" ".join(match.group().split()), when)
            if best is None or found[:2] < best[:2]:
                best = found
    return best[2] if best else None


def is_recurring(deadline: Deadline) -> bool:
    """Tell whether something is to be done again and again, rather than by a certain time.

    >>> is_recurring(Deadline("halfjaarlijks", None)), is_recurring(Deadline("in mei 2025", "2025-05"))
    (True, False)
    """
    recurring = next(rule for rule in load_deadline_rules() if rule.name == "recurring")
    return recurring.pattern.fullmatch(deadline.text) is not None


@cache
def _words() -> _Words:
    words = tomllib.loads(_RULES.read_text("utf-8"))["words"]
    return _Words(*(words[name] for name in ("month", "season", "part", "ordinal", "number", "unit")))


def _filled(pattern: str, lists: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: lists[name[1]], pattern)


def _any_of(words: Mapping[str, int]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"


def _day(issued: str | None) -> date | None:
    """Read an ISO date, month or year; the first day counts where there is none."""
    if not issued:
        return None
    parts = [int(part) for part in issued.split("-")]
    return date(*[*parts, 1, 1][:3])


def _resolve(match: re.Match[str], today: date | None) -> str | None:
    """Work out the date from the named groups of a match; None where it cannot be told."""
    told = {name: " ".join(value.lower().split()) for name, value in match.groupdict().items() if value}
    year = _year(told, today)
    month = _month(told)
    if "number" in told or told.get("unit") in {"week", "maand"}:
        return _after(told, today)
    if month is None:
        return str(year) if year else None
    if year is None:
        if today is None:
            return None
        year = today.year + _years_ahead(told, month, today)
    if told.get("season") == "winter" and "which" not in told:
        year += 1  # a winter ends in the next year
    return f"{year}-{month:02}" + (f"-{int(told['day']):02}" if "day" in told else "")


def _year(told: Mapping[str, str], today: date | None) -> int | None:
    written = told.get("until") or told.get("year", "")
    if written.isdigit():
        return int(written)
    which = written or ("" if "season" in told or "unit" in told else told.get("which", ""))
    if not which or today is None:
        return None
    return today.year + (0 if which.startswith(("dit", "het")) else 1)


def _month(told: Mapping[str, str]) -> int | None:
    words = _words()
    if "break" in told:
        month = next(end for start, end in _BREAK_ENDS.items() if told["break"].startswith(start))
        return month if told["side"] != "na" else month % 12 + (3 if month == 6 else 1)
    for name, table in (("month", words.month), ("season", words.season), ("part", words.part)):
        if name in told:
            return table[told[name]]
    if "ordinal" in told or "quarter" in told:
        return 3 * (words.ordinal[told["ordinal"]] if "ordinal" in told else int(told["quarter"]))
    if "half" in told:
        return 6 if told["half"] == "eerste" else 12
    return None


def _years_ahead(told: Mapping[str, str], month: int, today: date) -> int:
    """Tell in how many years the month comes that a text of `today` means without naming the year."""
    next_one = told.get("which", "").startswith(("komend", "volgend", "aankomend", "aanstaand"))
    begins = month - 2 if "season" in told else month  # the coming spring, said in spring, is next year's
    passed = (month, int(told.get("day", 31))) < (today.month, today.day)
    return int(passed or (next_one and "season" in told and begins <= today.month + 1))


def _after(told: Mapping[str, str], today: date | None) -> str | None:
    """Count from `today`: days and weeks give a day, months a month, years a year."""
    if today is None:
        return None
    words = _words()
    if "number" not in told:  # this week, the coming month
        ahead = 0 if told.get("which") == "deze" else 1
        if told["unit"] == "week":
            return (today + timedelta(days=6 - today.weekday() + 7 * ahead)).isoformat()
        return _month_after(today, ahead)
    number = int(told["number"]) if told["number"].isdigit() else words.number[told["number"]]
    unit = told["unit"]
    if words.unit[unit] == 0:
        return (today + timedelta(days=number * (7 if unit.startswith("we") else 1))).isoformat()
    if words.unit[unit] == 12:
        return str(today.year + number)
    return _month_after(today, number * words.unit[unit])


def _month_after(today: date, months: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return f"{year}-{month + 1:02}"
