"""Queries from a program without an event loop: answered in processes that end with it, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from served import LIMITS, data

from crisisgraph.endpoint import service as service_module
from crisisgraph.endpoint.blocking import BlockingService
from crisisgraph.endpoint.messages import Question
from crisisgraph.errors import InputError, NoBuildError
from crisisgraph.publication import publish
from crisisgraph.settings import ROOT, Settings
from crisisgraph.store import RdfFile, write_store

SETTINGS = Settings(server=replace(LIMITS, workers=2, seconds=1.0))
WHICH = Question("SELECT ?build { <http://example.org/this> <http://example.org/build> ?build }")
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")

#: A program that asks, says which processes answer, and then has one of them work on something without end.
PROGRAM = """
import sys
from pathlib import Path
from crisisgraph.endpoint.blocking import BlockingService
from crisisgraph.endpoint.messages import Question
from crisisgraph.settings import Settings
service = BlockingService(Path(sys.argv[1]), Settings())
workers = [worker._process.pid for worker in service._service._pool._ready._queue]
print(*workers, flush=True)
service.answer(Question(sys.argv[2]))
"""


def publish_build(out: Path, number: int) -> None:
    def fill(folder: Path) -> None:
        quads = folder / "graph" / "graph.nq"
        quads.parent.mkdir()
        quads.write_text(data() + f'<http://example.org/this> <http://example.org/build> "{number}" .\n', "utf-8")
        write_store([RdfFile(quads)], folder / "graph" / "store")

    publish(out, fill, {"number": number})


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blocking")
    publish_build(folder, 1)
    return folder


@pytest.fixture
def service(build: Path) -> Iterator[BlockingService]:
    started = BlockingService(build, SETTINGS)
    yield started
    started.close()


def number_in(service: BlockingService) -> str:
    (row,) = json.loads(service.answer(WHICH).body)["results"]["bindings"]
    return str(row["build"]["value"])


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Tell whether there is such a process; one that ended and that nobody asked after does not live."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except OSError:
        return False


def workers_of(service: BlockingService) -> list[int]:
    pool = service._service._pool
    assert pool is not None
    # The queue of asyncio has no public way to look at what waits in it.
    return [worker._process.pid for worker in pool._ready._queue]  # type: ignore[attr-defined]


def test_a_question_is_answered_from_any_thread(service: BlockingService) -> None:
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda _: number_in(service), range(30))) == ["1"] * 30


def test_a_question_without_end_is_stopped_and_the_next_is_answered(service: BlockingService) -> None:
    assert service.answer(ENDLESS).head.problem == "query-too-slow"
    assert number_in(service) == "1"


def test_a_query_that_is_too_long_is_refused_as_by_the_endpoint(service: BlockingService) -> None:
    head = service.answer(Question("#" * (SETTINGS.server.query + 1))).head
    assert (head.status, head.problem, head.facts["limit"]) == (413, "query-too-long", str(SETTINGS.server.query))


def test_a_newer_build_is_answered_from_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_LOOK", 0.1)
    publish_build(tmp_path, 1)
    service = BlockingService(tmp_path, SETTINGS)
    assert number_in(service) == "1"
    publish_build(tmp_path, 2)
    wait_until(lambda: number_in(service) == "2")
    service.close()


def test_closing_ends_the_workers_and_asking_after_it_is_refused(build: Path) -> None:
    service = BlockingService(build, SETTINGS)
    workers = workers_of(service)
    assert len(workers) == 3
    assert all(map(lives, workers))
    service.close()
    assert not any(map(lives, workers))
    assert not service.running
    assert service.answer(WHICH).head.problem == "busy"
    service.close()  # nothing is left to close


def test_who_waits_too_long_for_the_loop_is_told_to_come_back(
    service: BlockingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_longest", 0.0)
    assert service.answer(ENDLESS).head.problem == "busy"


def test_a_folder_without_a_build_or_a_build_without_a_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        BlockingService(tmp_path, SETTINGS)
    publish(tmp_path, lambda folder: (folder / "corpus").mkdir(), {})
    with pytest.raises(InputError) as caught:
        BlockingService(tmp_path, SETTINGS)
    assert caught.value.code == "not-rdf"


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_the_program_also_one_that_is_busy(build: Path, way: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM, str(build), ENDLESS.query]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        workers = [int(pid) for pid in program.stdout.readline().split()]
        assert len(workers) == Settings().server.workers + 1
        assert all(map(lives, workers))
        time.sleep(0.3)  # one of them is at work now
        os.kill(program.pid, way)
        program.wait(20)
    wait_until(lambda: not any(map(lives, workers)), 3)
