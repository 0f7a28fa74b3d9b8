"""A published build, opened: what search, trace, export and the app read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crisisgraph.corpus import read_corpus
from crisisgraph.encoder import Encoder, Reranker, load_encoder, load_reranker
from crisisgraph.ids import sha256_hex
from crisisgraph.index import Index, load_index
from crisisgraph.publication import MANIFEST, Published, current
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

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that are different for every other build: of the hash of its manifest."""
        return sha256_hex((self.published.folder / MANIFEST).read_bytes())[:16]

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
