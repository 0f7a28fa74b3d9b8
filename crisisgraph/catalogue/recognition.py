"""Which reports stand in a document, told by its content: a file name says nothing.

A report is known by its own headings, an annex by the heading that opens it, a digest of ours by the marker in its
first line.  A document that the catalogue does not know becomes a report of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crisisgraph.catalogue.entries import Catalogue, Entry
from crisisgraph.model import Actor, Code, Document, Edition, Finding
from crisisgraph.title_page import describe

#: The first line of a digest: it names the report that is retold.
_MARKER = re.compile(r"\s*<!--\s*crisisgraph: samenvatting van ([a-z0-9-]+)\s*-->")


def recognise(
    catalogue: Catalogue, document: Document, actors: Iterable[Actor] = ()
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Return the reports that stand in `document`, in order and without overlap, and what there is to say about them.

    The part of a report with annexes runs to where its first annex opens.  A document that is not in the catalogue is
    one report of its own, described from its title page, where `actors` may be named as its issuer.
    """
    digest = _MARKER.match(document.text)
    if digest:
        for entry in catalogue.entries:
            if entry.report.id == digest[1]:
                return (Edition(entry.report, document.id, 0, len(document.text), digest=True),), ()
    squashed = _squash(document.text)
    for entry in catalogue.entries:
        if entry.opens is None and all(_squash(phrase) in squashed for phrase in entry.phrases):
            return _with_annexes(catalogue, entry, document), ()
    report = describe(document, actors)
    finding = Finding(document.name, Code.UNKNOWN_REPORT)
    return (Edition(report, document.id, 0, len(document.text)),), (finding,)


def _with_annexes(catalogue: Catalogue, container: Entry, document: Document) -> tuple[Edition, ...]:
    letters, offsets = _squash_with_offsets(document.text)
    starts = [(0, container.report)]
    for entry in catalogue.entries:
        if entry.opens is None or entry.report.part_of != container.report.id:
            continue
        start = _opening(document.text, letters, offsets, entry)
        if start is not None:
            starts.append((start, entry.report))
    starts.sort(key=lambda part: part[0])
    ends = [*(start for start, _ in starts[1:]), len(document.text)]
    return tuple(
        Edition(report, document.id, start, end)
        for (start, report), end in zip(starts, ends, strict=True)
        if start < end
    )


def _opening(text: str, letters: str, offsets: Sequence[int], annex: Entry) -> int | None:
    """Return where the line begins that opens `annex` and after which all its phrases stand."""
    wanted = _squash(annex.opens or "")
    at = letters.find(wanted)
    while at >= 0:
        line = max(text.rfind(end, 0, offsets[at]) for end in "\n\r\f") + 1
        if not _squash(text[line : offsets[at]]) and all(_squash(phrase) in letters[at:] for phrase in annex.phrases):
            return line
        at = letters.find(wanted, at + 1)
    return None


def _squash(text: str) -> str:
    """Return the letters and digits of `text` alone, so that case, spaces, punctuation and hyphens do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)  # a text has few different characters, and is as long as it likes
def _squash_one(character: str) -> str:
    return _squash(character)


def _squash_with_offsets(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for letter in _squash_one(character):
            letters.append(letter)
            offsets.append(offset)
    return "".join(letters), offsets
