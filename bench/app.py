"""How long a person waits for the app: its first page, the first answer, and answers after that, in Chromium.

usage: python bench/app.py [TEXTS] [--passages N ...]

TEXTS is a folder of reports (default: corpus/), which is built first.  Then come generated corpora of N passages
(default 100,000), each passage a recommendation, made as in bench/search.py.  Times are what is seen: from the start of
the process to the heading of the first page, and from Enter to the last card.  Needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Error, Page, sync_playwright
from search import GeneratedEncoder, generated, questions

from crisisgraph.corpus import Corpus, write_corpus
from crisisgraph.index import build_index, write_index
from crisisgraph.memory import Memory
from crisisgraph.model import Kind, Statement, StatementId
from crisisgraph.pipeline import build
from crisisgraph.publication import publish
from crisisgraph.sentences import say
from crisisgraph.settings import ROOT, Settings

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WORDS = ("nazorg", "burgers", "schulden", "ouderen", "regie", "communicatie", "onderzoek", "vrijwilligers", "scholen")
QUESTIONS = [say(f"app.example-{number}") for number in (1, 2, 3, 4)] + [f"Wat moet er met {word}?" for word in WORDS]


def with_advice(corpus: Corpus) -> Corpus:
    """Return `corpus` with each passage a recommendation as well."""
    statements = tuple(
        Statement(
            StatementId(f"recommendation-{passage.id}"), passage.document, passage.report, Kind.RECOMMENDATION,
            passage.start, passage.end, 1, (), passage.text, "generated", 1.0, "iemand",
        )
        for passage in corpus.passages
    )  # fmt: skip
    return replace(corpus, statements=statements)


def publish_generated(count: int, out: Path) -> list[str]:
    """Publish a generated corpus in `out` as a build would, and return questions to ask."""
    corpus = with_advice(generated(count))
    encoder = GeneratedEncoder()
    encoder.name = encoder.embedded_name  # the app refuses an index of another encoder than its own

    def fill(folder: Path) -> None:
        write_corpus(corpus, folder / "corpus")
        write_index(build_index(corpus, Memory(encoder)), folder / "index")

    publish(out, fill, {"inputs": "generated", "readers": "generated"})
    return questions(corpus, len(QUESTIONS))


def measure(name: str, folder: Path, asked: Sequence[str]) -> None:
    """Print a row: the app over the build in `folder`, asked these questions."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crisisgraph", "app", "--build", str(folder), "--port", str(port)]
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(300_000)
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                opened(page, f"http://127.0.0.1:{port}/")
                first_page = time.perf_counter() - start
                taken = [answered(page, question) for question in asked]
            finally:
                server.terminate()
        browser.close()
    median, late = np.percentile(taken[1:], [50, 95])
    print(f"{name:>20} {first_page:>13.2f} {taken[0]:>15.2f} {median:>16.2f} {late:>8.2f}", flush=True)


def opened(page: Page, address: str) -> None:
    """Wait until the app shows its first page."""
    while True:
        try:
            page.goto(address)
            break
        except Error:  # nothing listens yet
            time.sleep(0.05)
    page.wait_for_selector("h1")


def answered(page: Page, question: str) -> float:
    """Ask a question and return the seconds until the page shows its answer."""
    field = page.get_by_label(say("app.question"))
    field.fill(question)
    start = time.perf_counter()
    field.press("Enter")
    page.wait_for_function("wanted => new URLSearchParams(location.search).get('vraag') === wanted", arg=question)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector("h2")
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--passages", type=int, nargs="*", default=[100_000])
    options = parser.parse_args()
    print(f"{'corpus':>20} {'first page, s':>13} {'first answer, s':>15} {'then: median, s':>16} {'p95, s':>8}")
    with tempfile.TemporaryDirectory(prefix="crisisgraph-bench-") as folder:
        build([options.texts], Path(folder) / "reports", Settings())
        measure(options.texts.name, Path(folder) / "reports", QUESTIONS)
        for count in options.passages:
            asked = publish_generated(count, Path(folder) / str(count))
            measure(f"{count:,} passages", Path(folder) / str(count), asked)


if __name__ == "__main__":
    main()
