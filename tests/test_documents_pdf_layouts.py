"""How well whole layouts are read: made-up reports by four typesetting programs, whose blocks are known."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from crisisgraph.documents.outcome import Extracted
from crisisgraph.documents.pdf import read_pdf
from crisisgraph.model import Block, BlockKind, Reading
from crisisgraph.settings import Limits

MADE = Path(__file__).parent / "data" / "pdf"
TRUTH: dict[str, list[tuple[str, str]]] = json.loads((MADE / "truth.json").read_text("utf-8"))

KINDS = {
    "title": {BlockKind.HEADING},
    "h1": {BlockKind.HEADING},
    "h2": {BlockKind.HEADING},
    "p": {BlockKind.PARAGRAPH},
    "li": {BlockKind.LIST_ITEM},
    "cap": {BlockKind.PARAGRAPH, BlockKind.HEADING},
    "note": {BlockKind.FOOTNOTE},
    "row": {BlockKind.TABLE},
}
#: Kinds that stand in one column of text, in the order in which they are read.
FLOWING = ("title", "h1", "h2", "p", "li")

every_layout = pytest.mark.parametrize("stem", sorted(TRUTH))


@cache
def extracted_of(stem: str) -> Extracted:
    extracted = read_pdf(MADE / f"{stem}.pdf", Limits()).extracted
    assert extracted is not None
    return extracted


def printed(extracted: Extracted, block: Block) -> str:
    text = " ".join(Reading.of(extracted.text, block.segments).text.split())
    return f"{block.marker} {text}" if block.kind is BlockKind.HEADING and block.marker else text


@every_layout
def test_every_block_comes_out_whole_and_of_its_kind(stem: str) -> None:
    extracted = extracted_of(stem)
    found = Counter((block.kind, printed(extracted, block)) for block in extracted.blocks)
    missed = [(kind, text) for kind, text in TRUTH[stem] if not any(found[one, text] for one in KINDS[kind])]
    assert missed == []
    assert sum(count for (kind, _), count in found.items() if kind is not BlockKind.FURNITURE) == len(TRUTH[stem])


@every_layout
def test_running_text_is_read_in_its_order(stem: str) -> None:
    extracted = extracted_of(stem)
    texts = [text for _, text in TRUTH[stem]]
    placed = {text for (kind, _), (_, text) in pairwise(TRUTH[stem]) if kind == "cap"}  # a box stands where it fits
    wanted = [text for kind, text in TRUTH[stem] if kind in FLOWING and texts.count(text) == 1 and text not in placed]
    body = (block for block in extracted.blocks if block.kind is not BlockKind.FURNITURE)
    assert [text for block in body if (text := printed(extracted, block)) in wanted] == wanted


@every_layout
def test_every_block_stands_on_the_page_where_the_other_engine_finds_its_first_words(stem: str) -> None:
    extracted = extracted_of(stem)
    others = [letters(page.extract_text()) for page in pypdf.PdfReader(MADE / f"{stem}.pdf").pages]
    for page in extracted.pages:
        for block in extracted.blocks:
            if page.start <= block.start < page.end:
                opening = extracted.text[block.start : block.end].partition("\n")[0].partition("\t")[0]
                assert letters(opening)[:20] in others[page.index - 1], (page.index, opening)


@every_layout
def test_pages_have_their_printed_number_and_their_running_header_is_furniture(stem: str) -> None:
    extracted = extracted_of(stem)
    assert [page.label for page in extracted.pages] == [str(page.index) for page in extracted.pages]
    furniture = {printed(extracted, block) for block in extracted.blocks if block.kind is BlockKind.FURNITURE}
    count = len(extracted.pages)
    numbers = {f"Pagina {number} van {count}" for number in range(1, count + 1)}
    assert furniture == numbers | {"Evaluatie havenbrand Oosterhaven", "Veiligheidsregio Midden-Delta"}


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.replace("\u00ad", "").replace("ﬁ", "fi").replace("ﬂ", "fl"))).casefold()
