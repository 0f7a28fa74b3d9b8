"""Hypothesis strategies for the nouns of crisisgraph: spans, blocks and whole documents that were never written."""

from __future__ import annotations

from hypothesis import strategies as st

from crisisgraph.ids import sha256_hex
from crisisgraph.model import Block, BlockKind, Document, DocumentId, Edition, Page, Report, ReportId, Segment, Span

WORDS = (
    "water", "dijk", "De", "raad", "adviseert", "moet", "moeten", "om", "te", "oefenen.", "Zorg", "voor", "Wij",
    "bevelen", "aan", "(zie", "par.", "2)", "Is", "dat", "nodig?", "Aanbevelingen", "blijkt", "knelpunten:", "…",
    "‘Kom", "hier’,", "o.a.", "1,5", "belangrijk", "niet", "tips", "het", "van", "belang", "concludeert", "Betrek",
)  # fmt: skip
TITLES = (
    "Inleiding", "Aanbevelingen", "Conclusies en aanbevelingen", "Bevindingen", "Tips", "Colofon", "Artikel 3",
    "Rol van het Rijk",
    "Wat is er nodig?", "Lessen", "Zorg voor een plan", "Samenvatting", "Drie aandachtspunten", "Meer informatie",
)  # fmt: skip
MARKERS = (None, "•", "1", "2", "3", "a", "b", "I", "2.1", "✓")

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
long_texts = st.lists(st.sampled_from(WORDS), min_size=300, max_size=700).map(" ".join)


@st.composite
def spans(draw: st.DrawFn, longest: int = 60) -> Span:
    """A stretch within the first `longest` characters of a text."""
    start = draw(st.integers(0, longest - 1))
    return Span(start, draw(st.integers(start + 1, longest)))


@st.composite
def documents(draw: st.DrawFn, *, long: bool = False) -> Document:
    """A document of up to twelve blocks of every kind, two of them on a second page at most."""
    kinds = draw(st.lists(st.sampled_from(list(BlockKind)), min_size=1, max_size=12))
    text = ""
    blocks: list[Block] = []
    breaks: list[int] = []
    for kind in kinds:
        marker = draw(st.sampled_from(MARKERS)) if kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) else None
        text += f"{marker}. " if marker else ""
        words = draw(st.sampled_from(TITLES) if kind is BlockKind.HEADING else long_texts if long else texts)
        start = len(text)
        text += words
        level = draw(st.integers(1, 3)) if kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) else 0
        segments = _segments(start, len(text), draw(st.booleans()))
        blocks.append(Block(kind, segments, level, marker, draw(st.booleans())))
        if draw(st.integers(0, 5)) == 0 and len(breaks) < 2:
            text += "\f"
            breaks.append(len(text))
        else:
            text += "\n\n"
    starts = [0, *breaks]
    pages = tuple(
        Page(number, start, end)
        for number, (start, end) in enumerate(zip(starts, [*breaks, len(text)], strict=True), 1)
    )
    key = sha256_hex(text)
    return Document(
        DocumentId(f"file-{key[:16]}"),
        "verzonnen.txt",
        "text/plain",
        key,
        key,
        "strategies 1",
        text,
        pages,
        tuple(blocks),
    )


def _segments(start: int, end: int, cut: bool) -> tuple[Segment, ...]:
    middle = (start + end) // 2
    if not cut or middle in (start, end):
        return (Segment(start, end),)
    return (Segment(start, middle), Segment(middle, end, ""))


def whole(document: Document) -> Edition:
    """The edition that is all of `document`."""
    report = Report(ReportId("verzonnen"), "Verzonnen rapport", "Adviesraad Proef", "Adviesraad Proef")
    return Edition(report, document.id, 0, len(document.text))
