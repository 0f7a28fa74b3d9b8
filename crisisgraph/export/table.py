"""Traces as CSV for Dutch spreadsheets: UTF-8 with a byte-order mark, semicolons, CRLF, and no live formulas.

A row per statement, its chain in the rows under it; `csv_claims` reads them back for `crisisgraph verify`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from crisisgraph.claims import Claim
from crisisgraph.errors import InputError
from crisisgraph.export.cells import harmless, original
from crisisgraph.export.selection import steps_of
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.review import Review
from crisisgraph.reviewed import REVIEW_COLUMNS, review_cells
from crisisgraph.sentences import in_language, say, say_rule
from crisisgraph.trace import Cited, Step, Trace, trace

#: The columns of the CSV, in order; the keys of [column] in the sentences give their headings.
COLUMNS = (
    "id", "role", "belongs_to", "kind", "number", "quote", "report", "publisher", "issued", "section", "page",
    "issuer", "addressee_texts", "addressees", "themes", "reaction", "position", "actor", "deadline",
    "deadline_date", "document", "sha256", "start", "end", "rule", "confidence", "link_rule", "link_confidence",
)  # fmt: skip

_BOM = "\ufeff"
#: A place has no more digits than this: no file has so many characters.
_DIGITS = 12


@in_language("nl")
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
        for step, role in steps_of(found):
            cells = review_cells(lookup, (reviews or {}).get(step.statement.id))
            writer.writerow(
                [harmless(cell) for cell in (*_cells(lookup, found, step, role), *map(cells.__getitem__, recorded))]
            )
        for cited in found.cited:
            writer.writerow([harmless(cell) for cell in (*_cited_cells(found, cited), *("" for _ in recorded))])
    return _BOM + out.getvalue()


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
