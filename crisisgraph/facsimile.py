"""A page as it was printed, with the words of a statement marked on it, or what stands in the way of showing it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from crisisgraph.documents.page_image import ImageRequest, PageImage, PageImages
from crisisgraph.errors import InputError
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code, Document
from crisisgraph.printed import Printed


class Trouble(StrEnum):
    """Why a page cannot be shown; each has one sentence under [facsimile]."""

    GONE = "gone"
    CHANGED = "changed"
    FAILED = "failed"


#: What drawing can be refused for, when it is not that the page cannot be drawn.
_TROUBLES = {Code.NOT_FOUND: Trouble.GONE, Code.NO_ACCESS: Trouble.GONE, Code.CHANGED: Trouble.CHANGED}


def facsimile(
    images: PageImages, originals: Mapping[str, Path], document: Document, printed: Printed
) -> PageImage | Trouble:
    """Return the picture of a page of `document` with what is `printed` on it marked, or why there is none.

    :param originals: where files lie, by the SHA-256 of what they must hold.
    """
    path = originals.get(document.sha256)
    if path is None or not path.is_file():
        return Trouble.GONE
    page = printed.page
    text = document.text[page.start : page.end]
    request = ImageRequest(os.fsencode(path), document.sha256, page.index, sha256_hex(text), printed.stretches)
    try:
        outcome = images.draw(request)
    except InputError:  # no process could be started
        return Trouble.FAILED
    if outcome.image is None:
        return _TROUBLES.get(outcome.remarks[0].code, Trouble.FAILED)
    return outcome.image
