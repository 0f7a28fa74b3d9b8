"""Laws of reading text: nothing is lost or read twice, every character keeps its place, nothing ever raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crisisgraph.documents.layout import find_layout
from crisisgraph.documents.markdown import find_markdown
from crisisgraph.documents.markers import find_marker
from crisisgraph.documents.outcome import Extracted
from crisisgraph.documents.text import read_markdown, read_text
from crisisgraph.documents.worker import check_places
from crisisgraph.model import Block, Page, Reading
from crisisgraph.settings import Limits

Finder = Callable[[str], tuple[tuple[Page, ...], tuple[Block, ...]]]

WORDS = ("water", "dijk", "De", "gemeente", "GRIP-4", "oefenen.", "sluis,", "land1", "zorg-", "in", "Wat nu?", "ramp:")
STARTS = (
    "",
    "",
    "",
    "",
    "• ",
    "- ",
    "1. ",
    "2) ",
    "a. ",
    "B) ",
    "1.2 ",
    "3 ",
    "4",
    "\uf0b7 ",
    "✓",
    "  ",
    " ",
    "\t",
    "i. ",
    "(1) ",
)
ENDS = ("\n", "\n", "\n\n", " \n", "\n\n\n", "\r\n", "\f", "\n\x0b", "\u2028", "\n \n")

lines = st.builds(
    lambda start, words, end: start + " ".join(words) + end,
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.sampled_from(ENDS),
)
typed = st.lists(lines, max_size=25).map("".join)
anything = st.text(st.characters(codec="utf-8"), max_size=200)

MARKS = (
    "# ",
    "## ",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "**",
    "*",
    "`",
    "<sup>1</sup>",
    "[^1]: ",
    "---\n",
    "| ",
    " |\n",
    "<!-- ",
    " -->",
    "",
)
marked = st.lists(
    st.builds(lambda mark, line: mark + line, st.sampled_from(MARKS), lines)
    | st.sampled_from(["[dijk](http://doel.nl)", "![x](y)"]),
    max_size=20,
).map("".join)

#: What may stand outside all blocks of a plain text: hyphens at line ends, footnote marks, signs printed as nothing.
_LEFT_OUT = re.compile(r"[-\x02\u2010\u00ad\u200b\u2060\ufeff]+|\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")


def uncovered(text: str, blocks: tuple[Block, ...]) -> list[str]:
    """Return the runs of printed characters that are in no block."""
    kept = list(text)
    for block in blocks:
        for segment in block.segments:
            assert all(character is not None for character in kept[segment.start : segment.end]), "read twice"
            kept[segment.start : segment.end] = [None] * (segment.end - segment.start)  # type: ignore[list-item]
    return "".join(" " if character is None else character for character in kept).split()


@pytest.mark.parametrize("find", [find_layout, find_markdown])
@given(text=typed | marked | anything)
@settings(max_examples=150, deadline=None)
def test_places_are_in_order_and_readings_map_back(find: Finder, text: str) -> None:
    pages, blocks = find(text)
    check_places(Extracted(text, pages, blocks, "test"))
    assert pages[0].start == 0
    assert pages[-1].end == len(text)
    assert [block.start for block in blocks] == sorted(block.start for block in blocks)
    uncovered(text, blocks)
    for block in blocks:
        reading = Reading.of(text, block.segments)
        assert reading.text.strip()
        for position, character in enumerate(reading.text):
            offset = reading.offset(position)
            assert block.start <= offset < block.end
            assert character == text[offset] or character == " "
        assert reading.span(0, len(reading.text)).start == block.start
    assert find(text) == (pages, blocks)


@given(text=typed | anything)
@settings(max_examples=300, deadline=None)
@example("Het land1 ligt laag.\n\n1 Zie kaart.\n")
@example("de in-\nen uitgang van het wa-\nter")
def test_nothing_of_a_plain_text_is_lost(text: str) -> None:
    _, blocks = find_layout(text)
    for run in uncovered(text, blocks):
        marker = find_marker(run + " x")
        assert _LEFT_OUT.fullmatch(run) or (marker and marker.length == len(run) + 1) or find_marker(run), run


@given(text=marked)
@settings(max_examples=300, deadline=None)
def test_no_word_of_a_markdown_text_is_lost(text: str) -> None:
    _, blocks = find_markdown(text)
    lost = {word for run in uncovered(text, blocks) for word in re.findall(r"[^\W\d_]{2,}", run)}
    assert lost <= {"sup", "http", "doel", "nl"}


@given(data=st.binary(max_size=300) | anything.map(lambda text: text.encode("utf-16")) | typed.map(str.encode))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("read", [read_text, read_markdown])
def test_any_bytes_are_a_document_or_one_refusal(read: Callable[..., object], tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bytes.txt"
    path.write_bytes(data)
    outcome = read(path, Limits(text_size=250))
    if outcome.extracted is None:  # type: ignore[attr-defined]  # given as an object
        assert len(outcome.remarks) == 1  # type: ignore[attr-defined]  # given as an object
    else:
        check_places(outcome.extracted)  # type: ignore[attr-defined]  # given as an object
