"""The pool over what is served: files, or the build that is current and every newer one that is published.

A newer build gets workers of its own; when they are ready new questions go to them, and the old ones end when the last
question of theirs is answered.  No question is refused for it.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from crisisgraph.endpoint.messages import Question, Reply
from crisisgraph.endpoint.pool import Pool, WorkerError
from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.publication import current, current_folder
from crisisgraph.settings import Settings
from crisisgraph.store import RdfFile, store_folder, write_store

_log = logging.getLogger(__name__)

#: Seconds between two looks at the pointer to the current build.
_LOOK = 1.0


class Service:
    """Answers questions from the store that `find` returns; looks again when `version` says something else."""

    def __init__(self, find: Callable[[], Path], version: Callable[[], Path], settings: Settings) -> None:
        self._find = find
        self._version = version
        self._settings = settings
        self._served: Path | None = None
        self._pool: Pool | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def served(self) -> Path | None:
        """The folder of what is served now; none before the first store is open."""
        return self._served

    async def answer(self, question: Question) -> Reply:
        """Return the reply of the store that is served now."""
        if self._pool is None:
            return Reply.refused(503, "busy")
        return await self._pool.answer(question)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start the workers, follow newer builds, and end everything at the end.

        :raises InputError: when no worker can open the store ("no-worker").
        """
        try:
            await self.renew()
        except WorkerError as error:
            raise InputError("no-worker") from error
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, *self._closing, return_exceptions=True)
            if self._pool is not None:
                await self._pool.close()

    async def renew(self) -> None:
        """Turn to the store that is current, when it is another than the one that is served.

        :raises CrisisGraphError: when there is none, or it is damaged.
        :raises WorkerError: when no worker can open it.
        """
        version = self._version()
        if version == self._served:
            return
        self._served = version  # also when it turns out to be damaged: then the next one is waited for
        pool = Pool(await asyncio.to_thread(self._find), self._settings.base, self._settings.server)
        await pool.start()
        old, self._pool = self._pool, pool
        if old is not None:
            _log.info("turned to %s", version.name)
            closing = asyncio.create_task(old.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self.renew()
            except (CrisisGraphError, WorkerError, OSError) as error:
                _log.warning("the newest build cannot be served, the one before it still is: %r", error)


@contextmanager
def service_of_build(build: Path, settings: Settings) -> Iterator[Service]:
    """Give a service over what is published in the folder `build`, checked, and over what is published there later.

    :raises NoBuildError: when nothing is published there.
    :raises StaleBuildError: when it is damaged or of another format.
    """
    current(build)

    def find() -> Path:
        folder = store_folder(current(build).folder)
        if folder is None:
            raise InputError("not-rdf", file=build, endings="")
        return folder

    yield Service(find, lambda: current_folder(build), settings)


@contextmanager
def service_of_files(files: Sequence[RdfFile], settings: Settings) -> Iterator[Service]:
    """Give a service over RDF files, from a store that is made of them once and removed at the end.

    :raises InputError: when a file is absent, is no RDF or is broken.
    """
    with tempfile.TemporaryDirectory(prefix="crisisgraph-", ignore_cleanup_errors=True) as folder:
        store = Path(folder) / "store"
        write_store(files, store)
        yield Service(lambda: store, lambda: store, settings)
