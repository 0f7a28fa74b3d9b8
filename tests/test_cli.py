"""The command line keeps its contract: what it prints, its exit status, one sentence for every mistake."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEncoder
from office_files import changed, part

import crisisgraph.pipeline
import crisisgraph.workspace
from crisisgraph.cli import main
from crisisgraph.corpus import Corpus
from crisisgraph.export import FORMS, export_csv
from crisisgraph.records import Lookup
from crisisgraph.settings import ROOT

REPORT = """# Evaluatie hoogwater Rivierstad

## Bevindingen

De commissie constateert dat de kade op twee plaatsen te laag was.

## Aanbevelingen

1. Gemeenten moeten hun evacuatieplan elk jaar oefenen.

2. Zorg voor een vaste plek waar bewoners zandzakken kunnen halen.
"""

HIT = "document start end quote page section score kind statement why"
STATEMENT = (
    "document id kind start end quote page number section level parent issuer addressees actors themes explicit "
    "position deadline responds_to fulfils rule confidence"
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    fake = FakeEncoder()
    for module in (crisisgraph.pipeline, crisisgraph.workspace):
        monkeypatch.setattr(module, "load_encoder", lambda _: fake)
    monkeypatch.setattr(crisisgraph.pipeline, "encoder_name", lambda _: fake.name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rapport.md").write_text(REPORT, "utf-8")

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main(words)
        except SystemExit as stop:  # argparse ends the program by itself
            status = int(str(stop.code))
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def built(run: Run) -> Run:
    assert run("build", "rapport.md")[0] == 0
    return run


def test_build_says_what_it_did_and_then_that_nothing_changed(run: Run) -> None:
    status, out, err = run("build", "rapport.md")
    assert status == 0
    assert out.startswith("1 documenten (1 nieuw gelezen, ")
    assert "2 aanbevelingen, 1 bevindingen, 0 reacties, 0 toezeggingen" in out
    assert "rapport.md: dit rapport staat niet in de catalogus" in err
    assert run("build", "rapport.md")[1] == "Niets is veranderd; de bouw in build/v000001 is nog goed.\n"


def test_extract_prints_the_contract(run: Run) -> None:
    status, out, _ = run("extract", "rapport.md")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["kind"] for row in rows] == ["finding", "recommendation", "recommendation"]
    assert all(set(STATEMENT.split()) <= set(row) for row in rows)
    assert all(REPORT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert [row["number"] for row in rows] == [None, "1", "2"]
    assert rows[1]["addressees"] == ["gemeenten"]
    assert rows[1]["section"][-1] == "Aanbevelingen"
    assert not Path("build").exists()


def test_search_answers_one_question_for_people_and_for_programs(built: Run) -> None:
    status, out, _ = built("search", "waar halen bewoners zandzakken")
    assert status == 0
    assert "zandzakken kunnen halen" in out
    assert "aanbeveling recommendation-" in out
    record = json.loads(built("search", "--json", "--limit", "1", "zandzakken bewoners")[1])
    assert set(record) == {"id", "query", "answerable", "confidence", "hits"}
    assert len(record["hits"]) == 1
    assert set(HIT.split()) <= set(record["hits"][0])
    assert REPORT[record["hits"][0]["start"] : record["hits"][0]["end"]] == record["hits"][0]["quote"]


def test_search_answers_a_file_of_questions(built: Run) -> None:
    Path("vragen.jsonl").write_text('{"id": "a", "query": "evacuatieplan oefenen"}\n\n{"id": "b", "query": "kade"}\n')
    status, out, _ = built("search", "--queries", "vragen.jsonl", "--limit", "2")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (status, [row["id"] for row in rows]) == (0, ["a", "b"])
    assert all(0 <= row["confidence"] <= 1 for row in rows)


def test_a_file_of_questions_may_come_from_windows(built: Run) -> None:
    lines = ['{"id": "a", "query": "kade\u2028oefenen"}', "", '{"id": "b\\ud800", "query": "zandzakken \\udcff"}', ""]
    Path("vragen.jsonl").write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    status, out, _ = built("search", "--queries", "vragen.jsonl")
    answers = [json.loads(line) for line in out.split("\n") if line]
    assert status == 0
    assert [answer["query"] for answer in answers] == ["kade\u2028oefenen", "zandzakken ?"]
    assert [answer["id"] for answer in answers] == ["a", "b?"]


def test_a_question_that_is_no_text_is_still_a_question(built: Run) -> None:
    status, out, _ = built("search", "zandzakken \udcff", "--json")
    assert (status, json.loads(out)["query"]) == (0, "zandzakken ?")


def test_verify_names_a_source_that_it_cannot_read(built: Run) -> None:
    assert built("export", "--format", "csv", "-o", "uit.csv")[0] == 0
    status, _, err = built("verify", "uit.csv", "--source", "weg")
    assert status == 1
    assert err == "weg: dit bestand of deze map bestaat niet; controleer de naam.\n"


def test_search_keeps_to_its_filters(built: Run) -> None:
    record = json.loads(built("search", "--json", "--kind", "finding", "kade te laag")[1])
    assert {hit["kind"] for hit in record["hits"]} == {"finding"}
    record = json.loads(built("search", "--json", "--actor", "gemeenten", "oefenen")[1])
    assert all("evacuatieplan" in hit["quote"] for hit in record["hits"])


def test_trace_shows_the_chain_and_the_missing_reaction(built: Run) -> None:
    name = json.loads(built("search", "--json", "--kind", "recommendation", "zandzakken")[1])["hits"][0]["statement"]
    status, out, _ = built("trace", name)
    assert status == 0
    assert "geen reactie gevonden" in out
    record = json.loads(built("trace", name, "--json")[1])
    assert record["statement"]["quote"] == "Zorg voor een vaste plek waar bewoners zandzakken kunnen halen."
    assert record["reaction"] == "geen reactie gevonden"


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_written_whole_and_verifies(built: Run, form: str) -> None:
    status, out, _ = built("export", "--format", form, "-o", f"uit.{form}")
    assert (status, out) == (0, f"2 uitspraken met hun keten geschreven naar uit.{form}.\n")
    status, out, _ = built("verify", f"uit.{form}")
    assert status == 0
    assert out.startswith("Alle ")
    assert built("verify", f"uit.{form}", "--source", "rapport.md")[0] == 0
    first = Path(f"uit.{form}").read_bytes()
    built("export", "--format", form, "-o", f"uit.{form}")
    assert Path(f"uit.{form}").read_bytes() == first


@pytest.mark.parametrize("form", FORMS)
def test_verify_finds_a_letter_that_was_changed(built: Run, form: str) -> None:
    file = Path(f"uit.{form}")
    built("export", "--format", form, "-o", str(file))
    data = file.read_bytes()
    if form in ("xlsx", "docx"):
        file.write_bytes(changed(data, lambda _, part: part.replace(b"vaste plek", b"vasta plek")))
    else:
        file.write_bytes(data.replace(b"vaste plek", b"vasta plek"))
    status, out, _ = built("verify", str(file))
    assert status == 1
    assert "staan andere woorden" in out
    assert " 1 van " in f" {out.splitlines()[-1]}"


def test_an_office_export_says_what_was_chosen(built: Run) -> None:
    built("export", "--format", "docx", "--actor", "gemeenten", "--kind", "recommendation", "-o", "uit.docx")
    assert "actor: gemeenten; soort: aanbeveling" in part(Path("uit.docx").read_bytes(), "word/document.xml")


def test_a_damaged_office_file_is_refused_in_one_sentence(built: Run) -> None:
    Path("uit.xlsx").write_bytes(b"PK")
    status, out, err = built("verify", "uit.xlsx")
    assert (status, out) == (2, "")
    assert err.startswith("Dit bestand is geen export van crisisgraph")


def test_verify_accepts_the_folder_of_a_build(built: Run) -> None:
    assert built("verify", "build")[0] == 0


def test_findings_fail_a_strict_build_only(run: Run) -> None:
    Path("leeg.txt").write_bytes(b"")
    assert run("build", "rapport.md", "leeg.txt")[0] == 0
    status, _, err = run("build", "rapport.md", "leeg.txt", "--strict")
    assert status == 1
    assert "leeg.txt: dit bestand is leeg; vervang het door het volledige bestand." in err
    assert run("build", "rapport.md", "--strict")[0] == 0


MISTAKES = [
    (["search", "kade", "--build", "nergens"], "In nergens staat nog geen bouw"),
    (["search"], "Geef één vraag"),
    (["search", "a", "--queries", "b.jsonl"], "Geef één vraag"),
    (["search", "--queries", "b.jsonl"], "kan niet worden gelezen"),
    (["search", "--queries", "slecht.jsonl"], "Regel 2 van slecht.jsonl is geen vraag"),
    (["search", "--theme", "dijke", "kade"], "Er is geen thema “dijke”"),
    (["trace", "recommendation-x"], "Er is geen uitspraak met de naam recommendation-x"),
    (["export", "--format", "csv", "-o", "geen/map/uit.csv"], "kan niet worden geschreven"),
    (["verify", "weg.csv"], "bestaat niet"),
    (["verify", "rapport.md"], ""),
    (["search", "--queries", "diep.jsonl"], "Regel 1 van diep.jsonl is geen vraag"),
    (["verify", "reus.csv"], "geen export van crisisgraph"),
    (["build", "rapport.md", "--out", "rapport.md"], "In rapport.md kan geen bouw worden geschreven"),
    (["build", "rapport.md", "--out", "rapport.md/in"], "In rapport.md/in kan geen bouw worden geschreven"),
    (["extract", "weg.pdf"], "Geen enkel bestand kon worden gelezen"),
    (["serve", "--build", "leeg"], "nog geen bouw"),
    (["serve", "--data", "weg.ttl"], "weg.ttl bestaat niet"),
    (["zoek"], "Zie `crisisgraph --help`"),
    (["search", "--limit", "0", "kade"], "geen getal groter dan nul"),
]


@pytest.mark.parametrize(("words", "sentence"), MISTAKES, ids=lambda value: " ".join(value)[:40] if value else "")
def test_a_mistake_is_one_sentence_and_exit_status_two(built: Run, words: list[str], sentence: str) -> None:
    Path("slecht.jsonl").write_text('{"id": 1, "query": "kade"}\nwat?\n')
    Path("diep.jsonl").write_text("[" * 100_000)
    Path("reus.csv").write_text(f"{export_csv(Lookup(Corpus()), ())}{'a' * 140_000}\n", "utf-8")
    status, out, err = built(*words)
    assert status == 2
    assert sentence in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize(
    "command", ["", "build", "extract", "search", "trace", "export", "verify", "serve", "app"], ids=lambda c: c or "top"
)
def test_every_command_explains_itself_in_dutch(run: Run, command: str) -> None:
    status, out, _ = run(*([command] if command else []), "--help")
    assert status == 0
    assert len(out) > 80


def test_the_two_scripts_are_thin() -> None:
    for name in ("build_graph.py", "search_app.py"):
        assert len((ROOT / name).read_text("utf-8").splitlines()) <= 15
