"""The format that a client gets is one it asked for, and of those the one it wants most."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.endpoint.formats import FORMATS, NAMES, Form, names_of
from crisisgraph.endpoint.negotiation import preferred

OFFERED = ["application/sparql-results+json", "text/csv", "text/turtle", "application/json"]


@pytest.mark.parametrize(("accept", "expected"), [
    (None, OFFERED[0]),
    ("", OFFERED[0]),
    ("  ", OFFERED[0]),
    ("*/*", OFFERED[0]),
    ("text/*", "text/csv"),
    ("text/turtle", "text/turtle"),
    ("TEXT/Turtle", "text/turtle"),
    ("text/turtle;q=0.5, text/csv;q=0.6", "text/csv"),
    ("text/turtle;q=0.5,text/csv; Q=0.4", "text/turtle"),
    ("text/csv;q=0, */*", OFFERED[0]),
    ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "text/turtle"),
    ("*/*;q=0.1, application/json", "application/json"),
    ("text/html, application/xhtml+xml, */*;q=0.8", OFFERED[0]),
    ("text/html", None),
    ("*/*;q=0", None),
    ("text/csv;q=0", None),
    ("text/csv;q=0.000", None),
    ("text/csv;header=present;q=0.2, text/turtle;q=0.1", "text/csv"),
    ('text/turtle;a="x,y;q=0";q=0.3, text/csv;q=0.2', "text/turtle"),
    ('text/turtle;a="x\\",y"', "text/turtle"),
    ("text/csv;q=nonsense", "text/csv"),
    ("text/csv;q=", "text/csv"),
    ("text/csv;q=.", "text/csv"),
    ("text/csv;q=.5", "text/csv"),
    ("text/csv;q=7, text/turtle", "text/csv"),
    (",,;;,", None),
    ("text", None),
])  # fmt: skip
def test_a_header_is_followed(accept: str | None, expected: str | None) -> None:
    assert preferred(accept, OFFERED) == expected


@given(st.text(max_size=200))
def test_no_header_is_too_strange(accept: str) -> None:
    assert preferred(accept, OFFERED) in {*OFFERED, None}


@given(st.permutations(OFFERED))
def test_the_quality_decides_whatever_the_order(order: list[str]) -> None:
    accept = ", ".join(f"{media_type};q={(1 + OFFERED.index(media_type)) / 10}" for media_type in order)
    assert preferred(accept, OFFERED) == OFFERED[-1]
    assert preferred(accept, order) == OFFERED[-1]


@pytest.mark.parametrize("hostile", ['"' * 1_000_000, '"\\' * 500_000, "a/b," * 250_000, ";" * 1_000_000])
def test_a_header_without_end_is_read_fast(hostile: str) -> None:
    began = time.monotonic()
    preferred(hostile, OFFERED)
    assert time.monotonic() - began < 1


def test_every_form_of_query_has_a_default_and_names() -> None:
    assert [formats[0].media_type for formats in FORMATS.values()] == [
        "application/sparql-results+json",
        "application/sparql-results+json",
        "text/turtle",
    ]
    assert names_of(FORMATS[Form.BOOLEAN]) == ["json", "xml"]
    assert {"csv", "tsv", "ttl", "nt", "rdf", "jsonld", "trig", "nq"} <= NAMES
    for formats in FORMATS.values():
        names = [name for form in formats for name in form.names]
        assert len(names) == len(set(names))
