"""The statements nearest in meaning, of all pairs: tile by tile, so that memory does not grow with their square."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crisisgraph.embedded import Matrix

Numbers = npt.NDArray[np.int64]

#: Rows that are compared with as many others at a time: a tile is 16 MB.
_TILE = 2_048


def nearest(rows: Matrix, count: int) -> Numbers:
    """Return for each row the numbers of the `count` rows most like it, best first, padded with −1.

    Every tile above the diagonal is computed once and counts for both sides.
    """
    total = len(rows)
    best = np.full((total, count), -np.inf, np.float32)
    found = np.full((total, count), -1, np.int64)
    for left in range(0, total, _TILE):
        for right in range(left, total, _TILE):
            tile = rows[left : left + _TILE] @ rows[right : right + _TILE].T
            if left == right:
                np.fill_diagonal(tile, -np.inf)
            _keep(best, found, left, right, tile)
            if left != right:
                _keep(best, found, right, left, tile.T)
    return found


def _keep(best: Matrix, found: Numbers, first: int, start: int, tile: Matrix) -> None:
    """Put what is nearer in `tile` (rows from `first` on, against rows from `start` on) into `best` and `found`."""
    count = best.shape[1]
    rows = slice(first, first + len(tile))
    some = min(count, tile.shape[1])
    picked = np.argpartition(-tile, some - 1, axis=1)[:, :some]
    scores = np.concatenate([best[rows], np.take_along_axis(tile, picked, axis=1)], axis=1)
    names = np.concatenate([found[rows], picked + start], axis=1)
    order = np.lexsort((names, -scores), axis=1)[:, :count]
    best[rows] = np.take_along_axis(scores, order, axis=1)
    found[rows] = np.where(np.isneginf(best[rows]), -1, np.take_along_axis(names, order, axis=1))
