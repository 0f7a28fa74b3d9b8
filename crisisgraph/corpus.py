"""Everything one build knows, as one frozen value, and the files it is kept in.

A `Corpus` is what the graph, the index and every face are made from.  On disk each document has one JSON file (its
text, pages and blocks) and the rest lies in `corpus.json`; ``read_corpus`` gives back what ``write_corpus`` was given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from crisisgraph.model import (
    Actor,
    Citation,
    Document,
    DocumentId,
    Edition,
    Finding,
    Link,
    Passage,
    Report,
    ReportId,
    Statement,
    StatementId,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a build and all that was found in them, each in a stable order."""

    documents: tuple[Document, ...] = ()
    editions: tuple[Edition, ...] = ()
    passages: tuple[Passage, ...] = ()
    statements: tuple[Statement, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    actors: tuple[Actor, ...] = ()
    themes: tuple[Theme, ...] = ()
    findings: tuple[Finding, ...] = ()

    def document_by_id(self) -> dict[DocumentId, Document]:
        """Return the documents by id."""
        return {document.id: document for document in self.documents}

    def report_by_id(self) -> dict[ReportId, Report]:
        """Return the reports by id."""
        return {edition.report.id: edition.report for edition in self.editions}

    def statement_by_id(self) -> dict[StatementId, Statement]:
        """Return the statements by id."""
        return {statement.id: statement for statement in self.statements}


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Write `corpus` into the new `folder`; equal values give equal bytes."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for document in corpus.documents:
        (documents / f"{document.id}.json").write_bytes(msgspec.json.encode(document))
    order = [document.id for document in corpus.documents]
    (folder / "order.json").write_bytes(msgspec.json.encode(order))
    rest = msgspec.json.encode(replace(corpus, documents=()))
    (folder / "corpus.json").write_bytes(msgspec.json.format(rest, indent=1))  # one field a line: diffs can be read


def read_corpus(folder: Path) -> Corpus:
    """Read the corpus that `write_corpus` wrote into `folder`."""
    order = msgspec.json.decode((folder / "order.json").read_bytes(), type=list[str])
    documents = tuple(
        msgspec.json.decode((folder / "documents" / f"{name}.json").read_bytes(), type=Document) for name in order
    )
    rest = msgspec.json.decode((folder / "corpus.json").read_bytes(), type=Corpus)
    return replace(rest, documents=documents)
