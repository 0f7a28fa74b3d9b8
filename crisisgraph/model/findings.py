"""What a build has to say about the files it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """What a finding of the build says; each has one Dutch sentence in `sentences/nl.toml` under [finding]."""

    # a file that could not be read: it is left out, the rest goes on
    NOT_FOUND = "not-found"
    NO_ACCESS = "no-access"
    OUTSIDE_FOLDER = "outside-folder"
    UNSUPPORTED = "unsupported"
    EMPTY_FILE = "empty-file"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_TEXT = "too-much-text"
    UNPACKED_TOO_LARGE = "unpacked-too-large"
    TOO_MANY_STATEMENTS = "too-many-statements"
    NOT_A_PDF = "not-a-pdf"
    OLD_WORD = "old-word"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT_LAYER = "no-text-layer"
    NO_TEXT = "no-text"
    MEMORY_LIMIT = "memory-limit"
    TIME_LIMIT = "time-limit"
    CRASH = "crash"
    PARSER_BUG = "parser-bug"
    CHANGED = "changed"
    # a document that was read, with something to know about it
    PARTIAL = "partial"
    RECOGNISED = "recognised"
    OCR_FAILED = "ocr-failed"
    PAGES_UNCERTAIN = "pages-uncertain"
    TEXT_DOUBTFUL = "text-doubtful"
    DECODED_AS_CP1252 = "decoded-as-cp1252"
    UNKNOWN_REPORT = "unknown-report"
    SAME_FILE = "same-file"
    DUPLICATE_EDITION = "duplicate-edition"
    DIGEST_REPLACED = "digest-replaced"
    NO_STATEMENTS = "no-statements"
    UNKNOWN_ACTOR = "unknown-actor"
    # a journal of what people decided
    NO_ENTRY = "no-entry"


#: Findings after which a document takes no part in the build.
QUARANTINE = frozenset(
    {
        Code.NOT_FOUND, Code.NO_ACCESS, Code.OUTSIDE_FOLDER, Code.UNSUPPORTED, Code.EMPTY_FILE, Code.TOO_LARGE,
        Code.TOO_MANY_PAGES, Code.TOO_MUCH_TEXT, Code.UNPACKED_TOO_LARGE, Code.TOO_MANY_STATEMENTS,
        Code.NOT_A_PDF, Code.OLD_WORD, Code.ENCRYPTED, Code.DAMAGED, Code.NO_TEXT_LAYER, Code.NO_TEXT,
        Code.MEMORY_LIMIT, Code.TIME_LIMIT, Code.CRASH, Code.PARSER_BUG, Code.CHANGED,
    }
)  # fmt: skip

#: What a reader says about a document that it did read: it holds as long as the file is not read again.
REMARKS = frozenset(
    {
        Code.PARTIAL, Code.RECOGNISED, Code.OCR_FAILED, Code.PAGES_UNCERTAIN, Code.TEXT_DOUBTFUL,
        Code.DECODED_AS_CP1252,
    }
)  # fmt: skip

#: Findings that only inform: they do not make a build fail under ``--strict``.
INFORMATION = frozenset({Code.DIGEST_REPLACED, Code.UNKNOWN_REPORT, Code.PAGES_UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the build has to say about one file; its sentence is made at the edge from `code` and `facts`."""

    document: str
    code: Code
    page: int | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)
