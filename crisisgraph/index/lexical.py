"""Search by words: BM25 on stems and parts of compounds, and n-grams of letters for typing errors.

The n-gram similarity of a question and a passage is the cosine of their TF-IDF vectors of 3 to 5 letters, word by word.
It is computed by way of the vocabulary: first how much each word of the corpus resembles the question, then the sum
over the words of a passage.  That is the same sum in another order, from a much smaller index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

import bm25s
import msgspec
import numpy as np
import numpy.typing as npt
from scipy import sparse

from crisisgraph.index.analysis import Analyser, folded_words
from crisisgraph.index.counts import Numbering, Tokens, count, in_order
from crisisgraph.index.question import Body

#: One number for each passage (or each word), and the numbers of some passages.
Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: BM25: how soon more of the same word adds nothing, and how much a long passage is held against it.
_K1, _B = 1.2, 0.75

#: The lengths of n-grams.
_LENGTHS = (3, 4, 5)

#: So many words of the corpus that resemble the question take part; the others would add noise and time.
_RESEMBLING = 400

#: From this cosine on, a word of the corpus is taken for what an unknown word of the question was meant to be.
_CORRECTION = 0.6


class LexicalIndex:
    """The words of all passages, each passage a row.

    `counts` holds how often a passage (row) has a word of the `vocabulary` (column), `ngrams` the weight of an n-gram
    (column) in a word (row), `norms` the length of the n-gram vector of each passage.
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        bm25: bm25s.BM25,
        counts: sparse.csc_array,
        ngram_names: Sequence[str],
        ngrams: sparse.csc_array,
        norms: Scores,
    ) -> None:
        self.analyser = Analyser(vocabulary)
        self._vocabulary = vocabulary
        self._bm25 = bm25
        self._counts = counts
        self._ngram_names = ngram_names
        self._ngrams = ngrams
        self._norms = norms
        self._column_of_word = {word: column for column, word in enumerate(vocabulary)}
        self._column_of_ngram = {name: column for column, name in enumerate(ngram_names)}
        rows, holding = bm25.scores["num_docs"], np.diff(bm25.scores["indptr"])
        self._idf = np.log1p((rows - holding + 0.5) / (holding + 0.5))
        self._idf_of_unknown = float(np.log1p((rows + 0.5) / 0.5))

    def lexical(self, words: Iterable[str], corrected: Iterable[str] = (), bodies: Iterable[Body] = ()) -> Scores:
        """Return for each passage its BM25 score as a share, 0 to 1, of what a short passage with all words would get.

        `words` are those of the question, folded; the `corrected` ones add to a score and are not missed.  A passage
        that names one of the `bodies` by another name counts as if it had the name that is asked for.
        """
        known: dict[str, int] = self._bm25.vocab_dict
        wanted = self._terms(words)
        found = [known[term] for term in dict.fromkeys((*wanted, *self._terms(corrected))) if term in known]
        if not wanted:
            return np.zeros(len(self._norms), np.float32)
        unit = (1 + _K1 * (1 - _B)) / self._idf_of(wanted)
        share: Scores = self._bm25.get_scores_from_ids(found) * np.float32(unit)
        for body in bodies:
            lacking = np.setdiff1d(self._rows_naming(body.others), self._rows_naming([body.name]))
            share[lacking] += self._idf_of(self._terms(body.name)) / self._idf_of(wanted) / 2
        return np.minimum(share, 1)

    def resemblance(self, words: Iterable[str]) -> Scores:
        """Return for each passage the cosine of its n-grams and those of `words`, 0 to 1."""
        likeness, norm = self._likeness(words)
        top = np.flatnonzero(likeness)
        if len(top) > _RESEMBLING:
            top = np.sort(top[np.argpartition(-likeness[top], _RESEMBLING)[:_RESEMBLING]])
        scores: Scores = (self._counts[:, top] @ likeness[top] / (norm * self._norms)).astype(np.float32)
        return scores

    def corrected(self, word: str) -> str:
        """Return `word`, or when the corpus has nothing of it the word that resembles it most, if one does.

        That mends typing errors, and it leads English words to Dutch ones of the same stock ("information").
        """
        if not self._vocabulary or any(term in self._bm25.vocab_dict for term in self.analyser.terms(word)):
            return word
        likeness, norm = self._likeness([word])
        cosine = likeness / (norm * self._word_norms)
        best = int(cosine.argmax())
        return self._vocabulary[best] if cosine[best] >= _CORRECTION else word

    def rows_with(self, words: Iterable[str]) -> Rows:
        """Return the passages that hold all of these folded words in any order; single letters are not looked at."""
        rows: Rows = np.arange(len(self._norms))
        for word in filter(_is_indexed, words):
            column = self._column_of_word.get(word)
            holding = self._counts[:, [column]].indices if column is not None else np.empty(0, np.int64)
            rows = np.intersect1d(rows, holding)
        return rows

    def write(self, folder: Path) -> None:
        """Write the index into the new `folder`, as arrays and JSON; equal indexes give equal bytes."""
        self._bm25.save(folder / "bm25", show_progress=False)
        (folder / "words.json").write_bytes(msgspec.json.encode(list(self._vocabulary)))
        (folder / "ngrams.json").write_bytes(msgspec.json.encode(list(self._ngram_names)))
        _write_columns(self._counts, folder, "counts")
        _write_columns(self._ngrams, folder, "ngrams")
        np.save(folder / "norms.npy", self._norms, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read the index that `write` wrote into `folder`."""
        words = msgspec.json.decode((folder / "words.json").read_bytes(), type=list[str])
        names = msgspec.json.decode((folder / "ngrams.json").read_bytes(), type=list[str])
        norms: Scores = np.load(folder / "norms.npy", allow_pickle=False)
        return cls(
            words,
            bm25s.BM25.load(folder / "bm25", show_progress=False),
            _read_columns(folder, "counts", (len(norms), len(words))),
            names,
            _read_columns(folder, "ngrams", (len(words), len(names))),
            norms,
        )

    def _terms(self, words: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(chain.from_iterable(map(self.analyser.terms, words))))

    def _idf_of(self, terms: Iterable[str]) -> float:
        known: dict[str, int] = self._bm25.vocab_dict
        return sum(float(self._idf[known[term]]) if term in known else self._idf_of_unknown for term in terms)

    def _rows_naming(self, names: Iterable[Sequence[str]]) -> Rows:
        rows = [self.rows_with(name) for name in names if any(map(_is_indexed, name))]
        return np.unique(np.concatenate(rows)) if rows else np.empty(0, np.int64)

    @cached_property
    def _word_norms(self) -> Scores:
        squares = self._ngrams.multiply(self._ngrams).sum(axis=1)
        norms: Scores = np.sqrt(np.asarray(squares).ravel()).clip(1e-9)
        return norms

    def _likeness(self, words: Iterable[str]) -> tuple[Scores, float]:
        """Return the product of each corpus word's n-gram vector and that of `words`, and the norm of the latter."""
        counts = Counter(chain.from_iterable(map(ngrams_of, words)))
        columns = np.array([self._column_of_ngram[name] for name in counts if name in self._column_of_ngram], np.int64)
        weight = self._ngram_idf[columns]
        vector = np.array([n for name, n in counts.items() if name in self._column_of_ngram], np.float32) * weight
        return self._ngrams[:, columns] @ vector, float(np.linalg.norm(vector)) or 1.0

    @cached_property
    def _ngram_idf(self) -> Scores:
        return _idf_of_columns(self._ngrams)


def build_lexical(heads: Iterable[str], bodies: Iterable[str]) -> LexicalIndex:
    """Return the lexical index of passages, whose texts may come one by one.

    Words are looked up in the `heads` (report and headings) and the `bodies` (text) of the passages, n-grams and
    phrases in the bodies.
    """
    numbers = Numbering()
    in_heads = count(map(folded_words, heads), numbers)
    in_bodies = count((filter(_is_indexed, folded_words(text)) for text in bodies), numbers)
    vocabulary = sorted(numbers)
    in_heads, in_bodies = (in_order(counts, numbers, vocabulary) for counts in (in_heads, in_bodies))
    spelled = Numbering()
    ngrams = count(map(ngrams_of, vocabulary), spelled)
    names = sorted(spelled)
    ngrams = in_order(ngrams, spelled, names)
    ngrams = ngrams @ sparse.diags_array(_idf_of_columns(ngrams.tocsc()))
    bm25 = _bm25(in_heads + in_bodies, vocabulary)
    norms = _row_norms(in_bodies, ngrams)
    return LexicalIndex(vocabulary, bm25, in_bodies.tocsc(), names, ngrams.tocsc(), norms)


def _bm25(words: sparse.csr_array, vocabulary: Sequence[str]) -> bm25s.BM25:
    """Return the BM25 index of passages that have these counts of the words of `vocabulary`, by the terms of those."""
    numbers = Numbering()
    terms_of_words = count(map(Analyser(vocabulary).terms, vocabulary), numbers)
    terms = sorted(numbers)
    counts = words @ in_order(terms_of_words, numbers, terms)
    if not terms:  # bm25s cannot hold nothing at all
        terms, counts = [""], sparse.csr_array(np.ones((max(1, words.shape[0]), 1), np.float32))
    bm25 = bm25s.BM25(k1=_K1, b=_B, method="lucene")
    tokens = bm25s.tokenization.Tokenized(Tokens(counts), {term: number for number, term in enumerate(terms)})
    bm25.index(tokens, show_progress=False)
    return bm25


def _is_indexed(word: str) -> bool:
    return len(word) > 1


def ngrams_of(word: str) -> list[str]:
    """Return the n-grams of a folded word with a space on either side, so that its ends count as well.

    >>> ngrams_of("ggd")
    [' gg', 'ggd', 'gd ', ' ggd', 'ggd ', ' ggd ']
    """
    padded = f" {word} "
    return [padded[i : i + n] for n in _LENGTHS for i in range(len(padded) - n + 1)]


def _idf_of_columns(matrix: sparse.csc_array) -> Scores:
    """Return how rare each column is among the rows (smoothed, never below 1)."""
    holding = np.diff(matrix.indptr)
    idf: Scores = (np.log((1 + matrix.shape[0]) / (1 + holding)) + 1).astype(np.float32)
    return idf


def _row_norms(counts: sparse.csr_array, ngrams: sparse.csr_array, step: int = 4096) -> Scores:
    """Return the length of the n-gram vector of each passage, some thousands at a time to spare memory."""
    norms = [np.empty(0)]
    for start in range(0, counts.shape[0], step):
        block = counts[start : start + step] @ ngrams
        norms.append(np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel()))
    return np.concatenate(norms).clip(1e-9).astype(np.float32)


def _write_columns(matrix: sparse.csc_array, folder: Path, name: str) -> None:
    for part in ("data", "indices", "indptr"):
        np.save(folder / f"{name}.{part}.npy", getattr(matrix, part), allow_pickle=False)


def _read_columns(folder: Path, name: str, shape: tuple[int, int]) -> sparse.csc_array:
    parts = (np.load(folder / f"{name}.{part}.npy", allow_pickle=False) for part in ("data", "indices", "indptr"))
    return sparse.csc_array(tuple(parts), shape=shape)
