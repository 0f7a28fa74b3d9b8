"""The index of a corpus: what is embedded, what is kept, what is used again, and what is refused."""

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from factories import made_corpus
from fakes import FakeEncoder, corpus_of_lines

from crisisgraph.corpus import Corpus
from crisisgraph.errors import StaleBuildError
from crisisgraph.index import FORMAT, build_index, load_index, remembered, write_index
from crisisgraph.index.units import (
    embedded_text,
    head_of,
    names_of,
    sentences_of,
    statements_by_passage,
)
from crisisgraph.memory import Memory, key_of
from crisisgraph.model import Actor, ActorId, Block, BlockKind, Passage, PassageId, Segment

LINES = [
    "De sirene bleef stil. Niemand had haar getest.",
    "Het waterschap oefent met de regio.",
    "Zorg voor zandzakken.",
]


class CountingEncoder(FakeEncoder):
    """A fake encoder that remembers what it was given."""

    def __init__(self, name: str = "fake@1") -> None:
        super().__init__(name)
        self.seen: list[str] = []

    def encode_passages(self, texts):  # type: ignore[no-untyped-def]  # as the class above has it
        self.seen += texts
        return super().encode_passages(texts)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def corpus() -> Corpus:
    return corpus_of_lines({"storm.txt": LINES})


# --- what is indexed --------------------------------------------------------------------------------


def test_a_passage_is_embedded_and_searched_with_headings_and_report() -> None:
    corpus = made_corpus()
    passage, report = corpus.passages[1], corpus.editions[0].report
    assert embedded_text(passage, report) == f"{passage.text} (2 Wat wij aanbevelen. {report.title})"
    assert head_of(passage, report).splitlines() == [report.title, report.issuer, "2 Wat wij aanbevelen"]


def test_sentences_lie_in_their_passage_and_are_quotes(corpus: Corpus) -> None:
    sentences = sentences_of(corpus)
    text = corpus.documents[0].text
    assert [(s.passage, text[s.span.start : s.span.end]) for s in sentences] == [
        (0, "De sirene bleef stil."),
        (0, "Niemand had haar getest."),
        (1, LINES[1]),
        (2, LINES[2]),
    ]


def test_a_heading_is_no_sentence_and_a_passage_of_headings_is_one(corpus: Corpus) -> None:
    document = corpus.documents[0]
    blocks = tuple(replace(block, kind=BlockKind.HEADING) for block in document.blocks[:2])
    changed = replace(corpus, documents=(replace(document, blocks=(*blocks, document.blocks[2])),))
    assert [sentence.text for sentence in sentences_of(changed)] == LINES


def test_a_footnote_in_the_middle_of_a_passage_has_its_own_sentences() -> None:
    corpus = corpus_of_lines({"noot.txt": ["Het plan ligt", "1 Zie de bijlage.", "klaar. De raad stemt in."]})
    document, outer = corpus.documents[0], corpus.passages[0]
    first, note, last = document.blocks
    body = Block(BlockKind.PARAGRAPH, (*first.segments, Segment(last.start, last.end, " ")))
    footnote = Block(BlockKind.FOOTNOTE, note.segments)
    whole = replace(outer, end=last.end, text="Het plan ligt klaar. De raad stemt in.")
    inner = Passage(PassageId("p-noot"), document.id, outer.report, note.start, note.end, 1, (), "Zie de bijlage.")
    changed = replace(corpus, documents=(replace(document, blocks=(body, footnote)),), passages=(whole, inner))
    assert [(s.passage, s.text) for s in sentences_of(changed)] == [
        (0, "Het plan ligt klaar."),
        (0, "De raad stemt in."),
        (1, "1 Zie de bijlage."),
    ]


def test_statements_belong_to_the_passages_they_share_half_with() -> None:
    corpus = made_corpus()
    found = [[corpus.statements[number].id for number in row] for row in statements_by_passage(corpus)]
    assert found == [
        ["finding-storm-oosterdam-stil"],
        ["recommendation-storm-oosterdam-1", "recommendation-storm-oosterdam-1-a", "recommendation-storm-oosterdam-2"],
        ["response-antwoord-oosterdam-1", "commitment-antwoord-oosterdam-3"],
        ["response-antwoord-oosterdam-2"],
    ]


def test_names_are_those_of_bodies_with_more_than_one() -> None:
    actors = (
        Actor(ActorId("ovv"), "Onderzoeksraad voor Veiligheid (OVV)", ("OVV", "Onderzoeksraad voor Veiligheid", "ovv")),
        Actor(ActorId("rode-kruis"), "Rode Kruis"),
        Actor(ActorId("gemeenten"), "gemeenten", ("gemeente",), generic=True),
    )
    assert names_of(actors) == [["onderzoeksraad voor veiligheid ovv", "ovv", "onderzoeksraad voor veiligheid"]]


# --- what is kept and used again --------------------------------------------------------------------


def test_an_index_reads_back_as_it_was_written(corpus: Corpus, tmp_path: Path) -> None:
    encoder = FakeEncoder()
    index = build_index(corpus, Memory(encoder))
    write_index(index, tmp_path / "one")
    again = load_index(tmp_path / "one", encoder)
    assert again.manifest == index.manifest
    assert (again.manifest.passages, again.manifest.sentences) == (3, 4)
    assert again.passages == [passage.id for passage in corpus.passages]
    write_index(again, tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / name)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_only_new_passages_are_embedded_and_the_bytes_are_those_of_a_whole_build(
    corpus: Corpus, tmp_path: Path
) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / "before")
    changed = corpus_of_lines({"storm.txt": LINES, "dijk.txt": ["De dijk brak door."]})
    encoder = CountingEncoder()
    told: list[tuple[str, int, int]] = []
    known = remembered(tmp_path / "before", encoder.name)
    index = build_index(changed, Memory(encoder, known, progress=lambda *facts: told.append(facts)))
    assert index.embedded == 1
    assert encoder.seen == ["De dijk brak door. (Rapport dijk.txt)", "De dijk brak door."]
    assert told == [("progress.embed", 2, 2)]
    write_index(index, tmp_path / "after")
    write_index(build_index(changed, Memory(FakeEncoder())), tmp_path / "whole")
    assert files_of(tmp_path / "after") == files_of(tmp_path / "whole")


def test_nothing_new_embeds_nothing(corpus: Corpus, tmp_path: Path) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / "before")
    encoder = CountingEncoder()
    assert build_index(corpus, Memory(encoder, remembered(tmp_path / "before", encoder.name))).embedded == 0
    assert encoder.seen == []


def test_vectors_of_another_encoder_are_not_used_again(corpus: Corpus, tmp_path: Path) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder("fake@1"))), tmp_path / "before")
    assert remembered(tmp_path / "before", "fake@2") == {}


def test_an_index_without_passages_can_be_made_and_read(tmp_path: Path) -> None:
    corpus = replace(corpus_of_lines({"leeg.txt": ["–"]}), passages=())
    write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / "index")
    assert load_index(tmp_path / "index", FakeEncoder()).passages == []


def test_what_a_build_asked_for_beside_passages_and_sentences_is_remembered_too(corpus: Corpus, tmp_path: Path) -> None:
    memory = Memory(CountingEncoder(), shipped={key_of("Meegeleverd."): np.zeros(64, np.float16)})
    memory.encode_passages(["Een halve zin", "Meegeleverd.", LINES[1]])
    index = build_index(corpus, memory)
    write_index(index, tmp_path / "index")
    assert index.other_keys.tobytes() == key_of("Een halve zin")
    known = remembered(tmp_path / "index", "fake@1")
    assert len(known) == 3 + 4 + 1
    np.testing.assert_array_equal(known[key_of("Een halve zin")], memory.rows(["Een halve zin"])[0])


# --- what is refused --------------------------------------------------------------------------------


def test_another_encoder_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder("fake@1"))), tmp_path / "index")
    with pytest.raises(StaleBuildError) as caught:
        load_index(tmp_path / "index", FakeEncoder("fake@2"))
    assert caught.value.facts == {"folder": tmp_path / "index", "expected": "fake@2", "found": "fake@1"}


@pytest.mark.parametrize("content", [b'{"format": 999}', b"no JSON", b""])
def test_another_format_is_refused_and_not_used_again(corpus: Corpus, tmp_path: Path, content: bytes) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / "index")
    (tmp_path / "index" / "manifest.json").write_bytes(content)
    with pytest.raises(StaleBuildError):
        load_index(tmp_path / "index", FakeEncoder())
    assert remembered(tmp_path / "index", "fake@1") == {}


def test_an_older_format_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    index = build_index(corpus, Memory(FakeEncoder()))
    write_index(index, tmp_path / "index")
    older = msgspec.structs.replace(index.manifest, format=FORMAT - 1)
    (tmp_path / "index" / "manifest.json").write_bytes(msgspec.json.encode(older))
    with pytest.raises(StaleBuildError) as caught:
        load_index(tmp_path / "index", FakeEncoder())
    assert caught.value.facts["found"] == f"format {FORMAT - 1}"


def test_nothing_in_an_index_can_run_code(corpus: Corpus, tmp_path: Path) -> None:
    write_index(build_index(corpus, Memory(FakeEncoder())), tmp_path / "index")
    for name in files_of(tmp_path / "index"):
        assert name.endswith((".json", ".npy"))
        if name.endswith(".npy"):
            np.load(tmp_path / "index" / name, allow_pickle=False)
