"""Of every report one edition takes part in a build."""

from __future__ import annotations

from collections.abc import Iterable

from crisisgraph.model import Code, Document, Edition, Finding, ReportId

#: Of two originals of one report the one with the best place information is kept.
_PREFERENCE = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/html",
    "text/markdown",
    "text/plain",
)


def choose_editions(
    found: Iterable[tuple[Document, Edition]],
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Keep one edition of every report, in the order given, and say of each other one which file took its place.

    An original takes the place of a digest; of two originals the PDF is kept before DOCX, HTML, Markdown and text,
    and then the first by file name.
    """
    pairs = list(found)
    best: dict[ReportId, tuple[Document, Edition]] = {}
    for document, edition in sorted(pairs, key=_rank):
        best.setdefault(edition.report.id, (document, edition))
    kept: list[Edition] = []
    findings: list[Finding] = []
    for document, edition in pairs:
        winner, chosen = best[edition.report.id]
        if edition is chosen:
            kept.append(edition)
            continue
        replaced = edition.digest and not chosen.digest
        code = Code.DIGEST_REPLACED if replaced else Code.DUPLICATE_EDITION
        findings.append(Finding(document.name, code, facts={"report": edition.report.title, "other": winner.name}))
    return tuple(kept), tuple(findings)


def _rank(pair: tuple[Document, Edition]) -> tuple[bool, int, str, str, int]:
    document, edition = pair
    known = document.media_type in _PREFERENCE
    media = _PREFERENCE.index(document.media_type) if known else len(_PREFERENCE)
    return edition.digest, media, document.name, document.id, edition.start
