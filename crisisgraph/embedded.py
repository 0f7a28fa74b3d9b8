"""The encoder that comes with the package: a small E5 model that ONNX Runtime computes, without PyTorch.

`training/embedded_encoder.py` makes its folder.  Each text is encoded by itself on one thread, and the texts are shared
out over the cores: so a vector never depends on what else stood in the batch, or on how many cores there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # has no types

#: Single-precision numbers, one row a text.
Matrix = npt.NDArray[np.float32]

_SETTINGS, _CENTRES, _TOKENIZER, _MODEL = "encoder.json", "centre.safetensors", "tokenizer.json", "model.onnx"


class EmbeddedEncoder:
    """The encoder that comes with the package; a question and a passage of the same words get different rows."""

    def __init__(self, folder: Path, name: str) -> None:
        # Slow to import, and much of the package needs no encoder: hence here.
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        settings = json.loads((folder / _SETTINGS).read_text("utf-8"))
        self.name = name
        self.dimension: int = settings["dimension"]
        self._prompts: dict[str, str] = settings["prompts"]
        self._centres: dict[str, Matrix] = load_file(folder / _CENTRES)
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.enable_truncation(settings["max_seq_length"])
        self._session = _session(folder / _MODEL)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text that is to be found."""
        return self._encode("document", texts)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each question."""
        return self._encode("query", texts)

    def _encode(self, kind: str, texts: Sequence[str]) -> Matrix:
        rows = np.empty((len(texts), self.dimension), np.float32)
        tokens = self._tokenizer.encode_batch([self._prompts[kind] + text for text in texts])

        def encode_one(row: int) -> None:
            ids = np.array(tokens[row].ids, np.int64)
            (mean,) = self._session.run(None, {"ids": ids, "places": np.arange(len(ids))})
            rows[row] = _unit(_unit(mean) - self._centres[kind])

        if len(texts) == 1:
            encode_one(0)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(encode_one, range(len(texts))))
        return rows


def is_embedded(folder: Path) -> bool:
    """Tell whether a folder holds an encoder of this sort: the one of the package, or one made like it."""
    return all((folder / name).is_file() for name in (_SETTINGS, _CENTRES, _TOKENIZER, _MODEL))


def _session(file: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _unit(row: Matrix) -> Matrix:
    scaled: Matrix = row / np.linalg.norm(row).clip(1e-9)
    return scaled
