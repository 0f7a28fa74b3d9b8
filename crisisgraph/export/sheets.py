"""What the sheets of an exported workbook hold, as plain values: one for each kind, links, sources, and itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph import __version__
from crisisgraph.corpus import Corpus
from crisisgraph.export.rows import Address, Cell, place_cells, report_cells, source_numbers, statement_row
from crisisgraph.export.selection import About, part_with, with_chain
from crisisgraph.graph.names import Names, web_address
from crisisgraph.listing import reactions
from crisisgraph.model import PROPOSED, Kind, StatementId
from crisisgraph.records import Lookup
from crisisgraph.review import Review
from crisisgraph.reviewed import REVIEW_COLUMNS, review_cells
from crisisgraph.sentences import say, say_rule


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


def sheets(
    lookup: Lookup,
    chosen: Sequence[StatementId],
    base: str,
    about: About,
    reviews: Mapping[StatementId, Review] | None = None,
) -> tuple[Sheet, ...]:
    """Return the sheets of an export of the `chosen` statements with their chains; `base` is the prefix of our IRIs.

    With `reviews` the sheets of statements also hold what people recorded about each.
    """
    recorded = () if reviews is None else REVIEW_COLUMNS
    part = _with_reactions(lookup, with_chain(lookup, chosen))
    wanted = frozenset(chosen)
    names = Names(base)
    numbers = source_numbers(part)
    shown = Lookup(part)

    def of_kind(kind: Kind) -> Sheet:
        found = [one for one in part.statements if one.kind is kind]
        found.sort(key=lambda one: one.id not in wanted)  # what was chosen comes first
        rows = (
            {
                **statement_row(lookup, shown, one, wanted, names, numbers),
                **review_cells(lookup, (reviews or {}).get(one.id)),
            }
            for one in found
        )
        return Sheet(say(f"sheet.{kind}"), _FIRST + _BETWEEN[kind] + recorded + _LAST + _PLACE, tuple(rows))

    return (
        *(of_kind(kind) for kind in Kind),
        Sheet(say("sheet.links"), _LINKS + _PLACE, tuple(_link_rows(shown, names, numbers))),
        Sheet(say("sheet.sources"), _SOURCES, tuple(_source_rows(shown, numbers))),
        Sheet(say("sheet.about"), _ABOUT, tuple(_about_rows(lookup, chosen, about))),
    )


def _with_reactions(lookup: Lookup, part: Corpus) -> Corpus:
    """Return `part` with the reactions to all recommendations in it, so that none seems to lack what it has."""
    kept = [one.id for one in part.statements]
    kept += [reaction.id for one in part.statements for reaction in reactions(lookup, one)]
    return part_with(lookup, kept)


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
            **place_cells(shown, statement, citation.start, citation.end, numbers),
        }


def _source_rows(shown: Lookup, numbers: Mapping[str, int]) -> Iterator[Mapping[str, Cell]]:
    for edition in shown.corpus.editions:
        document = shown.documents[edition.document]
        page = web_address(edition.report.landing_page or "")
        yield {
            "source": numbers[document.sha256],
            **report_cells(edition),
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
