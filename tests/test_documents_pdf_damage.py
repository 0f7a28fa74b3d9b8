"""PDF files that are damaged, locked, empty, pictures or too much: one outcome each, never an exception."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Protocol

import pytest
from pdf_writer import Sheet, edited, file_of, pdf_of

from crisisgraph.documents.outcome import ReadOutcome, Remark
from crisisgraph.documents.pdf import FALLBACK_READER, READER, read_pdf
from crisisgraph.documents.pdf_facts import agreement, facts_of, page_texts
from crisisgraph.model import Code
from crisisgraph.settings import Limits


class Read(Protocol):
    """Reads the bytes of a PDF, within limits."""

    def __call__(self, data: bytes, limits: Limits | None = None) -> ReadOutcome: ...


TEXT = "De dijkwacht telde de zandzakken en schreef het aantal in het logboek van de nacht."


def report(pages: int = 2) -> bytes:
    sheets = []
    for number in range(pages):
        sheet = Sheet()
        sheet.flow(f"{number + 1} Verloop", size=14, font="bold")
        sheet.flow(TEXT)
        sheets.append(sheet)
    return pdf_of(*sheets)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(data: bytes, limits: Limits | None = None) -> ReadOutcome:
        path = tmp_path / "rapport.pdf"
        path.write_bytes(data)
        return read_pdf(path, limits or Limits())

    return of


def blank() -> bytes:
    return pdf_of(Sheet())


def scan() -> bytes:
    return pdf_of(Sheet(image=True), Sheet(image=True))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b"Dit is geen PDF maar een brief.", Code.NOT_A_PDF),
        (b"%PDF-1.7\nen verder niets", Code.DAMAGED),
        (file_of([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 0 /Kids []>>"]), Code.DAMAGED),
        (edited(report(), user="geheim"), Code.ENCRYPTED),
        (blank(), Code.NO_TEXT_LAYER),
        (scan(), Code.NO_TEXT_LAYER),
    ],
    ids=["empty", "no PDF", "header only", "no pages", "password", "blank", "scan"],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(read: Read, data: bytes, code: Code) -> None:
    assert read(data) == ReadOutcome.refused(code)


def test_limits_on_pages_and_text_are_kept(read: Read) -> None:
    assert read(report(4), Limits(pages=3)) == ReadOutcome.refused(Code.TOO_MANY_PAGES, limit=3)
    assert read(report(4), Limits(text_size=200)) == ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=200)


def test_a_file_that_only_forbids_printing_is_read(read: Read) -> None:
    locked, plain = read(edited(report(), user="", owner="baas")), read(report())
    assert locked.remarks == ()
    assert locked.extracted is not None
    assert plain.extracted is not None
    assert locked.extracted.text == plain.extracted.text


def test_pages_that_are_pictures_are_named(read: Read) -> None:
    written = Sheet()
    written.flow(TEXT)
    outcome = read(pdf_of(written, Sheet(image=True), Sheet(image=True), Sheet(), Sheet(image=True)))
    assert outcome.remarks == (Remark(Code.PARTIAL, facts={"pages": "2-3, 5"}),)


def test_a_page_that_cannot_be_read_does_not_take_the_others_along(read: Read) -> None:
    data = report(3).replace(b"/Type /Page /Parent", b"/Type /Pa_e /Parent", 1)
    outcome = read(data)
    assert outcome.extracted is not None
    assert outcome.extracted.text.count(TEXT[:40]) >= 2


def test_what_pdfium_cannot_open_pypdf_reads(read: Read) -> None:
    data = b"rommel " * 300 + report(2)  # PDFium looks for a header in the first kilobyte only
    outcome = read(data)
    assert outcome.extracted is not None
    assert outcome.extracted.reader == FALLBACK_READER != READER
    assert [outcome.extracted.text[page.start : page.end].split("\n")[0] for page in outcome.extracted.pages] == [
        "1 Verloop",
        "2 Verloop",
    ]
    assert read(data, Limits(pages=1)) == ReadOutcome.refused(Code.TOO_MANY_PAGES, limit=1)
    assert read(data, Limits(text_size=9)) == ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=9)
    assert read(b"rommel " * 300 + blank()) == ReadOutcome.refused(Code.NO_TEXT_LAYER)
    assert read(b"rommel " * 300 + edited(report(), user="geheim")) == ReadOutcome.refused(Code.ENCRYPTED)


def test_text_on_which_the_two_engines_differ_is_doubtful(read: Read) -> None:
    sheet = Sheet()
    sheet.flow(TEXT)
    for row in range(20):
        sheet.text(70, 300 + row, "woorden die niemand kan lezen staan er toch", 0.3)
    (remark,) = read(pdf_of(sheet)).remarks
    assert remark.code is Code.TEXT_DOUBTFUL
    assert 0 < int(remark.facts["agreement"]) < 20


def test_the_second_opinion_compares_bags_of_words() -> None:
    sheet = Sheet()
    sheet.flow("dijk dijk water")
    data = pdf_of(sheet, Sheet())
    assert agreement(data, ["Dijk, water, dijk", ""]) == 1.0
    assert agreement(data, ["dijk water brug", ""]) == pytest.approx(2 / 4)
    assert agreement(data, ["", ""]) is None
    assert agreement(b"rommel", ["dijk"]) is None


def test_pypdf_reads_nothing_of_rubbish_and_says_so_by_absence() -> None:
    assert page_texts(b"%PDF-1.7 rommel", 10) == ()
    assert facts_of(b"%PDF-1.7 rommel").outline == ()


def test_a_tree_of_pages_that_contains_itself_ends(read: Read) -> None:
    outcome = read(
        file_of(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Count 2 /Kids [3 0 R 2 0 R]>>",
                b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>",
            ]
        )
    )
    assert outcome.extracted is None


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_makes_reading_raise(read: Read, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(
        edited(report(3), title="Nacht aan de dijk", outline="1 Verloop", labels="A-") if seed % 2 else report(3)
    )
    if seed % 4 == 0:
        del data[chance.randrange(9, len(data)) :]
    for _ in range(chance.choice((1, 5, 40))):
        place = chance.randrange(9, len(data)) if len(data) > 10 else 9
        data[place : place + chance.choice((0, 1, 1, 20))] = bytes(
            chance.randrange(256) for _ in range(chance.choice((0, 1, 1, 9)))
        )
    outcome = read(bytes(data))
    if outcome.extracted is None:
        assert len(outcome.remarks) == 1
        return
    extracted = outcome.extracted
    extracted.text.encode()
    assert extracted.pages[-1].end == len(extracted.text)
    assert all(
        0 <= part.start < part.end <= len(extracted.text) for block in extracted.blocks for part in block.segments
    )
