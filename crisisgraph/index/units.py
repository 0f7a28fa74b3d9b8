"""What of a corpus is indexed: the text of each passage as it is embedded and as it is looked up, and its sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph.corpus import Corpus
from crisisgraph.index.analysis import words_of
from crisisgraph.model import Actor, BlockKind, Document, DocumentId, Edition, Passage, Report, Span
from crisisgraph.passages import read_blocks
from crisisgraph.statements.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the passage with this row number: its place in the document and its clean text."""

    passage: int
    span: Span
    text: str


def embedded_text(passage: Passage, report: Report) -> str:
    """Return a passage as it is embedded: with its headings and its report behind it, which are not shown with it.

    They stand behind the text because an encoder attends to the beginning most.
    """
    return f"{passage.text} ({'. '.join((*passage.headings, report.title))})"


def head_of(passage: Passage, report: Report) -> str:
    """Return what stands above a passage, and is searched with it: its report, who issued that, and its headings."""
    return "\n".join((report.title, report.issuer, *passage.headings))


def sentences_of(corpus: Corpus) -> list[Sentence]:
    """Return the sentences of all passages, by passage; headings are none, and a passage of headings is one itself."""
    documents = corpus.document_by_id()
    places = _places(corpus.passages)
    found: defaultdict[int, list[Sentence]] = defaultdict(list)
    for edition in corpus.editions:
        for span, text in _sentences(documents[edition.document], edition):
            row = _row_at(places[edition.document], span.start) if edition.document in places else None
            if row is not None:
                end = min(span.end, corpus.passages[row].end)
                found[row].append(Sentence(row, Span(span.start, end), text))
    return [
        sentence
        for row, passage in enumerate(corpus.passages)
        for sentence in found[row] or [Sentence(row, Span(passage.start, passage.end), passage.text)]
    ]


def statements_by_passage(corpus: Corpus) -> list[list[int]]:
    """Return for each passage the numbers of the statements in it: those that share half of the shorter of the two."""
    places = _places(corpus.passages)
    found: list[list[int]] = [[] for _ in corpus.passages]
    for number, statement in enumerate(corpus.statements):
        for start, end, row in _overlapping(places.get(statement.document, []), statement.span):
            shared = statement.span.overlap(Span(start, end))
            if shared * 2 >= min(len(statement.span), end - start):
                found[row].append(number)
    return found


def names_of(actors: Sequence[Actor]) -> list[list[str]]:
    """Return for each body with more than one name those names, folded: OVV, Onderzoeksraad voor Veiligheid …"""
    groups = []
    for actor in actors:
        names = dict.fromkeys(" ".join(word.text for word in words_of(name)) for name in (actor.label, *actor.variants))
        if not actor.generic and len(names) > 1:
            groups.append([name for name in names if name])
    return groups


#: Start, end and row of each passage of a document, by start.
_Places = list[tuple[int, int, int]]


def _places(passages: Sequence[Passage]) -> Mapping[DocumentId, _Places]:
    places: defaultdict[DocumentId, _Places] = defaultdict(list)
    for row, passage in enumerate(passages):
        places[passage.document].append((passage.start, passage.end, row))
    return {document: sorted(found) for document, found in places.items()}


def _row_at(places: _Places, offset: int) -> int | None:
    """Return the passage at `offset`: the innermost, for a footnote can stand in the middle of another passage."""
    for start, end, row in reversed(places[: bisect_right(places, offset, key=lambda place: place[0])]):
        if start <= offset < end:
            return row
    return None


def _overlapping(places: _Places, span: Span) -> Iterator[tuple[int, int, int]]:
    longest = max((end - start for start, end, _ in places), default=0)
    first = bisect_left(places, span.start - longest, key=lambda place: place[0])
    last = bisect_left(places, span.end, key=lambda place: place[0])
    return (place for place in places[first:last] if place[1] > span.start)


def _sentences(document: Document, edition: Edition) -> Iterator[tuple[Span, str]]:
    for read in read_blocks(document, edition):
        if read.block.kind is not BlockKind.HEADING or read.is_statement:
            for start, end in split_sentences(read.reading.text):
                yield read.reading.span(start, end), read.reading.text[start:end]
