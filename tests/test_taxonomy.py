"""Actors and themes are read from our Turtle files, and bad data is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.errors import DataError
from crisisgraph.ids import slug
from crisisgraph.model import Actor, Theme
from crisisgraph.taxonomy import load_actors, load_themes

ONTOLOGY = Path(__file__).parents[1] / "ontology"
PREFIXES = """
@prefix cg: <https://w3id.org/crisisgraph/def/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix id: <https://w3id.org/crisisgraph/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:actor-kind-tower a skos:Concept ; skos:prefLabel "toren"@nl, "tower"@en .
"""


@pytest.fixture(scope="module")
def actors() -> dict[str, Actor]:
    return {actor.label: actor for actor in load_actors(ONTOLOGY / "actors.ttl")}


@pytest.fixture(scope="module")
def themes() -> dict[str, Theme]:
    return {theme.label: theme for theme in load_themes(ONTOLOGY / "themes.ttl")}


def test_the_actors_cover_what_a_safety_region_meets(actors: dict[str, Actor]) -> None:
    kinds: dict[str, int] = {}
    for actor in actors.values():
        if not actor.generic:
            kinds[actor.kind] = kinds.get(actor.kind, 0) + 1
    assert kinds["safety region"] == 26  # twenty-five, and their council
    assert kinds["ministry"] == 23  # fifteen of today, eight of before
    assert kinds["public health service"] == 25
    assert kinds["province"] == 12
    assert kinds["water authority"] == 21
    for label in (
        "RIVM",
        "NCTV",
        "NIPV",
        "VNG",
        "IPO",
        "Unie van Waterschappen",
        "KNMI",
        "Rijkswaterstaat",
        "Rode Kruis",
        "Inspectie belastingen, toeslagen en douane",
        "Raad voor Cultuur",
        "Zuidelijke Rekenkamer",
        "Centraal Justitieel Incassobureau",
        "Berenschot",
        "Vewin",
    ):
        assert not actors[label].generic
    for label in ("gemeenten", "veiligheidsregio's", "departementen", "werkgevers", "GGD'en", "drinkwaterbedrijven"):
        assert actors[label].generic


def test_an_actor_has_its_spellings_short_forms_and_public_identifier(actors: dict[str, Actor]) -> None:
    board = actors["Onderzoeksraad voor Veiligheid"]
    assert board.id == "onderzoeksraad-voor-veiligheid"
    assert board.iri == "https://identifier.overheid.nl/tooi/id/zbo/zb000156"
    assert {"OVV", "OvV", "Onderzoeksraad"} <= set(board.variants)
    assert "de Raad" in board.short
    assert "de Raad" not in board.variants
    assert "Rijkswet Onderzoeksraad voor Veiligheid" in board.negative
    assert board.kind == "advisory body"

    assert "minister van Volksgezondheid, Welzijn en Sport" in actors["ministerie van VWS"].variants
    assert actors["NIPV"].iri is None
    assert actors["provincie Zeeland"].iri == "https://identifier.overheid.nl/tooi/id/provincie/pv29"
    assert {"Inspectie JenV", "Inspectie Openbare Orde en Veiligheid"} <= set(
        actors["Inspectie Justitie en Veiligheid"].variants
    )
    assert actors["Veiligheidsregio Utrecht"].iri == "https://identifier.overheid.nl/tooi/id/so/so0588"
    assert "Wet veiligheidsregio's" in actors["veiligheidsregio's"].negative


def test_every_spelling_belongs_to_one_actor(actors: dict[str, Actor]) -> None:
    owners: dict[str, str] = {}
    for actor in actors.values():
        for spelling in (actor.label, *actor.variants):
            assert owners.setdefault(spelling.casefold(), actor.label) == actor.label, spelling


def test_ids_are_slugs_and_come_in_order(actors: dict[str, Actor], themes: dict[str, Theme]) -> None:
    for values in (list(actors.values()), list(themes.values())):
        ids = [str(value.id) for value in values]
        assert ids == sorted(set(ids))
        assert ids == [slug(value.label) for value in values]


def test_the_themes_are_in_two_languages(themes: dict[str, Theme]) -> None:
    assert len(themes) == 25
    theme = themes["handhaving en capaciteit"]
    assert theme.label_en == "enforcement and capacity"
    assert theme.definition.endswith(".")
    assert theme.definition_en.endswith(".")
    assert "toezicht" in theme.synonyms
    assert "raad van toezicht" in theme.negative
    assert all(theme.label_en and theme.synonyms for theme in themes.values())


GOOD = 'id:actor-a a foaf:Group ; skos:prefLabel "A"@nl ; org:classification id:actor-kind-tower .'


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "actors.ttl"
    path.write_text(
        PREFIXES
        + GOOD
        + """<https://example.org/b> skos:prefLabel "B"@nl ; skos:altLabel "bee"@nl, "bees"@en ;
        skos:hiddenLabel "de B"@nl ; cg:negativeLabel "B-klasse"@nl ; org:classification id:actor-kind-tower .""",
        "utf-8",
    )
    assert load_actors(path) == (
        Actor(id="a", label="A", kind="tower", generic=True),  # type: ignore[arg-type]  # plain strings for ids
        Actor(
            id="b",  # type: ignore[arg-type]  # plain strings for ids
            label="B",
            variants=("bee",),
            kind="tower",
            iri="https://example.org/b",
            short=("de B",),
            negative=("B-klasse",),
        ),
    )


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ("id:actor-a a", "Turtle"),
        ("id:actor-a org:classification id:actor-kind-tower .", "0 namen"),
        ('id:actor-a skos:prefLabel "A"@nl, "B"@nl ; org:classification id:actor-kind-tower .', "2 namen"),
        ('id:actor-a skos:prefLabel "A"@nl ; org:classification id:actor-kind-absent .', "Engels"),
        ('id:actor-b skos:prefLabel "A"@nl ; org:classification id:actor-kind-tower .', "actor-a"),
        (
            GOOD + 'id:actor-b skos:prefLabel "B"@nl ; skos:altLabel "a"@nl ; org:classification id:actor-kind-tower .',
            "twee namen",
        ),
        (
            'id:actor-a skos:prefLabel "A"@nl ; skos:altLabel "A"@nl ; org:classification id:actor-kind-tower .',
            "twee keer",
        ),
        (
            'id:actor-a skos:prefLabel "A"@nl ; cg:negativeLabel "A"@nl ; org:classification id:actor-kind-tower .',
            "negatief",
        ),
    ],
)
def test_bad_actors_are_named_with_file_and_reason(tmp_path: Path, turtle: str, reason: str) -> None:
    path = tmp_path / "actors.ttl"
    path.write_text(PREFIXES + turtle, "utf-8")
    with pytest.raises(DataError) as caught:
        load_actors(path)
    assert caught.value.facts["path"] == path
    assert reason in str(caught.value.facts["reason"])


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ('id:theme-a skos:inScheme id:themes ; skos:prefLabel "A"@nl, "A"@en .', "omschrijving"),
        ('id:theme-a skos:inScheme id:themes ; skos:definition "A"@nl, "A"@en ; skos:prefLabel "A"@nl .', "Engels"),
        (
            'id:theme-b skos:inScheme id:themes ; skos:definition "A"@nl, "A"@en ; skos:prefLabel "A"@nl, "A"@en .',
            "theme-a",
        ),
    ],
)
def test_bad_themes_are_named_with_file_and_reason(tmp_path: Path, turtle: str, reason: str) -> None:
    path = tmp_path / "themes.ttl"
    path.write_text(PREFIXES + turtle, "utf-8")
    with pytest.raises(DataError) as caught:
        load_themes(path)
    assert reason in str(caught.value.facts["reason"])


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_actors(tmp_path / "actors.ttl")
    assert caught.value.facts["path"] == tmp_path / "actors.ttl"
