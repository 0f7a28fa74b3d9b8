"""From canonical offsets to boxes on the page as it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_writer import PITCH, Sheet, pdf_of

from crisisgraph.documents.pdf import read_pdf
from crisisgraph.documents.pdf_boxes import lines_of, quote_boxes
from crisisgraph.documents.pdf_words import PdfOpenError
from crisisgraph.settings import Limits


def test_boxes_lie_around_the_words_of_a_quote() -> None:
    sheet = Sheet()
    sheet.flow(["Het water steeg", "in de nacht"], x=70)
    lines = lines_of(pdf_of(Sheet(), sheet), 1)
    assert lines.text == "Het water steeg\nin de nacht"
    first, second = quote_boxes(lines, [(lines.text.index("steeg"), lines.text.index("nacht"))])
    assert (first.left, first.right) == pytest.approx((70 + 10 * 6, 70 + 15 * 6), abs=0.1)
    assert (second.left, second.right) == pytest.approx((70, 70 + 5 * 6), abs=0.1)
    assert first.top < 100 - 5 < 100 < first.bottom < second.top + 5 < 112 < second.bottom


def test_a_page_without_words_and_a_page_that_is_not_there_have_no_boxes() -> None:
    data = pdf_of(Sheet())
    assert quote_boxes(lines_of(data, 0), [(0, 5)]) == ()
    assert quote_boxes(lines_of(data, 9), [(0, 5)]) == ()


def test_what_cannot_be_opened_is_an_error() -> None:
    with pytest.raises(PdfOpenError):
        lines_of(b"%PDF-1.7 rommel", 0)


def test_boxes_are_those_of_the_page_as_it_is_shown(tmp_path: Path) -> None:
    sheet = Sheet(rotate=90)
    sheet.raw(b"BT /F1 10 Tf 0 1 -1 0 200 100 Tm (gedraaid) Tj ET")  # runs up the page, so to the right when turned
    data = pdf_of(sheet)
    (box,) = quote_boxes(lines_of(data, 0), [(0, 8)])
    assert (box.left, box.right) == pytest.approx((100, 100 + 8 * 6), abs=0.1)
    assert box.top < 200 < box.bottom
    path = tmp_path / "rapport.pdf"
    path.write_bytes(data)
    extracted = read_pdf(path, Limits()).extracted
    assert extracted is not None
    assert (extracted.text, extracted.pages[0].width, extracted.pages[0].height) == ("gedraaid", 842, 595)


def test_the_next_column_and_the_next_line_stay_out(tmp_path: Path) -> None:
    sheet = Sheet()
    left = ["De dijk hield het", "maar de brug niet", "en dat bleef zo.", "Wij waren er op tijd bij."]
    right = ["De pomp stond stil", "en kwam weer op gang", "in de nacht daarna.", "Daar bleef het bij."]
    sheet.flow(left, x=70)
    sheet.y = 100
    sheet.flow(right, x=320)
    lines = lines_of(pdf_of(sheet), 0)
    quote = "\n".join(right[:2])
    start = lines.text.index(quote)
    boxes = quote_boxes(lines, [(start, start + len(quote))])
    assert [(round(box.left), round(box.right)) for box in boxes] == [(320, 320 + 6 * 18), (320, 320 + 6 * 20)]
    assert [box.top < 97 + PITCH * n < box.bottom for n, box in enumerate(boxes)] == [True, True]
