"""Exports carry quote and place, do no harm in a spreadsheet, and can be checked again."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from factories import made_corpus
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.claims import Claim, Fault, check_claims, corpus_texts, unfaithful
from crisisgraph.corpus import Corpus, read_corpus, write_corpus
from crisisgraph.errors import InputError
from crisisgraph.export import csv_claims, export_csv, harmless, original, select, with_chain
from crisisgraph.files import write_whole
from crisisgraph.filters import filters_from_words
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup

LOOKUP = Lookup(made_corpus())
TEXTS = corpus_texts(LOOKUP.corpus)
FIRST, THIRD = "recommendation-storm-oosterdam-1", "recommendation-storm-oosterdam-3"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def chosen(**words: list[str]) -> tuple[StatementId, ...]:
    return select(LOOKUP, filters_from_words(LOOKUP.corpus, **words))


def test_recommendations_are_chosen_when_no_kind_is_named() -> None:
    assert chosen() == (
        FIRST,
        "recommendation-storm-oosterdam-1-a",
        "recommendation-storm-oosterdam-2",
        THIRD,
    )
    assert chosen(kinds=["finding"]) == ("finding-storm-oosterdam-stil",)


def test_each_row_carries_quote_page_report_and_hash() -> None:
    rows = rows_of(export_csv(LOOKUP, (LOOKUP.statement(FIRST).id,)))
    assert [row["Rol"] for row in rows] == ["gekozen", "steunt op", "reactie", "toezegging", "lijkt op (voorstel)"]
    assert [row["Hoort bij"] for row in rows] == ["", FIRST, FIRST, FIRST, FIRST]
    assert [row["Waarom dit verband"] for row in rows] == ["", "zelfde onderwerp", "nummer", "volgt op", "proefmodel"]
    assert [row["Zekerheid van het verband"] for row in rows] == ["", "0.6", "0.95", "0.7", "0.81"]
    assert rows[2]["Standpunt"] == "neemt over"
    assert rows[2]["Citaat"] == "Het college neemt aanbeveling 1 over."
    assert rows[3]["Termijn"] == "2022-06"
    assert all(row["Bladzijde"] and row["Rapport"] and len(row["SHA-256 van het bestand"]) == 64 for row in rows)


def test_a_missing_reaction_is_said_in_words() -> None:
    (row,) = rows_of(export_csv(LOOKUP, (LOOKUP.statement(THIRD).id,)))
    assert row["Reactie"] == "geen reactie gevonden"


def test_an_export_opens_in_a_dutch_spreadsheet() -> None:
    data = export_csv(LOOKUP, chosen())
    assert data.startswith('\ufeff"Id";"Rol"')


def test_what_was_exported_holds_against_its_sources() -> None:
    claims = csv_claims(export_csv(LOOKUP, chosen()))
    verdict = check_claims(claims, TEXTS)
    assert verdict.checked == len(claims) > 4
    assert verdict.problems == ()


def test_a_changed_word_and_a_missing_source_are_found() -> None:
    claims = csv_claims(export_csv(LOOKUP, (LOOKUP.statement(THIRD).id,)).replace("droge", "natte"))
    assert [problem.fault for problem in check_claims(claims, TEXTS).problems] == [Fault.QUOTE_DIFFERS]
    assert [problem.fault for problem in check_claims(claims, {}).problems] == [Fault.SOURCE_MISSING]


def test_a_claim_outside_its_text_does_not_hold() -> None:
    sha = LOOKUP.corpus.documents[0].sha256
    assert check_claims([Claim("x", sha, 5, 5, "")], TEXTS).problems[0].fault is Fault.QUOTE_DIFFERS


@pytest.mark.parametrize("text", ["", "a;b\r\n1;2\r\n", "geen tabel"])
def test_a_file_that_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        csv_claims(text)
    assert refused.value.code == "not-an-export"


def test_a_place_that_became_words_is_refused_with_its_line() -> None:
    broken = export_csv(LOOKUP, (LOOKUP.statement(THIRD).id,)).replace(f'"{LOOKUP.statement(THIRD).start}"', '"begin"')
    with pytest.raises(InputError) as refused:
        csv_claims(broken)
    assert (refused.value.code, refused.value.facts["line"]) == ("broken-export", 2)


def test_a_place_of_thousands_of_digits_is_refused() -> None:
    place = f'"{LOOKUP.statement(THIRD).start}"'
    with pytest.raises(InputError) as refused:
        csv_claims(export_csv(LOOKUP, (LOOKUP.statement(THIRD).id,)).replace(place, f'"{"5" * 5000}"'))
    assert refused.value.code == "broken-export"


@given(st.text(alphabet="=+-@＝'a \t\u200b\ufeff", max_size=8))
def test_a_harmless_cell_can_be_undone_and_is_no_formula(cell: str) -> None:
    assert original(harmless(cell)) == cell
    assert harmless(cell).lstrip(" \u200b\ufeff")[:1] not in set("=+-@＝\t\r\n")


@pytest.mark.parametrize(
    "cell",
    ["=1", "＝1", "﹦1", "＋1", "﹣1", "－1", "−1", "＠A1", "\u00ad=1", "\u202e=1", "\x0c=1", "\t1", "\r1", "\n1"],
)
def test_every_form_of_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"\u00a0\u200d {cell}").startswith("'")


def test_the_chain_of_a_choice_is_a_corpus_of_its_own() -> None:
    part = with_chain(LOOKUP, (LOOKUP.statement("recommendation-storm-oosterdam-2").id,))
    assert {statement.id for statement in part.statements} == {
        "recommendation-storm-oosterdam-1",  # it is like the chosen one
        "recommendation-storm-oosterdam-2",
        "response-antwoord-oosterdam-2",
    }
    assert [link.target for link in part.links] == ["recommendation-storm-oosterdam-2"] * 2
    assert {actor.label for actor in part.actors} >= {"waterschappen", "Onderzoeksraad voor Veiligheid"}
    parent = with_chain(LOOKUP, (LOOKUP.statement("recommendation-storm-oosterdam-1-a").id,))
    assert FIRST in {statement.id for statement in parent.statements}


def test_a_corpus_survives_its_files(tmp_path: Path) -> None:
    write_corpus(LOOKUP.corpus, tmp_path / "one")
    write_corpus(read_corpus(tmp_path / "one"), tmp_path / "two")
    assert read_corpus(tmp_path / "two") == LOOKUP.corpus
    names = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.json"))
    assert len(names) == 4
    assert all((tmp_path / "one" / n).read_bytes() == (tmp_path / "two" / n).read_bytes() for n in names)


def test_a_reading_that_adds_a_letter_is_unfaithful() -> None:
    good = LOOKUP.corpus.statements[0]
    assert unfaithful(LOOKUP.corpus) == ()
    for bad in (replace(good, text=good.text + " echt"), replace(good, text=" "), replace(good, end=10**6)):
        assert unfaithful(replace(LOOKUP.corpus, statements=(bad,))) == (good.id,)


def test_a_text_that_was_changed_is_no_source() -> None:
    document = replace(LOOKUP.corpus.documents[0], text="iets anders")
    assert corpus_texts(Corpus(documents=(document,))) == {}


def test_a_file_is_written_whole_or_refused(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"nieuw")
    assert (tmp_path / "a.csv").read_bytes() == b"nieuw"
    with pytest.raises(InputError) as refused:
        write_whole(tmp_path / "geen map" / "a.csv", b"")
    assert refused.value.code == "cannot-write"
    (tmp_path / "map").mkdir()
    with pytest.raises(InputError):
        write_whole(tmp_path / "map", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "map"]
