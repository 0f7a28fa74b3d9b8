"""A build is published as a whole or not at all."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crisisgraph import publication
from crisisgraph.errors import InputError, NoBuildError, StaleBuildError
from crisisgraph.publication import FORMAT, Fact, Published, current, current_folder, publish, publish_copy
from crisisgraph.sentences import say_error

ROOT = Path(__file__).parents[1]


def filling(text: str) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        (folder / "graph").mkdir()
        (folder / "graph" / "graph.nq").write_text(text * 100, "utf-8")
        (folder / "index.json").write_text(text, "utf-8")

    return fill


def names(out: Path) -> list[str]:
    return sorted(entry.name for entry in out.iterdir() if entry.name != ".lock")


def test_a_published_build_is_read_back_with_its_facts(tmp_path: Path) -> None:
    facts: dict[str, Fact] = {"inputs": "abc", "counts": {"statements": 3}, "encoder": None, "readers": ["a 1", "b 2"]}
    published = publish(tmp_path / "deep" / "build", filling("één"), facts)

    assert current(tmp_path / "deep" / "build") == published == Published(published.folder, facts)
    assert published.folder.name == "v000001"
    assert (published.folder / "index.json").read_text("utf-8") == "één"


def test_equal_input_gives_an_equal_manifest(tmp_path: Path) -> None:
    first = publish(tmp_path / "a", filling("x"), {"b": 1, "a": 2})
    second = publish(tmp_path / "b", filling("x"), {"a": 2, "b": 1})
    assert (first.folder / "manifest.json").read_bytes() == (second.folder / "manifest.json").read_bytes()


def test_a_build_that_was_made_elsewhere_is_published_as_it_is(tmp_path: Path) -> None:
    made = publish(tmp_path / "there", filling("x"), {"a": 1})
    publish(tmp_path / "here", filling("y"), {"a": 2})
    copied = publish_copy(made, tmp_path / "here")
    assert current(tmp_path / "here") == copied == Published(tmp_path / "here" / "v000002", {"a": 1})
    assert (copied.folder / "manifest.json").read_bytes() == (made.folder / "manifest.json").read_bytes()


def test_a_copy_that_is_not_wanted_any_more_leaves_no_trace(tmp_path: Path) -> None:
    made = publish(tmp_path / "there", filling("x"), {})
    publish(tmp_path / "here", filling("y"), {})

    def check() -> None:
        raise InputError("busy", folder=tmp_path)

    with pytest.raises(InputError, match="busy"):
        publish_copy(made, tmp_path / "here", check)
    assert names(tmp_path / "here") == ["current", "v000001"]


def test_without_a_build_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoBuildError) as caught:
            current(folder)
        assert "crisisgraph build" in say_error(caught.value)


def test_a_full_disk_is_one_sentence_and_leaves_the_previous_build(tmp_path: Path) -> None:
    first = publish(tmp_path, filling("goed"), {})

    def full(folder: Path) -> None:
        filling("half")(folder)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(InputError) as caught:
        publish(tmp_path, full, {})
    assert caught.value.code == "cannot-publish"
    assert str(tmp_path) in say_error(caught.value)
    assert current(tmp_path) == first
    assert names(tmp_path) == ["current", "v000001"]


def test_an_error_while_filling_leaves_no_trace_and_the_previous_build(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise ZeroDivisionError

    publish(tmp_path, filling("one"), {"n": 1})
    with pytest.raises(ZeroDivisionError):
        publish(tmp_path, fail, {"n": 2})

    assert names(tmp_path) == ["current", "v000001"]
    assert current(tmp_path).facts == {"n": 1}


def test_three_builds_are_kept(tmp_path: Path) -> None:
    for n in range(5):
        publish(tmp_path, filling(str(n)), {"n": n})
    assert names(tmp_path) == ["current", "v000003", "v000004", "v000005"]
    assert current(tmp_path).facts == {"n": 4}


def test_the_current_build_is_never_collected(tmp_path: Path) -> None:
    publish(tmp_path, filling("a"), {"n": 1})
    for n in (7, 8, 9):  # numbered by builds that were killed before they were pointed at
        (tmp_path / f"v{n:06d}").mkdir()
    (tmp_path / "v000010").mkdir()
    published = publish(tmp_path, filling("b"), {"n": 2})
    assert published.folder.name == "v000011"
    assert current(tmp_path) == published


def test_what_a_killed_build_left_is_cleared_up(tmp_path: Path) -> None:
    (tmp_path / ".staging-v000004").mkdir()
    (tmp_path / ".staging-v000004" / "half").write_text("half")
    (tmp_path / ".pointer-v000003").symlink_to("v000003")
    publish(tmp_path, filling("a"), {})
    assert names(tmp_path) == ["current", "v000001"]


@pytest.mark.parametrize("name", ["graph/graph.nq", "index.json", "manifest.json"])
def test_a_flipped_bit_is_noticed_wherever_it_is(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path, filling("a"), {"inputs": "abc"}).folder
    path = folder / name
    intact = path.read_bytes()
    for place in random.Random(5).sample(range(len(intact)), min(40, len(intact))):
        damaged = bytearray(intact)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        if name == "manifest.json" and intact[place : place + 1].isspace() and damaged[place : place + 1].isspace():
            continue  # white space between values says nothing
        with pytest.raises(StaleBuildError):
            current(tmp_path)
    path.write_bytes(intact)
    assert current(tmp_path).facts == {"inputs": "abc"}


def test_a_damaged_build_is_named_and_no_older_one_taken(tmp_path: Path) -> None:
    publish(tmp_path, filling("a"), {})
    folder = publish(tmp_path, filling("b"), {}).folder
    (folder / "graph" / "graph.nq").write_text("b")

    with pytest.raises(StaleBuildError) as caught:
        current(tmp_path)
    assert caught.value.facts == {"folder": folder, "expected": "graph/graph.nq, 100 bytes", "found": "1 bytes"}

    (folder / "graph" / "graph.nq").unlink()
    with pytest.raises(StaleBuildError) as caught:
        current(tmp_path)
    assert caught.value.facts["expected"] == "graph/graph.nq"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = publish(tmp_path, filling("a"), {}).folder
    (folder / "index.json").unlink()
    (folder / "index.json").symlink_to("index.json")  # a loop
    with pytest.raises(StaleBuildError, match=r"index\.json"):
        current(tmp_path)


def test_a_missing_or_unreadable_manifest_is_named(tmp_path: Path) -> None:
    folder = publish(tmp_path, filling("a"), {}).folder
    (folder / "manifest.json").write_bytes(b"\xff")
    with pytest.raises(StaleBuildError, match=r"manifest\.json"):
        current(tmp_path)
    (folder / "manifest.json").unlink()
    with pytest.raises(StaleBuildError, match=r"manifest\.json"):
        current(tmp_path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    folder = publish(tmp_path, filling("a"), {}).folder
    (folder / "manifest.json").write_text(f'{{"format": {FORMAT + 1}, "something": "else"}}')
    with pytest.raises(StaleBuildError) as caught:
        current(tmp_path)
    assert str(FORMAT + 1) in str(caught.value.facts["found"])


def test_a_pointer_to_something_else_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, filling("a"), {})
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("elsewhere")
    with pytest.raises(StaleBuildError):
        current(tmp_path)


def test_where_links_are_not_allowed_a_file_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    publish(tmp_path, filling("a"), {"n": 1})
    with monkeypatch.context() as patched:
        patched.setattr(os, "symlink", refuse)
        publish(tmp_path, filling("b"), {"n": 2})
        assert (tmp_path / "current.txt").read_text() == "v000002\n"
        assert current(tmp_path).facts == {"n": 2}

    publish(tmp_path, filling("c"), {"n": 3})  # links are allowed again
    assert names(tmp_path) == ["current", "v000001", "v000002", "v000003"]
    assert current(tmp_path).facts == {"n": 3}


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        filling("outer")(folder)
        with pytest.raises(InputError) as caught:
            publish(tmp_path, filling("inner"), {"n": 2})
        assert caught.value.code == "busy"
        assert str(tmp_path) in say_error(caught.value)

    publish(tmp_path, fill, {"n": 1})
    assert current(tmp_path).facts == {"n": 1}
    assert publish(tmp_path, filling("after"), {"n": 2}).facts == {"n": 2}


def test_a_build_that_is_collected_while_it_is_read_gives_way_to_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, filling("old"), {"n": 0})
    overtaken: list[Path] = []

    def slow(out: Path) -> Path:
        folder = current_folder(out)
        if not overtaken:  # this reader is asleep while three newer builds are published
            overtaken.append(folder)
            for n in (1, 2, 3):
                publish(tmp_path, filling("new"), {"n": n})
        return folder

    monkeypatch.setattr(publication, "current_folder", slow)
    assert current(tmp_path).facts == {"n": 3}
    assert overtaken == [tmp_path / "v000001"]


WRITER = """
import sys
from pathlib import Path
from crisisgraph.publication import publish

out, n = Path(sys.argv[1]), int(sys.argv[2])
while True:
    def fill(folder):
        for name, size in (("graph.nq", 300_000), ("vectors.npy", 200_000), ("words.json", 50_000)):
            (folder / name).write_bytes(f"{n}:{name}".encode() * (size // 12))
    publish(out, fill, {"n": n})
    print(n, flush=True)
    n += 1
"""


def read_on(out: Path, stop: multiprocessing.synchronize.Event, report: multiprocessing.Queue[list[str]]) -> None:
    """Check the current build again and again; report every fault and every step back."""
    faults, last, reads = [], 0, 0
    while not stop.is_set():
        try:
            n = int(str(current(out).facts["n"]))
        except Exception as error:
            faults.append(repr(error))
            continue
        if n < last:
            faults.append(f"went back from {last} to {n}")
        last, reads = n, reads + 1
    report.put([*faults, f"reads {reads}"])


def test_a_build_killed_at_any_moment_spoils_nothing(tmp_path: Path) -> None:
    """25 writers are killed at a random moment while a reader checks every file of the current build."""
    publish(tmp_path, filling("first"), {"n": 0})
    context = multiprocessing.get_context("spawn")
    stop, report = context.Event(), context.Queue()
    reader = context.Process(target=read_on, args=(tmp_path, stop, report))
    reader.start()
    moments = random.Random(5)
    acknowledged = 0
    for _ in range(25):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(acknowledged + 1)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert writer.stdout is not None
        if moments.random() < 0.8:  # past the start of Python, into the writing
            acknowledged = int(writer.stdout.readline())
        time.sleep(moments.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        writer.stdout.close()
        writer.wait()
        assert int(str(current(tmp_path).facts["n"])) >= acknowledged  # nothing acknowledged is lost

    stop.set()
    *faults, reads = report.get(timeout=30)
    reader.join()
    assert faults == []
    assert int(reads.removeprefix("reads ")) > 25

    published = publish(tmp_path, filling("last"), {"n": -1})  # the next build is clean
    assert current(tmp_path) == published
    assert not list(tmp_path.glob(".staging-*"))
    assert len(list(tmp_path.glob("v*"))) <= 3
