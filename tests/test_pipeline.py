"""The build from file to publication: complete, repeatable, incremental, and never half done."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEncoder

import crisisgraph.pipeline
import crisisgraph.workspace
from crisisgraph.errors import BrokenPromiseError
from crisisgraph.extraction import NothingReadError, extract
from crisisgraph.ids import sha256_hex
from crisisgraph.model import BlockKind, Code, Kind
from crisisgraph.originals import originals
from crisisgraph.pipeline import BuildReport, build
from crisisgraph.publication import current
from crisisgraph.records import Lookup
from crisisgraph.search import Query, search
from crisisgraph.settings import ROOT, Limits, Settings
from crisisgraph.verify import verify_file
from crisisgraph.workspace import open_workspace

REPORT = """# Evaluatie stroomuitval Waterdorp

Uitgever: Bureau Lamplicht

## Conclusies

De commissie concludeert dat de noodverlichting in het zorgcentrum te laat aanging.

## Aanbevelingen

**1. Zorg dat elke zorginstelling twee keer per jaar haar noodstroom test.**

- Leg vast wie de test uitvoert.

**2. De veiligheidsregio moet de lijst met kwetsbare adressen elk kwartaal bijwerken.**
"""

SECOND = """# Verslag avondsessie dijkbewaking

## Aanbevelingen

1. Vraag vrijwilligers om zich vóór het stormseizoen aan te melden.

2. Oefen het sluiten van de coupures samen met het waterschap.
"""


class CountingEncoder(FakeEncoder):
    """A fake encoder that remembers how many passages it was given."""

    seen: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.seen = []

    def encode_passages(self, texts: list[str]):  # type: ignore[no-untyped-def, override]  # as the class above has it
        self.seen += texts
        return super().encode_passages(texts)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CountingEncoder:
    fake = CountingEncoder()
    for module in (crisisgraph.pipeline, crisisgraph.workspace):
        monkeypatch.setattr(module, "load_encoder", lambda _: fake)
    monkeypatch.setattr(crisisgraph.pipeline, "encoder_name", lambda _: fake.name)
    return fake


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "rapporten"
    folder.mkdir()
    (folder / "stroom.md").write_text(REPORT, "utf-8")
    (folder / "dijk.md").write_text(SECOND, "utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, encoder: CountingEncoder) -> Callable[..., BuildReport]:
    return lambda *paths: build(paths, tmp_path / "build", Settings())


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_document_is_followed_from_file_to_hit(
    tmp_path: Path, files: Path, run: Callable[..., BuildReport], encoder: CountingEncoder
) -> None:
    report = run(files)
    assert (report.documents, report.read, report.unchanged) == (2, 2, False)
    assert report.statements[Kind.RECOMMENDATION] == 5
    assert 0 < report.embedded < len(encoder.seen)  # sentences are embedded too, passages are counted
    workspace = open_workspace(tmp_path / "build", Settings())
    answer = search(workspace.index, workspace.encoder, workspace.lookup, Query("noodstroom zorginstelling test"))
    assert "twee keer per jaar" in answer.hits[0].quote
    assert answer.hits[0].document == "stroom.md"
    assert verify_file(tmp_path / "build", tmp_path / "build", [], Settings()).problems == ()
    assert verify_file(tmp_path / "build", tmp_path / "build", [files], Settings()).problems == ()


def test_a_second_build_of_the_same_files_writes_nothing(
    tmp_path: Path, files: Path, run: Callable[..., BuildReport]
) -> None:
    first = run(files)
    before = bytes_below(tmp_path / "build")
    second = run(files)
    assert second.unchanged
    assert second.statements == first.statements
    assert bytes_below(tmp_path / "build") == before


def test_only_what_changed_is_read_and_embedded(
    tmp_path: Path, files: Path, run: Callable[..., BuildReport], encoder: CountingEncoder
) -> None:
    run(files)
    (files / "dijk.md").write_text(SECOND.replace("het waterschap", "de brandweer"), "utf-8")
    encoder.seen.clear()
    report = run(files)
    assert report.read == 1
    assert encoder.seen
    assert not any("noodstroom" in text for text in encoder.seen)


def test_an_incremental_build_has_the_bytes_of_a_full_one(
    tmp_path: Path, files: Path, run: Callable[..., BuildReport]
) -> None:
    run(files / "stroom.md")
    step = run(files)
    whole = build([files], tmp_path / "other", Settings())
    parts = [bytes_below(result.folder) for result in (step, whole)]
    for part in parts:  # the store is a database: its files hold the same quads, not the same bytes
        for name in [name for name in part if "/store/" in name or name == "manifest.json"]:
            del part[name]
    assert parts[0] == parts[1]


def test_where_the_files_lay_is_known_and_no_part_of_the_build(
    files: Path, run: Callable[..., BuildReport], tmp_path: Path
) -> None:
    folder = run(files).folder
    places = originals(folder.parent)
    assert {path.name: path.parent for path in places.values()} == dict.fromkeys(
        (path.name for path in files.iterdir()), files
    )
    assert all(sha256_hex(path.read_bytes()) == sha256 for sha256, path in places.items())
    assert not any(str(files).encode() in data for data in bytes_below(folder).values())
    moved = files.rename(tmp_path / "elders")
    assert run(moved).unchanged
    assert {path.parent for path in originals(folder.parent).values()} == {moved}


def test_a_renamed_file_is_not_read_again(files: Path, run: Callable[..., BuildReport], tmp_path: Path) -> None:
    run(files)
    (files / "dijk.md").rename(files / "dijkbewaking.md")
    report = run(files)
    assert (report.unchanged, report.read) == (False, 0)
    names = {document.name for document in open_workspace(tmp_path / "build", Settings()).lookup.corpus.documents}
    assert names == {"stroom.md", "dijkbewaking.md"}


def test_bad_files_are_findings_and_the_rest_is_published(
    tmp_path: Path, files: Path, run: Callable[..., BuildReport]
) -> None:
    (files / "leeg.txt").write_bytes(b"")
    (files / "kapot.pdf").write_bytes(b"%PDF-1.7\nniets hiervan klopt")
    (files / "kopie.md").write_text(REPORT, "utf-8")
    with (files / "groot.txt").open("wb") as big:
        big.truncate(200_000_001)
    (tmp_path / "buiten.md").write_text(SECOND, "utf-8")
    (files / "link.md").symlink_to("../buiten.md")
    report = run(files, tmp_path / "bestaat-niet.pdf")
    codes = {Path(f.document).name: f.code for f in report.findings if f.code is not Code.UNKNOWN_REPORT}
    assert codes == {
        "bestaat-niet.pdf": Code.NOT_FOUND,
        "groot.txt": Code.TOO_LARGE,
        "kapot.pdf": Code.DAMAGED,
        "leeg.txt": Code.EMPTY_FILE,
        "link.md": Code.OUTSIDE_FOLDER,
        "stroom.md": Code.SAME_FILE,
    }
    assert report.documents == 2


def test_a_report_with_too_many_statements_is_left_out(tmp_path: Path, files: Path, encoder: CountingEncoder) -> None:
    few = Settings(limits=Limits(statements=2))
    report = build([files], tmp_path / "build", few)
    assert report.documents == 1
    assert (report.findings[-1].document, report.findings[-1].code) == ("stroom.md", Code.TOO_MANY_STATEMENTS)


def test_nothing_readable_is_refused_and_nothing_is_published(tmp_path: Path, run: Callable[..., BuildReport]) -> None:
    (tmp_path / "leeg.txt").write_bytes(b"")
    with pytest.raises(NothingReadError) as refused:
        run(tmp_path / "leeg.txt")
    assert [finding.code for finding in refused.value.findings] == [Code.EMPTY_FILE]
    assert not (tmp_path / "build" / "current").exists()


def test_a_quote_that_is_not_in_its_source_stops_the_build(
    files: Path, run: Callable[..., BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(files)
    published = current(tmp_path / "build").folder
    monkeypatch.setattr(crisisgraph.pipeline, "unfaithful", lambda corpus: (corpus.statements[0].id,))
    (files / "dijk.md").write_text(SECOND + "\nNog iets.\n", "utf-8")
    with pytest.raises(BrokenPromiseError):
        run(files)
    assert current(tmp_path / "build").folder == published


def test_a_graph_that_does_not_fit_its_shapes_stops_the_build(
    files: Path, run: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crisisgraph.pipeline, "validate", lambda *_: ("een aanbeveling zonder citaat",))
    with pytest.raises(BrokenPromiseError, match="zonder citaat"):
        run(files)


def test_a_damaged_build_is_made_anew(files: Path, run: Callable[..., BuildReport], tmp_path: Path) -> None:
    corpus = run(files).folder / "corpus" / "corpus.json"
    corpus.write_bytes(corpus.read_bytes()[:-20])
    assert run(files).read == 2
    assert verify_file(tmp_path / "build", tmp_path / "build", [], Settings()).problems == ()


def test_extract_counts_every_file_also_two_editions_of_one_report(files: Path) -> None:
    (files / "stroom.txt").write_text(REPORT + "\nEinde.\n", "utf-8")
    corpus = extract([files], Settings())
    assert [document.name for document in corpus.documents] == ["dijk.md", "stroom.md", "stroom.txt"]
    assert len(corpus.editions) == 3


def test_extract_keeps_of_a_document_only_what_its_quotes_need(files: Path) -> None:
    corpus = extract([files], Settings())
    kinds = {block.kind for document in corpus.documents for block in document.blocks}
    assert [document.pages for document in corpus.documents] == [(), ()]
    assert kinds <= {BlockKind.HEADING}  # a report that is summarised may be named above the summary
    lookup = Lookup(corpus)
    assert {" ".join(lookup.quote(statement).split()) for statement in corpus.statements} == {
        statement.text for statement in corpus.statements
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process group")
def test_a_killed_build_leaves_the_previous_one_and_the_next_is_clean(tmp_path: Path, files: Path) -> None:
    """Uses the real encoder in a process of its own, killed at three moments of its work."""
    command = [sys.executable, "-m", "crisisgraph", "build", str(files), "--out", str(tmp_path / "build")]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    published = current(tmp_path / "build").folder
    for moment in (0.8, 1.6, 2.4):
        (files / "dijk.md").write_text(f"{SECOND}\nAangevuld na {moment} uur.\n", "utf-8")
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        time.sleep(moment)
        started.kill()
        started.wait()
        assert current(tmp_path / "build").folder.name >= published.name
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    assert "Aangevuld na 2.4" in open_workspace(tmp_path / "build", Settings()).lookup.corpus.documents[0].text
    assert [path.name for path in (tmp_path / "build").iterdir() if path.name.startswith(".staging")] == []


def test_what_a_reader_remarked_stays_while_the_file_is_not_read_again(
    files: Path, tmp_path: Path, encoder: CountingEncoder
) -> None:
    (files / "oud.txt").write_bytes("Aanbevelingen\n\n1. Oefen één keer per jaar.\n".encode("cp1252"))
    first = build([files], tmp_path / "out", Settings())
    assert Code.DECODED_AS_CP1252 in [one.code for one in first.findings]
    (files / "oud.txt").rename(files / "ouder.txt")
    second = build([files], tmp_path / "out", Settings())
    assert second.read == 0
    assert [one.document for one in second.findings if one.code is Code.DECODED_AS_CP1252] == ["ouder.txt"]
    assert second.findings == build([files], tmp_path / "anew", Settings()).findings
