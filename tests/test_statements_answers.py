"""Answers and promises outside a reaction letter: in a chapter, behind a label, in a letter on progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.links import find_links
from crisisgraph.model import Kind, LinkKind, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

KNOWLEDGE = load_knowledge(Settings().ontology)


def found_in(path: Path, text: str) -> tuple[Statement, ...]:
    path.write_text(text, "utf-8")
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(Catalogue(), document, KNOWLEDGE.actors)
    return tuple(found for edition in editions for found in find_statements(document, edition, KNOWLEDGE))


def told(found: tuple[Statement, ...], kind: Kind) -> list[tuple[str, str]]:
    return [(" ".join(s.text.split()), str(s.position or "")) for s in found if s.kind is kind]


def answered(found: tuple[Statement, ...], kind: LinkKind) -> dict[str, list[str]]:
    by_id = {s.id: s for s in found}
    pairs = [(link.source, link.target) for link in find_links(found) if link.kind is kind]
    sources = sorted({source for source, _ in pairs}, key=lambda source: by_id[source].start)
    return {
        by_id[source].text.split()[0]: [by_id[target].text.split()[0] for one, target in pairs if one == source]
        for source in sources
    }


REPORT = """# Klaar voor de storm

Rekenkamer Woudstad

## Aanbevelingen

1. Verbreed het oefenprogramma.
2. Evalueer elke oefening.
3. Benoem een coördinator.

## Reactie van {who}

{answer}
"""


def test_an_answer_told_in_the_third_person(tmp_path: Path) -> None:
    answer = (
        "De minister schrijft dat hij de conclusies herkent. De eerste twee aanbevelingen neemt hij over. "
        "Het programma zal hij voor 1 mei aanpassen. De derde aanbeveling neemt hij niet over."
    )
    found = found_in(tmp_path / "rapport.md", REPORT.format(who="de minister van Water", answer=answer))
    assert told(found, Kind.RESPONSE) == [
        ("De minister schrijft dat hij de conclusies herkent.", "accepts"),
        ("De eerste twee aanbevelingen neemt hij over.", "accepts"),
        ("De derde aanbeveling neemt hij niet over.", "rejects"),
    ]
    assert told(found, Kind.COMMITMENT) == [("Het programma zal hij voor 1 mei aanpassen.", "")]
    links = {s.text: s.id for s in found}
    targets = {(link.source, link.target) for link in find_links(found) if link.kind is LinkKind.RESPONDS_TO}
    assert (links["De derde aanbeveling neemt hij niet over."], links["Benoem een coördinator."]) in targets
    assert (links["De eerste twee aanbevelingen neemt hij over."], links["Evalueer elke oefening."]) in targets


def test_a_promise_after_an_answer_carries_out_what_was_answered(tmp_path: Path) -> None:
    answer = "Aanbeveling 2 nemen wij over. Met ingang van 2025 nemen wij een paragraaf over oefenen op in het verslag."
    found = found_in(tmp_path / "rapport.md", REPORT.format(who="het college", answer=answer))
    assert answered(found, LinkKind.RESPONDS_TO) == {"Aanbeveling": ["Evalueer"]}
    assert answered(found, LinkKind.FULFILS) == {"Met": ["Evalueer"]}


def test_answers_behind_a_label_in_the_report_itself(tmp_path: Path) -> None:
    text = (
        "# Onderzoek back-ups\n\nAuditdienst Dijkland\n\n## Uitkomsten\n\n"
        "Aanbeveling: test ieder jaar of de back-up werkt.\n\n"
        "Managementreactie: wij nemen deze aanbeveling over. De tests worden vóór 1 mei uitgevoerd.\n"
    )
    found = found_in(tmp_path / "audit.md", text)
    assert told(found, Kind.RECOMMENDATION) == [("test ieder jaar of de back-up werkt.", "")]
    assert told(found, Kind.RESPONSE) == [("wij nemen deze aanbeveling over.", "accepts")]
    assert told(found, Kind.COMMITMENT) == [("De tests worden vóór 1 mei uitgevoerd.", "")]


def test_a_label_after_a_recommendation_ends_it(tmp_path: Path) -> None:
    text = (
        "Gemeente Polderland\nAan de Rekenkamercommissie Polderland\n\n"
        "Onderwerp: bestuurlijke reactie op het rapport Paraat\n\nGeachte commissie,\n\n"
        "Aanbeveling 1: Stel een tweede officier van dienst aan.\nStandpunt college: niet overnemen.\n"
    )
    found = found_in(tmp_path / "reactie.txt", text)
    assert told(found, Kind.RECOMMENDATION) == [("Stel een tweede officier van dienst aan.", "")]
    assert told(found, Kind.RESPONSE) == [("niet overnemen.", "rejects")]
    assert {s.issuer for s in found if s.kind is Kind.RECOMMENDATION} == {"Rekenkamercommissie Polderland"}


LETTER = """Aan de Voorzitter van de Tweede Kamer

Betreft Voortgang noodcommunicatie

Zoals toegezegd informeer ik u over de voortgang. {sentence}

De Minister van Water,

A. de Boer
"""


@pytest.mark.parametrize(
    ("sentence", "promised"),
    [
        ("De keuze voor een leverancier maak ik voor het einde van het jaar.", True),
        ("Eind 2024 wordt het meldpunt doorgelicht.", True),
        ("In het voorjaar ontvangt uw Kamer de volgende brief.", True),
        ("De proef is vorig jaar geslaagd.", False),
        ("Zo'n garantie kan ik niet geven.", False),
        ("De motie-De Vries c.s. verzoekt de regering dit te onderzoeken.", False),
        ("De bewoners zijn tevreden.", False),
    ],
)
def test_a_letter_on_progress_is_read_for_what_it_promises(tmp_path: Path, sentence: str, promised: bool) -> None:
    found = found_in(tmp_path / "brief.txt", LETTER.format(sentence=sentence))
    assert [text for text, _ in told(found, Kind.COMMITMENT)] == ([sentence] if promised else [])


def test_advice_to_the_public_is_no_recommendation(tmp_path: Path) -> None:
    text = (
        "# Hoogwater: wat kunt u doen?\n\nEen uitgave van de gemeente\n\n## Voorbereiden\n\n"
        "- Maak een noodpakket.\n- Spreek met uw buren af wie u helpt.\n- Leg papieren hoog in uw huis.\n\n"
        "## Als het water komt\n\nBlijf rustig. Help mensen die niet kunnen lopen. Bel bij gevaar 112.\n"
    )
    assert found_in(tmp_path / "folder.md", text) == ()
