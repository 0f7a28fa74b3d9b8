"""The store that answers: an Oxigraph folder that is written once, with the build, and only read after that.

A module of its own, away from what makes and validates graphs, because a process that only answers has to start fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from crisisgraph.errors import InputError

#: The files that can be served besides a published build, by extension.
FORMATS: Mapping[str, RdfFormat] = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
}

#: Where the store lies, seen from a folder of builds, a build, its graph, or the store itself.
_STORES = ("current/graph/store", "graph/store", "store", ".")


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file, or a folder of files, to serve; `graph` is the IRI of the graph for its triples that are in none."""

    path: Path
    graph: str | None = None


def write_store(files: Iterable[RdfFile], folder: Path) -> None:
    """Make a store in the new `folder` out of RDF files.

    The files of a store are not the same bytes twice; they hold the same quads.  Opening it to read changes none.

    :raises InputError: as for `open_store`, and when an IRI of a graph is none ("bad-graph").
    """
    store = Store(str(folder))
    for file in files:
        _load(store, file)
    store.flush()
    store.optimize()
    del store  # closes the files
    for log in folder.glob("LOG*"):
        log.unlink()  # says when and where it was made, and nothing else


def open_store(path: Path) -> Store:
    """Return the store of a build, or one in memory with what a file, or the files of a folder, hold.

    A build opens at once, read only; other files (see `FORMATS`) are loaded, in the order of their names.

    :raises InputError: when `path` does not exist ("no-such-file"), holds no RDF ("not-rdf") or cannot be read
        ("bad-rdf").
    """
    folder = store_folder(path)
    if folder is not None:
        return _opened(folder)
    store = Store()
    _load(store, RdfFile(path))
    return store


def store_folder(path: Path) -> Path | None:
    """Return the folder with the store of the build at `path`, or none where no store lies there."""
    return next((path / place for place in _STORES if (path / place / "CURRENT").is_file()), None)


def select(store: Store, query: str) -> QuerySolutions:
    """Return the rows of one of our own SELECT queries, over all graphs as one.

    A visitor's query never comes here: it cannot be stopped once it runs in this process.
    """
    rows = store.query(query, use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"not a SELECT query: {query}")
    return rows


def _opened(folder: Path) -> Store:
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise InputError("bad-rdf", file=folder, reason=" ".join(str(error).split())[:200]) from error


def _load(store: Store, file: RdfFile) -> None:
    for path in _files(file.path):
        rdf_format = FORMATS[path.suffix.lower()]
        try:
            graph = NamedNode(file.graph) if file.graph else None
        except ValueError as error:
            raise InputError("bad-graph", graph=file.graph) from error
        try:
            store.bulk_load(path=str(path), format=rdf_format, to_graph=graph)
        except (OSError, SyntaxError) as error:
            raise InputError("bad-rdf", file=path, reason=" ".join(str(error).split())[:200]) from error


def _files(path: Path) -> list[Path]:
    """Return the files to load; beside a ``graph.nq`` of ours, the Turtle files of that folder say the same again."""
    if not path.exists():
        raise InputError("no-such-file", file=path)
    if (path / "graph.nq").is_file():
        return [path / "graph.nq"]
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    readable = [file for file in files if file.suffix.lower() in FORMATS and file.is_file()]
    if not readable:
        raise InputError("not-rdf", file=path, endings=", ".join(FORMATS))
    return readable
