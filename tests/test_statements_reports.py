"""Statements in reports that were made up for this test: other genres and other words than those of the corpus."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Kind, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

FOLDER = Path(__file__).parent / "data" / "reports"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
KNOWLEDGE = load_knowledge(Settings().ontology)


def statements_of(name: str) -> tuple[Statement, ...]:
    path = next(path for path in FOLDER.iterdir() if path.stem == name)
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(Catalogue(), document, KNOWLEDGE.actors)
    return tuple(found for edition in editions for found in find_statements(document, edition, KNOWLEDGE))


def test_every_report_has_its_expectations() -> None:
    assert {path.stem for path in FOLDER.iterdir()} - {"expected"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_it_recommends_is_found_and_nothing_else(name: str) -> None:
    found = [s for s in statements_of(name) if s.kind is Kind.RECOMMENDATION]
    expected = EXPECTED[name]["recommendation"]
    told = [[s.level.value, s.number or "", s.text[: len(row[2])]] for s, row in zip(found, expected, strict=False)]
    assert told == expected
    assert [s.text for s in found[len(expected) :]] == []


@pytest.mark.parametrize("name", [name for name in EXPECTED if "addressees" in EXPECTED[name]])
def test_who_is_asked_to_act_stands_above_the_list_or_in_the_sentence(name: str) -> None:
    labels = {actor.id: actor.label for actor in KNOWLEDGE.actors}
    found = [s for s in statements_of(name) if s.kind is Kind.RECOMMENDATION]
    named = [[labels[a.actor] if a.actor else a.text for a in s.addressees] for s in found]
    assert named == EXPECTED[name]["addressees"]


@pytest.mark.parametrize("name", [name for name in EXPECTED if "issuer" in EXPECTED[name]])
def test_the_body_on_the_title_page_recommends(name: str) -> None:
    found = {s.issuer for s in statements_of(name) if s.kind is Kind.RECOMMENDATION}
    assert found == {EXPECTED[name]["issuer"]}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_it_finds_is_found_and_nothing_else(name: str) -> None:
    found = [s.text for s in statements_of(name) if s.kind is Kind.FINDING]
    expected = EXPECTED[name]["finding"]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=False)] == expected
    assert found[len(expected) :] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_statement_is_verbatim_and_explained(name: str) -> None:
    path = next(path for path in FOLDER.iterdir() if path.stem == name)
    document = read_document_now(path).document
    assert document is not None
    for statement in statements_of(name):
        quote = "".join(document.text[statement.start : statement.end].split())
        assert "".join(statement.text.split())[:20] == quote[:20]
        assert statement.rule
        assert 0.5 <= statement.confidence < 1
