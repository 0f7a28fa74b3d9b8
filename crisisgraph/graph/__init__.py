"""Values become triples, are held against their shapes, and are written where they can be asked.

Reading order: `names` (IRIs) and `literals`; `places`, `reports`, `statements` and `agents` (values to triples);
`build` (all of them, a named graph to each report); `validation`; `files` (what is published, beside the `store`);
`named_queries` (what it is asked).  rdflib builds and writes, pySHACL validates, Oxigraph answers.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset

from crisisgraph.graph.build import graph_of
from crisisgraph.graph.files import write_files
from crisisgraph.graph.named_queries import NamedQuery, load_queries
from crisisgraph.graph.validation import validate
from crisisgraph.store import RdfFile, open_store, write_store

__all__ = ["NamedQuery", "graph_of", "load_queries", "open_store", "validate", "write_graph"]


def write_graph(dataset: Dataset, folder: Path) -> None:
    """Write `dataset` into the new `folder`: Turtle per named graph, sorted N-Quads, and ``store/`` to ask."""
    folder.mkdir(parents=True)
    write_files(dataset, folder)
    write_store([RdfFile(folder / "graph.nq")], folder / "store")
