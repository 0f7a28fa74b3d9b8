"""Office files from anyone: what is no export is refused in one sentence, and nothing they hold takes us down."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from factories import made_corpus
from office_files import changed, ids_of

from crisisgraph.claims import Claim, check_claims, corpus_texts
from crisisgraph.documents.docx_package import Parts
from crisisgraph.errors import InputError
from crisisgraph.export import About, export_docx, export_xlsx
from crisisgraph.model import Code
from crisisgraph.office import XLSX, office_claims
from crisisgraph.office.readers import READERS
from crisisgraph.office.wording import place_line, place_pattern
from crisisgraph.office.workbook import workbook_claims
from crisisgraph.records import Lookup
from crisisgraph.sentences import say_error
from crisisgraph.settings import Limits

LOOKUP = Lookup(made_corpus())
BASE = "https://w3id.org/crisisgraph/id/"
MADE = {
    ".xlsx": export_xlsx(LOOKUP, ids_of(LOOKUP), BASE, About()),
    ".docx": export_docx(LOOKUP, ids_of(LOOKUP), BASE, About()),
}
MAIN = {".xlsx": "xl/worksheets/sheet1.xml", ".docx": "word/document.xml"}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()


def refusal(tmp_path: Path, data: bytes, ending: str, limits: Limits | None = None) -> InputError:
    path = tmp_path / f"uit{ending}"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        office_claims(path, limits or Limits())
    assert say_error(refused.value)
    return refused.value


@pytest.mark.parametrize("ending", MADE)
@pytest.mark.parametrize(
    "data", [b"", b"geen zip", zipped({}), zipped({"a.xml": b"<a/>"})], ids=["empty", "text", "zip", "xml"]
)
def test_what_is_no_office_file_is_no_export(tmp_path: Path, ending: str, data: bytes) -> None:
    assert refusal(tmp_path, data, ending).code == "not-an-export"


def test_an_office_file_of_another_kind_is_no_export(tmp_path: Path) -> None:
    assert refusal(tmp_path, MADE[".xlsx"], ".docx").code == "not-an-export"
    assert refusal(tmp_path, MADE[".docx"], ".xlsx").code == "not-an-export"


def test_an_office_file_without_a_quote_is_no_export(tmp_path: Path) -> None:
    data = export_xlsx(LOOKUP, (), BASE, About())
    assert refusal(tmp_path, data, ".xlsx").code == "not-an-export"
    assert refusal(tmp_path, export_docx(LOOKUP, (), BASE, About()), ".docx").code == "not-an-export"


def test_a_folder_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "map.xlsx").mkdir()
    with pytest.raises(InputError) as refused:
        office_claims(tmp_path / "map.xlsx", Limits())
    assert refused.value.code == "not-an-export"


@pytest.mark.parametrize("ending", MADE)
def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, ending: str) -> None:
    bomb = b"<x>" + b" " * (80 << 20) + b"</x>"
    data = changed(MADE[ending], lambda name, part: bomb if name == MAIN[ending] else part)
    assert len(data) < 1 << 20
    error = refusal(tmp_path, data, ending)
    assert error.code == "refused-export"
    assert "uitgepakt" in say_error(error)


@pytest.mark.parametrize("ending", MADE)
def test_entities_are_refused(tmp_path: Path, ending: str) -> None:
    def lol(name: str, part: bytes) -> bytes:
        kind = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        return part.replace(b"?>", b"?>" + kind, 1) if name == MAIN[ending] else part

    assert refusal(tmp_path, changed(MADE[ending], lol), ending).code == "not-an-export"


@pytest.mark.parametrize("ending", MADE)
def test_what_nests_deeper_than_we_can_follow_ends_its_own_process_only(tmp_path: Path, ending: str) -> None:
    deep = {
        ".docx": (b"<w:p>" + b"<w:r>" * 50_000 + b"</w:r>" * 50_000 + b"</w:p><w:sectPr", b"<w:sectPr"),
        ".xlsx": (b"<sheetData>" + b"<row>" * 50_000 + b"</row>" * 50_000, b"<sheetData>"),
    }[ending]
    data = changed(MADE[ending], lambda name, part: part.replace(deep[1], deep[0], 1) if name == MAIN[ending] else part)
    path = tmp_path / f"uit{ending}"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        # where it can be followed, nothing of ours is lost by what another put in
        assert check_claims(office_claims(path, Limits()), corpus_texts(LOOKUP.corpus)).problems == ()
    path.write_bytes(MADE[ending])
    assert office_claims(path, Limits())


def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    error = refusal(tmp_path, MADE[".xlsx"], ".xlsx", replace(Limits(), file_size=100))
    assert error.code == "refused-export"


def test_what_runs_past_its_time_is_stopped(tmp_path: Path) -> None:
    error = refusal(tmp_path, MADE[".docx"], ".docx", replace(Limits(), wall_seconds=0.0))
    assert error.code == "refused-export"


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="C2" t="s"><v>999999</v></c>', b'<c r="C2" t="s"><v>-1</v></c>', b'<c r="C2" t="s"/>', b'<c r="C2"/>',
        b'<c t="s"><v>x</v></c>', b'<c r="ZZZZZZ9" t="inlineStr"/>',
    ],
)  # fmt: skip
def test_a_cell_that_points_nowhere_is_an_empty_quote(tmp_path: Path, cell: bytes) -> None:
    data = changed(
        MADE[".xlsx"],
        lambda name, part: re.sub(rb'<c r="C2".*?</c>', cell, part) if name == MAIN[".xlsx"] else part,
    )
    path = tmp_path / "uit.xlsx"
    path.write_bytes(data)
    problems = check_claims(office_claims(path, Limits()), corpus_texts(LOOKUP.corpus)).problems
    assert [problem.claim.quote for problem in problems] == [""]


def test_texts_in_the_cell_itself_and_cells_without_a_name_are_read(tmp_path: Path) -> None:
    headings = ("Id", "SHA-256 van het bestand", "Begin", "Einde", "Citaat")
    sha = LOOKUP.corpus.documents[0].sha256
    values = ("x", sha, "3", "8.0", "storm_x0020_<r><t>a</t></r>")

    def row(cells: tuple[str, ...]) -> str:
        return (
            "<row>"
            + "".join(
                f'<c t="inlineStr"><is><t>{text.partition("<")[0]}</t>{text[text.find("<") :] if "<" in text else ""}'
                "<rPh><t>uitspraak</t></rPh></is></c>"
                for text in cells
            )
            + "</row>"
        )

    sheet = f"<worksheet><sheetData>{row(headings)}<row/>{row(values)}</sheetData></worksheet>"
    path = tmp_path / "uit.xlsx"
    path.write_bytes(changed(MADE[".xlsx"], lambda name, part: sheet.encode() if name == MAIN[".xlsx"] else part))
    first, *_ = office_claims(path, Limits())
    assert (first.id, first.sha256, first.start, first.end, first.quote, first.exact) == (
        "x",
        sha,
        3,
        8,
        "storm a",
        False,
    )


def test_the_readers_give_the_same_here_as_in_their_process(tmp_path: Path) -> None:
    for (ending, data), reader in zip(MADE.items(), READERS.values(), strict=True):
        path = tmp_path / f"uit{ending}"
        path.write_bytes(data)
        extracted = reader(path, Limits()).extracted
        assert extracted
        assert msgspec.json.decode(extracted.text, type=tuple[Claim, ...]) == office_claims(path, Limits())
    lost = changed(MADE[".xlsx"], lambda _, part: re.sub(rb'(s="\d+"><v>)\d+(</v></c></row>)', rb"\1x\2", part))
    path.write_bytes(lost)
    refused = READERS[XLSX](path, Limits())
    assert (refused.extracted, [remark.page for remark in refused.remarks]) == (None, [2])
    path.write_bytes(MADE[".docx"])
    assert READERS[XLSX](path, Limits()).remarks[0].code is Code.UNSUPPORTED
    path.write_bytes(b"x")
    assert [reader(path, Limits()).extracted for reader in READERS.values()] == [None, None]
    path.write_bytes(MADE[".xlsx"])
    with contextlib.closing(Parts(path)) as parts:
        assert len(tuple(workbook_claims(parts))) == 11


def test_a_place_is_read_as_it_is_said() -> None:
    match = place_pattern().search("Storm, p. 2 · " + place_line(3, 10, 12, "finding-x-1"))
    assert match
    assert match.groupdict() == {"source": "3", "start": "10", "end": "12", "id": "finding-x-1"}
    assert place_pattern().search("bron 3, tekens 10–12") is None
