"""Named SPARQL queries: each is a file in ``queries/`` that says at its top what it answers.

The first lines of a file are comments: ``# title: …`` and ``# description: …`` in Dutch, and ``# parameter: name, …``
for a variable that may be filled in.  Every query also runs as it stands, over the whole graph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.sentences import say
from crisisgraph.vocab import PREFIXES

FOLDER = Path(__file__).parent / "queries"

#: The queries that are asked for most, in the order of a gallery; the others follow.
_FIRST = ("by-addressee", "by-theme", "without-response", "commitments", "chain", "overlap")

_HEADER = re.compile(r"#\s*(title|description|parameter):\s*(.+)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A SPARQL query under a name; `parameters` maps a variable to what it stands for."""

    name: str
    title: str
    description: str
    text: str
    parameters: Mapping[str, str]


@cache
def load_queries(folder: Path = FOLDER) -> Mapping[str, NamedQuery]:
    """Return the queries of `folder` by name, in order.

    :raises DataError: naming the file and the reason, when a query lacks a title or a description.
    """
    return {path.stem: _read_query(path) for path in sorted(folder.glob("*.rq"))}


def gallery() -> list[NamedQuery]:
    """Return our queries in the order in which they are shown as examples."""
    queries = load_queries()
    return [queries[name] for name in (*_FIRST, *(name for name in queries if name not in _FIRST))]


def _read_query(path: Path) -> NamedQuery:
    text = path.read_text("utf-8")
    lines = (_HEADER.fullmatch(line.strip()) for line in text.splitlines())
    header = [(match[1], match[2]) for match in lines if match]
    about = dict(header)
    for key in ("title", "description"):
        if key not in about:
            raise DataError(path, say("query.header", key=key))
    parameters = {}
    for key, value in header:
        if key == "parameter":
            name, _, meaning = value.partition(",")
            parameters[name.strip()] = meaning.strip()
    prefixes = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _used_prefixes(text))
    return NamedQuery(path.stem, about["title"], about["description"], prefixes + text, parameters)


def _used_prefixes(text: str) -> list[str]:
    """Return the prefixes of ours that a query uses, so that the files need not repeat them."""
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return sorted({prefix for prefix in re.findall(r"(?<![\w<])([a-z]+):", body) if prefix in PREFIXES})
