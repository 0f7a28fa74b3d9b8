"""Readers that do everything wrong a reader can: what a file says is what its reader does.

A test names this table to the pool; nothing in the product knows of it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from crisisgraph.documents.frames import send
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.model import Block, BlockKind, Page, Segment
from crisisgraph.settings import Limits


def misbehave(path: Path, limits: Limits) -> ReadOutcome:
    words = path.read_text("utf-8").split()
    fault = globals().get(f"_{words[0]}")
    text = fault(path) if fault else "Alles in orde."
    return ReadOutcome(Extracted(text, (Page(1, 0, len(text)),), (), "mock"))


def _exception(path: Path) -> str:
    raise KeyError("the words of the file")


def _memory(path: Path) -> str:
    return "x" * (8 << 30)


def _memory_bit_by_bit(path: Path) -> str:
    kept = []
    while True:
        kept.append(bytearray(1 << 23))


def _abort(path: Path) -> str:
    os.abort()


def _hang(path: Path) -> str:
    time.sleep(600)
    return ""


def _deaf(path: Path) -> str:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def _spin(path: Path) -> str:
    while True:
        pass


def _segfault(path: Path) -> str:
    return ctypes.string_at(0).decode()


def _leave(path: Path) -> str:
    os._exit(0)


def _recursion(path: Path) -> str:
    return _recursion(path)


def _noise(path: Path) -> str:
    for _ in range(100):
        sys.stdout.write("noise" * 100_000)
        os.write(2, b"noise" * 100_000)
    return "Alles in orde."


def _file(path: Path) -> str:
    with (path.parent / "big.bin").open("wb") as file:
        for _ in range(1000):
            file.write(bytes(1 << 20))
    return ""


def _long(path: Path) -> str:
    return "x" * 3_000_000


def _half(path: Path) -> str:
    """Write the beginning of an answer and leave."""
    os.write(_pipe(), (1000).to_bytes(8) + b'{"extracted"')
    os._exit(0)


def _nonsense(path: Path) -> str:
    send(_pipe(), b'{"extracted": 3}')
    os._exit(0)


def _claim(path: Path) -> str:
    """Announce an answer of a terabyte."""
    os.write(_pipe(), (1 << 40).to_bytes(8))
    return ""


def _pipe() -> int:
    return next(handle for handle in range(3, 64) if Path(f"/proc/self/fd/{handle}").exists())


def _orphan(path: Path) -> str:
    """Leave a process behind that holds the pipe."""
    _start_sleeper(path)
    os._exit(0)


def _escaped(path: Path) -> str:
    """Leave a process behind that left the group, and answer."""
    _start_sleeper(path, leave_group=True)
    return "Alles in orde."


def _start_sleeper(path: Path, *, leave_group: bool = False) -> None:
    if os.fork() == 0:
        if leave_group:
            os.setsid()
        time.sleep(600)
        os._exit(0)
    time.sleep(0.2)


def _murder(path: Path) -> str:
    """Kill the worker itself."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(600)
    return ""


def _surrogate(path: Path) -> str:
    return "\ud800"


def _touch(path: Path) -> str:
    path.write_text("iets anders", "utf-8")
    return "iets anders"


def lie(path: Path, limits: Limits) -> ReadOutcome:
    """Give places that do not exist."""
    block = Block(BlockKind.PARAGRAPH, (Segment(2, 99),))
    return ReadOutcome(Extracted("kort", (Page(1, 0, 4),), (block,), "mock"))


READERS = {"text/plain": misbehave, "text/markdown": lie}
