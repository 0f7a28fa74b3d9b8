"""Pages that are pictures: their text is recognised where OCR is installed, and a finding says what became of it."""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from pdf_writer import Sheet, pdf_of

from crisisgraph.documents import ReadResult, find_sources, read_documents, readers_key
from crisisgraph.documents.ocr import find_ocr
from crisisgraph.documents.pdf import READER
from crisisgraph.model import BlockKind, Code
from crisisgraph.settings import Limits

SAMPLES = Path(__file__).parents[2] / "shared" / "pdf-samples"
needs_ocr = pytest.mark.skipif(find_ocr() is None, reason="ocrmypdf and tesseract with Dutch are not installed")
with_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample PDFs are not beside the checkout")

QUICK = Limits(ocr_seconds=2.0)
PATIENT = Limits(ocr_seconds=30.0)
TEXT = (
    "De veiligheidsregio moet elk jaar met de buren oefenen. Het water kwam in de nacht en niemand belde de provincie."
)

#: Gives a machine a program called ocrmypdf that does what a test wants, in shell.
Install = Callable[..., None]


@pytest.fixture(autouse=True)
def _found_again() -> Iterator[None]:
    find_ocr.cache_clear()
    yield
    find_ocr.cache_clear()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def write(name: str, script: str) -> None:
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (programs / name).chmod(0o755)

    def installed(does: str, *, version: str = "99.1", languages: str = "eng nld osd") -> None:
        last = 'for target; do :; done; source=$(eval echo \\"\\${$(($# - 1))}\\")'
        write("ocrmypdf", f'[ "$1" = --version ] && {{ echo {version}; exit; }}\n{last}\n{does}')
        listed = f"for language in {languages}; do echo $language; done"
        write("tesseract", f'[ "$1" = --list-langs ] && {{ {listed}; exit; }}; echo "tesseract 5.9.9"')
        find_ocr.cache_clear()

    return installed


def page_of(text: str) -> Sheet:
    sheet = Sheet()
    sheet.flow(text)
    return sheet


def result_of(data: bytes, folder: Path, limits: Limits = PATIENT) -> ReadResult:
    path = folder / "scan.pdf"
    path.write_bytes(data)
    sources, _ = find_sources([path])
    (result,) = read_documents(sources, limits, 1)
    return result


def codes(result: ReadResult) -> list[Code]:
    return [finding.code for finding in result.findings]


def copying(folder: Path, *sheets: Sheet) -> str:
    """Return the script that gives these pages for whatever it is asked to recognise."""
    made = folder / "made.pdf"
    made.write_bytes(pdf_of(*sheets))
    return f'cp "{made}" "$target"'


SCAN = pdf_of(Sheet(image=True), Sheet(image=True))
PARTLY = pdf_of(page_of(TEXT), Sheet(image=True), Sheet(image=True))


def test_without_ocr_a_scan_is_refused_and_the_way_out_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ocr() is None
    result = result_of(SCAN, tmp_path)
    assert (result.document, codes(result)) == (None, [Code.NO_TEXT_LAYER])


@pytest.mark.parametrize(("languages", "found"), [("eng nld", True), ("eng osd", False), ("", False)])
def test_ocr_is_there_when_it_reads_dutch(languages: str, found: bool, install: Install) -> None:
    install("exit 1", languages=languages)
    assert (find_ocr() is not None) is found


def test_another_ocr_or_none_gives_readers_another_key(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for version in ("1.1", "1.2"):
        install("exit 1", version=version)
        keys.append(readers_key())
    monkeypatch.setenv("PATH", "/nergens")
    find_ocr.cache_clear()
    keys.append(readers_key())
    assert len(set(keys)) == 3


def test_a_scan_is_read_with_its_text_recognised(tmp_path: Path, install: Install) -> None:
    install(copying(tmp_path, page_of(TEXT), page_of("Bel eerder.")))
    result = result_of(SCAN, tmp_path)
    assert result.document is not None
    assert result.document.reader == f"{READER} + ocrmypdf 99.1 (tesseract 5.9.9, nld)"
    assert "".join(result.document.text.split()) == "".join(f"{TEXT}Beleerder.".split())
    assert [page.index for page in result.document.pages] == [1, 2]
    assert [(finding.code, finding.facts) for finding in result.findings] == [(Code.RECOGNISED, {"pages": "1-2"})]
    assert not list(tmp_path.glob("crisisgraph-*"))


def test_only_the_pages_without_text_are_called_recognised(tmp_path: Path, install: Install) -> None:
    install(copying(tmp_path, page_of(TEXT), page_of("Bel eerder."), Sheet(image=True)))
    result = result_of(PARTLY, tmp_path)
    assert result.document is not None
    assert [(finding.code, finding.facts) for finding in result.findings] == [
        (Code.PARTIAL, {"pages": "3"}),
        (Code.RECOGNISED, {"pages": "2"}),
    ]


def test_a_file_with_text_on_every_page_is_not_recognised(tmp_path: Path, install: Install) -> None:
    install(f'touch "{tmp_path}/called"')
    assert codes(result_of(pdf_of(page_of(TEXT), Sheet()), tmp_path)) == []
    assert not (tmp_path / "called").exists()


def test_the_program_gets_the_file_and_an_environment_of_its_own(tmp_path: Path, install: Install) -> None:
    install(f'printf "%s\\n" "$@" > "{tmp_path}/said"; cmp "$source" "{tmp_path}/scan.pdf" && env > "{tmp_path}/env"')
    result_of(SCAN, tmp_path)
    said = (tmp_path / "said").read_text("utf-8").split("\n")
    assert said[:3] == ["--skip-text", "--language", "nld"]
    names = {line.split("=")[0] for line in (tmp_path / "env").read_text("utf-8").splitlines()}
    assert names - {"PWD", "_", "SHLVL", "OLDPWD"} == {"PATH", "HOME", "TMPDIR", "LC_ALL", "OMP_THREAD_LIMIT"}


@pytest.mark.parametrize(
    "does",
    [
        "exit 3",
        "exit 0",
        'echo "geen pdf" > "$target"',
        "kill -9 $$",
        "kill -9 $PPID",
        "sleep 600",
        "sleep 600 & sleep 600",
        'head -c 300000000 /dev/zero > "$target"',
    ],
)
def test_a_program_that_fails_is_a_finding_and_what_was_read_is_kept(
    does: str, tmp_path: Path, install: Install
) -> None:
    install(does)
    result = result_of(SCAN, tmp_path, QUICK)
    assert (result.document, codes(result)) == (None, [Code.NO_TEXT_LAYER, Code.OCR_FAILED])
    partly = result_of(PARTLY, tmp_path, QUICK)
    assert partly.document is not None
    assert partly.document.reader == READER
    assert codes(partly) == [Code.PARTIAL, Code.OCR_FAILED]


def test_a_scan_without_words_is_what_it_was(tmp_path: Path, install: Install) -> None:
    install('cp "$source" "$target"')
    assert codes(result_of(SCAN, tmp_path)) == [Code.NO_TEXT_LAYER, Code.OCR_FAILED]
    assert codes(result_of(PARTLY, tmp_path)) == [Code.PARTIAL]


def test_a_file_that_changes_while_its_text_is_recognised_is_refused(tmp_path: Path, install: Install) -> None:
    install(copying(tmp_path, page_of(TEXT)) + f'; echo x >> "{tmp_path}/scan.pdf"')
    assert codes(result_of(SCAN, tmp_path)) == [Code.CHANGED]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(processes: list[int]) -> bool:
    until = time.monotonic() + 5
    while any(map(alive, processes)):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_nothing_the_program_started_outlives_its_file(tmp_path: Path, install: Install) -> None:
    started = tmp_path / "started"
    install(
        f'sleep 600 & echo $! >> "{started}"; setsid sleep 600 & echo $! >> "{started}"; echo $$ >> "{started}"; wait'
    )
    result_of(SCAN, tmp_path, QUICK)
    processes = [int(line) for line in started.read_text("ascii").split()]
    assert len(processes) == 3
    assert gone(processes)


def test_a_build_that_stops_takes_the_program_along(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    started = tmp_path / "started"
    install(f'echo $$ > "{started}.new"; mv "{started}.new" "{started}"; exec sleep 600')
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(SCAN if name == "b.pdf" else pdf_of(page_of(TEXT)))
    sources, _ = find_sources([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    results = read_documents(sources, Limits(), 2)
    next(results)
    until = time.monotonic() + 30
    while not started.exists() and time.monotonic() < until:
        time.sleep(0.05)
    process = int(started.read_text("ascii"))
    assert alive(process)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert gone([process])
    assert not list(tmp_path.glob("crisisgraph-*"))


def test_bullets_that_were_read_as_a_letter_are_bullets(tmp_path: Path, install: Install) -> None:
    sheet = Sheet()
    sheet.flow("De provincie belde niet. Wij vragen:")
    for words in ("e te oefenen met de buren;", "e te bellen met het Rijk."):
        sheet.flow(words, x=100)
    sheet.flow("Tot slot. De provincie oefent ook in de nacht.")
    sheet.flow("e mail is geen lijst en staat op zichzelf in de tekst.")
    install(copying(tmp_path, sheet))
    document = result_of(SCAN, tmp_path).document
    assert document is not None
    found = [(block.kind, block.marker, document.read(block).text) for block in document.blocks]
    assert (BlockKind.LIST_ITEM, "•", "te oefenen met de buren;") in found
    assert (BlockKind.LIST_ITEM, "•", "te bellen met het Rijk.") in found
    assert [marker for _, marker, text in found if text.startswith("e mail")] == [None]


# --- the real programs ----------------------------------------------------------------------------


@needs_ocr
@with_samples
def test_the_words_of_a_scanned_sample_are_recognised_and_twice_the_same(tmp_path: Path) -> None:
    one = pypdf.PdfWriter()
    one.add_page(pypdf.PdfReader(SAMPLES / "scan_lo1_0_200.pdf").pages[0])
    one.write(tmp_path / "scan.pdf")
    sources, _ = find_sources([tmp_path / "scan.pdf"])
    first, second = (next(iter(read_documents(sources, Limits(), 1))) for _ in range(2))
    document = first.document
    assert document is not None
    assert document == second.document
    assert codes(first) == [Code.RECOGNISED]
    assert [(page.index, page.label) for page in document.pages] == [(1, "1")]
    words = Counter(re.findall(r"\w+", " ".join(document.read(block).text for block in document.blocks)))
    truth = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["lo1_0"]
    known = Counter(re.findall(r"\w+", json.dumps(truth, ensure_ascii=False)))
    assert (words & known).total() / words.total() >= 0.97  # measured: 0.99
    items = {document.read(block).text for block in document.blocks if block.kind is BlockKind.LIST_ITEM}
    assert "het beperkte zicht op kwetsbare groepen in de wijken;" in items


@needs_ocr
def test_a_page_that_is_a_picture_of_nothing_stays_a_finding(tmp_path: Path) -> None:
    result = result_of(PARTLY, tmp_path, Limits())
    assert result.document is not None
    assert codes(result) == [Code.PARTIAL]
