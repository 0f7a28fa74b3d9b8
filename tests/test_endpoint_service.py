"""A newer build is served as soon as it is there, and no question is dropped for it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from served import LIMITS, Answer, Endpoint, data, running

from crisisgraph.endpoint import service as service_module
from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.service import Service, service_of_build
from crisisgraph.errors import InputError, NoBuildError, StaleBuildError
from crisisgraph.publication import publish
from crisisgraph.settings import Settings
from crisisgraph.store import RdfFile, write_store

SETTINGS = Settings(server=LIMITS)
WHICH = "SELECT ?build { <http://example.org/this> <http://example.org/build> ?build }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def publish_build(out: Path, number: int) -> None:
    def fill(folder: Path) -> None:
        quads = folder / "graph" / "graph.nq"
        quads.parent.mkdir()
        quads.write_text(data(30) + f'<http://example.org/this> <http://example.org/build> "{number}" .\n', "utf-8")
        write_store([RdfFile(quads)], folder / "graph" / "store")

    publish(out, fill, {"number": number})


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(service_module, "_LOOK", 0.1)
    publish_build(tmp_path / "build", 1)
    return tmp_path / "build"


@pytest.fixture
def endpoint(out: Path) -> Iterator[Endpoint]:
    with running(service_of_build(out, SETTINGS), SETTINGS) as served:
        yield served


def build_of(answer: Answer) -> str:
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return str(row["build"]["value"])


def wait_for(endpoint: Endpoint, number: int) -> None:
    deadline = time.monotonic() + 20
    while build_of(endpoint.ask(WHICH)) != str(number):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_builds_that_come_while_many_ask_drop_no_question(out: Path, endpoint: Endpoint) -> None:
    stop = threading.Event()

    def ask() -> list[Answer]:
        answers = []
        while not stop.is_set():
            answers.append(endpoint.ask(WHICH))
        return answers

    with ThreadPoolExecutor(8) as clients:
        asking = [clients.submit(ask) for _ in range(8)]
        for number in (2, 3, 4, 5):  # more than are kept, so that the first is removed meanwhile
            publish_build(out, number)
            wait_for(endpoint, number)
        stop.set()
        by_client = [client.result() for client in asking]
    for answers in by_client:
        assert {answer.status for answer in answers} == {200}
        builds = [build_of(answer) for answer in answers]
        assert builds == sorted(builds)
        assert builds[-1] == "5"
    assert not (out / "v000001").exists()


def test_a_question_that_runs_is_answered_from_the_build_it_began_with(out: Path, endpoint: Endpoint) -> None:
    with ThreadPoolExecutor(1) as client:
        slow = client.submit(endpoint.ask, SLOW)
        time.sleep(0.02)
        publish_build(out, 2)
        wait_for(endpoint, 2)
        answer = slow.result()
    assert answer.status == 200
    assert json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] == str(61**3)


def test_a_build_that_is_damaged_is_passed_over_and_told(
    out: Path, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "crisisgraph")

    def fill(folder: Path) -> None:
        (folder / "graph").mkdir()
        (folder / "graph" / "graph.nq").write_text("", "utf-8")

    publish(out, fill, {})  # has no store
    deadline = time.monotonic() + 20
    while "the one before it still is" not in caplog.text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert build_of(endpoint.ask(WHICH)) == "1"
    publish_build(out, 3)
    wait_for(endpoint, 3)


def test_without_a_build_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError), service_of_build(tmp_path, SETTINGS):
        pass


def test_a_damaged_build_is_not_served(out: Path) -> None:
    (out / "v000001" / "graph" / "graph.nq").write_text("changed", "utf-8")
    with pytest.raises(StaleBuildError), service_of_build(out, SETTINGS):
        pass


def test_a_store_that_no_worker_can_open_is_told(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    service = Service(lambda: tmp_path, lambda: tmp_path, replace(SETTINGS, server=replace(LIMITS, workers=1)))

    async def serve() -> None:
        async with service.running():
            pass

    with pytest.raises(InputError) as caught:
        asyncio.run(serve())
    assert caught.value.code == "no-worker"


def test_before_it_runs_it_is_busy(tmp_path: Path) -> None:
    service = Service(lambda: tmp_path, lambda: tmp_path, SETTINGS)
    assert asyncio.run(service.answer(Question("ASK {}"))).head.problem == "busy"
