"""What a worker gives up before it takes its first question, and can never get back.

* Connections: a filter in the kernel refuses every new socket (seccomp(2), Linux on x86-64 and ARM64).
* Files: no new one can be opened, a socket neither (RLIMIT_NOFILE).  This holds only where Oxigraph has opened every
  file of its store.  RocksDB opens the first sixteen at once and the others when it needs them; a query that needs one
  then would never end.
* Memory, processor time, core dumps, writing (setrlimit(2)).

One of the first two has to hold, or the worker does not start.
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import platform
import resource
import signal
import sys
from pathlib import Path

#: Processor seconds past its time that a query gets before the system ends it; the server does so earlier, if it lives.
_GRACE = 5

# linux/prctl.h, linux/seccomp.h, linux/audit.h, linux/bpf_common.h
_SET_END_WITH_PARENT, _SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # where they stand in what the filter is given
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_NUMBERING = 0x40000000  # the calls of x32
_IO_URING_SETUP = 425  # could open a socket in its own way

#: Of each machine: its name for the kernel, and its number of socket(2).
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class NotConfinedError(Exception):
    """Neither connections nor files could be given up."""


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction))]


def give_up(store: Path, memory: int) -> None:
    """Leave this thread no connections, and this process no more files and `memory` bytes on top of what it has.

    :raises NotConfinedError: when it could still open a connection.
    """
    _lower(resource.RLIMIT_AS, _taken() + memory)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    refused = refuse_sockets()
    if all_open(store):
        _lower(resource.RLIMIT_NOFILE, 0)
    elif not refused:
        raise NotConfinedError


def end_with_parent() -> None:
    """Have the system end this process as soon as the thread that started it is gone, in whatever way (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def limit_time(seconds: float) -> None:
    """Have the system end this process when it works much longer than `seconds` from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime + seconds + _GRACE)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def refuse_sockets() -> bool:
    """Have the kernel refuse this thread every new socket; return whether it does."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    architecture, socket = machine
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, 5, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 3, 0, _OTHER_NUMBERING),
        (_IF_EQUAL, 2, 0, socket),
        (_IF_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    instructions = (_Instruction * len(program))(*(_Instruction(*step) for step in program))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.byref(_Program(len(program), instructions)), 0, 0) == 0)


def all_open(store: Path) -> bool:
    """Return whether this process has every file with data in the folder `store` open, as far as can be seen."""
    files = {file.resolve() for file in store.glob("*.sst")}
    try:
        return files <= {Path(os.path.realpath(link)) for link in Path("/proc/self/fd").iterdir()}
    except OSError:
        return False


def _taken() -> int:
    """Return the bytes of address space that this process has."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


def _lower(kind: int, limit: int) -> None:
    _, allowed = resource.getrlimit(kind)
    if allowed != resource.RLIM_INFINITY:
        limit = min(limit, allowed)
    resource.setrlimit(kind, (limit, limit))
