"""Names of bodies that nobody listed: the examples of the data, lines of title pages, and laws that always hold."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crisisgraph.bodies
from crisisgraph.bodies import (
    body_in_line,
    find_body_names,
    find_body_nouns,
    is_body_name,
    kind_of_body,
    noun_of_body,
)

DATA = tomllib.loads(Path(crisisgraph.bodies.__file__).with_name("bodies.toml").read_text("utf-8"))


@pytest.mark.parametrize("example", DATA["example"], ids=lambda example: example["text"][:40])
def test_the_names_of_an_example_are_found(example: dict[str, object]) -> None:
    assert [name.text for name in find_body_names(str(example["text"]))] == example["names"]


@pytest.mark.parametrize("example", DATA["line"], ids=lambda example: example["text"][:40])
def test_a_line_is_a_name_as_a_whole_or_not(example: dict[str, str]) -> None:
    assert (body_in_line(example["text"]) or "") == example["name"]


def test_each_noun_names_one_sort_of_body() -> None:
    nouns = [noun for nouns in DATA["nouns"].values() for noun in nouns]
    assert sorted(nouns) == sorted(set(nouns))
    assert set(DATA["words"]["weak"]) <= set(nouns)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In opdracht van Hoogheemraadschap Zandland.", ["Hoogheemraadschap Zandland"]),
        ("De Nederlandse Vereniging van Dijkwerkers", ["Nederlandse Vereniging van Dijkwerkers"]),
        ("het rapport van de commissie-Van den Berg over de kade", ["commissie-Van den Berg"]),
        ("de gemeente Dorp aan de Maas en het Rijk", ["gemeente Dorp aan de Maas"]),
        ("De Dienst Duinen en Bureau Vlok & Zn", ["Dienst Duinen", "Bureau Vlok & Zn"]),
        ("de commissie\nJansen zat voor", []),
        ("minister Jansen en burgemeester De Wit", []),
        ("een voorraad Zand en de Wet Milieu", []),
        ("", []),
    ],
)
def test_a_name_reaches_as_far_as_its_capitals(text: str, names: list[str]) -> None:
    assert [name.text for name in find_body_names(text)] == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("GGD ZANDSTREEK", "GGD Zandstreek"),
        ("* Externe Commissie De Wit *", "Commissie De Wit"),
        ("Linde & Partners", "Linde & Partners"),
        ("Team", None),
        ("GGD", None),
        ("Landelijk overleg", None),
        ("Onderzoeksteam", None),
        ("Kenniscentrum Elektra aan de minister", None),
        ("Reactie Rekenkamer Woudstad", None),
        ("12 mei 2021", None),
        ("Rekenkamer Woudstad " * 8, None),
        ("", None),
    ],
)
def test_other_lines(line: str, name: str | None) -> None:
    assert body_in_line(line) == name


@pytest.mark.parametrize(
    ("name", "kind", "noun"),
    [
        ("Evaluatiecommissie Hoogwater", "advisory body", "Evaluatiecommissie"),
        ("Commissie-De Wit", "advisory body", "Commissie"),
        ("GGD Zandstreek", "public health service", "GGD"),
        ("Rederij Zilt", "company", "Rederij"),
        ("Nationaal Plan", None, None),
        ("heer Raadgever", None, None),
        ("Voorraad", None, None),
    ],
)
def test_a_body_is_known_by_its_noun(name: str, kind: str | None, noun: str | None) -> None:
    assert (kind_of_body(name), noun_of_body(name)) == (kind, noun)
    assert is_body_name(name) is (kind is not None)


def test_a_noun_alone_names_a_body_after_an_article() -> None:
    text = "Vraag het waterschap en als bestuur ook uw stuurgroep, niet commissie noch de voorraad."
    assert [noun.text for noun in find_body_nouns(text)] == ["waterschap", "bestuur", "stuurgroep"]


@given(st.text(alphabet="De commissie-Zand Raad van &.,\nGD", max_size=80))
def test_names_are_in_order_apart_and_exactly_what_the_text_says(text: str) -> None:
    names = find_body_names(text)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(left.end <= right.start for left, right in pairwise(names))
    assert body_in_line(text) is None or is_body_name(text) or any(word in text for word in ("Advies", "Partners", "V"))
