"""Claims: what says that these words stand at that place, and the check of it against the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crisisgraph.corpus import Corpus
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Finding, StatementId

#: What no file of XML can hold (XML 1.0, production 2), but for what counts as white space.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Claim:
    """Says that the file with hash `sha256` reads `quote` at ``[start, end)`` of its canonical text.

    A claim that is not `exact` comes from a file that cannot hold every character: both sides are then `folded`.
    """

    id: str
    sha256: str
    start: int
    end: int
    quote: str
    exact: bool = True

    def holds(self, text: str) -> bool:
        """Tell whether `text` reads so at this place."""
        if not 0 <= self.start < self.end <= len(text):
            return False
        found = text[self.start : self.end]
        return found == self.quote if self.exact else folded(found) == folded(self.quote)


class Fault(StrEnum):
    """What can be wrong with a claim; each has one Dutch sentence under [verify]."""

    SOURCE_MISSING = "source-missing"
    QUOTE_DIFFERS = "quote-differs"


@dataclass(frozen=True, slots=True)
class Problem:
    """A claim that does not hold, and why."""

    claim: Claim
    fault: Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many claims were checked, which of them do not hold, and what was found while reading the sources."""

    checked: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()


def check_claims(claims: Iterable[Claim], texts: Mapping[str, str]) -> Verdict:
    """Check every claim against `texts`, the canonical texts by the SHA-256 of their files.

    >>> texts = {"f00d": "De brug moet dicht."}
    >>> check_claims([Claim("a", "f00d", 3, 7, "brug")], texts)
    Verdict(checked=1, problems=(), findings=())
    >>> check_claims([Claim("a", "f00d", 3, 7, "Brug")], texts).problems[0].fault.value
    'quote-differs'
    """
    checked = 0
    problems = []
    for claim in claims:
        checked += 1
        text = texts.get(claim.sha256)
        if text is None:
            problems.append(Problem(claim, Fault.SOURCE_MISSING))
        elif not claim.holds(text):
            problems.append(Problem(claim, Fault.QUOTE_DIFFERS))
    return Verdict(checked, tuple(problems))


def folded(text: str) -> str:
    """Return `text` as an office file keeps it: white space as one space, U+FFFD for what XML cannot hold.

    >>> folded("een dijk-\\n  doorbraak\\x01")
    'een dijk- doorbraak\ufffd'
    """
    return without_controls(" ".join(text.split()))


def without_controls(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML cannot hold and that is no white space."""
    return _NOT_XML.sub("\ufffd", text)


def corpus_texts(corpus: Corpus) -> dict[str, str]:
    """Return the canonical texts of a corpus by file hash, without those that were changed since they were read."""
    return {
        document.sha256: document.text
        for document in corpus.documents
        if sha256_hex(document.text) == document.text_sha256
    }


def unfaithful(corpus: Corpus) -> tuple[StatementId, ...]:
    """Return the statements whose reading view holds a letter or digit that is not, in that order, in their quote.

    The reading view may leave out (a footnote, a line-end hyphen), never add or change.
    """
    documents = corpus.document_by_id()
    return tuple(
        statement.id
        for statement in corpus.statements
        if statement.end > len(documents[statement.document].text)
        or not _reads_as(documents[statement.document].quote(statement.span), statement.text)
    )


def _reads_as(quote: str, text: str) -> bool:
    remaining = iter(quote)
    return bool(text.strip()) and all(letter in remaining for letter in text if letter.isalnum())
