"""What people recorded goes along: in traces, in exports and as RDF that conforms."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from app_build import publish_app_build
from factories import made_corpus
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, SKOS, XSD

from crisisgraph.answers import trace_record, trace_text
from crisisgraph.cli import main
from crisisgraph.export import csv_claims, export, export_csv
from crisisgraph.export.table import COLUMNS
from crisisgraph.graph import graph_of, validate
from crisisgraph.graph.names import Names
from crisisgraph.graph.reviews import CONFIRMATIONS, STATUSES, VERDICTS, add_reviews, moment
from crisisgraph.journal import (
    Confirmation,
    Correction,
    Entry,
    Journal,
    Observation,
    Status,
    Subject,
    Verdict,
    append,
    new_entry,
)
from crisisgraph.model import ActorId, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.review import Review, reviews_of
from crisisgraph.reviewed import REVIEW_COLUMNS
from crisisgraph.sentences import say
from crisisgraph.settings import Settings
from crisisgraph.trace import trace
from crisisgraph.vocab import CG, ID

LOOKUP = Lookup(made_corpus())
FIRST, PROMISE = StatementId("recommendation-storm-oosterdam-1"), StatementId("commitment-antwoord-oosterdam-3")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ONTOLOGY = Settings().ontology
NAMES = Names.of(Settings().base, LOOKUP.corpus.actors)


def subject(name: str) -> Subject:
    return Subject.of(LOOKUP, LOOKUP.statement(name), str(ID[name]))


BUSY = new_entry(
    "Jan Jansen",
    NOON,
    subject(FIRST),
    observation=Observation(Status.BEING_IMPLEMENTED, Confirmation.SELF_REPORTED),
    note="=1+1",
)
DONE = new_entry("An", NOON, subject(PROMISE), observation=Observation(Status.IMPLEMENTED, Confirmation.INDEPENDENT))
EDIT = new_entry(
    "Jan Jansen",
    NOON,
    subject(FIRST),
    correction=Correction(
        Verdict.EDIT, (ActorId("onderzoeksraad-voor-veiligheid"), ActorId("weg")), (ThemeId("leren-en-borgen"),)
    ),
)
ALSO = new_entry("An", NOON, subject(FIRST), correction=Correction(Verdict.ACCEPT), note="klopt")
UNDO = new_entry("An", NOON + timedelta(hours=1), subject(FIRST), withdraws=ALSO.id)
ENTRIES = (BUSY, DONE, EDIT, ALSO, UNDO)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), made_corpus())


def reviews(*entries: Entry) -> dict[StatementId, Review]:
    return dict(reviews_of(LOOKUP, Journal(entries or ENTRIES)).by_statement)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


# --- traces and exports ---------------------------------------------------------------------------


def test_the_columns_say_status_name_date_and_note_and_keep_both_kinds_apart() -> None:
    first, *_, promise, _ = rows_of(export_csv(LOOKUP, [FIRST], reviews()))
    assert first["Stand volgens de geadresseerde"] == "toezegging wordt uitgevoerd"
    assert first["Stand volgens de geadresseerde: vastgelegd door"] == "Jan Jansen"
    assert first["Stand volgens de geadresseerde: vastgelegd op"] == "2026-11-27"
    assert first["Stand onafhankelijk vastgesteld"] == ""
    assert first["Notitie"] == "'=1+1"  # no spreadsheet runs it; the note that was withdrawn is not there
    assert first["Oordeel over onze lezing"] == (
        "verbeterd; gericht aan: Onderzoeksraad voor Veiligheid, weg; thema's: leren en borgen"
    )
    assert promise["Stand onafhankelijk vastgesteld"] == "toezegging is uitgevoerd"
    assert promise["Stand onafhankelijk vastgesteld: vastgelegd door"] == "An"
    assert promise["Stand volgens de geadresseerde"] == ""


def test_an_export_without_a_journal_has_no_such_columns_and_both_can_be_checked() -> None:
    plain, full = export_csv(LOOKUP, [FIRST]), export_csv(LOOKUP, [FIRST], reviews())
    assert len(rows_of(plain)[0]) == len(COLUMNS)
    assert len(rows_of(full)[0]) == len(COLUMNS) + len(REVIEW_COLUMNS)
    assert csv_claims(plain) == csv_claims(full)


def test_a_trace_as_json_has_the_state_and_the_history() -> None:
    record = trace_record(LOOKUP, str(ID), trace(LOOKUP, FIRST), reviews())
    review = record["statement"]["review"]  # type: ignore[index]
    assert review["self_reported"] == {
        "status": "being implemented", "note": "=1+1", "by": "Jan Jansen", "at": "2026-11-27T12:00:00+00:00",
    }  # fmt: skip
    assert review["independently_confirmed"] is None
    assert review["correction"]["addressees"] == ["onderzoeksraad-voor-veiligheid", "weg"]
    assert [one["withdrawn"] for one in review["history"]] == [False, False, True, False]
    assert review["history"][-1]["withdraws"] == ALSO.id
    assert record["commitments"][0]["review"]["independently_confirmed"]["by"] == "An"  # type: ignore[index]
    assert record["basis"][0]["review"] is None  # type: ignore[index]
    json.dumps(record)
    assert "review" not in trace_record(LOOKUP, str(ID), trace(LOOKUP, FIRST))["statement"]  # type: ignore[operator]


def test_a_trace_as_text_has_a_line_for_each_entry_that_counts() -> None:
    lines = trace_text(LOOKUP, trace(LOOKUP, FIRST), reviews()).splitlines()
    assert (
        "    Vastgelegd op 2026-11-27 door Jan Jansen: stand volgens de geadresseerde zelf: "
        "toezegging wordt uitgevoerd; notitie: =1+1" in lines
    )
    assert not any("klopt" in line for line in lines)


def test_a_corrected_nobody_is_said() -> None:
    nobody = new_entry("An", NOON, subject(FIRST), correction=Correction(Verdict.EDIT, (), ()))
    [row, *_] = rows_of(export_csv(LOOKUP, [FIRST], reviews(nobody)))
    assert row["Oordeel over onze lezing"] == "verbeterd; gericht aan: niemand; thema's: geen"


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_the_graph_of_an_export_holds_what_was_recorded_about_it(form: str) -> None:
    data = export(LOOKUP, [FIRST], form, Settings(), reviews=reviews())
    graph = Graph().parse(data, format={"ttl": "turtle", "jsonld": "json-ld"}[form])
    assert set(graph.objects(None, CG.implementationStatus)) == {CG.BeingImplemented, CG.Implemented}
    other = export(LOOKUP, ["recommendation-storm-oosterdam-3"], form, Settings(), reviews=reviews())  # type: ignore[list-item]
    assert b"Jan Jansen" not in other
    assert export(LOOKUP, [FIRST], form, Settings()) == export(LOOKUP, [FIRST], form, Settings(), reviews={})


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_files_for_an_office_hold_what_was_recorded_and_can_be_checked(
    form: str, build: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"uit.{form}"
    file.write_bytes(export(LOOKUP, [FIRST], form, Settings(), reviews=reviews()))
    with zipfile.ZipFile(file) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "toezegging wordt uitgevoerd" in text
    assert "toezegging is uitgevoerd" in text
    assert "Jan Jansen" in text
    assert main(["verify", str(file), "--build", str(build)]) == 0
    file.write_bytes(export(LOOKUP, [FIRST], form, Settings()))
    with zipfile.ZipFile(file) as parts:
        assert not any(b"Jan Jansen" in parts.read(name) for name in parts.namelist())


# --- the graph ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    made = graph_of(made_corpus(), Settings())
    add_reviews(made, NAMES, reviews())
    return made


@pytest.fixture(scope="module")
def journal(dataset: Dataset) -> Graph:
    return dataset.graph(ID["graph-review"])


def test_the_graph_with_the_journal_conforms(dataset: Dataset) -> None:
    assert validate(dataset, ONTOLOGY) == ()


def test_a_status_is_a_dated_observation_by_a_named_person(journal: Graph) -> None:
    node = ID[BUSY.id]
    assert set(journal.objects(node, RDF.type)) == {CG.FollowUp, PROV.Entity}
    assert journal.value(node, CG.follows) == ID[FIRST]
    assert journal.value(node, CG.implementationStatus) == CG.BeingImplemented
    assert journal.value(node, CG.confirmation) == CG.SelfReported
    at = Literal("2026-11-27T12:00:00Z", datatype=XSD.dateTime, normalize=False)
    assert journal.value(node, PROV.generatedAtTime) == at
    person = journal.value(node, PROV.wasAttributedTo)
    assert journal.value(person, FOAF.name) == Literal("Jan Jansen")
    assert journal.value(node, SKOS.note) == Literal("=1+1", lang="nl")


def test_a_verdict_is_a_review_with_what_is_right(journal: Graph) -> None:
    node = ID[EDIT.id]
    assert (node, RDF.type, CG.Review) in journal
    assert journal.value(node, CG.reviews) == ID[FIRST]
    assert journal.value(node, CG.verdict) == CG.ReadingCorrected
    assert set(journal.objects(node, DCTERMS.subject)) == {ID["theme-leren-en-borgen"]}
    public = URIRef("https://identifier.overheid.nl/tooi/id/zbo/zb000156")
    assert set(journal.objects(node, CG.addressedTo)) == {public, ID["actor-weg"]}


def test_an_entry_with_a_status_and_a_verdict_is_both_and_conforms() -> None:
    both = new_entry(
        "An", NOON, subject(FIRST), observation=BUSY.observation, correction=Correction(Verdict.REJECT), note="beide"
    )
    gone = Review(subject(FIRST), (both,))
    made = graph_of(made_corpus(), Settings())
    add_reviews(made, NAMES, {FIRST: gone, StatementId("weg-1"): Review(subject(FIRST), (DONE,))})
    assert {CG.FollowUp, CG.Review} <= set(made.graph(ID["graph-review"]).objects(ID[both.id], RDF.type))
    assert validate(made, ONTOLOGY) == ()


def test_what_was_withdrawn_says_since_when(journal: Graph) -> None:
    assert str(journal.value(ID[ALSO.id], PROV.invalidatedAtTime)) == "2026-11-27T13:00:00Z"
    assert journal.value(ID[BUSY.id], PROV.invalidatedAtTime) is None
    assert (ID[UNDO.id], None, None) not in journal


def test_the_graph_passes_through_the_store_unchanged(journal: Graph) -> None:
    lines = journal.serialize(format="nt", encoding="utf-8")
    store = Store()
    store.load(lines, RdfFormat.N_TRIPLES)
    kept = {str(quad.triple) for quad in store}
    assert kept == {str(triple) for triple in parse(lines, RdfFormat.N_TRIPLES)}
    amsterdam = NOON.astimezone(timezone(timedelta(hours=1)))
    assert moment(amsterdam) == Literal("2026-11-27T13:00:00+01:00", datatype=XSD.dateTime, normalize=False)


@pytest.mark.parametrize(
    ("predicate", "said"),
    [
        (CG.implementationStatus, "één van de vier standen"),
        (CG.confirmation, "zelf opgegeven of onafhankelijk vastgesteld"),
        (CG.follows, "gaat over één uitspraak"),
        (PROV.generatedAtTime, "één tijdstip"),
        (PROV.wasAttributedTo, "noemt die mens"),
    ],
)
def test_a_status_that_lacks_something_does_not_conform(predicate: URIRef, said: str) -> None:
    made = graph_of(made_corpus(), Settings())
    add_reviews(made, NAMES, reviews(BUSY))
    made.graph(ID["graph-review"]).remove((ID[BUSY.id], predicate, None))
    [violation] = validate(made, ONTOLOGY)
    assert said in violation


def test_every_value_has_a_concept() -> None:
    assert set(STATUSES) == set(Status)
    assert set(CONFIRMATIONS) == set(Confirmation)
    assert set(VERDICTS) == set(Verdict)
    graph = Graph().parse(ONTOLOGY / "crisisgraph.ttl")
    for status, node in STATUSES.items():
        assert Literal(say(f"status.{status}"), lang="nl") in set(graph.objects(node, SKOS.prefLabel))


# --- the command line -----------------------------------------------------------------------------


def test_the_command_line_takes_the_journal_along(
    build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "journaal"
    gone = Subject(StatementId("weg-1"), str(ID["weg-1"]), LOOKUP.statements[FIRST].report, "0" * 64)
    for entry in (*ENTRIES, new_entry("An", NOON, gone, note="blijft")):
        append(folder, entry)
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b"{half")
    of = ["--build", str(build), "--review", str(folder)]
    assert main(["trace", FIRST, "--json", *of]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["statement"]["review"]["self_reported"]["by"] == "Jan Jansen"
    assert "regel 7 is niet te lezen" in printed.err
    assert "Over weg-1 is 1 keer iets vastgelegd" in printed.err
    assert main(["trace", FIRST, *of]) == 0
    assert "door Jan Jansen" in capsys.readouterr().out
    out = tmp_path / "uit.csv"
    assert main(["export", "--format", "csv", "-o", str(out), *of]) == 0
    assert "toezegging wordt uitgevoerd" in out.read_text("utf-8-sig")
    assert main(["verify", str(out), "--build", str(build)]) == 0
    capsys.readouterr()
    assert main(["trace", FIRST, "--build", str(build), "--review", str(tmp_path / "nergens")]) == 2
    assert "controleer de naam" in capsys.readouterr().err
