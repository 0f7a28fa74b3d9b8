"""The whole build on one screen: files in, a traced graph and a searchable index out, published whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crisisgraph import __version__
from crisisgraph.catalogue import choose_editions, load_catalogue, recognise
from crisisgraph.claims import unfaithful
from crisisgraph.corpus import Corpus, read_corpus, write_corpus
from crisisgraph.documents import Source, find_sources, readers_key
from crisisgraph.encoder import Encoder, encoder_name, load_encoder
from crisisgraph.errors import BrokenPromiseError, NoBuildError, StaleBuildError
from crisisgraph.extraction import Known, NothingReadError, Progress, memory_of, read_each, statements_of, understood
from crisisgraph.graph import graph_of, validate, write_graph
from crisisgraph.ids import content_key, sha256_hex
from crisisgraph.index import build_index, remembered, write_index
from crisisgraph.links import find_citations, find_links
from crisisgraph.memory import Rows
from crisisgraph.model import REMARKS, Document, Edition, Finding, Kind, Statement
from crisisgraph.originals import keep_originals
from crisisgraph.passages import split_into_passages
from crisisgraph.publication import Published, current, publish
from crisisgraph.settings import PACKAGE, Settings
from crisisgraph.statements import Knowledge, load_knowledge


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: `read` and `embedded` count only what was new; `unchanged`: there was nothing to do."""

    folder: Path
    unchanged: bool
    documents: int
    read: int
    embedded: int
    statements: Mapping[Kind, int]
    findings: tuple[Finding, ...]


def build(paths: Sequence[Path], out: Path, settings: Settings, progress: Progress = lambda *_: None) -> BuildReport:
    """Read `paths` (files or folders), publish the graph and the index in `out`, and return what was done.

    A file that cannot be read is a finding and the rest is published; what did not change is not read or embedded
    again; when nothing changed, nothing is written.

    :raises NothingReadError: when no document could be read.
    :raises InputError: when another build is at work in `out`.
    :raises BrokenPromiseError: when a quote is not in its source or the graph does not fit its shapes.
    """
    sources, findings = find_sources(paths, settings.limits)
    inputs = _inputs_key(sources, findings, settings)
    previous = _previous(out)
    places = [(source.sha256, source.path) for source in sources]
    if previous and previous.facts["inputs"] == inputs:
        keep_originals(out, places)  # the same files may lie elsewhere now
        return _report(previous.folder, read_corpus(previous.folder / "corpus"), unchanged=True)

    known = _known_documents(previous)
    documents, reading = read_all(sources, settings, known, progress)
    knowledge = load_knowledge(settings.ontology)
    found, recognition = recognise_all(documents, settings, knowledge)
    kept, choice = choose_editions(found)
    said = (*findings, *reading, *recognition, *choice)
    memory = memory_of(load_encoder(settings), _remembered(previous, settings), progress)
    corpus = corpus_of(documents, kept, knowledge, settings, said, memory)
    if not corpus.documents:
        raise NothingReadError(corpus.findings)
    if broken := unfaithful(corpus):
        raise BrokenPromiseError(f"{len(broken)} × {broken[0]}")
    graph = graph_of(corpus, settings)
    if violations := validate(graph, settings.ontology):
        raise BrokenPromiseError(violations[0])
    index = build_index(corpus, memory)

    def fill(folder: Path) -> None:
        write_corpus(corpus, folder / "corpus")
        write_graph(graph, folder / "graph")
        write_index(index, folder / "index")

    published = publish(out, fill, {"inputs": inputs, "readers": readers_key(), "version": __version__})
    keep_originals(out, places)
    new = sum(document.sha256 not in known for document in corpus.documents)
    return replace(_report(published.folder, corpus, unchanged=False), read=new, embedded=index.embedded)


def read_all(
    sources: Sequence[Source], settings: Settings, known: Known, progress: Progress
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """Return the documents of `sources`, in order; those in `known` (by file hash) are not read again."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for document, said in read_each(sources, settings, known, progress):
        documents += [document] if document else []
        findings += said
    return tuple(documents), tuple(findings)


def recognise_all(
    documents: Sequence[Document], settings: Settings, knowledge: Knowledge
) -> tuple[tuple[tuple[Document, Edition], ...], tuple[Finding, ...]]:
    """Return every report that stands in `documents`, with its document."""
    catalogue = load_catalogue(settings.catalogue)
    pairs: list[tuple[Document, Edition]] = []
    findings: list[Finding] = []
    for document in documents:
        editions, said = recognise(catalogue, document, knowledge.actors)
        pairs += ((document, edition) for edition in editions)
        findings += said
    return tuple(pairs), tuple(findings)


def corpus_of(
    documents: Sequence[Document],
    editions: Sequence[Edition],
    knowledge: Knowledge,
    settings: Settings,
    findings: Sequence[Finding] = (),
    encoder: Encoder | None = None,
) -> Corpus:
    """Return everything that stands in these editions: passages, statements and the links between them.

    What statements mean is looked at where there is an `encoder`.
    """
    by_id = {document.id: document for document in documents}
    said = list(findings)
    kept: list[Edition] = []
    statements: list[Statement] = []
    for edition in editions:
        own, found, finding = statements_of(by_id[edition.document], (edition,), knowledge, settings)
        kept += own
        statements += found
        said += finding
    statements, meanings = understood(statements, knowledge, encoder)
    citations = find_citations(statements, kept, by_id)
    return Corpus(
        documents=tuple({edition.document: by_id[edition.document] for edition in kept}.values()),
        editions=tuple(kept),
        passages=tuple(p for edition in kept for p in split_into_passages(by_id[edition.document], edition)),
        statements=tuple(statements),
        links=find_links(statements, meanings, citations),
        citations=citations,
        actors=knowledge.actors,
        themes=knowledge.themes,
        findings=tuple(said),
    )


def _previous(out: Path) -> Published | None:
    try:
        return current(out)
    except (NoBuildError, StaleBuildError):  # nothing to reuse: everything is made anew
        return None


def _remembered(previous: Published | None, settings: Settings) -> Rows:
    """Return what was embedded for the build before, if by the same encoder."""
    return remembered(previous.folder / "index", encoder_name(settings)) if previous else {}


def _known_documents(previous: Published | None) -> Known:
    """Return the documents that need no reading, and what was remarked: their bytes and reader are what they were."""
    if previous is None or previous.facts["readers"] != readers_key():
        return {}
    corpus = read_corpus(previous.folder / "corpus")
    remarks = [finding for finding in corpus.findings if finding.code in REMARKS]
    return {
        document.sha256: (document, tuple(remark for remark in remarks if remark.document == document.name))
        for document in corpus.documents
    }


def _inputs_key(sources: Sequence[Source], findings: Sequence[Finding], settings: Settings) -> str:
    """Return a key of everything that a build depends on: files, our data, our program, its readers, the encoder."""
    files = [f"{source.name} {source.sha256}" for source in sources]
    refused = [f"{finding.document} {finding.code}" for finding in findings]
    ours = [settings.catalogue, *sorted(settings.ontology.glob("*.ttl"))]
    program = sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".toml", ".rq"})
    hashes = [sha256_hex(path.read_bytes()) for path in (*ours, *program)]
    return content_key(
        "build", *files, *refused, *hashes, readers_key(), encoder_name(settings), settings.base, length=20
    )


def _report(folder: Path, corpus: Corpus, *, unchanged: bool) -> BuildReport:
    counts = Counter(statement.kind for statement in corpus.statements)
    return BuildReport(folder, unchanged, len(corpus.documents), 0, 0, counts, corpus.findings)
