"""Names of bodies: spellings, word boundaries, blockers, and the names that a document introduces."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.model import Actor, ActorId
from crisisgraph.statements.actor_names import NO_LOCAL_NAMES, ActorIndex
from crisisgraph.statements.actors import find_actors, find_bodies, load_blockers
from crisisgraph.statements.local_names import introduced_names
from crisisgraph.taxonomy import load_actors

ONTOLOGY = Path(__file__).parents[1] / "ontology"

DIJKRAAD = Actor(ActorId("dijkraad"), "Landelijke Dijkraad", ("LDR", "Dijkraad"), short=("de Raad",))
PEILRAAD = Actor(ActorId("peilraad"), "Peilraad", (), short=("de Raad",))
GEMEENTEN = Actor(ActorId("gemeenten"), "gemeenten", ("gemeente",), generic=True)
REGIOS = Actor(ActorId("regios"), "waterregio's", ("waterregio",), generic=True, negative=("waterregio van Europa",))
KUST = Actor(ActorId("kust"), "ministerie van Kust", ("minister van Kust", "Kust"))
INDEX = ActorIndex.of([DIJKRAAD, PEILRAAD, GEMEENTEN, REGIOS, KUST])


def found(text: str, index: ActorIndex = INDEX) -> list[tuple[str, str]]:
    return [(mention.text, mention.actor.id) for mention in find_actors(text, index, introduced_names(text, index))]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("De minister van Kust en gemeenten.", [("minister van Kust", "kust"), ("gemeenten", "gemeenten")]),
        ("Gemeenten moeten dit doen.", [("Gemeenten", "gemeenten")]),
        ("GEMEENTEN EN RIJK", [("GEMEENTEN", "gemeenten")]),
        ("de minister\n van  Kust", [("minister\n van  Kust", "kust")]),
        ("Waterregio’s en waterregio's", [("Waterregio’s", "regios"), ("waterregio's", "regios")]),
        ("De gemeente4 meldt.", [("gemeente", "gemeenten")]),
        ("De LDR-voorzitter sprak.", [("LDR", "dijkraad")]),
        ("de kust en de ldr", []),
        ("gemeentehuis, hoofdgemeente, Kustwacht, oud-gemeente", []),
        ("de grootste waterregio van Europa", []),
        ("de Wet gemeenten en de Rijkswet Dijkraad", []),
        ("de wet verplicht gemeenten", [("gemeenten", "gemeenten")]),
        ("", []),
    ],
)
def test_the_longest_name_is_found_as_it_is_written(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De Landelijke Dijkraad (hierna: de Raad) sprak.", [("de Raad", "dijkraad")]),
        ("De Landelijke Dijkraad (verder te noemen: ‘de Dijken’) sprak.", [("de Dijken", "dijkraad")]),
        ("het ministerie van Kust (MvK)", [("MvK", "kust")]),
        ("de Inspectie Zee en Strand (hierna: IZS of de inspectie)", [("IZS", None), ("de inspectie", None)]),
        ("ZSB (Zee- en Strandbureau) meldt dit", [("ZSB", None)]),
        ("het Landelijk Kustplan (LKP)", []),
        ("de Inspectie Zee en Strand (QXW)", []),
        ("een kade (zie par. 2)", []),
        ("gemeenten (en Rijk)", []),
        ("de voorzitter (hierna: de heer Kuyk)", []),
    ],
)
def test_a_document_introduces_names_in_brackets(text: str, names: list[tuple[str, str | None]]) -> None:
    introduced = [(name.form, name.actor and name.actor.id) for name in introduced_names(text, INDEX).names]
    assert [name for name in introduced if name in names] == names
    if not names:
        assert introduced == []


def test_an_introduced_name_holds_in_its_own_document_only() -> None:
    text = "De Landelijke Dijkraad (hierna: de Raad). De Raad vindt dit."
    assert found(text) == [("Landelijke Dijkraad", "dijkraad"), ("de Raad", "dijkraad"), ("De Raad", "dijkraad")]
    assert find_actors("De Raad vindt dit.", INDEX, NO_LOCAL_NAMES) == ()


def test_a_short_form_means_the_body_that_the_text_names_most_often() -> None:
    assert found("Dijkraad en Dijkraad en Peilraad: de Raad.")[-1] == ("de Raad", "dijkraad")
    assert found("Dijkraad en Peilraad: de Raad.")[-1] == ("Peilraad", "peilraad")  # two candidates: none


@pytest.mark.parametrize("blocker", load_blockers(), ids=lambda blocker: blocker.name)
def test_a_blocker_matches_its_own_examples(blocker: object) -> None:
    assert all(blocker.before.search(text) for text in blocker.matches)  # type: ignore[attr-defined]  # a Blocker
    assert not any(blocker.before.search(text) for text in blocker.not_matches)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("De Peilraad en bureau Vlok", [("Peilraad", "peilraad"), ("bureau Vlok", None)]),
        ("de gemeente Woudstad en de gemeente", [("gemeente Woudstad", None), ("gemeenten", "gemeenten")]),
        ("de Peilraad Oost", [("Peilraad Oost", None)]),
        ("de ministers van Kust en Zand", [("ministers van Kust en Zand", None)]),
        ("de minister van Kust en de LDR", [("ministerie van Kust", "kust"), ("Landelijke Dijkraad", "dijkraad")]),
        ("de Wet Inspectie Zee en de Inspectie Zee", [("Inspectie Zee", None)]),
        (
            "de Inspectie Zee (IZ). De IZ sprak.",
            [("Inspectie Zee", None), ("Inspectie Zee", None), ("Inspectie Zee", None)],
        ),
        (
            "De Landelijke Dijkraad (hierna: de Raad) en de Raad voor Zand",
            [("Landelijke Dijkraad", "dijkraad"), ("Landelijke Dijkraad", "dijkraad"), ("Raad voor Zand", None)],
        ),
        ("niemand", []),
    ],
)
def test_every_body_is_found_known_or_not(text: str, bodies: list[tuple[str, str | None]]) -> None:
    found = find_bodies(text, INDEX, introduced_names(text, INDEX))
    assert [(body.label, body.actor and body.actor.id) for body in found] == bodies


def test_an_unknown_body_with_a_small_letter_gets_its_short_name() -> None:
    text = "De parlementaire enquêtecommissie Vloedlijn (hierna: de commissie) sprak."
    assert [(name.form, name.label) for name in introduced_names(text, INDEX).names] == [
        ("de commissie", "parlementaire enquêtecommissie Vloedlijn")
    ]


@given(st.text(alphabet="gemeentnLDR akdijos(:)1’\n", max_size=60))
def test_mentions_are_in_order_apart_and_exactly_what_the_text_says(text: str) -> None:
    mentions = find_actors(text, INDEX, introduced_names(text, INDEX))
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


def test_every_actor_of_the_ontology_is_found_by_each_of_its_spellings() -> None:
    actors = load_actors(ONTOLOGY / "actors.ttl")
    index = ActorIndex.of(actors)
    for actor in actors:
        for form in (actor.label, *actor.variants):
            if re.match(r"[^\W\d_]", form):
                assert actor.id in {m.actor.id for m in find_actors(f"aan {form}.", index)}, form
