"""How long search takes as the corpus grows: building, loading, memory, and the latency of a question.

usage: python bench/search.py [--passages N ...] [--questions N] [--txtai] [--vectors]

Passages are generated: Dutch words and compounds in the proportions of real text, three sentences each, with vectors
that are random around a thousand centres (embedding a million passages is the encoder's work, not the index's).
Questions are words of a passage, some misspelled, and are encoded by the embedded encoder as always.  All stages count:
encode, words, vectors, fuse, and fetching the hits.  Each size runs in a process of its own.

``--txtai`` runs txtai (hybrid, with the same passages, vectors and questions) after each size; it is no part of the
project's environment: ``pip install --no-deps txtai msgpack``.  It returns the numbers and scores of hits, no texts.
``--vectors`` compares indexes of FAISS instead: how long each takes to build and for a question, and which share of the
200 nearest it finds.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.corpus import Corpus
from crisisgraph.embedded import Matrix
from crisisgraph.encoder import load_encoder
from crisisgraph.ids import sha256_hex
from crisisgraph.index import build_index, load_index, write_index
from crisisgraph.memory import Memory
from crisisgraph.model import (
    Block,
    BlockKind,
    Document,
    DocumentId,
    Edition,
    Page,
    Passage,
    PassageId,
    Report,
    ReportId,
    Segment,
)
from crisisgraph.records import Lookup
from crisisgraph.search import Query, search
from crisisgraph.settings import PACKAGE, Settings

PER_DOCUMENT, SENTENCES, WORDS, CENTRES, NEAREST = 1_000, 3, 28, 1_000, 200


class GeneratedEncoder:
    """Passages get a random vector near one of the centres, questions their real one."""

    def __init__(self) -> None:
        self._embedded = load_encoder(Settings())
        self.name, self.dimension = "generated@1", self._embedded.dimension
        self.embedded_name = self._embedded.name
        self._centres = np.random.default_rng(0).standard_normal((CENTRES, self.dimension), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return rows that depend on the texts alone."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        noise = np.random.default_rng(seeds[0]).standard_normal((len(texts), self.dimension), np.float32)
        rows = self._centres[np.array(seeds) % CENTRES] + noise
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return the rows of the embedded encoder."""
        return self._embedded.encode_queries(texts)


def words() -> Iterator[str]:
    """Yield words without end, common ones far more often than rare ones: some hundred thousand in a large corpus."""
    lines = (PACKAGE / "index" / "compound_parts.txt").read_text("utf-8").splitlines()
    parts = [line.split()[0] for line in lines if not line.startswith("#")]
    draw = random.Random(1)
    draw.shuffle(parts)
    weights = np.cumsum(1 / np.arange(1, len(parts) + 1))
    generator = np.random.default_rng(1)
    while True:
        for place in np.searchsorted(weights, generator.random(100_000) * weights[-1]).tolist():
            yield parts[place] if draw.random() > 0.1 else draw.choice(parts[:3000]) + draw.choice(parts[:30])


def generated(count: int) -> Corpus:
    """Return a corpus of `count` passages."""
    source = words()
    documents, editions, passages = [], [], []
    for number in range(0, count, PER_DOCUMENT):
        lines = [
            " ".join(" ".join(next(source) for _ in range(WORDS)).capitalize() + "." for _ in range(SENTENCES))
            for _ in range(min(PER_DOCUMENT, count - number))
        ]
        text = "\n".join(lines) + "\n"
        name = f"rapport-{number}"
        report = Report(ReportId(name), name, "", "")
        key = DocumentId(f"file-{number}")
        blocks, start = [], 0
        for line in lines:
            end = start + len(line)
            blocks.append(Block(BlockKind.PARAGRAPH, (Segment(start, end),)))
            passages.append(Passage(PassageId(f"passage-{number}-{start}"), key, report.id, start, end, 1, (), line))
            start = end + 1
        page = Page(1, 0, len(text))
        sha256 = sha256_hex(text)
        documents.append(Document(key, name, "text/plain", sha256, sha256, "", text, (page,), tuple(blocks)))
        editions.append(Edition(report, key, 0, len(text)))
    return Corpus(documents=tuple(documents), editions=tuple(editions), passages=tuple(passages))


def questions(corpus: Corpus, count: int) -> list[str]:
    """Return questions of four to twelve words of a passage, one word in five misspelled."""
    draw = random.Random(2)
    found = []
    for _ in range(count):
        picked = draw.sample(draw.choice(corpus.passages).text.lower().replace(".", "").split(), draw.randint(4, 12))
        found.append(" ".join(word if draw.random() > 0.2 else word[:2] + word[3:] for word in picked))
    return found


class Outside:
    """The encoder as txtai finds it, by a name in a module: `encode` is what it calls."""

    encode = GeneratedEncoder.encode_passages


def encode_outside(texts: Sequence[str]) -> Matrix:
    """Return rows for txtai, of passages or of questions as `Outside` says."""
    return Outside.encode(outside_encoder(), texts)


@cache
def outside_encoder() -> GeneratedEncoder:
    """Return the encoder, made once."""
    return GeneratedEncoder()


def measure_txtai(count: int, asked: int) -> None:
    """Print the row of txtai."""
    import search as own  # as txtai imports it: this file runs as __main__

    os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"  # else it does not load an index with vectors from outside
    from txtai import Embeddings  # type: ignore[import-not-found]  # not in our environment

    corpus = generated(count)
    other = Embeddings(
        method="external",
        transform="search.encode_outside",
        dimensions=own.outside_encoder().dimension,
        hybrid=True,
        content=False,
    )
    with tempfile.TemporaryDirectory(prefix="crisisgraph-bench-") as folder:
        start = time.perf_counter()
        other.index((number, passage.text) for number, passage in enumerate(corpus.passages))
        other.save(folder)
        build = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        other.load(folder)
        load = time.perf_counter() - start
        own.Outside.encode = GeneratedEncoder.encode_queries
        other.search("warmlopen", 10)
        taken = timed(lambda text: other.search(text, 10), questions(corpus, asked))
    show("txtai", count, build, size, load, peak, taken)


def measure(count: int, asked: int) -> None:
    """Print one row of the table."""
    corpus = generated(count)
    encoder = GeneratedEncoder()
    folder = Path(tempfile.mkdtemp(prefix="crisisgraph-bench-"))
    try:
        start = time.perf_counter()
        write_index(build_index(corpus, Memory(encoder)), folder / "index")
        build = time.perf_counter() - start
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        index = load_index(folder / "index", encoder)
        load = time.perf_counter() - start
        lookup = Lookup(corpus)
        search(index, encoder, lookup, Query("warmlopen"))
        taken = timed(lambda text: search(index, encoder, lookup, Query(text)), questions(corpus, asked))
    finally:
        shutil.rmtree(folder)
    show("crisisgraph", count, build, size, load, peak, taken)


def timed(ask: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds that each question takes."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def show(engine: str, count: int, build: float, size: int, load: float, peak: float, taken: Sequence[float]) -> None:
    median, late = np.percentile(taken, [50, 95])
    first = f"{engine:>12} {count:>9,} {build:>9.1f} {size / 1e6:>9.0f} {load:>8.2f}"
    print(f"{first} {peak:>9.0f} {median:>10.1f} {late:>8.1f}", flush=True)


def measure_vectors(count: int, asked: int) -> None:
    """Print a row for each sort of vector index; the exact one in single precision is what the others are held to."""
    import faiss

    faiss.omp_set_num_threads(1)
    encoder = GeneratedEncoder()
    rows = encoder.encode_passages([str(number) for number in range(count)])
    wanted = rows[:: max(1, count // asked)][:asked] + np.random.default_rng(3).standard_normal(
        (min(asked, count), encoder.dimension), np.float32
    ) / (2 * encoder.dimension**0.5)
    truth: list[set[int]] = []
    for name in ("Flat", "SQfp16", "HNSW32,SQfp16", f"IVF{int(4 * count**0.5)},SQfp16"):
        start = time.perf_counter()
        index = faiss.index_factory(encoder.dimension, name, faiss.METRIC_INNER_PRODUCT)
        if name.startswith("IVF"):
            # As few as FAISS thinks well of: with the usual 256, a million passages take half an hour.
            faiss.extract_index_ivf(index).cp.max_points_per_centroid = 39
        index.train(rows)
        index.add(rows)
        build = time.perf_counter() - start
        for start_of_name, setting, value in (("HNSW", "efSearch", 256), ("IVF", "nprobe", 32)):
            if name.startswith(start_of_name):
                faiss.ParameterSpace().set_index_parameter(index, setting, value)
        taken, found = [], []
        for row in wanted:
            start = time.perf_counter()
            found.append(set(index.search(row[np.newaxis], NEAREST)[1][0].tolist()))
            taken.append((time.perf_counter() - start) * 1000)
        truth = truth or found
        recall = np.mean([len(one & other) / len(one) for one, other in zip(truth, found, strict=True)])
        median, late = np.percentile(taken, [50, 95])
        print(f"{name:>18} {count:>9,} {build:>9.1f} {median:>10.2f} {late:>8.2f} {recall:>8.4f}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--txtai", action="store_true", help="run txtai too")
    parser.add_argument("--vectors", action="store_true", help="compare vector indexes only")
    parser.add_argument("--row", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        ENGINES[options.row](options.passages[0], options.questions)
        return
    if options.vectors:
        print(f"{'index':>18} {'passages':>9} {'build s':>9} {'median ms':>10} {'p95 ms':>8} {'recall':>8}")
        for count in options.passages:
            measure_vectors(count, options.questions)
        return
    columns = {
        "engine": 12,
        "passages": 9,
        "build s": 9,
        "index MB": 9,
        "load s": 8,
        "peak MB": 9,
        "median ms": 10,
        "p95 ms": 8,
    }
    print(" ".join(f"{name:>{width}}" for name, width in columns.items()))
    engines = list(ENGINES) if options.txtai else ["crisisgraph"]
    for count in options.passages:
        for engine in engines:
            sizes = ["--passages", str(count), "--questions", str(options.questions)]
            subprocess.run([sys.executable, __file__, "--row", engine, *sizes], check=True)


ENGINES = {"crisisgraph": measure, "txtai": measure_txtai}

if __name__ == "__main__":
    main()
