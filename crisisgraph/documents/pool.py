"""Documents read side by side, each in a guarded child of a worker process; results come in the order asked."""

from __future__ import annotations

import os
import queue
import tempfile
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import msgspec

from crisisgraph.documents.media import PDF
from crisisgraph.documents.ocr import find_ocr
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.documents.process import GRACE, NoAnswerError, WorkerProcess
from crisisgraph.documents.reading import ReadResult, result_of
from crisisgraph.documents.sources import Source
from crisisgraph.documents.worker import Request
from crisisgraph.ids import content_key
from crisisgraph.model import Code
from crisisgraph.settings import Limits

_WORKER = "from crisisgraph.documents.worker import main; main()"
_READERS = "crisisgraph.documents.readers:READERS"

#: Libraries on whose version texts and blocks depend.
_LIBRARIES = ("markdown-it-py", "pypdf", "pypdfium2", "selectolax")


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
    """A worker process that reads."""

    def __init__(self, readers: str) -> None:
        self._process = WorkerProcess(_WORKER, readers)

    def read(self, source: Source, limits: Limits) -> ReadOutcome:
        """Return what came of reading `source`; a worker that dies or falls silent is a crash of that one file."""
        if source.size > limits.file_size:
            return ReadOutcome.refused(Code.TOO_LARGE, limit=limits.file_size // 1_000_000)
        ocr = find_ocr() if source.media_type == PDF else None
        patience = limits.wall_seconds + GRACE
        if ocr is None:
            return self._ask(Request(_path(source), source.media_type, source.sha256, limits), patience)
        # What is killed cannot clear up after itself, so this process does.
        with tempfile.TemporaryDirectory(prefix="crisisgraph-", ignore_cleanup_errors=True) as folder:
            scratch = os.fsencode(folder)
            request = Request(_path(source), source.media_type, source.sha256, limits, ocr, scratch)
            return self._ask(request, patience + limits.ocr_seconds + limits.wall_seconds)

    def _ask(self, request: Request, patience: float) -> ReadOutcome:
        try:
            answer = self._process.ask(msgspec.json.encode(request), patience)
        except NoAnswerError:
            return ReadOutcome.refused(Code.CRASH)
        return msgspec.json.decode(answer, type=ReadOutcome)

    def stop(self) -> None:
        """End the process with what it is doing; whoever waits for its answer gets none."""
        self._process.stop()

    def close(self) -> None:
        """End the process and give back its pipes."""
        self._process.close()


def _path(source: Source) -> bytes:
    return os.fsencode(Path.cwd() / source.path)
