"""An encoder with a memory: no text is embedded twice, neither in one build nor in the builds after it.

Rows are remembered in half precision, which is how an index keeps them, and are always given out as they are
remembered: so a build that could use an earlier one has the bytes of a build that could not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from crisisgraph.embedded import Matrix
from crisisgraph.encoder import Encoder

#: Rows as they are kept.
Half = npt.NDArray[np.float16]

#: Rows by the key of their text.
Rows = Mapping[bytes, Half]

Progress = Callable[[str, int, int], None]

#: Bytes of a key.
KEY_LENGTH = 16

#: Texts that are embedded between two reports of progress.
_STEP = 128


class Memory:
    """An `Encoder` that embeds a text only when it knows no row for it.

    :param known: rows of an earlier build by the same encoder.
    :param shipped: rows that come with the program: they need not be kept with a build.
    """

    def __init__(
        self,
        encoder: Encoder,
        known: Rows | None = None,
        shipped: Rows | None = None,
        progress: Progress = lambda *_: None,
    ) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder = encoder
        self._rows: dict[bytes, Half] = dict(known or {})
        self._shipped = shipped or {}
        self._progress = progress
        self._new: set[bytes] = set()
        self._asked: set[bytes] = set()

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text that is to be found."""
        return self.rows(texts).astype(np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each question; questions are not remembered."""
        return self._encoder.encode_queries(texts)

    def rows(self, texts: Sequence[str]) -> Half:
        """Return one row in half precision for each text that is to be found."""
        keys = [key_of(text) for text in texts]
        self._asked.update(key for key in keys if key not in self._shipped)
        unknown = {
            k: text for k, text in zip(keys, texts, strict=True) if k not in self._shipped and k not in self._rows
        }
        missing = list(unknown.items())
        for start in range(0, len(missing), _STEP):
            some = missing[start : start + _STEP]
            rows = self._encoder.encode_passages([text for _, text in some]).astype(np.float16)
            self._rows |= zip((key for key, _ in some), rows, strict=True)
            self._new.update(key for key, _ in some)
            self._progress("progress.embed", start + len(some), len(missing))
        found = np.empty((len(keys), self.dimension), np.float16)
        for row, key in enumerate(keys):
            found[row] = self._shipped[key] if key in self._shipped else self._rows[key]
        return found

    def is_new(self, key: bytes) -> bool:
        """Tell whether the row of the text with this key was computed just now."""
        return key in self._new

    def asked_beside(self, keys: Iterable[bytes]) -> tuple[list[bytes], Half]:
        """Return what was asked for that is not shipped and not among `keys`, by key, with the rows."""
        beside = sorted(self._asked.difference(keys))
        rows = np.empty((len(beside), self.dimension), np.float16)
        for row, key in enumerate(beside):
            rows[row] = self._rows[key]
        return beside, rows


def key_of(text: str) -> bytes:
    """Return the key of a text; rows of different encoders are never together, so it says nothing of the encoder."""
    return hashlib.sha256(text.encode()).digest()[:KEY_LENGTH]


def by_key(keys: npt.NDArray[np.uint8], rows: Half) -> dict[bytes, Half]:
    """Return rows by their keys, which are the rows of a matrix of bytes."""
    return dict(zip(map(bytes, keys), rows, strict=True))
