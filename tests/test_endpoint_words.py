"""Keywords are found where they are keywords, in time that grows with the text and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.endpoint.words import keywords


@pytest.mark.parametrize("query", [
    "SELECT * { SERVICE <x> {} }", "select * { service<x>{} }", "SELECT * { SERVICE:x {} }", "ASK{SERVICE?e{}}",
    "ASK { 'a' SERVICE 'b' }", "ASK { \"\"\"a\"b\"\"\" SERVICE }", "ASK { '' SERVICE '' }", "ASK { 'it\\'s' SERVICE }",
    "# comment\nSERVICE", "ASK { <a#b> SERVICE }", "PREFIX s: <x> ASK { s:a SERVICE s:b }", "ASK { ?a<?b SERVICE }",
])  # fmt: skip
def test_a_keyword_is_found(query: str) -> None:
    assert "SERVICE" in keywords(query)


@pytest.mark.parametrize("query", [
    "ASK { ?service ?p $SERVICE }", "ASK { 'SERVICE' }", 'ASK { "a \\" SERVICE" }', "ASK { '''a ' SERVICE ''' }",
    'ASK { """ "" SERVICE """ }', "ASK { <http://SERVICE/> }", "ASK {} # SERVICE", "ASK { :SERVICE }",
    "ASK { x:SERVICE }", "PREFIX service: <x> ASK { service:a ?p service: }", "ASK { _:SERVICE }",
    "ASK { 'a'@service }", "ASK { :SERVICE-x }",
])  # fmt: skip
def test_what_only_looks_like_one_is_not(query: str) -> None:
    assert "SERVICE" not in keywords(query)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert all(word == word.upper() for word in keywords(text))


@pytest.mark.parametrize("part", ['"', "'", '"\\', "'''\"", "<", "<a", "#", "a:", "?", "_:", "\\", "PREFIX a:", '""'])
def test_a_text_without_end_is_read_fast(part: str) -> None:
    began = time.monotonic()
    keywords(part * (200_000 // len(part)))
    assert time.monotonic() - began < 2
