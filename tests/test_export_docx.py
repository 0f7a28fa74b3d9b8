"""The Word export: a report that reads well, can be filed, and whose quotes can be checked again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from factories import made_corpus
from office_files import HOSTILE, changed, hostile_corpus, ids_of, part, verdict

from crisisgraph.claims import Fault, folded
from crisisgraph.export import About, export, export_docx
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup
from crisisgraph.settings import Settings

BASE = "https://w3id.org/crisisgraph/id/"
LOOKUP, HOSTILE_LOOKUP = Lookup(made_corpus()), Lookup(hostile_corpus())
FIRST, SECOND, THIRD = (StatementId(f"recommendation-storm-oosterdam-{number}") for number in (1, 2, 3))
ABOUT = About(("rapport: Storm boven de polder", "met een reactie"), "0123456789abcdef")


def made(*chosen: StatementId, lookup: Lookup = LOOKUP, about: About = ABOUT) -> bytes:
    return export_docx(lookup, chosen or ids_of(lookup), BASE, about)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def lines(data: bytes, style: str = "") -> list[str]:
    return [one.text for one in opened(data).paragraphs if not style or one.style.name == style]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "uit.docx"
    path.write_bytes(data)
    return path


def test_the_first_page_says_what_it_is_and_for_what_choice() -> None:
    first = lines(made(FIRST))[:6]
    assert first[0] == "Aanbevelingen en wat ermee is gedaan"
    assert first[2] == "Selectie: rapport: Storm boven de polder; met een reactie"
    assert first[3] == "Aantal gekozen uitspraken: 1"
    assert first[4] == "Bouw (vingerafdruk): 0123456789abcdef"
    plain = lines(made(FIRST, about=About()))
    assert "Selectie: alles" in plain
    assert not any(line.startswith("Bouw") for line in plain)


def test_the_chain_is_told_from_what_was_seen_to_what_was_promised() -> None:
    data = made(FIRST)
    assert lines(data, "Heading 3") == ["Steunt op", "Reacties", "Toezeggingen", "Lijkt op (ons voorstel)"]
    assert lines(data, "Quote") == [
        "De gemeente Oosterdam test de sirene elke maand.",
        "De sirene in Oosterdam bleef stil, omdat niemand haar had getest.",
        "Het college neemt aanbeveling 1 over.",
        "Voor de zomer van 2022 staat er een rooster.",
        "Veiligheidsregio en waterschap oefenen samen een dijk- doorbraak.",
    ]
    told = lines(data, "Quote Fact")
    assert "Gericht aan: “De gemeente Oosterdam” (niet herleid tot een bekende actor)" in told
    assert "Standpunt: neemt over" in told
    assert "Toegezegd door: college van burgemeester en wethouders" in told
    assert "Termijn: “Voor de zomer van 2022” (2022-06)" in told
    assert "Waarom dit verband: proefmodel, zekerheid 0,81" in told


def test_of_a_proposal_only_quote_place_and_reason_are_told() -> None:
    addressed = "Gericht aan: “Veiligheidsregio” = veiligheidsregio's; “waterschap” = waterschappen"
    assert addressed in lines(made(SECOND), "Quote Fact")
    assert addressed not in lines(made(FIRST), "Quote Fact")


def test_each_quote_is_followed_by_the_place_where_it_stands() -> None:
    place, *_, like = lines(made(FIRST), "Quote Place")
    one = LOOKUP.statement(FIRST)
    assert place == (
        "Storm boven de polder, 2 Wat wij aanbevelen, p. i (blad 1 van het bestand)"
        f" · bron 1, tekens {one.start}–{one.end} · {FIRST}"
    )
    assert like.startswith("Aanbeveling 2 – Storm boven de polder")


def test_no_reaction_found_is_said_and_is_not_called_a_rejection() -> None:
    assert "geen reactie gevonden" in lines(made(THIRD), "Quote Fact")
    rejected = lines(made(SECOND), "Quote Fact")
    assert "geen reactie gevonden" not in rejected
    assert "Standpunt: neemt niet over" in rejected


def test_a_part_is_shown_under_what_it_is_a_part_of() -> None:
    data = made(StatementId("recommendation-storm-oosterdam-1-a"))
    assert lines(data, "Heading 3")[0] == "Onderdeel van"
    assert lines(data, "Quote")[1] == "De gemeente Oosterdam test de sirene elke maand."


def test_a_summary_of_ours_is_not_passed_off_as_the_report() -> None:
    data = made(StatementId("response-antwoord-oosterdam-1"))
    assert any(line.startswith("Van dit rapport is alleen een samenvatting") for line in lines(data))
    assert "(samenvatting in eigen woorden)" in lines(data, "Quote Place")[0]


def test_a_text_without_pages_is_not_given_one() -> None:
    data = made(StatementId("response-antwoord-oosterdam-1"))
    assert lines(data, "Heading 2") == ["1.1 Reactie"]
    assert lines(data, "Quote Place")[0].startswith("Antwoord op het stormrapport (samenvatting in eigen woorden) · ")


def test_the_contents_lead_to_the_statements() -> None:
    document = opened(made(FIRST, THIRD))
    marks = [one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))]
    anchors = [one.get(qn("w:anchor")) for one in document.element.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert anchors == marks
    assert len(set(marks)) == 2
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks)
    assert lines(made(FIRST, THIRD), "Heading 2") == [
        "1.1 Aanbeveling 1 aan De gemeente Oosterdam: leren en borgen (p. i)", "1.2 Aanbeveling 3 (p. 1)",
    ]  # fmt: skip


def test_a_selection_in_any_order_has_one_chapter_for_each_report_and_nothing_twice() -> None:
    mixed = (FIRST, StatementId("response-antwoord-oosterdam-2"), THIRD, FIRST)
    data = export(LOOKUP, mixed, "docx", Settings(), ABOUT)
    assert "Aantal gekozen uitspraken: 3" in lines(data)
    headings = [line for line in lines(data, "Heading 1") if line[0].isdecimal()]
    assert headings == ["1 Storm boven de polder", "2 Antwoord op het stormrapport"]
    assert [line.split()[0] for line in lines(data, "Heading 2")] == ["1.1", "1.2", "2.1"]


def test_sources_stand_in_a_table_with_their_hashes() -> None:
    (table,) = opened(made(FIRST)).tables
    assert [cell.text for cell in table.rows[0].cells][:4] == ["Bron", "Rapport", "Bestand", "SHA-256 van het bestand"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    storm = [cell.text for cell in table.rows[1].cells]
    assert storm == [
        "1",
        "Storm boven de polder",
        "storm.pdf",
        LOOKUP.corpus.documents[0].sha256,
        "proeflezer 1.0; bladzijden: 2",
    ]
    assert "crisisgraph verify" in " ".join(lines(made(FIRST))[-3:])


def test_it_is_a_dutch_document_with_numbered_pages_and_styles_only() -> None:
    data = made()
    assert 'w:lang w:val="nl-NL"' in part(data, "word/styles.xml")
    assert 'w:themeFontLang w:val="nl-NL"' in part(data, "word/settings.xml")
    document = opened(data)
    assert (document.core_properties.language, document.core_properties.author) == ("nl-NL", "crisisgraph")
    fields = [one.get(qn("w:instr")) for one in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    body = part(data, "word/document.xml")
    looks = {'<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Hyperlink"/>'}
    assert set(re.findall(r"<w:rPr>(.*?)</w:rPr>", body)) == looks
    used = set(re.findall(r'w:(?:p|r|tbl)Style w:val="(\w+)"', body))
    assert used - {style.style_id for style in document.styles} == set()


def test_the_only_links_to_the_web_are_our_own_addresses() -> None:
    data = made(lookup=HOSTILE_LOOKUP)
    outside = re.findall(r'Target="([^"]+)" TargetMode="External"', part(data, "word/_rels/document.xml.rels"))
    assert outside
    assert {address for address in outside if not address.startswith(BASE)} == set()


@pytest.mark.parametrize("lookup", [LOOKUP, HOSTILE_LOOKUP], ids=["made", "hostile"])
def test_every_quote_verifies_and_none_is_left_out(tmp_path: Path, lookup: Lookup) -> None:
    data = made(lookup=lookup)
    found = verdict(lookup, written(tmp_path, data))
    assert found.problems == ()
    assert found.checked == len(lines(data, "Quote")) >= len(lookup.corpus.statements)


def test_hostile_texts_are_words_and_stay_what_they_are() -> None:
    quotes = lines(made(lookup=HOSTILE_LOOKUP), "Quote")
    assert [words for words in HOSTILE if folded(words) not in quotes] == []


def test_equal_input_gives_equal_bytes() -> None:
    assert made(lookup=Lookup(hostile_corpus())) == made(lookup=Lookup(hostile_corpus()))
    assert "1980-01-01T00:00:00Z" in part(made(), "docProps/core.xml")


@pytest.mark.parametrize("words", ["elke maand", "neemt aanbeveling 1", "zomer van 2022 staat", "bleef stil"])
def test_a_changed_letter_is_found_in_every_part_of_the_chain(tmp_path: Path, words: str) -> None:
    instead = words.replace("e", "o", 1)
    data = changed(made(FIRST), lambda _, data: data.replace(words.encode(), instead.encode()))
    problems = verdict(LOOKUP, written(tmp_path, data)).problems
    assert [problem.fault for problem in problems] == [Fault.QUOTE_DIFFERS]


def test_words_put_between_a_quote_and_its_place_are_found(tmp_path: Path) -> None:
    document = opened(made(THIRD))
    place = next(one for one in document.paragraphs if one.style.name == "Quote Place")
    place.insert_paragraph_before("Dit staat er niet.")
    document.save(tmp_path / "uit.docx")
    (problem,) = verdict(LOOKUP, tmp_path / "uit.docx").problems
    assert problem.claim.quote == "Dit staat er niet."


def test_a_source_that_the_table_does_not_name_is_missing(tmp_path: Path) -> None:
    document = opened(made(THIRD))
    table = document.tables[0]._tbl
    table.getparent().remove(table)
    document.save(tmp_path / "uit.docx")
    assert [one.fault for one in verdict(LOOKUP, tmp_path / "uit.docx").problems] == [Fault.SOURCE_MISSING]


def test_what_a_word_processor_does_to_a_quote_does_not_matter(tmp_path: Path) -> None:
    document = opened(made(FIRST))
    quote = next(one for one in document.paragraphs if one.style.name == "Quote")
    words = quote.text
    quote.clear()
    before, after = words.split(" test ")
    quote.add_run(before[:10]).bold = True
    quote.add_run(before[10:]).add_break(WD_BREAK.LINE)
    quote.add_run(f"test  {after}")
    quote.style = document.styles["Normal"]
    document.save(tmp_path / "uit.docx")
    assert verdict(LOOKUP, tmp_path / "uit.docx").problems == ()


def test_the_signs_that_libreoffice_adds_do_not_matter(tmp_path: Path) -> None:
    data = made(lookup=HOSTILE_LOOKUP)
    twice = changed(data, lambda _, data: data.replace(b"_x0041_", b"_x005F_x005F_x0041_"))
    assert verdict(HOSTILE_LOOKUP, written(tmp_path, twice)).problems == ()


def test_a_deletion_that_is_only_tracked_is_still_found(tmp_path: Path) -> None:
    old = b'<w:t xml:space="preserve">Zorg voor droge slaapplaatsen.</w:t></w:r>'
    new = (
        b'<w:t xml:space="preserve">Zorg voor </w:t></w:r><w:del w:id="9" w:author="x"><w:r>'
        b"<w:delText>droge </w:delText><w:t>droge </w:t></w:r></w:del><w:r><w:t>slaapplaatsen.</w:t></w:r>"
    )
    data = changed(made(THIRD), lambda _, data: data.replace(old, new))
    (problem,) = verdict(LOOKUP, written(tmp_path, data)).problems
    assert problem.claim.quote == "Zorg voor slaapplaatsen."
