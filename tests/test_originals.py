"""Where files lay: kept beside a build, never part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crisisgraph.errors import InputError
from crisisgraph.originals import ORIGINALS, keep_originals, originals


def test_places_come_back_by_hash_and_the_first_place_counts(tmp_path: Path) -> None:
    keep_originals(tmp_path, [("b" * 64, tmp_path / "b 1.pdf"), ("a" * 64, tmp_path / "é.md"), ("a" * 64, tmp_path)])
    assert originals(tmp_path) == {"a" * 64: tmp_path / "é.md", "b" * 64: tmp_path / "b 1.pdf"}


def test_a_relative_path_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    keep_originals(tmp_path, [("a" * 64, Path("sub/../rapport.pdf"))])
    assert originals(tmp_path) == {"a" * 64: tmp_path / "rapport.pdf"}


def test_a_name_that_is_no_utf_8_is_kept_too(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.pdf"))
    keep_originals(tmp_path, [("a" * 64, path)])
    assert originals(tmp_path) == {"a" * 64: path}


def test_the_same_places_are_not_written_again(tmp_path: Path) -> None:
    keep_originals(tmp_path, [("a" * 64, tmp_path / "a.pdf")])
    before = (tmp_path / ORIGINALS).stat().st_ino
    keep_originals(tmp_path, [("a" * 64, tmp_path / "a.pdf")])
    assert (tmp_path / ORIGINALS).stat().st_ino == before
    keep_originals(tmp_path, [("a" * 64, tmp_path / "b.pdf")])
    assert (tmp_path / ORIGINALS).stat().st_ino != before


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff", b'{"a": 1}'])
def test_what_cannot_be_read_is_not_known(tmp_path: Path, data: bytes) -> None:
    assert originals(tmp_path) == {}
    (tmp_path / ORIGINALS).write_bytes(data)
    assert originals(tmp_path) == {}


def test_only_files_are_places(tmp_path: Path) -> None:
    (tmp_path / ORIGINALS).write_bytes(b'{"a": "http://voorbeeld.invalid/a.pdf", "b": "file:///b.pdf"}')
    assert originals(tmp_path) == {"b": Path("/b.pdf")}


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        keep_originals(tmp_path / "weg", [("a" * 64, tmp_path)])
    assert error.value.code == "cannot-write"
