"""Lead-ins: whom the advice in a list is for, and who the reader of a letter is."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Kind
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

KNOWLEDGE = load_knowledge(Settings().ontology)
LABELS = {actor.id: actor.label for actor in KNOWLEDGE.actors}


def asked(path: Path, text: str) -> list[tuple[str, list[str]]]:
    """Return the first words of each recommendation with who is asked to act."""
    path.write_text(text, "utf-8")
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(Catalogue(), document, KNOWLEDGE.actors)
    found = [s for edition in editions for s in find_statements(document, edition, KNOWLEDGE)]
    return [
        (s.text.split()[0], [LABELS[a.actor] if a.actor else a.text for a in s.addressees])
        for s in found
        if s.kind is Kind.RECOMMENDATION
    ]


@pytest.mark.parametrize(
    ("lead", "who"),
    [
        ("Aan de minister van Justitie en Veiligheid:", ["ministerie van JenV"]),
        ("*Voor de gemeenten*", ["gemeenten"]),
        ("Wij bevelen de politie en ProRail aan:", ["politie", "ProRail"]),
        ("Wij doen de volgende aanbevelingen aan het Veiligheidsberaad:", ["Veiligheidsberaad"]),
        ("Aan Veiligheidsregio Bovenmaas:", ["Veiligheidsregio Bovenmaas"]),
        ("Aan de minister van Water en Wind:", ["minister van Water en Wind"]),
        ("Aan Rederij Zilt:", ["Rederij Zilt"]),
        ("Aan Zeilvaart Zuid:", ["Zeilvaart Zuid"]),
        ("Aan exploitanten van campings:", ["exploitanten van campings"]),
        ("De commissie doet twee aanbevelingen:", []),
        ("Wij denken aan het volgende:", []),
    ],
)
def test_who_stands_above_a_list_is_asked_by_each_item(tmp_path: Path, lead: str, who: list[str]) -> None:
    text = f"# Rapport\n\n## Aanbevelingen\n\n{lead}\n\n* Oefen elk jaar met de buren.\n* Investeer in noodstroom.\n"
    assert asked(tmp_path / "rapport.md", text) == [("Oefen", who), ("Investeer", who)]


def test_an_item_that_names_another_keeps_it_and_a_heading_ends_the_lead(tmp_path: Path) -> None:
    text = (
        "# Rapport\n\n## Aanbevelingen\n\nAan het kabinet:\n\n1. Herzie de wet.\n"
        "2. De provincies moeten hierop toezien.\n\n## Overige aanbevelingen\n\n1. Evalueer dit na een jaar.\n"
    )
    expected = [("Herzie", ["kabinet"]), ("De", ["provincies"]), ("Evalueer", [])]
    assert asked(tmp_path / "rapport.md", text) == expected


def test_headings_that_number_the_advice_do_not_end_the_lead(tmp_path: Path) -> None:
    text = (
        "6.1 Aanbevelingen aan het kabinet\n\nAanbeveling 1\nLeg de termijn vast in de wet.\n\n"
        "Aanbeveling 2\nBetaal binnen zes weken een voorschot uit.\n"
    )
    assert asked(tmp_path / "enquete.txt", text) == [("Leg", ["kabinet"]), ("Betaal", ["kabinet"])]


def test_u_is_the_one_a_letter_goes_to(tmp_path: Path) -> None:
    text = (
        "Adviesraad Waterveiligheid\n\nAan de staatssecretaris van Infrastructuur en Waterstaat\n\n"
        "Onderwerp: advies over de dijken\n\nGeachte staatssecretaris,\n\n"
        "De Raad adviseert u om de dijken eerder te keuren. Daarnaast zou u de norm moeten herzien.\n"
    )
    expected = [("De", ["ministerie van IenW"]), ("Daarnaast", ["ministerie van IenW"])]
    assert asked(tmp_path / "brief.txt", text) == expected


@pytest.mark.parametrize(
    ("place", "who"),
    [
        ("Het college van burgemeester en wethouders reageerde.", ["gemeenteraad"]),
        ("Het college van burgemeester en wethouders en de Raad voor de Dijken reageerden.", ["raad"]),  # as written
    ],
)
def test_the_council_of_a_municipality_is_known_beside_its_college(tmp_path: Path, place: str, who: list[str]) -> None:
    text = f"# Rapport\n\n{place}\n\n## Aanbevelingen\n\nWij geven de raad in overweging om vaker te oefenen.\n"
    assert asked(tmp_path / "rapport.md", text) == [("Wij", who)]


def test_a_line_to_somebody_nobody_knows_ends_the_lead_before_it(tmp_path: Path) -> None:
    text = "# Rapport\n\n## Advies\n\nAan het kabinet:\n\n- Herzie de wet.\n\nAan Zeilvaart Zuid:\n\n- Oefen vaker.\n"
    assert asked(tmp_path / "rapport.md", text) == [("Herzie", ["kabinet"]), ("Oefen", ["Zeilvaart Zuid"])]


def test_a_heading_with_a_perspective_or_a_question_says_for_whom(tmp_path: Path) -> None:
    text = (
        "# Rapport\n\n## Handelingsperspectief voor gemeenten {#doen}\n\n- Oefen vaker.\n- Investeer in pompen.\n\n"
        "## Aanbevelingen aan Waterbedrijf Zilver en de dijkgraaf\n\n- Meet vaker.\n"
    )
    zilver = ["Waterbedrijf Zilver", "waterschappen"]
    assert asked(tmp_path / "rapport.md", text) == [
        ("Oefen", ["gemeenten"]), ("Investeer", ["gemeenten"]), ("Meet", zilver),
    ]  # fmt: skip


def test_the_minister_is_the_one_of_the_only_ministry(tmp_path: Path) -> None:
    text = (
        "# Rapport\n\n## Aanbevelingen\n\nDe minister van Justitie en Veiligheid moet de wet herzien. "
        "Het ministerie dient hierover te overleggen.\n"
    )
    assert [who for _, who in asked(tmp_path / "rapport.md", text)] == [["ministerie van JenV"]] * 2
    other = text.replace("De minister van Justitie en Veiligheid", "De ministers van BZK en VWS zagen dit. De wetgever")
    assert asked(tmp_path / "rapport.md", other)[-1][1] == ["departementen"]


def test_we_are_asked_in_a_report_about_ourselves(tmp_path: Path) -> None:
    advice = "Wij moeten vaker oefenen. Wij adviseren om te meten."
    text = f"# Terugblik\n\nVeiligheidsregio Utrecht\n\n## Aanbevelingen\n\n{advice}\n"
    assert [who for _, who in asked(tmp_path / "rapport.md", text)] == [["Veiligheidsregio Utrecht"], []]
