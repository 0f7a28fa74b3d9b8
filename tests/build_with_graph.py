"""A published build with its graph, of the corpus that tries to be more than text, and a server over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app_build import app_corpus
from rdflib import Dataset
from served import LIMITS, Endpoint, running

from crisisgraph.endpoint.service import service_of_build
from crisisgraph.graph import graph_of, write_graph
from crisisgraph.publication import publish
from crisisgraph.settings import Settings

SETTINGS = Settings(server=replace(LIMITS, workers=2))

#: What a browser sends.
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

#: A recommendation with a number, an answer to it, a conclusion under it, and a part.
RECOMMENDATION = "recommendation-storm-oosterdam-1"


def made_dataset(settings: Settings = SETTINGS) -> Dataset:
    """Return the graph of the corpus."""
    return graph_of(app_corpus(), settings)


@contextmanager
def served_build(folder: Path, settings: Settings = SETTINGS) -> Iterator[Endpoint]:
    """Publish the graph in `folder` and serve it."""
    publish(folder, lambda out: write_graph(made_dataset(settings), out / "graph"), {"inputs": "made by hand"})
    with running(service_of_build(folder, settings), settings) as endpoint:
        yield endpoint
