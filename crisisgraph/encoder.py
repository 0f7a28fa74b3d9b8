"""Texts become vectors: the embedded encoder, or any model that sentence-transformers loads, behind one Protocol.

A cross-encoder, which reads a question and a text together, is loaded here too, by the same library and rules.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from crisisgraph.embedded import EmbeddedEncoder, Matrix, is_embedded
from crisisgraph.errors import InputError
from crisisgraph.settings import PACKAGE, Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

#: The folder of the encoder that is part of the package; it runs without PyTorch.
EMBEDDED = PACKAGE / "encoder_model"

#: Files that can run code when they are loaded: a model with one of these is refused.
_UNSAFE = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack", ".joblib", ".npy", ".npz"})

#: What is fetched of a model on a hub: never code, never pickles.
_SAFE_PATTERNS = ["*.json", "*.txt", "*.model", "*.safetensors"]

_COMMIT = re.compile(r"[0-9a-f]{40}")
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")

#: E5 models were trained with these in front of the text; older ones among them do not say so in their files.
_E5 = re.compile(r"(^|[^a-z0-9])e5([^a-z0-9]|$)")
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class Encoder(Protocol):
    """Turns texts into rows of unit length, so that the product of two rows is their similarity, −1 to 1.

    `name` changes whenever the vectors would: an index refuses an encoder of another name than the one that made it.
    """

    name: str
    dimension: int

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text that is to be found."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each question."""


class TransformerEncoder:
    """A model that sentence-transformers runs, with the prompts that it was trained with."""

    def __init__(self, folder: Path, name: str) -> None:
        self._model = _sentence_transformer(folder)
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        if _E5.search(name.lower()) and not any(self._model.prompts.values()):
            self._model.prompts = dict(_E5_PROMPTS)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each text that is to be found, after the model's prompt for documents."""
        return self._unit(self._model.encode_document(list(texts), show_progress_bar=False))

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return one row for each question, after the model's prompt for queries."""
        return self._unit(self._model.encode_query(list(texts), show_progress_bar=False))

    def _unit(self, rows: object) -> Matrix:
        matrix = np.asarray(rows, np.float32).reshape(-1, self.dimension)
        unit: Matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True).clip(1e-12)
        return unit


class Reranker(Protocol):
    """Says how well each of some texts answers a question, 0 to 1: better than vectors can, and far slower."""

    def scores(self, question: str, texts: Sequence[str]) -> Matrix:
        """Return one number for each text."""


class TransformerReranker:
    """A cross-encoder that sentence-transformers runs: it reads a question and a text together."""

    def __init__(self, folder: Path) -> None:
        self._model = _cross_encoder(folder)

    def scores(self, question: str, texts: Sequence[str]) -> Matrix:
        """Return one number for each text, by the logistic function of what the model gives."""
        from torch.nn import Sigmoid

        pairs = [(question, text) for text in texts]
        found: Matrix = np.asarray(self._model.predict(pairs, activation_fn=Sigmoid()), np.float32).reshape(-1)
        return found


def load_reranker(settings: Settings) -> Reranker | None:
    """Load the cross-encoder that `settings` name, under the same rules as an encoder; None when they name none.

    :raises InputError: when there is no such model, its revision is not pinned, or it has files that can run code.
    """
    if settings.reranker is None:
        return None
    folder = Path(settings.reranker)
    if not folder.is_dir():
        _check_pinned(settings.reranker, settings.reranker_revision)
        folder = _fetched(settings.reranker, settings.reranker_revision)
    _refuse_unsafe(folder)
    return TransformerReranker(folder)


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder that `settings` name: a folder, or a model on a hub at one revision.

    The network is used for a hub name only, once: what was fetched is kept by huggingface_hub, and ``HF_HUB_OFFLINE=1``
    forbids even that.  Code that comes with a model is never run.

    :raises InputError: when there is no such model, its revision is not pinned, or it has files that can run code.
    """
    name = encoder_name(settings)
    folder = Path(settings.encoder)
    if is_embedded(folder):
        return EmbeddedEncoder(folder, name)
    if not folder.is_dir():
        folder = _fetched(settings.encoder, settings.encoder_revision)
    _refuse_unsafe(folder)
    return TransformerEncoder(folder, name)


def encoder_name(settings: Settings) -> str:
    """Return the name of the encoder that `settings` choose, loading nothing: it changes when the model changes.

    :raises InputError: when the folder does not exist, or a model on a hub has no commit hash as its revision.

    >>> encoder_name(Settings()).partition("@")[0]
    'encoder_model'
    """
    folder = Path(settings.encoder)
    if folder.is_dir():
        return f"{folder.name}@{_folder_hash(folder)}"
    _check_pinned(settings.encoder, settings.encoder_revision)
    return f"{settings.encoder}@{settings.encoder_revision}"


def _check_pinned(name: str, revision: str | None) -> None:
    if not _HUB_NAME.fullmatch(name):
        raise InputError("encoder-missing", name=name)
    if not _COMMIT.fullmatch(revision or ""):
        raise InputError("encoder-revision", name=name)


def _folder_hash(folder: Path) -> str:
    """Return a hash of every file that says what the model computes: weights, configuration and vocabulary."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".txt", ".model", ".safetensors", ".onnx"}:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:16]


def _refuse_unsafe(folder: Path) -> None:
    unsafe = sorted(path for path in folder.rglob("*") if path.suffix in _UNSAFE)
    if unsafe:
        raise InputError("encoder-unsafe", folder=folder, file=unsafe[0].name)
    if not any(folder.rglob("*.safetensors")):
        raise InputError("encoder-weights", folder=folder)


def _fetched(name: str, revision: str | None) -> Path:
    """Return the folder with the files of a model on a hub, fetching what is not there yet."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=_SAFE_PATTERNS))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise InputError("encoder-fetch", name=name, reason=type(error).__name__) from error


def _sentence_transformer(folder: Path) -> SentenceTransformer:
    _quiet()
    import torch
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        str(folder),
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={"dtype": torch.float32, "use_safetensors": True},
    )


def _cross_encoder(folder: Path) -> CrossEncoder:
    _quiet()
    import torch
    from sentence_transformers import CrossEncoder

    model: CrossEncoder = CrossEncoder(
        str(folder),
        num_labels=1,
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={"dtype": torch.float32, "use_safetensors": True},
    )
    return model


def _quiet() -> None:
    # Slow to import, and the embedded encoder does without: hence here.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # has no types
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the same
