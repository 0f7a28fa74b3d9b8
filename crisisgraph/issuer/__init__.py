"""Who made a document that nobody described: from its title page, its colophon, its letterhead and its own voice.

`rules` reads the words to look for from `issuer.toml`, `known` reads a name, and `source` looks for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from crisisgraph.issuer.known import KnownNames
from crisisgraph.issuer.source import Source
from crisisgraph.model import Actor, Document

__all__ = ["issuer_of"]


def issuer_of(document: Document, actors: Iterable[Actor]) -> str | None:
    """Return the name of the body that made `document`, or None when it names nobody.

    A court of audit, an ombudsman or an inspectorate on the title page goes first: it answers for what others do for
    it.  Then who is said to have made the document; a body that has a line of the title page to itself (of those one
    that makes reports, and a ministry last); who published it, whose address closes it, whose name heads its pages,
    and who speaks in it.  Whoever asked for it, or gets it, did not make it.
    """
    source = Source(document, KnownNames(actors))
    for name in source.candidates():
        return name.label if name.listed else source.as_written(name.label)
    return None
