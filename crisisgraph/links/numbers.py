"""Statements that are meant by their number: "aanbeveling 3", "de eerste twee aanbevelingen", "conclusies 1 en 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.model import Kind, Level, Statement

_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
_COUNTS = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_ORDINAL = "|".join(_ORDINALS)
_ADVICE = r"(?P<advice>(?:deel|hoofd)?(?:aanbeveling(?:en)?|adviezen))"
_FINDING = r"(?:deel|hoofd)?(?:conclusies?|bevinding(?:en)?|constatering(?:en)?)"
_WHAT = rf"(?:{_ADVICE}|{_FINDING})"
_PRINTED = re.compile(
    rf"\b{_WHAT}\s+(?:nr\.?\s*|nummers?\s+)?(?P<numbers>\d{{1,2}}(?:(?:\s*,\s*|\s+en\s+|\s*t/m\s*|\s+tot\s+en\s+met\s+)\d{{1,2}})*)\b(?!\s*[-/]\d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?P<ordinals>(?:{_ORDINAL})(?:(?:\s*,\s*|\s+en\s+)(?:de\s+)?(?:{_ORDINAL}))*)"
    rf"(?:\s+(?P<count>{'|'.join(_COUNTS)}))?\s+{_WHAT}\b",
    re.IGNORECASE,
)


def meant_by_number(statement: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return those of `said` that `statement` names by a printed number or by their place in the row, in order.

    :param said: what one body says, in reading order; of two with one number the last is meant.
    """
    found: dict[str, Statement] = {}
    for kind, place in _places(statement.text):
        row = [other for other in said if other.kind is kind and other.level is Level.MAIN]
        numbered = [other for other in row if other.number == str(place)]
        if numbered:
            found[numbered[-1].id] = numbered[-1]
        elif not any(other.number for other in row) and place <= len(row):
            found[row[place - 1].id] = row[place - 1]
    return sorted(found.values(), key=lambda other: other.start)


def _places(text: str) -> Iterator[tuple[Kind, int]]:
    for match in _PRINTED.finditer(text):
        for place in _listed(match["numbers"]):
            yield _kind(match), place
    for match in _COUNTED.finditer(text):
        ordinals = re.findall(_ORDINAL, match["ordinals"].lower())
        first = _ORDINALS.index(ordinals[0]) + 1
        if match["count"]:
            yield from ((_kind(match), place) for place in range(first, first + _COUNTS[match["count"].lower()]))
        else:
            yield from ((_kind(match), _ORDINALS.index(ordinal) + 1) for ordinal in ordinals)


def _listed(numbers: str) -> Iterator[int]:
    """Yield the numbers of "1, 3 en 5" or "2 t/m 4".

    >>> list(_listed("1, 3 t/m 5 en 8"))
    [1, 3, 4, 5, 8]
    """
    last = 0
    for joint, number in re.findall(r"(t/m|tot\s+en\s+met)?\s*(\d{1,2})", numbers):
        yield from range(last + 1 if joint else int(number), int(number) + 1)
        last = int(number)


def _kind(match: re.Match[str]) -> Kind:
    return Kind.RECOMMENDATION if match["advice"] else Kind.FINDING
