"""The files that a build is asked to read, found, hashed and refused one by one: nothing here ever stops a build."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crisisgraph.documents.media import HEAD, media_type_of
from crisisgraph.model import Code, Finding
from crisisgraph.settings import Limits

#: Files of a folder that are about the folder and no documents themselves.
_ABOUT = ("readme", "license", "licence")
_CATALOGUE = "corpus.toml"

_CHUNK = 1 << 20
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: `name` is how it is called in findings and results, `size` is in bytes."""

    path: Path
    name: str
    sha256: str
    size: int
    media_type: str


def find_sources(paths: Sequence[Path], limits: Limits | None = None) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    """Return the files that `paths` (files and folders, with all below them) hold, sorted by name and path.

    Hidden files, `corpus.toml` and the README and LICENSE of a folder are passed over; links are followed when they
    are given, not when they are met inside a folder (what they point to inside it is read in its own place).  Every
    file that cannot be taken is one finding.
    """
    largest = (limits or Limits()).file_size
    sources: dict[Path, Source] = {}
    findings: dict[Path, Finding] = {}
    for given in paths:
        for path, name, code in _files(given):
            key = Path(os.path.realpath(path)) if code is None else path
            if key in sources or key in findings:
                continue
            found = Finding(name, code) if code else _source(path, name, largest)
            if isinstance(found, Source):
                sources[key] = found
            else:
                findings[key] = found
    return (
        tuple(sorted(sources.values(), key=lambda source: (source.name, str(source.path)))),
        tuple(sorted(findings.values(), key=lambda finding: (finding.document, finding.code))),
    )


def _files(given: Path) -> Iterator[tuple[Path, str, Code | None]]:
    """Yield each file of a given path with its name, and the code of what is wrong with it, if anything."""
    try:
        is_folder = stat.S_ISDIR(given.stat().st_mode)
    except (OSError, ValueError) as error:
        yield given, _printable(str(given)), _code_of(error)
        return
    if is_folder:
        yield from _files_below(given, Path(os.path.realpath(given)))
    else:
        yield given, _printable(given.name), None


def _files_below(folder: Path, root: Path) -> Iterator[tuple[Path, str, Code | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, _printable(folder.name), _code_of(error)
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            target = Path(os.path.realpath(path))
            if not target.is_relative_to(root):
                yield path, _printable(entry.name), Code.OUTSIDE_FOLDER
            elif not target.exists():
                yield path, _printable(entry.name), Code.NOT_FOUND
        elif entry.is_dir(follow_symlinks=False):
            yield from _files_below(path, root)
        elif entry.name != _CATALOGUE and not entry.name.lower().startswith(_ABOUT):
            yield path, _printable(entry.name), None


def _source(path: Path, name: str, largest: int) -> Source | Finding:
    """Return the source that a file is, or the finding that says why it is none."""
    try:
        # Without O_NONBLOCK the opening of a named pipe would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return Finding(name, _code_of(error))
    with os.fdopen(handle, "rb", buffering=0) as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return Finding(name, Code.UNSUPPORTED)
        try:
            head = file.read(HEAD)
            media_type = media_type_of(name, head)
            if media_type is None:
                return Finding(name, Code.UNSUPPORTED)
            if about.st_size == 0:
                return Finding(name, Code.EMPTY_FILE)
            if about.st_size > largest:
                return Finding(name, Code.TOO_LARGE, facts={"limit": largest // 1_000_000})
            digest = hashlib.sha256(head)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        except OSError as error:
            return Finding(name, _code_of(error))
    return Source(path, name, digest.hexdigest(), about.st_size, media_type)


def _code_of(error: OSError | ValueError) -> Code:
    match error:
        case FileNotFoundError() | NotADirectoryError() | ValueError():  # a path with a NUL in it is a ValueError
            return Code.NOT_FOUND
        case PermissionError():
            return Code.NO_ACCESS
        case _:
            return Code.DAMAGED


def _printable(name: str) -> str:
    """Return a file name as it can be written down on one line.

    Bytes that are no UTF-8, line ends, control characters (a terminal obeys them) and marks that turn the direction of
    writing become a replacement character.

    >>> _printable("brand\\nweer.txt")
    'brand�weer.txt'
    """
    return _UNPRINTABLE.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))
