"""How long a build takes: everything new, nothing changed, one document changed.  Prints medians of three runs.

usage: python bench/build.py [PATH ...]     (without a path: corpus/)
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from crisisgraph.documents import find_sources
from crisisgraph.pipeline import build
from crisisgraph.settings import Settings

RUNS = 3


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(files: list[Path], folder: Path) -> tuple[float, float, float]:
    """Return the seconds of a first build, of one without changes and of one with the shortest file changed."""
    copies = folder / "corpus"
    copies.mkdir()
    for file in files:
        shutil.copy(file, copies)
    out = folder / "build"

    def run() -> None:
        build([copies], out, Settings())

    first, unchanged = timed(run), timed(run)
    texts = [path for path in copies.iterdir() if path.suffix in {".txt", ".md"}] or list(copies.iterdir())
    shortest = min(texts, key=lambda path: path.stat().st_size)
    with shortest.open("ab") as opened:
        opened.write(b"\n\nEen alinea die er eerst niet stond.\n")
    return first, unchanged, timed(run)


def main() -> None:
    sources, _ = find_sources([Path(name) for name in sys.argv[1:]] or [Settings().corpus])
    rows = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure([source.path for source in sources], Path(folder)))
    print(f"{len(sources)} documents, {sum(s.size for s in sources) / 1e6:.2f} MB, median of {RUNS} runs")
    for name, seconds in zip(
        ("everything new", "nothing changed", "one changed"), zip(*rows, strict=True), strict=True
    ):
        print(f"{name:>16}  {statistics.median(seconds):6.2f} s")


if __name__ == "__main__":
    main()
