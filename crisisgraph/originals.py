"""Where the files of a build lay when they were read: kept beside what is published, and no part of it.

What is published is the same bytes on every machine, and a path is not.  So the paths stand in a file of their own
beside the pointer to the build, by the SHA-256 of what was read there.  They are only a hint: who opens such a file
holds its bytes against the hash.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote_to_bytes

import msgspec

from crisisgraph.files import write_whole

#: The file in a folder of builds that says where the files of the newest build lay.
ORIGINALS = "originals.json"

_SCHEME = "file://"


def keep_originals(out: Path, found: Iterable[tuple[str, Path]]) -> None:
    """Write down in the folder of builds `out` where each file was `found`, by its SHA-256; the first place counts.

    Nothing is written when that stands there already.

    :raises InputError: when nothing can be written there.
    """
    places: dict[str, str] = {}
    for sha256, path in found:
        places.setdefault(sha256, path.resolve().as_uri())  # a URI also holds names that are no UTF-8
    data = msgspec.json.format(msgspec.json.encode(places, order="sorted"), indent=1) + b"\n"
    file = out / ORIGINALS
    if not file.is_file() or file.read_bytes() != data:
        write_whole(file, data)


def originals(out: Path) -> dict[str, Path]:
    """Return where the files of the newest build in `out` lay, by SHA-256; nothing when that is not known."""
    try:
        places = msgspec.json.decode((out / ORIGINALS).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return {
        sha256: Path(os.fsdecode(unquote_to_bytes(place.removeprefix(_SCHEME))))
        for sha256, place in places.items()
        if place.startswith(_SCHEME + "/")
    }
