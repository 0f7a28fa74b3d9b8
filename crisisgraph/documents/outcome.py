"""What a reader gives back for one file: what it extracted, or nothing, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from crisisgraph.model import Block, Code, Page
from crisisgraph.settings import Limits


@dataclass(frozen=True, slots=True)
class Extracted:
    """The canonical text of a file with its pages and blocks; `reader` names the extractor and its version."""

    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    reader: str
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A `Finding` to be: what a reader has to say about its file, before the file's name is put to it."""

    code: Code
    page: int | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of reading one file: `extracted` is absent when the file is refused, and then a remark says why.

    >>> ReadOutcome.refused(Code.EMPTY_FILE).extracted is None
    True
    """

    extracted: Extracted | None
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def refused(cls, code: Code, **facts: str | int) -> ReadOutcome:
        """Return the outcome of a file that is left out for one reason."""
        return cls(None, (Remark(code, facts=facts),))


#: What reads one kind of file; it may do anything wrong that a guard can stand.
Reader = Callable[[Path, Limits], ReadOutcome]


def listed(pages: Sequence[int]) -> str:
    """Return page indices as people write them.

    >>> listed([2, 3, 4, 9])
    '2-4, 9'
    """
    breaks = [at for at, (one, other) in enumerate(pairwise(pages), 1) if other != one + 1]
    runs = [pages[start:end] for start, end in pairwise([0, *breaks, len(pages)])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
