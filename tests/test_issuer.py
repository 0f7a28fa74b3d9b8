"""Who made a document: the examples of the data, layouts of title pages and letters, and any text at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_title_page import document

import crisisgraph.issuer
from crisisgraph.documents import read_document_now
from crisisgraph.issuer import issuer_of
from crisisgraph.model import Actor
from crisisgraph.settings import Settings
from crisisgraph.taxonomy import load_actors

EXAMPLES = tomllib.loads(Path(crisisgraph.issuer.__file__).with_name("issuer.toml").read_text("utf-8"))["example"]
ACTORS = load_actors(Settings().ontology / "actors.ttl")
PROSE = (
    "\n\nIn de nacht van 3 op 4 mei viel de stroom uit in een groot deel van Woudstad. De brandweer kwam snel "
    "ter plaatse en de gemeente opende een opvang voor bewoners.\n"
)


def maker(path: Path, text: str) -> str | None:
    path.write_text(text, "utf-8")
    read = read_document_now(path).document
    assert read is not None
    return issuer_of(read, ACTORS)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_maker_of_an_example_is_found(example: dict[str, str], tmp_path: Path) -> None:
    assert (maker(tmp_path / "a.md", example["text"]) or "") == example["issuer"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Licht uit\n\nBerenschot\n\nM. de Wit\nA. Bos\n\n12 mei 2021\n", "Berenschot"),
        ("Licht uit\n\nAuteurs:\nM. de Wit\nA. Bos\n\n© 2021 Zandvoort Consultancy\n", "Zandvoort Consultancy"),
        ("Veiligheidsregio Lage Maas\n\nLicht uit\n\nVersie 1.0\n12 mei 2021\n", "Veiligheidsregio Lage Maas"),
        ("Licht uit\n\nEindrapport Commissie-De Vries\n", "Commissie-De Vries"),
        ("Licht uit\n\nAdviesrapport van het Kenniscentrum Elektra aan de minister\n", "Kenniscentrum Elektra"),
        ("Licht uit\n\nOpdrachtgever\nGemeente Woudstad\n\nOpdrachtnemer\nLinde & Partners\n", "Linde & Partners"),
        ("Licht uit\n\nOpgesteld door: drs. M. de Wit (Bureau Vlok)\nIn opdracht van: GGD Zandstreek\n", "Bureau Vlok"),
        ("Hogeschool Maasbrug, lectoraat Crisisbeheersing\n\nLicht uit\n", "Hogeschool Maasbrug"),
        ("LICHT UIT\nEVALUATIE VAN DE STORING\nVEILIGHEIDSREGIO LAGE MAAS\nMEI 2021\n", "Veiligheidsregio Lage Maas"),
        ("Inspectie JenV\nMinisterie van Justitie en Veiligheid\n\nLicht uit\n", "Inspectie Justitie en Veiligheid"),
        ("Ministerie van Economische Zaken en Klimaat\n\nLicht uit\n", "ministerie van EZK"),
        ("Nederlands Instituut Publieke Veiligheid\nPostbus 7010\n6801 HA Arnhem\n\nLicht uit\n", "NIPV"),
        ("Licht uit\n\ndoor de Taskforce Stroom\n", "Taskforce Stroom"),
        (f"Licht uit\n{PROSE * 3}\nColofon\n\nLicht uit is een uitgave van de Stichting Stroom.\n", "Stichting Stroom"),
        (f"Licht uit\n{PROSE * 3}\nDit onderzoek is in 2021 uitgevoerd door Bureau Vlok.\n", "Bureau Vlok"),
        (f"Licht uit\n{PROSE * 3}\nBureau Vlok\nKade 3\n1234 AB Maasbrug\n", "Bureau Vlok"),
        ("".join(f"Bureau Vlok | Licht uit | {page}\n{PROSE}\n" for page in range(2, 5)), "Bureau Vlok"),
        (f"Licht uit\n{PROSE}\nDe Inspectie Netten meet. De inspectie concludeert dit. De inspectie adviseert dat.\n",
         "Inspectie Netten"),
        (f"Licht uit\n{PROSE}\nDe ombudsman beveelt dit aan. De ombudsman ontving klachten.\n\nNationale ombudsman\n",
         "Nationale ombudsman"),
        ("Licht uit\n\nAuteurs: Jansen, Pietersen\nUitgave: mei 2021\nUitvoering: najaar 2020\n", None),
        ("Licht uit\n\nGids\n\nGIDSEN\n", None),
        ("Licht uit\n\nEen onderzoek van Omroep Maasbrug\n", None),
        ("Licht uit\n\nInhoud\n1 Stroom 3\n2 Inspectie Netten 5\n" + PROSE, None),
        ("Gemeenteraad\n\nAgenda\n" + PROSE, None),
    ],
)  # fmt: skip
def test_title_pages_and_colophons(text: str, expected: str | None, tmp_path: Path) -> None:
    assert maker(tmp_path / "rapport.txt", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aan: het college van burgemeester en wethouders\nVan: Adviesraad Sociaal Domein Woudstad\nDatum: 3 mei\n",
         "Adviesraad Sociaal Domein Woudstad"),
        ("Het college van burgemeester en wethouders\nvan de gemeente Woudstad\nPostbus 1\n1234 AB WOUDSTAD\n\n"
         f"Geacht college,\n{PROSE}\nMet vriendelijke groet,\n\nStichting Stroom\nA. Bos\n", "Stichting Stroom"),
        ("Inspectie JenV\n\nAan de minister van Justitie en Veiligheid\nPostbus 1\n2500 EH Den Haag\n\n"
         f"Geachte minister,\n{PROSE}\nHoogachtend,\n\nde inspecteur-generaal,\nA. Bos\n",
         "Inspectie Justitie en Veiligheid"),
        (f"Geachte raad,\n{PROSE}\nHoogachtend,\n\nnamens de voorzitter van de Raad voor Zand,\n",
         "Raad voor Zand"),
        (f"Geachte raad,\n{PROSE}\nDe inspectie concludeert dit. De inspectie adviseert dat.\n", None),
    ],
)  # fmt: skip
def test_letters(text: str, expected: str | None, tmp_path: Path) -> None:
    assert maker(tmp_path / "brief.txt", text) == expected


def test_a_sentence_that_begins_with_mevrouw_makes_no_letter(tmp_path: Path) -> None:
    text = "Rapport\n\nMevrouw De Wit klaagde.\n\nDe rekenkamer concludeert dit. De rekenkamer adviseert dat.\n"
    assert maker(tmp_path / "a.txt", f"{text}\nRekenkamer Woudstad, jaarverslag 2020.\n") == "Rekenkamer Woudstad"


LINES = [
    "Uitgevoerd door:", "Opdrachtgever", "Bureau Vlok", "GGD", "©", "Aan", "Van:", "Geachte raad,", "Hoogachtend,",
    "namens de", "| |", "Colofon", "1234 AB", "De commissie concludeert", "uitgave van", "MINISTERIE", "A. Bos", "",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_lines_give_a_name_or_none(lines: list[str]) -> None:
    text = "\n".join([*lines, "einde"])
    found = issuer_of(document(text), [Actor("vlok", "Bureau Vlok")])  # type: ignore[arg-type]
    assert found is None or found.casefold() in " ".join(text.casefold().split())
