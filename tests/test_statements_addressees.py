"""Addressees: each rule's own examples, sentences that no rule was made for, and names that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.model import Addressee
from crisisgraph.statements import Knowledge, load_knowledge
from crisisgraph.statements.addressees import AddresseeRule, addressees_by, find_addressees, load_addressee_rules
from crisisgraph.statements.local_names import introduced_names

ONTOLOGY = Path(__file__).parents[1] / "ontology"
RULES = load_addressee_rules()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ONTOLOGY)


def labels(text: str, knowledge: Knowledge, **context: object) -> list[str]:
    names = {actor.id: actor.label for actor in knowledge.actors}
    local = introduced_names(text, knowledge.actor_index)
    found = find_addressees(text, knowledge.actor_index, local, **context)  # type: ignore[arg-type]
    return sorted(names[addressee.actor] if addressee.actor else addressee.text for addressee in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_the_names_of_its_own_examples_and_none_in_its_counterexamples(
    rule: AddresseeRule, knowledge: Knowledge
) -> None:
    for sentence, names in rule.matches:
        assert tuple(found.text for found in addressees_by([rule], sentence, knowledge.actor_index)) == names, sentence
    for sentence in rule.not_matches:
        assert addressees_by([rule], sentence, knowledge.actor_index) == (), sentence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wij adviseren de gemeenteraad om jaarlijks een crisisoefening te agenderen.", ["gemeenteraad"]),
        ("De minister van JenV dient de taakverdeling tussen meldkamers vast te leggen.", ["ministerie van JenV"]),
        ("Maak afspraken met zorginstellingen over evacuatie.", []),
        ("Waterschappen en Rijkswaterstaat zouden hun peilen moeten delen.", ["Rijkswaterstaat", "waterschappen"]),
        ("Het is raadzaam dat het Veiligheidsberaad hierin het voortouw neemt.", ["Veiligheidsberaad"]),
        ("Vergroot de betrokkenheid van inwoners bij de herstelplannen.", []),
        ("Richt een meldpunt in waar burgers terechtkunnen.", []),
        ("De politie moet eerder worden gealarmeerd door de meldkamer.", ["meldkamers"]),
        ("Laat de GGD en de veiligheidsregio één draaiboek schrijven.", ["GGD'en", "veiligheidsregio's"]),
        ("Stel als college een coördinerend wethouder aan.", ["college van burgemeester en wethouders"]),
        ("Geef scholen meer tijd om zich voor te bereiden.", []),
        ("Het kabinet zou de Kamer eerder moeten informeren.", ["kabinet"]),
        ("Investeer in een netwerk waarin bedrijven, onderwijs en overheid elkaar kennen.", []),
        ("Gemeenten worden opgeroepen om noodsteunpunten in te richten.", ["gemeenten"]),
        ("Overweeg of het wenselijk is dat burgers via een app worden geïnformeerd.", []),
        ("Betrek de veiligheidsregio's eerder bij het landelijke overleg.", []),
        ("De door het Rijk verstrekte middelen zijn onvoldoende; verruim die.", []),
        ("Voorkom dat gemeenten voor verrassingen komen te staan.", []),
        ("Wijs binnen elke gemeente een contactpersoon aan.", ["gemeenten"]),
        ("Een veiligheidsregio die grenst aan Duitsland moet het buurland informeren.", ["veiligheidsregio's"]),
        ("Camping­houders zouden een noodplan moeten hebben.".replace("\u00ad", ""), ["Campinghouders"]),
        ("Het is van belang dat Drinkwaterbedrijf Zilver een voorraad houdt.", ["Drinkwaterbedrijf Zilver"]),
        ("De exploitant van de haven moet zelf meten.", ["exploitant van de haven"]),
        ("Wij bevelen het bestuur van Stichting Duin aan te meten.", ["bestuur van Stichting Duin"]),
        ("Het waterschap van Zandland dient dit te regelen.", ["waterschappen"]),
        ("De directie van het ziekenhuis moet dit oppakken.", ["ziekenhuizen"]),
        ("Verder adviseert u de plannen te herzien.", []),
        ("De Dijkgroep adviseert u de plannen te herzien.", ["u"]),
        ("De commissie sluit af met een oproep: het Rijk zou dit moeten betalen.", ["Rijksoverheid"]),
        ("", []),
    ],
)
def test_who_is_asked_is_told_from_who_is_mentioned(text: str, names: list[str], knowledge: Knowledge) -> None:
    assert labels(text, knowledge) == names


def test_the_one_that_recommends_is_not_the_one_that_is_asked(knowledge: Knowledge) -> None:
    text = "De Inspectie JenV adviseert de veiligheidsregio's hun plannen bij te werken."
    assert labels(text, knowledge, issuer="Inspectie Justitie en Veiligheid") == ["veiligheidsregio's"]
    assert labels("Gemeenten moeten oefenen.", knowledge, issuer="gemeenten") == []


def test_a_heading_counts_only_where_the_text_names_nobody(knowledge: Knowledge) -> None:
    section = ("Aanbevelingen", "Aan de gemeenten")
    assert labels("Oefen vaker.", knowledge, section=section) == ["gemeenten"]
    assert labels("De politie moet vaker oefenen.", knowledge, section=section) == ["politie"]
    assert labels("Oefen vaker.", knowledge, section=("De rol van gemeenten",)) == []


def test_a_body_that_nobody_knows_is_kept_as_written(knowledge: Knowledge) -> None:
    index = knowledge.actor_index
    assert find_addressees("De Inspectie Zeewacht moet vaker varen.", index) == (
        Addressee("Inspectie Zeewacht", None, "must", 0.6),
    )
    assert find_addressees("Het algemeen bestuur dient dit te regelen.", index) == (
        Addressee("algemeen bestuur", None, "must", 0.6),
    )


def test_a_short_name_of_the_document_is_resolved(knowledge: Knowledge) -> None:
    text = "Het Nationaal Cyber Security Centrum (hierna: het Centrum) helpt. Het Centrum moet eerder waarschuwen."
    assert labels(text, knowledge) == ["Nationaal Cyber Security Centrum (NCSC)"]


WORDS = ["als", "gemeenten", "moeten", "de", "politie", "en", ",", "door", "dat", "van", "laat", "wij", ".", "Rijk"]
INDEX = load_knowledge(ONTOLOGY).actor_index


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_an_addressee_stands_in_the_text_and_is_there_once(words: list[str]) -> None:
    text = " ".join(words)
    found = find_addressees(text, INDEX)
    assert all(addressee.text in text for addressee in found)
    assert len({addressee.actor or addressee.text for addressee in found}) == len(found)
