"""Which stretches of which pages are the words of a statement."""

from __future__ import annotations

from dataclasses import replace

from factories import document, made_corpus, statement

from crisisgraph.model import Block, BlockKind, Document, Kind, Page, Report, ReportId, Segment, Statement
from crisisgraph.printed import printed_pages

REPORT = Report(ReportId("r"), "Rapport", "Bureau", "Bureau")


def marked(source: Document, one: Statement) -> list[tuple[int, list[str]]]:
    """Return the words that are marked, by page."""
    return [
        (printed.page.index, [source.text[printed.page.start :][start:end] for start, end in printed.stretches])
        for printed in printed_pages(source, one)
    ]


def blocks(*kinds: tuple[BlockKind, tuple[Segment, ...]]) -> tuple[Block, ...]:
    return tuple(Block(kind, segments) for kind, segments in kinds)


def test_the_words_of_a_statement_stand_on_its_page() -> None:
    corpus = made_corpus()
    pdf = corpus.documents[0]
    second = next(one for one in corpus.statements if one.number == "2")
    assert marked(pdf, second) == [(2, ["Veiligheidsregio en waterschap oefenen samen een dijk-\ndoorbraak."])]


def test_a_quote_over_two_pages_is_marked_on_both_without_header_and_note() -> None:
    text = "De brug bleef\n1 Zie het logboek.\fKop van de bladzijde\nde hele nacht dicht."
    source = document(text, "a.pdf", "application/pdf")
    first, header, rest = text.index("\n"), text.index("\f") + 1, text.index("de hele")
    paragraph = (Segment(0, first), Segment(rest, len(text), " "))
    source = replace(
        source,
        blocks=blocks(
            (BlockKind.PARAGRAPH, paragraph),
            (BlockKind.FOOTNOTE, (Segment(first + 3, header - 1),)),
            (BlockKind.FURNITURE, (Segment(header, rest - 1),)),
        ),
    )
    one = replace(statement(source, REPORT, "1", Kind.FINDING, text), text="De brug bleef de hele nacht dicht.")
    assert marked(source, one) == [(1, ["De brug bleef"]), (2, ["de hele nacht dicht."])]


def test_a_hyphen_at_a_line_end_is_marked_and_the_mark_of_a_note_is_not() -> None:
    text = "De dijk-\nwacht zag1 het."
    source = document(text, "a.pdf", "application/pdf")
    note = text.index("1")
    segments = (Segment(0, 7), Segment(9, note), Segment(note + 1, len(text)))
    source = replace(source, blocks=blocks((BlockKind.PARAGRAPH, segments)))
    one = replace(statement(source, REPORT, "1", Kind.FINDING, text), text="De dijkwacht zag het.")
    assert marked(source, one) == [(1, ["De dijk-\nwacht zag", " het."])]


def test_of_columns_that_lie_inside_one_another_only_its_own_is_marked() -> None:
    text = "links een\nrechts een\nlinks twee\nrechts twee"
    source = document(text, "a.pdf", "application/pdf")
    left = (Segment(0, 9), Segment(21, 31, " "))
    right = (Segment(10, 20), Segment(32, len(text), " "))
    source = replace(source, blocks=blocks((BlockKind.PARAGRAPH, left), (BlockKind.PARAGRAPH, right)))
    one = replace(statement(source, REPORT, "1", Kind.FINDING, text[:31]), text="links een links twee")
    assert marked(source, one) == [(1, ["links een", "links twee"])]


def test_words_that_no_block_has_are_marked_as_they_stand() -> None:
    source = replace(document("Eén. Twee.", "a.pdf", "application/pdf"), blocks=())
    one = statement(source, REPORT, "1", Kind.FINDING, "Twee.")
    assert marked(source, one) == [(1, ["Twee."])]


def test_a_page_without_words_of_the_quote_is_left_out() -> None:
    text = "Eerst\f\fdan."
    source = document(text, "a.pdf", "application/pdf")
    assert [page for page in source.pages if page.start == page.end] == [Page(2, 6, 6)]
    one = replace(statement(source, REPORT, "1", Kind.FINDING, text), text="Eerst dan.")
    assert marked(source, one) == [(1, ["Eerst"]), (3, ["dan."])]
