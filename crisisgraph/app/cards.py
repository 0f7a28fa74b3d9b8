"""The pieces of a page as HTML: what a statement says, where it stands, and what we concluded about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from crisisgraph.app.excerpt import FindWords, Mark, MarkKind, excerpt
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.wording import (
    in_documents,
    is_digest,
    media_of,
    origin,
    place_of,
    title_of,
    written_date,
    written_number,
)
from crisisgraph.model import Document, Passage, Report, ReportId, Span, Statement
from crisisgraph.records import Lookup, addressee_labels, theme_label
from crisisgraph.sentences import say, say_rule

#: Below this confidence a conclusion of ours is called doubtful in words.
DOUBTFUL = 0.6


def heading(level: int, *children: str) -> Html:
    """Return a heading of the page; the title of a page is level 1."""
    return element(f"h{level}", *children)


def digest_label(lookup: Lookup, report: ReportId) -> Html:
    """Return the words that mark a report as our own summary, or nothing."""
    return element("span", say("app.digest"), class_="cg-etiket") if is_digest(lookup, report) else joined()


def source_line(lookup: Lookup, report: ReportId, section: Sequence[str], page: int, issuer: str) -> Html:
    """Return where something stands: issuer, report, headings above it and page."""
    edition = lookup.editions[report]
    document = lookup.documents[edition.document]
    title = element("cite", edition.report.title, lang=in_documents())
    place = place_of(document, section, page)
    return element(
        "p", f"{issuer} · ", title, " ", digest_label(lookup, report), f" · {place}" if place else "", class_="cg-bron"
    )


def quoted(document: Document, span: Span, marks: Sequence[Mark] = (), find_words: FindWords | None = None) -> Html:
    """Return the words of `span` as a quotation."""
    return element("blockquote", excerpt(document, span, marks, find_words), lang=in_documents())


def in_context(lookup: Lookup, statement: Statement, *, opened: bool = False) -> Html:
    """Return what stands around a statement, with its words marked in it; folded away unless it is to be `opened`."""
    span = statement.span
    passage = next(
        (one for one in lookup.corpus.passages if one.document == statement.document and _holds(one, span)), None
    )
    whole = surroundings(lookup, passage, span) if passage else span
    return around(excerpt(lookup.documents[statement.document], whole, [Mark(span, MarkKind.QUOTE)]), opened=opened)


def around(text: Html, *, opened: bool = False) -> Html:
    """Return the text of a document around a quote, folded away unless it is to be `opened`."""
    own = element("div", text, lang=in_documents()) if in_documents() else text
    return folded(say("app.context"), own, opened=opened)


def _holds(passage: Passage, span: Span) -> bool:
    return Span(passage.start, passage.end).overlap(span) > 0


def surroundings(lookup: Lookup, passage: Passage, span: Span) -> Span:
    """Return the passage around `span`; when that is the passage itself, with the passages before and after it."""
    if passage.start < span.start or span.end < passage.end:
        return Span(min(passage.start, span.start), max(passage.end, span.end))
    place = lookup.passage_places[passage.id]
    near = lookup.corpus.passages[max(0, place - 1) : place + 2]
    same = [one for one in near if (one.document, one.report) == (passage.document, passage.report)]
    return Span(min(span.start, *(one.start for one in same)), max(span.end, *(one.end for one in same)))


def folded(summary: str, *children: str, opened: bool = False) -> Html:
    """Return `children` under a line that opens and closes them."""
    return element("details", element("summary", summary), element("div", *children), open="" if opened else None)


def facts(rows: Iterable[tuple[str, str]]) -> Html:
    """Return a list of names and values; a row without a value is left out."""
    parts = [element("div", element("dt", name), element("dd", value)) for name, value in rows if value]
    return element("dl", *parts) if parts else joined()


def statement_facts(lookup: Lookup, statement: Statement) -> Html:
    """Return whom a statement addresses, its themes, and its position or deadline."""
    deadline = statement.deadline
    by = (
        f"{deadline.text} ({written_date(deadline.date)})" if deadline and deadline.date else deadline and deadline.text
    )
    return facts(
        [
            (say("app.position"), say(f"position.{statement.position}") if statement.position else ""),
            (say("app.promised-by"), lookup.actors[statement.actor].label if statement.actor else ""),
            (say("app.deadline"), by or ""),
            (say("app.addressed"), ", ".join(addressee_labels(lookup, statement))),
            (say("app.themes"), ", ".join(theme_label(lookup.themes[tag.theme]) for tag in statement.themes)),
        ]
    )


def statement_card(lookup: Lookup, statement: Statement, title: str = "") -> Html:
    """Return a statement as a card: its name (or `title`), its place, its words and what is known about it."""
    span = statement.span
    return element(
        "article",
        heading(3, title or title_of(statement)),
        source_line(lookup, statement.report, statement.section, statement.page, statement.issuer),
        quoted(lookup.documents[statement.document], span),
        statement_facts(lookup, statement),
    )


def conclusions(lookup: Lookup, statement: Statement) -> Html:
    """Return a table of what the text says, what we concluded from it, by which rule and how sure that is."""
    kind = say("app.explicit") if statement.explicit else say("app.inferred")
    rows = [(say("app.kind"), kind, say(f"kind.{statement.kind}"), statement.rule, statement.confidence)]
    for one in statement.addressees:
        actor = lookup.actors[one.actor].label if one.actor else say("app.unknown-actor")
        rows.append((say("app.addressed"), f"“{one.text}”", actor, one.rule, one.confidence))
    for tag in statement.themes:
        rows.append((say("app.theme"), "", theme_label(lookup.themes[tag.theme]), tag.rule, tag.confidence))
    columns = ("about", "in-text", "concluded", "rule", "confidence")
    head = element("tr", *(element("th", say(f"app.column-{name}"), scope="col") for name in columns))
    body = [
        element(
            "tr",
            element("th", about, scope="row"),
            element("td", text, lang=in_documents() if text else None),
            element("td", concluded),
            element("td", say_rule(rule)),
            element("td", sureness(confidence)),
        )
        for about, text, concluded, rule, confidence in rows
    ]
    table = element("table", element("thead", head), element("tbody", *body))
    return element("div", table, class_="cg-tabel", tabindex="0", role="region", aria_label=say("app.concluded"))


def sureness(confidence: float) -> str:
    """Return a confidence as a number and, where it is low, a word.

    >>> sureness(0.9), sureness(0.25)
    ('0,90', '0,25 (twijfelachtig)')
    """
    number = written_number(confidence)
    return say("app.doubtful", number=number) if confidence < DOUBTFUL else number


def report_facts(lookup: Lookup, report: Report, sent_as: str = "") -> Html:
    """Return what is known about a report and the file it was read from, `sent_as` something by a visitor."""
    edition = lookup.editions[report.id]
    document = lookup.documents[edition.document]
    pages = str(len(document.pages)) if len(document.pages) > 1 else ""
    within = lookup.reports.get(report.part_of) if report.part_of else None
    return facts(
        [
            (say("app.published-by"), origin(report)),
            (say("app.issuer"), report.issuer),
            (say("app.report-kind"), say(f"document.{report.kind}")),
            (say("app.about"), report.evaluates or ""),
            (say("app.part-of"), within.title if within else ""),
            (say("app.website"), landing_page(report)),
            (say("app.text-kind"), say("app.digest" if edition.digest else "app.original")),
            (say("app.file"), document.name),
            (say("app.sent-as"), sent_as),
            (say("app.media-type"), media_of(document.media_type)),
            (say("app.pages"), pages),
            (say("app.sha256"), element("code", document.sha256)),
            (say("app.reader"), document.reader),
        ]
    )


def landing_page(report: Report) -> Html:
    """Return a link to the page of the publisher; nothing but a web address becomes a link."""
    address = report.landing_page or ""
    if not address.startswith(("https://", "http://")):
        return joined()
    return element("a", address, href=quote(address, safe=":/?#[]@!$&'()*+,;=%~"), rel="noreferrer", target="_blank")
