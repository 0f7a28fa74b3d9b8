"""Who speaks: the report, or a body whose advice it passes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_statements import statements

from crisisgraph.model import Actor, ActorId
from crisisgraph.statements.actor_names import NO_LOCAL_NAMES, ActorIndex
from crisisgraph.statements.voices import Voices, is_itself

DIJK = Actor(ActorId("dijkraad"), "Dijkraad", ("DR",), kind="advisory body")
WATER = Actor(ActorId("waterschap-oost"), "waterschap Oost", (), kind="water authority")
RADEN = Actor(ActorId("adviesraden"), "adviesraden", (), kind="advisory body", generic=True)
VOICES = Voices("Commissie Zand", ActorIndex.of([DIJK, WATER, RADEN]), NO_LOCAL_NAMES)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("De Dijkraad adviseert om te meten.", "Dijkraad"),
        ("Daarom beveelt de DR het rijk aan om te meten.", "Dijkraad"),
        ("Wij adviseren de Dijkraad om te meten.", None),
        ("Daarom bevelen wij de Dijkraad aan om te meten.", None),
        ("Het waterschap Oost adviseert om te meten.", None),
        ("De adviesraden adviseren om te meten.", None),
        ("De commissie adviseert om te meten.", None),
        ("De Dijkraad is groot.", None),
        ("De Vereniging van Dijkwerkers pleit ervoor om te meten.", "Vereniging van Dijkwerkers"),
        ("Bureau Vlok adviseert de Dijkraad om te meten.", "Bureau Vlok"),
        ("De Commissie Zand adviseert om te meten.", None),
        ("Rederij Zilt adviseert om te meten.", None),
    ],
)
def test_a_named_adviser_speaks(text: str, speaker: str | None) -> None:
    assert VOICES.speaker(text) == speaker


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Het advies van de Dijkraad bevat twee boodschappen:", "Dijkraad"),
        ("Het Dijkraad-advies bevat twee boodschappen:", "Dijkraad"),
        ("De Dijkraad doet de volgende aanbevelingen:", "Dijkraad"),
        ("Wij doen de Dijkraad de volgende aanbevelingen:", None),
        ("Dit zijn onze adviezen:", None),
    ],
)
def test_an_announcement_tells_whose_advice_follows(text: str, owner: str | None) -> None:
    assert VOICES.owner(text) == owner


def test_the_issuer_does_not_pass_on_its_own_advice() -> None:
    own = Voices("Dijkraad", VOICES.index, NO_LOCAL_NAMES)
    assert own.speaker("De DR adviseert om te meten.") is None


def test_a_government_passes_on_what_a_body_without_a_known_name_says() -> None:
    ministry = Actor(ActorId("ministerie"), "ministerie van Zand", (), kind="ministry")
    voices = Voices("ministerie van Zand", ActorIndex.of([ministry, DIJK]), NO_LOCAL_NAMES)
    assert voices.speaker("De Inspectie adviseert om te meten.") == "Inspectie"
    assert voices.speaker("Wij adviseren de inspectie om te meten.") is None
    assert VOICES.speaker("De inspectie adviseert om te meten.") is None


def test_names_are_masked_only_where_somebody_may_speak() -> None:
    assert VOICES.masked("De Dijkraad adviseert om te meten.") == "de commissie adviseert om te meten."
    assert VOICES.masked("De Dijkraad meet.") == "De Dijkraad meet."


def test_a_report_passes_on_advice_under_the_name_of_the_adviser(tmp_path: Path) -> None:
    text = "# Storm\n\nHet SCP adviseert gemeenten om eerder te beginnen.\n\nWij bevelen aan om te oefenen.\n"
    found = statements(tmp_path, text)
    assert [s.issuer for s in found] == ["Sociaal en Cultureel Planbureau (SCP)", "onbekend"]


def test_by_she_the_body_of_the_sentence_before_is_meant(tmp_path: Path) -> None:
    text = "# Storm\n\nDe VNG schreef een brief. Daarin raadt zij gemeenten aan om te oefenen.\n"
    assert [s.issuer for s in statements(tmp_path, text) if "oefenen" in s.text] == ["VNG"]
    assert VOICES.goes_on("Hij adviseert om te meten.", "De Dijkraad is groot.") == "Dijkraad"
    assert VOICES.goes_on("Hij adviseert om te meten.", "De heer De Wit is groot.") is None
    assert VOICES.goes_on("Wij adviseren om te meten.", "De Dijkraad is groot.") is None


@pytest.mark.parametrize(
    ("own", "name", "expected"),
    [
        ("Adviescollege Zand", "college", True),
        ("Universiteit Maasbrug", "universiteit", True),
        ("Universiteit Maasbrug", "gemeente", False),
        ("GGD Zandstreek", "GGD", False),
        ("Commissie Zand", "commissie", False),
    ],
)
def test_an_adviser_asks_itself_nothing(own: str, name: str, expected: bool) -> None:
    assert is_itself(own, name) is expected


def test_the_names_of_an_issuer_are_read_as_the_one_that_speaks() -> None:
    voices = Voices("GGD Zandstreek", VOICES.index, NO_LOCAL_NAMES)
    assert voices.own_masked("De GGD adviseert om te meten.") == "de commissie adviseert om te meten."
