"""The files that are found, and the finding for each that cannot be taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crisisgraph.documents import find_sources
from crisisgraph.documents.media import DOCX, HTML, MARKDOWN, OLD_WORD, PDF, TEXT, media_type_of
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code
from crisisgraph.settings import Limits


def found_in(*paths: Path, limits: Limits | None = None) -> tuple[list[str], list[tuple[str, Code]]]:
    sources, findings = find_sources(paths, limits)
    return [source.name for source in sources], [(finding.document, finding.code) for finding in findings]


def test_files_of_a_folder_are_found_by_name_and_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/er/b.txt", "c.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    sources, findings = find_sources([tmp_path])
    assert findings == ()
    assert [source.path.relative_to(tmp_path).as_posix() for source in sources] == [
        "a.md",
        "b.txt",
        "deep/er/b.txt",
        "c.pdf",
    ]
    first = sources[0]
    assert (first.sha256, first.size, first.media_type) == (sha256_hex(b"a.md"), 4, MARKDOWN)


def test_the_same_file_is_found_once_and_equal_files_are_two(tmp_path: Path) -> None:
    one, two = tmp_path / "een.txt", tmp_path / "twee.txt"
    one.write_bytes(b"gelijk")
    two.write_bytes(b"gelijk")
    assert found_in(tmp_path, one, tmp_path / "." / "een.txt") == (["een.txt", "twee.txt"], [])


def test_what_is_about_a_folder_is_no_document(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE", "corpus.toml", ".verborgen.txt", ".map/a.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"tekst")
    assert found_in(tmp_path) == (["a.txt"], [])
    assert found_in(tmp_path / "README.md") == (["README.md"], [])


def test_each_path_that_cannot_be_taken_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").touch()
    (tmp_path / "tabel.xlsx").write_bytes(b"PK")
    os.mkfifo(tmp_path / "pijp.txt")
    missing = Path("../bestaat-niet-zz")
    assert found_in(tmp_path, missing, Path("a\0b.txt")) == (
        [],
        [
            ("../bestaat-niet-zz", Code.NOT_FOUND),
            ("a\ufffdb.txt", Code.NOT_FOUND),
            ("leeg.txt", Code.EMPTY_FILE),
            ("pijp.txt", Code.UNSUPPORTED),
            ("tabel.xlsx", Code.UNSUPPORTED),
        ],
    )


def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    outside, folder = tmp_path / "buiten.txt", tmp_path / "map"
    folder.mkdir()
    outside.write_bytes(b"geheim")
    (folder / "binnen.txt").write_bytes(b"tekst")
    (folder / "kopie.txt").symlink_to("binnen.txt")
    (folder / "uit.txt").symlink_to(outside)
    (folder / "omhoog").symlink_to(tmp_path)
    (folder / "stuk.txt").symlink_to("weg.txt")
    (folder / "rond.txt").symlink_to("rond.txt")
    names, findings = found_in(folder)
    assert names == ["binnen.txt"]
    assert findings == [
        ("omhoog", Code.OUTSIDE_FOLDER),
        ("rond.txt", Code.NOT_FOUND),
        ("stuk.txt", Code.NOT_FOUND),
        ("uit.txt", Code.OUTSIDE_FOLDER),
    ]
    assert found_in(folder / "uit.txt") == (["uit.txt"], [])


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    sources, (finding,) = find_sources([path])
    assert (sources, finding.code, dict(finding.facts)) == ((), Code.TOO_LARGE, {"limit": 200})
    assert found_in(path, limits=Limits(file_size=200_000_001))[0] == ["groot.txt"]


def test_no_rights_to_a_folder_or_file_are_one_finding_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dicht").mkdir()
    (tmp_path / "dicht.txt").write_bytes(b"tekst")
    (tmp_path / "open.txt").write_bytes(b"tekst")
    scandir, opened = os.scandir, os.open

    def no_scandir(path: Path) -> object:
        if Path(path).name == "dicht":
            raise PermissionError
        return scandir(path)

    def no_open(path: Path, flags: int) -> int:
        if Path(path).name == "dicht.txt":
            raise PermissionError
        return opened(path, flags)

    monkeypatch.setattr(os, "scandir", no_scandir)
    monkeypatch.setattr(os, "open", no_open)
    assert found_in(tmp_path) == (["open.txt"], [("dicht", Code.NO_ACCESS), ("dicht.txt", Code.NO_ACCESS)])


def test_a_disk_that_fails_is_one_finding(tmp_path: Path) -> None:
    # Reading the memory of a process at offset 0 is an input/output error, as from a broken disk.
    path = tmp_path / "kapot.txt"
    path.symlink_to("/proc/self/mem")
    assert found_in(path)[1] == [("kapot.txt", Code.DAMAGED)]


def test_a_name_that_is_no_text_can_still_be_written_down(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/rap\xffport.txt")).write_bytes(b"tekst")
    (name,), _ = found_in(tmp_path)
    assert name == "rap\ufffdport.txt"


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\u202e", "\u2028"], ids=ascii)
def test_a_name_is_written_on_one_line_that_a_terminal_does_not_obey(sign: str, tmp_path: Path) -> None:
    (tmp_path / f"rap{sign}port.txt").write_bytes(b"tekst")
    assert found_in(tmp_path)[0] == ["rap\ufffdport.txt"]


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.pdf", b"geen", PDF),
        ("a.txt", b"\n\n%PDF-1.4", PDF),
        ("zonder-punt", b"%PDF-1.4", PDF),
        ("A.TXT", b"tekst", TEXT),
        ("a.markdown", b"# tekst", MARKDOWN),
        ("a.html", b"<p>", HTML),
        ("a.docx", b"PK", DOCX),
        ("a.bin", b"PK\x03\x04", DOCX),
        ("a.doc", b"PK\x03\x04", DOCX),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_WORD),
        ("a.doc", b"{\\rtf1", OLD_WORD),
        ("a.doc", b"\xef\xbb\xbf <!-- x --> <!DOCTYPE HTML PUBLIC", HTML),
        ("a.txt", "\ufeff<html>".encode("utf-16-le"), HTML),
        ("a.txt", b"<htmlx>", TEXT),
        ("a.md", b"<p>", MARKDOWN),
        ("a.txt", b"<!---->" * 140, TEXT),
        ("a.odt", b"x", None),
    ],
)
def test_content_says_first_what_a_file_is(name: str, head: bytes, expected: str | None) -> None:
    assert media_type_of(name, head) == expected
