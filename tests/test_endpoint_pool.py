"""A query gets its time and its memory, and who asks is answered or told why not, whatever the others do."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from served import LIMITS, data

from crisisgraph.endpoint import pool as pool_module
from crisisgraph.endpoint.messages import Opening, Question, Reply
from crisisgraph.endpoint.pool import Pool, Worker, WorkerError
from crisisgraph.settings import ServerLimits
from crisisgraph.store import RdfFile, write_store

BASE = "http://example.org/"
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
GREEDY = Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
SHORT = Question("ASK { <n1> ?p ?o }")
TWO = replace(LIMITS, workers=2, seconds=1.5, patience=0.3)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pool")
    (folder / "data.nq").write_text(data(), "utf-8")
    write_store([RdfFile(folder / "data.nq")], folder / "store")
    return folder / "store"


def with_pool(store: Path, limits: ServerLimits, work: Callable[[Pool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = Pool(store, BASE, limits)
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.close()

    asyncio.run(run())


def problems(replies: list[Reply]) -> list[str]:
    return [reply.head.problem for reply in replies]


def test_a_query_is_stopped_at_its_time_and_the_next_is_answered(store: Path) -> None:
    async def work(pool: Pool) -> None:
        began = time.monotonic()
        slow = await pool.answer(ENDLESS)
        assert 1.4 < time.monotonic() - began < 4
        assert (slow.head.status, slow.head.problem, slow.head.facts) == (503, "query-too-slow", {"seconds": "1.5"})
        assert (await pool.answer(SHORT)).body.endswith(b"true}")

    with_pool(store, TWO, work)


def test_a_query_that_takes_all_memory_ends_alone(store: Path) -> None:
    async def work(pool: Pool) -> None:
        greedy, short = await asyncio.gather(pool.answer(GREEDY), pool.answer(SHORT))
        assert (greedy.head.status, greedy.head.problem) == (500, "query-crashed")
        assert short.head.status == 200
        for _ in range(5):
            assert (await pool.answer(SHORT)).head.status == 200

    with_pool(store, replace(TWO, memory=200_000_000, seconds=30.0), work)


def test_who_waits_gets_the_place_of_the_query_that_came_last_of_the_long_ones(store: Path) -> None:
    async def work(pool: Pool) -> None:
        first = asyncio.create_task(pool.answer(ENDLESS))
        await asyncio.sleep(0.2)
        last = asyncio.create_task(pool.answer(ENDLESS))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        assert (await pool.answer(SHORT)).head.status == 200
        assert time.monotonic() - began < 1
        assert problems(list(await asyncio.gather(first, last))) in (
            ["query-too-slow", "query-made-room"],
            ["query-made-room", "query-too-slow"],  # where the first was the only one that ran long enough
        )

    with_pool(store, replace(TWO, seconds=3.0), work)


def test_nobody_makes_room_while_nobody_waits(store: Path) -> None:
    async def work(pool: Pool) -> None:
        replies = await asyncio.gather(pool.answer(ENDLESS), pool.answer(ENDLESS))
        assert problems(list(replies)) == ["query-too-slow", "query-too-slow"]

    with_pool(store, TWO, work)


def test_more_than_may_wait_are_told_to_come_back(store: Path) -> None:
    async def work(pool: Pool) -> None:
        replies = await asyncio.gather(*(pool.answer(SHORT) for _ in range(9)))
        assert sorted(problems(list(replies))) == ["", "", "", "", "", "busy", "busy", "busy", "busy"]
        assert {reply.head.status for reply in replies} == {200, 503}

    with_pool(store, replace(TWO, queue=3), work)


def test_who_waited_too_long_is_told_to_come_back(store: Path) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(2):
            await pool._places.acquire()  # as by queries that end after the patience of those who wait
        assert (await pool.answer(SHORT)).head.problem == "busy"
        for _ in range(2):
            pool._places.release()
        assert (await pool.answer(SHORT)).head.status == 200

    with_pool(store, replace(TWO, seconds=0.5), work)


def test_a_worker_that_is_killed_from_outside_is_replaced(store: Path) -> None:
    async def work(pool: Pool) -> None:
        for worker in list(pool._ready._queue):  # type: ignore[attr-defined]
            os.kill(worker._process.pid, signal.SIGKILL)
        replies = [await pool.answer(SHORT) for _ in range(6)]
        assert problems(replies).count("query-crashed") <= 3
        assert replies[-1].head.status == 200

    with_pool(store, TWO, work)


def test_a_pool_that_cannot_start_a_worker_tries_again(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_AGAIN", 0.05)
    start = Worker.start
    attempts: list[int] = []

    async def start_at_the_third_attempt(opening: Opening) -> Worker:
        attempts.append(1)
        if len(attempts) < 3:
            raise OSError("no process to be had")
        return await start(opening)

    async def work(pool: Pool) -> None:
        monkeypatch.setattr(Worker, "start", start_at_the_third_attempt)
        await pool.answer(ENDLESS)
        while len(attempts) < 3:
            await asyncio.sleep(0.02)
        assert (await pool.answer(SHORT)).head.status == 200

    with_pool(store, replace(TWO, seconds=0.5), work)


def test_a_pool_without_any_worker_is_busy(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: Opening) -> Worker:
        raise WorkerError

    async def work(pool: Pool) -> None:
        monkeypatch.setattr(Worker, "start", never)
        assert (await pool.answer(ENDLESS)).head.problem == "query-too-slow"
        assert (await pool.answer(ENDLESS)).head.problem == "query-too-slow"
        assert (await pool.answer(SHORT)).head.problem == "busy"

    with_pool(store, replace(TWO, workers=1, seconds=0.3), work)


def test_a_worker_that_does_not_open_its_store_in_time_is_ended(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_START", 0.0)
    with pytest.raises(WorkerError):
        with_pool(store, TWO, lambda _: asyncio.sleep(0))


def test_a_pool_over_nothing_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(WorkerError):
        with_pool(tmp_path / "absent", TWO, lambda _: asyncio.sleep(0))


def test_closing_waits_for_those_who_were_there_first(store: Path) -> None:
    async def run() -> None:
        pool = Pool(store, BASE, TWO)
        await pool.start()
        asked = [asyncio.create_task(pool.answer(SHORT)) for _ in range(20)]
        await asyncio.sleep(0)
        await pool.close()
        assert [reply.head.status for reply in await asyncio.gather(*asked)] == [200] * 20

    asyncio.run(run())
