"""The process that draws pages: one request at a time, each in a guarded child."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import msgspec

from crisisgraph.documents.guard import end_orphans, guarded
from crisisgraph.documents.page_image import ImageOutcome, ImageRequest, PageImage
from crisisgraph.documents.pdf_boxes import lines_of, quote_boxes
from crisisgraph.documents.pdf_image import page_image, png_of
from crisisgraph.documents.pdf_words import PdfOpenError
from crisisgraph.documents.worker import serve_parent
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code


def draw(request: ImageRequest) -> ImageOutcome:
    """Draw the page of `request` here and now, from the very bytes whose hash was checked.

    Where the page reads otherwise than its document says (another reader made that, or its text was recognised in a
    picture), nothing is marked: a mark on the wrong line is worse than none.
    """
    path = Path(os.fsdecode(request.path))
    if path.stat().st_size > request.limits.file_size:
        return ImageOutcome.refused(Code.CHANGED)
    data = path.read_bytes()
    if sha256_hex(data) != request.sha256:
        return ImageOutcome.refused(Code.CHANGED)
    try:
        lines = lines_of(data, request.page - 1)
        known = sha256_hex(lines.text) == request.text_sha256
        boxes = quote_boxes(lines, request.stretches) if known else ()
        image = page_image(data, request.page - 1, boxes)
    except PdfOpenError as error:
        return ImageOutcome.refused(Code.ENCRYPTED if error.locked else Code.DAMAGED)
    heights = {(box.top, box.bottom) for box in boxes}
    return ImageOutcome(PageImage(png_of(image), image.width, image.height, len(heights)))


def draw_for(message: bytes) -> bytes:
    """Return what came of drawing the page of a request in a guarded child, both as JSON."""
    request = msgspec.json.decode(message, type=ImageRequest)
    outcome = guarded(partial(draw, request), request.limits, ImageOutcome)
    end_orphans()
    return msgspec.json.encode(outcome)


def main() -> None:
    """Draw pages for the process that started this one."""
    serve_parent(draw_for)
