"""Values in Dutch words: names, places, dates and citations as a reader expects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crisisgraph.model import Document, Finding, Kind, Level, Report, ReportId, Statement, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say, say_finding

ARROW = " › "

_MEDIA = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/html": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
}


def name_of(statement: Statement) -> str:
    """Return what a statement is called: its kind (or "onderdeel") and its number as printed."""
    if statement.level is Level.SUB and statement.number:
        return say("app.part", kind=say(f"kind.{statement.kind}"), number=statement.number)
    number = f" {statement.number}" if statement.number else ""
    return say(f"kind.{statement.kind}").capitalize() + number


def title_of(statement: Statement) -> str:
    """Return the heading over a statement: its name, and of a response what it says to the advice."""
    name = name_of(statement)
    if statement.position is None:
        return name
    return say("app.titled", name=name, about=say(f"position.{statement.position}"))


def pointed(statement: Statement) -> str:
    """Return how a sentence points to a statement: "aanbeveling 8", or "deze reactie" when it has no number."""
    return name_of(statement).lower() if statement.number else say("app.this", kind=say(f"kind.{statement.kind}"))


def dutch_date(iso: str) -> str:
    """Return an ISO date, month or year as it is written in Dutch.

    >>> dutch_date("2021-03-29"), dutch_date("2021-03"), dutch_date("2021")
    ('29 maart 2021', 'maart 2021', '2021')
    """
    year, *rest = iso.split("-")
    month = [say(f"month.{int(rest[0])}")] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def dutch_number(value: float, digits: int = 2) -> str:
    """Return a number with a decimal comma.

    >>> dutch_number(0.625)
    '0,62'
    """
    return f"{value:.{digits}f}".replace(".", ",")


def written_count(n: int) -> str:
    """Return a whole number with a point between the thousands.

    >>> written_count(12), written_count(1000)
    ('12', '1.000')
    """
    return f"{n:,}".replace(",", ".")


def page_of(document: Document, page: int) -> str:
    """Return the page as it is printed on it; a text without pages has none."""
    if len(document.pages) < 2:
        return ""
    label = next((p.label for p in document.pages if p.index == page), None)
    if label is None or label == str(page):
        return say("app.page", page=page)
    return say("app.page-labelled", label=label, page=page)


def place_of(document: Document, section: Sequence[str], page: int) -> str:
    """Return the headings above a place and its page, from the outside in."""
    path = ARROW.join(section)
    return " · ".join(part for part in (path, page_of(document, page)) if part)


def is_digest(lookup: Lookup, report: ReportId) -> bool:
    """Tell whether what we have of a report is our own summary of it."""
    return lookup.editions[report].digest


def citation(lookup: Lookup, name: StatementId) -> str:
    """Return a statement as it can be cited: author, year, title, publisher, page, words, file and its hash.

    A summary of ours is called that: its words are not the report's.
    """
    statement = lookup.statements[name]
    report, document = lookup.reports[statement.report], lookup.documents[statement.document]
    key = "app.citation-digest" if is_digest(lookup, report.id) else "app.citation"
    place = ", ".join(part for part in (page_of(document, statement.page), name_of(statement).lower()) if part)
    return say(
        key,
        author=report.publisher,
        year=report.issued[:4] if report.issued else say("app.no-year"),
        title=report.title,
        place=place,
        quote=" ".join(document.quote(statement.span).split()),
        file=document.name,
        sha256=document.sha256,
        id=statement.id,
    )


def origin(report: Report) -> str:
    """Return who published a report and when."""
    return ", ".join(part for part in (report.publisher, dutch_date(report.issued) if report.issued else "") if part)


def counted(statements: Mapping[Kind, int]) -> str:
    """Return how many statements of each kind there are, in words.

    >>> counted({Kind.COMMITMENT: 1, Kind.RECOMMENDATION: 4}), counted({})
    ('4 aanbevelingen, 1 toezegging', 'Geen uitspraken gevonden')
    """
    found = [(kind, statements.get(kind, 0)) for kind in Kind]
    words = [say(f"count.{kind}" if n != 1 else f"app.one-{kind}", n=n) for kind, n in found if n]
    return ", ".join(words) or say("app.nothing-found")


def media_of(media_type: str) -> str:
    """Return a media type as a reader calls it; one without words keeps its own name.

    >>> media_of("application/pdf"), media_of("image/png")
    ('PDF', 'image/png')
    """
    name = _MEDIA.get(media_type)
    return say(f"app.media-{name}") if name else media_type


def finding_of(finding: Finding, names: Mapping[str, str]) -> str:
    """Return the sentence of a finding, with what its visitor called a file that was sent."""
    return say_finding(replace(finding, document=names.get(finding.document, finding.document)))
