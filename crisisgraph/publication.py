"""A build is published as a whole or not at all: readers see the previous one until the next is complete.

A folder of builds holds ``v000001``, ``v000002`` … and a pointer ``current`` to one of them.  A new build is filled in
a hidden staging folder, flushed to the disk, described in its ``manifest.json`` (size and SHA-256 of every file, and
the facts it was made from), renamed to its number, and only then pointed at.  A build that is killed leaves the
pointer where it was; the next one clears up what it left.  Whoever reads checks every file against the manifest first.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from crisisgraph.errors import InputError, NoBuildError, StaleBuildError
from crisisgraph.ids import sha256_hex
from crisisgraph.sentences import say

#: A fact about a build, as its manifest keeps it.
Fact = str | int | float | bool | None | Sequence[str] | Mapping[str, str | int]

#: The layout of a published folder; a build of another format is refused.
FORMAT = 1

#: How many builds are kept: a reader that has just opened one keeps it while two newer ones appear.
KEPT = 3

#: The file in which a published folder says what it holds.
MANIFEST = "manifest.json"

_VERSION = re.compile(r"v(\d{6,})")
_POINTER = "current"
_POINTER_FILE = "current.txt"  # where links are not allowed


@dataclass(frozen=True, slots=True)
class _File:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Manifest:
    format: int
    facts: dict[str, Fact]
    files: dict[str, _File]
    sha256: str = ""  # of the manifest itself without this field

    def sealed(self) -> _Manifest:
        open_manifest = msgspec.json.encode(replace(self, sha256=""), order="sorted")
        return replace(self, sha256=sha256_hex(open_manifest))


@dataclass(frozen=True, slots=True)
class _Header:
    format: int


@dataclass(frozen=True, slots=True)
class Published:
    """A build that was published and checked: where it lies and the facts it was made from."""

    folder: Path
    facts: Mapping[str, Fact]


def publish(out: Path, fill: Callable[[Path], None], facts: Mapping[str, Fact]) -> Published:
    """Let `fill` write a new build into an empty folder and publish it in `out`; an error in `fill` leaves no trace.

    :raises InputError: when another build is being published in `out` ("busy"), or nothing can be written there
        ("cannot-publish"): no rights, a full disk, a file in the place of the folder.
    """
    try:
        return _publish(out, fill, facts)
    except OSError as error:
        raise InputError("cannot-publish", folder=out, reason=error.strerror or "?") from error


def _publish(out: Path, fill: Callable[[Path], None], facts: Mapping[str, Fact]) -> Published:
    out.mkdir(parents=True, exist_ok=True)
    with _only_writer(out):
        _remove_leftovers(out)
        name = f"v{max(_versions(out), default=0) + 1:06d}"
        staging = out / f".staging-{name}"
        staging.mkdir()
        try:
            fill(staging)
            _write_manifest(staging, facts)
            _flush(staging)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        folder = staging.rename(out / name)
        _fsync(out)
        _point_at(out, name)
        _collect(out, name)
    return Published(folder, dict(facts))


def publish_copy(made: Published, out: Path, check: Callable[[], None] = lambda: None) -> Published:
    """Publish in `out` what was made and published elsewhere, byte for byte, unless `check` raises an error.

    `check` is called when nobody else can publish in `out` any more.

    :raises InputError: as `publish` does.
    """

    def fill(folder: Path) -> None:
        check()
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        (folder / MANIFEST).unlink()  # it is written anew, over what was really copied

    return publish(out, fill, made.facts)


def current(out: Path) -> Published:
    """Return the build that `out` points at, after checking every file of it.

    :raises NoBuildError: when nothing was published in `out`.
    :raises StaleBuildError: when it is damaged or of another format; an older build is never taken in its place.
    """
    while True:
        folder = current_folder(out)
        try:
            return _checked(folder)
        except StaleBuildError:
            if current_folder(out) == folder:
                raise
            # newer builds were published, and this one collected, while it was being read


def current_folder(out: Path) -> Path:
    """Return the folder that `out` points at, unchecked: enough to see that there is a newer build.

    :raises NoBuildError: when nothing was published in `out`.
    """
    return out / _pointed_at(out)


# --- writing --------------------------------------------------------------------------------------


@contextmanager
def _only_writer(out: Path) -> Iterator[None]:
    with (out / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go by the system when this process ends, however
        except BlockingIOError as error:
            raise InputError("busy", folder=out) from error
        yield


def _remove_leftovers(out: Path) -> None:
    for staging in out.glob(".staging-*"):
        shutil.rmtree(staging)
    for pointer in out.glob(".pointer-*"):
        pointer.unlink()


def _versions(out: Path) -> list[int]:
    return sorted(int(match[1]) for entry in out.iterdir() if (match := _VERSION.fullmatch(entry.name)))


def _write_manifest(folder: Path, facts: Mapping[str, Fact]) -> None:
    files = {
        path.relative_to(folder).as_posix(): _File(path.stat().st_size, _sha256(path))
        for path in folder.rglob("*")
        if path.is_file()
    }
    data = msgspec.json.encode(_Manifest(FORMAT, dict(facts), files).sealed(), order="sorted")
    (folder / MANIFEST).write_bytes(msgspec.json.format(data, indent=1) + b"\n")


def _flush(folder: Path) -> None:
    """Flush every file and folder to the disk, innermost first, so that the rename cannot come before the content."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _fsync(path)
    _fsync(folder)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point_at(out: Path, name: str) -> None:
    fresh = out / f".pointer-{name}"
    try:
        fresh.symlink_to(name)
    except OSError:  # a file system, or an account, without links
        fresh.write_text(name + "\n", "ascii")
        _fsync(fresh)
        fresh.replace(out / _POINTER_FILE)
    else:
        fresh.replace(out / _POINTER)
        with suppress(FileNotFoundError):
            (out / _POINTER_FILE).unlink()
    _fsync(out)


def _collect(out: Path, name: str) -> None:
    for version in _versions(out)[:-KEPT]:
        if (old := f"v{version:06d}") != name:
            shutil.rmtree(out / old, ignore_errors=True)  # a reader may hold a file of it open


# --- reading --------------------------------------------------------------------------------------


def _pointed_at(out: Path) -> str:
    """Return the name of the current build; the file wins, since it is removed as soon as a link can be made."""
    name = None
    with suppress(OSError):
        name = (out / _POINTER).readlink().name
    with suppress(OSError):
        name = (out / _POINTER_FILE).read_text("utf-8", "replace").strip()
    if name is None:
        raise NoBuildError(out)
    if not _VERSION.fullmatch(name):
        raise StaleBuildError(out, "v000001", name[:80])
    return name


def _checked(folder: Path) -> Published:
    manifest = _read_manifest(folder)
    for name, expected in manifest.files.items():
        _check_file(folder, name, expected)
    return Published(folder, manifest.facts)


def _read_manifest(folder: Path) -> _Manifest:
    try:
        data = (folder / MANIFEST).read_bytes()
        found = msgspec.json.decode(data, type=_Header).format
        if found != FORMAT:
            raise StaleBuildError(folder, say("build.format", number=FORMAT), say("build.format", number=found))
        manifest = msgspec.json.decode(data, type=_Manifest)
    except FileNotFoundError as error:
        raise StaleBuildError(folder, MANIFEST, say("build.no-file")) from error
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StaleBuildError(folder, MANIFEST, say("build.unreadable")) from error
    if manifest != manifest.sealed():
        raise StaleBuildError(folder, MANIFEST, say("build.changed"))
    return manifest


def _check_file(folder: Path, name: str, expected: _File) -> None:
    path = folder / name
    try:
        size = path.stat().st_size
        if size != expected.size:
            raise StaleBuildError(folder, f"{name}, {expected.size} bytes", f"{size} bytes")
        if _sha256(path) != expected.sha256:
            raise StaleBuildError(folder, f"{name}, SHA-256 {expected.sha256[:12]}…", say("build.changed"))
    except FileNotFoundError as error:
        raise StaleBuildError(folder, name, say("build.no-file")) from error
    except OSError as error:
        raise StaleBuildError(folder, name, say("build.unreadable")) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
