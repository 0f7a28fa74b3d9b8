"""A data set as files that can be compared: Turtle per named graph, and sorted N-Quads of all of them.

Equal data sets give equal bytes, in whatever order they were made: rdflib sorts its Turtle, and as our graphs hold no
blank nodes, each line of N-Quads depends on its own quad alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Dataset


def write_files(dataset: Dataset, folder: Path) -> None:
    """Write ``graph.nq``, and one Turtle file per named graph, called after the local name of that graph."""
    for graph in dataset.graphs():
        if len(graph):
            local = re.split("[/#]", str(graph.identifier))[-1]
            graph.serialize(folder / f"{local}.ttl", format="turtle", encoding="utf-8")
    quads = dataset.serialize(format="nquads", encoding="utf-8").split(b"\n")  # other line ends may stand in a text
    (folder / "graph.nq").write_bytes(b"".join(quad + b"\n" for quad in sorted(quads) if quad))
