"""A worker keeps nothing that a query could do harm with, and answers until nobody is there any more."""

from __future__ import annotations

import ctypes
import multiprocessing
import platform
import resource
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from served import LIMITS, data

from crisisgraph.endpoint import confinement, worker
from crisisgraph.endpoint.confinement import NotConfinedError, all_open, give_up, limit_time, refuse_sockets
from crisisgraph.endpoint.messages import Head, Opening, Question, frame
from crisisgraph.store import RdfFile, open_store, write_store

PROCESSES = multiprocessing.get_context("spawn")


def outcome(work: Callable[..., str], *arguments: object) -> str:
    """Return what `work` finds in a process of its own: what is given up there stays given up."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_report, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        return str(ours.recv())
    except EOFError:
        return "ended"
    finally:
        process.join()


def _report(pipe: multiprocessing.connection.Connection, work: Callable[..., str], arguments: tuple[object]) -> None:
    pipe.send(work(*arguments))


def attempt(doing: Callable[[], object]) -> str:
    try:
        doing()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("confined")
    (folder / "data.nq").write_text(data(50), "utf-8")
    write_store([RdfFile(folder / "data.nq")], folder / "store")
    return folder / "store"


def _socket_refused() -> str:
    before = attempt(lambda: socket.socket().close())
    refused = refuse_sockets()
    return f"{before} {refused} {attempt(socket.socket)} {attempt(lambda: Path('/dev/null').read_bytes())}"


def test_the_kernel_refuses_sockets_and_nothing_else() -> None:
    assert outcome(_socket_refused) == "done True PermissionError done"


def _given_up(store: str) -> str:
    opened = open_store(Path(store))
    give_up(Path(store), 1 << 30)
    asked = len(list(opened.query("SELECT * { GRAPH ?g {} }")))  # type: ignore[arg-type]  # rows
    results = [
        attempt(lambda: Path("/etc/passwd").read_bytes()),
        attempt(socket.socket),
        attempt(lambda: bytearray(2 << 30)),
        attempt(lambda: bytearray(1 << 20)),
        str(resource.getrlimit(resource.RLIMIT_CORE)),
    ]
    return f"{asked} {' '.join(results)}"


def test_a_worker_that_has_its_store_open_opens_nothing_more(store: Path) -> None:
    assert outcome(_given_up, str(store)) == "3 OSError PermissionError MemoryError done (0, 0)"


def _asks_elsewhere(store: str, address: str) -> str:
    opened = open_store(Path(store))
    refuse_sockets()
    query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    return attempt(lambda: list(opened.query(query)))  # type: ignore[arg-type]  # rows


def test_oxigraph_itself_connects_to_nobody(store: Path) -> None:
    """Whatever spelling of SERVICE is not recognised before."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        assert outcome(_asks_elsewhere, str(store), f"http://127.0.0.1:{trap.getsockname()[1]}/") == "PermissionError"
        with pytest.raises(TimeoutError):
            trap.accept()


def _given_up_without(store: str, filtering: bool) -> str:
    confinement.refuse_sockets = lambda: filtering
    try:
        give_up(Path(store), 1 << 30)
    except NotConfinedError:
        return "not confined"
    return attempt(lambda: Path("/etc/passwd").read_bytes())


def test_files_stay_within_reach_where_the_store_still_needs_them_and_sockets_never(store: Path) -> None:
    assert not all_open(store)  # nobody here has
    assert outcome(_given_up_without, str(store), True) == "done"
    assert outcome(_given_up_without, str(store), False) == "not confined"
    assert outcome(_given_up_without, str(store.parent), False) == "OSError"  # no files there: all are open


def test_a_machine_whose_numbers_are_not_known_is_not_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not refuse_sockets()


@pytest.mark.parametrize("failing", [38, 22])
def test_a_kernel_that_will_not_filter_is_told_apart(monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    class Library:
        def prctl(self, option: int, *_: object) -> int:
            return -1 if option == failing else 0

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    assert not refuse_sockets()


def test_what_is_open_is_not_known_where_the_system_does_not_tell(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_store(store)
    assert all_open(store)
    monkeypatch.setattr(Path, "iterdir", lambda _: _raise())
    assert not all_open(store)
    del opened


def _raise() -> None:
    raise FileNotFoundError


def _busy() -> str:
    limit_time(-4.5)  # of the grace is left half a second, more than was used already
    while True:
        pass


def test_a_query_ends_by_itself_when_nobody_is_left_to_stop_it() -> None:
    assert outcome(_busy) == "ended"


def test_what_is_given_up_depends_on_what_is_still_needed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as above, where nothing is really given up."""
    lowered: dict[int, int] = {}
    monkeypatch.setattr(confinement, "_lower", lowered.__setitem__)
    for refused, opened in ((True, True), (True, False), (False, True)):
        monkeypatch.setattr(confinement, "refuse_sockets", lambda refused=refused: refused)
        monkeypatch.setattr(confinement, "all_open", lambda _, opened=opened: opened)
        lowered.clear()
        give_up(store, 1 << 30)
        assert lowered[resource.RLIMIT_AS] > 1 << 30
        assert lowered[resource.RLIMIT_CORE] == lowered[resource.RLIMIT_FSIZE] == 0
        assert lowered.get(resource.RLIMIT_NOFILE) == (0 if opened else None)
    monkeypatch.setattr(confinement, "all_open", lambda _: False)
    with pytest.raises(NotConfinedError):
        give_up(store, 1 << 30)


def test_time_is_counted_from_what_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limit: limits.append(limit))
    limit_time(7.0)
    used = resource.getrusage(resource.RUSAGE_SELF)
    ((end, hard),) = limits
    assert 11 < end - used.ru_utime - used.ru_stime < 14
    assert hard == resource.getrlimit(resource.RLIMIT_CPU)[1]


def test_a_kernel_that_filters_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        def prctl(self, *_: object) -> int:
            return 0

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    assert refuse_sockets()


def test_a_limit_is_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (5, 5))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: lowered.append(limits))
    confinement._lower(resource.RLIMIT_CORE, 9)
    confinement._lower(resource.RLIMIT_CORE, 3)
    assert lowered == [(5, 5), (3, 3)]


def test_a_worker_answers_until_nobody_asks(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: list[object] = []
    monkeypatch.setattr(worker, "give_up", lambda *what: given_up.append(what))
    monkeypatch.setattr(worker, "limit_time", given_up.append)
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(sys, "argv", ["worker", str(theirs.detach())])
    serving = threading.Thread(target=worker.main)
    before = threading.stack_size()
    serving.start()
    try:
        ours.sendall(frame(Opening(str(store), "http://example.org/", replace(LIMITS, seconds=1.5, stack=1 << 20))))
        assert _head(ours) == Head(200)
        for query, status in (("ASK { <n1> ?p ?o }", 200), ("ASK", 400), ("SELECT * { ?s ?p ?o }", 200)):
            ours.sendall(frame(Question(query)))
            head = _head(ours)
            assert head.status == status
            assert len(_bytes(ours, head.length)) == head.length
    finally:
        ours.close()
        serving.join()
        threading.stack_size(before)
    assert given_up == [(store, LIMITS.memory), 1.5, 1.5, 1.5]


def _head(channel: socket.socket) -> Head:
    return msgspec.msgpack.decode(_bytes(channel, int.from_bytes(_bytes(channel, 4))), type=Head)


def _bytes(channel: socket.socket, count: int) -> bytes:
    return channel.recv(count, socket.MSG_WAITALL) if count else b""
