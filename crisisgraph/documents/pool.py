"""Documents read side by side, each in a guarded child of a worker process; results come in the order asked."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import IO

import msgspec

from crisisgraph.documents.frames import receive, send
from crisisgraph.documents.media import PDF
from crisisgraph.documents.ocr import find_ocr
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.documents.reading import ReadResult, result_of
from crisisgraph.documents.sources import Source
from crisisgraph.documents.worker import READY, Request
from crisisgraph.errors import InputError
from crisisgraph.ids import content_key
from crisisgraph.model import Code
from crisisgraph.settings import PACKAGE, Limits

_WORKER = "from crisisgraph.documents.worker import main; main()"
_READERS = "crisisgraph.documents.readers:READERS"

#: Libraries on whose version texts and blocks depend.
_LIBRARIES = ("markdown-it-py", "pypdf", "pypdfium2", "selectolax")

#: Seconds that a worker gets to import its readers, and to answer after the time of its child is up.
_START = 60.0
_GRACE = 15.0


def read_documents(
    sources: Sequence[Source], limits: Limits, workers: int, *, readers: str = _READERS
) -> Iterator[ReadResult]:
    """Read `sources` with at most `workers` at a time and yield their results in input order.

    Reading begins at once, and goes on while the caller is busy; `readers` names the table of readers that the workers
    import, as "module:name".  At most two results for each worker wait at any time, however slowly they are taken.

    :raises InputError: when no worker process can be started.
    """
    count = max(1, min(workers, len(sources)))
    begun = _results(sources, limits, count, readers)
    next(begun)
    return (result for result in begun if result is not None)


def _results(
    sources: Sequence[Source], limits: Limits, count: int, readers: str
) -> Generator[ReadResult | None, None, None]:
    """Yield None when the first sources are being read, and then what came of each."""
    crew = [_Worker(readers) for _ in range(count)]
    idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def read(source: Source) -> ReadResult:
        worker = idle.get()
        try:
            return result_of(source, worker.read(source, limits))
        finally:
            idle.put(worker)

    executor = ThreadPoolExecutor(count, thread_name_prefix="documents")
    ahead = 2 * count
    waiting = deque(executor.submit(read, source) for source in sources[:ahead])
    try:
        yield None
        for source in sources[ahead:]:
            yield waiting.popleft().result()
            waiting.append(executor.submit(read, source))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for worker in crew:
            worker.stop()
        executor.shutdown(cancel_futures=True)
        for worker in crew:
            worker.close()


def readers_key() -> str:
    """Return a key that changes when the readers or the programs for OCR do: what had another key is read again."""
    own = (path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))
    ocr = find_ocr()
    return content_key("readers", *own, *map(version, _LIBRARIES), ocr.name if ocr else "", length=16)


class _Worker:
    """A worker process: started when it is first needed, and again after it died."""

    def __init__(self, readers: str) -> None:
        self._readers = readers
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, source: Source, limits: Limits) -> ReadOutcome:
        """Return what came of reading `source`; a worker that dies or falls silent is a crash of that one file."""
        if source.size > limits.file_size:
            return ReadOutcome.refused(Code.TOO_LARGE, limit=limits.file_size // 1_000_000)
        ocr = find_ocr() if source.media_type == PDF else None
        patience = limits.wall_seconds + _GRACE
        if ocr is None:
            return self._ask(Request(_path(source), source.media_type, source.sha256, limits), patience)
        # What is killed cannot clear up after itself, so this process does.
        with tempfile.TemporaryDirectory(prefix="crisisgraph-", ignore_cleanup_errors=True) as folder:
            scratch = os.fsencode(folder)
            request = Request(_path(source), source.media_type, source.sha256, limits, ocr, scratch)
            return self._ask(request, patience + limits.ocr_seconds + limits.wall_seconds)

    def _ask(self, request: Request, patience: float) -> ReadOutcome:
        process = self._process or self._start()
        try:
            send(_pipe(process.stdin), msgspec.json.encode(request))
            answer = receive(_pipe(process.stdout), deadline=time.monotonic() + patience)
            return msgspec.json.decode(answer, type=ReadOutcome)
        except (OSError, EOFError):  # a TimeoutError is an OSError
            self.close()
            return ReadOutcome.refused(Code.CRASH)

    def stop(self) -> None:
        """End the process with what it is doing; whoever waits for its answer gets none."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process and give back its pipes."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream.close() if stream else None

    def _start(self) -> subprocess.Popen[bytes]:
        paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = process = subprocess.Popen(
            [sys.executable, "-c", _WORKER, self._readers],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # a Ctrl-C is for the build, which then ends its workers
        )
        try:
            ready = receive(_pipe(process.stdout), deadline=time.monotonic() + _START) == READY
        except (OSError, EOFError):
            ready = False
        if self._stopped or not ready:
            self.close()
            raise InputError("no-reader")
        return process


def _path(source: Source) -> bytes:
    return os.fsencode(Path.cwd() / source.path)


def _pipe(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise EOFError
    return stream.fileno()
