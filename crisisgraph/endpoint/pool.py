"""Workers that can be killed: a query gets its time and no more, and never makes the others wait long.

`limits.workers` queries run at once and one more process stands ready, so that a query that is stopped makes room at
once.  Who finds every place taken waits in order.  While anyone waits, the query that began last of those that have run
for `limits.patience` is stopped: the oldest of the long ones is let finish, and a short one never waits for all of
them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from crisisgraph.endpoint.messages import Head, Opening, Question, Reply, frame
from crisisgraph.settings import PACKAGE, ServerLimits

_WORKER = "from crisisgraph.endpoint.worker import main; main()"
_LENGTH = 4

#: Seconds that a worker gets to open its store, and between two attempts to start one that will not start.
_START = 60.0
_AGAIN = 1.0

#: Seconds between two looks at what runs, by those who wait.
_LOOK = 0.1

#: Bytes that are read ahead from a worker.
_AHEAD = 1 << 20


class WorkerError(Exception):
    """A worker did not start, or ended before its answer did."""


class Worker:
    """A worker process, seen from the server."""

    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(cls, opening: Opening) -> Worker:
        """Return a worker that has opened its store.

        :raises WorkerError: when it could not.
        """
        ours, theirs = socket.socketpair()
        paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-c", _WORKER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                start_new_session=True,  # a Ctrl-C is for the server, which then ends its workers
            )
        worker = cls(process, *await asyncio.open_connection(sock=ours, limit=_AHEAD))
        try:
            async with asyncio.timeout(_START):
                await worker._ask(opening)
        except BaseException as error:
            await worker.end()
            if isinstance(error, TimeoutError):
                raise WorkerError from error
            raise
        return worker

    async def answer(self, question: Question) -> Reply:
        """Return the whole reply to `question`.

        :raises WorkerError: when the process ends first, by itself or killed.
        """
        return await self._ask(question)

    async def _ask(self, message: Opening | Question) -> Reply:
        try:
            self._writer.write(frame(message))
            length = int.from_bytes(await self._reader.readexactly(_LENGTH))
            head = msgspec.msgpack.decode(await self._reader.readexactly(length), type=Head)
            return Reply(head, await self._reader.readexactly(head.length))
        except (asyncio.IncompleteReadError, OSError) as error:
            raise WorkerError from error

    def kill(self) -> None:
        """Kill the process; who waits for its answer learns so at once."""
        self._process.kill()

    async def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self.kill()
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        await asyncio.to_thread(self._process.wait)


@dataclass(slots=True, eq=False)
class _Run:
    """A question being answered: since when, by whom, and whether it has to make room."""

    worker: Worker
    began: float = field(default_factory=time.monotonic)
    stopped: bool = False


class Pool:
    """The workers over one store."""

    def __init__(self, store: Path, base: str, limits: ServerLimits) -> None:
        self._opening = Opening(str(store), base, limits)
        self._limits = limits
        self._places = asyncio.Semaphore(limits.workers)
        self._ready: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()  # the last to answer has most in its cache
        self._running: set[_Run] = set()
        self._waiting = 0
        self._press: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start every worker.

        :raises WorkerError: when one does not start; none is left then.
        """
        starts = (Worker.start(self._opening) for _ in range(self._limits.workers + 1))
        started = await asyncio.gather(*starts, return_exceptions=True)
        for worker in started:
            if isinstance(worker, Worker):
                self._ready.put_nowait(worker)
        for failure in started:
            if isinstance(failure, BaseException):
                await self.close()
                raise failure

    async def answer(self, question: Question) -> Reply:
        """Return the reply to `question`: the answer, or what became of it; nothing is raised."""
        if self._waiting >= self._limits.queue:
            return Reply.refused(503, "busy")
        try:
            if self._places.locked():
                async with asyncio.timeout(self._limits.seconds):
                    await self._enter()
            else:
                await self._places.acquire()  # at once
        except TimeoutError:
            return Reply.refused(503, "busy")
        try:
            async with asyncio.timeout(self._limits.seconds):
                worker = await self._ready.get()
        except TimeoutError:
            return Reply.refused(503, "busy")
        else:
            return await self._run(worker, question)
        finally:
            self._places.release()

    async def close(self) -> None:
        """End the workers, each when it has answered what it was asked and nobody waits any more."""
        for _ in range(self._limits.workers):  # places are given in order, so this comes after all who wait
            await self._places.acquire()
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._ready.empty():
            await self._ready.get_nowait().end()

    async def _enter(self) -> None:
        """Take a place, in order of arrival."""
        self._waiting += 1
        if self._press is None or self._press.done():
            self._press = self._do(self._make_room())
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1

    async def _make_room(self) -> None:
        """Stop what runs long, the last first, until nobody waits."""
        while self._waiting:
            await asyncio.sleep(_LOOK)
            before = time.monotonic() - self._limits.patience
            long = sorted((run for run in self._running if run.began < before), key=lambda run: run.began)
            for run in long[::-1][: self._waiting]:
                run.stopped = True
                run.worker.kill()

    async def _run(self, worker: Worker, question: Question) -> Reply:
        run = _Run(worker)
        self._running.add(run)
        answered = False
        try:
            async with asyncio.timeout(self._limits.seconds):
                reply = await worker.answer(question)
            answered = True
        except TimeoutError:
            return Reply.refused(503, "query-too-slow", seconds=f"{self._limits.seconds:g}")
        except WorkerError:
            return Reply.refused(503, "query-made-room") if run.stopped else Reply.refused(500, "query-crashed")
        else:
            return reply
        finally:
            self._running.discard(run)
            if answered and not run.stopped:
                self._ready.put_nowait(worker)
            else:
                worker.kill()
                self._do(self._replace(worker))

    async def _replace(self, worker: Worker) -> None:
        await worker.end()
        while not self._closed:
            try:
                self._ready.put_nowait(await Worker.start(self._opening))
            except (WorkerError, OSError):  # no memory or no process to be had: it may pass
                await asyncio.sleep(_AGAIN)
            else:
                return

    def _do(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
