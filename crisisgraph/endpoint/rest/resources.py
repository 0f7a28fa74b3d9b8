"""The answers of the API as records: plain functions from an open build and what was asked of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from msgspec import to_builtins
from msgspec.structs import replace

from crisisgraph.answers import answer_record, sourced_record, trace_record
from crisisgraph.endpoint.rest.parameters import (
    Exporting,
    Invalid,
    InvalidParametersError,
    Listing,
    Paging,
    Question,
)
from crisisgraph.errors import InputError
from crisisgraph.export import About, export, in_words
from crisisgraph.graph.names import Names
from crisisgraph.listing import listed, pages_of, positions, reactions
from crisisgraph.model import Edition, Kind, ReportId, Statement
from crisisgraph.search import Query, search
from crisisgraph.sentences import say
from crisisgraph.trace import trace
from crisisgraph.workspace import Workspace

#: The most statements in one export: as Turtle some five seconds of work, and that cannot be stopped.
LARGEST_EXPORT = 1_000

#: What is answered, before it is written down; its keys are in camel case.
Record = dict[str, object]

#: What was asked of a list.
Pages = TypeVar("Pages", Paging, Listing)

_Item = TypeVar("_Item")


def reports(workspace: Workspace, asked: Paging, path: str) -> Record:
    """Return a page of the reports of the build; `path` is where its links lead."""
    editions = workspace.lookup.corpus.editions
    return _page(asked, path, editions, lambda edition: _report(workspace, edition))


def report(workspace: Workspace, name: str) -> Record:
    """Return the report with the id `name`.

    :raises InputError: when there is none.
    """
    edition = workspace.lookup.editions.get(ReportId(name))
    if edition is None:
        raise InputError("no-report", name=name)
    return _report(workspace, edition)


def recommendations(workspace: Workspace, asked: Listing, path: str) -> Record:
    """Return a page of the statements that are asked for; `path` is where its links lead.

    :raises InvalidParametersError: for a name that nothing in the build has.
    """
    found = listed(workspace.lookup, asked.selection(workspace.lookup.corpus))
    return _page(asked, path, found, lambda statement: _statement(workspace, statement))


def recommendation(workspace: Workspace, name: str) -> Record:
    """Return the trace of the statement with the id or IRI `name`.

    :raises InputError: when there is none.
    """
    return camel(trace_record(workspace.lookup, workspace.settings.base, trace(workspace.lookup, name)))


def answer(workspace: Workspace, asked: Question) -> Record:
    """Return the answer to a question, as the command line prints it.

    :raises InvalidParametersError: for a name that nothing in the build has.
    """
    lookup = workspace.lookup
    query = Query(asked.q, asked.filters(lookup.corpus), asked.limit)
    found = search(workspace.index, workspace.encoder, lookup, query, workspace.reranker)
    return answer_record(lookup, workspace.settings.base, "1", found)


def exported(workspace: Workspace, asked: Exporting) -> bytes:
    """Return a file with the statements that are asked for and their chains.

    :raises InvalidParametersError: for a name that nothing in the build has, and for more than `LARGEST_EXPORT`.
    """
    selection = asked.selection(workspace.lookup.corpus)
    chosen = listed(workspace.lookup, selection)
    if len(chosen) > LARGEST_EXPORT:
        raise InvalidParametersError(Invalid("report", say("rest.large-export", n=len(chosen), most=LARGEST_EXPORT)))
    about = About(in_words(workspace.lookup, selection), workspace.fingerprint)
    return export(workspace.lookup, [statement.id for statement in chosen], asked.format, workspace.settings, about)


def camel(record: Record) -> Record:
    """Return `record` with its keys, and those of the records in it, in camel case.

    >>> camel({"report_title": "Storm", "link": {"made_by": [{"a_b": 1}]}})
    {'reportTitle': 'Storm', 'link': {'madeBy': [{'aB': 1}]}}
    """
    return {_camel_key(key): _camel_value(value) for key, value in record.items()}


def _camel_key(key: str) -> str:
    return re.sub(r"_(.)", lambda match: match[1].upper(), key)


def _camel_value(value: object) -> object:
    if isinstance(value, dict):
        return camel(value)
    return [_camel_value(one) for one in value] if isinstance(value, list) else value


def _page(asked: Pages, path: str, found: Sequence[_Item], record: Callable[[_Item], Record]) -> Record:
    start = (asked.page - 1) * asked.page_size
    last = pages_of(found, asked.page_size)
    before, after = min(asked.page - 1, last), asked.page + 1
    return {
        "total": len(found),
        "page": asked.page,
        "pageSize": asked.page_size,
        "links": {
            "self": _link(asked, path, asked.page),
            "first": _link(asked, path, 1),
            "prev": _link(asked, path, before) if before else None,
            "next": _link(asked, path, after) if after <= last else None,
            "last": _link(asked, path, last),
        },
        "items": [record(one) for one in found[start : start + asked.page_size]],
    }


def _link(asked: Paging | Listing, path: str, page: int) -> str:
    """Return the address of another page of the same list: what is as it is by itself stays out."""
    plain = to_builtins(type(asked)())
    wanted = {
        key: str(value).lower() if isinstance(value, bool) else value
        for key, value in to_builtins(replace(asked, page=page)).items()
        if key == "page" or value != plain[key]
    }
    return f"{path}?{urlencode(wanted, doseq=True)}"


def _report(workspace: Workspace, edition: Edition) -> Record:
    one = edition.report
    document = workspace.lookup.documents[edition.document]
    counts = workspace.lookup.counts
    return {
        "id": one.id,
        "iri": str(Names(workspace.settings.base).report(one.id)),
        "title": one.title,
        "publisher": one.publisher,
        "issuer": one.issuer,
        "issued": one.issued,
        "kind": one.kind,
        "language": one.language,
        "landingPage": one.landing_page,
        "evaluates": one.evaluates,
        "partOf": one.part_of,
        "respondsTo": one.responds_to,
        "digest": edition.digest,
        "document": document.name,
        "mediaType": document.media_type,
        "sha256": document.sha256,
        "pages": len(document.pages),
        "statements": {kind.value: counts[one.id, kind] for kind in Kind},
    }


def _statement(workspace: Workspace, statement: Statement) -> Record:
    lookup = workspace.lookup
    return {
        **camel(sourced_record(lookup, workspace.settings.base, statement)),
        "hasResponse": bool(reactions(lookup, statement)),
        "responsePositions": [position.value for position in positions(lookup, statement)],
    }
