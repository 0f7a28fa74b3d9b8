"""Files of visitors: kept by their hash, built beside what is published, published whole or not at all."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from fakes import FakeEncoder

import crisisgraph.pipeline
from crisisgraph.errors import BrokenPromiseError, InputError
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code, Kind
from crisisgraph.originals import originals
from crisisgraph.pipeline import build
from crisisgraph.publication import current, current_folder
from crisisgraph.settings import ROOT, Limits, Settings
from crisisgraph.uploads import (
    Batch,
    Change,
    DropFolder,
    Outcome,
    Problem,
    Refusal,
    Remark,
    Status,
    Upload,
    batch_of,
    discard,
    keep_upload,
    publish_batch,
    start,
)
from crisisgraph.uploads import batch as batch_module
from crisisgraph.uploads.batch import MOST_FILES
from crisisgraph.uploads.folder import shown_name, write_json
from crisisgraph.uploads.staging import FILES, NAMES, OUTCOME, main, stage
from crisisgraph.workspace import open_workspace

OLD = """# Verslag avondsessie dijkbewaking

## Aanbevelingen

1. Vraag vrijwilligers om zich vóór het stormseizoen aan te melden.
"""

NEW = """# Evaluatie stroomuitval Waterdorp

## Conclusies

De commissie concludeert dat de noodverlichting in het zorgcentrum te laat aanging.

## Aanbevelingen

**1. Zorg dat elke zorginstelling twee keer per jaar haar noodstroom test.**
"""

NEW_FILE = sha256_hex(NEW.encode()) + ".md"


def given(*files: tuple[str, bytes]) -> list[tuple[str, io.BytesIO]]:
    return [(name, io.BytesIO(data)) for name, data in files]


def below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "dijk.md").write_text(OLD, "utf-8")
    return folder


@pytest.fixture
def drop(tmp_path: Path) -> DropFolder:
    return DropFolder(tmp_path / "uploads")


@pytest.fixture
def out(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published build of the corpus, made with a fake encoder."""
    fake = FakeEncoder()
    monkeypatch.setattr(crisisgraph.pipeline, "load_encoder", lambda _: fake)
    monkeypatch.setattr(crisisgraph.pipeline, "encoder_name", lambda _: fake.name)
    build([corpus], tmp_path / "build", Settings())
    return tmp_path / "build"


@pytest.fixture
def begun(drop: DropFolder, out: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> DropFolder:
    """A drop folder with a batch of a good file and a broken one, that nothing builds with yet."""
    monkeypatch.setattr(batch_module, "_build", lambda *_: None)
    files = given(("Stroom.md", NEW.encode()), ("kapot.pdf", b"%PDF-1.7 kapot"))
    assert start(drop, out, corpus, files, (), Limits()) == ()
    return drop


@pytest.fixture
def ready(begun: DropFolder, out: Path, corpus: Path) -> DropFolder:
    """A drop folder with a batch that was built."""
    stage(begun, out, corpus, Settings())
    return begun


def the_batch(drop: DropFolder) -> Batch:
    found = batch_of(drop)
    assert found is not None
    return found


# --- one file -------------------------------------------------------------------------------------


def test_a_file_is_kept_under_its_hash_whatever_it_is_called(tmp_path: Path) -> None:
    [(name, data)] = given(("../../../etc/cron.d/x\x00\n.md", NEW.encode()))
    assert keep_upload(name, data, tmp_path / "files", (), Limits()) == Upload(NEW_FILE, "x.md")
    assert below(tmp_path) == {f"files/{NEW_FILE}": NEW.encode()}


@pytest.mark.parametrize(
    ("name", "data", "file"),
    [
        ("rapport.txt", b"%PDF-1.7", "pdf"),
        ("rapport", b"PK\x03\x04", "docx"),
        ("rapport.pdf", b"<!doctype html>", "html"),
        ("oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        ("rapport.TXT", b"tekst", "txt"),
    ],
)
def test_what_a_file_is_called_here_follows_from_what_is_in_it(
    tmp_path: Path, name: str, data: bytes, file: str
) -> None:
    kept = keep_upload(name, io.BytesIO(data), tmp_path, (), Limits())
    assert isinstance(kept, Upload)
    assert kept.file.endswith("." + file)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.pdf", b"", "empty"),
        ("virus.exe", b"MZ", "unsupported"),
        ("groot.txt", b"x" * 1001, "too-large"),
        ("bekend.md", NEW.encode(), "known"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    limits = Limits(file_size=1000)
    refused = keep_upload(name, io.BytesIO(data), tmp_path / "f", {sha256_hex(NEW.encode())}, limits)
    assert isinstance(refused, Refusal)
    assert (refused.name, refused.code) == (name, code)
    assert below(tmp_path) == {}


def test_a_file_of_just_the_largest_size_is_taken(tmp_path: Path) -> None:
    data = io.BytesIO(b"x" * 3000)
    assert isinstance(keep_upload("a.txt", data, tmp_path, (), Limits(file_size=3000)), Upload)


def test_a_long_name_keeps_its_end() -> None:
    assert len(shown_name("a" * 5000 + ".pdf")) == 200
    assert shown_name("a" * 5000 + ".pdf").endswith("aa.pdf")


# --- a batch --------------------------------------------------------------------------------------


def test_a_batch_tells_of_each_file_what_was_found(ready: DropFolder, out: Path) -> None:
    found = the_batch(ready)
    assert found.status is Status.READY
    assert sorted(found.names.values()) == ["Stroom.md", "kapot.pdf"]
    assert found.outcome is not None
    by_name = {found.names[remark.file]: remark for remark in found.outcome.remarks}
    good, broken = by_name["Stroom.md"], by_name["kapot.pdf"]
    assert (good.taken, good.titles) == (True, ("Evaluatie stroomuitval Waterdorp",))
    assert good.statements == {Kind.RECOMMENDATION: 1, Kind.FINDING: 1}
    assert [one.code for one in good.findings] == [Code.UNKNOWN_REPORT]
    assert (broken.taken, broken.titles, broken.statements) == (False, (), {})
    assert [one.code for one in broken.findings] == [Code.DAMAGED]
    assert found.outcome.change == Change()
    assert found.outcome.publishable
    assert found.step is not None
    assert current_folder(out).name == "v000001"  # nothing is published yet


def test_publishing_gives_what_a_build_over_both_folders_gives(
    ready: DropFolder, out: Path, corpus: Path, tmp_path: Path
) -> None:
    made = publish_batch(ready, out)
    assert made.folder == current_folder(out) == out / "v000002"
    assert current(out).facts == made.facts
    assert below(ready.accepted) == {NEW_FILE: NEW.encode()}
    assert ready.names[NEW_FILE] == "Stroom.md"
    assert set(originals(out).values()) == {corpus / "dijk.md", ready.accepted / NEW_FILE}
    assert batch_of(ready) is None
    assert {path.name for path in ready.path.iterdir()} == {"accepted", "names.json", ".lock"}
    assert below(corpus) == {"dijk.md": OLD.encode()}
    anew = build([corpus, ready.accepted], tmp_path / "anew", Settings()).folder
    titles = {edition.report.title for edition in open_workspace(out, Settings()).lookup.corpus.editions}
    assert titles == {"Verslag avondsessie dijkbewaking", "Evaluatie stroomuitval Waterdorp"}
    assert (anew / "corpus" / "order.json").read_bytes() == (made.folder / "corpus" / "order.json").read_bytes()


def test_the_next_batch_keeps_what_was_accepted(ready: DropFolder, out: Path, corpus: Path) -> None:
    publish_batch(ready, out)
    start(ready, out, corpus, given(("later.txt", b"Aanbevelingen\n\n1. Oefen vaker met de buren.\n")), (), Limits())
    outcome = stage(ready, out, corpus, Settings())
    assert outcome.change.removed == ()
    assert [remark.taken for remark in outcome.remarks] == [True]
    publish_batch(ready, out)
    assert len(open_workspace(out, Settings()).lookup.corpus.editions) == 3


def test_what_would_disappear_is_told_before(begun: DropFolder, out: Path, corpus: Path) -> None:
    (corpus / "dijk.md").unlink()
    outcome = stage(begun, out, corpus, Settings())
    assert outcome.change.removed == ("Verslag avondsessie dijkbewaking",)


def test_news_about_another_file_is_told(begun: DropFolder, out: Path, corpus: Path) -> None:
    (corpus / "leeg.txt").touch()
    outcome = stage(begun, out, corpus, Settings())
    assert [(one.document, one.code) for one in outcome.change.findings] == [("leeg.txt", Code.EMPTY_FILE)]


def test_a_batch_that_is_thrown_away_leaves_nothing(ready: DropFolder, out: Path) -> None:
    before = below(out)
    discard(ready, ())
    assert batch_of(ready) is None
    assert below(ready.path) == {".lock": b""}
    assert below(out) == before
    discard(ready, ())  # nobody is in the way of somebody else who did it just before


def test_two_batches_at_once_is_one_sentence(begun: DropFolder, out: Path, corpus: Path) -> None:
    with pytest.raises(InputError, match="upload-busy"):
        start(begun, out, corpus, given(("a.txt", b"tekst")), (), Limits())


def test_a_batch_of_files_that_are_not_taken_is_none(drop: DropFolder, out: Path, corpus: Path) -> None:
    [refused] = start(drop, out, corpus, given(("leeg.txt", b"")), (), Limits())
    assert refused.code == "empty"
    assert batch_of(drop) is None
    assert below(drop.path) == {}


def test_a_batch_has_an_end(drop: DropFolder, out: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "_build", lambda *_: None)
    many = given(*((f"{n}.txt", f"tekst {n}".encode()) for n in range(MOST_FILES + 5)))
    [refused] = start(drop, out, corpus, many, (), Limits())
    assert (refused.name, refused.code) == (f"{MOST_FILES}.txt", "too-many")
    assert len(the_batch(drop).names) == MOST_FILES
    assert the_batch(drop).refused == (refused,)


def test_a_drop_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, out: Path, corpus: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot-upload"):
        start(DropFolder(tmp_path / "file" / "uploads"), out, corpus, given(("a.txt", b"tekst")), (), Limits())


# --- when it goes wrong ---------------------------------------------------------------------------


def test_what_was_published_meanwhile_is_not_undone(ready: DropFolder, out: Path, corpus: Path) -> None:
    (corpus / "extra.txt").write_text("Aanbevelingen\n\n1. Sluit de coupure op tijd.\n")
    build([corpus], out, Settings())
    before = below(out)
    with pytest.raises(InputError, match="upload-outdated"):
        publish_batch(ready, out)
    assert below(out) == before
    assert below(ready.accepted) == {}
    assert the_batch(ready).status is Status.READY


def test_a_batch_that_is_not_ready_is_not_published(begun: DropFolder, out: Path) -> None:
    with pytest.raises(InputError, match="upload-not-ready"):
        publish_batch(begun, out)
    write_json(Outcome("x", (Remark("a", False, (), {}, ()),)), begun.staged / OUTCOME)
    with pytest.raises(InputError, match="upload-not-ready"):
        publish_batch(begun, out)


def test_files_of_which_none_can_be_read_are_told_one_by_one(begun: DropFolder, out: Path, corpus: Path) -> None:
    (corpus / "dijk.md").unlink()
    (begun.staged / FILES / NEW_FILE).unlink()
    outcome = stage(begun, out, corpus, Settings())
    assert outcome.problem == Problem("nothing-to-read", {"files": "1"})
    assert [[one.code for one in remark.findings] for remark in outcome.remarks] == [[Code.DAMAGED]]
    assert not outcome.publishable


def test_a_build_that_breaks_a_promise_is_one_sentence(
    begun: DropFolder, out: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BrokenPromiseError("een citaat staat er niet")

    monkeypatch.setattr("crisisgraph.uploads.staging.build", broken)
    problem = stage(begun, out, corpus, Settings()).problem
    assert problem == Problem("promise", {"reason": "een citaat staat er niet"})


def test_damaged_notes_in_the_folder_count_as_absent(begun: DropFolder) -> None:
    (begun.staged / NAMES).write_bytes(b"\xff")
    (begun.staged / OUTCOME).write_bytes(b"{")
    found = the_batch(begun)
    assert (found.status, dict(found.names), found.outcome) == (Status.STOPPED, {}, None)


def wait_for(ended: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not ended():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_process_of_its_own_builds_and_its_end_is_seen(drop: DropFolder, out: Path, corpus: Path) -> None:
    start(drop, out, corpus, given(("Stroom.md", NEW.encode())), (), Limits())
    assert the_batch(drop).status is Status.WORKING
    wait_for(lambda: the_batch(drop).status is not Status.WORKING)
    assert the_batch(drop).status is Status.READY, (drop.staged / "log").read_text()
    publish_batch(drop, out)
    assert current_folder(out).name == "v000002"


def test_a_build_that_is_killed_changes_nothing_and_can_be_thrown_away(
    drop: DropFolder, out: Path, corpus: Path
) -> None:
    before = below(out)
    start(drop, out, corpus, given(("Stroom.md", NEW.encode())), (), Limits())
    os.killpg(int((drop.staged / "pid").read_text()), signal.SIGKILL)
    wait_for(lambda: the_batch(drop).status is not Status.WORKING)
    assert the_batch(drop).status is Status.STOPPED
    discard(drop, ())
    assert below(drop.path) == {".lock": b""}
    assert below(out) == before


def test_throwing_away_stops_what_is_building(drop: DropFolder, out: Path, corpus: Path) -> None:
    before = below(out)
    start(drop, out, corpus, given(("Stroom.md", NEW.encode())), (), Limits())
    process = int((drop.staged / "pid").read_text())
    discard(drop, ())
    wait_for(lambda: not Path(f"/proc/{process}").exists(), 10)
    assert below(drop.path) == {".lock": b""}
    assert below(out) == before


KILLED = """
import os, signal, sys
from pathlib import Path
import crisisgraph.publication as publication
from crisisgraph.uploads import DropFolder, publish_batch
publication._point_at = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish_batch(DropFolder(Path(sys.argv[1])), Path(sys.argv[2]))
"""


def test_publishing_that_is_killed_leaves_what_was_published(ready: DropFolder, out: Path) -> None:
    before = below(out / "v000001")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(ready.path), str(out)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert current_folder(out).name == "v000001"
    assert below(current(out).folder) == before
    assert below(ready.accepted) == {NEW_FILE: NEW.encode()}
    assert publish_batch(ready, out).folder == current_folder(out)  # once more
    assert batch_of(ready) is None


def test_after_publishing_that_is_killed_throwing_away_leaves_nothing(ready: DropFolder, out: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(ready.path), str(out)], cwd=ROOT, check=False)
    known = {document.sha256 for document in open_workspace(out, Settings()).lookup.corpus.documents}
    discard(ready, known)
    assert below(ready.path) == {".lock": b""}


def test_the_process_reads_its_folders_from_its_arguments(begun: DropFolder, out: Path, corpus: Path) -> None:
    main([str(begun.path), str(out), str(corpus)])
    outcome = msgspec.json.decode((begun.staged / OUTCOME).read_bytes(), type=Outcome)
    assert outcome.publishable
