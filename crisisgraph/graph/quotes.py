"""The quotes of a graph with the places where it says they stand, for `crisisgraph verify`."""

from __future__ import annotations

from pathlib import Path

from crisisgraph.claims import Claim
from crisisgraph.errors import InputError
from crisisgraph.graph.named_queries import load_queries
from crisisgraph.store import open_store, select


def graph_claims(path: Path) -> tuple[Claim, ...]:
    """Return what a build or an RDF file claims: for each passage and statement its file, its place and its words.

    :raises InputError: when `path` is no RDF, or holds no quotes at all.
    """
    rows = select(open_store(path), load_queries()["quotes"].text)
    try:
        claims = tuple(
            Claim(
                id=row["thing"].value.rsplit("/", 1)[-1],
                sha256=row["sha256"].value,
                start=int(row["start"].value),
                end=int(row["end"].value),
                quote=row["exact"].value,
            )
            for row in rows
        )
    except ValueError as error:  # a place that is no number
        raise InputError("not-an-export") from error
    if not claims:
        raise InputError("not-an-export")
    return claims
