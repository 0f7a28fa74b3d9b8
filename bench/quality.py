"""How good the answers are: nDCG@10 by style of question for each way of ranking, and how well refusal works.

usage: python bench/quality.py TEXTS [QUESTIONS.jsonl ...] [--fit]

TEXTS is the folder with the original texts that the questions are about; without QUESTIONS those of
bench/questions.jsonl are asked.  A question is a line {"id", "query", "style", "answers": [{"file", "start", "end",
"grade"}]}.  A hit is right when it shares at least half of the shorter of the two with an answer; the same answer found
again gains nothing.  Intervals are 95 % bootstrap intervals over the questions.  ``--fit`` prints the constants of the
confidence (crisisgraph/index/ranking.py) that fit these questions best: needed for another encoder.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.corpus import read_corpus
from crisisgraph.encoder import load_encoder
from crisisgraph.index import Index, load_index
from crisisgraph.index.lexical import Rows, Scores
from crisisgraph.index.question import read_question
from crisisgraph.index.ranking import BY_NO_FIGURE, Ranking, match_words, meaning_of, rank
from crisisgraph.pipeline import build
from crisisgraph.records import Lookup
from crisisgraph.search import Answer, Query, search
from crisisgraph.settings import Settings

QUESTIONS = Path(__file__).parent / "questions.jsonl"
STYLES = ("all", "paraphrase", "lexical", "keyword", "typo", "english")
DEPTH, DRAWS = 10, 2_000

#: At most this share of the questions that have an answer may be refused.
REFUSED = 0.1

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Asked:
    """A question with the places that answer it, each with its grade, and what search made of it."""

    text: str
    style: str
    answers: Mapping[Place, int]
    ranking: Ranking
    answer: Answer


def fused(ranking: Ranking) -> Scores:
    """Return reciprocal rank fusion of words and meaning (Cormack, Clarke and Büttcher, 2009; k = 60)."""
    words, meaning = (np.argsort(np.argsort(-scores, kind="stable")) for scores in (ranking.lexical, ranking.dense))
    return (1 / (61 + words) + 1 / (61 + meaning)).astype(np.float32)


#: The ways of ranking that are compared: a score for each passage that was looked at.
RANKINGS: Mapping[str, Callable[[Ranking], Scores]] = {
    "words (BM25)": lambda ranking: ranking.lexical,
    "spelling (n-grams)": lambda ranking: ranking.ngrams,
    "meaning": lambda ranking: ranking.dense,
    "reciprocal rank fusion": fused,
}


def is_right(hit: Place, answer: Place) -> bool:
    """Tell whether a hit shares half of the shorter of the two with an answer."""
    shared = min(hit[2], answer[2]) - max(hit[1], answer[1])
    return hit[0] == answer[0] and 2 * shared >= min(hit[2] - hit[1], answer[2] - answer[1])


def gain(hits: Sequence[Place], answers: Mapping[Place, int]) -> tuple[float, float]:
    """Return nDCG and recall of the first ten hits."""
    left = dict(answers)
    total = 0.0
    for rank_, hit in enumerate(hits[:DEPTH]):
        found = [answer for answer in left if is_right(hit, answer)]
        total += max((left[answer] for answer in found), default=0) / math.log2(rank_ + 2)
        for answer in found:
            del left[answer]
    best = sum(grade / math.log2(n + 2) for n, grade in enumerate(sorted(answers.values(), reverse=True)[:DEPTH]))
    return total / best, 1 - len(left) / len(answers)


def opened(texts: Path, settings: Settings) -> tuple[Index, Lookup]:
    """Return what a build of `texts` publishes."""
    with tempfile.TemporaryDirectory() as folder:
        made = build([texts], Path(folder), settings).folder
        return load_index(made / "index", load_encoder(settings)), Lookup(read_corpus(made / "corpus"))


def ask(path: Path, index: Index, lookup: Lookup, settings: Settings) -> list[Asked]:
    """Return every question of a file, asked."""
    encoder = load_encoder(settings)
    asked = []
    for line in path.read_text("utf-8").splitlines():
        given = json.loads(line)
        question = read_question(given["query"], index.names)
        ranking = rank(index, match_words(index, question), meaning_of(question, encoder))
        answers = {(a["file"], a["start"], a["end"]): a.get("grade", 1) for a in given["answers"]}
        answer = search(index, encoder, lookup, Query(given["query"]))
        asked.append(Asked(given["query"], given["style"], answers, ranking, answer))
    return asked


def places(rows: Rows, scores: Scores, lookup: Lookup) -> list[Place]:
    """Return the first ten of the passages in `rows` by `scores`."""
    found = []
    for place in np.argsort(-scores, kind="stable")[:DEPTH]:
        passage = lookup.corpus.passages[rows[place]]
        found.append((lookup.documents[passage.document].name, passage.start, passage.end))
    return found


def plain(lookup: Lookup, questions: Sequence[str]) -> list[list[Place]]:
    """Return the first ten passages for each question by BM25 on words between spaces, as a point of comparison."""
    engine = bm25s.BM25()
    engine.index([passage.text.lower().split() for passage in lookup.corpus.passages], show_progress=False)
    rows = np.arange(len(lookup.corpus.passages))
    return [places(rows, engine.get_scores(text.lower().split()), lookup) for text in questions]


def print_table(asked: Sequence[Asked], lookup: Lookup) -> None:
    """Print one row for each way of ranking, one column for each style."""
    print(f"{'nDCG@10':24}" + "".join(f"{style:>20}" for style in STYLES) + f"{'recall@10':>12}")
    answered = [one for one in asked if one.answers]
    rows = {"words as they are": plain(lookup, [one.text for one in answered])}
    for name, by in RANKINGS.items():
        rows[name] = [places(one.ranking.rows, by(one.ranking), lookup) for one in answered]
    rows["all together"] = [[(hit.document, hit.start, hit.end) for hit in one.answer.hits] for one in answered]
    for name, found in rows.items():
        gains: defaultdict[str, list[float]] = defaultdict(list)
        recalls = []
        for one, hits in zip(answered, found, strict=True):
            value, recall = gain(hits, one.answers)
            gains["all"].append(value)
            gains[one.style].append(value)
            recalls.append(recall)
        cells = (with_interval(gains[style]) if gains[style] else "–" for style in STYLES)
        print(f"{name:24}" + "".join(f"{cell:>20}" for cell in cells) + f"{statistics.fmean(recalls):>12.2f}")
    print(
        f"{'questions':24}"
        + "".join(
            f"{n:>20}" for n in (len(answered), *(sum(one.style == style for one in answered) for style in STYLES[1:]))
        )
    )


def with_interval(values: Sequence[float]) -> str:
    """Return a mean with its 95 % bootstrap interval."""
    draw = random.Random(0)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    low, high = means[DRAWS // 40], means[-DRAWS // 40]
    return f"{statistics.fmean(values):.2f} ({low:.2f}–{high:.2f})"


def print_refusal(asked: Sequence[Asked]) -> None:
    """Print how well confidence tells questions with an answer from those without one."""
    yes = [one.answer for one in asked if one.answers]
    no = [one.answer for one in asked if not one.answers]
    if yes and no:
        higher = ((a.confidence > b.confidence) + 0.5 * (a.confidence == b.confidence) for a in yes for b in no)
        kept = statistics.fmean(one.answerable for one in yes)
        refused = statistics.fmean(not one.answerable for one in no)
        print(f"\nrefusal: AUROC {statistics.fmean(higher):.2f}; answered {kept:.2f} of {len(yes)} that have an answer,"
              f" refused {refused:.2f} of {len(no)} that have none")  # fmt: skip


def print_fit(asked: Sequence[Asked]) -> None:
    """Print the constants of the confidence: logistic regression, then as strict as `REFUSED` allows."""
    known = [(one.answer.evidence, bool(one.answers)) for one in asked if one.answer.evidence]
    evidence = np.array([[1, found.meaning, found.words] for found, _ in known], np.float64)
    figures = np.array([BY_NO_FIGURE * found.no_figure for found, _ in known])
    truth = np.array([answered for _, answered in known])
    weights = np.zeros(3)
    for _ in range(50):  # Newton's method, with a little ridge
        chance = 1 / (1 + np.exp(-evidence @ weights))
        slope = evidence.T @ (truth - chance) - 0.01 * weights
        curve = (evidence.T * (chance * (1 - chance))) @ evidence + 0.01 * np.eye(3)
        weights += np.linalg.solve(curve, slope)
    weights[0] -= np.quantile((evidence @ weights + figures)[truth], REFUSED)
    print("\nCONSTANT, BY_MEANING, BY_WORDS = " + ", ".join(f"{weight:.2f}" for weight in weights))


def main() -> None:
    """Build the index of the texts, ask the questions, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("questions", type=Path, nargs="*", default=[QUESTIONS])
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    settings = Settings()
    index, lookup = opened(options.texts, settings)
    asked = [one for path in options.questions for one in ask(path, index, lookup, settings)]
    print_table(asked, lookup)
    print_refusal(asked)
    if options.fit:
        print_fit(asked)


if __name__ == "__main__":
    main()
