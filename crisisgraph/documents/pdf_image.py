"""A page of a PDF as it is printed, as a picture with lines marked on it.

As in `crisisgraph.documents.pdf_words`, no handle of PDFium leaves this module, and it is meant for a guarded process.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from crisisgraph.documents.page_image import DPI, HIGHEST, WIDEST
from crisisgraph.documents.pdf_values import Box
from crisisgraph.documents.pdf_words import PdfOpenError, opened

_POINTS = 72  # to the inch
_FILL = (255, 233, 140)  # laid over the paper as a marker pen does: what is dark stays dark
_LINE = (122, 75, 0)  # under each marked line, and round it
_BAR = (1, 88, 127)  # in the margin
_HALO = (255, 255, 255)
_BAR_GAP, _BAR_WIDTH = 5.0, 3.0  # points


def page_image(data: bytes, index: int, boxes: Sequence[Box]) -> Image.Image:
    """Return the page at `index` (from 0) with the lines in `boxes` marked: filled, outlined, and a bar beside them.

    :raises PdfOpenError: when PDFium cannot open the file, or draw the page.
    """
    with closing(opened(data)) as document:
        try:
            page = document[index]
            with closing(page):
                width, height = (max(side, 1.0) for side in page.get_size())
                # PDFium rounds up to whole pixels.
                scale = min(DPI / _POINTS, (WIDEST - 1) / width, (HIGHEST - 1) / height)
                with closing(page.render(scale=scale)) as bitmap:
                    image: Image.Image = bitmap.to_pil().convert("RGB")
        except (pdfium.PdfiumError, ValueError) as error:  # a page without a size cannot be drawn either
            raise PdfOpenError(locked=False) from error
    _mark(image, boxes, scale)
    return image


def png_of(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4)  # a third faster than 6, and a twentieth larger
    return buffer.getvalue()


def _mark(image: Image.Image, boxes: Sequence[Box], scale: float) -> None:
    whole = [_pixels(box, scale, image) for box in boxes]
    for area in whole:
        inside = image.crop(area)
        image.paste(ImageChops.multiply(inside, Image.new("RGB", inside.size, _FILL)), area)
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in whole:
        draw.rectangle((left, top, right - 1, bottom - 1), outline=_LINE)
        draw.line((left, bottom - 1, right - 1, bottom - 1), fill=_LINE, width=2)
    for group in _groups(boxes):
        end = max(group.left - _BAR_GAP, _BAR_WIDTH + 1)
        left, top, right, bottom = _pixels(replace(group, left=end - _BAR_WIDTH, right=end), scale, image)
        draw.rectangle((left - 1, top - 1, right, bottom), fill=_BAR, outline=_HALO)


def _pixels(box: Box, scale: float, image: Image.Image) -> tuple[int, int, int, int]:
    """Return a box in whole pixels, at least one wide and high and inside the picture."""
    left = min(max(0, round(box.left * scale)), image.width - 1)
    top = min(max(0, round(box.top * scale)), image.height - 1)
    right = min(max(left + 1, round(box.right * scale)), image.width)
    bottom = min(max(top + 1, round(box.bottom * scale)), image.height)
    return left, top, right, bottom


def _groups(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield a box round each run of lines that follow one another without a gap, in the order of reading."""
    group: Box | None = None
    for box in boxes:
        gap = box.bottom - box.top
        if group and group.top - 1 <= box.top <= group.bottom + gap:
            group = _around(group, box)
        else:
            if group:
                yield group
            group = box
    if group:
        yield group


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )
