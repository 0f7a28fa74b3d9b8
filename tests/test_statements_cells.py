"""Tables of advice: rows under column names, and rows printed as lines with the name of the column in front."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Kind, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

KNOWLEDGE = load_knowledge(Settings().ontology)


def found_in(path: Path, text: str) -> tuple[Statement, ...]:
    path.write_text(text, "utf-8")
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(Catalogue(), document, KNOWLEDGE.actors)
    return tuple(found for edition in editions for found in find_statements(document, edition, KNOWLEDGE))


def told(statements: tuple[Statement, ...], kind: Kind) -> list[tuple[str, list[str]]]:
    return [(s.text, [addressee.text for addressee in s.addressees]) for s in statements if s.kind is kind]


TABLE = """# Evaluatie wateroverlast

## Verbeterpunten

| Nr | Bevinding | Aanbeveling | Actiehouder |
|----|-----------|-------------|-------------|
| 1 | De pompen kwamen pas na een dag. | Leg vast wie pompen bestelt. | Veiligheidsregio |
| 2 | De lijst met adressen klopte niet. | Houd de lijst **elk jaar** bij. | team Openbare Orde |
| 3 | De nazorg verliep goed in alle wijken. | | Gemeente Dorp |
"""


def test_a_row_gives_what_is_advised_what_was_found_and_who_should_act(tmp_path: Path) -> None:
    found = found_in(tmp_path / "tabel.md", TABLE)
    assert told(found, Kind.RECOMMENDATION) == [
        ("Leg vast wie pompen bestelt.", ["Veiligheidsregio"]),
        ("Houd de lijst elk jaar bij.", ["team Openbare Orde"]),
    ]
    assert [text for text, _ in told(found, Kind.FINDING)] == [
        "De pompen kwamen pas na een dag.",
        "De lijst met adressen klopte niet.",
        "De nazorg verliep goed in alle wijken.",
    ]


def test_a_box_of_lessons_gives_advice_though_it_stands_alone(tmp_path: Path) -> None:
    text = (
        "# Terugblik\n\n## Het eerste uur\n\nNiemand wist welke stoffen er lagen.\n\n"
        "> **Les**\n> Vraag de lijst vooraf op.\n\n"
        "## De nacht\n\nDe wijk werd laat gewaarschuwd.\n\n> **Les**\n> Waarschuw liever te vroeg dan te laat.\n"
    )
    assert told(found_in(tmp_path / "terugblik.md", text), Kind.RECOMMENDATION) == [
        ("Vraag de lijst vooraf op.", []),
        ("Waarschuw liever te vroeg dan te laat.", []),
    ]


def test_numbered_labels_over_their_text_are_no_cells(tmp_path: Path) -> None:
    text = (
        "6 Aanbevelingen\n\n6.1 Aanbevelingen aan het kabinet\n\nAanbeveling 1\nLeg de termijn vast in de wet.\n\n"
        "Aanbeveling 2\nBetaal binnen zes weken een voorschot uit.\n"
    )
    found = found_in(tmp_path / "enquete.txt", text)
    assert [(s.number, s.text) for s in found] == [
        ("1", "Leg de termijn vast in de wet."),
        ("2", "Betaal binnen zes weken een voorschot uit."),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "| Nr | Aanbeveling | Stand van zaken | Actiehouder |",  # what became of earlier advice
        "| Nr | Wijk | Inwoners | Pompen |",
    ],
)
def test_a_table_of_something_else_gives_nothing(tmp_path: Path, head: str) -> None:
    lines = TABLE.replace("Verbeterpunten", "Overzicht").splitlines()
    lines[4] = head
    assert found_in(tmp_path / "tabel.md", "\n".join(lines)) == ()


def test_a_label_that_stands_once_is_a_word_of_the_text(tmp_path: Path) -> None:
    text = "Verslag van de dag\n\nAanbeveling De Dijk is een straat in het dorp waar de brug in 1953 doorbrak.\n"
    assert found_in(tmp_path / "verslag.txt", text) == ()
