"""Traces as files that people file: every row carries quote, page, report and the hash of its source.

`export_csv` writes for Dutch spreadsheets (UTF-8 with a byte-order mark, semicolons); cells that a spreadsheet would
run as a formula are made harmless, and `csv_claims` reads them back for `crisisgraph verify`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from crisisgraph.claims import Claim
from crisisgraph.corpus import Corpus
from crisisgraph.errors import InputError
from crisisgraph.filters import Filters
from crisisgraph.graph import graph_of
from crisisgraph.graph.exports import serialise
from crisisgraph.graph.names import Names
from crisisgraph.graph.reviews import add_reviews
from crisisgraph.model import Kind, StatementId
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.review import Review
from crisisgraph.reviewed import REVIEW_COLUMNS, review_cells
from crisisgraph.sentences import say, say_rule
from crisisgraph.settings import Settings
from crisisgraph.trace import Cited, Step, Trace, trace

#: The columns of the CSV, in order; the keys of [column] in the sentences give their headings.
COLUMNS = (
    "id", "role", "belongs_to", "kind", "number", "quote", "report", "publisher", "issued", "section", "page",
    "issuer", "addressee_texts", "addressees", "themes", "reaction", "position", "actor", "deadline",
    "deadline_date", "document", "sha256", "start", "end", "rule", "confidence", "link_rule", "link_confidence",
)  # fmt: skip

#: What stands under a statement: its chain, and after it what is proposed.
_ROLES = (
    "basis", "answers", "responses", "commitments", "builds_on", "summarises", "taken_up", "similar", "tensions",
)  # fmt: skip

#: The forms of an export and the media type of each.
FORMS = {"csv": "text/csv; charset=utf-8", "jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8"}

_BOM = "\ufeff"
_FORMULA = frozenset("=+-@＝＋－＠'\t\r\n")
#: A place has no more digits than this: no file has so many characters.
_DIGITS = 12
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff"


def select(lookup: Lookup, filters: Filters) -> tuple[StatementId, ...]:
    """Return the ids of the statements that fit; recommendations when no kind is asked for."""
    wanted = filters if filters.kinds else replace(filters, kinds=frozenset({Kind.RECOMMENDATION}))
    return tuple(statement.id for statement in lookup.corpus.statements if wanted.accept(statement))


def with_chain(lookup: Lookup, chosen: Iterable[StatementId]) -> Corpus:
    """Return the part of the corpus that the traces of the `chosen` statements need, and nothing more."""
    kept: set[StatementId] = set()
    for name in chosen:
        kept |= {step.statement.id for step, _ in _rows_of(trace(lookup, name))}
    for name in tuple(kept):  # a sub-statement is not understood without the one above it
        parent = lookup.statements[name].parent
        kept |= {parent} if parent else set()
    statements = tuple(s for s in lookup.corpus.statements if s.id in kept)
    reports = {statement.report for statement in statements}
    documents = {statement.document for statement in statements}
    actors = {a.actor for s in statements for a in s.addressees} | {s.actor for s in statements}
    actors |= {actor for s in statements for actor in s.actors}
    themes = {tag.theme for s in statements for tag in s.themes}
    return Corpus(
        documents=tuple(d for d in lookup.corpus.documents if d.id in documents),
        editions=tuple(e for e in lookup.corpus.editions if e.report.id in reports),
        statements=statements,
        links=tuple(k for k in lookup.corpus.links if k.source in kept and k.target in kept),
        citations=tuple(c for c in lookup.corpus.citations if c.source in kept),
        actors=tuple(a for a in lookup.corpus.actors if a.id in actors or a.label in {s.issuer for s in statements}),
        themes=tuple(t for t in lookup.corpus.themes if t.id in themes),
    )


def export(
    lookup: Lookup,
    chosen: Iterable[StatementId],
    form: str,
    settings: Settings,
    reviews: Mapping[StatementId, Review] | None = None,
) -> bytes:
    """Return the traces of the `chosen` statements as the bytes of a file in one of the `FORMS`.

    With `reviews` it also holds what people recorded about these statements.
    """
    if form == "csv":
        return export_csv(lookup, chosen, reviews).encode()
    corpus = with_chain(lookup, chosen)
    dataset = graph_of(corpus, settings)
    if reviews:
        kept = {statement.id: reviews[statement.id] for statement in corpus.statements if statement.id in reviews}
        add_reviews(dataset, Names.of(settings.base, lookup.corpus.actors), kept)
    return serialise(dataset, form, settings.base)


def export_csv(
    lookup: Lookup, chosen: Iterable[StatementId], reviews: Mapping[StatementId, Review] | None = None
) -> str:
    """Return the traces of the `chosen` statements as CSV: a row per statement, its chain in the rows under it.

    With `reviews` each row ends in what people recorded about its statement.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    recorded = () if reviews is None else REVIEW_COLUMNS
    writer.writerow([say(f"column.{name}") for name in (*COLUMNS, *recorded)])
    for name in chosen:
        found = trace(lookup, name)
        for step, role in _rows_of(found):
            cells = review_cells(lookup, (reviews or {}).get(step.statement.id))
            writer.writerow(
                [harmless(cell) for cell in (*_cells(lookup, found, step, role), *map(cells.__getitem__, recorded))]
            )
        for cited in found.cited:
            writer.writerow([harmless(cell) for cell in (*_cited_cells(found, cited), *("" for _ in recorded))])
    return _BOM + out.getvalue()


def _rows_of(found: Trace) -> Iterator[tuple[Step, str]]:
    yield found.subject, "subject"
    for role in _ROLES:
        for step in getattr(found, role):
            yield step, role


def _cells(lookup: Lookup, found: Trace, step: Step, role: str) -> Iterator[str]:
    statement = step.statement
    reaction = say("trace.no-response") if role == "subject" and found.unanswered else ""
    position = say(f"position.{statement.position}") if statement.position else ""
    values: dict[str, object] = {
        "id": statement.id,
        "role": say(f"role.{role}"),
        "belongs_to": "" if role == "subject" else found.subject.statement.id,
        "kind": say(f"kind.{statement.kind}"),
        "number": statement.number or "",
        "quote": step.quote,
        "report": step.report.title,
        "publisher": step.report.publisher,
        "issued": step.report.issued or "",
        "section": " > ".join(statement.section),
        "page": statement.page,
        "issuer": statement.issuer,
        "addressee_texts": " | ".join(addressee.text for addressee in statement.addressees),
        "addressees": " | ".join(addressee_labels(lookup, statement)),
        "themes": " | ".join(lookup.themes[tag.theme].label for tag in statement.themes),
        "reaction": reaction,
        "position": position,
        "actor": lookup.actors[statement.actor].label if statement.actor else "",
        "deadline": statement.deadline.text if statement.deadline else "",
        "deadline_date": (statement.deadline.date or "") if statement.deadline else "",
        "document": step.document,
        "sha256": step.sha256,
        "start": statement.start,
        "end": statement.end,
        "rule": statement.rule,
        "confidence": f"{statement.confidence:g}",
        "link_rule": say_rule(step.link.rule) if step.link else "",
        "link_confidence": f"{step.link.confidence:g}" if step.link else "",
    }
    return (str(values[name]) for name in COLUMNS)


def _cited_cells(found: Trace, cited: Cited) -> Iterator[str]:
    """Yield the cells of the words that name another report; `report` is that report, the rest is their own place."""
    citation = cited.citation
    values: dict[str, object] = {
        "id": citation.source,
        "role": say("role.cited", kind=say(f"link.{citation.kind}")),
        "belongs_to": found.subject.statement.id,
        "kind": say("export.other-report"),
        "quote": cited.quote,
        "report": cited.title,
        "page": cited.page,
        "document": cited.document,
        "sha256": cited.sha256,
        "start": citation.start,
        "end": citation.end,
        "link_rule": say_rule(citation.rule),
        "link_confidence": f"{citation.confidence:g}",
    }
    return (str(values.get(name, "")) for name in COLUMNS)


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs it: an apostrophe before what could be read as a formula.

    A cell that begins with an apostrophe gets one more, so that `original` can undo it exactly.

    >>> harmless("=1+1"), original(harmless("=1+1")), harmless("een = teken")
    ("'=1+1", '=1+1', 'een = teken')
    """
    first = cell.lstrip(_INVISIBLE)[:1]
    return f"'{cell}" if first and first in _FORMULA else cell


def original(cell: str) -> str:
    """Return what `harmless` was given."""
    return cell[1:] if cell.startswith("'") else cell


def csv_claims(text: str) -> tuple[Claim, ...]:
    """Return what the rows of an exported CSV claim.

    :raises InputError: when it is not a CSV that `export_csv` wrote, or a number in it was changed into words.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix(_BOM), newline=""), delimiter=";")
    heading = {name: say(f"column.{name}") for name in ("id", "sha256", "start", "end", "quote")}
    if not set(heading.values()) <= set(rows.fieldnames or ()):
        raise InputError("not-an-export")
    claims = []
    try:
        for line, row in enumerate(rows, start=2):
            cells = {name: original(row[title] or "") for name, title in heading.items()}
            if not (_is_place(cells["start"]) and _is_place(cells["end"])):
                raise InputError("broken-export", line=line)
            claims.append(Claim(cells["id"], cells["sha256"], int(cells["start"]), int(cells["end"]), cells["quote"]))
    except csv.Error as error:  # a cell of more than 131,072 characters
        raise InputError("not-an-export") from error
    return tuple(claims)


def _is_place(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= _DIGITS
