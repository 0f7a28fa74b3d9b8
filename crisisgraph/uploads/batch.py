"""One batch of files at a time: begun, followed, and then published or thrown away."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from crisisgraph.errors import InputError
from crisisgraph.originals import keep_originals, originals
from crisisgraph.publication import Published, current, current_folder, publish_copy
from crisisgraph.settings import ROOT, Limits
from crisisgraph.uploads.folder import DropFolder, Refusal, Upload, keep_upload, read_names, write_json
from crisisgraph.uploads.outcome import Outcome, stamp_of
from crisisgraph.uploads.staging import BUILD, FILES, NAMES, OUTCOME, PROGRESS, REFUSED, Step

#: How many files a batch has at most.
MOST_FILES = 20

#: How long a process that was killed may take to be gone, in seconds.
_PATIENCE = 10.0

#: Held by the process that builds for as long as it lives, whatever becomes of who started it.
_LOCK, _PID = "lock", "pid"

_T = TypeVar("_T")


class Status(StrEnum):
    """How far a batch is."""

    WORKING = "working"
    READY = "ready"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Batch:
    """The batch that is being looked at: `names` has what visitors called its files, by their names here."""

    status: Status
    names: Mapping[str, str]
    refused: tuple[Refusal, ...] = ()
    step: Step | None = None
    outcome: Outcome | None = None


def batch_of(drop: DropFolder) -> Batch | None:
    """Return the batch that is being looked at, if any; it is the same for everyone who asks."""
    staged = drop.staged
    if not staged.exists():
        return None
    working = _is_held(staged / _LOCK)  # asked first: an outcome that is written meanwhile is then found
    outcome = _read(staged / OUTCOME, Outcome)
    status = Status.READY if outcome else Status.WORKING if working else Status.STOPPED
    refused = _read(staged / REFUSED, tuple[Refusal, ...]) or ()
    return Batch(status, read_names(staged / NAMES), refused, _read(staged / PROGRESS, Step), outcome)


def start(
    drop: DropFolder,
    published: Path,
    corpus: Path,
    files: Iterable[tuple[str, BinaryIO]],
    known: Collection[str],
    limits: Limits,
) -> tuple[Refusal, ...]:
    """Keep `files` (what their visitors call them, and their bytes), and build with them in a process of its own.

    Returns those that were not kept; when none was, there is no batch.

    :param known: the SHA-256 of the documents that are in what is published.
    :raises InputError: when there is a batch already, or the drop folder cannot be written.
    """
    if drop.staged.exists():
        raise InputError("upload-busy")
    try:
        drop.path.mkdir(parents=True, exist_ok=True)
        drop.staged.mkdir()
    except OSError as error:  # also when somebody else was first just now
        raise InputError("cannot-upload", folder=drop.path, reason=error.strerror or "?") from error
    try:
        with (drop.staged / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept, refused = _keep(drop, files, known, limits)
            if kept:
                _build(drop, published, corpus, lock.fileno())
            else:
                shutil.rmtree(drop.staged)
    except OSError as error:
        shutil.rmtree(drop.staged, ignore_errors=True)
        raise InputError("cannot-upload", folder=drop.path, reason=error.strerror or "?") from error
    return refused


def publish_batch(drop: DropFolder, published: Path) -> Published:
    """Publish what was built with the batch, keep its files, and end the batch.

    :raises InputError: when it is not ready ("upload-not-ready"), when something else was published since it was built
        ("upload-outdated"), or when it cannot be published now; then the batch stays as it is.
    """
    with _only_one(drop):
        batch = batch_of(drop)
        if batch is None or batch.outcome is None or not batch.outcome.publishable:
            raise InputError("upload-not-ready")
        base = batch.outcome.base

        def check() -> None:
            if stamp_of(current_folder(published)) != base:
                raise InputError("upload-outdated")

        taken = [remark.file for remark in batch.outcome.remarks if remark.taken]
        fresh = [file for file in taken if not (drop.accepted / file).exists()]
        try:
            # Accepted before it is published: a build that is made again never misses a file that was published.
            _accept(drop, fresh)
            made = publish_copy(current(drop.staged / BUILD), published, check)
        except BaseException:
            for file in fresh:
                (drop.accepted / file).unlink(missing_ok=True)
            raise
        keep_originals(published, _places(drop))
        drop.add_names(batch.names)  # also of what takes no part: the findings of the build name those
        _remove(drop)
        return made


def discard(drop: DropFolder, known: Collection[str]) -> None:
    """Stop what is being built with the batch and leave nothing of it behind; without a batch, do nothing.

    :param known: the SHA-256 of the documents that are in what is published: their files stay.
    """
    with _only_one(drop):
        batch = batch_of(drop)
        if batch is None:
            return
        _stop(drop.staged)
        for file in batch.names:  # a publication that was cut short may have accepted them
            if file.partition(".")[0] not in known:
                (drop.accepted / file).unlink(missing_ok=True)
        _remove(drop)


# --- the steps ------------------------------------------------------------------------------------


def _keep(
    drop: DropFolder, files: Iterable[tuple[str, BinaryIO]], known: Collection[str], limits: Limits
) -> tuple[list[Upload], tuple[Refusal, ...]]:
    results: list[Upload | Refusal] = []
    for number, (name, data) in enumerate(files):
        if number == MOST_FILES:
            results.append(Refusal(name, "too-many", {"limit": MOST_FILES}))
            break
        results.append(keep_upload(name, data, drop.staged / FILES, known, limits))
    kept = [result for result in results if isinstance(result, Upload)]
    refused = tuple(result for result in results if isinstance(result, Refusal))
    write_json({upload.file: upload.name for upload in kept}, drop.staged / NAMES)
    write_json(refused, drop.staged / REFUSED)
    return kept, refused


def _build(drop: DropFolder, published: Path, corpus: Path, lock: int) -> None:
    """Start the process that builds; it inherits the lock, and lets go of it only by ending."""
    folders = [str(path.resolve()) for path in (drop.path, published, corpus)]
    with (drop.staged / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "crisisgraph.uploads.staging", *folders],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
            start_new_session=True,  # a Ctrl-C for the app leaves it working; the next app finds what it made
        )
    (drop.staged / _PID).write_text(str(process.pid))
    threading.Thread(target=process.wait, name="reap-build", daemon=True).start()


def _accept(drop: DropFolder, files: Iterable[str]) -> None:
    drop.accepted.mkdir(exist_ok=True)
    for file in files:
        with tempfile.NamedTemporaryFile(dir=drop.accepted, prefix=".accept-", delete=False) as copy:
            with (drop.staged / FILES / file).open("rb") as source:
                shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        Path(copy.name).replace(drop.accepted / file)


def _places(drop: DropFolder) -> Iterator[tuple[str, Path]]:
    """Yield where the files of what was built with the batch lie, now that those of the batch were accepted."""
    moved = (drop.staged / FILES).resolve()
    for sha256, path in originals(drop.staged / BUILD).items():
        place = drop.accepted / path.name if path.parent == moved else path
        if place.is_file():  # what takes no part was not accepted
            yield sha256, place


def _stop(staged: Path) -> None:
    """Kill the process that builds, when there is one, with the processes that it started; wait until it is gone."""
    deadline = time.monotonic() + _PATIENCE
    while _is_held(staged / _LOCK) and time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            os.killpg(int((staged / _PID).read_text()), signal.SIGKILL)
        time.sleep(0.05)


def _remove(drop: DropFolder) -> None:
    """Remove the batch: at once for who looks, also when the removing is cut short."""
    gone = Path(tempfile.mkdtemp(prefix=".gone-", dir=drop.path))
    drop.staged.rename(gone / "staged")
    for leftover in drop.path.glob(".gone-*"):
        shutil.rmtree(leftover, ignore_errors=True)


@contextlib.contextmanager
def _only_one(drop: DropFolder) -> Iterator[None]:
    """Let one at a time decide about the batch; a second one waits."""
    drop.path.mkdir(parents=True, exist_ok=True)
    with (drop.path / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_held(path: Path) -> bool:
    try:
        with path.open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two that ask do not see each other
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _read(path: Path, kind: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
