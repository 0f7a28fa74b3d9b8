"""What the sheets of an exported workbook hold, as plain values: one for each kind, links, sources, and itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph import __version__
from crisisgraph.corpus import Corpus
from crisisgraph.export.selection import About, part_with, with_chain
from crisisgraph.graph.names import Names, web_address
from crisisgraph.listing import positions, reactions
from crisisgraph.model import PROPOSED, Edition, Kind, LinkKind, Statement, StatementId
from crisisgraph.office.wording import CELL, JOINT, SEPARATOR
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.sentences import say, say_rule

#: A cell; `Address` is one that can be clicked.
Cell = str | int | float | None


class Address(str):
    """A web address: the only kind of cell that becomes a link."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its name, the keys of its columns (their headings are under [column]) and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]


_FIRST = ("role", "number", "quote", "report", "page")
_BETWEEN: Mapping[Kind, tuple[str, ...]] = {
    Kind.RECOMMENDATION: (
        "addressee_texts", "addressees", "themes", "reaction", "position", "response_ids", "response_quotes",
        "commitment_ids", "commitment_quotes", "deadline", "deadline_date", "based_on",
    ),
    Kind.FINDING: ("themes", "supports"),
    Kind.RESPONSE: ("position", "responds_to", "actor"),
    Kind.COMMITMENT: ("actor", "deadline", "deadline_date", "fulfils"),
}  # fmt: skip
_PLACE = ("document", "source", "sha256", "start", "end")
_LAST = ("issuer", "publisher", "issued", "section", "digest", "rule", "confidence", "id", "iri")
_LINKS = ("id", "link", "target", "proposal", "link_rule", "link_confidence", "quote", "page", "iri")
_SOURCES = (
    "source",
    "report",
    "publisher",
    "issued",
    "digest",
    "landing_page",
    "document",
    "sha256",
    "pages",
    "reader",
)
_ABOUT = ("about", "value")


def sheets(lookup: Lookup, chosen: Sequence[StatementId], base: str, about: About) -> tuple[Sheet, ...]:
    """Return the sheets of an export of the `chosen` statements with their chains; `base` is the prefix of our IRIs."""
    part = _with_reactions(lookup, with_chain(lookup, chosen))
    wanted = frozenset(chosen)
    names = Names(base)
    numbers = source_numbers(part)
    shown = Lookup(part)

    def of_kind(kind: Kind) -> Sheet:
        found = [one for one in part.statements if one.kind is kind]
        found.sort(key=lambda one: one.id not in wanted)  # what was chosen comes first
        rows = (_statement(lookup, shown, one, wanted, names, numbers) for one in found)
        return Sheet(say(f"sheet.{kind}"), _FIRST + _BETWEEN[kind] + _LAST + _PLACE, tuple(rows))

    return (
        *(of_kind(kind) for kind in Kind),
        Sheet(say("sheet.links"), _LINKS + _PLACE, tuple(_link_rows(shown, names, numbers))),
        Sheet(say("sheet.sources"), _SOURCES, tuple(_source_rows(shown, numbers))),
        Sheet(say("sheet.about"), _ABOUT, tuple(_about_rows(lookup, chosen, about))),
    )


def source_numbers(part: Corpus) -> Mapping[str, int]:
    """Return the number under which each file is named in an export, by its hash."""
    return {document.sha256: number for number, document in enumerate(part.documents, start=1)}


def _with_reactions(lookup: Lookup, part: Corpus) -> Corpus:
    """Return `part` with the reactions to all recommendations in it, so that none seems to lack what it has."""
    kept = [one.id for one in part.statements]
    kept += [reaction.id for one in part.statements for reaction in reactions(lookup, one)]
    return part_with(lookup, kept)


def _statement(
    lookup: Lookup,
    shown: Lookup,
    statement: Statement,
    wanted: frozenset[StatementId],
    names: Names,
    numbers: Mapping[str, int],
) -> Mapping[str, Cell]:
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
        **_report(lookup.editions[statement.report]),
        **_place(lookup, statement, statement.start, statement.end, numbers),
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


def _report(edition: Edition) -> Mapping[str, Cell]:
    report = edition.report
    return {
        "report": report.title,
        "publisher": report.publisher,
        "issued": report.issued,
        "digest": say("export.digest" if edition.digest else "export.original"),
    }


def _place(
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


def _link_rows(shown: Lookup, names: Names, numbers: Mapping[str, int]) -> Iterator[Mapping[str, Cell]]:
    for link in shown.corpus.links:
        yield {
            "id": link.source,
            "link": say(f"link.{link.kind}"),
            "target": link.target,
            "proposal": say("export.proposal" if link.kind in PROPOSED else "export.found"),
            "link_rule": say_rule(link.rule),
            "link_confidence": link.confidence,
        }
    for citation in shown.corpus.citations:
        statement = shown.statements[citation.source]
        document = shown.documents[statement.document]
        mention = names.mention(document.id, citation.start, citation.end)
        yield {
            "id": mention.removeprefix(names.base),
            "link": say("export.names", id=citation.source, kind=say(f"link.{citation.kind}")),
            "target": citation.title,
            "proposal": say("export.proposal"),
            "link_rule": say_rule(citation.rule),
            "link_confidence": citation.confidence,
            "page": document.page_at(citation.start).index,
            "iri": Address(mention),
            **_place(shown, statement, citation.start, citation.end, numbers),
        }


def _source_rows(shown: Lookup, numbers: Mapping[str, int]) -> Iterator[Mapping[str, Cell]]:
    for edition in shown.corpus.editions:
        document = shown.documents[edition.document]
        page = web_address(edition.report.landing_page or "")
        yield {
            "source": numbers[document.sha256],
            **_report(edition),
            "landing_page": Address(page) if page else edition.report.landing_page,
            "document": document.name,
            "sha256": document.sha256,
            "pages": len(document.pages),
            "reader": document.reader,
        }


def _about_rows(lookup: Lookup, chosen: Sequence[StatementId], about: About) -> Iterator[Mapping[str, Cell]]:
    yield {"about": say("file.what"), "value": say("file.title")}
    yield {"about": say("file.selection"), "value": "\n".join(about.selection) or say("selection.all")}
    yield {"about": say("file.count"), "value": str(len(chosen))}
    if about.build:
        yield {"about": say("file.build"), "value": about.build}
    yield {"about": say("file.program"), "value": f"crisisgraph {__version__}"}
    for key in ("check", "no-response", "proposals", "numbers", "cut"):
        yield {"about": say(f"file.{key}"), "value": say(f"file.{key}-text")}
