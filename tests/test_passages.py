"""Passages: what they hold, where they are cut, and that nothing is lost or said twice."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from strategies import documents, whole

from crisisgraph.model import Block, BlockKind, Document, DocumentId, Page, Segment
from crisisgraph.passages import FULL, LONGEST, read_blocks, split_into_passages


def document(*parts: tuple[BlockKind, str, int, str | None]) -> Document:
    """A document of these blocks: kind, text, level and marker, one under the other."""
    text, blocks = "", []
    for kind, words, level, marker in parts:
        text += f"{marker} " if marker else ""
        blocks.append(Block(kind, (Segment(len(text), len(text) + len(words)),), level, marker))
        text += words + "\n"
    return Document(
        DocumentId("file-1"),
        "a.txt",
        "text/plain",
        "0" * 64,
        "0" * 64,
        "test",
        text,
        (Page(1, 0, len(text)),),
        tuple(blocks),
    )


def heading(text: str, level: int = 1, marker: str | None = None) -> tuple[BlockKind, str, int, str | None]:
    return BlockKind.HEADING, text, level, marker


def paragraph(text: str) -> tuple[BlockKind, str, int, str | None]:
    return BlockKind.PARAGRAPH, text, 0, None


def item(text: str, marker: str = "•", level: int = 1) -> tuple[BlockKind, str, int, str | None]:
    return BlockKind.LIST_ITEM, text, level, marker


def texts_of(source: Document) -> list[str]:
    return [passage.text for passage in split_into_passages(source, whole(source))]


WATER = "Het water stond hoog en de pomp liep. " * 8  # about 300 characters


class TestReadBlocks:
    def test_a_block_knows_the_headings_above_it(self) -> None:
        source = document(
            heading("Analyse"), heading("Water", 2, "2.1"), paragraph("Nat."), heading("Slot"), paragraph("Uit.")
        )
        sections = [read.section for read in read_blocks(source, whole(source))]
        assert sections == [(), ("Analyse",), ("Analyse", "2.1 Water"), (), ("Slot",)]

    def test_a_number_is_printed_with_a_full_stop(self) -> None:
        source = document(heading("Tips", 1, "2"), paragraph("Oefen."))
        assert [read.section for read in read_blocks(source, whole(source))][1] == ("2. Tips",)

    def test_a_numbered_heading_that_is_a_sentence_opens_no_section(self) -> None:
        source = document(
            heading("Advies"), heading("Oefen ieder jaar met de buren samen.", 1, "1"), paragraph("Graag.")
        )
        reads = list(read_blocks(source, whole(source)))
        assert [read.is_statement for read in reads] == [False, True, False]
        assert [read.section for read in reads] == [(), ("Advies",), ("Advies",)]

    def test_a_heading_without_a_number_stands_under_a_numbered_paragraph(self) -> None:
        source = document(heading("Advies", 2, "5.2"), heading("Geld", 2), paragraph("A."), heading("Slot", 2, "5.3"))
        sections = [read.section for read in read_blocks(source, whole(source))]
        assert sections == [(), ("5.2 Advies",), ("5.2 Advies", "Geld"), ()]

    def test_a_bare_chapter_number_stands_above_its_title(self) -> None:
        source = document(
            heading("Rapport"), heading("Hoofdstuk 1", 2), heading("Water", 1), heading("Advies", 2),
            paragraph("Pomp."), heading("Hoofdstuk 2", 2), heading("Zand", 3), paragraph("Schep."),
        )  # fmt: skip
        sections = [read.section for read in read_blocks(source, whole(source))]
        assert sections[4] == ("Hoofdstuk 1", "Water", "Advies")
        assert sections[-1] == ("Hoofdstuk 2", "Zand")

    def test_furniture_and_other_reports_are_left_out(self) -> None:
        source = document((BlockKind.FURNITURE, "pagina 3", 0, None), paragraph("Een."), paragraph("Twee."))
        edition = whole(source)
        assert [r.reading.text for r in read_blocks(source, edition)] == ["Een.", "Twee."]


class TestSplitIntoPassages:
    def test_a_heading_opens_a_passage(self) -> None:
        source = document(heading("Een"), paragraph("Kort."), heading("Twee"), paragraph("Ook kort."))
        assert texts_of(source) == ["Een\nKort.", "Twee\nOok kort."]

    def test_headings_without_text_go_with_what_follows(self) -> None:
        source = document(heading("Deel"), heading("Hoofdstuk", 2), paragraph("Kort."))
        passages = split_into_passages(source, whole(source))
        assert [(p.headings, p.text) for p in passages] == [(("Deel", "Hoofdstuk"), "Deel\nHoofdstuk\nKort.")]

    def test_a_numbered_item_has_its_own_passage_with_what_hangs_under_it(self) -> None:
        source = document(
            heading("Tips"), item(WATER + "een", "1"), item("Onder een.", "a", 2), item(WATER + "twee", "2")
        )
        assert [text.split("\n")[-1][-10:] for text in texts_of(source)] == ["Onder een.", "liep. twee"]

    def test_numbered_keywords_share_a_passage(self) -> None:
        source = document(heading("Bouwstenen"), item("Doel", "1"), item("Visie", "2"), item("Geld", "3"))
        assert texts_of(source) == ["Bouwstenen\nDoel\nVisie\nGeld"]

    def test_bullets_are_taken_together_until_they_make_a_passage(self) -> None:
        source = document(item("Kort een."), item("Kort twee."), item(WATER), item("Kort drie."))
        assert [len(text) > 300 for text in texts_of(source)] == [True, False]

    def test_paragraphs_are_taken_together_up_to_a_full_passage(self) -> None:
        source = document(*[paragraph(WATER) for _ in range(6)])
        assert [len(text) <= FULL for text in texts_of(source)] == [True, True]

    def test_footnotes_stand_apart(self) -> None:
        note = (BlockKind.FOOTNOTE, "Zie het jaarplan.", 0, "1")
        source = document(paragraph(WATER), note, note, paragraph(WATER))
        assert [text[:8] for text in texts_of(source)] == ["Het wate", "Zie het ", "Het wate"]

    def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence(self) -> None:
        source = document(paragraph(WATER * 8))
        found = texts_of(source)
        assert len(found) == 2
        assert all(text.endswith("liep.") for text in found)

    def test_a_text_without_sentences_is_cut_all_the_same(self) -> None:
        source = document(paragraph("golf " * 900))
        assert max(len(text) for text in texts_of(source)) <= LONGEST

    def test_the_id_depends_on_file_and_place_only(self) -> None:
        source = document(paragraph("Een."), paragraph("Twee."))
        first = split_into_passages(source, whole(source))
        assert [p.id for p in first] == [p.id for p in split_into_passages(source, whole(source))]
        assert first[0].id.startswith("passage-")
        assert len(first[0].id) == len("passage-") + 16


@given(documents())
@settings(max_examples=150, deadline=None)
def test_every_block_is_in_one_passage(source: Document) -> None:
    passages = split_into_passages(source, whole(source))
    for block in source.blocks:
        holders = [p for p in passages if p.start <= block.start and block.end <= p.end]
        kept = block.kind is not BlockKind.FURNITURE and source.read(block).text.strip()
        assert len(holders) == (1 if kept else len(holders))
    assert all(a.end <= b.start for a, b in pairwise(passages))


@given(documents(long=True))
@settings(max_examples=40, deadline=None)
def test_no_passage_is_too_long_and_no_letter_is_lost(source: Document) -> None:
    passages = split_into_passages(source, whole(source))
    assert all(len(passage.text) <= LONGEST for passage in passages)
    said = "".join("".join(passage.text.split()) for passage in passages)
    read = "".join("".join(read.reading.text.split()) for read in read_blocks(source, whole(source)))
    assert said == read
