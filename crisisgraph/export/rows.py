"""The rows of an exported workbook: a statement with its place, its report and what was answered to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crisisgraph.corpus import Corpus
from crisisgraph.graph.names import Names
from crisisgraph.listing import positions, reactions
from crisisgraph.model import Edition, Kind, LinkKind, Statement, StatementId
from crisisgraph.office.wording import CELL, JOINT, SEPARATOR
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.sentences import say, say_rule

#: A cell; `Address` is one that can be clicked.
Cell = str | int | float | None


class Address(str):
    """A web address: the only kind of cell that becomes a link."""

    __slots__ = ()


def source_numbers(part: Corpus) -> Mapping[str, int]:
    """Return the number under which each file is named in an export, by its hash."""
    return {document.sha256: number for number, document in enumerate(part.documents, start=1)}


def statement_row(
    lookup: Lookup,
    shown: Lookup,
    statement: Statement,
    wanted: frozenset[StatementId],
    names: Names,
    numbers: Mapping[str, int],
) -> Mapping[str, Cell]:
    """Return the row of a statement; of others only those are named that `shown` has, each in a row of its own.

    `wanted` are the statements that were chosen, `numbers` those of the files by hash.
    """
    links = shown.links_from.get(statement.id, [])
    reacting = reactions(shown, statement)
    responses = [one for one in reacting if one.kind is Kind.RESPONSE]
    commitments = [one for one in reacting if one.kind is Kind.COMMITMENT]
    deadlines = [statement.deadline, *(one.deadline for one in commitments)]

    def targets(kind: LinkKind) -> str:
        return SEPARATOR.join(link.target for link in links if link.kind is kind)

    supported = [link.source for link in shown.links_to.get(statement.id, []) if link.kind is LinkKind.BASED_ON]
    return {
        "role": say("role.subject" if statement.id in wanted else "role.chain"),
        "number": _number(statement.number),
        "addressee_texts": SEPARATOR.join(addressee.text for addressee in statement.addressees),
        "addressees": SEPARATOR.join(addressee_labels(lookup, statement)),
        "themes": SEPARATOR.join(lookup.themes[tag.theme].label for tag in statement.themes),
        "reaction": _reaction(responses, commitments),
        "position": SEPARATOR.join(say(f"position.{one}") for one in positions(lookup, statement)),
        "response_ids": SEPARATOR.join(one.id for one in responses),
        "response_quotes": _quotes(shown, responses),
        "commitment_ids": SEPARATOR.join(one.id for one in commitments),
        "commitment_quotes": _quotes(shown, commitments),
        "deadline": SEPARATOR.join(one.text for one in deadlines if one),
        "deadline_date": SEPARATOR.join(one.date for one in deadlines if one and one.date),
        "based_on": targets(LinkKind.BASED_ON),
        "responds_to": targets(LinkKind.RESPONDS_TO),
        "fulfils": targets(LinkKind.FULFILS),
        "supports": SEPARATOR.join(supported),
        "actor": lookup.actors[statement.actor].label if statement.actor else None,
        "issuer": statement.issuer,
        "section": " > ".join(statement.section),
        "page": statement.page,
        "rule": say_rule(statement.rule),
        "confidence": statement.confidence,
        "id": statement.id,
        "iri": Address(names.of_id(statement.id)),
        **report_cells(lookup.editions[statement.report]),
        **place_cells(lookup, statement, statement.start, statement.end, numbers),
    }


def _reaction(responses: Sequence[Statement], commitments: Sequence[Statement]) -> str:
    """Return whether anybody reacted; that somebody rejected it is a position and stands in another column."""
    if responses:
        return say("export.answered")
    return say("export.promised" if commitments else "trace.no-response")


def _quotes(lookup: Lookup, statements: Iterable[Statement]) -> str:
    text = JOINT.join(lookup.quote(statement) for statement in statements)
    return text if len(text) <= CELL else ""  # they stand in their own rows as well


def _number(printed: str | None) -> Cell:
    """Return the number of a statement as a number where it is one and is written so.

    >>> _number("12"), _number("01"), _number("3a"), _number(None)
    (12, '01', '3a', None)
    """
    whole = printed is not None and printed.isascii() and printed.isdecimal() and str(int(printed[:9])) == printed
    return int(printed) if printed and whole else printed


def report_cells(edition: Edition) -> Mapping[str, Cell]:
    """Return what is said of the report that a row is about, and whether we have it or only our summary of it."""
    report = edition.report
    return {
        "report": report.title,
        "publisher": report.publisher,
        "issued": report.issued,
        "digest": say("export.digest" if edition.digest else "export.original"),
    }


def place_cells(
    lookup: Lookup, statement: Statement, start: int, end: int, numbers: Mapping[str, int]
) -> Mapping[str, Cell]:
    """Return the quote and where it stands; one that no cell can hold is cut off, and the place says where."""
    document = lookup.documents[statement.document]
    end = min(end, start + CELL)
    return {
        "quote": document.text[start:end],
        "document": document.name,
        "source": numbers[document.sha256],
        "sha256": document.sha256,
        "start": start,
        "end": end,
    }
