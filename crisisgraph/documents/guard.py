"""One untrusted file, one child process: with limits on memory, time and files, and exactly one outcome.

`guarded` forks, so it is called in a process that has one thread and little memory mapped: the worker, never the build
itself (whose models would take the child over its memory limit before it read a byte).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self, TypeVar

import msgspec

from crisisgraph.documents.frames import TooLongError, receive, send
from crisisgraph.model import Code
from crisisgraph.settings import Limits

_OPEN_FILES = 64

#: An answer of more bytes than this for each character that a file may hold is no honest answer.
_PER_CHARACTER = 16
_MARGIN = 1 << 20

_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)
_SET_CHILD_SUBREAPER = 36


class Outcome(Protocol):
    """What comes of a guarded task: a value that JSON can hold, or a refusal with its reason."""

    @classmethod
    def refused(cls, code: Code, **facts: str | int) -> Self:
        """Return the outcome of what was refused for one reason."""


T = TypeVar("T", bound=Outcome)


def guarded(task: Callable[[], T], limits: Limits, kind: type[T]) -> T:
    """Do `task` in a child process under `limits` and return its outcome, or the refusal that says how it failed.

    :param kind: the type of the outcome.
    """
    reading, writing = os.pipe()
    deadline = time.monotonic() + limits.wall_seconds
    parent = os.getpid()
    child = os.fork()
    if child == 0:  # pragma: no cover - forked
        _run_child(task, kind, writing, limits, parent)
    os.close(writing)
    largest = limits.text_size * _PER_CHARACTER + _MARGIN
    try:
        answer = receive(reading, deadline=deadline, largest=largest, alive=lambda: not _has_ended(child))
        return msgspec.json.decode(answer, type=kind)
    except TimeoutError:
        return kind.refused(Code.TIME_LIMIT, limit=round(limits.wall_seconds))
    except TooLongError:
        return kind.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    except EOFError:
        return _failure(child, limits, kind)
    except msgspec.DecodeError:
        return kind.refused(Code.CRASH)
    finally:
        os.close(reading)
        _end(child)


def outcome_of(task: Callable[[], T], kind: type[T]) -> bytes:
    """Do `task` here and return its outcome as JSON; an error becomes the refusal that names its kind.

    >>> from crisisgraph.documents.outcome import ReadOutcome
    >>> outcome_of(lambda: 1 // 0, ReadOutcome)
    b'{"extracted":null,"remarks":[{"code":"parser-bug","page":null,"facts":{"reason":"ZeroDivisionError"}}]}'
    """
    try:
        return msgspec.json.encode(task())
    except MemoryError:
        refusal = kind.refused(Code.MEMORY_LIMIT)
    except FileNotFoundError:
        refusal = kind.refused(Code.NOT_FOUND)
    except PermissionError:
        refusal = kind.refused(Code.NO_ACCESS)
    except Exception as error:  # whatever a parser can do wrong: the name of the error holds none of the file's words
        refusal = kind.refused(Code.PARSER_BUG, reason=type(error).__name__)
    return msgspec.json.encode(refusal)


def _has_ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _failure(child: int, limits: Limits, kind: type[T]) -> T:
    """Return the refusal of a child that ended without an answer, by the way in which it ended."""
    ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    if ended is None or ended.si_code == os.CLD_EXITED:
        return kind.refused(Code.CRASH)
    if ended.si_status == signal.SIGXCPU:
        return kind.refused(Code.TIME_LIMIT, limit=limits.cpu_seconds)
    # A library that finds no memory aborts; the system kills what takes too much of it.
    starved = ended.si_status in (signal.SIGABRT, signal.SIGKILL)
    return kind.refused(Code.MEMORY_LIMIT if starved else Code.CRASH)


def _end(child: int) -> None:
    """Kill the child and the group of processes that it leads."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def end_with_parent() -> None:
    """Let the system kill this process when the thread that started it ends, so that no killed build leaves it."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Make this process the parent of what its children leave behind, so that `end_orphans` finds them."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def end_orphans() -> None:
    """Kill every child of this process, so that nothing outlives its document."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    with contextlib.suppress(FileNotFoundError):
        while orphans := children.read_text("ascii").split():
            for orphan in map(int, orphans):
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)


def _run_child(
    task: Callable[[], T], kind: type[T], writing: int, limits: Limits, parent: int
) -> None:  # pragma: no cover - forked
    try:
        os.setsid()
        end_with_parent()
        if os.getppid() != parent:  # it ended before the line above: nobody would end this process
            return
        _close_all_but(writing)
        _lower_limits(limits)
        send(writing, outcome_of(task, kind))
    finally:
        os._exit(0)


def _close_all_but(kept: int) -> None:  # pragma: no cover - forked
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)


def _lower_limits(limits: Limits) -> None:  # pragma: no cover - forked
    """Lower what this process may use; it cannot be raised again."""
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + round(limits.wall_seconds)),
        (resource.RLIMIT_FSIZE, limits.written, limits.written),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        allowed = resource.getrlimit(kind)[1]  # what the account was given already cannot be raised
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        resource.setrlimit(kind, (soft, hard))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
