"""How an answer names what it answers: an advice or a conclusion, one or more of them, by a noun or by "dat"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.model import Kind

_ADVICE = (
    r"(?:(?:deel|hoofd|kern|slot)?(?:aanbeveling(?:en)?|advies|adviezen|leerpunt(?:en)?|verbeterpunt(?:en)?"
    r"|aandachtspunt(?:en)?)|oproep(?:en)?|suggesties?|overweging(?:en)?|voorstel(?:len)?|pleidooi)"
)
_FINDING = (
    r"(?:(?:deel|hoofd|kern|eind)?(?:conclusies?|bevinding(?:en)?)|constatering(?:en)?|oordeel|oordelen|observaties?|beeld"
    r"|kritiek|verwijt(?:en)?|tekortkoming(?:en)?|diagnose|analyse|signa(?:al|len)|inzicht(?:en)?)"
)
_ADJECTIVES = r"(?:(?!van\b|in\b|uit\b)\w+e\s+){0,2}"
_NOUN = rf"(?:(?P<advice>{_ADVICE})|(?P<finding>{_FINDING}))"
_POINTED = re.compile(
    rf"\b(?:deze|dit|die|dat|beide|alle)\s+(?:\w+\s+de\s+)?{_ADJECTIVES}(?:{_NOUN}|(?P<other>\w{{4,}}en))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:de|het|uw|een)\s+{_ADJECTIVES}{_NOUN}\b", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:aanbevelingen|adviezen|leerpunten|verbeterpunten|aandachtspunten|suggesties|voorstellen|conclusies|bevindingen"
    r"|constateringen|oordelen|punten|beeld|analyse|kritiek|verwijten|tekortkomingen|signalen|inzichten)\b",
    re.IGNORECASE,
)
_COUNTS = {
    "beide": 2,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
}
_COUNT = re.compile(
    rf"\b(?:(?P<both>beide)|(?:alle|deze|van\s+de|van\s+uw|uw)\s+(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}}))\s+(?:de\s+)?{_ADJECTIVES}"
    rf"(?:{_ADVICE}|{_FINDING}|punten)\b|\balle\s+(?P<every>{'|'.join(_COUNTS)})(?!\s+(?!te\b)(?:\w+e\s+)?\w+(?:en|s)\b)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\balle\s+(?:\w+\s+)?(?:aanbevelingen|adviezen|leerpunten)\b"
    r"|\b(?:de|uw)\s+(?:(?:hoofd|deel)?conclusies|bevindingen)\s+(?:uit|van|in)\s+(?:het|uw|dit)\s+\w*(?:rapport|onderzoek)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:deze|dit|die|dat|hier\w*|daar\w*|op\s+dit\s+punt)\b(?!\s+(?:je|we|wij|het|de|er|een|ze|zij)\b)",
    re.IGNORECASE,
)
_OWN_OBJECT = re.compile(
    r"\b(?:dat|om|noodzaak|belang|(?:aanbeveling|advies|conclusie|bevinding)(?:en|s)?\s+(?:over|inzake|rond))\b"
    r"|^(?:over|inzake|wat|ten\s+aanzien\s+van|met\s+betrekking\s+tot)\s+(?:de|het|een|uw)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text calls that which it is about.

    `kind` is None where no noun tells, and `noun` is that noun; `many`: it is about more than one; `count`: about so
    many; `every`: about all of the report; `points`: by "dat" or "deze"; `named`: by a noun; `tells`: it says what
    it is about.
    """

    kind: Kind | None = None
    noun: str = ""
    many: bool = False
    count: int | None = None
    every: bool = False
    points: bool = False
    named: bool = False
    tells: bool = False


def reference_of(text: str) -> Reference:
    """Return how `text` names what it is about.

    >>> reference_of("Beide adviezen nemen wij over.").count
    2
    >>> reference_of("Dat beeld herkennen wij.").kind
    <Kind.FINDING: 'finding'>
    """
    noun = _POINTED.search(text) or _NAMED.search(text)
    kind = None
    if noun is not None and (noun["advice"] or noun["finding"]):
        kind = Kind.RECOMMENDATION if noun["advice"] else Kind.FINDING
    counted = _COUNT.search(text)
    count = None
    if counted is not None:
        word = (counted["both"] or counted["count"] or counted["every"]).lower()
        count = _COUNTS.get(word) or int(word)
    return Reference(
        kind=kind,
        noun=fold(noun["advice"] or noun["finding"] or "") if noun else "",
        many=count is not None or (noun is not None and _MANY.search(noun.group()) is not None),
        count=count,
        every=_ALL.search(text) is not None,
        points=_POINTING.search(text) is not None,
        named=kind is not None,
        tells=_OWN_OBJECT.search(text) is not None,
    )
