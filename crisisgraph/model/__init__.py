"""The nouns of crisisgraph: small frozen values that every stage takes and gives.

Offsets are Python `str` indices into the canonical text of one document, half open: ``[start, end)``.
"""

from crisisgraph.model.findings import INFORMATION, QUARANTINE, REMARKS, Code, Finding
from crisisgraph.model.places import Block, BlockKind, Page, Reading, Segment, Span
from crisisgraph.model.reports import (
    Actor,
    ActorId,
    Document,
    DocumentId,
    Edition,
    Passage,
    PassageId,
    Report,
    ReportId,
    Theme,
    ThemeId,
)
from crisisgraph.model.statements import (
    PROPOSED,
    Addressee,
    Citation,
    Deadline,
    Kind,
    Level,
    Link,
    LinkKind,
    Position,
    Statement,
    StatementId,
    ThemeTag,
)

__all__ = [
    "INFORMATION",
    "PROPOSED",
    "QUARANTINE",
    "REMARKS",
    "Actor",
    "ActorId",
    "Addressee",
    "Block",
    "BlockKind",
    "Citation",
    "Code",
    "Deadline",
    "Document",
    "DocumentId",
    "Edition",
    "Finding",
    "Kind",
    "Level",
    "Link",
    "LinkKind",
    "Page",
    "Passage",
    "PassageId",
    "Position",
    "Reading",
    "Report",
    "ReportId",
    "Segment",
    "Span",
    "Statement",
    "StatementId",
    "Theme",
    "ThemeId",
    "ThemeTag",
]
