"""Answers and traces as JSON records and as plain text: what the command line prints and other faces can reuse."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from crisisgraph.graph.names import Names
from crisisgraph.model import PROPOSED, Citation, Link, PassageId, Span, Statement, StatementId
from crisisgraph.records import Lookup, addressee_labels, statement_record
from crisisgraph.review import Review
from crisisgraph.reviewed import review_lines, review_record
from crisisgraph.search import Answer, Hit
from crisisgraph.sentences import say, say_rule
from crisisgraph.trace import Cited, Step, Trace

_WIDTH = 100

#: The parts of a trace in the order of the chain, and after them what is proposed.
_PARTS = (
    "basis", "answers", "responses", "commitments", "parts",
    "builds_on", "summarises", "taken_up", "similar", "tensions",
)  # fmt: skip


def answer_record(lookup: Lookup, base: str, name: str, answer: Answer) -> dict[str, object]:
    """Return one answer as DESIGN section 7 lists it, with the hash of each source and the IRI of each hit.

    `base` is the prefix of our IRIs, `name` the id of the question.
    """
    return {
        "id": name,
        "query": answer.query.text,
        "answerable": answer.answerable,
        "confidence": round(answer.confidence, 4),
        "hits": [_hit_record(lookup, base, hit) for hit in answer.hits],
    }


def _hit_record(lookup: Lookup, base: str, hit: Hit) -> dict[str, object]:
    edition = lookup.editions[hit.report]
    return {
        "iri": _iri(base, _quoted_id(lookup, hit)),
        "document": hit.document,
        "sha256": lookup.documents[lookup.passages[hit.passage].document].sha256,
        "report": hit.report,
        "title": edition.report.title,
        "digest": edition.digest,
        "start": hit.start,
        "end": hit.end,
        "quote": hit.quote,
        "page": hit.page,
        "section": list(hit.section),
        "score": round(hit.score, 4),
        "kind": hit.kind.value if hit.kind else None,
        "statement": hit.statement,
        "passage": hit.passage,
        "sentence": {"start": hit.sentence.start, "end": hit.sentence.end},
        "why": {
            "matched": list(hit.why.matched),
            "dense": round(hit.why.dense, 4),
            "lexical": round(hit.why.lexical, 4),
            "ngrams": round(hit.why.ngrams, 4),
        },
    }


def _quoted_id(lookup: Lookup, hit: Hit) -> str:
    """Return the id of what a hit quotes: the statement whose words they are, or else the passage."""
    statement = lookup.statements[hit.statement] if hit.statement else None
    return statement.id if statement and (statement.start, statement.end) == (hit.start, hit.end) else hit.passage


def answer_text(lookup: Lookup, answer: Answer) -> str:
    """Return one answer for people: each hit with its quote, its place and why it matched."""
    lines: list[str] = []
    if not answer.answerable:
        lines += [say("answer.none"), say("answer.nearest")] if answer.hits else [say("answer.none")]
    for number, hit in enumerate(answer.hits, start=1):
        words = ", ".join(hit.why.matched)
        why = say("answer.matched", words=words) if words else say("answer.by-meaning")
        kind = f" · {say(f'kind.{hit.kind}')} {hit.statement}" if hit.kind else ""
        place = _place(lookup.reports[hit.report].title, hit.section, hit.page, hit.document)
        lines += [f"{number:>2}. {place}{kind}", *_quoted(hit.quote), f"    {why}", ""]
    return "\n".join(lines).rstrip()


def sourced_record(lookup: Lookup, base: str, statement: Statement) -> dict[str, object]:
    """Return the record of `statement` with all that it takes to cite it: IRI, report, and the hash of the file.

    `digest` says that the quote is ours: a retelling of the report, not its words.
    """
    edition = lookup.editions[statement.report]
    return {
        "iri": _iri(base, statement.id),
        **statement_record(lookup, statement),
        "report_title": edition.report.title,
        "digest": edition.digest,
        "sha256": lookup.documents[statement.document].sha256,
    }


def source_record(lookup: Lookup, base: str, name: str) -> dict[str, object] | None:
    """Return where the statement or passage with the id `name` stands; nothing when there is none."""
    found = lookup.statements.get(StatementId(name)) or lookup.passages.get(PassageId(name))
    if found is None:
        return None
    document, edition = lookup.documents[found.document], lookup.editions[found.report]
    return {
        "iri": _iri(base, name),
        "quote": document.quote(Span(found.start, found.end)),
        "page": found.page,
        "section": list(found.section if isinstance(found, Statement) else found.headings),
        "report_title": edition.report.title,
        "document": document.name,
        "digest": edition.digest,
        "sha256": document.sha256,
        "start": found.start,
        "end": found.end,
    }


def _iri(base: str, identity: str) -> str:
    return str(Names(base).of_id(identity))


def trace_record(
    lookup: Lookup, base: str, found: Trace, reviews: Mapping[StatementId, Review] | None = None
) -> dict[str, object]:
    """Return a trace as JSON: the statement's record, and the records of its chain with rule and confidence.

    With `reviews` each statement also has what people recorded about it.
    """
    record: dict[str, object] = {"statement": _step_record(lookup, base, found.subject, reviews)}
    record["parent"] = _step_record(lookup, base, found.parent, reviews) if found.parent else None
    record |= {part: [_step_record(lookup, base, step, reviews) for step in getattr(found, part)] for part in _PARTS}
    record["cited"] = [_cited_record(lookup, base, cited) for cited in found.cited]
    record["reaction"] = say("trace.no-response") if found.unanswered else None
    return record


def _cited_record(lookup: Lookup, base: str, cited: Cited) -> dict[str, object]:
    citation = cited.citation
    source = lookup.statements[citation.source]
    return {
        "iri": str(Names(base).mention(source.document, citation.start, citation.end)),
        "digest": lookup.editions[source.report].digest,
        "title": cited.title,
        "report": citation.report,
        "quote": cited.quote,
        "document": cited.document,
        "sha256": cited.sha256,
        "start": citation.start,
        "end": citation.end,
        "page": cited.page,
        "section": list(source.section),
        "link": _link_record(citation),
    }


def _link_record(link: Link | Citation) -> dict[str, object]:
    return {
        "kind": link.kind.value,
        "rule": link.rule,
        "confidence": link.confidence,
        "proposal": link.kind in PROPOSED,
    }


def _step_record(
    lookup: Lookup, base: str, step: Step, reviews: Mapping[StatementId, Review] | None
) -> dict[str, object]:
    link = step.link
    record = {**sourced_record(lookup, base, step.statement), "link": _link_record(link) if link else None}
    if reviews is not None:
        review = reviews.get(step.statement.id)
        record["review"] = review_record(lookup, review) if review else None
    return record


def trace_text(lookup: Lookup, found: Trace, reviews: Mapping[StatementId, Review] | None = None) -> str:
    """Return a trace for people, from conclusion to commitment, with what people recorded about it in `reviews`."""
    reviews = reviews or {}
    lines = [*_step_lines(lookup, found.subject, reviews), ""]
    if found.parent:
        lines += [say("trace.parent"), *_step_lines(lookup, found.parent, reviews), ""]
    for part in _PARTS:
        steps: Sequence[Step] = getattr(found, part)
        if steps:
            lines.append(say(f"trace.{part}"))
            for step in steps:
                lines += [*_step_lines(lookup, step, reviews), ""]
        elif part == "responses" and found.unanswered:
            lines += [f"{say('trace.responses')}: {say('trace.no-response')}", ""]
    for cited in found.cited:
        lines += [
            say("trace.cited", kind=say(f"link.{cited.citation.kind}"), title=cited.title),
            *_cited_lines(cited),
            "",
        ]
    return "\n".join(lines).rstrip()


def _step_lines(lookup: Lookup, step: Step, reviews: Mapping[StatementId, Review]) -> Iterator[str]:
    statement = step.statement
    number = f" {statement.number}" if statement.number else ""
    position = f" – {say(f'position.{statement.position}')}" if statement.position else ""
    yield f"  [{say(f'kind.{statement.kind}')}{number}{position}] {statement.id}"
    yield from _quoted(step.quote)
    yield f"    {_place(step.report.title, statement.section, statement.page, step.document)}"
    if names := addressee_labels(lookup, statement):
        yield "    " + say("trace.addressed", names=", ".join(names))
    if statement.deadline:
        key = "trace.deadline-date" if statement.deadline.date else "trace.deadline"
        yield "    " + say(key, text=statement.deadline.text, date=statement.deadline.date)
    made = step.link or statement
    yield "    " + say("trace.found-by", rule=say_rule(made.rule), confidence=f"{made.confidence:.2f}")
    if review := reviews.get(statement.id):
        yield from (f"    {line}" for line in review_lines(lookup, review))


def _cited_lines(cited: Cited) -> Iterator[str]:
    yield from _quoted(cited.quote)
    yield f"    {_place(cited.report.title, (), cited.page, cited.document)}"
    rule, confidence = say_rule(cited.citation.rule), f"{cited.citation.confidence:.2f}"
    yield "    " + say("trace.found-by", rule=rule, confidence=confidence)


def _place(report: str, section: Sequence[str], page: int, document: str) -> str:
    heading = f"{section[-1]}, " if section else ""
    return say("trace.place", report=report, section=heading, page=page, document=document)


def _quoted(quote: str) -> list[str]:
    """Return the quote on lines of readable width; white space is folded on the screen only."""
    folded = " ".join(quote.split())
    return textwrap.wrap(f"“{folded}”", _WIDTH, initial_indent="    ", subsequent_indent="    ")
