"""A small BERT sentence encoder on NumPy alone: one question costs milliseconds, and PyTorch is not even imported.

Importing PyTorch and sentence-transformers takes four to five seconds on two cores, longer than a question from the
command line may take in all.  The folder is the same one that sentence-transformers loads; a test holds both to the
same vectors.  Each text is encoded by itself, so that a vector never depends on what else stood in the batch.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
from tokenizers import Tokenizer

#: Single-precision numbers, one row a text.
Matrix = npt.NDArray[np.float32]
_Weights = dict[str, npt.NDArray[np.float16] | Matrix]

_EPSILON = np.float32(1e-12)

#: Rows that are put through the activation at once.
_ROWS = 32
_HALF_ROOT = np.float32(math.sqrt(0.5))

#: Abramowitz and Stegun 7.1.26; the coefficients are halved, because half of 1 − erf is wanted.
_ERF_P = np.float32(0.3275911)
_ERF = tuple(np.float32(c / 2) for c in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))


@dataclass(frozen=True, slots=True)
class _Layer:
    """The weights of one transformer layer, each matrix transposed so that rows can be multiplied by it."""

    attention: Matrix  # query, key and value side by side
    attention_bias: Matrix
    mix: Matrix
    mix_bias: Matrix
    mix_norm: tuple[Matrix, Matrix]
    widen: Matrix
    widen_bias: Matrix
    narrow: Matrix
    narrow_bias: Matrix
    narrow_norm: tuple[Matrix, Matrix]


class Bert:
    """A BERT encoder with mean pooling, read from a sentence-transformers folder with safetensors weights."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        longest = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"]
        weights: _Weights = load_file(folder / "model.safetensors")
        self.dimension: int = config["hidden_size"]
        self._heads: int = config["num_attention_heads"]
        self._words = weights["embeddings.word_embeddings.weight"]
        self._positions = _single(weights, "embeddings.position_embeddings.weight")
        self._type = _single(weights, "embeddings.token_type_embeddings.weight")[0]
        self._norm = _norm_of(weights, "embeddings.LayerNorm")
        self._layers = [_layer(weights, f"encoder.layer.{i}.") for i in range(config["num_hidden_layers"])]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()
        self._threads = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length for each text.

        The matrix library gets one thread and the texts are shared out over the cores: with more threads its sums
        depend on how many there are, and it comes to a halt when another program uses a core.
        """
        rows = np.empty((len(texts), self.dimension), np.float32)
        tokens = self._tokenizer.encode_batch(list(texts))

        def encode_one(row: int) -> None:
            mean = self._token_vectors(np.array(tokens[row].ids)).mean(axis=0)
            rows[row] = mean / np.linalg.norm(mean)

        with self._threads.limit(limits=1, user_api="blas"):
            if len(texts) == 1:
                encode_one(0)
            else:
                with ThreadPoolExecutor(os.cpu_count()) as pool:
                    list(pool.map(encode_one, range(len(texts))))
        return rows

    def _token_vectors(self, ids: npt.NDArray[np.int64]) -> Matrix:
        length = len(ids)
        head = self.dimension // self._heads
        scale = np.float32(1 / math.sqrt(head))
        x = _normalise(self._words[ids].astype(np.float32) + self._positions[:length] + self._type, self._norm)
        for layer in self._layers:
            joint = _linear_map(x, layer.attention, layer.attention_bias)
            joint[:, : self.dimension] *= scale
            query, key, value = joint.reshape(length, 3, self._heads, head).transpose(1, 2, 0, 3)
            weights: Matrix = query @ key.transpose(0, 2, 1)
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            attended = (weights @ value).transpose(1, 0, 2).reshape(length, self.dimension)
            x = _normalise(_linear_map(attended, layer.mix, layer.mix_bias) + x, layer.mix_norm)
            wide = _gelu(_linear_map(x, layer.widen, layer.widen_bias))
            x = _normalise(_linear_map(wide, layer.narrow, layer.narrow_bias) + x, layer.narrow_norm)
        return x


def _single(weights: _Weights, name: str) -> Matrix:
    return weights[name].astype(np.float32)


def _norm_of(weights: _Weights, name: str) -> tuple[Matrix, Matrix]:
    return _single(weights, f"{name}.weight"), _single(weights, f"{name}.bias")


def _linear(weights: _Weights, *names: str) -> tuple[Matrix, Matrix]:
    """Return the matrix (transposed) and the bias of one linear map, or of several side by side."""
    matrix = np.concatenate([_single(weights, f"{name}.weight") for name in names])
    bias = np.concatenate([_single(weights, f"{name}.bias") for name in names])
    return np.ascontiguousarray(matrix.T), bias


def _layer(weights: _Weights, prefix: str) -> _Layer:
    parts = (f"{prefix}attention.self.{part}" for part in ("query", "key", "value"))
    return _Layer(
        *_linear(weights, *parts),
        *_linear(weights, f"{prefix}attention.output.dense"),
        _norm_of(weights, f"{prefix}attention.output.LayerNorm"),
        *_linear(weights, f"{prefix}intermediate.dense"),
        *_linear(weights, f"{prefix}output.dense"),
        _norm_of(weights, f"{prefix}output.LayerNorm"),
    )


def _normalise(x: Matrix, norm: tuple[Matrix, Matrix]) -> Matrix:
    """Return each row with mean 0 and variance 1, then scaled and shifted (layer normalisation)."""
    x = x - x.mean(axis=-1, keepdims=True)
    x /= np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + _EPSILON)
    return x * norm[0] + norm[1]


def _linear_map(x: Matrix, weights: Matrix, bias: Matrix) -> Matrix:
    product: Matrix = x @ weights
    product += bias
    return product


def _gelu(x: Matrix) -> Matrix:
    """Turn `x` itself into x·Φ(x), Φ the normal distribution, by way of Abramowitz and Stegun 7.1.26 (±1.5e-7).

    A few rows at a time, in place: what is worked on stays in the processor's cache, which halves the time.
    """
    for start in range(0, len(x), _ROWS):
        part = x[start : start + _ROWS]
        size = np.abs(part)
        a = size * _HALF_ROOT
        t = np.reciprocal(a * _ERF_P + 1)
        tail = t * _ERF[0]  # grows into (1 − erf(|x|/√2)) / 2
        for coefficient in _ERF[1:]:
            tail += coefficient
            tail *= t
        a *= a
        tail *= np.exp(-a)
        tail *= size
        np.maximum(part, 0, out=part)
        part -= tail
    return x
