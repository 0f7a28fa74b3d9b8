"""A report nobody described gets its title, date, kind and issuer from its own first pages."""

from __future__ import annotations

import pytest

from crisisgraph.ids import sha256_hex
from crisisgraph.model import Actor, ActorId, Block, BlockKind, Document, DocumentId, Page, Segment
from crisisgraph.title_page import describe

ACTORS = (
    Actor(ActorId("gemeenten"), "gemeenten", ("Gemeenten",), generic=True),
    Actor(ActorId("bureau-dijk"), "Bureau Dijk", ("BD",)),
    Actor(ActorId("inspectie-water"), "Inspectie Water", ("Inspectie voor het Water",)),
)


def document(text: str, name: str = "nota_3.pdf", title: str | None = None, language: str | None = None) -> Document:
    """Return `text` as a document in which the lines that begin with "#" are headings."""
    blocks = []
    offset = 0
    for line in text.splitlines(keepends=True):
        skip = 2 if line.startswith("# ") else 0
        kind = BlockKind.HEADING if skip else BlockKind.PARAGRAPH
        if line.strip():
            blocks.append(Block(kind, (Segment(offset + skip, offset + len(line.rstrip())),), level=bool(skip)))
        offset += len(line)
    key = sha256_hex(text)
    pages = (Page(1, 0, len(text)),)
    kind_of_file = "application/pdf"
    return Document(
        DocumentId("file-1"), name, kind_of_file, key, key, "test", text, pages, tuple(blocks), title, language
    )


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("# Na de brand\n", None, "Na de brand"),
        ("# Na de brand\n", "Lessen  uit\nde brand", "Lessen uit de brand"),
        ("# Na de brand\n", "Microsoft Word - nota.docx", "Na de brand"),
        ("# Na de brand\n", "nota.indd", "Na de brand"),
        ("# 1. Inleiding\n# Na de brand\n", "", "Na de brand"),
        ("Gewone tekst.\n# Samenvatting\n", None, "nota_3"),
        ("# 12\n# Na de brand\n", None, "Na de brand"),
        ("# en toen ging het mis\n# Aan de voorzitter\n# Na de brand\n", None, "Na de brand"),
        ("Webinar over de brand\nGewone tekst.\n", None, "Webinar over de brand"),
        ("# 1 Wat er gebeurde\n# 1.2. Wie er was\n# Na de brand\n", "Evaluatie", "Na de brand"),
        ("# BUREAU DIJK\nNa de brand\n# Inhoud\n# Het verloop\n", None, "Na de brand"),
        ("# Rapport\n# Rekenkamer Woudstad\n# Na de brand\n", None, "Na de brand"),
        (
            "# Bureau Dijk onderzoekt en adviseert\n# Opdrachtgever: Woudstad\n# Na de brand\n",
            None,
            "Bureau Dijk onderzoekt en adviseert",
        ),
    ],
)
def test_title_comes_from_metadata_then_heading_then_file_name(text: str, title: str | None, expected: str) -> None:
    assert describe(document(text, title=title), ()).title == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Na de brand\n14 december 2021\n", "2021-12-14"),
        ("Na de brand\nDatum: 3 mei 2020\n", "2020-05-03"),
        ("Datum 07-11-2019\n", "2019-11-07"),
        ("Op 1 januari 2018 ging het mis.\nUtrecht, 9 februari 2018\n", "2018-02-09"),
        ("Na de brand\nJuni 2017\nOp 1 januari 2017 ging het mis.\n", "2017-06"),
        ("Op 31 februari 2018 niet, op 1 maart 2018 wel.\n", "2018-03-01"),
        ("# Na de brand\n" + "Lange tekst. " * 60 + "Op 1 maart 2018 ging het mis.\n", None),
        ("Datum 45-11-2019\nZonder datum in 2019.\n", None),
    ],
)
def test_a_date_on_a_line_of_its_own_goes_first(text: str, expected: str | None) -> None:
    assert describe(document(text), ()).issued == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Na de brand\nInspectie voor het Water\nTekst over Bureau Dijk.\n", "Inspectie Water"),
        ("# Na de brand\nDit is een uitgave van Bureau Dijk.\n", "Bureau Dijk"),
        ("# Na de brand\n" + "Lange tekst. " * 600 + "\n© 2021 Inspectie Water\n", "Inspectie Water"),
        ("# Na de brand\nOpgesteld door het Bureau  Dijk in Delft.\n", "Bureau Dijk"),
        ("# Na de brand\nGemeenten\nBD\n", "onbekend"),
        ("# Na de brand\n**Bureau Dijk**\n", "Bureau Dijk"),
        ("# Na de brand\n" + "Lange tekst. " * 600 + "\nBureau Dijk\nKade 6\n2611 AB Delft\n", "Bureau Dijk"),
        ("# Na de brand\n" + "Lange tekst. " * 600 + "\nBureau Dijk\nInspectie Water\n", "onbekend"),
        ("# Na de brand\nWij spraken met Bureau Dijk.\n", "onbekend"),
    ],
)
def test_issuer_is_an_actor_named_as_maker(text: str, expected: str) -> None:
    found = describe(document(text), ACTORS)
    assert (found.issuer, found.publisher) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "BRIEF VAN DE MINISTER VAN WATER\nAan de Voorzitter van de Tweede Kamer\nBetreft: Plan voor de dijken\n",
        "# Kabinetsreactie op Na de brand\nOnderwerp Plan voor de dijken\n",
        "Aan de Voorzitter van de Eerste Kamer\nBetreft Plan voor de dijken\n" + "Tekst. " * 600
        + "\nDe Minister van Water,\n\nA. de Boer\n",
        "Voorzitter van de Tweede Kamer\nBetreft Plan voor de dijken\nDe staatssecretaris van Water\n\nB. de Wit\n",
        "Voorzitter van de Tweede Kamer\nBetreft Plan voor de dijken\nDe minister van Water\nen Wind,\n\nB. de Wit\n",
    ],
)  # fmt: skip
def test_a_letter_of_a_minister_is_issued_by_the_cabinet(text: str) -> None:
    found = describe(document(text), ACTORS)
    assert (found.issuer, found.kind, found.title) == ("kabinet", "kamerbrief", "Plan voor de dijken")


def test_a_letter_without_a_subject_is_called_by_its_heading() -> None:
    text = "Brief van de minister van Water\nAan de voorzitter van de Tweede Kamer\n# Wat ik wil\nonderwerp van debat\n"
    assert describe(document(text), ACTORS).title == "Brief van de minister van Water"


@pytest.mark.parametrize(
    "text",
    [
        "# Advies aan de minister\nde minister van Water heeft ons gevraagd\nmee te denken over de kabinetsreactie\n",
        "# Advies\nAan de Voorzitter van de Tweede Kamer\nBureau Dijk\n",
    ],
)
def test_other_letters_and_advice_are_not_the_cabinets(text: str) -> None:
    assert describe(document(text), ACTORS).kind == "advies"


def test_kind_language_and_id() -> None:
    found = describe(document("# Verslag van de brand\n", language="fy"), ())
    assert (found.kind, found.language) == ("verslag", "fy")
    assert found.id == "verslag-van-de-brand-" + found.id[-6:]
    other = describe(document("# Verslag van de brand\nAnders.\n"), ())
    assert (other.language, other.id == found.id) == ("nl", False)
    assert describe(document("# ???\n", name="???"), ()).id.startswith("rapport-")


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Rekenkamer Woudstad", "Rekenkamer Woudstad"),
        ("*Veiligheidsregio Lage Maas, 3 mei 2021*", "Veiligheidsregio Lage Maas"),
        ("Eindrapport van de commissie Hoge Dijken", "commissie Hoge Dijken"),
        ("Advies van de Raad voor de Dijken", "Raad voor de Dijken"),
        ("Landelijk Instituut Hoogwater (LIH)", "Landelijk Instituut Hoogwater"),
        ("Bureau Dijk, Woudstad, mei 2021", "Bureau Dijk"),
        ("Gemeente Woudstad is in mei begonnen", "onbekend"),
        ("Vergadering van het college van Woudstad", "onbekend"),
        ("Commissie", "onbekend"),
    ],
)
def test_a_body_that_nobody_listed_is_known_by_its_kind(line: str, issuer: str) -> None:
    found = describe(document(f"# Water in de stad\n\n{line}\n\nInleiding\n"), ACTORS)
    assert found.issuer == issuer
