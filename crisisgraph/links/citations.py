"""Statements that lean on another report, of which only the name stands there: what they summarise, what they build on.

A statement builds on a work that it says it follows from.  It summarises one when it passes on what another body says,
or when it stands under a heading that announces summaries of reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from crisisgraph.ids import fold, slug
from crisisgraph.links.references import load_reference_rules
from crisisgraph.links.works import Titles, Work, find_works
from crisisgraph.model import (
    Block,
    BlockKind,
    Citation,
    Document,
    DocumentId,
    Edition,
    Kind,
    LinkKind,
    ReportId,
    Statement,
)

_WORKS = r"(?:rapport(?:en|ages?)?|advie(?:s|zen)|notities?|onderzoek(?:en)?|evaluaties?|publicaties?)"
_SUMMARY = re.compile(
    rf"\bsamenvatting(?:en)?\s+(?:van\s+)?(?:(?:de|het|een|andere|eerdere)\s+)*{_WORKS}\b", re.IGNORECASE
)
_SUMMARIES = re.compile(r"\b(?:samenvattingen|rapporten|adviezen|notities|onderzoeken|evaluaties)\b", re.IGNORECASE)
_NEXT_PART = re.compile(r"^\W*(?:bijlage|hoofdstuk|deel)\b", re.IGNORECASE)
_OWN_SENTENCE = re.compile(r"^\W*(?:deze|dit)\s+(?:aanbeveling|advies|tip|voorstel|oproep)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;]\s")

#: Characters between the words that point to a work and its name, around that name, before a statement, and at the head
#: of a report.
_AFTER, _NEAR, _BEFORE, _HEAD = 60, 100, 700, 3_000


def find_citations(
    statements: Sequence[Statement], editions: Sequence[Edition], documents: Mapping[DocumentId, Document]
) -> tuple[Citation, ...]:
    """Return what the `statements` of these `editions` say that they summarise or build on, in a stable order."""
    titles = Titles(edition.report for edition in editions)
    by_place: defaultdict[tuple[ReportId, DocumentId], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.report, statement.document].append(statement)
    found: dict[tuple[str, LinkKind, str], Citation] = {}
    for edition in editions:
        own = by_place[edition.report.id, edition.document]
        for citation in _of_edition(own, edition, documents[edition.document], titles):
            found.setdefault((citation.source, citation.kind, slug(citation.title)), citation)
    return tuple(found[key] for key in sorted(found))


def _of_edition(
    statements: Sequence[Statement], edition: Edition, document: Document, titles: Titles
) -> Iterator[Citation]:
    summary = _annex(edition, document)
    for statement in statements:
        work = summary or _headed(statement, document)
        if work:
            yield _citation(statement, LinkKind.SUMMARISES, work, titles, "stands in a summary of reports", 0.85)
        elif passed := _passed_on(statement, edition, document):
            yield _citation(statement, LinkKind.SUMMARISES, passed, titles, "passes on what a body says", 0.8)
        for rule, named in _built_on(document.text[statement.start : statement.end]):
            work = Work(named.start + statement.start, named.end + statement.start, named.title)
            yield _citation(statement, LinkKind.BUILDS_ON, work, titles, rule, 0.75)


def _citation(
    statement: Statement, kind: LinkKind, work: Work, titles: Titles, rule: str, confidence: float
) -> Citation:
    report = titles.report(work.title) or titles.report(work.title.removeprefix(f"{statement.issuer}, "))
    other = report if report != statement.report else None  # an annex has the title of what it summarises
    source = statement.parent if statement.parent and _OWN_SENTENCE.match(statement.text) else statement.id
    return Citation(source, kind, work.title, other, work.start, work.end, rule, confidence)


# --- what a statement builds on -------------------------------------------------------------------


def _built_on(text: str) -> Iterator[tuple[str, Work]]:
    """Yield the works that `text` says it builds on, each with the rule."""
    works = list(find_works(text))
    for rule in load_reference_rules("cue"):
        for match in rule.pattern.finditer(text):
            for work in works:
                between = text[match.end() : work.start]
                if match.end() <= work.start <= match.end() + _AFTER and not _SENTENCE_END.search(between):
                    yield rule.name, work
                    break


# --- what it summarises ---------------------------------------------------------------------------


def _passed_on(statement: Statement, edition: Edition, document: Document) -> Work | None:
    """Return the work of another body that `statement` gives the contents of, by the words that name it."""
    if statement.kind not in (Kind.RECOMMENDATION, Kind.FINDING) or statement.issuer == edition.report.issuer:
        return None
    answered = edition.report.responds_to
    if answered and fold(statement.issuer) in fold(answered):
        title = re.sub(rf"^{re.escape(statement.issuer)}\W+", "", answered, flags=re.IGNORECASE)
        if place := _written(title, document.text, edition.start, edition.end):
            return Work(*place, answered)  # by the name that the graph knows it by
    names = re.findall(r"\b[A-Z][\w-]{2,}", statement.issuer)
    before = max(edition.start, statement.start - _BEFORE)
    for start, end in ((before, statement.end), (edition.start, min(edition.end, edition.start + _HEAD))):
        text = document.text[start:end]
        named = [work for work in find_works(text) if any(name in _around(text, work) for name in names)]
        if named:
            work = named[-1] if start == before else named[0]
            return Work(work.start + start, work.end + start, work.title)
    return None


def _around(text: str, work: Work) -> str:
    """Return the sentence that names `work`, or the part of it that is near."""
    before = _SENTENCE_END.split(text[max(0, work.start - _NEAR) : work.start])[-1]
    after = _SENTENCE_END.split(text[work.end : work.end + _NEAR])[0]
    return before + text[work.start : work.end] + after


def _written(title: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the words of `title` stand in a part of `text`, whatever separates them."""
    words = re.findall(r"\w+", title)
    found = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE).search(text, start, end) if words else None
    return found.span() if found else None


def _annex(edition: Edition, document: Document) -> Work | None:
    """Return the work of which an annex under a heading like "Samenvattingen rapporten" is the summary."""
    if edition.report.part_of is None:
        return None
    above = [block for block in document.blocks if block.kind is BlockKind.HEADING and block.start < edition.start]
    for block in reversed(above):
        heading = document.read(block).text
        if _SUMMARY.search(heading) and _SUMMARIES.search(heading):
            return _opening(edition, document)
        if _NEXT_PART.match(heading):
            return None
    return None


def _opening(edition: Edition, document: Document) -> Work | None:
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and edition.start <= block.start < edition.end:
            return _heading(block, document)
    return None


def _headed(statement: Statement, document: Document) -> Work | None:
    """Return the work that the headings above `statement` say is summarised there."""
    for heading, below in pairwise((*statement.section, "")):
        if _SUMMARY.search(heading):
            several = _SUMMARIES.search(heading) and below
            named = below if several else next((heading for _ in find_works(heading)), "")
            return _heading_above(named, statement, document) if named else None
    return None


def _heading_above(named: str, statement: Statement, document: Document) -> Work | None:
    for block in reversed(document.blocks):
        above = block.kind is BlockKind.HEADING and block.start < statement.start
        if above and fold(named) in fold(document.read(block).text):
            return _heading(block, document)
    return None


def _heading(block: Block, document: Document) -> Work:
    return Work(block.start, block.end, " ".join(document.read(block).text.split()).rstrip(" :."))
