"""What is cited of a statement: who says it, in which report, on which page, in which words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from crisisgraph.model import Document, Level, Report, Statement, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

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
    author, publisher = capitalised(_plain(report.issuer)), _plain(report.publisher)
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


def capitalised(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def notes(cited: Reference) -> tuple[str, str, str]:
    """Return the words, the file that they were read from, and where they can be checked."""
    words = say("citation.quoted" if cited.verbatim else "citation.retold-note", quote=cited.quote)
    by = say("citation.said-by", speaker=cited.speaker) if cited.speaker else ""
    return (
        capitalised(" ".join(part for part in (cited.name, by) if part)) + f": {words}",
        say("citation.file", file=cited.file, sha256=cited.sha256),
        say("citation.check", link=cited.link),
    )
