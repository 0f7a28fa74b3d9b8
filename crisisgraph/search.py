"""A question becomes an answer: the passages that match it best, by meaning and by words, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from crisisgraph.encoder import Encoder, Reranker
from crisisgraph.filters import Filters
from crisisgraph.index import Index
from crisisgraph.index.analysis import fold_word, folded_words, spellings
from crisisgraph.index.figures import asks_for_figure, has_figure
from crisisgraph.index.question import Question, has_phrase, read_question
from crisisgraph.index.ranking import (
    SENTENCE,
    Evidence,
    Ranking,
    match_words,
    meaning_of,
    rank,
    sentence_likeness,
    weight_of_meaning,
)
from crisisgraph.index.vectors import Mask, Matrix, one_thread
from crisisgraph.model import Document, Kind, Passage, PassageId, ReportId, Span, Statement, StatementId
from crisisgraph.records import Lookup

#: From this confidence on, a question counts as answered.
ANSWERABLE = 0.5

#: Two hits say the same, and the second is left out, when their vectors are less than so many spreads from equal.
_SAME = 0.25

#: Characters of the longest hit, and words that a hit says it matched on.
LONGEST, _MATCHED = 2_000, 12

#: So many times the wanted number of hits is looked at before what says the same is left out.
_SPARE = 5

#: Hits whose best sentences are looked at for a figure.
_LOOKED_AT = 2


@dataclass(frozen=True, slots=True)
class Query:
    """A question in Dutch or English, which statements it is about, and how many hits are wanted.

    What stands between quotation marks must stand in a hit as it is written.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is a hit: the words in it that match, as they stand there, and the parts of its score, 0 to 1."""

    matched: tuple[str, ...]
    dense: float
    lexical: float
    ngrams: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage or statement that answers a question; `sentence` is where in it the answer most likely stands.

    `document` is the name of the file; `statement` is the hit itself, or what the passage's best sentence is part of.
    """

    document: str
    report: ReportId
    start: int
    end: int
    quote: str
    page: int
    section: tuple[str, ...]
    score: float
    kind: Kind | None
    statement: StatementId | None
    passage: PassageId
    sentence: Span
    why: Why


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits for a question, best first, and what tells whether the corpus answers it at all; no evidence is none."""

    query: Query
    hits: tuple[Hit, ...] = ()
    evidence: Evidence | None = None

    @property
    def confidence(self) -> float:
        """How sure it is, 0 to 1, that the question is answered."""
        return self.evidence.confidence if self.evidence else 0.0

    @property
    def answerable(self) -> bool:
        """Whether the question counts as answered."""
        return self.confidence >= ANSWERABLE


def search(index: Index, encoder: Encoder, lookup: Lookup, query: Query, reranker: Reranker | None = None) -> Answer:
    """Return the passages that answer `query` best; with a filter on statements, the statements that do.

    With a `reranker` the order and the scores are what it says of the first hits; whether the question is answered at
    all is still told by the index.
    """
    question = read_question(query.text, index.names)
    allowed = _allowed(index, lookup, query.filters, question)
    if not question.words or not index.passages or not (allowed is None or allowed.any()):
        return Answer(query)
    with one_thread(), ThreadPoolExecutor(1) as pool:
        soon = pool.submit(meaning_of, question, encoder)  # half of the time that a question takes
        matches = match_words(index, question, allowed)
        meaning = soon.result()
        ranking = rank(index, matches, meaning, allowed)
        first = _found(index, lookup, query, ranking, meaning)
    evidence = replace(ranking.evidence, no_figure=_lacks_figure(index, lookup, question, first))
    if reranker is not None:
        first = _reranked(reranker, index, lookup, question.text, first)
    found = _folded(index, first, query.limit)
    terms = _terms(index, question, matches.corrected)
    hits = tuple(_hit(index, lookup, ranking, terms, one) for one in found)
    return Answer(query, hits, evidence)


# --- which passages may be a hit ------------------------------------------------------------------


def _allowed(index: Index, lookup: Lookup, filters: Filters, question: Question) -> Mask | None:
    """Return which passages may be a hit, or nothing when all may."""
    if filters == Filters() and not question.phrases:
        return None
    rows: Iterable[int] = range(len(index.passages))
    for phrase in question.phrases:
        holding = set(index.lexical.rows_with(phrase).tolist())
        rows = [row for row in rows if row in holding and has_phrase(_words(_passage(index, lookup, row)), phrase)]
    if filters.reports:
        rows = [row for row in rows if _passage(index, lookup, row).report in filters.reports]
    if filters.about_statements:
        rows = [row for row in rows if any(map(filters.accept, _statements(index, lookup, row)))]
    mask = np.zeros(len(index.passages), np.bool_)
    mask[np.fromiter(rows, np.int64)] = True
    return mask


def _passage(index: Index, lookup: Lookup, row: int) -> Passage:
    return lookup.passages[index.passages[row]]


def _document(index: Index, lookup: Lookup, row: int) -> Document:
    return lookup.documents[_passage(index, lookup, row).document]


def _statements(index: Index, lookup: Lookup, row: int) -> list[Statement]:
    return [lookup.corpus.statements[number] for number in index.statements_in(row)]


def _words(passage: Passage) -> list[str]:
    return list(folded_words(passage.text))


# --- from passages to hits --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A place in the ranking, its score, its best sentence, and the statement that is the hit or is part of it."""

    place: int
    row: int
    document: str
    span: Span
    score: float
    sentence: Span
    statement: Statement | None


def _found(index: Index, lookup: Lookup, query: Query, ranking: Ranking, meaning: Matrix) -> list[_Found]:
    """Return what may be a hit, best first: passages, or with a filter on statements those statements."""
    found: list[_Found] = []
    for place, row in enumerate(ranking.rows[: query.limit * _SPARE].tolist()):
        passage = _passage(index, lookup, row)
        name = _document(index, lookup, row).name
        best = Span(*index.sentence_spans[ranking.sentences[place]].tolist())
        score = float(ranking.score[place])
        statements = _statements(index, lookup, row)
        if query.filters.about_statements:
            for statement in filter(query.filters.accept, statements):
                sentence, likeness = _best_within(index, row, statement.span, meaning)
                loss = weight_of_meaning(index) * SENTENCE * (float(ranking.likeness[place]) - likeness)
                found.append(_Found(place, row, name, statement.span, score - loss, sentence, statement))
        else:
            around = [statement for statement in statements if statement.span.overlap(best)]
            nearest = max(around, key=lambda one: (one.span.overlap(best), -len(one.span)), default=None)
            found.append(_Found(place, row, name, _shown(passage, best), score, best, nearest))
    return sorted(found, key=lambda one: -one.score)


def _lacks_figure(index: Index, lookup: Lookup, question: Question, found: Sequence[_Found]) -> bool:
    """Tell whether a figure is asked for and the best sentences of the first places have none."""
    sentences = (_document(index, lookup, one.row).quote(one.sentence) for one in found[:_LOOKED_AT])
    return asks_for_figure(question.text) and not any(map(has_figure, sentences))


def _reranked(reranker: Reranker, index: Index, lookup: Lookup, question: str, found: Sequence[_Found]) -> list[_Found]:
    """Return `found` in the order in which a cross-encoder would have it, with its scores."""
    quotes = [_document(index, lookup, one.row).quote(one.span) for one in found]
    scored = zip(found, reranker.scores(question, quotes).tolist(), strict=True)
    return sorted((replace(one, score=score) for one, score in scored), key=lambda one: -one.score)


def _best_within(index: Index, row: int, span: Span, meaning: Matrix) -> tuple[Span, float]:
    """Return the sentence of a passage that is most like the question of those that overlap `span`."""
    numbers = np.arange(index.sentence_ends[row], index.sentence_ends[row + 1])
    spans = index.sentence_spans[numbers]
    inside = numbers[(spans[:, 0] < span.end) & (spans[:, 1] > span.start)]
    if not len(inside):
        return span, 0.0
    likeness = sentence_likeness(index, inside, meaning)
    best = int(likeness.argmax())
    return Span(*index.sentence_spans[inside[best]].tolist()), float(likeness[best])


def _shown(passage: Passage, best: Span) -> Span:
    """Return the span of a passage, or when it is too long (a page break in it) that of its best sentence."""
    whole = Span(passage.start, passage.end)
    return whole if len(whole) <= LONGEST else Span(best.start, min(best.end, best.start + LONGEST))


def _folded(index: Index, found: Sequence[_Found], limit: int) -> list[_Found]:
    """Return the first `limit` that are not the same place, and do not say the same, as a better one."""
    rows = [one.row for one in found]
    vectors = index.vectors.rows[rows].astype(np.float32)
    alike = vectors @ vectors.T > 1 - _SAME * index.vectors.spread
    kept: list[int] = []
    for number, one in enumerate(found):
        if len(kept) == limit:
            break
        same_words = any(alike[number, other] and rows[number] != rows[other] for other in kept)
        if not same_words and not any(_same_place(one, found[other]) for other in kept):
            kept.append(number)
    return [found[number] for number in kept]


def _same_place(one: _Found, other: _Found) -> bool:
    shorter = min(len(one.span), len(other.span))
    return one.document == other.document and 2 * one.span.overlap(other.span) >= shorter


def _terms(index: Index, question: Question, corrected: Iterable[str]) -> frozenset[str]:
    """Return the index terms that a word of a hit can match: of the question, mended, and of other names in it."""
    others = [word for body in question.bodies for name in body.others for word in name]
    words = (*question.content, *corrected, *others)
    return frozenset(term for word in words for term in index.lexical.analyser.terms(word))


def _hit(index: Index, lookup: Lookup, ranking: Ranking, terms: frozenset[str], found: _Found) -> Hit:
    passage = _passage(index, lookup, found.row)
    document = _document(index, lookup, found.row)
    quote = document.quote(found.span)
    statement = found.statement
    place = found.place
    return Hit(
        document=document.name,
        report=passage.report,
        start=found.span.start,
        end=found.span.end,
        quote=quote,
        page=document.page_at(found.span.start).index,
        section=statement.section if statement else passage.headings,
        score=found.score,
        kind=statement.kind if statement else None,
        statement=statement.id if statement else None,
        passage=passage.id,
        sentence=found.sentence,
        why=Why(
            tuple(_matched(index, quote, terms)),
            float(ranking.dense[place]),
            float(ranking.lexical[place]),
            float(ranking.ngrams[place]),
        ),
    )


def _matched(index: Index, quote: str, terms: frozenset[str]) -> Iterator[str]:
    """Yield the words of `quote` that have one of the `terms`, as they stand there, each once."""
    words = spellings(quote)
    folded = list(map(fold_word, words))
    fitting = (one for one in dict.fromkeys(folded) if not terms.isdisjoint(index.lexical.analyser.terms(one)))
    return (words[folded.index(one)] for one in islice(fitting, _MATCHED))
