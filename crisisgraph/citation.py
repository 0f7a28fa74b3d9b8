"""A statement as others cite it: in the manner of APA, as BibTeX and as RIS, with its words, page and a link to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from crisisgraph.model import Document, Level, Report, Statement, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

#: What means something in BibTeX or LaTeX, and what prints it.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)  # fmt: skip

_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9:-]+")
#: What an address is made of; the rest is written with a percent sign.
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class Reference:
    """A statement with all that is cited of it, in words without line ends.

    `author` is who made the report, `speaker` whose words it passes on (when that is another); `first` and `last` are
    pages as they are printed, empty where there are none, and `section` is the heading above it.  `verbatim` is false
    for our own summary, whose words are not the report's.  `container` is the report that it is an annex of.
    `website` is the publisher's page, `link` the page of the statement in the app.
    """

    key: str
    name: str
    author: str
    speaker: str
    issued: str
    title: str
    publisher: str
    container: str
    quote: str
    verbatim: bool
    first: str
    last: str
    section: str
    website: str
    link: str
    file: str
    sha256: str

    @property
    def year(self) -> str:
        """The year of publication; empty when that is not known."""
        return self.issued[:4]


def reference(lookup: Lookup, name: StatementId, link: str) -> Reference:
    """Return what is cited of a statement; `link` leads to its page."""
    statement = lookup.statements[name]
    edition, document = lookup.editions[statement.report], lookup.documents[statement.document]
    report = edition.report
    within = lookup.editions.get(report.part_of) if report.part_of else None
    author, publisher = _capitalised(_plain(report.issuer)), _plain(report.publisher)
    first, last = _pages(document, statement)
    return Reference(
        key=_NOT_IN_A_KEY.sub("-", statement.id),
        name=_name(statement),
        author=author,
        speaker=_plain(statement.issuer) if statement.issuer != report.issuer else "",
        issued=report.issued or "",
        title=_plain(report.title),
        publisher=publisher if publisher.casefold() != author.casefold() else "",
        container=_plain(within.report.title) if within and within.document == edition.document else "",
        quote=_plain(statement.text),  # read without line ends, footnotes and hyphens at line ends
        verbatim=not edition.digest,
        first=first,
        last=last,
        section=_plain(statement.section[-1]) if statement.section else "",
        website=_website(report),
        link=quote(link, safe=_OF_ADDRESSES),
        file=_plain(document.name),
        sha256=document.sha256,
    )


def _plain(text: str) -> str:
    """Return a text on one line without characters that do not print: what a format made of lines can hold."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())


def _name(statement: Statement) -> str:
    kind = say(f"kind.{statement.kind}")
    if statement.level is Level.SUB and statement.number:
        return say("app.part", kind=kind, number=_plain(statement.number)).lower()
    return f"{kind} {_plain(statement.number)}" if statement.number else kind


def _pages(document: Document, statement: Statement) -> tuple[str, str]:
    if len(document.pages) < 2:
        return "", ""
    first, last = document.page_at(statement.start), document.page_at(statement.end - 1)
    return first.label or str(first.index), last.label or str(last.index)


def _website(report: Report) -> str:
    page = report.landing_page or ""
    return quote(page, safe=_OF_ADDRESSES) if page.startswith(("https://", "http://")) else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- the formats ----------------------------------------------------------------------------------


def apa(cited: Reference) -> str:
    """Return the quote with its place, and the report as it stands in a list of references (APA, 7th edition).

    A summary of ours is called that, and its words stand without quotation marks.
    """
    by = say("citation.passed-on", speaker=cited.speaker, author=cited.author) if cited.speaker else cited.author
    place = ", ".join(part for part in (by, cited.year or say("citation.no-date"), _locator(cited)) if part)
    words = say("citation.quote" if cited.verbatim else "citation.retold", quote=cited.quote, place=place)
    kind = "" if cited.verbatim else say("citation.digest-kind")
    parts = [
        f"{_ended(cited.author)} ({_date(cited.issued)}).",
        _ended(" ".join(part for part in (cited.title, kind) if part)),
        _ended(say("citation.within", title=cited.container)) if cited.container else "",
        _ended(cited.publisher),
        cited.website,
    ]
    source = " ".join(part for part in parts if part)
    return "\n".join((words, source, say("citation.check", link=cited.link)))


def _locator(cited: Reference) -> str:
    """Return where in the report the words stand: its page or pages, or else the heading above them."""
    if cited.first:
        return f"p. {cited.first}" if cited.first == cited.last else f"pp. {cited.first}–{cited.last}"
    return say("citation.section", section=cited.section) if cited.section else ""


def _date(issued: str) -> str:
    """Return a date as APA has it, the year first.

    >>> _date("2021-03-29"), _date("2021-03"), _date("2021"), _date("")
    ('2021, 29 maart', '2021, maart', '2021', 'z.d.')
    """
    if not issued:
        return say("citation.no-date")
    year, *rest = issued.split("-")
    if not rest:
        return year
    month = say(f"month.{int(rest[0])}")
    if len(rest) == 1:
        return say("citation.date-month", year=year, month=month)
    return say("citation.date-day", year=year, month=month, day=int(rest[1]))


def _ended(text: str) -> str:
    """Return a part of a reference with a full stop, unless it ends in one or in another sign that ends.

    >>> _ended("Wat nu?"), _ended("Storm"), _ended("")
    ('Wat nu?', 'Storm.', '')
    """
    return text if not text or text[-1] in ".?!…" else text + "."


def bibtex(cited: Reference) -> str:
    """Return the report as an entry of BibTeX (and biblatex), with the quote and the link in a note."""
    date = cited.issued if len(cited.issued) > 4 else ""
    pages = cited.first if cited.first == cited.last else f"{cited.first}--{cited.last}"
    fields = {
        "title": _kept(cited.title),
        "institution": _kept(cited.publisher or cited.author),
        "year": cited.year,
        "date": date,
        "pages": _latex(pages),
        "url": cited.website or cited.link,
        "note": _latex(" ".join(_notes(cited))),
    }
    entry = Entry(
        "techreport",
        [(name, value) for name, value in fields.items() if value],
        persons={"author": [Person(_kept(cited.author))]},
    )
    written: str = _Writer().to_string(BibliographyData({cited.key: entry}))
    return written.strip() + "\n"


class _Writer(Writer):  # type: ignore[misc]  # pybtex has no types
    def _encode(self, text: str) -> str:
        return text  # every field is escaped already, but for the address, which is taken as it stands


def _kept(text: str) -> str:
    """Return a text in braces: an organisation is no first and last name, and a title keeps its capitals."""
    return "{" + _latex(text) + "}"


def _latex(text: str) -> str:
    r"""Return a text so that LaTeX prints it as it is.

    >>> print(_latex("50% {R&D}"))
    50\% \textbraceleft{}R\&D\textbraceright{}
    """
    return text.translate(_LATEX)


def ris(cited: Reference) -> str:
    """Return the report as a record of RIS, with the quote and the link in notes."""
    fields: dict[str, Any] = {
        "type_of_reference": "RPRT",
        "authors": [cited.author],
        "title": cited.title,
        "secondary_title": cited.container,
        "year": cited.year,
        "date": "/".join([*cited.issued.split("-"), "", ""][:3]) + "/" if cited.issued else "",
        "publisher": cited.publisher or cited.author,
        "start_page": cited.first,
        "end_page": cited.last,
        "urls": [cited.website or cited.link],
        "notes": list(_notes(cited)),
    }
    written: str = _RisWriter().formats([{name: value for name, value in fields.items() if value}])
    return written


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    def set_header(self, count: int) -> str:
        return ""  # the number that it would write before a record is no part of RIS


def _notes(cited: Reference) -> tuple[str, str, str]:
    """Return the words, the file that they were read from, and where they can be checked."""
    words = say("citation.quoted" if cited.verbatim else "citation.retold-note", quote=cited.quote)
    by = say("citation.said-by", speaker=cited.speaker) if cited.speaker else ""
    return (
        _capitalised(" ".join(part for part in (cited.name, by) if part)) + f": {words}",
        say("citation.file", file=cited.file, sha256=cited.sha256),
        say("citation.check", link=cited.link),
    )
