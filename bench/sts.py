"""How well an encoder's similarity of two sentences follows what people said of them: semantic textual similarity.

usage: python bench/sts.py FILE.csv [--encoder FOLDER_OR_NAME ...]

FILE has a line for each pair: a sentence, another, and the score that people gave, as in ``stsb-nl-test.csv`` of
stsb-multi-mt (STS benchmark put into Dutch by a machine; Cer et al. 2017; May 2021).  Its licence is share-alike, so it
is no part of the project.  Both sentences are encoded as questions, which E5 advises for a task that is symmetric.
Printed is the rank correlation of Spearman with a 95 % interval by drawing pairs anew, the embedded encoder first.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.embedded import Matrix
from crisisgraph.encoder import load_encoder
from crisisgraph.settings import Settings

DRAWS = 2_000


def read_pairs(file: Path) -> tuple[list[str], list[str], Matrix]:
    """Return the first sentences, the second ones and the scores of a file.

    :raises ValueError: when a line does not hold two sentences and a number.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if row]
    first, second, scores = zip(*((row[0], row[1], float(row[2])) for row in rows), strict=True)
    return list(first), list(second), np.array(scores, np.float32)


def correlation(found: Matrix, wanted: Matrix) -> tuple[float, float, float]:
    """Return Spearman's rank correlation and the ends of its 95 % interval (percentile bootstrap).

    >>> correlation(np.arange(9.0), np.arange(9.0) ** 2)
    (1.0, 1.0, 1.0)
    """
    draw = np.random.default_rng(0)
    drawn = [draw.integers(len(wanted), size=len(wanted)) for _ in range(DRAWS)]
    low, high = np.percentile([spearmanr(found[rows], wanted[rows]).statistic for rows in drawn], [2.5, 97.5])
    return float(spearmanr(found, wanted).statistic), float(low), float(high)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--encoder", action="append", default=[], help="another encoder to measure beside our own")
    arguments = parser.parse_args()
    first, second, wanted = read_pairs(arguments.file)
    print(f"{len(wanted)} pairs")
    print(f"{'encoder':>40}  {'Spearman':>8}  95 % interval")
    default = Settings()
    for settings in (default, *(replace(default, encoder=name) for name in arguments.encoder)):
        encoder = load_encoder(settings)
        found = np.einsum("ij,ij->i", encoder.encode_queries(first), encoder.encode_queries(second))
        middle, low, high = correlation(found, wanted)
        print(f"{encoder.name:>40}  {middle:8.3f}  {low:.3f} to {high:.3f}")


if __name__ == "__main__":
    main()
