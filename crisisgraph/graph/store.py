"""The store that answers: an Oxigraph folder that is written once, with the build, and only read after that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

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


def write_store(quads: Path, folder: Path) -> None:
    """Make a store in the new `folder` out of an N-Quads file.

    The files of a store are not the same bytes twice; they hold the same quads.  Opening it to read changes none.
    """
    store = Store(str(folder))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
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
    if not path.exists():
        raise InputError("no-such-file", file=path)
    for place in _STORES:
        if (path / place / "CURRENT").is_file():
            return _opened(path / place)
    store = Store()
    for file in _files(path):
        try:
            store.bulk_load(path=str(file), format=FORMATS[file.suffix.lower()])
        except (OSError, SyntaxError) as error:
            raise InputError("bad-rdf", file=file, reason=" ".join(str(error).split())[:200]) from error
    return store


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


def _files(path: Path) -> list[Path]:
    """Return the files to load; beside a ``graph.nq`` of ours, the Turtle files of that folder say the same again."""
    if (path / "graph.nq").is_file():
        return [path / "graph.nq"]
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    readable = [file for file in files if file.suffix.lower() in FORMATS and file.is_file()]
    if not readable:
        raise InputError("not-rdf", file=path, endings=", ".join(FORMATS))
    return readable
