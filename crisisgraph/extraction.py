"""What is stated in files: the front half of a build, one document after the other, without graph and index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crisisgraph.catalogue import load_catalogue, recognise
from crisisgraph.corpus import Corpus
from crisisgraph.documents import Source, find_sources, read_documents
from crisisgraph.encoder import Encoder
from crisisgraph.errors import CrisisGraphError
from crisisgraph.links import find_citations, find_links
from crisisgraph.memory import Memory, Rows
from crisisgraph.model import BlockKind, Code, Document, Edition, Finding, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import Knowledge, find_statements, load_knowledge
from crisisgraph.statements.meaning import Meanings, meanings_of
from crisisgraph.statements.themes_by_meaning import ThemeMeanings, shipped_rows, with_themes_by_meaning

#: Called with the key of a sentence, how many are done and how many there are.
Progress = Callable[[str, int, int], None]


class NothingReadError(CrisisGraphError):
    """Not one of the files could be read; `findings` says of each why."""

    code = "nothing-to-read"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(files=len(findings))
        self.findings = tuple(findings)


def extract(
    paths: Sequence[Path], settings: Settings, progress: Progress = lambda *_: None, encoder: Encoder | None = None
) -> Corpus:
    """Return what is stated in `paths`, writing nothing; every file counts, also two editions of one report.

    One document after the other is read and let go: of each only its text stays, for the quotes, with its headings and
    its statements, which are linked at the end.

    :param encoder: without one, themes and links are found by words only.
    :raises NothingReadError: when no document could be read.
    """
    sources, findings = find_sources(paths, settings.limits)
    said = list(findings)
    readings = read_each(sources, settings, {}, progress)  # begins now, while the rest is made ready
    knowledge = load_knowledge(settings.ontology)
    catalogue = load_catalogue(settings.catalogue)
    documents: list[Document] = []
    editions: list[Edition] = []
    statements: list[Statement] = []
    for document, reading in readings:
        said += reading
        if document is None:
            continue
        recognised, recognition = recognise(catalogue, document, knowledge.actors)
        kept, found, finding = statements_of(document, recognised, knowledge, settings)
        said += (*recognition, *finding)
        headings = tuple(block for block in document.blocks if block.kind is BlockKind.HEADING)
        documents.append(replace(document, pages=(), blocks=headings))  # the rest is most of the memory that it takes
        editions += kept
        statements += found
    if not documents:
        raise NothingReadError(said)
    memory = memory_of(encoder, {}, progress) if encoder else None
    statements, meanings = understood(statements, knowledge, memory)
    citations = find_citations(statements, editions, {document.id: document for document in documents})
    return Corpus(
        documents=tuple(documents),
        editions=tuple(editions),
        statements=tuple(statements),
        links=find_links(statements, meanings, citations),
        citations=citations,
        actors=knowledge.actors,
        themes=knowledge.themes,
        findings=tuple(said),
    )


#: Documents that were read before, by the hash of their file, with what their reader remarked.
Known = Mapping[str, tuple[Document, tuple[Finding, ...]]]


def read_each(
    sources: Sequence[Source], settings: Settings, known: Known, progress: Progress
) -> Iterator[tuple[Document | None, tuple[Finding, ...]]]:
    """Yield the document of each of `sources`, in order, and what there is to say about it.

    Reading begins at once, and the next ones are read meanwhile.  There is no document where one could not be read, or
    one of the same bytes was yielded before.
    """
    unread = [source for source in sources if source.sha256 not in known]
    results = read_documents(unread, settings.limits, settings.workers)

    def each() -> Iterator[tuple[Document | None, tuple[Finding, ...]]]:
        done = 0
        names: dict[str, str] = {}
        for source in sources:
            if source.sha256 in known:
                before, remarks = known[source.sha256]
                document: Document | None = replace(before, name=source.name)
                findings = tuple(replace(remark, document=source.name) for remark in remarks)
            else:
                result = next(results)
                document, findings = result.document, result.findings
                done += 1
                progress("progress.read", done, len(unread))
            if document and source.sha256 in names:
                yield None, (*findings, Finding(source.name, Code.SAME_FILE, facts={"other": names[source.sha256]}))
            else:
                if document:
                    names[source.sha256] = source.name
                yield document, findings

    return each()


def statements_of(
    document: Document, editions: Sequence[Edition], knowledge: Knowledge, settings: Settings
) -> tuple[list[Edition], list[Statement], list[Finding]]:
    """Return the `editions` of `document` that are kept, all that they state, and what there is to say about them."""
    kept: list[Edition] = []
    statements: list[Statement] = []
    said: list[Finding] = []
    for edition in editions:
        found = find_statements(document, edition, knowledge)
        if len(found) > settings.limits.statements:  # no report is like that; its graph would take all memory
            facts = {"limit": settings.limits.statements}
            said.append(Finding(document.name, Code.TOO_MANY_STATEMENTS, facts=facts))
            continue
        kept.append(edition)
        statements += found
        if not found:
            said.append(Finding(document.name, Code.NO_STATEMENTS))
        unknown = sorted({a.text for s in found for a in s.addressees if a.actor is None})
        said += (Finding(document.name, Code.UNKNOWN_ACTOR, facts={"actor": text}) for text in unknown)
    return kept, statements, said


def memory_of(encoder: Encoder, known: Rows, progress: Progress) -> Memory:
    """Return `encoder` with what it embedded for an earlier build (`known`), and for the examples of the themes."""
    return Memory(encoder, known, shipped_rows(encoder.name), progress)


def understood(
    statements: Sequence[Statement], knowledge: Knowledge, encoder: Encoder | None
) -> tuple[list[Statement], Meanings | None]:
    """Return `statements` with the themes that they have by meaning, and the meanings, where there is an `encoder`."""
    if encoder is None:
        return list(statements), None
    themes = ThemeMeanings.of(knowledge.themes, encoder)
    meanings = meanings_of(statements, encoder, themes.centre)
    return list(with_themes_by_meaning(statements, meanings, themes, knowledge.theme_index)), meanings
