"""What the first pages of a document say about it: title, date, publisher and kind of a report nobody described."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date
from pathlib import PurePath

from crisisgraph.ids import content_key, fold, slug
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
    r"^\s*(?:betreft|onderwerp)\s*:?\s+(\S.{58,110}\n(?!\s*(?:geachte|datum|kenmerk|aan)\b)\S[^\n:]{2,80}|\S.{5,200})$",
    re.I | re.M,
)
_SALUTATION = re.compile(r"^\s*(?:geachte|geacht|beste|excellentie|mijnheer|mevrouw)\b", re.I | re.M)
_SETTLED = re.compile(r"^\W*(?:vastgesteld|gepubliceerd|definitief|versie)\b", re.I)
_LETTER_OPENS = re.compile(
    r"^\W*(?:kamer)?brief van (?:de|het) (?:ministers?|staatssecretaris(?:sen)?|kabinet)\b"
    r"|^\W*(?:kabinets|beleids)reactie\b|\bnamens het kabinet\b",
    re.I | re.M,
)
_SIGNATURE = re.compile(
    r"^\W*de (?:minister(?:-president)?|staatssecretaris)\b[^.\n]{0,100}"
    r"(?:,[^\S\n]*$|[^\S\n]*\n\s*(?-i:(?:[A-Z][\w.'’-]*|d(?:e|en|er|rs\.|r\.)|mr\.|ir\.|ing\.|prof\.|te[nr]?|van)[^\S\n]*){1,6}$)",
    re.I | re.M,
)
_TO_PARLIAMENT = re.compile(
    r"\bvoorzitter van de (?:tweede|eerste) kamer\b|\bkabinetsreactie\b|\bbrief van de minister\b", re.I
)
_MADE_BY = (
    r"(?:uitgave|publicatie) van|(?:opgesteld|geschreven|uitgegeven|uitgevoerd|samengesteld|gepubliceerd) door"
    r"|uitgever\s*:|auteurs?\s*:|redactie\s*:|©|copyright"
)
#: What may stand after the name of the body on its line: a short name in brackets, a place, a date.
_AFTER_NAME = re.compile(
    r"\s*\([^()]{2,30}\)"
    rf"|\s*[,|•–—-]\s*(?:[A-Z][\w'’ -]{{1,30}},?\s+)?(?:\d{{1,2}}\s+)?(?:(?:{_MONTH})\s+)?(?:19|20)\d\d\W*$",
    re.I,
)
#: The name of a body: a noun for one, with only capitalised words and a few small ones around it.
_BODY = (
    r"(?:[A-Z][\w’'-]*\s+){0,3}?\w*(?:[Rr]aad|[Cc]ommissie|[Ii]nspectie|[Rr]ekenkamer|[Oo]mbudsman|[Aa]utoriteit"
    r"|[Ii]nstituut|[Bb]ureau|[Dd]ienst|[Pp]lanbureau|[Vv]eiligheidsregio|[Gg]emeente|[Pp]rovincie|[Ww]aterschap"
    r"|[Hh]oogheemraadschap|[Ww]erkgroep|[Tt]askforce|[Dd]enktank|[Cc]ollege|[Aa]cademie|[Aa]gentschap|[Uu]niversiteit|[Hh]ogeschool|GGD|GHOR)"
)
_REST = r"(?:\s+(?:van|voor|de|het|der|den|en|aan|in|op|te|&|[A-Z][\w’'-]*))*\s+[A-Z][\w’'-]*"
_BODY_LINE = re.compile(rf"^{_BODY}(?:{_REST})?$")
#: "Eindrapport van de commissie Hoogwater", "Advies van de Raad voor de Dijken".
_WORK_OF = re.compile(
    r"\b(?:\w*rapport|\w*advies|verslag|evaluatie|bevindingen|onderzoek)\s+(?:van|door)\s+(?:de|het)\s+"
    r"(?P<body>(?-i:(?:[A-Z]\w*\s+)?\w*(?:[Cc]ommissie|[Rr]aad|[Ww]erkgroep|[Tt]askforce|[Rr]ekenkamer|[Ii]nspectie))[^\n.,;:()]{0,60}?)"
    r"(?:\s+(?:aan|over|inzake|naar)\s.*)?\s*$",
    re.I | re.M,
)
_MADE_BY_NAME = re.compile(
    r"\b(?:uitgave\s+van|(?:opgesteld|uitgegeven|uitgevoerd|gepubliceerd)\s+door)\s*:?\s+(?:de\s+|het\s+)?"
    r"(?P<body>(?-i:(?=.*(?:[Bb]ureau|[Ii]nstituut|[Aa]dvies|[Gg]roep|[Oo]nderzoek|[Pp]artners|[Ss]tichting|[Uu]niversiteit"
    r"|[Hh]ogeschool|[Ll]ab|[Tt]eam|[Aa]cademie|[Cc]entrum|[Dd]ienst|[Rr]aad|[Cc]ommissie|B\.?V))[A-Z][^\n.,;:()]{2,70}?))\s*$",
    re.I,
)
_MINISTRY = "ministry"  # the kind of an actor
_TITLE_LINES = 14  # lines of a title page on which a body that nobody knows may stand
_CONTACT = re.compile(r"\S@\S|\b\d{4} ?[A-Z]{2}\b|\bt(?:el)?\.?:? ?\+?\d", re.I)
_NOT_A_TITLE = re.compile(
    r"^(?:aan de|aan het|geachte|datum|betreft|onderwerp)\b|"
    r"^\d+(?:\.\d+)*[.)]?\s"  # a numbered chapter
    r"|^(?:inleiding|inhoud(?:sopgave)?|samenvatting|voorwoord|colofon|leeswijzer|aanleiding|bijlagen?|programma)$"
    r"|^(?:agenda|besluit:?|vraag \d+)$"
    r"|^microsoft word|^untitled|^naamloos|^presentatie\d*$|\.(?:docx?|pdf|txt|indd|pptx?)$",
    re.I,
)


def describe(document: Document, actors: Iterable[Actor]) -> Report:
    """Return `document` as a report of its own, from what its first pages and its colophon say.

    A letter of a minister or the cabinet is issued by the cabinet; else the issuer is the one of `actors` (kinds of
    bodies left out) that has a line of the first page to itself or follows words such as "uitgave van"; else the body
    that a line of the title page names by its kind ("Rekenkamer Woudstad"); else unknown.
    """
    head = document.text[:_HEAD]
    letter = _is_letter(head, document.text[-_TAIL:])
    title = _title(document, letter)
    issuer = CABINET if letter else _publisher(document.text, actors)
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


def _title(document: Document, letter: bool) -> str:
    for candidate in _title_candidates(document, letter):
        clean = " ".join(candidate.split())
        begun = next((character for character in clean if character.isalpha()), "")
        if 3 < len(clean) <= _TITLE and begun and not begun.islower() and not _NOT_A_TITLE.search(clean):
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
    yield from (text for block, text in first if block.kind is BlockKind.HEADING and not block.marker)
    printed = [text for block, text in first if block.kind is not BlockKind.FURNITURE]
    yield from (text for text in printed[:1] if not text.rstrip().endswith((".", ":", ";")))


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


def _publisher(text: str, actors: Iterable[Actor]) -> str:
    head = text[:_HEAD].splitlines()
    lines = {_bare(line) for line in head} | {_bare(_AFTER_NAME.sub("", line)) for line in head}
    lines |= set(_colophon_lines(text[-_TAIL:]))
    ends = fold(text[:_HEAD]) + " | " + fold(text[-_TAIL:])
    named = sorted(
        ((name, actor) for actor in actors if not actor.generic for name in (actor.label, *actor.variants)),
        key=lambda pair: (-len(pair[0]), pair[0], pair[1].id),  # the longest name is the surest
    )
    ministries = [pair for pair in named if pair[1].kind == _MINISTRY]  # often only the letterhead over another body
    others = [pair for pair in named if pair[1].kind != _MINISTRY]
    return (
        _listed(others, lines, ends)
        or _unlisted([line for line in head if line.strip()][:_TITLE_LINES])
        or _listed(ministries, lines, ends)
        or UNKNOWN
    )


def _listed(named: Iterable[tuple[str, Actor]], lines: Container[str], ends: str) -> str | None:
    """Return the first of `named` that has one of the `lines` to itself, or by whom the report says it was made."""
    pairs = [(name, actor) for name, actor in named if len(name) > 2]
    for name, actor in pairs:
        if fold(name) in lines:
            return actor.label
    for name, actor in pairs:
        folded = fold(name)
        made_by = rf"(?:{_MADE_BY})\s*(?:(?:de|het)\s+|\d{{4}}\s*)?{re.escape(folded)}(?!\w)"
        if folded in ends and re.search(made_by, ends):  # most names do not stand there: their pattern is never built
            return actor.label
    return None


def _unlisted(lines: Iterable[str]) -> str | None:
    """Return the body that a line of the title page names, though nobody listed it: "Rekenkamer Woudstad"."""
    for line in lines:
        clean = " ".join(_AFTER_NAME.sub("", line).strip(" #*_|•").split())
        if _BODY_LINE.match(clean) and " " in clean:
            return clean
        if found := _WORK_OF.search(line.strip(" #*_")) or _MADE_BY_NAME.search(clean):
            return " ".join(found["body"].split())
    return None


def _colophon_lines(tail: str) -> Iterator[str]:
    """Yield the lines at the end that an address follows: a postcode, a telephone number or an e-mail address."""
    at = 0
    for line in tail.splitlines(keepends=True):
        at += len(line)
        if _CONTACT.search(tail[at : at + 150]):
            yield _bare(line)


def _bare(line: str) -> str:
    return fold(line).strip(" .:|•-–—©#*_")
