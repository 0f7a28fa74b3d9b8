"""One page of a file as a picture with a quote marked on it: what is asked, what comes of it, and who draws it."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self

import msgspec

from crisisgraph.documents.outcome import Remark
from crisisgraph.documents.process import GRACE, NoAnswerError, WorkerProcess
from crisisgraph.model import Code
from crisisgraph.settings import Limits

_DRAWER = "from crisisgraph.documents.pdf_drawing import main; main()"

#: Pixels to the inch, and pixels that a page has at most: a wider picture would be opened to make it smaller.
DPI = 144
WIDEST, HIGHEST = 1_460, 2_400

#: How a PNG begins: its signature, and the chunk that says how wide and high it is.
_PNG = struct.Struct(">8s4x4sII")
_SIGNATURE, _HEADER = b"\x89PNG\r\n\x1a\n", b"IHDR"

#: What drawing one page may cost; a page of the first corpus takes about a fifth of a second.
LIMITS = Limits(cpu_seconds=8, wall_seconds=8.0)


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A page to draw, counted from 1, of the file that lay at `path` (in the bytes of the file system).

    `sha256` is of the bytes that were read there, `text_sha256` of the canonical text of the page; `stretches` of that
    text are marked.
    """

    path: bytes
    sha256: str
    page: int
    text_sha256: str
    stretches: tuple[tuple[int, int], ...]
    limits: Limits = field(default=LIMITS)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as PNG; `lines` is how many lines are marked on it, 0 when the places of the words are not known."""

    png: bytes
    width: int
    height: int
    lines: int

    @property
    def sound(self) -> bool:
        """Whether this is a PNG of the size that it says, and no larger than a page is drawn."""
        if len(self.png) < _PNG.size or not (0 < self.width <= WIDEST and 0 < self.height <= HIGHEST):
            return False
        return _PNG.unpack_from(self.png) == (_SIGNATURE, _HEADER, self.width, self.height)


@dataclass(frozen=True, slots=True)
class ImageOutcome:
    """What came of drawing: `image` is absent when it was refused, and then a remark says why."""

    image: PageImage | None
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def refused(cls, code: Code, **facts: str | int) -> Self:
        """Return the outcome of a page that cannot be drawn for one reason."""
        return cls(None, (Remark(code, facts=facts),))


class PageImages:
    """Draws one page at a time; the process that does is started when it is first needed."""

    def __init__(self) -> None:
        self._process = WorkerProcess(_DRAWER)
        # The process lives no longer than the thread that started it, and whoever asks may be a thread of one visit.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="page-images")

    def draw(self, request: ImageRequest) -> ImageOutcome:
        """Return what came of drawing the page of `request`.

        :raises InputError: when the process cannot be started.
        """
        return self._thread.submit(self._ask, request).result()

    def _ask(self, request: ImageRequest) -> ImageOutcome:
        try:
            answer = self._process.ask(msgspec.json.encode(request), request.limits.wall_seconds + GRACE)
        except NoAnswerError:
            return ImageOutcome.refused(Code.CRASH)
        outcome = msgspec.json.decode(answer, type=ImageOutcome)
        return outcome if outcome.image is None or outcome.image.sound else ImageOutcome.refused(Code.CRASH)

    def close(self) -> None:
        """End the process; whoever waits for a page gets none."""
        self._process.stop()
        self._thread.shutdown(cancel_futures=True)
        self._process.close()
