"""A published build, opened: what search, trace, export and the app read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crisisgraph.corpus import read_corpus
from crisisgraph.encoder import Encoder, Reranker, load_encoder, load_reranker
from crisisgraph.index import Index, load_index
from crisisgraph.publication import Published, current
from crisisgraph.records import Lookup
from crisisgraph.settings import Settings


@dataclass(frozen=True)
class Workspace:
    """One published build whose files are what its manifest says; encoder and index are loaded when first asked for."""

    published: Published
    lookup: Lookup
    settings: Settings

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that made the vectors."""
        return load_encoder(self.settings)

    @cached_property
    def index(self) -> Index:
        """The lexical and vector index.

        :raises StaleBuildError: when another encoder made it.
        """
        return load_index(self.published.folder / "index", self.encoder)

    @cached_property
    def reranker(self) -> Reranker | None:
        """The cross-encoder that looks at the first hits again, where the settings name one."""
        return load_reranker(self.settings)

    @property
    def graph(self) -> Path:
        """The folder with the graph as a store and as sorted Turtle."""
        return self.published.folder / "graph"


def open_workspace(build: Path, settings: Settings) -> Workspace:
    """Open what is published in the folder `build`; the workspace keeps that version while newer ones appear.

    :raises NoBuildError: when nothing is published there.
    :raises StaleBuildError: when it is damaged or of another format.
    """
    published = current(build)
    return Workspace(published, Lookup(read_corpus(published.folder / "corpus")), settings)
