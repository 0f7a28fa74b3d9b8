"""Messages over a pipe: eight bytes that say how long, then the bytes."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

_HEADER = 8
_CHUNK = 1 << 20
#: Seconds between two looks at a sender that says nothing.
_PATIENCE = 0.05


class TooLongError(Exception):
    """A message is longer than the receiver takes."""


def send(handle: int, data: bytes) -> None:
    """Write one message.

    :raises OSError: when nobody reads it any more.
    """
    view = memoryview(len(data).to_bytes(_HEADER) + data)
    while view:
        view = view[os.write(handle, view) :]


def receive(
    handle: int, *, deadline: float | None = None, largest: int | None = None, alive: Callable[[], bool] | None = None
) -> bytes:
    """Return the next message.

    :param deadline: in the time of `time.monotonic`.
    :param alive: tells whether the sender still lives; a pipe can stay open after it, in what it left behind.
    :raises EOFError: when the sender ends before its message does.
    :raises TimeoutError: when the message is not there at the deadline.
    :raises TooLongError: when it is longer than `largest` bytes.
    """
    length = int.from_bytes(_bytes(handle, _HEADER, deadline, alive))
    if largest is not None and length > largest:
        raise TooLongError(length)
    return _bytes(handle, length, deadline, alive)


def _bytes(handle: int, count: int, deadline: float | None, alive: Callable[[], bool] | None) -> bytes:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    parts: list[bytes] = []
    ended = False
    while count:
        if not poll.poll(_PATIENCE * 1000):
            if ended:
                raise EOFError
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError
            ended = alive is not None and not alive()  # its last words may still be in the pipe: look once more
            continue
        part = os.read(handle, min(count, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)
