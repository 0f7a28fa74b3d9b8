"""The Excel export: a sheet for each kind, cells that are only text, and quotes that can be checked again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories import made_corpus
from office_files import HOSTILE, changed, hostile_corpus, ids_of, part, verdict

from crisisgraph.claims import Fault, folded
from crisisgraph.errors import InputError
from crisisgraph.export import About, export_xlsx
from crisisgraph.export.rows import Address
from crisisgraph.export.workbook import _write_cell
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

BASE = "https://w3id.org/crisisgraph/id/"
LOOKUP, HOSTILE_LOOKUP = Lookup(made_corpus()), Lookup(hostile_corpus())
FIRST, SECOND, THIRD = (StatementId(f"recommendation-storm-oosterdam-{number}") for number in (1, 2, 3))
ABOUT = About(("rapport: Storm boven de polder",), "0123456789abcdef")


def made(*chosen: StatementId, lookup: Lookup = LOOKUP, about: About = ABOUT) -> bytes:
    return export_xlsx(lookup, chosen or ids_of(lookup), BASE, about)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(data: bytes, sheet: str) -> list[dict[str, Any]]:
    headings, *found = [list(row) for row in opened(data)[sheet].iter_rows(values_only=True)]
    return [dict(zip(headings, row, strict=True)) for row in found]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "uit.xlsx"
    path.write_bytes(data)
    return path


def test_there_is_a_sheet_for_each_kind_and_for_links_sources_and_the_file_itself() -> None:
    assert opened(made()).sheetnames == [
        "Aanbevelingen", "Bevindingen", "Reacties", "Toezeggingen", "Verbanden", "Bronnen", "Over dit bestand",
    ]  # fmt: skip


def test_a_recommendation_stands_beside_what_was_answered_and_promised() -> None:
    first, *_ = rows(made(FIRST), "Aanbevelingen")
    assert first["Rol"] == "gekozen"
    assert (first["Nummer"], first["Bladzijde"], first["Zekerheid"]) == (1, 1, 0.9)
    assert first["Citaat"] == "De gemeente Oosterdam test de sirene elke maand."
    assert (first["Reactie"], first["Standpunt"]) == ("reactie gevonden", "neemt over")
    assert first["Reacties (citaat)"] == "Het college neemt aanbeveling 1 over."
    assert first["Toezeggingen (citaat)"] == "Voor de zomer van 2022 staat er een rooster."
    assert (first["Termijn (in de tekst)"], first["Termijn"]) == ("Voor de zomer van 2022", "2022-06")
    assert first["Steunt op"] == "finding-storm-oosterdam-stil"
    assert first["Regel"] == "proefregel"
    assert len(first["SHA-256 van het bestand"]) == 64


def test_no_reaction_found_is_not_the_same_as_rejected() -> None:
    found = {row["Id"]: (row["Reactie"], row["Standpunt"]) for row in rows(made(SECOND, THIRD), "Aanbevelingen")}
    assert found[SECOND] == ("reactie gevonden", "neemt niet over")
    assert found[THIRD] == ("geen reactie gevonden", None)


def test_what_comes_along_with_a_choice_has_its_own_reactions() -> None:
    *_, along = rows(made(SECOND), "Aanbevelingen")
    assert (along["Id"], along["Rol"]) == (FIRST, "hoort bij de keten")
    assert along["Reacties (citaat)"] == "Het college neemt aanbeveling 1 over."


def test_links_have_their_rule_and_say_whose_they_are() -> None:
    found = {(row["Verband"], row["Met"]): row for row in rows(made(FIRST), "Verbanden")}
    like, answer = found["lijkt op", SECOND], found["is een reactie op", FIRST]
    assert (like["Van wie"], answer["Van wie"]) == ("ons voorstel", "gevonden")
    assert (like["Waarom dit verband"], like["Zekerheid van het verband"]) == ("proefmodel", 0.81)


def test_sources_have_their_hash_their_reader_and_their_pages() -> None:
    storm, reply = rows(made(FIRST), "Bronnen")
    assert (storm["Bron"], storm["Bestand"], storm["Aantal bladzijden"]) == (1, "storm.pdf", 2)
    assert storm["SHA-256 van het bestand"] == LOOKUP.corpus.documents[0].sha256
    assert storm["Gelezen met"] == "proeflezer 1.0"
    assert (storm["Wat wij hebben"], reply["Wat wij hebben"]) == ("de tekst zelf", "samenvatting in eigen woorden")


def test_the_file_says_what_it_is() -> None:
    said = {row["Onderwerp"]: row["Uitleg"] for row in rows(made(FIRST), "Over dit bestand")}
    assert said["Selectie"] == "rapport: Storm boven de polder"
    assert said["Bouw (vingerafdruk)"] == "0123456789abcdef"
    assert "crisisgraph verify" in said["Zo controleert u de citaten"]
    plain = {row["Onderwerp"]: row["Uitleg"] for row in rows(made(FIRST, about=About()), "Over dit bestand")}
    assert plain["Selectie"] == "alles"
    assert "Bouw (vingerafdruk)" not in plain


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    for sheet in opened(made()):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold
    sheet = opened(made())["Aanbevelingen"]
    assert sheet["C2"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width > 60


def test_only_our_own_addresses_and_web_pages_are_links() -> None:
    links = {
        cell.hyperlink.target
        for sheet in opened(made(lookup=HOSTILE_LOOKUP))
        for row in sheet
        for cell in row
        if cell.hyperlink
    }
    assert f"{BASE}{FIRST}" in links
    assert "https://example.org/storm%20rapport" in links
    assert {link for link in links if not link.startswith(BASE)} == {"https://example.org/storm%20rapport"}


def test_an_address_that_excel_cannot_follow_stays_text() -> None:
    class Page:
        written: list[str]

        def __init__(self) -> None:
            self.written = []

        def write_url(self, *_: object) -> None:
            self.written.append("link")

        def write_string(self, *_: object) -> None:
            self.written.append("text")

    page = Page()
    formats = dict.fromkeys(("link", "plain", "text"), None)
    for row, address in ((1, "https://a.nl"), (1, "https://a.nl/" + "a" * 3_000), (60_000, "https://a.nl")):
        _write_cell(page, row, 0, Address(address), formats)
    assert page.written == ["link", "text", "text"]


def test_hostile_texts_are_text_and_stay_what_they_are() -> None:
    data = made(lookup=HOSTILE_LOOKUP)
    cells = [cell for sheet in opened(data) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    quotes = {folded(str(row["Citaat"])) for row in rows(data, "Aanbevelingen")}
    # openpyxl leaves the signs of Excel for special characters as they are
    kept = [words for words in HOSTILE if not words.startswith("_x")]
    assert [words for words in kept if folded(words) not in quotes] == []
    assert "<f>" not in "".join(part(data, f"xl/worksheets/sheet{number}.xml") for number in range(1, 8))


def test_what_could_be_typed_as_a_formula_is_marked_as_text() -> None:
    marked = {
        str(cell.value)
        for row in opened(made(lookup=HOSTILE_LOOKUP))["Aanbevelingen"].iter_rows(min_row=2)
        for cell in row
        if cell.quotePrefix
    }
    assert {"=1+1", "+SUM(A1:A9)", "-2+3", "\uff1d1+1", "\u200b=1+1", "+Kop", "-Iemand"} <= marked
    assert "De gemeente Oosterdam test de sirene elke maand." not in marked


@pytest.mark.parametrize("lookup", [LOOKUP, HOSTILE_LOOKUP], ids=["made", "hostile"])
def test_every_quote_verifies_and_none_is_left_out(tmp_path: Path, lookup: Lookup) -> None:
    found = verdict(lookup, written(tmp_path, made(lookup=lookup)))
    assert found.problems == ()
    beside = 3  # two responses and a commitment, shown once more beside their recommendations
    assert found.checked == len(lookup.corpus.statements) + len(lookup.corpus.citations) + beside


def test_equal_input_gives_equal_bytes() -> None:
    assert made(lookup=Lookup(hostile_corpus())) == made(lookup=Lookup(hostile_corpus()))
    assert "1980-01-01T00:00:00Z" in part(made(), "docProps/core.xml")


@pytest.mark.parametrize(
    ("words", "instead"),
    [("elke maand", "elke naand"), ("aanbeveling 1 over", "aanbeveling 2 over"), ("zomer van 2022", "zomer van 2023")],
)
def test_a_changed_letter_is_found_wherever_the_quote_is_shown(tmp_path: Path, words: str, instead: str) -> None:
    data = changed(made(), lambda _, data: data.replace(words.encode(), instead.encode()))
    problems = verdict(LOOKUP, written(tmp_path, data)).problems
    assert {problem.fault for problem in problems} == {Fault.QUOTE_DIFFERS}
    assert problems


def test_a_letter_changed_in_the_quote_beside_a_recommendation_only_is_found(tmp_path: Path) -> None:
    book = opened(made(FIRST))
    sheet = book["Aanbevelingen"]
    column = [cell.value for cell in sheet[1]].index("Reacties (citaat)") + 1
    sheet.cell(2, column).value = "Het college neemt aanbeveling 1 niet over."
    book.save(tmp_path / "uit.xlsx")
    (problem,) = verdict(LOOKUP, tmp_path / "uit.xlsx").problems
    assert problem.claim.id == "response-antwoord-oosterdam-1"


def test_a_reaction_whose_id_was_removed_has_no_source(tmp_path: Path) -> None:
    book = opened(made(FIRST))
    sheet = book["Aanbevelingen"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("Reacties (id)") + 1).value = None
    book.save(tmp_path / "uit.xlsx")
    (problem,) = verdict(LOOKUP, tmp_path / "uit.xlsx").problems
    assert (problem.claim.id, problem.fault) == (FIRST, Fault.SOURCE_MISSING)


def test_a_file_that_was_saved_by_another_program_still_verifies(tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    book = opened(made())
    book["Bronnen"].append(["een eigen regel"])
    book.create_sheet("Notities")["A1"] = "van mij"
    book.save(path)
    assert verdict(LOOKUP, path).problems == ()


def test_rows_may_be_sorted_and_columns_moved(tmp_path: Path) -> None:
    book = opened(made())
    sheet = book["Reacties"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    book.remove(sheet)
    moved = book.create_sheet("Reacties")
    for row in [values[0], *reversed(values[1:])]:
        moved.append(list(reversed(row)))
    book.save(tmp_path / "uit.xlsx")
    found = verdict(LOOKUP, tmp_path / "uit.xlsx")
    assert (found.checked, found.problems) == (11, ())


def test_a_place_that_became_words_is_refused_with_its_row(tmp_path: Path) -> None:
    book = opened(made(THIRD))
    sheet = book["Aanbevelingen"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("Begin") + 1).value = "begin"
    book.save(tmp_path / "uit.xlsx")
    with pytest.raises(InputError) as refused:
        verdict(LOOKUP, tmp_path / "uit.xlsx")
    assert (refused.value.code, refused.value.facts["line"]) == ("broken-export", 2)


def test_a_quote_that_no_cell_can_hold_is_cut_off_where_its_place_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crisisgraph.export.rows.CELL", 20)
    data = made(FIRST)
    row, *_ = rows(data, "Aanbevelingen")
    assert row["Citaat"] == "De gemeente Oosterda"
    assert row["Einde"] - row["Begin"] == 20
    assert row["Reacties (citaat)"] is None
    assert verdict(LOOKUP, written(tmp_path, data)).problems == ()


def test_every_heading_of_every_sheet_has_a_name_of_its_own() -> None:
    for sheet in opened(made()):
        headings = [cell.value for cell in sheet[1]]
        assert len(set(headings)) == len(headings)
        assert all(re.fullmatch(r"\S.+", heading) for heading in headings)
    assert say("sheet.about") in opened(made()).sheetnames
