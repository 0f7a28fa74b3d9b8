"""The page as it was printed: the right lines are marked, and whatever a file does, it costs one sentence."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pypdfium2
import pytest
from factories import statement
from pdf_writer import PITCH, Sheet, edited, pdf_of
from PIL import Image

from crisisgraph.catalogue import load_catalogue, recognise
from crisisgraph.documents import page_image, pdf_drawing, read_document_now
from crisisgraph.documents.page_image import DPI, HIGHEST, WIDEST, ImageOutcome, ImageRequest, PageImage, PageImages
from crisisgraph.documents.pdf_boxes import lines_of, quote_boxes
from crisisgraph.documents.pdf_drawing import draw
from crisisgraph.documents.pdf_values import LinePage
from crisisgraph.errors import InputError
from crisisgraph.extraction import statements_of
from crisisgraph.facsimile import Trouble, facsimile
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code, Document, Kind, Report, ReportId
from crisisgraph.printed import printed_pages
from crisisgraph.settings import Limits, Settings
from crisisgraph.statements import Knowledge, load_knowledge

SHARED = Path(__file__).parents[2] / "shared"
FILES = sorted(
    path
    for folder in ("corpus/pdf", "pdf-samples")
    for path in (SHARED / folder).glob("*.pdf")
    if not path.name.startswith("scan")
)
REPORT = Report(ReportId("r"), "Rapport", "Bureau", "Bureau")
SCALE = DPI / 72
YELLOW, BLUE = (255, 233, 140), (1, 88, 127)

LINES = [
    "De dijk hield het die nacht, maar de",
    "brug ging dicht en bleef dat tot de",
    "wind om zes uur was gaan liggen.",
]
OTHER = ["De pomp stond stil.", "Niemand had dat gezien."]


@pytest.fixture(scope="module")
def images() -> Iterator[PageImages]:
    drawer = PageImages()
    yield drawer
    drawer.close()


def two_columns() -> bytes:
    sheet = Sheet()
    sheet.flow(LINES, x=70)
    sheet.y = 100
    sheet.flow(OTHER, x=330)
    return pdf_of(Sheet(), sheet)


def kept(folder: Path, data: bytes) -> Document:
    path = folder / "rapport.pdf"
    path.write_bytes(data)
    document = read_document_now(path).document
    assert document is not None
    return document


def request_of(folder: Path, data: bytes, page: int = 1, text: str = "", *stretches: tuple[int, int]) -> ImageRequest:
    path = folder / "los.pdf"
    path.write_bytes(data)
    return ImageRequest(os.fsencode(path), sha256_hex(data), page, sha256_hex(text), stretches)


def opened(image: PageImage) -> Image.Image:
    return Image.open(io.BytesIO(image.png)).convert("RGB")


def areas(image: Image.Image, colour: tuple[int, int, int], scale: float = SCALE) -> set[tuple[int, int]]:
    """Return the places, in whole points, that have a colour."""
    rows, columns = np.nonzero((np.asarray(image) == colour).all(axis=2))
    return {(int(x / scale), int(y / scale)) for x, y in zip(columns, rows, strict=True)}


def test_the_lines_of_the_quote_are_marked_and_no_others(tmp_path: Path, images: PageImages) -> None:
    document = kept(tmp_path, two_columns())
    quote = "brug ging dicht en bleef dat tot de\nwind om zes uur was gaan liggen."
    [printed] = printed_pages(document, statement(document, REPORT, "1", Kind.FINDING, quote))
    drawn = facsimile(images, {document.sha256: tmp_path / "rapport.pdf"}, document, printed)
    assert isinstance(drawn, PageImage)
    assert (drawn.width, drawn.height, drawn.lines) == (round(595 * SCALE), round(842 * SCALE), 2)
    picture = opened(drawn)
    yellow = areas(picture, YELLOW)
    assert (min(x for x, _ in yellow), max(x for x, _ in yellow)) == pytest.approx((70, 70 + 6 * 35), abs=1.5)
    baselines = [100 + PITCH, 100 + 2 * PITCH]
    assert min(y for _, y in yellow) > baselines[0] - PITCH
    assert max(y for _, y in yellow) < baselines[1] + 4
    assert all(any((x, y - 4) in yellow for x in range(70, 270)) for y in map(int, baselines))
    blue = areas(picture, BLUE)
    assert 60 < min(x for x, _ in blue) <= max(x for x, _ in blue) < 70
    assert {y for _, y in blue} >= set(range(105, 125))


def test_a_quote_that_goes_on_in_the_next_column_has_a_bar_beside_each(tmp_path: Path) -> None:
    data = two_columns()
    lines = lines_of(data, 1)
    last, first = lines.text.index(LINES[2]), lines.text.index(OTHER[0])
    stretches = (last, last + len(LINES[2])), (first, first + len(OTHER[0]))
    outcome = draw(request_of(tmp_path, data, 2, lines.text, *stretches))
    assert outcome.image is not None
    sides = {x for x, _ in areas(opened(outcome.image), BLUE)}
    assert {x // 10 for x in sides} == {6, 32}


def test_bytes_that_changed_are_not_drawn(tmp_path: Path) -> None:
    request = request_of(tmp_path, two_columns())
    assert draw(replace(request, sha256="0" * 64)) == ImageOutcome.refused(Code.CHANGED)


def test_a_dark_page_is_marked_by_more_than_colour(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.raw(b"0 0 0.4 rg 0 0 595 842 re f 1 1 1 rg")
    sheet.flow(["Wit op blauw."], x=2)
    data = pdf_of(sheet)
    outcome = draw(request_of(tmp_path, data, 1, "Wit op blauw.", (0, 13)))
    assert outcome.image is not None
    picture = opened(outcome.image)
    assert len(areas(picture, (122, 75, 0))) > 100  # the outline
    assert len(areas(picture, BLUE)) > 20  # the bar, also where the margin has no room for it


def test_a_page_that_reads_otherwise_is_shown_without_marks(tmp_path: Path) -> None:
    data = two_columns()
    outcome = draw(request_of(tmp_path, data, 2, "een andere tekst", (0, 5)))
    assert outcome.image is not None
    assert outcome.image.lines == 0
    assert not areas(opened(outcome.image), YELLOW)


def test_a_page_that_is_turned_is_shown_and_marked_as_it_is_read(tmp_path: Path) -> None:
    sheet = Sheet(rotate=90)
    sheet.raw(b"BT /F1 10 Tf 0 1 -1 0 200 100 Tm (gedraaid) Tj ET")
    outcome = draw(request_of(tmp_path, pdf_of(sheet), 1, "gedraaid", (0, 8)))
    assert outcome.image is not None
    scale = (WIDEST - 1) / 842
    assert outcome.image.width in (WIDEST - 1, WIDEST)
    assert outcome.image.height == pytest.approx(595 * scale, abs=1)
    yellow = areas(opened(outcome.image), YELLOW, scale)
    assert (min(x for x, _ in yellow), max(x for x, _ in yellow)) == pytest.approx((100, 148), abs=2.5)


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (3, 14_400), (1, 1), (842, 595)])
def test_a_page_of_any_size_gives_a_picture_that_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    outcome = draw(request_of(tmp_path, pdf_of(Sheet(*size))))
    assert outcome.image is not None
    assert 1 <= outcome.image.width <= WIDEST
    assert 1 <= outcome.image.height <= HIGHEST
    assert outcome.image.sound


def test_a_file_that_is_gone_or_changed_is_said(tmp_path: Path, images: PageImages) -> None:
    document = kept(tmp_path, two_columns())
    path = tmp_path / "rapport.pdf"
    [printed] = printed_pages(document, statement(document, REPORT, "1", Kind.FINDING, OTHER[0]))
    assert facsimile(images, {}, document, printed) is Trouble.GONE
    assert facsimile(images, {document.sha256: tmp_path}, document, printed) is Trouble.GONE
    assert facsimile(images, {document.sha256: tmp_path / "weg.pdf"}, document, printed) is Trouble.GONE
    path.write_bytes(two_columns() + b"%")
    assert facsimile(images, {document.sha256: path}, document, printed) is Trouble.CHANGED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 rommel", Code.DAMAGED),
        (edited(pdf_of(Sheet()), user="geheim"), Code.ENCRYPTED),
        (pdf_of(Sheet()).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 0 0]    "), None),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, data: bytes, code: Code | None) -> None:
    outcome = draw(request_of(tmp_path, data))
    assert [remark.code for remark in outcome.remarks] == ([code] if code else [])


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert draw(request_of(tmp_path, pdf_of(Sheet()), 7)) == ImageOutcome.refused(Code.DAMAGED)


def test_a_file_that_became_huge_is_not_read(tmp_path: Path) -> None:
    request = request_of(tmp_path, two_columns())
    assert draw(replace(request, limits=Limits(file_size=10))) == ImageOutcome.refused(Code.CHANGED)


def test_a_page_that_takes_too_long_costs_one_sentence_and_the_next_is_drawn(
    tmp_path: Path, images: PageImages
) -> None:
    sheet = Sheet()
    sheet.raw(b"0 0 595 842 re f\n" * 2_000_000)
    data = pdf_of(sheet)
    slow = replace(request_of(tmp_path, data), limits=Limits(cpu_seconds=1, wall_seconds=1.0))
    outcome = images.draw(slow)
    assert outcome.image is None
    assert outcome.remarks[0].code in (Code.TIME_LIMIT, Code.MEMORY_LIMIT)
    document = kept(tmp_path, two_columns())
    [printed] = printed_pages(document, statement(document, REPORT, "1", Kind.FINDING, OTHER[0]))
    assert isinstance(facsimile(images, {document.sha256: tmp_path / "rapport.pdf"}, document, printed), PageImage)


def test_a_process_that_dies_or_cannot_start_costs_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = kept(tmp_path, two_columns())
    [printed] = printed_pages(document, statement(document, REPORT, "1", Kind.FINDING, OTHER[0]))
    places = {document.sha256: tmp_path / "rapport.pdf"}
    serve = "from crisisgraph.documents.worker import serve\nimport os\nserve(0, 1, lambda message: os._exit(1))"
    for program in (serve, "raise SystemExit(1)"):
        monkeypatch.setattr(page_image, "_DRAWER", program)
        drawer = PageImages()
        assert facsimile(drawer, places, document, printed) is Trouble.FAILED
        drawer.close()


@pytest.mark.parametrize(
    "changes",
    [{"png": b""}, {"png": b"<svg onload=alert(1)>" * 9}, {"width": 5}, {"height": 0}, {"width": WIDEST + 1}],
)
def test_what_is_no_page_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    good = draw(request_of(tmp_path, two_columns())).image
    assert good is not None
    assert good.sound
    answer = msgspec.json.encode(ImageOutcome(replace(good, **changes)))
    drawer = PageImages()
    monkeypatch.setattr(drawer._process, "ask", lambda *_: answer)
    assert drawer.draw(request_of(tmp_path, two_columns())) == ImageOutcome.refused(Code.CRASH)
    drawer.close()


def test_the_process_draws_in_a_guarded_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_drawing, "end_orphans", lambda: None)  # it would end the children of the tests themselves
    request = replace(request_of(tmp_path, two_columns(), 2), limits=Limits(memory=1 << 44))
    answer = pdf_drawing.draw_for(msgspec.json.encode(request))
    outcome = msgspec.json.decode(answer, type=ImageOutcome)
    assert outcome.image is not None
    assert outcome.image.png.startswith(b"\x89PNG")


def test_a_drawer_that_was_closed_draws_no_more(tmp_path: Path) -> None:
    drawer = PageImages()
    drawer.close()
    with pytest.raises((InputError, RuntimeError)):
        drawer.draw(request_of(tmp_path, two_columns()))


# --- all statements of the reports that lie beside the checkout ------------------------------------


@cache
def knowledge() -> Knowledge:
    return load_knowledge(Settings().ontology)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


@pytest.mark.skipif(not FILES, reason="the source reports are not beside the checkout")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_text_under_the_boxes_is_the_quote(path: Path) -> None:
    """Read back by PDFium itself: every character whose middle lies in a box, and no other, is one of the quote's."""
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(load_catalogue(Settings().catalogue), document, knowledge().actors)
    _, found, _ = statements_of(document, editions, knowledge(), Settings())
    data = path.read_bytes()
    pages: dict[int, tuple[LinePage, list[tuple[str, float, float]]]] = {}
    wrong = []
    for one in found:
        under = ""
        for printed in printed_pages(document, one):
            index = printed.page.index
            if index not in pages:
                pages[index] = lines_of(data, index - 1), list(characters(data, index - 1))
            lines, signs = pages[index]
            boxes = quote_boxes(lines, printed.stretches)
            under += "".join(
                sign
                for sign, x, y in signs
                if any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes)
            )
        if letters(under) != letters(one.text):
            wrong.append(one.id)
    assert found
    assert wrong == []


def characters(data: bytes, index: int) -> Iterator[tuple[str, float, float]]:
    """Yield the characters of a page with their middles, from its top left corner."""
    page = pypdfium2.PdfDocument(data)[index]
    height, text = page.get_height(), page.get_textpage()
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at, loose=True)
        sign = text.get_text_range(at, 1).translate(LIGATURES)
        yield sign, (left + right) / 2, height - (bottom + top) / 2


LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: ""}
