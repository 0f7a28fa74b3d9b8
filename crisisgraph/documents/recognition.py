"""PDFs of which pages are pictures: read once more with their text recognised, where OCR is installed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from crisisgraph.documents.guard import end_orphans, guarded
from crisisgraph.documents.ocr import Ocr, recognise
from crisisgraph.documents.outcome import Extracted, ReadOutcome, Remark, listed
from crisisgraph.documents.segments import without_start
from crisisgraph.model import Block, BlockKind, Code, Reading
from crisisgraph.settings import Limits

#: What Tesseract makes of a bullet.
_BULLET = re.compile(r"[e¢«*°©®»] (?=\S)")
_LENGTH, _PRINTED = 2, "•"


def lacks_text(outcome: ReadOutcome) -> bool:
    """Tell whether a PDF has pages that are pictures without text."""
    return any(remark.code in (Code.NO_TEXT_LAYER, Code.PARTIAL) for remark in outcome.remarks)


def recognise_guarded(ocr: Ocr, path: Path, folder: Path, limits: Limits) -> Path | None:
    """Return a copy of a PDF in `folder` with the text of its pictures recognised; None when that did not succeed.

    The programs run under limits of their own: they take longer than a reader, and write whole pages.
    """
    copy = folder / "recognised.pdf"
    seconds = limits.ocr_seconds
    room = replace(limits, wall_seconds=seconds, cpu_seconds=round(seconds), written=limits.file_size)
    made = guarded(lambda: recognise(ocr, path, copy), room, ReadOutcome)
    end_orphans()
    return copy if not made.remarks and copy.is_file() else None


def together(before: ReadOutcome, after: ReadOutcome, ocr: str) -> ReadOutcome:
    """Return the outcome of a copy with more text, with a remark that says on which pages it was recognised.

    Where the copy has no more text it is the outcome of the file itself.
    """
    if after.extracted is None:
        return after if after.remarks[0].code is Code.CHANGED else failed(before)
    known = {page.index for page in before.extracted.pages if page.end > page.start} if before.extracted else set()
    pages = [page.index for page in after.extracted.pages if page.end > page.start and page.index not in known]
    if not pages:
        return before
    extracted = _with_bullets(after.extracted, set(pages))
    remarks = (*after.remarks, Remark(Code.RECOGNISED, facts={"pages": listed(pages)}))
    return ReadOutcome(replace(extracted, reader=f"{extracted.reader} + {ocr}"), remarks)


def failed(before: ReadOutcome) -> ReadOutcome:
    """Return the outcome of a file whose text could not be recognised."""
    return replace(before, remarks=(*before.remarks, Remark(Code.OCR_FAILED)))


def _with_bullets(extracted: Extracted, recognised: set[int]) -> Extracted:
    """Mark the items of lists whose bullets were read as a letter, on recognised pages: two or more in a row."""
    starts = [page.start for page in extracted.pages]
    likely = [
        block.kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH)
        and block.marker is None
        and bisect_right(starts, block.start) in recognised
        and _BULLET.match(Reading.of(extracted.text, block.segments).text) is not None
        for block in extracted.blocks
    ]
    blocks: list[Block] = []
    for place, block in enumerate(extracted.blocks):
        beside = likely[max(0, place - 1) : place] + likely[place + 1 : place + 2]
        if likely[place] and any(beside):
            item = replace(block, kind=BlockKind.LIST_ITEM, level=max(1, block.level), marker=_PRINTED)
            blocks.append(replace(item, segments=without_start(block.segments, _LENGTH)))
        else:
            blocks.append(block)
    return replace(extracted, blocks=tuple(blocks))
