"""Whatever a reader does, its file gets exactly one code and the next file is read."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import pytest
from mock_readers import READERS, misbehave

from crisisgraph.documents import Source, find_sources, read_documents, worker
from crisisgraph.documents.frames import TooLongError, receive, send
from crisisgraph.documents.guard import guarded, outcome_of
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.documents.worker import Request, answer, check_places
from crisisgraph.errors import InputError
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Block, BlockKind, Code, Page, Segment
from crisisgraph.settings import Limits

#: Marks the processes of this run of the tests.
RUN = "GUARD_TEST_RUN"
os.environ[RUN] = f"{os.getpid()}-{time.time_ns()}"

TIGHT = Limits(memory=400_000_000, cpu_seconds=1, wall_seconds=5, text_size=2_000_000, file_size=1000)

FAULTS = {
    "exception": Code.PARSER_BUG,
    "recursion": Code.PARSER_BUG,
    "file": Code.PARSER_BUG,
    "surrogate": Code.PARSER_BUG,
    "memory": Code.MEMORY_LIMIT,
    "memory_bit_by_bit": Code.MEMORY_LIMIT,
    "abort": Code.MEMORY_LIMIT,
    "hang": Code.TIME_LIMIT,
    "spin": Code.TIME_LIMIT,
    "deaf": Code.TIME_LIMIT,
    "segfault": Code.CRASH,
    "leave": Code.CRASH,
    "half": Code.CRASH,
    "nonsense": Code.CRASH,
    "orphan": Code.CRASH,
    "murder": Code.CRASH,
    "long": Code.TOO_MUCH_TEXT,
    "claim": Code.TOO_MUCH_TEXT,
    "touch": Code.CHANGED,
    "noise": None,
    "escaped": None,
    "well": None,
}


@pytest.fixture(autouse=True)
def _mock_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def sources_of(folder: Path, words: list[str], suffix: str = ".txt") -> tuple[Source, ...]:
    for number, word in enumerate(words):
        (folder / f"{number:03}-{word}{suffix}").write_text(word, "utf-8")
    sources, findings = find_sources([folder])
    assert findings == ()
    return sources


def test_each_fault_has_its_code_and_the_next_document_is_read(tmp_path: Path) -> None:
    before = workers_of_this_test()
    words = [word for fault in FAULTS for word in (fault, "well")]
    results = list(read_documents(sources_of(tmp_path, words), TIGHT, 2, readers="mock_readers:READERS"))
    codes = {word: [finding.code for finding in result.findings] for word, result in zip(words, results, strict=True)}
    assert codes == {fault: [code] if code else [] for fault, code in FAULTS.items()}
    assert [result.source.name for result in results] == [f"{n:03}-{word}.txt" for n, word in enumerate(words)]
    assert all((result.document is None) == bool(result.findings) for result in results)
    assert all(result.document for word, result in zip(words, results, strict=True) if word == "well")
    assert ended(set(before)), "something outlived its document"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("well", None),
        ("hang", Code.TIME_LIMIT),
        ("spin", Code.TIME_LIMIT),
        ("abort", Code.MEMORY_LIMIT),
        ("segfault", Code.CRASH),
        ("leave", Code.CRASH),
        ("half", Code.CRASH),
        ("nonsense", Code.CRASH),
        ("claim", Code.TOO_MUCH_TEXT),
        ("orphan", Code.CRASH),
    ],
)
def test_the_guard_itself(fault: str, code: Code | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(fault, "utf-8")
    # Much memory: this process may have models mapped, as a worker never has.
    limits = Limits(memory=1 << 44, cpu_seconds=1, wall_seconds=1.5, text_size=2_000_000)
    outcome = guarded(lambda: misbehave(path, limits), limits, ReadOutcome)
    assert [remark.code for remark in outcome.remarks] == ([code] if code else [])
    assert (outcome.extracted is None) == (code is not None)


STRICTER = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
from crisisgraph.documents.guard import guarded
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.model import Code
from crisisgraph.settings import Limits
seen = lambda: ReadOutcome.refused(Code.PARSER_BUG, reason=str(resource.getrlimit(resource.RLIMIT_NOFILE)))
print(guarded(seen, Limits(), ReadOutcome).remarks[0].facts["reason"])
"""


def test_an_account_with_stricter_limits_keeps_them() -> None:
    run = subprocess.run([sys.executable, "-c", STRICTER], capture_output=True, text=True, check=False, timeout=60)
    assert (run.stdout, run.stderr) == ("(40, 40)\n", "")


def test_a_worker_answers_until_its_requests_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "end_orphans", lambda: None)  # it would end the children of the tests themselves
    path = tmp_path / "a.txt"
    path.write_bytes(b"well")
    limits = Limits(memory=1 << 44)
    request = Request(os.fsencode(path), "text/plain", sha256_hex(b"well"), limits)
    (requests, asking), (answering, answers) = os.pipe(), os.pipe()
    send(asking, msgspec.json.encode(request))
    send(asking, msgspec.json.encode(replace(request, media_type="image/png")))
    os.close(asking)
    worker.serve(requests, answers, partial(worker.read_for, READERS))
    assert receive(answering) == worker.READY
    first, second = (msgspec.json.decode(receive(answering), type=ReadOutcome) for _ in range(2))
    assert first.extracted is not None
    assert first.extracted.text == "Alles in orde."
    assert second == ReadOutcome.refused(Code.UNSUPPORTED)
    for handle in (requests, answering, answers):
        os.close(handle)


def test_a_finding_says_no_more_than_the_kind_of_error(tmp_path: Path) -> None:
    (result,) = read_documents(sources_of(tmp_path, ["exception"]), TIGHT, 1, readers="mock_readers:READERS")
    assert dict(result.findings[0].facts) == {"reason": "KeyError"}


def test_places_outside_the_text_are_a_fault_of_the_reader(tmp_path: Path) -> None:
    (result,) = read_documents(sources_of(tmp_path, ["x"], ".md"), TIGHT, 1, readers="mock_readers:READERS")
    assert [finding.code for finding in result.findings] == [Code.PARSER_BUG]


def workers_of_this_test() -> list[str]:
    """Return the processes that this test started, by the environment that they were started with."""
    mark = f"PYTEST_CURRENT_TEST={os.environ['PYTEST_CURRENT_TEST']}".encode()
    run = f"{RUN}={os.environ[RUN]}".encode()  # the same test may run in another checkout at this moment
    own = str(os.getpid())
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and process.name != own:
                environment = (process / "environ").read_bytes().split(b"\0")
                if mark in environment and run in environment:
                    found.append(process.name)
        except OSError:
            continue
    return found


def ended(known: set[str]) -> bool:
    """Tell whether nothing but `known` is left of this test, within the moment that the system needs to clear it up."""
    until = time.monotonic() + 3
    while set(workers_of_this_test()) - known:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_workers_end_when_the_results_are_not_all_taken(tmp_path: Path) -> None:
    results = read_documents(sources_of(tmp_path, ["well"] + ["hang"] * 8), TIGHT, 2, readers="mock_readers:READERS")
    assert next(results).document is not None
    start = time.monotonic()
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert time.monotonic() - start < 2
    assert ended(set())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("documents")]


def test_no_pipe_is_left_open(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, ["well", "murder", "well"])
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    list(read_documents(sources, TIGHT, 2, readers="mock_readers:READERS"))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_worker_that_cannot_start_is_one_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        list(read_documents(sources_of(tmp_path, ["well"]), TIGHT, 1, readers="no_such_module:READERS"))
    assert error.value.code == "no-reader"


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    source = Source(tmp_path / "gone.txt", "gone.txt", "0" * 64, TIGHT.file_size + 1, "text/plain")
    (result,) = read_documents([source], TIGHT, 1, readers="mock_readers:READERS")
    assert [finding.code for finding in result.findings] == [Code.TOO_LARGE]


def test_nothing_to_read_starts_nothing() -> None:
    assert list(read_documents([], TIGHT, 2, readers="no_such_module:READERS")) == []


def test_a_file_that_went_away_is_not_found(tmp_path: Path) -> None:
    source = Source(tmp_path / "gone.txt", "gone.txt", "0" * 64, 10, "text/plain")
    (result,) = read_documents([source], Limits(), 1)
    assert [finding.code for finding in result.findings] == [Code.NOT_FOUND]


def test_a_message_comes_out_as_it_went_in() -> None:
    reading, writing = os.pipe()
    sender = threading.Thread(target=send, args=(writing, b"abc" * 500_000))
    sender.start()
    assert receive(reading) == b"abc" * 500_000
    sender.join()
    send(writing, b"12345")
    with pytest.raises(TooLongError):
        receive(reading, largest=4)
    os.close(writing)
    with pytest.raises(EOFError):
        receive(reading, deadline=time.monotonic() + 5)
    os.close(reading)


def test_a_silent_sender_is_given_up() -> None:
    reading, writing = os.pipe()
    with pytest.raises(TimeoutError):
        receive(reading, deadline=time.monotonic())
    with pytest.raises(EOFError):
        receive(reading, alive=lambda: False)
    os.close(writing)
    os.close(reading)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), Code.MEMORY_LIMIT),
        (FileNotFoundError(), Code.NOT_FOUND),
        (PermissionError(), Code.NO_ACCESS),
        (ValueError("woorden uit het bestand"), Code.PARSER_BUG),
    ],
)
def test_an_error_becomes_a_code(error: Exception, code: Code) -> None:
    def fail() -> ReadOutcome:
        raise error

    assert f'"code":"{code}"'.encode() in outcome_of(fail, ReadOutcome)
    assert b"woorden" not in outcome_of(fail, ReadOutcome)


def outcome(
    text: str = "kort", pages: tuple[Page, ...] = (Page(1, 0, 4),), blocks: tuple[Block, ...] = ()
) -> ReadOutcome:
    return ReadOutcome(Extracted(text, pages, blocks, "mock"))


def test_the_worker_holds_every_reader_to_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"kort")
    request = Request(os.fsencode(path), "text/plain", sha256_hex(b"kort"), Limits(text_size=5, pages=2))
    many = tuple(Page(n, 0, 0) for n in range(1, 4))
    assert answer(request, {"text/plain": lambda *_: outcome()}) == outcome()
    assert answer(request, {"text/plain": lambda *_: outcome("te lang")}).remarks[0].code is Code.TOO_MUCH_TEXT
    assert answer(request, {"text/plain": lambda *_: outcome(pages=many)}).remarks[0].code is Code.TOO_MANY_PAGES
    assert answer(request, {}).remarks[0].code is Code.UNSUPPORTED
    other = Request(os.fsencode(path), "text/plain", "0" * 64, Limits())
    assert answer(other, {"text/plain": lambda *_: outcome()}).remarks[0].code is Code.CHANGED


@pytest.mark.parametrize(
    ("pages", "blocks"),
    [
        ((), ()),
        ((Page(1, 2, 4), Page(2, 0, 2)), ()),
        ((Page(1, 0, 5),), ()),
        ((Page(1, 0, 4),), (Block(BlockKind.PARAGRAPH, ()),)),
        ((Page(1, 0, 4),), (Block(BlockKind.PARAGRAPH, (Segment(2, 4), Segment(0, 1))),)),
    ],
)
def test_places_are_checked(pages: tuple[Page, ...], blocks: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match=r"pages|block|segments"):
        check_places(Extracted("kort", pages, blocks, "mock"))
