"""Which engine looks up the words: bm25s, which we use, beside tantivy; quality, speed, adding passages and phrases.

usage: python bench/engines.py TEXTS [--passages N ...]

TEXTS is the folder with the original texts that bench/questions.jsonl asks about.  tantivy is no part of the project's
environment: ``pip install tantivy``.  It takes part twice: with its own Dutch analysis (lower case, no accents, no stop
words, stems), and with our terms (stems and parts of compounds).  Quality is nDCG@10 by words alone.  For speed
passages are generated; a question asks for the best 200, a phrase for every passage that has two words in a row.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import quality
import search
import tantivy  # type: ignore[import-not-found]  # not in our environment

from crisisgraph.corpus import Corpus
from crisisgraph.index.analysis import Analyser, folded_words
from crisisgraph.index.lexical import LexicalIndex, build_lexical
from crisisgraph.index.question import Names, has_phrase, read_question
from crisisgraph.index.units import head_of
from crisisgraph.settings import Settings

BEST, ADDED, ASKED = 200, 1_000, 200

Pair = tuple[str, str]
Made = TypeVar("Made")


class Bm25s:
    """Ours: bm25s over stems and parts of compounds; to add a passage the index is made anew."""

    def __init__(self, passages: Sequence[Pair], folder: Path) -> None:
        self._passages, self._folder = list(passages), folder
        self._index = self._made()

    def _made(self) -> LexicalIndex:
        made = build_lexical(*zip(*self._passages, strict=True))
        made.write(Path(tempfile.mkdtemp(dir=self._folder)))
        return made

    def best(self, text: str, count: int) -> list[int]:
        """Return the rows with the highest BM25 score, best first."""
        scores = self._index.lexical(read_question(text, Names([])).content)
        count = min(count, int((scores > 0).sum()))
        rows = np.argpartition(-scores, count - 1)[:count] if count else np.empty(0, np.int64)
        found: list[int] = rows[np.lexsort((rows, -scores[rows]))].tolist()
        return found

    def phrase(self, words: Sequence[str]) -> set[int]:
        """Return the rows whose body has the words one after the other: those that hold all, read."""
        rows = self._index.rows_with(words).tolist()
        return {row for row in rows if has_phrase(list(folded_words(self._passages[row][1])), tuple(words))}

    def add(self, passages: Sequence[Pair]) -> None:
        """Add passages."""
        self._passages += passages
        self._index = self._made()


class Tantivy:
    """tantivy, with its own Dutch analysis of heads and bodies."""

    def __init__(self, passages: Sequence[Pair], folder: Path) -> None:
        self._schema = self._fields(tantivy.SchemaBuilder())
        self._index = tantivy.Index(self._schema, tempfile.mkdtemp(dir=folder))
        self._register()
        self._count = 0
        self.add(passages)

    def _fields(self, builder: tantivy.SchemaBuilder) -> tantivy.Schema:
        builder.add_integer_field("row", stored=True)
        builder.add_text_field("text", tokenizer_name="dutch")
        return builder.build()

    def _register(self) -> None:
        filters = tantivy.Filter
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for one in (filters.lowercase(), filters.ascii_fold(), filters.stopword("dutch"), filters.stemmer("dutch")):
            analyzer = analyzer.filter(one)
        self._index.register_tokenizer("dutch", analyzer.build())

    def _text(self, passage: Pair) -> str:
        return "\n".join(passage)

    def _query(self, text: str) -> tantivy.Query:
        return self._index.parse_query_lenient(" ".join(folded_words(text)), ["text"])[0]

    def best(self, text: str, count: int) -> list[int]:
        """Return the rows with the highest BM25 score, best first."""
        searcher = self._index.searcher()
        return [searcher.doc(address)["row"][0] for _, address in searcher.search(self._query(text), count).hits]

    def phrase(self, words: Sequence[str]) -> set[int]:
        """Return the rows that have the words, or others of their stems, one after the other."""
        searcher = self._index.searcher()
        query = self._index.parse_query_lenient('"' + " ".join(words) + '"', ["text"])[0]
        hits = searcher.search(query, max(1, searcher.num_docs)).hits
        return {searcher.doc(address)["row"][0] for _, address in hits}

    def add(self, passages: Sequence[Pair]) -> None:
        """Add passages."""
        writer = self._index.writer()
        for passage in passages:
            writer.add_document(tantivy.Document(row=self._count, text=self._text(passage)))
            self._count += 1
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()


class TantivyWithOurTerms(Tantivy):
    """tantivy over the terms that our analysis makes; phrases are not looked up by terms."""

    def __init__(self, passages: Sequence[Pair], folder: Path) -> None:
        self._terms = Analyser({word for pair in passages for text in pair for word in folded_words(text)}).terms
        super().__init__(passages, folder)

    def _register(self) -> None:
        self._index.register_tokenizer("dutch", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def _text(self, passage: Pair) -> str:
        return " ".join(term for text in passage for word in folded_words(text) for term in self._terms(word))

    def _query(self, text: str) -> tantivy.Query:
        terms = dict.fromkeys(term for word in folded_words(text) for term in self._terms(word))
        wanted = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term)) for term in terms]
        return tantivy.Query.boolean_query(wanted)

    def phrase(self, words: Sequence[str]) -> set[int]:
        """Return nothing: parts of compounds stand between the words."""
        return set()


#: Each is made of passages (a head and a body) in a folder of its own.
ENGINES: dict[str, type[Bm25s] | type[Tantivy]] = {
    "bm25s, our terms": Bm25s,
    "tantivy, our terms": TantivyWithOurTerms,
    "tantivy, its own": Tantivy,
}


def pairs(corpus: Corpus) -> list[Pair]:
    """Return the heads and bodies of the passages of a corpus."""
    reports = corpus.report_by_id()
    return [(head_of(passage, reports[passage.report]), passage.text) for passage in corpus.passages]


def print_quality(texts: Path, folder: Path) -> None:
    """Print nDCG@10 by style of question for each engine, by words alone."""
    _, lookup = quality.opened(texts, Settings())
    passages = lookup.corpus.passages
    asked = [json.loads(line) for line in quality.QUESTIONS.read_text("utf-8").splitlines()]
    print(f"{'nDCG@10':20}" + "".join(f"{style:>20}" for style in quality.STYLES))
    for name, engine in ENGINES.items():
        index = engine(pairs(lookup.corpus), folder)
        gains: defaultdict[str, list[float]] = defaultdict(list)
        for one in filter(itemgetter("answers"), asked):
            rows = index.best(one["query"], quality.DEPTH)
            hits = [
                (lookup.documents[passages[row].document].name, passages[row].start, passages[row].end) for row in rows
            ]
            answers = {(a["file"], a["start"], a["end"]): a.get("grade", 1) for a in one["answers"]}
            for style in ("all", one["style"]):
                gains[style].append(quality.gain(hits, answers)[0])
        print(
            f"{name:20}" + "".join(f"{quality.with_interval(gains[style]):>20}" for style in quality.STYLES), flush=True
        )


def print_speed(count: int, folder: Path) -> None:
    """Print a row for each engine: seconds and milliseconds, and how many passages have the phrases."""
    corpus = search.generated(count + ADDED)
    passages, later = pairs(corpus)[:count], pairs(corpus)[count:]
    asked = search.questions(corpus, ASKED)
    draw = random.Random(3)
    phrases = [in_a_row(draw, draw.choice(passages)[1]) for _ in range(ASKED)]
    for name, engine in ENGINES.items():
        start = time.perf_counter()
        index = engine(passages, folder)
        build = time.perf_counter() - start
        questions = [taken(partial(index.best, text, BEST))[0] for text in asked]
        found = [taken(partial(index.phrase, words)) for words in phrases]
        median, late = np.percentile(questions, [50, 95]) * 1000
        phrase = statistics.median(seconds for seconds, _ in found) * 1000
        hits = sum(len(rows) for _, rows in found)
        adding = taken(partial(index.add, later))[0]
        print(
            f"{name:20}{count:>10,}{build:>9.1f}{adding:>9.2f}{median:>11.2f}{late:>9.2f}{phrase:>11.2f}{hits:>9}",
            flush=True,
        )


def in_a_row(draw: random.Random, text: str) -> tuple[str, str]:
    """Return two words that follow each other in `text`."""
    return draw.choice(list(pairwise(folded_words(text))))


def taken(do: Callable[[], Made]) -> tuple[float, Made]:
    """Return how many seconds `do` takes, and what it gives."""
    start = time.perf_counter()
    made = do()
    return time.perf_counter() - start, made


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crisisgraph-bench-") as folder:
        print_quality(options.texts, Path(folder))
        columns = (("passages", 10), ("build s", 9), ("add s", 9), ("median ms", 11), ("p95 ms", 9), ("phrase ms", 11))
        print(f"\n{'engine':20}" + "".join(f"{name:>{width}}" for name, width in (*columns, ("found", 9))))
        for count in options.passages:
            print_speed(count, Path(folder))


if __name__ == "__main__":
    main()
