"""From a source to a document: the reader's outcome put together with what is known of the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisisgraph.documents.media import HEAD, TEXT, media_type_of
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.documents.sources import Source
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Document, DocumentId, Finding
from crisisgraph.settings import Limits


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One source with its document, or without one and with the finding that says why."""

    source: Source
    document: Document | None
    findings: tuple[Finding, ...] = ()


def result_of(source: Source, outcome: ReadOutcome) -> ReadResult:
    """Return what a reader extracted from `source` as a document, and its remarks as findings about that file."""
    findings = tuple(Finding(source.name, remark.code, remark.page, remark.facts) for remark in outcome.remarks)
    extracted = outcome.extracted
    if extracted is None:
        return ReadResult(source, None, findings)
    document = Document(
        id=DocumentId(f"file-{source.sha256[:16]}"),
        name=source.name,
        media_type=source.media_type,
        sha256=source.sha256,
        text_sha256=sha256_hex(extracted.text),
        reader=extracted.reader,
        text=extracted.text,
        pages=extracted.pages,
        blocks=extracted.blocks,
        title=extracted.title,
        language=extracted.language,
    )
    return ReadResult(source, document, findings)


def read_document_now(path: Path, limits: Limits | None = None) -> ReadResult:
    """Read one trusted file in this very process, without a guard: for tests and for trying things out."""
    # The parsers are kept out of the process that builds: only this shortcut loads them.
    from crisisgraph.documents.readers import READERS

    data = path.read_bytes()
    media_type = media_type_of(path.name, data[:HEAD]) or TEXT
    source = Source(path, path.name, sha256_hex(data), len(data), media_type)
    return result_of(source, READERS[media_type](path, limits or Limits()))
