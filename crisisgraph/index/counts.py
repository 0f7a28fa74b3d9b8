"""Texts as sparse counts: a row for each text, a column for each name (a word, a term, an n-gram).

Texts are counted as they pass by and kept as numbers, so that the words of a million passages fit in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse


class Numbering(dict[str, int]):
    """Gives every name the number of names before it, when it is first asked for.

    >>> numbers = Numbering()
    >>> [numbers[word] for word in ("dijk", "water", "dijk")]
    [0, 1, 0]
    """

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


def count(rows: Iterable[Iterable[str]], numbers: Mapping[str, int]) -> sparse.csr_array:
    """Return how often each row has each name; the columns are what `numbers` makes of the names, in no set width.

    >>> count([["dijk", "water", "dijk"], []], Numbering()).toarray().tolist()
    [[2.0, 1.0], [0.0, 0.0]]
    """
    flat, ends = array("i"), array("q", [0])
    for names in rows:
        flat.extend(map(numbers.__getitem__, names))
        ends.append(len(flat))
    columns = np.array(flat, np.int32)
    matrix = sparse.csr_array(
        (np.ones(len(columns), np.float32), columns, np.array(ends)), (len(ends) - 1, len(numbers))
    )
    matrix.sum_duplicates()
    return matrix


def in_order(counts: sparse.csr_array, numbers: Mapping[str, int], names: Sequence[str]) -> sparse.csr_array:
    """Return `counts` with a column for each of `names`, which are some or all of the numbered ones, in their order."""
    place = np.full(len(numbers), -1, np.int32)
    place[[numbers[name] for name in names]] = np.arange(len(names), dtype=np.int32)
    columns = place[counts.indices]
    kept = columns >= 0
    ends = np.concatenate(([0], np.cumsum(kept)))[counts.indptr]
    chosen = sparse.csr_array((counts.data[kept], columns[kept], ends), (counts.shape[0], len(names)))
    chosen.sort_indices()
    return chosen


@dataclass(frozen=True, slots=True)
class Tokens:
    """The names of each row by their number, each as often as it counts: what bm25s reads, made as it is asked for.

    >>> list(Tokens(count([["dijk", "water", "dijk"]], Numbering())))
    [[0, 0, 1]]
    """

    counts: sparse.csr_array

    def __len__(self) -> int:
        """Return the number of rows."""
        rows: int = self.counts.shape[0]
        return rows

    def __iter__(self) -> Iterator[list[int]]:
        """Yield the numbers of each row."""
        ends, columns, often = self.counts.indptr, self.counts.indices, self.counts.data.astype(np.int64)
        for start, end in pairwise(ends.tolist()):
            yield np.repeat(columns[start:end], often[start:end]).tolist()
