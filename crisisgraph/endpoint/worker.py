"""The process that answers queries, one at a time, until it is killed or the server is gone.

It opens the store, and then gives up what a query could do harm with: from then on it can open no file and no
connection, whatever the query says, and takes no more memory and processor time than it was given.  It says nothing on
standard error, where Oxigraph would write how it failed.
"""

from __future__ import annotations

import contextlib
import math
import resource
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from crisisgraph.endpoint.evaluation import evaluate
from crisisgraph.endpoint.messages import Head, Opening, Question, frame
from crisisgraph.store import open_store

_LENGTH = 4

#: Processor seconds past its time that a query gets before the system ends it; the server does so earlier, if it lives.
_GRACE = 5


def main() -> None:
    """Answer over the socket whose number is the only argument."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    opening = msgspec.msgpack.decode(_receive(channel), type=Opening)
    # A query may be nested as deeply as its length allows, and the parser takes a step down the stack for each level.
    threading.stack_size(opening.limits.stack)
    serving = threading.Thread(target=serve, args=(channel, opening))
    serving.start()
    serving.join()


def serve(channel: socket.socket, opening: Opening) -> None:
    """Answer every question that comes over `channel`, until it closes."""
    store = open_store(Path(opening.store))
    give_up(opening.limits.memory)
    with contextlib.suppress(EOFError, OSError):
        channel.sendall(frame(Head(200)))
        while True:
            question = msgspec.msgpack.decode(_receive(channel), type=Question)
            limit_time(opening.limits.seconds)
            reply = evaluate(store, question, opening.base, opening.limits.result)
            channel.sendall(frame(reply.head))
            channel.sendall(reply.body)


def give_up(memory: int) -> None:
    """Lower for good what this process may do: no more files, and `memory` bytes on top of what it has."""
    taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    _lower(resource.RLIMIT_AS, taken + memory)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, 0)


def limit_time(seconds: float) -> None:
    """Have the system end this process when it works much longer than `seconds` from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime + seconds + _GRACE)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def _lower(kind: int, limit: int) -> None:
    _, allowed = resource.getrlimit(kind)
    if allowed != resource.RLIM_INFINITY:
        limit = min(limit, allowed)
    resource.setrlimit(kind, (limit, limit))


def _receive(channel: socket.socket) -> bytes:
    length = int.from_bytes(_bytes(channel, _LENGTH))
    return _bytes(channel, length)


def _bytes(channel: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
