"""Statements that are meant by their number: "aanbeveling 3", "de eerste twee aanbevelingen", "conclusies 1 en 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisisgraph.model import Kind, Level, Statement

_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
_COUNTS = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_ORDINAL = "|".join(_ORDINALS)
_ROW = rf"(?P<ordinals>(?:{_ORDINAL})(?:(?:\s*,\s*|\s+en\s+)(?:de\s+)?(?:{_ORDINAL}))*)"
_ADVICE = r"(?P<advice>(?:deel|hoofd)?(?:aanbeveling(?:en)?|advies|adviezen|leerpunt(?:en)?|verbeterpunt(?:en)?))"
_FINDING = r"(?:deel|hoofd)?(?:conclusies?|bevinding(?:en)?|constatering(?:en)?)"
_WHAT = rf"(?:{_ADVICE}|{_FINDING})"
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-J](?!\.\w))"
_PRINTED = re.compile(
    rf"\b{_WHAT}\s+(?:nr\.?\s*|nummers?\s+)?(?P<numbers>{_NUMBER}(?:(?:\s*,\s*|\s+en\s+|\s*t/m\s*|\s+tot\s+en\s+met\s+){_NUMBER})*)\b(?!\s*[-/]\d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\b{_ROW}(?:\s+(?P<count>{'|'.join(_COUNTS)}))?\s+{_WHAT}\b", re.IGNORECASE)
#: "De derde deel ik niet": the noun is that of the sentence before.
_BARE = re.compile(
    rf"\b(?:de|uw)\s+{_ROW}\s+(?=(?:deel|del|neem|nem|onderschrij|omarm|herken|volg|steun|wijs|wijz|kan|kunnen|zie|is\s|zijn\s"
    r"|word|voer|stem|zeg)\w*)",
    re.IGNORECASE,
)


def meant_by_number(statement: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return those of `said` that `statement` names by a printed number or by their place in the row, in order.

    The number of an answer is that of the label above it.
    :param said: what one body says, in reading order; of two with one number the last is meant.
    """
    label = (statement.number or "").casefold()
    labelled = [other for other in _mains(said, None) if label and (other.number or "").casefold() == label]
    advice = [other for other in labelled if other.kind is Kind.RECOMMENDATION]
    return (advice or labelled)[-1:] or _meant(_places(statement.text, said), said)


def meant_by_heading(heading: str, said: Sequence[Statement]) -> list[Statement]:
    """Return those of `said` that a heading names by number: "Water en recht (aanbevelingen 6 en 7)"."""
    return _meant(_places(heading, ()), said)


def _meant(places: Iterator[tuple[Kind, str]], said: Sequence[Statement]) -> list[Statement]:
    found: dict[str, Statement] = {}
    for kind, place in places:
        row = _mains(said, kind)
        numbered = [other for other in row if (other.number or "").casefold() == place.casefold()]
        if numbered:
            found[numbered[-1].id] = numbered[-1]
        elif place.isdigit() and 0 < int(place) <= len(row) and not any((o.number or "").isdigit() for o in row):
            found[row[int(place) - 1].id] = row[int(place) - 1]
    return sorted(found.values(), key=lambda other: other.start)


def _mains(said: Sequence[Statement], kind: Kind | None) -> list[Statement]:
    return [other for other in said if other.kind is (kind or other.kind) and other.level is Level.MAIN]


def _places(text: str, said: Sequence[Statement]) -> Iterator[tuple[Kind, str]]:
    for match in _PRINTED.finditer(text):
        for place in _listed(match["numbers"]):
            yield _kind(match), place
    counted = list(_COUNTED.finditer(text))
    for match in counted:
        ordinals = re.findall(_ORDINAL, match["ordinals"].lower())
        first = _ORDINALS.index(ordinals[0]) + 1
        if match["count"]:
            yield from ((_kind(match), str(p)) for p in range(first, first + _COUNTS[match["count"].lower()]))
        else:
            yield from ((_kind(match), str(_ORDINALS.index(ordinal) + 1)) for ordinal in ordinals)
    for match in () if counted or not said else _BARE.finditer(text):
        for ordinal in re.findall(_ORDINAL, match["ordinals"].lower()):
            yield said[-1].kind, str(_ORDINALS.index(ordinal) + 1)


def _listed(numbers: str) -> Iterator[str]:
    """Yield the numbers of "1, 3 en 5" or "2 t/m 4", and the letters of "A en C".

    >>> list(_listed("1, 3 t/m 5 en 8"))
    ['1', '3', '4', '5', '8']
    """
    last = "0"
    for joint, number in re.findall(rf"(t/m|tot\s+en\s+met)?\s*({_NUMBER})\b", numbers, re.IGNORECASE):
        if joint and number.isdigit() and last.isdigit():
            yield from map(str, range(int(last) + 1, int(number) + 1))
        else:
            yield number
        last = number


def _kind(match: re.Match[str]) -> Kind:
    return Kind.RECOMMENDATION if match["advice"] else Kind.FINDING
