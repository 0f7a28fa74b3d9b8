"""The drop folder: each file under the hash of its bytes, so that nothing a visitor calls it becomes a path."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from crisisgraph.documents.media import DOCX, HEAD, HTML, MARKDOWN, OLD_WORD, PDF, TEXT, media_type_of
from crisisgraph.settings import Limits

#: What a kept file is called after its hash; reading it again gives the same media type.
_EXTENSIONS = {PDF: "pdf", DOCX: "docx", OLD_WORD: "doc", HTML: "html", TEXT: "txt", MARKDOWN: "md"}

#: The longest name of a visitor that is kept, in characters.
_LONGEST_NAME = 200

_CHUNK = 1 << 20
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was kept: its name in the folder, and what its visitor called it, as text to show and no more."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not kept: `code` names its sentence in [uploads], with `facts`."""

    name: str
    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class DropFolder:
    """Where uploads are kept; its folders are made when first used."""

    path: Path

    @property
    def accepted(self) -> Path:
        """The files that take part in what is published."""
        return self.path / "accepted"

    @property
    def staged(self) -> Path:
        """The batch that is being looked at."""
        return self.path / "staged"

    @property
    def names(self) -> Mapping[str, str]:
        """What visitors called the files that were accepted, by their name here."""
        return read_names(self.path / "names.json")

    def add_names(self, names: Mapping[str, str]) -> None:
        """Keep what visitors called the files in `names` from now on."""
        write_json({**self.names, **names}, self.path / "names.json")


def keep_upload(name: str, data: BinaryIO, folder: Path, known: Collection[str], limits: Limits) -> Upload | Refusal:
    """Write the bytes of `data` into `folder` under their SHA-256, or tell why not.

    The name says what kind of text a text is, and nothing else; hashes in `known` are already in the build.
    """
    shown = shown_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    head = data.read(HEAD)
    media_type = media_type_of(shown, head)
    if not head:
        return Refusal(shown, "empty", {})
    if media_type is None:
        return Refusal(shown, "unsupported", {})
    handle, temporary = tempfile.mkstemp(prefix=".upload-", dir=folder)
    try:
        digest = hashlib.sha256()
        size = 0
        with os.fdopen(handle, "wb") as file:
            chunk = head
            while chunk and size <= limits.file_size:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
                chunk = data.read(_CHUNK)
        if size > limits.file_size:
            return Refusal(shown, "too-large", {"limit": limits.file_size // 1_000_000})
        if digest.hexdigest() in known:
            return Refusal(shown, "known", {})
        kept = f"{digest.hexdigest()}.{_EXTENSIONS[media_type]}"
        Path(temporary).replace(folder / kept)
        return Upload(kept, shown)
    finally:
        Path(temporary).unlink(missing_ok=True)


def shown_name(name: str) -> str:
    r"""Return what a visitor called a file, without folders and without characters that cannot be seen.

    >>> shown_name("../../etc/passwd"), shown_name("C:\\rapport\x00.pdf"), shown_name("")
    ('passwd', 'rapport.pdf', '?')
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNPRINTABLE.sub("", last).strip()
    if len(clean) > _LONGEST_NAME:  # the end says what kind of file it is
        clean = clean[: _LONGEST_NAME - 20] + "…" + clean[-19:]
    return clean or "?"


def read_names(path: Path) -> dict[str, str]:
    """Return the names in a file; none when there is no such file, or it holds something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def write_json(value: object, path: Path) -> None:
    """Write `value` as a whole or not at all: who reads meanwhile sees what was there before."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.write_bytes(msgspec.json.encode(value))
    fresh.replace(path)
