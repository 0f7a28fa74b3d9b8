"""The journal: nothing that was recorded is lost, changed, or taken for something else."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from factories import made_corpus
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.corpus import Corpus
from crisisgraph.errors import InputError
from crisisgraph.journal import (
    JOURNAL,
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
    read,
)
from crisisgraph.model import ActorId, Code, StatementId, ThemeId
from crisisgraph.records import Lookup
from crisisgraph.review import Review, corrected, reviews_of
from crisisgraph.sentences import say_finding

LOOKUP = Lookup(made_corpus())
FIRST, SECOND = (StatementId(f"recommendation-storm-oosterdam-{n}") for n in (1, 2))
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=timezone(timedelta(hours=1)))
SELF, INDEPENDENT = Confirmation.SELF_REPORTED, Confirmation.INDEPENDENT


def subject(name: str = FIRST, lookup: Lookup = LOOKUP) -> Subject:
    return Subject.of(lookup, lookup.statement(name), f"https://example.org/id/{name}")


def note(text: str, about: str = FIRST, *, by: str = "Jan Jansen", at: datetime = NOON) -> Entry:
    return new_entry(by, at, subject(about), note=text)


def status(of: Status, how: Confirmation, at: datetime = NOON) -> Entry:
    return new_entry("Jan Jansen", at, subject(), observation=Observation(of, how))


def withdrawal(of: Entry, at: datetime = NOON) -> Entry:
    return new_entry("Piet", at, of.subject, withdraws=of.id)


def folded(*entries: Entry) -> Review:
    return reviews_of(LOOKUP, Journal(entries)).by_statement[FIRST]


# --- writing and reading --------------------------------------------------------------------------


def test_what_was_added_is_read_in_order(tmp_path: Path) -> None:
    entries = [
        note("Zie brief.\nTweede regel \u2028 en “meer”."),
        status(Status.BEING_IMPLEMENTED, SELF),
        new_entry("Jo", NOON, subject(SECOND), correction=Correction(Verdict.EDIT, (ActorId("a"),), (ThemeId("t"),))),
    ]
    entries.append(withdrawal(entries[0]))
    for entry in entries:
        append(tmp_path / "journaal", entry)
    assert read(tmp_path / "journaal") == Journal(tuple(entries))


def test_a_line_is_one_json_object_with_name_moment_and_statement(tmp_path: Path) -> None:
    append(tmp_path, status(Status.NO_ACTION, INDEPENDENT))
    [line] = (tmp_path / JOURNAL).read_bytes().splitlines()
    found = msgspec.json.decode(line)
    assert found["by"] == "Jan Jansen"
    assert found["at"] == "2026-11-27T12:00:00+01:00"
    assert found["observation"] == {"status": "no action", "confirmation": "independently confirmed"}
    assert found["subject"]["id"] == FIRST
    assert found["subject"]["iri"] == f"https://example.org/id/{FIRST}"
    assert len(found["subject"]["quote_sha256"]) == 64


def test_a_folder_without_a_journal_is_empty_and_no_folder_is_an_error(tmp_path: Path) -> None:
    assert read(tmp_path) == Journal(())
    with pytest.raises(InputError) as refused:
        read(tmp_path / "nergens")
    assert refused.value.code == "no-journal"


def test_a_journal_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(InputError) as refused:
        read(tmp_path)
    assert refused.value.code == "cannot-read-journal"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"by": "  "}, "no-name"),
        ({"by": "x" * 101}, "no-name"),
        ({"note": "x" * 5001}, "long-note"),
        ({"note": " \n "}, "empty-entry"),
    ],
)
def test_an_entry_that_says_nothing_or_too_much_is_refused(entry: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as refused:
        new_entry(entry.get("by", "Jan"), NOON, subject(), note=entry.get("note", "ja"))
    assert refused.value.code == code


def test_half_a_surrogate_pair_is_recorded_as_a_question_mark(tmp_path: Path) -> None:
    append(tmp_path, note("half \ud83d", by="Jan\udcff"))
    [entry] = read(tmp_path).entries
    assert (entry.by, entry.note) == ("Jan?", "half ?")


def test_a_moment_without_a_time_zone_is_no_entry(tmp_path: Path) -> None:
    append(tmp_path, note("naief", at=datetime(2026, 11, 27, 12, 0)))
    journal = read(tmp_path)
    assert journal.entries == ()
    assert [finding.code for finding in journal.findings] == [Code.NO_ENTRY]


def test_nowhere_to_write_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("hier staat al iets")
    with pytest.raises(InputError) as refused:
        append(tmp_path / "bestand", note("x"))
    assert refused.value.code == "cannot-record"
    assert (tmp_path / "bestand").read_text() == "hier staat al iets"


# --- crashes --------------------------------------------------------------------------------------


@given(cut=st.integers(1, 2_000))
def test_a_crash_in_the_middle_of_a_line_loses_that_line_only(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("journaal")
    append(folder, note("eerst"))
    whole = (folder / JOURNAL).read_bytes()
    line = msgspec.json.encode(note("afgebroken")) + b"\n"
    torn = line[: cut % len(line)]
    (folder / JOURNAL).write_bytes(whole + torn)
    append(folder, note("later"))
    journal = read(folder)
    assert [entry.note for entry in journal.entries if entry.note != "afgebroken"] == ["eerst", "later"]
    complete = torn in (b"", line[:-1])
    assert bool(journal.findings) != complete
    assert (folder / JOURNAL).read_bytes().startswith(whole + torn)  # what is there stays as it is


def test_a_torn_line_is_reported_in_dutch_with_its_number(tmp_path: Path) -> None:
    append(tmp_path, note("eerst"))
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b'{"id":"entry-half')
    [finding] = read(tmp_path).findings
    assert say_finding(finding).startswith("journal.jsonl: regel 2 is niet te lezen en telt niet mee")


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[]", b'{"id":1}', b"null", b"{" * 100_000])
def test_any_line_that_is_no_entry_is_a_finding(tmp_path: Path, line: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(line + b"\n")
    append(tmp_path, note("daarna"))
    journal = read(tmp_path)
    assert [entry.note for entry in journal.entries] == ["daarna"]
    assert [finding.facts["line"] for finding in journal.findings] == [1]


def test_a_full_disk_is_said_and_the_next_entry_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr("crisisgraph.journal.os.write", lambda file, data: write(file, data[:20]))
    with pytest.raises(InputError) as refused:
        append(tmp_path, note("past niet"))
    assert refused.value.facts["reason"] == os.strerror(errno.ENOSPC)
    monkeypatch.undo()
    append(tmp_path, note("past wel"))
    assert [entry.note for entry in read(tmp_path).entries] == ["past wel"]


def _write_many(folder: Path, name: str, count: int) -> None:
    for number in range(count):
        append(folder, note(f"{name} {number} " + "x" * 3_000, by=name))


def test_several_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    people = [f"persoon {n}" for n in range(4)]
    processes = [context.Process(target=_write_many, args=(tmp_path, name, 25)) for name in people]
    for process in processes:
        process.start()
    while any(process.is_alive() for process in processes):
        assert read(tmp_path).findings == ()  # a reader never sees half a line
        time.sleep(0.01)
    assert [process.exitcode for process in processes] == [0] * len(people)
    journal = read(tmp_path)
    assert journal.findings == ()
    for name in people:
        numbers = [int(entry.note.split()[2]) for entry in journal.entries if entry.by == name]
        assert numbers == list(range(25))


def _write_for_ever(folder: Path, told: Path) -> None:
    number = 0
    while True:
        append(folder, note(f"nummer {number} " + "x" * 3_000))
        told.write_text(str(number))
        number += 1


def test_a_process_that_is_killed_loses_nothing_that_it_was_told_is_recorded(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    told = tmp_path / "told"
    process = context.Process(target=_write_for_ever, args=(tmp_path / "journaal", told))
    process.start()
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    append(tmp_path / "journaal", note("na de klap"))
    notes = [entry.note.split(" x")[0] for entry in read(tmp_path / "journaal").entries]
    last = int(told.read_text() or "0")  # killed while it wrote this very file: nothing was promised
    assert notes[: last + 1] == [f"nummer {number}" for number in range(last + 1)]
    assert notes[-1] == "na de klap"


# --- folding --------------------------------------------------------------------------------------


def test_the_last_status_of_each_kind_counts_and_never_for_the_other() -> None:
    said = [
        status(Status.NO_ACTION, SELF),
        status(Status.IMPLEMENTED, SELF, NOON - timedelta(days=3)),  # the order of the journal counts, not the clock
        status(Status.BEING_IMPLEMENTED, INDEPENDENT),
    ]
    found = folded(*said)
    assert found.status(SELF) == said[1]
    assert found.status(INDEPENDENT) == said[2]
    assert folded(said[0]).status(INDEPENDENT) is None


def test_undo_is_a_new_entry_and_can_be_undone_itself() -> None:
    first, second = status(Status.NO_ACTION, SELF), status(Status.IMPLEMENTED, SELF)
    undo = withdrawal(second)
    found = folded(first, second, undo)
    assert found.status(SELF) == first
    assert found.entries == (first, second, undo)  # the history stays
    assert found.withdrawn == {second.id}
    assert folded(first, second, undo, withdrawal(undo)).status(SELF) == second


def test_notes_and_the_last_verdict_count() -> None:
    accept = new_entry("Jan", NOON, subject(), correction=Correction(Verdict.ACCEPT))
    reject = new_entry("Jan", NOON, subject(), correction=Correction(Verdict.REJECT), note="is een kop")
    found = folded(note("een"), accept, reject)
    assert [entry.note for entry in found.notes] == ["een", "is een kop"]
    assert found.correction == reject
    assert found.rejected
    assert not folded(accept).rejected
    assert not folded(reject, withdrawal(reject)).rejected


def test_an_edit_takes_the_place_of_our_reading_and_of_nothing_else() -> None:
    statement = LOOKUP.statements[SECOND]
    edit = new_entry("Jan", NOON, subject(SECOND), correction=Correction(Verdict.EDIT, addressees=(ActorId("x"),)))
    made = corrected(statement, Review(edit.subject, (edit,)))
    assert [one.actor for one in made.addressees] == ["x"]
    assert made.themes == statement.themes
    edit = new_entry("Jan", NOON, subject(SECOND), correction=Correction(Verdict.EDIT, themes=()))
    made = corrected(statement, Review(edit.subject, (edit,)))
    assert (made.addressees, made.themes) == (statement.addressees, ())
    assert corrected(statement, None) == statement
    assert corrected(statement, Review(edit.subject, (note("x"),))) == statement


ENTRIES = st.builds(
    lambda observed, text, seconds, which: new_entry(
        "Jan", NOON + timedelta(seconds=seconds), subject(which), observation=observed, note=text.strip() or "-"
    ),
    st.none() | st.builds(Observation, st.sampled_from(Status), st.sampled_from(Confirmation)),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.integers(0, 10**9),
    st.sampled_from([FIRST, SECOND]),
)


@given(st.lists(ENTRIES, max_size=8))
def test_every_entry_survives_the_journal_and_stands_under_its_statement(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("journaal")
    for entry in entries:
        append(folder, entry)
    journal = read(folder)
    assert list(journal.entries) == entries
    reviews = reviews_of(LOOKUP, journal)
    assert sum(len(one.entries) for one in reviews.by_statement.values()) == len(entries)
    for name, found in reviews.by_statement.items():
        mine = [entry for entry in entries if entry.subject.id == name]
        assert list(found.entries) == list(found.standing) == mine
        for how in Confirmation:
            said = [entry for entry in mine if entry.observation and entry.observation.confirmation is how]
            assert found.status(how) == (said[-1] if said else None)


@given(st.lists(ENTRIES, min_size=1, max_size=6, unique_by=lambda entry: entry.id), st.data())
def test_withdrawing_everything_leaves_nothing_but_the_history(entries: list[Entry], data: st.DataObject) -> None:
    order = data.draw(st.permutations(entries))
    journal = Journal((*entries, *map(withdrawal, order)))
    for found in reviews_of(LOOKUP, journal).by_statement.values():
        assert found.standing == ()
        assert len(found.entries) == 2 * len(found.withdrawn)


# --- rebuilds -------------------------------------------------------------------------------------


def changed_corpus(name: StatementId, **changes: object) -> Corpus:
    corpus = made_corpus()
    statements = tuple(replace(s, **changes) if s.id == name else s for s in corpus.statements)  # type: ignore[arg-type]
    return replace(corpus, statements=statements, links=())


def test_an_entry_follows_its_words_when_the_statement_is_renumbered() -> None:
    moved = StatementId("recommendation-storm-oosterdam-9")
    reviews = reviews_of(Lookup(changed_corpus(FIRST, id=moved)), Journal((note("bij 1"),)))
    assert [entry.note for entry in reviews.by_statement[moved].entries] == ["bij 1"]
    assert (reviews.gone, reviews.changed) == ((), frozenset())


def test_an_entry_keeps_its_statement_when_the_words_change_and_that_is_said() -> None:
    start = LOOKUP.statements[FIRST].start
    reviews = reviews_of(Lookup(changed_corpus(FIRST, start=start + 3)), Journal((said := note("bij 1"),)))
    assert reviews.by_statement[FIRST].entries == (said,)
    assert reviews.changed == {said.id}


def test_an_entry_about_a_statement_that_is_gone_is_kept() -> None:
    corpus = made_corpus()
    rest = Lookup(replace(corpus, statements=tuple(s for s in corpus.statements if s.id != FIRST), links=()))
    said = note("bij 1")
    reviews = reviews_of(rest, Journal((said, note("bij 2", SECOND))))
    assert [one.entries for one in reviews.gone] == [(said,)]
    assert set(reviews.by_statement) == {SECOND}


def test_the_same_words_in_another_report_are_another_statement() -> None:
    other = replace(note("x"), subject=replace(subject(), id=StatementId("weg"), report="elders"))  # type: ignore[arg-type]
    assert [one.subject.id for one in reviews_of(LOOKUP, Journal((other,))).gone] == ["weg"]


def test_an_id_depends_on_the_content_alone() -> None:
    assert note("een").id == note("een").id != note("twee").id
    assert note("een", at=NOON.astimezone(UTC)).id != note("een", SECOND).id
