"""The ground: spans, readings, ids and sentences keep their laws."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.errors import CrisisGraphError, SpanError
from crisisgraph.ids import ALPHABET, content_key, fold, slug
from crisisgraph.model import Code, Document, DocumentId, Finding, Page, Reading, Segment, Span
from crisisgraph.sentences import say, say_error, say_finding, sentences


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_an_empty_or_reversed_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(SpanError):
        Span(start, end)


def test_spans_tell_overlap_and_containment() -> None:
    assert Span(2, 9).overlap(Span(9, 12)) == 0
    assert Span(2, 9).contains(Span(3, 9))
    assert not Span(2, 9).contains(Span(3, 10))
    assert len(Span(2, 9)) == 7


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, tuple[Segment, ...]]:
    text = draw(st.text(alphabet=string.ascii_letters + " \n-", min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, tuple(Segment(a, b, draw(st.sampled_from(["", " "]))) for a, b in pairs)


@given(cut_texts())
def test_every_letter_of_a_reading_stands_at_its_offset(case: tuple[str, tuple[Segment, ...]]) -> None:
    text, segments = case
    reading = Reading.of(text, segments)
    for position, letter in enumerate(reading.text):
        if not letter.isspace():
            assert text[reading.offset(position)] == letter


@given(cut_texts(), st.data())
def test_a_stretch_of_a_reading_begins_and_ends_with_its_own_letters(
    case: tuple[str, tuple[Segment, ...]], data: st.DataObject
) -> None:
    text, segments = case
    reading = Reading.of(text, segments)
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))
    span = reading.span(start, end)
    assert segments[0].start <= span.start < span.end <= segments[-1].end
    if not reading.text[start].isspace():
        assert text[span.start] == reading.text[start]
    if not reading.text[end - 1].isspace():
        assert text[span.end - 1] == reading.text[end - 1]


def test_a_reading_refuses_an_empty_stretch() -> None:
    with pytest.raises(SpanError):
        Reading.of("dijk", (Segment(0, 4),)).span(2, 2)


def test_a_document_tells_page_and_quote() -> None:
    text = "eerste\fderde"
    pages = (Page(1, 0, 6), Page(2, 7, 7), Page(3, 7, 12, label="iii"))
    document = Document(DocumentId("file-x"), "x.pdf", "application/pdf", "", "", "r", text, pages, ())
    assert [document.page_at(offset).index for offset in (0, 5, 6, 7, 11)] == [1, 1, 1, 3, 3]
    assert document.quote(Span(7, 12)) == "derde"
    with pytest.raises(SpanError):
        document.quote(Span(7, 13))


@given(st.text(), st.text())
def test_a_content_key_never_joins_its_parts(left: str, right: str) -> None:
    assert content_key("k", left, right) != content_key("k", left + right)
    assert set(content_key("k", left, right)) <= set(ALPHABET)


def test_a_content_key_is_the_same_on_every_machine() -> None:
    assert content_key("passage", "dijk", "12", length=16) == "fz97s65z3an4mv6w"


@given(st.text(max_size=200))
def test_a_slug_fits_in_an_iri(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 60


@given(st.text(alphabet="aB é\u00ad\n\t", max_size=40))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_code_and_every_error_has_its_sentence() -> None:
    known = sentences()
    assert {f"finding.{code}" for code in Code} == {key for key in known if key.startswith("finding.")}
    for kind in CrisisGraphError.__subclasses__():
        assert kind.code == "internal" or f"error.{kind.code}" in known


def test_a_finding_is_one_sentence_with_its_place() -> None:
    finding = Finding("rapport.pdf", Code.TOO_MANY_PAGES, facts={"limit": 3000})
    assert say_finding(finding) == "rapport.pdf: dit bestand heeft meer dan 3000 bladzijden; splits het in delen."
    assert say_finding(Finding("a.pdf", Code.DAMAGED, page=2)).startswith("a.pdf, p. 2: ")


def test_an_error_is_a_sentence_for_people_and_facts_for_developers() -> None:
    error = SpanError(4, 2)
    assert "4–2" in say_error(error)
    assert str(error) == "span: start=4, end=2"


def test_a_key_that_does_not_exist_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        say("no.such-sentence")
