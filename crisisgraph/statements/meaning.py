"""What texts mean, as rows of numbers: a text is the mean of its sentences, seen from what advice has in common.

All advice looks alike to an encoder.  So the mean of many made-up sentences of advice is taken off first: then two
texts about different subjects have a product of about 0, and two that say the same a product near 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crisisgraph.embedded import Matrix
from crisisgraph.encoder import Encoder
from crisisgraph.model import Statement, StatementId
from crisisgraph.statements.sentences import split_sentences

#: Texts of which the sentences are held at once.
_STEP = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """The meaning of each of a row of statements; `places` says which row is whose."""

    rows: Matrix
    places: Mapping[StatementId, int]

    def of(self, statement: Statement) -> Matrix:
        """Return the row of `statement`."""
        row: Matrix = self.rows[self.places[statement.id]]
        return row

    def likeness(self, one: Statement, other: Statement) -> float:
        """Return how much two statements mean the same, −1 to 1.

        Summed in the same order on every machine, whatever the matrix library makes of it.
        """
        return float(np.sum(self.of(one).astype(np.float64) * self.of(other)))


def meanings_of(statements: Sequence[Statement], encoder: Encoder, centre: Matrix) -> Meanings:
    """Return what `statements` mean, seen from `centre`."""
    rows = rows_of([statement.text for statement in statements], encoder, centre)
    return Meanings(rows, {statement.id: row for row, statement in enumerate(statements)})


def rows_of(texts: Sequence[str], encoder: Encoder, centre: Matrix) -> Matrix:
    """Return a row of unit length for each text, seen from `centre`; sentences are what an index embeds as well."""
    rows = np.empty((len(texts), encoder.dimension), np.float32)
    for first in range(0, len(texts), _STEP):
        some = [_sentences_of(text) for text in texts[first : first + _STEP]]
        found = encoder.encode_passages([sentence for sentences in some for sentence in sentences])
        start = 0
        for row, sentences in enumerate(some, start=first):
            rows[row] = unit(found[start : start + len(sentences)].mean(axis=0))
            start += len(sentences)
    return unit(rows - centre)


def _sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)] or [text]


def unit(rows: Matrix) -> Matrix:
    """Return `rows` at unit length; a row of nothing stays one."""
    scaled: Matrix = rows / np.linalg.norm(rows, axis=-1, keepdims=True).clip(1e-9)
    return scaled
