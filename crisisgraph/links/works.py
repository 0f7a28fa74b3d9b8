"""Other reports as a text names them: by what they are and whose, by a title between quotation marks, by a short form.

A work is known by the words that name it, as they stand; whether it is one of the reports at hand is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.model import Report, ReportId

_KIND = (
    r"(?:eind|deel|tussen|advies|onderzoeks|evaluatie|kennis)?(?:rapport(?:en|ages?)?|advies|adviezen|notities?|evaluaties?"
    r"|onderzoek(?:en)?|stud(?:ie|ies)|verkenning(?:en)?|nota|publicaties?|aanbeveling(?:en)?|bevindingen|conclusies"
    r"|herstelopgave|dialoog|visie)"
)
#: A name: a word with a capital, and what goes on with it.
_NAME = r"(?:(?!(?:Dit|Deze|Het|De|Een|In|Er|Wij)\b)[A-Z][\w’'./&-]*)"
_SORT = r"(?:commissie|raad|inspectie|werkgroep|wet|stichting|denktank|taskforce)"
_BODY = rf"(?:(?:de|het|een)\s+)?(?:{_SORT}\s+)?{_NAME}(?:\s+(?:(?:voor|van|de|het|der|&)\s+){{0,3}}{_NAME})*"
_TITLED = r"[“\"‘'„](?P<title>[^”\"’'“„]{4,120})[”\"’']"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b(?:{_KIND})\s+{_TITLED}(?:\s*\(\d{{4}}\))?",  # het rapport “Natte voeten” (2013)
        rf"{_NAME}(?:(?:[-/& ]|\s+en\s+){_NAME})*[-\s]+(?:{_KIND})\b(?:\s+{_TITLED})?",  # het OVV-rapport
        rf"\b(?:{_KIND})\s+(?:van|door)\s+(?:de\s+)?{_BODY}(?:\s+en\s+{_BODY})?",  # het advies van de Waterraad
        rf"\b(?:{_KIND})\s+{_NAME}(?:\s+[\w’'-]+){{0,5}}?(?=\s*[.,;:()\n]|\s+(?:is|was|en|die|dat|wordt)\b)",
    )
)

#: Letters of a title that can be told from others.
_SHORTEST = 10

#: What is glued to the end of a name: a footnote's number, a full stop.
_NOTE = re.compile(r"(?<=[^\W\d])\d{0,2}[.,]*$")
_TRIVIAL = re.compile(r"^(?:de|het|een|dit|deze|eerdere?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Work:
    """Words that name another report, at ``[start, end)`` of a text; `title` is what they call it."""

    start: int
    end: int
    title: str


def find_works(text: str) -> Iterator[Work]:
    """Yield the other reports that `text` names, in order.

    >>> [work.title for work in find_works("Zie het rapport “Natte voeten” (2013) en het advies van de Waterraad.")]
    ['Natte voeten', 'advies van de Waterraad']
    """
    at = 0
    matches = (match for form in _FORMS for match in form.finditer(text))
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() >= at:
            words = _NOTE.sub("", match.group())
            at = match.start() + len(words)
            title = match.groupdict().get("title") or words
            yield Work(match.start(), at, _TRIVIAL.sub("", " ".join(title.split())))


class Titles:
    """Reports by their titles, with and without a subtitle."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports: dict[str, set[ReportId]] = {}
        for report in reports:
            for title in _titles(report.title):
                self._reports.setdefault(title, set()).add(report.id)

    def report(self, title: str) -> ReportId | None:
        """Return the report that `title` names, if it names one and no more.

        >>> titles = Titles([Report("natte-voeten", "Natte voeten: lessen van 2013", "Bureau", "Bureau")])
        >>> titles.report("Natte Voeten"), titles.report("Droge voeten")
        ('natte-voeten', None)
        """
        found: set[ReportId] = set()
        for name in _titles(title):
            found |= self._reports.get(name, set())
        return next(iter(found)) if len(found) == 1 else None


def _titles(title: str) -> set[str]:
    """Return a title and, where it is long enough to be told from others, what stands before its subtitle."""
    names = {_letters(title), _letters(re.split(r"[:.;(]|\s[–-]\s", title)[0])}
    return {name for name in names if len(name) >= _SHORTEST}


def _letters(title: str) -> str:
    return " ".join(re.findall(r"\w+", fold(title)))
