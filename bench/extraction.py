"""How fast PDFs become statements, and what memory it takes, beside the plain text of the two PDF libraries alone.

usage: python bench/extraction.py [PATH ...]     (without a path: made-up reports of ten pages)

Prints medians of three runs: pages a second, pages for each second of processor time (which other work on the machine
does not change much), and the peak memory of the largest process and of all of them together (shared pages counted
once).  Then the same once for 10, 100 and 300 made-up reports.  Needs Linux.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from pdf_writer import Sheet, pdf_of  # noqa: E402  (it stands beside the tests)

RUNS = 3
COUNTS = (10, 100, 300)
PAGES = 10  # of a made-up report

PDFIUM = """
import sys, pypdfium2
for name in sys.argv[1:]:
    document = pypdfium2.PdfDocument(name)
    for page in document:
        page.get_textpage().get_text_range()
"""
PYPDF = """
import sys, pypdf
for name in sys.argv[1:]:
    for page in pypdf.PdfReader(name).pages:
        page.extract_text()
"""
READING = """
import sys
from pathlib import Path
from crisisgraph.documents import find_sources, read_documents
from crisisgraph.settings import Settings
limits = Settings().limits
sources, _ = find_sources([Path(name) for name in sys.argv[1:]], limits)
for result in read_documents(sources, limits, Settings().workers):
    assert result.document, result.findings
"""
STATEMENTS = """
import json, sys
from pathlib import Path
from crisisgraph.extraction import extract
from crisisgraph.records import Lookup, statement_record
from crisisgraph.settings import Settings
corpus = extract([Path(name) for name in sys.argv[1:]], Settings())
lookup = Lookup(corpus)
for statement in corpus.statements:
    print(json.dumps(statement_record(lookup, statement)))
"""
WAYS = {
    "pypdfium2, plain text": ["-c", PDFIUM],
    "pypdf, plain text": ["-c", PYPDF],
    "reading only": ["-c", READING],
    "end to end": ["-c", STATEMENTS],
    "the same with encoder": ["-m", "crisisgraph", "extract"],
}


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds of the clock and of the processors, MB of the largest process and of all."""

    seconds: float
    processor: float
    largest: float
    together: float


def run(way: Sequence[str], files: Sequence[Path]) -> Cost:
    """Run Python once over `files` and return what it took."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *way, *map(str, files)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    largest = together = 0.0
    while True:
        sizes = [megabytes(one) for one in family(process.pid)]
        largest, together = max(largest, *sizes, 0.0), max(together, sum(sizes))
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    if status:
        raise SystemExit(f"{' '.join(way)[:60]} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, largest, together)


def family(process: int) -> list[int]:
    """Return a process and all that it and its children started."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [one for child in children.read_text().split() for one in family(int(child))]
        except OSError:  # it has just ended
            continue
    return found


def megabytes(process: int) -> float:
    """Return the memory of a process, a page that n processes share counted as one n-th."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


# --- made-up reports ------------------------------------------------------------------------------

WHO = ("de gemeente", "de veiligheidsregio", "het waterschap", "de provincie", "de meldkamer", "de brandweer")
DID = ("oefende", "belde", "waarschuwde", "bezocht", "hielp", "volgde", "verving", "controleerde", "steunde")
WHAT = ("bewoners", "dijkgraven", "pompen", "sirenes", "draaiboeken", "noodaggregaten", "lijsten", "vrijwilligers")
WHEN = ("in de eerste nacht", "na de storm", "pas de volgende ochtend", "voor het einde van de dag", "zonder overleg")
ASKED = ("Leg vast hoe", "Onderzoek of", "Oefen ieder jaar hoe", "Spreek af wanneer", "Toets of")


def sentence(chosen: random.Random, opening: str = "") -> str:
    who, did, what, when = (chosen.choice(words) for words in (WHO, DID, WHAT, WHEN))
    number = chosen.randrange(2, 900)
    if opening:
        return f"{opening} {who} de {number} {what} {when} beter bereikt."
    later = f"{chosen.randrange(60)} minuten later"
    return f"{who.capitalize()} {did} {number} {what} {when}, al was dat volgens het logboek {later}."


def report(seed: int) -> bytes:
    """Return a report of ten pages with headings, notes, running headers and a list of recommendations."""
    chosen = random.Random(seed)
    sheets = []
    for number in range(1, PAGES + 1):
        sheet = Sheet()
        sheet.text(70, 50, f"Evaluatie hoogwater {seed}", 8)
        sheet.text(280, 810, f"Pagina {number} van {PAGES}", 8)
        sheet.flow(f"{number} {'Aanbevelingen' if number == PAGES else 'Verloop van de nacht'}", size=14, font="bold")
        while sheet.y < 640:
            if number == PAGES:
                sheet.flow(sentence(chosen, chosen.choice(ASKED)), x=90, columns=66, marker=f"{int(sheet.y)}."[-2:])
            else:
                sheet.flow(" ".join(sentence(chosen) for _ in range(3)), columns=74)
        sheet.text(70, 760, str(number), 7)
        sheet.text(80, 760, f"Zie het logboek van {chosen.choice(WHO)}, bladzijde {chosen.randrange(400)}.", 8)
        sheets.append(sheet)
    return pdf_of(*sheets)


def made(folder: Path, count: int) -> list[Path]:
    files = [folder / f"rapport-{seed:03}.pdf" for seed in range(count)]
    for seed, file in enumerate(files):
        if not file.exists():
            file.write_bytes(report(seed))
    return files


# --- tables ---------------------------------------------------------------------------------------


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [file for path in map(Path, sys.argv[1:]) for file in (sorted(path.rglob("*.pdf")) or [path])]
        files = [file.resolve() for file in given] or made(folder, 40)
        pages = sum(len(pypdf.PdfReader(file).pages) for file in files)
        print(f"{pages} pages in {len(files)} PDFs, {os.cpu_count()} processors, median of {RUNS} runs\n")
        print(f"{'':24}{'pages/s':>10}{'pages/cpu-s':>14}{'MB largest':>13}{'MB all':>9}")
        for way, command in WAYS.items():
            show(way, pages, [run(command, files) for _ in range(RUNS)])
        print("\nend to end without encoder, made-up reports of ten pages, one run\n")
        for count in COUNTS:
            show(f"{count} documents", count * PAGES, [run(WAYS["end to end"], made(folder, count))])


def show(name: str, pages: int, costs: Sequence[Cost]) -> None:
    seconds, processor = (statistics.median(c) for c in ([c.seconds for c in costs], [c.processor for c in costs]))
    largest, together = (statistics.median(c) for c in ([c.largest for c in costs], [c.together for c in costs]))
    print(f"{name:24}{pages / seconds:10.1f}{pages / processor:14.1f}{largest:13.0f}{together:9.0f}", flush=True)


if __name__ == "__main__":
    main()
