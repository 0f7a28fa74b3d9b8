"""The service for a program without an event loop, such as the app: its loop runs in a thread beside it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from pathlib import Path

from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.endpoint.service import Service, service_of_build
from crisisgraph.settings import Settings

#: Times the time of a query that an answer may take: waiting for a place, waiting for a worker, and the query itself.
_TURNS = 3

#: Seconds on top of that, for a machine that is busy.
_GRACE = 10.0


class BlockingService:
    """Answers questions over the build that is current, in workers that can be killed, from any thread.

    The workers end with `close`, and when this program ends, in whatever way.

    :raises NoBuildError: when nothing is published in the folder `build`.
    :raises StaleBuildError: when it is damaged or of another format.
    :raises InputError: when it has no graph ("not-rdf"), or no worker can open it ("no-worker").
    """

    def __init__(self, build: Path, settings: Settings) -> None:
        self._limits = settings.server
        self._longest = _TURNS * settings.server.seconds + _GRACE
        self._stop = asyncio.Event()
        started: Future[tuple[asyncio.AbstractEventLoop, Service]] = Future()
        work = self._serve(build, settings, started)
        self._thread = threading.Thread(target=asyncio.run, args=(work,), name="sparql", daemon=True)
        self._thread.start()
        self._loop, self._service = started.result()

    @property
    def running(self) -> bool:
        """Whether questions can be asked."""
        return self._thread.is_alive()

    def answer(self, question: Question) -> Reply:
        """Return the reply to `question`, within three times the time of a query; nothing is raised for a bad one."""
        if len(question.query.encode("utf-8", "replace")) > self._limits.query:
            return Reply.refused(413, "query-too-long", limit=self._limits.query)
        if not self.running:
            return Reply.refused(503, "busy")
        waiting = asyncio.run_coroutine_threadsafe(self._service.answer(question), self._loop)
        try:
            return waiting.result(self._longest)
        except TimeoutError:
            waiting.cancel()
            return Reply.refused(503, "busy")

    def close(self) -> None:
        """End the workers, when what was asked is answered."""
        if self.running:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(self._longest)

    async def _serve(
        self, build: Path, settings: Settings, started: Future[tuple[asyncio.AbstractEventLoop, Service]]
    ) -> None:
        try:
            with service_of_build(build, settings) as service:
                async with service.running():
                    started.set_result((asyncio.get_running_loop(), service))
                    await self._stop.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)
