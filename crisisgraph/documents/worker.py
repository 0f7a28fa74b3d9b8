"""The process that reads documents for a build; the pool starts it with the table of readers as "module:name".

It imports the readers once and forks a guarded child for every document.  Requests come in on standard input and
outcomes go out on standard output, both as JSON in frames.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from crisisgraph.documents.frames import receive, send
from crisisgraph.documents.guard import adopt_orphans, end_orphans, end_with_parent, guarded
from crisisgraph.documents.media import PDF
from crisisgraph.documents.ocr import Ocr
from crisisgraph.documents.outcome import Extracted, Reader, ReadOutcome
from crisisgraph.documents.recognition import failed, lacks_text, recognise_guarded, together
from crisisgraph.model import Code
from crisisgraph.settings import Limits

#: What a worker says when it has imported its readers.
READY = b"ready"


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read; `path` is in the bytes of the file system, `sha256` what the file is known to hold.

    `ocr` recognises the text of its pictures, where that is installed, and works in the folder `scratch`.
    """

    path: bytes
    media_type: str
    sha256: str
    limits: Limits
    ocr: Ocr | None = None
    scratch: bytes = b""


def answer(request: Request, readers: Mapping[str, Reader], copy: Path | None = None) -> ReadOutcome:
    """Read the file of `request`, or a `copy` of it with more text, here and now; the guard does this in a child.

    A file that changed since it was hashed is refused: its hash would not prove its text.
    """
    reader = readers.get(request.media_type)
    if reader is None:
        return ReadOutcome.refused(Code.UNSUPPORTED)
    path, limits = Path(os.fsdecode(request.path)), request.limits
    outcome = reader(copy or path, limits)
    if outcome.extracted is not None:
        if len(outcome.extracted.text) > limits.text_size:
            return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
        if len(outcome.extracted.pages) > limits.pages:
            return ReadOutcome.refused(Code.TOO_MANY_PAGES, limit=limits.pages)
        check_places(outcome.extracted)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != request.sha256:
            return ReadOutcome.refused(Code.CHANGED)
    return outcome


def check_places(extracted: Extracted) -> None:
    """Check that pages and blocks lie in the text and in order.

    :raises ValueError: when they do not: a fault of the reader.
    """
    size = len(extracted.text)
    starts = [page.start for page in extracted.pages]
    if not starts or starts != sorted(starts) or any(page.end > size for page in extracted.pages):
        raise ValueError("pages")
    for block in extracted.blocks:
        if not block.segments:
            raise ValueError("empty block")
        position = 0
        for segment in block.segments:
            if not position <= segment.start < segment.end <= size:
                raise ValueError("segments")
            position = segment.end


def serve(requests: int, answers: int, respond: Callable[[bytes], bytes]) -> None:
    """Answer the requests on one pipe on another, until the first one ends."""
    send(answers, READY)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            send(answers, respond(receive(requests)))


def read_for(readers: Mapping[str, Reader], message: bytes) -> bytes:
    """Return what came of reading the file of a request, both as JSON."""
    return msgspec.json.encode(answer_guarded(msgspec.json.decode(message, type=Request), readers))


def answer_guarded(request: Request, readers: Mapping[str, Reader]) -> ReadOutcome:
    """Read the file of `request` in guarded children, and once more where the text of its pages can be recognised."""
    outcome = guarded(partial(answer, request, readers), request.limits, ReadOutcome)
    end_orphans()
    if request.ocr is None or request.media_type != PDF or not lacks_text(outcome):
        return outcome
    path, scratch = (Path(os.fsdecode(name)) for name in (request.path, request.scratch))
    copy = recognise_guarded(request.ocr, path, scratch, request.limits)
    if copy is None:
        return failed(outcome)
    after = guarded(partial(answer, request, readers, copy), request.limits, ReadOutcome)
    end_orphans()
    return together(outcome, after, request.ocr.name)


def main() -> None:
    """Serve the readers that the command line names."""
    module, name = sys.argv[1].split(":")
    readers: Mapping[str, Reader] = getattr(importlib.import_module(module), name)
    serve_parent(partial(read_for, readers))


def serve_parent(respond: Callable[[bytes], bytes]) -> None:
    """Answer the requests of the process that started this one, and leave nothing behind when that ends."""
    end_with_parent()
    adopt_orphans()
    serve(sys.stdin.fileno(), sys.stdout.fileno(), respond)
