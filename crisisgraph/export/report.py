"""A trace report that can be filed: a Word file with the chain of each statement, its quotes, and how to check them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph import __version__
from crisisgraph.claims import folded
from crisisgraph.export.rows import source_numbers
from crisisgraph.export.selection import About, with_chain
from crisisgraph.export.word import CONTENTS, FACT, PLACE, QUOTE, SUBTITLE, TEXT, TITLE, Run, Word
from crisisgraph.graph.names import Names
from crisisgraph.ids import content_key
from crisisgraph.model import PROPOSED, Document, ReportId, Statement, StatementId
from crisisgraph.office.wording import place_line
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.review import Review
from crisisgraph.reviewed import review_lines
from crisisgraph.sentences import in_language, say, say_rule
from crisisgraph.trace import Cited, Step, Trace, trace

#: The parts of the chain, and of what we propose beside it.
_CHAIN = ("basis", "answers", "responses", "commitments")
_PROPOSALS = ("builds_on", "summarises", "taken_up", "similar", "tensions")

#: Widths of the columns of the table of sources, in centimetres.
_WIDTHS = (1.3, 4.2, 3.1, 4.6, 2.8)


@in_language("nl")
def export_docx(
    lookup: Lookup,
    chosen: Sequence[StatementId],
    base: str,
    about: About,
    reviews: Mapping[StatementId, Review] | None = None,
) -> bytes:
    """Return the traces of the `chosen` statements as a Word file; `base` is the prefix of our IRIs.

    With `reviews` there is under each statement what people recorded about it.
    """
    word = Word(say("file.title"), say("report.header"))
    report = _Report(lookup, word, Names(base), source_numbers(with_chain(lookup, chosen)), reviews or {})
    by_report: dict[ReportId, list[Statement]] = {}
    for name in chosen:
        statement = lookup.statement(name)
        by_report.setdefault(statement.report, []).append(statement)
    report.opening(about, len(chosen))
    word.heading(1, say("report.contents"))
    for chapter, (key, group) in enumerate(by_report.items(), start=1):
        word.paragraph(CONTENTS, Run(f"{chapter} {folded(lookup.reports[key].title)}", strong=True))
        for number, one in enumerate(group, start=1):
            word.paragraph(CONTENTS, Run(f"{chapter}.{number} {_title(lookup, one)}", target=_mark(one.id)))
    for chapter, (key, group) in enumerate(by_report.items(), start=1):
        edition = lookup.editions[key]
        word.heading(1, f"{chapter} {folded(edition.report.title)}")
        word.paragraph(TEXT, Run(_issued(edition.report.publisher, edition.report.issued)))
        if edition.digest:
            word.paragraph(TEXT, Run(say("report.digest"), strong=True))
        for number, one in enumerate(group, start=1):
            report.trace(trace(lookup, one.id), f"{chapter}.{number}")
    report.closing()
    return word.save()


@dataclass(frozen=True, slots=True)
class _Report:
    """What it takes to write down a statement: the corpus, the file, names, numbers of sources, what was recorded."""

    lookup: Lookup
    word: Word
    names: Names
    numbers: Mapping[str, int]
    reviews: Mapping[StatementId, Review]

    def opening(self, about: About, count: int) -> None:
        """Write what the report is, and how to read it."""
        word = self.word
        word.paragraph(TITLE, Run(say("file.title")))
        word.paragraph(SUBTITLE, Run(say("report.subtitle")))
        lines = [
            ("selection", "; ".join(about.selection) or say("selection.all")),
            ("count", str(count)),
            ("build", about.build),
            ("program", f"crisisgraph {__version__}"),
        ]
        for key, text in lines:
            if text:
                self._fact(TEXT, say(f"file.{key}"), text)
        for key in ("no-response", "proposals"):
            word.paragraph(TEXT, Run(say(f"file.{key}-text")))

    def trace(self, found: Trace, number: str) -> None:
        """Write one statement with its chain and what we propose beside it, under the `number` it has in this file."""
        word, statement = self.word, found.subject.statement
        word.heading(2, f"{number} {_title(self.lookup, statement)}", _mark(statement.id))
        self._step(found.subject)
        if found.parent:
            word.heading(3, say("trace.parent"))
            self._step(found.parent)
        if found.unanswered:
            word.heading(3, say("trace.responses"))
            word.paragraph(FACT, Run(say("trace.no-response"), strong=True))
        for part in (*_CHAIN, *_PROPOSALS):
            steps: Sequence[Step] = getattr(found, part)
            if steps:
                word.heading(3, say(f"trace.{part}"))
            for step in steps:
                self._step(step)
        for cited in found.cited:
            self._cited(cited)

    def _step(self, step: Step) -> None:
        statement, lookup = step.statement, self.lookup
        title = "" if step.link is None else f"{_name(statement)} \u2013 "
        digest = say("report.of-digest") if lookup.editions[statement.report].digest else ""
        section = f", {statement.section[-1]}" if statement.section else ""
        page = _page(lookup.documents[statement.document], statement.page)
        where = say("report.place", title=title, report=step.report.title, digest=digest, section=section, page=page)
        self._quote(step.quote, where, self.numbers[step.sha256], statement.start, statement.end, statement.id)
        if step.link is None or step.link.kind not in PROPOSED:  # there can be many proposals: where it stands will do
            for key, text in _facts(lookup, statement):
                self._fact(FACT, say(f"report.{key}"), text)
            self._fact(FACT, say("report.rule"), _why(statement.rule, statement.confidence))
        if step.link:
            self._fact(FACT, say("report.link"), _why(step.link.rule, step.link.confidence))
        if review := self.reviews.get(statement.id):
            for line in review_lines(lookup, review):
                self.word.paragraph(FACT, Run(folded(line)))

    def _cited(self, cited: Cited) -> None:
        citation = cited.citation
        kind = say(f"link.{citation.kind}")
        self.word.heading(3, say("trace.cited", kind=kind, title=folded(cited.title)))
        document = self.lookup.documents[self.lookup.statements[citation.source].document]
        name = self.names.mention(document.id, citation.start, citation.end).removeprefix(self.names.base)
        page = _page(document, cited.page)
        where = say("report.place", title="", report=cited.report.title, digest="", section="", page=page)
        self._quote(cited.quote, where, self.numbers[cited.sha256], citation.start, citation.end, name)
        self._fact(FACT, say("report.link"), _why(citation.rule, citation.confidence))

    def _quote(self, quote: str, where: str, source: int, start: int, end: int, name: str) -> None:
        """Write a quote and under it where it stands: `crisisgraph.office` reads these two paragraphs back."""
        line = place_line(source, start, end, name)
        self.word.paragraph(QUOTE, Run(folded(quote)))
        self.word.paragraph(
            PLACE,
            Run(f"{folded(where)} \u00b7 {line.removesuffix(name)}"),
            Run(name, address=str(self.names.of_id(name))),
        )

    def _fact(self, style: str, label: str, text: str) -> None:
        self.word.paragraph(style, Run(f"{label}: ", strong=True), Run(folded(text)))

    def closing(self) -> None:
        """Write the table of sources, and how to check the quotes against them."""
        word = self.word
        word.heading(1, say("sheet.sources"))
        rows = []
        for document in self.lookup.corpus.documents:
            if document.sha256 in self.numbers:
                titles = [e.report.title for e in self.lookup.corpus.editions if e.document == document.id]
                pages = say("report.pages", n=len(document.pages), reader=document.reader)
                number = str(self.numbers[document.sha256])
                rows.append([number, folded("; ".join(titles)), folded(document.name), document.sha256, folded(pages)])
        headings = [say(f"column.{name}") for name in ("source", "report", "document", "sha256", "reader")]
        word.table(headings, rows, _WIDTHS)
        word.heading(1, say("file.check"))
        word.paragraph(TEXT, Run(say("file.check-text")))
        word.paragraph(TEXT, Run(say("report.folded")))


def _title(lookup: Lookup, statement: Statement) -> str:
    """Return a name for a statement in none of its own words: its number, for whom it is, its themes, its page."""
    text = _name(statement)
    if labels := addressee_labels(lookup, statement):
        text = say("report.to", title=text, names=", ".join(labels))
    if statement.themes:
        text = say(
            "report.about", title=text, themes=", ".join(lookup.themes[one.theme].label for one in statement.themes)
        )
    document = lookup.documents[statement.document]
    if len(document.pages) > 1:
        text = say("report.on-page", title=text, page=_label(document, statement.page) or statement.page)
    return folded(text)


def _page(document: Document, page: int) -> str:
    """Return the page as it is printed on it, and which it is of the file where that differs; a text has no pages."""
    if len(document.pages) < 2:
        return ""
    label = _label(document, page)
    if label in (None, str(page)):
        return say("report.page", page=page)
    return say("report.page-labelled", label=label, page=page)


def _label(document: Document, page: int) -> str | None:
    return next((one.label for one in document.pages if one.index == page), None)


def _name(statement: Statement) -> str:
    """Return what a statement is, with its printed number."""
    number = f" {statement.number}" if statement.number else ""
    return f"{say(f'kind.{statement.kind}').capitalize()}{number}"


def _facts(lookup: Lookup, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield what is known of a statement besides its words, by the key of its label."""
    yield "issuer", statement.issuer
    if statement.addressees:
        yield (
            "addressees",
            "; ".join(
                say("report.resolved", text=one.text, label=lookup.actors[one.actor].label)
                if one.actor
                else say("report.unresolved", text=one.text)
                for one in statement.addressees
            ),
        )
    if statement.themes:
        yield "themes", ", ".join(lookup.themes[tag.theme].label for tag in statement.themes)
    if statement.position:
        yield "position", say(f"position.{statement.position}")
    if statement.actor:
        yield "actor", lookup.actors[statement.actor].label
    if statement.deadline:
        date = f" ({statement.deadline.date})" if statement.deadline.date else ""
        yield "deadline", f"\u201c{statement.deadline.text}\u201d{date}"


def _why(rule: str, confidence: float) -> str:
    return say("report.why", rule=say_rule(rule), confidence=f"{confidence:.2f}".replace(".", ","))


def _issued(publisher: str, issued: str | None) -> str:
    return folded(f"{publisher}, {issued}" if issued else publisher)


def _mark(name: StatementId) -> str:
    """Return the name of a bookmark: letters, digits and "_", at most forty of them."""
    return f"s_{content_key('bookmark', name)}"
