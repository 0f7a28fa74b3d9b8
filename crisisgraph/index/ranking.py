"""Which passages answer a question best, and whether any does.

The score of a passage is a sum of parts that each go from 0 to 1 (`docs/search.md` says how they were chosen):

    2.5 · (0.5 · likeness of the passage + 0.5 · likeness of its best sentence)     by meaning
    + lexical ^ 1.5                                          BM25, as a share of the highest possible
    + 0.5 · likeness of n-grams                              spelling

The part by meaning is put on the scale of the embedded encoder first: the less the likeness of passages varies, the
more a difference says.  The power lets most of a question's words count, and a few common ones hardly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from crisisgraph.encoder import Encoder
from crisisgraph.index import Index
from crisisgraph.index.lexical import Rows, Scores
from crisisgraph.index.question import Question
from crisisgraph.index.vectors import SPREAD, Mask, Matrix, similarities

#: What each part of the score weighs, and the power of the lexical part; the first two share the part by meaning.
PASSAGE, SENTENCE = 0.5, 0.5
MEANING, LEXICAL, NGRAMS = 2.5, 1.0, 0.5
POWER = 1.5

#: Up to `_ALL` passages each is looked at in full; of more, the best by meaning, by words and by spelling.
_ALL, _BEST = 600, 200

#: Confidence is the logistic function of a constant and the `Evidence`, each times its weight: fitted with
#: `bench/quality.py` on questions of which it is known whether the reports answer them.
CONSTANT, BY_MEANING, BY_WORDS = -5.65, 2.87, 7.53

#: What it takes off when a figure is asked for and none is there: chosen, for few questions with an answer ask for one.
BY_NO_FIGURE = -2.0

_FEW = 3  # passages whose words are looked at


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells whether a question is answered at all.

    `meaning` is how far the highest part by meaning stands above the mean likeness of all passages, in spreads: a
    question about nothing in particular is a little like everything.  `words` is the mean part by words of the three
    passages with most of them, `no_figure` whether the question asks for a figure and the sentences most like it have
    none.
    """

    meaning: float
    words: float
    no_figure: bool = False

    @property
    def confidence(self) -> float:
        """How sure it is, 0 to 1, that the question is answered."""
        total = CONSTANT + BY_MEANING * self.meaning + BY_WORDS * self.words + BY_NO_FIGURE * self.no_figure
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages that were looked at, best first, with the parts of their scores and their best sentences.

    `rows` numbers the passages in the index, `sentences` the best sentence of each; `likeness` is that of the latter.
    """

    rows: Rows
    score: Scores
    dense: Scores
    lexical: Scores
    ngrams: Scores
    sentences: Rows
    likeness: Scores
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Matches:
    """What the words of a question find: the parts of the score by words, of all passages, and the best by each.

    `corrected` are the words that unknown ones of the question were meant to be, and its words put otherwise.
    """

    corrected: Sequence[str]
    lexical: Scores
    ngrams: Scores
    best: Rows


def match_words(index: Index, question: Question, allowed: Mask | None = None) -> Matches:
    """Return what the words of `question` find among the `allowed` passages; its meaning is not needed for that."""
    corrected = _corrections(index, question)
    lexical = index.lexical.lexical(question.content, corrected, question.bodies)
    ngrams = index.lexical.resemblance(question.words)
    best = np.concatenate([_best(scores, allowed) for scores in (lexical, ngrams)])
    return Matches(corrected, lexical, ngrams, best)


def rank(index: Index, matches: Matches, meaning: Matrix, allowed: Mask | None = None) -> Ranking:
    """Return the passages that fit a question best, of the `allowed` ones: by what its words find and by its vector."""
    lexical, ngrams = matches.lexical, matches.ngrams
    rows = np.arange(len(index.passages)) if allowed is None else np.flatnonzero(allowed)
    if len(rows) > _ALL:
        rows = np.unique(np.concatenate([index.vectors.nearest(meaning, _BEST, allowed), matches.best]))
    likeness, sentences = _best_sentences(index, rows, meaning)
    dense = PASSAGE * similarities(index.vectors.rows, rows, meaning) + SENTENCE * likeness
    score = weight_of_meaning(index) * dense + LEXICAL * lexical[rows] ** POWER + NGRAMS * ngrams[rows]
    order = np.lexsort((rows, -score))  # of two with one score the first in reading order
    return Ranking(
        rows=rows[order],
        score=score[order],
        dense=dense[order],
        lexical=lexical[rows][order],
        ngrams=ngrams[rows][order],
        sentences=sentences[order],
        likeness=likeness[order],
        evidence=_evidence(index, meaning, dense, lexical[rows]),
    )


def weight_of_meaning(index: Index) -> float:
    """Return what the part by meaning weighs in `index`: more, the less the likeness of its passages varies."""
    return MEANING * SPREAD / index.vectors.spread


def meaning_of(question: Question, encoder: Encoder) -> Matrix:
    """Return the vector of a question: the weighted mean of what it says in its own words and in those of reports."""
    weights = np.array(list(question.readings.values()), np.float32)
    row = weights @ encoder.encode_queries(list(question.readings))
    unit: Matrix = row / np.linalg.norm(row).clip(1e-9)
    return unit


def sentence_likeness(index: Index, sentences: Rows, meaning: Matrix) -> Scores:
    """Return the likeness of a question and each of these sentences."""
    return similarities(index.sentence_rows, sentences, meaning)


def _corrections(index: Index, question: Question) -> list[str]:
    meant = (index.lexical.corrected(word) for word in question.content)
    others = (*meant, *chain.from_iterable(question.dutch), *question.official)
    return [word for word in others if word not in question.content]


def _best(scores: Scores, allowed: Mask | None) -> Rows:
    """Return the `_BEST` passages with the highest scores above 0, in any order."""
    fitting = np.flatnonzero(scores if allowed is None else scores * allowed)
    if len(fitting) > _BEST:
        fitting = fitting[np.argpartition(-scores[fitting], _BEST)[:_BEST]]
    return fitting


def _best_sentences(index: Index, rows: Rows, meaning: Matrix) -> tuple[Scores, Rows]:
    """Return the likeness of the best sentence of each passage, and its number."""
    starts = index.sentence_ends[rows]
    counts = index.sentence_ends[rows + 1] - starts
    firsts = np.cumsum(counts) - counts
    sentences = np.arange(counts.sum()) + np.repeat(starts - firsts, counts)
    likeness = sentence_likeness(index, sentences, meaning)
    groups = np.repeat(np.arange(len(rows)), counts)
    order = np.lexsort((-likeness, groups))[firsts]
    return likeness[order], sentences[order]


def _evidence(index: Index, meaning: Matrix, dense: Scores, lexical: Scores) -> Evidence:
    words = np.sort(lexical)[-_FEW:]
    above = float(dense.max()) - float(index.vectors.mean @ meaning)
    return Evidence(above / index.vectors.spread, float(words.mean()))
