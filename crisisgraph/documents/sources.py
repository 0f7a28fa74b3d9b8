"""The files that a build is asked to read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: `name` is how it is called in findings and results, `size` is in bytes."""

    path: Path
    name: str
    sha256: str
    size: int
