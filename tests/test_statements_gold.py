"""Statements in the five real texts, against annotations made by hand; skipped where those are not at hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from crisisgraph.catalogue import load_catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Kind, Span, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

SHARED = Path(__file__).parents[2] / "shared"
TEXTS, GOLD = SHARED / "corpus" / "txt", SHARED / "gold" / "recommendations.jsonl"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the annotated source texts are not in ../shared")

Item = tuple[str, Span]


@cache
def gold() -> list[dict[str, object]]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@cache
def found() -> tuple[tuple[str, Statement], ...]:
    knowledge, catalogue = load_knowledge(Settings().ontology), load_catalogue(Settings().catalogue)
    rows: list[tuple[str, Statement]] = []
    for path in sorted(TEXTS.glob("*.txt")):
        document = read_document_now(path).document
        assert document is not None
        for edition in recognise(catalogue, document, knowledge.actors)[0]:
            rows += ((path.name, statement) for statement in find_statements(document, edition, knowledge))
    return tuple(rows)


def items(kind: Kind | None = None, *, strict: bool = False) -> list[Item]:
    return [
        (str(row["file"]), Span(int(str(row["start"])), int(str(row["end"]))))
        for row in gold()
        if (kind is None or row["kind"] == kind) and (row["strict"] or not strict)
    ]


def is_match(a: Item, b: Item) -> bool:
    short, long = sorted((len(a[1]), len(b[1])))
    shared = a[1].overlap(b[1]) if a[0] == b[0] else 0
    return 2 * shared >= short and 3 * shared >= long


def is_covered(a: Item) -> bool:
    return any(a[0] == b[0] and 2 * a[1].overlap(b[1]) >= min(len(a[1]), len(b[1])) for b in items())


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [(Kind.RECOMMENDATION, 0.97, 0.97), (Kind.FINDING, 0.95, 0.9)]
)
def test_the_annotated_statements_are_found(kind: Kind, precision: float, recall: float) -> None:
    made = [(name, statement.span) for name, statement in found() if statement.kind is kind]
    wanted = items(kind, strict=True)
    assert sum(any(is_match(item, other) for other in made) for item in wanted) >= recall * len(wanted)
    assert sum(is_covered(item) for item in made) >= precision * len(made)


def test_confidence_is_honest() -> None:
    sure = [
        (name, s.span) for name, s in found() if s.confidence > 0.9 and s.kind in (Kind.RECOMMENDATION, Kind.FINDING)
    ]
    assert len(sure) > 50
    assert sum(is_covered(item) for item in sure) >= 0.95 * len(sure)


def test_issuers_are_those_of_the_report() -> None:
    made = {(name, s.start): s for name, s in found() if s.kind is Kind.RECOMMENDATION}
    scp = [s for (name, _), s in made.items() if s.report == "scp-zicht"]
    assert {s.issuer for s in scp} == {"Sociaal en Cultureel Planbureau (SCP)"}


def test_numbered_recommendations_have_readable_ids() -> None:
    ids = {s.id for _, s in found()}
    assert {f"recommendation-herstelopgave-5-{number}" for number in range(1, 15)} <= ids
    assert len(ids) == len(found())
    assert not any("/" in name for name in ids)


def test_a_sub_has_a_parent_that_exists() -> None:
    by_id = {s.id: s for _, s in found()}
    assert [s.id for _, s in found() if s.parent and s.parent not in by_id] == []
