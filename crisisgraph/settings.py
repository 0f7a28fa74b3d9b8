"""Settings are one frozen value, handed in from the command line; importing this module reads nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

#: The folder of the package; models, cue rules and sentences lie inside it.
PACKAGE = Path(__file__).resolve().parent

#: The checkout: `ontology/` and `corpus/` stand beside the package.
ROOT = PACKAGE.parent


@dataclass(frozen=True, slots=True)
class Limits:
    """What one untrusted file may cost: its child process, and the build after that.

    Sizes are in bytes, times in seconds; `statements` counts those of one report, `written` is the largest file that
    a child may write, `ocr_seconds` the time for recognising the text of one file.  The figures for a child were
    measured on 9,716 PDFs, hostile ones among them: none of the honest ones came near.
    """

    memory: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 20.0
    written: int = 64 << 20
    ocr_seconds: float = 1_800.0
    file_size: int = 200_000_000
    text_size: int = 20_000_000
    pages: int = 3_000
    statements: int = 5_000


def _spare_cores() -> int:
    """Return the cores but one: that one is busy with what was read."""
    return max(1, (os.cpu_count() or 1) - 1)


def _places() -> int:
    """Return the queries that run at once: more than the cores, so that long ones leave room for short ones."""
    return min(16, max(4, 2 * (os.cpu_count() or 1)))


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one query of a visitor may cost, and how many may be asked at once.

    Sizes are in bytes, times in seconds.  `query` is the longest query in UTF-8 and `result` the longest answer;
    `memory` and `stack` are what the process of a query gets; `workers` run at once and `queue` more may wait.  While
    any wait, a query that has run for `patience` may be stopped to make room.
    """

    seconds: float = 5.0
    memory: int = 2 << 30
    stack: int = 256 << 20
    result: int = 50_000_000
    query: int = 64 << 10
    workers: int = field(default_factory=_places)
    queue: int = 64
    patience: float = 0.7


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen about a build; the defaults need no network, no GPU and no download.

    `encoder` is the folder of the embedded encoder, another that sentence-transformers loads, or the name of a model
    on a hub; `reranker` is a cross-encoder, named in the same ways, that looks at the first hits again; `base` is the
    prefix of the IRIs of our data, `yasgui` the folder of the query editor where it is installed, `workers` the number
    of child processes that read documents, `server` what a query may cost.
    """

    corpus: Path = ROOT / "corpus"
    catalogue: Path = ROOT / "corpus" / "corpus.toml"
    ontology: Path = ROOT / "ontology"
    encoder: str = str(PACKAGE / "encoder_model")
    encoder_revision: str | None = None
    reranker: str | None = None
    reranker_revision: str | None = None
    base: str = "https://w3id.org/crisisgraph/id/"
    yasgui: Path = ROOT / "node_modules" / "@zazuko" / "yasgui" / "build"
    limits: Limits = field(default_factory=Limits)
    server: ServerLimits = field(default_factory=ServerLimits)
    workers: int = field(default_factory=_spare_cores)
