"""Stand-ins for what is slow or large: an encoder that knows words and nothing of their meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from factories import document, passage

from crisisgraph.corpus import Corpus
from crisisgraph.index.analysis import is_content, words_of
from crisisgraph.model import Edition, Report, ReportId


class FakeEncoder:
    """Gives every word a fixed direction and a text the sum of its words: texts that share words are alike.

    `synonyms` maps a word to the word whose direction it takes, so that a test can say what means the same.
    """

    def __init__(self, name: str = "fake@1", dimension: int = 64, synonyms: dict[str, str] | None = None) -> None:
        self.name = name
        self.dimension = dimension
        self._synonyms = synonyms or {}

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.stack([self._row(text) for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return self.encode_passages(texts)

    def _row(self, text: str) -> npt.NDArray[np.float32]:
        words = [word.text for word in words_of(text) if is_content(word.text)] or [""]
        row = np.sum([self._direction(self._synonyms.get(word, word)) for word in words], axis=0)
        unit: npt.NDArray[np.float32] = (row / np.linalg.norm(row)).astype(np.float32)
        return unit

    def _direction(self, word: str) -> npt.NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dimension)


def corpus_of_lines(files: Mapping[str, Sequence[str]], **more: object) -> Corpus:
    """Return a corpus with one report a file and one passage a line; `more` fills other fields of it."""
    documents, editions, passages = [], [], []
    for name, lines in files.items():
        source = document("\n".join(lines) + "\n", name, "text/plain")
        report = Report(ReportId(name.partition(".")[0]), f"Rapport {name}", "Uitgever", "Uitgever")
        documents.append(source)
        editions.append(Edition(report, source.id, 0, len(source.text)))
        passages += [passage(source, report, line) for line in lines]
    corpus = Corpus(documents=tuple(documents), editions=tuple(editions), passages=tuple(passages))
    return replace(corpus, **more)  # type: ignore[arg-type]  # any field may be given
