"""A worker process and the way to ask it something: started when first needed, and again after it died."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from typing import IO

from crisisgraph.documents.frames import receive, send
from crisisgraph.documents.worker import READY
from crisisgraph.errors import InputError
from crisisgraph.settings import PACKAGE

#: Seconds that a worker gets to import what it needs, and to answer after the time of its child is up.
_START = 60.0
GRACE = 15.0


class NoAnswerError(Exception):
    """The process died, or fell silent, before it answered."""


class WorkerProcess:
    """A process that answers one request after the other; it is killed when the thread that started it ends."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = [sys.executable, "-c", program, *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def ask(self, request: bytes, patience: float) -> bytes:
        """Return the answer to `request`; after an error the next one asks a new process.

        :param patience: seconds to wait for it.
        :raises NoAnswerError: when there is none.
        :raises InputError: when the process cannot be started ("no-reader").
        """
        process = self._process or self._start()
        try:
            send(_pipe(process.stdin), request)
            return receive(_pipe(process.stdout), deadline=time.monotonic() + patience)
        except (OSError, EOFError) as error:  # a TimeoutError is an OSError
            self.close()
            raise NoAnswerError from error

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
            self._command,
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


def _pipe(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise EOFError
    return stream.fileno()
