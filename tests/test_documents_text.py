"""Bytes to canonical text: the decoded file itself, or one code."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.documents import find_sources, read_documents, readers_key
from crisisgraph.documents.decoding import decode
from crisisgraph.documents.language import language_of
from crisisgraph.documents.reading import read_document_now
from crisisgraph.documents.text import is_markdown, read_text
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code
from crisisgraph.settings import Limits


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("één\r\ntwee\rdrie\n".encode(), "één\r\ntwee\rdrie\n"),
        (b"\xef\xbb\xbfdijk", "dijk"),
        ("dijk – één".encode("utf-16"), "dijk – één"),
        (b"\xfe\xff" + "dijk".encode("utf-16-be"), "dijk"),
        ("‘één’ – €".encode("cp1252"), "‘één’ – €"),
        ("dijk – één".encode("utf-32"), "dijk – één"),
        ("dijk\0".encode("utf-16"), None),
        (b"PK\x03\x04\0\0", None),
        (b"\xff\xfed", None),
        (b"\x81\x8d\xe9", None),
    ],
)
def test_the_canonical_text_is_the_decoded_file(data: bytes, text: str | None) -> None:
    assert decode(data)[0] == text


def test_a_guess_at_the_encoding_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "oud.txt"
    path.write_bytes("De veiligheidsregio was één uur te laat.".encode("cp1252"))
    result = read_document_now(path)
    assert [finding.code for finding in result.findings] == [Code.DECODED_AS_CP1252]
    assert result.document is not None
    assert result.document.text_sha256 == sha256_hex("De veiligheidsregio was één uur te laat.")
    assert result.document.sha256 == sha256_hex(path.read_bytes())


def test_offsets_are_offsets_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Kop\r\n\r\nDe dijk brak\r\nin de nacht.\r\n")
    document = read_document_now(path).document
    assert document is not None
    assert document.text == path.read_bytes().decode()
    assert [(block.start, block.end) for block in document.blocks] == [(0, 3), (7, 33)]
    assert document.read(document.blocks[1]).text == "De dijk brak in de nacht."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n\t\n", Code.EMPTY_FILE),
        (b"\0\1\2", Code.UNSUPPORTED),
        (b"woord " * 20, Code.TOO_MUCH_TEXT),
        ("é".encode() * 400, Code.TOO_MUCH_TEXT),
    ],
)
def test_a_text_that_cannot_be_read_has_one_code(data: bytes, code: Code, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    outcome = read_text(path, Limits(text_size=100))
    assert (outcome.extracted, [remark.code for remark in outcome.remarks]) == (None, [code])


def test_files_of_every_kind_are_read_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("De dijk brak.", "utf-8")
    (tmp_path / "b.txt").write_text("# Verslag\n\n## Wat ging goed\n\nDe dijk bleef heel.\n", "utf-8")
    (tmp_path / "c.md").write_text("De dijk *brak*.", "utf-8")
    (tmp_path / "d.pdf").write_bytes(b"geen PDF")
    with (tmp_path / "e.txt").open("wb") as file:
        file.truncate(190_000_000)
    sources, _ = find_sources([tmp_path])
    results = list(read_documents(sources, Limits(), 2))
    told = [
        (result.source.name, result.document.reader if result.document else [f.code for f in result.findings])
        for result in results
    ]
    assert told == [
        ("a.txt", "crisisgraph text 1"),
        ("b.txt", "crisisgraph markdown 1"),
        ("c.md", "crisisgraph markdown 1"),
        ("d.pdf", [Code.NOT_A_PDF]),
        ("e.txt", [Code.UNSUPPORTED]),
    ]
    assert [result.document for result in read_documents(sources, Limits(), 1)] == [r.document for r in results]


def test_markdown_is_known_by_its_headings() -> None:
    assert is_markdown("# Een\n\ntekst\n\n# Twee\n")
    assert not is_markdown("# Een\n\nnummer #2 en\n#geen kop\n")


def test_the_language_is_told_by_small_words() -> None:
    assert (
        language_of("The fire brigade of the town and the police had to work with the people from that village.")
        == "en"
    )
    assert language_of("Kort.") is None


def test_the_key_of_the_readers_is_stable() -> None:
    assert readers_key() == readers_key()
    assert len(readers_key()) == 16
