"""The process that answers queries, one at a time, until it is killed or what started it is gone.

It opens the store, and then gives up what a query could do harm with (`confinement`).  Its standard error is closed:
Oxigraph would write there how it failed, at length.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from pathlib import Path

import msgspec

from crisisgraph.endpoint.confinement import end_with_parent, give_up, limit_time
from crisisgraph.endpoint.evaluation import evaluate
from crisisgraph.endpoint.messages import Head, Opening, Question, frame
from crisisgraph.store import open_store

_LENGTH = 4


def main() -> None:
    """Answer over the socket whose number is the only argument."""
    end_with_parent()
    channel = socket.socket(fileno=int(sys.argv[1]))
    opening = msgspec.msgpack.decode(_receive(channel), type=Opening)
    # A query may be nested as deeply as its length allows, and the parser takes a step down the stack for each level.
    threading.stack_size(opening.limits.stack)
    serving = threading.Thread(target=serve, args=(channel, opening))
    serving.start()
    serving.join()


def serve(channel: socket.socket, opening: Opening) -> None:
    """Answer every question that comes over `channel`, until it closes."""
    folder = Path(opening.store)
    store = open_store(folder)
    give_up(folder, opening.limits.memory)
    with contextlib.suppress(EOFError, OSError):
        channel.sendall(frame(Head(200)))
        while True:
            question = msgspec.msgpack.decode(_receive(channel), type=Question)
            limit_time(opening.limits.seconds)
            reply = evaluate(store, question, opening.base, opening.limits.result)
            channel.sendall(frame(reply.head))
            channel.sendall(reply.body)


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
