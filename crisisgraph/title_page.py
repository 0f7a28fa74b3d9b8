"""What the first pages of a document say about it: title, date, publisher and kind of a report nobody described."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile
from pathlib import PurePath

from crisisgraph.bodies import body_in_line
from crisisgraph.ids import content_key, fold, slug
from crisisgraph.issuer import issuer_of
from crisisgraph.model import Actor, BlockKind, Document, Report, ReportId

#: The issuer of a report that names nobody.
UNKNOWN = "onbekend"

#: The issuer of every letter of a minister, a state secretary or the cabinet.
CABINET = "kabinet"

_HEAD = 3_000  # characters: a title page and the top of what follows
_TAIL = 3_000  # a colophon often stands at the end
_TOP = 600  # where a date inside a sentence is still the report's own
_FIRST_BLOCKS = 12
_TITLE = 200  # the longest title, in characters

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\s+((?:19|20)\d\d)\b", re.I)
_DAY_LINE = re.compile(rf"^\W*(?:datum\W+|[A-Z][\w' -]{{1,40}},\s*)?\d{{1,2}}\s+(?:{_MONTH})\s+\d{{4}}\W*$", re.I)
_NUMBERS = re.compile(r"^\W*datum\W+(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)\b", re.I)
_MONTH_LINE = re.compile(rf"^\W*(?:[\w' ]{{1,30}},\s*)?({_MONTH})\s+((?:19|20)\d\d)\W*$", re.I)

#: The subject of a letter; it goes on when its line is full.
_SUBJECT = re.compile(
    r"^\s*(?:betreft|onderwerp)(?:\s*:\s*|[ \t]{2,}|\s(?=(?-i:[A-Z0-9«‘“'\"])))"
    r"(\S.{58,110}\n(?!\s*(?:geachte|datum|kenmerk|aan)\b)\S[^\n:]{2,80}|\S.{5,200})$",
    re.I | re.M,
)
_SALUTATION = re.compile(
    r"^\s*(?:(?:geachte|geacht|beste|mijnheer|mevrouw)\s[^\n.]{2,80}|excellentie)[,!:]?\s*$", re.I | re.M
)
_SETTLED = re.compile(r"^\W*(?:vastgesteld|gepubliceerd|definitief|versie)\b", re.I)
_LETTER_OPENS = re.compile(
    r"^\W*(?:kamer)?brief van (?:de|het) (?:ministers?|staatssecretaris(?:sen)?|kabinet)\b"
    r"|^\W*(?:kabinets|beleids)reactie\b|\bnamens het kabinet\b",
    re.I | re.M,
)
_SIGNATURE = re.compile(
    r"^\W*de (?:minister(?:-president)?|staatssecretaris)\b[^.\n]{0,100}(?:\n[^.\n]{2,60})?"
    r"(?:,[^\S\n]*$|[^\S\n]*\n\s*(?-i:(?:[A-Z][\w.'’-]*|d(?:e|en|er|rs\.|r\.)|mr\.|ir\.|ing\.|prof\.|te[nr]?|van)[^\S\n]*){1,6}$)",
    re.I | re.M,
)
_TO_PARLIAMENT = re.compile(
    r"\bvoorzitter van de (?:tweede|eerste) kamer\b|\bkabinetsreactie\b|\bbrief van de minister\b", re.I
)
_CHAPTER = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?\s+)?(?:inleiding|inhoud(?:sopgave)?|samenvatting|voorwoord|vooraf|colofon|leeswijzer|aanleiding)$",
    re.I,
)
_NOT_A_TITLE = re.compile(
    r"^(?:aan de|aan het|geachte|datum|betreft|onderwerp)\b|"
    r"^\d+(?:\.\d+)*[.)]?\s"  # a numbered chapter
    r"|^(?:inleiding|inhoud(?:sopgave)?|samenvatting|voorwoord|colofon|leeswijzer|aanleiding|bijlagen?|programma)$"
    r"|^(?:agenda|besluit:?|vraag \d+)$"
    r"|^(?:\w*rapport(?:age)?|cahier|nota|notitie)\W*[\d-]*$"  # says what it is and no more
    r"|^\w+(?:datum|nummer)\b|^(?:opdrachtgever|versie|periode|auteurs?)\b"
    r"|^microsoft word|^untitled|^naamloos|^presentatie\d*$|\.(?:docx?|pdf|txt|indd|pptx?)$",
    re.I,
)


def describe(document: Document, actors: Iterable[Actor]) -> Report:
    """Return `document` as a report of its own, from what its first pages and its colophon say.

    A letter of a minister or the cabinet is issued by the cabinet; else the issuer is the body that made it, one of
    `actors` or one that nobody listed (see `issuer`); else unknown.
    """
    head = document.text[:_HEAD]
    letter = _is_letter(head, document.text[-_TAIL:])
    issuer = CABINET if letter else issuer_of(document, actors) or UNKNOWN
    title = _title(document, letter, issuer)
    key = content_key("report", document.sha256, length=6)
    return Report(
        id=ReportId(f"{slug(title, length=40) or 'rapport'}-{key}"),
        title=title,
        publisher=issuer,
        issuer=issuer,
        issued=_issued(head),
        kind="kamerbrief" if letter else _kind(title),
        language=document.language or "nl",
    )


def _is_letter(head: str, tail: str) -> bool:
    opened = _LETTER_OPENS.search(head) or _SIGNATURE.search(head) or _SIGNATURE.search(tail)
    return bool(opened) and bool(_TO_PARLIAMENT.search(head))


def _title(document: Document, letter: bool, issuer: str) -> str:
    for candidate in _title_candidates(document, letter):
        clean = " ".join(candidate.split())
        begun = next((character for character in clean if character.isalpha()), "")
        says_who = body_in_line(clean) is not None or fold(clean).startswith(f"{fold(issuer)} ")
        if 3 < len(clean) <= _TITLE and begun.isupper() and not says_who and not _NOT_A_TITLE.search(clean):
            return clean
    return PurePath(document.name).stem or document.name


def _title_candidates(document: Document, letter: bool) -> Iterator[str]:
    first = [(block, document.read(block).text) for block in document.blocks[:_FIRST_BLOCKS]]
    if letter or _SALUTATION.search(document.text[:_HEAD]):
        yield from (subject[1][:1].upper() + subject[1][1:] for subject in _SUBJECT.finditer(document.text[:_HEAD]))
    if letter:
        yield from (text for _, text in first if _LETTER_OPENS.match(text))
    if document.title and " " in document.title.strip():  # one word is a file name, or says too little
        yield document.title
    printed = [(block, text) for block, text in first if block.kind is not BlockKind.FURNITURE]
    above = list(takewhile(lambda pair: not _CHAPTER.match(pair[1].strip()), printed)) or printed[:1]
    headings = [text for block, text in printed if block.kind is BlockKind.HEADING and not block.marker]
    yield from headings[: sum(block.kind is BlockKind.HEADING and not block.marker for block, _ in above)]
    yield from (text for _, text in above if not text.rstrip().endswith((".", ":", ";")))
    yield from headings


def _kind(title: str) -> str:
    for kind in ("advies", "verslag", "presentatie"):
        if kind in fold(title):
            return kind
    return "rapport"


def _issued(head: str) -> str | None:
    """Return the date of the first pages: one that has a line to itself goes before one in a sentence."""
    lines = head.splitlines()
    for line in lines:
        if _SETTLED.match(line) and (found := _first_day(line)):
            return found
    for line in lines:
        numbers = _NUMBERS.match(line)
        if numbers and (found := _iso(numbers[3], int(numbers[2]), int(numbers[1]))):
            return found
        if _DAY_LINE.match(line) and (found := _first_day(line)):
            return found
    for line in lines:
        month = _MONTH_LINE.match(line)
        if month:
            return f"{month[2]}-{_MONTHS.index(month[1].lower()) + 1:02}"
    return _first_day(head[:_TOP])


def _first_day(text: str) -> str | None:
    for day in _DAY.finditer(text):
        found = _iso(day[3], _MONTHS.index(day[2].lower()) + 1, int(day[1]))
        if found:
            return found
    return None


def _iso(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None
