"""PDF files that the tests make themselves: their text, pages and blocks, and the boxes of a quote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_writer import PITCH, Sheet, edited, pdf_of

from crisisgraph.documents.outcome import Extracted
from crisisgraph.documents.pdf import READER, read_pdf
from crisisgraph.model import BlockKind, Reading
from crisisgraph.settings import Limits

#: Reads the bytes of a PDF.
Extract = Callable[[bytes], Extracted]

NIGHT = (
    "Het water steeg in de nacht van maandag op dinsdag sneller dan de dijkwacht had verwacht. De gemeente sloot om "
    "twee uur de brug en waarschuwde de inwoners van de lage wijken."
)
WIDE = "Meld het hoge water aan het dorp ernaast."  # ends close to the next cell of its row
PUMPS = "de pompen stonden op tijd klaar en de reserve was groot genoeg om de eerste golf op te vangen;"


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    def read(data: bytes) -> Extracted:
        path = tmp_path / "rapport.pdf"
        path.write_bytes(data)
        extracted = read_pdf(path, Limits()).extracted
        assert extracted is not None
        return extracted

    return read


def told(extracted: Extracted, *kinds: BlockKind) -> list[str]:
    """Return the blocks (of some kinds) on a line each: kind and level, marker, what is read."""
    return [
        " ".join(
            (
                block.kind.value + (f" {block.level}" if block.level else ""),
                f"[{block.marker or ''}{'!' if block.bold else ''}]",
                Reading.of(extracted.text, block.segments).text,
            )
        )
        for block in extracted.blocks
        if not kinds or block.kind in kinds
    ]


def read_texts(extracted: Extracted, *kinds: BlockKind) -> list[str]:
    return [
        Reading.of(extracted.text, block.segments).text
        for block in extracted.blocks
        if not kinds or block.kind in kinds
    ]


def test_a_report_of_two_pages(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    for number, sheet in enumerate((one, two), 1):
        sheet.text(70, 50, "Evaluatie hoog water", 8)
        sheet.text(280, 810, f"Pagina {number} van 2", 8)
    one.flow("1 Het verloop van de nacht", size=16, font="bold")
    one.flow(NIGHT)
    one.flow("De volgende punten gingen goed:")
    one.flow(PUMPS, x=90, columns=60, marker="•", gap=2)
    one.flow("de buurtwacht kende de kwetsbare bewoners.", x=90, columns=60, marker="•")
    one.flow(
        [
            "In de ochtend nam de veiligheidsregio de leiding over, waarna de over-",
            "gang naar de dagdienst goed verliep",
        ]
    )
    one.text(287, one.y - PITCH - 12, "1", 6)
    one.text(70, 770, "1", 8)
    one.text(78, 770, "Zie het logboek van de dijkwacht, tweede deel.", 8)
    two.flow("omdat iedereen wist waar de zandzakken lagen.")
    two.flow("1.1 Aanbevelingen", size=13, font="bold")
    two.flow(
        "Oefen elk jaar met de buurtwacht en leg de uitkomst vast in het plan.",
        x=90,
        columns=60,
        marker="1.",
        font="bold",
        gap=2,
    )
    two.flow("Maak de sirene ook in de polder hoorbaar.", x=90, columns=60, marker="2.", font="bold")
    extracted = extract(pdf_of(one, two))
    assert told(extracted) == [
        "furniture [] Evaluatie hoog water",
        "heading 1 [1!] Het verloop van de nacht",
        f"paragraph [] {NIGHT}",
        "paragraph [] De volgende punten gingen goed:",
        f"list item 1 [•] {PUMPS}",
        "list item 1 [•] de buurtwacht kende de kwetsbare bewoners.",
        "paragraph [] In de ochtend nam de veiligheidsregio de leiding over, waarna de overgang naar de dagdienst "
        "goed verliep omdat iedereen wist waar de zandzakken lagen.",
        "footnote [1] Zie het logboek van de dijkwacht, tweede deel.",
        "furniture [] Pagina 1 van 2",
        "furniture [] Evaluatie hoog water",
        "heading 2 [1.1!] Aanbevelingen",
        "list item 1 [1!] Oefen elk jaar met de buurtwacht en leg de uitkomst vast in het plan.",
        "list item 1 [2!] Maak de sirene ook in de polder hoorbaar.",
        "furniture [] Pagina 2 van 2",
    ]
    assert extracted.reader == READER
    assert extracted.language == "nl"
    assert [page.label for page in extracted.pages] == ["1", "2"]


def test_pages_are_joined_by_a_form_feed_and_a_page_without_text_is_empty(extract: Extract) -> None:
    one, empty, three = Sheet(), Sheet(), Sheet(width=842, height=595)
    one.flow("Voor de storm.")
    three.flow("Na de storm.")
    extracted = extract(pdf_of(one, empty, three))
    assert extracted.text == "Voor de storm.\f\fNa de storm."
    assert [(page.index, page.start, page.end) for page in extracted.pages] == [(1, 0, 14), (2, 15, 15), (3, 16, 28)]
    assert [(page.width, page.height) for page in extracted.pages] == [(595, 842), (595, 842), (842, 595)]


def test_the_canonical_text_keeps_lines_and_hyphens_and_drops_what_does_not_print(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["De dijk-", "graaf  sprak"])
    sheet.text(70, 300, "tegen de wind")
    sheet.text(70, 320, "te klein om te lezen", 0.4)
    sheet.text(900, 340, "naast de bladzijde")
    assert extract(pdf_of(sheet)).text == "De dijk-\ngraaf sprak\ntegen de wind"


@pytest.mark.parametrize("row_by_row", [False, True], ids=["column by column", "row by row"])
def test_two_columns_are_read_one_after_the_other(extract: Extract, row_by_row: bool) -> None:
    words = [f"regel {number} vult de kolom netjes" for number in range(1, 13)]
    places = [(70.0 if at < 6 else 320.0, 120.0 + 12 * (at % 6)) for at in range(12)]
    order = sorted(range(12), key=lambda at: places[at][1]) if row_by_row else range(12)
    sheet = Sheet()
    for at in order:
        sheet.text(*places[at], words[at])
    assert extract(pdf_of(sheet)).text.split("\n") == words


def test_a_sentence_goes_on_in_the_next_column_past_the_footnote(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(NIGHT + " De brug bleef dicht tot de ploeg van de", columns=30)
    sheet.text(70 + 6 * len("ploeg van de"), sheet.y - 8 - PITCH - 4, "2", 6)
    sheet.text(70, 700, "2", 8)
    sheet.text(76, 700, "Het logboek noemt half drie.", 8)
    sheet.y = 100.0
    sheet.flow("dagdienst was begonnen en de eerste pont weer kon varen.", x=320, columns=30)
    sheet.flow("Daarna reed het verkeer.", x=320, columns=30)
    sheet.flow("Een stoet auto's trok langs de kade naar het dorp aan de overkant van de rivier.", x=320, columns=30)
    extracted = extract(pdf_of(sheet))
    assert read_texts(extracted, BlockKind.PARAGRAPH)[:2] == [
        NIGHT + " De brug bleef dicht tot de ploeg van de dagdienst was begonnen en de eerste pont weer kon varen.",
        "Daarna reed het verkeer.",
    ]
    assert read_texts(extracted, BlockKind.FOOTNOTE) == ["Het logboek noemt half drie."]


def test_a_sentence_over_the_end_of_a_page_is_one_stretch_of_the_text(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    for number, sheet in enumerate((one, two), 1):
        sheet.text(70, 50, "Evaluatie hoog water", 8)
        sheet.text(280, 810, f"Pagina {number}", 8)
    one.flow(NIGHT)
    one.flow(["De brug bleef dicht.", "Pas toen het water zakte en de wind ging liggen kon de ploeg van de nacht"])
    one.text(70, 770, "1", 8)
    one.text(78, 770, "Zie het logboek van de dijkwacht.", 8)
    two.flow("naar huis.")
    two.flow(NIGHT)
    extracted = extract(pdf_of(one, two))
    assert "Zie het logboek van de dijkwacht.\nPagina 1\nDe brug bleef dicht.\nPas toen" in extracted.text
    assert "kon de ploeg van de nacht\fnaar huis.\nEvaluatie hoog water\nHet water" in extracted.text
    assert read_texts(extracted, BlockKind.FURNITURE, BlockKind.FOOTNOTE) == [
        "Evaluatie hoog water",
        "Zie het logboek van de dijkwacht.",
        "Pagina 1",
        "Evaluatie hoog water",
        "Pagina 2",
    ]


def test_footnotes_are_told_by_marks_that_are_raised_or_glued_to_a_word(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    one.flow(["De brug ging dicht"], gap=0)
    one.text(70 + 6 * len("De brug ging dicht"), one.y - PITCH - 4, "1", 6)
    one.flow(["en dat bleef zo tot de ochtend van de tweede dag van de storm.2 Daarna"], gap=0)
    one.flow(["voeren de schepen weer."])
    for at, (number, note) in enumerate(
        (("1", "Volgens het logboek"), ("", "van de wachter."), ("2", "Zie ook het verslag van"))
    ):
        one.text(70, 740 + 10 * at, number, 8)
        one.text(80, 740 + 10 * at, note, 8)
    two.flow(NIGHT)
    two.text(80, 740, "de dijkgraaf aan het bestuur.", 8)
    extracted = extract(pdf_of(one, two))
    assert told(extracted, BlockKind.FOOTNOTE) == [
        "footnote [1] Volgens het logboek van de wachter.",
        "footnote [2] Zie ook het verslag van de dijkgraaf aan het bestuur.",
    ]
    assert read_texts(extracted, BlockKind.PARAGRAPH)[0] == (
        "De brug ging dicht en dat bleef zo tot de ochtend van de tweede dag van de storm. "
        "Daarna voeren de schepen weer."
    )


def test_small_type_in_a_table_at_the_foot_is_no_footnote(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["De brug ging dicht en dat bleef zo.2"])
    for at, row in enumerate((("1", "Sluit de brug", "Gemeente"), ("2", "Tel de zakken", "Wacht"))):
        for x, cell in zip((70, 120, 380), row, strict=True):
            sheet.text(x, 700 + 20 * at, cell, 8)
    assert read_texts(extract(pdf_of(sheet)), BlockKind.TABLE) == ["1 Sluit de brug Gemeente", "2 Tel de zakken Wacht"]


def test_bullets_and_headers_that_were_drawn_last_stand_where_they_are_read(extract: Extract) -> None:
    sheets = []
    for number in (1, 2):
        sheet = Sheet()
        for at in range(3):
            sheet.text(90, 120 + 14 * at, f"punt {number}{at} van de lijst van deze bladzijde")
        for at in range(3):
            sheet.text(76, 120 + 14 * at, "•")
        sheet.text(70, 50, "Lessen van de dijkwacht", 8)
        sheets.append(sheet)
    extracted = extract(pdf_of(*sheets))
    assert extracted.text.split("\f")[1].split("\n") == [
        "Lessen van de dijkwacht",
        *(f"• punt 2{at} van de lijst van deze bladzijde" for at in range(3)),
    ]
    assert told(extracted)[1] == "list item 1 [•] punt 10 van de lijst van deze bladzijde"


def test_paragraphs_without_white_between_them_are_told_by_indent_or_short_last_line(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["   " + "De eerste ploeg kwam om zes uur aan en begon met het leggen van de"], x=70, gap=0)
    sheet.flow(["zakken langs de kade. Dat duurde tot de middag omdat er te weinig waren"], x=70, gap=0)
    sheet.flow(["en de wagen vast stond."], x=70, gap=0)
    sheet.flow(["De tweede ploeg kwam pas om acht uur en vond de kade al onder water, zo"], x=70, gap=0)
    sheet.flow(["dat het werk op een andere plaats moest worden voortgezet."], x=70, gap=0)
    assert [text[:16] for text in read_texts(extract(pdf_of(sheet)))] == ["De eerste ploeg ", "De tweede ploeg "]


def test_lists_nest_by_their_indent(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("De commissie ziet drie dingen die anders moeten:")
    sheet.flow("De meldkamer belt eerst de dijkgraaf.", x=90, marker="1.", gap=2)
    sheet.flow(
        "ook in het weekend, wanneer de bezetting kleiner is en de lijnen langer;", x=110, columns=50, marker="-", gap=2
    )
    sheet.flow("ook op feestdagen.", x=110, marker="-", gap=2)
    sheet.flow("De brandweer krijgt een eigen sleutel.", x=90, marker="2.", gap=2)
    assert told(extract(pdf_of(sheet)), BlockKind.LIST_ITEM) == [
        "list item 1 [1] De meldkamer belt eerst de dijkgraaf.",
        "list item 2 [-] ook in het weekend, wanneer de bezetting kleiner is en de lijnen langer;",
        "list item 2 [-] ook op feestdagen.",
        "list item 1 [2] De brandweer krijgt een eigen sleutel.",
    ]


def test_a_number_or_dash_in_a_sentence_opens_no_list_item(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(
        [
            "De dijk werd voor het eerst verhoogd na de storm van het jaar",
            "12. De tweede keer volgde pas na jaren, en dat was toch wel lang",
            "- te lang, zei de dijkgraaf - aandringen van de bewoners zelf.",
        ]
    )
    assert read_texts(extract(pdf_of(sheet))) == [
        "De dijk werd voor het eerst verhoogd na de storm van het jaar 12. De tweede keer volgde pas na jaren, "
        "en dat was toch wel lang - te lang, zei de dijkgraaf - aandringen van de bewoners zelf."
    ]


def test_a_paragraph_with_a_label_and_a_number_stands_alone(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["De brug bleef dicht tot acht uur omdat de sleutel in de kluis lag."], gap=0)
    sheet.flow(["Les 2: leg een tweede sleutel bij de brugwachter, zodat de brug ook", "in de nacht open kan."])
    assert [text[:5] for text in read_texts(extract(pdf_of(sheet)))] == ["De br", "Les 2"]


def test_headings_are_ranked_by_type_and_number(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("Hoog water in de polder", size=20, font="bold")
    titles = ("1 Aanleiding", 14, "bold"), ("1.1 De vraag", 12, "bold"), ("Werkwijze", 10, "bold")
    for title, size, font in (*titles, ("Bronnen", 10, "italic")):
        sheet.flow(title, size=size, font=font)
        sheet.flow(NIGHT)
    assert told(extract(pdf_of(sheet)), BlockKind.HEADING) == [
        "heading 1 [!] Hoog water in de polder",
        "heading 2 [1!] Aanleiding",
        "heading 3 [1.1!] De vraag",
        "heading 4 [!] Werkwijze",
        "heading 5 [] Bronnen",
    ]


def test_a_table_gives_a_block_per_row_and_a_contents_list_no_headings(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("1 Aanleiding .............................. 3", font="bold", gap=2)
    sheet.flow("2 Verloop ................................. 5", font="bold")
    sheet.flow(NIGHT)
    for at, row in enumerate(
        (("Nr.", "Maatregel", "Wie"), ("1", "Sluit de brug", "Gemeente"), ("2", "Tel de zakken", "Wacht"))
    ):
        for x, cell in zip((70, 120, 380), row, strict=True):
            sheet.text(x, 300 + 20 * at, cell)
    sheet.text(120, 352, "en vul ze aan")
    sheet.y = 380
    sheet.flow(NIGHT)
    extracted = extract(pdf_of(sheet))
    assert read_texts(extracted, BlockKind.TABLE)[2:] == [
        "Nr. Maatregel Wie",
        "1 Sluit de brug Gemeente",
        "2 Tel de zakken Wacht",
    ]
    assert read_texts(extracted, BlockKind.HEADING) == []


def test_tags_set_list_items_and_headings_apart(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("Lessen", tag="H2", font="bold", gap=0)
    sheet.flow(
        "De nacht verliep rustiger dan de avond ervoor, want de wind was gaan liggen en het tij keerde.", tag="P", gap=0
    )
    sheet.flow("een kleine ploeg is genoeg", tag="LI", x=90, gap=0)
    sheet.flow("een grote ploeg staat elkaar in de weg", tag="LI", x=90, gap=0)
    assert told(extract(pdf_of(sheet))) == [
        "heading 2 [!] Lessen",
        "paragraph [] De nacht verliep rustiger dan de avond ervoor, want de wind was gaan liggen en het tij keerde.",
        "list item 1 [] een kleine ploeg is genoeg",
        "list item 1 [] een grote ploeg staat elkaar in de weg",
    ]


def test_a_real_hyphen_at_a_line_end_stays(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("De oost-west verbinding en het ochtend- en avondverkeer kregen veel aandacht.")
    sheet.flow(["De brug in de oost-", "west verbinding ging dicht, ook voor het ochtend-", "en avondverkeer."], gap=20)
    assert read_texts(extract(pdf_of(sheet)))[-1] == (
        "De brug in de oost-west verbinding ging dicht, ook voor het ochtend- en avondverkeer."
    )


def test_what_the_file_says_of_itself(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    one.flow("Slotwoord")
    one.flow(NIGHT)
    two.flow(NIGHT)
    extracted = extract(edited(pdf_of(one, two), title="Nacht aan de dijk", labels="A-", outline="Slotwoord"))
    assert extracted.title == "Nacht aan de dijk"
    assert [page.label for page in extracted.pages] == ["A-1", "A-2"]
    assert told(extracted, BlockKind.HEADING) == ["heading 1 [] Slotwoord"]


def test_the_title_is_the_heading_on_top_when_the_file_names_none(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow("Nacht aan de dijk", size=20)
    sheet.flow(NIGHT)
    assert extract(edited(pdf_of(sheet), title="Microsoft Word - nacht_v3.docx")).title == "Nacht aan de dijk"


def test_the_same_file_gives_the_same_result(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(NIGHT)
    data = pdf_of(sheet)
    assert extract(data) == extract(data)


def test_a_raised_mark_behind_a_number_is_a_mark(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["De regio koos GRIP-2"], gap=0)
    sheet.text(70 + 6 * len("De regio koos GRIP-2"), sheet.y - PITCH - 4, "1", 6)
    sheet.flow(["en bleef daar tot 03.12 uur bij, tot de wind ging liggen."])
    sheet.text(70, 740, "1 Zie het logboek van de wacht.", 8)
    extracted = extract(pdf_of(sheet))
    assert read_texts(extracted) == [
        "De regio koos GRIP-2 en bleef daar tot 03.12 uur bij, tot de wind ging liggen.",
        "Zie het logboek van de wacht.",
    ]


def test_a_number_of_a_note_that_was_drawn_apart_opens_the_note(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["De brug ging dicht"], gap=0)
    sheet.text(70 + 6 * len("De brug ging dicht"), sheet.y - PITCH - 4, "1", 6)
    sheet.flow(["en dat bleef zo."])
    sheet.text(70, 738, "1", 5)
    sheet.text(92, 740, "Zie het logboek van de wacht.", 8)
    assert told(extract(pdf_of(sheet)), BlockKind.FOOTNOTE) == ["footnote [1] Zie het logboek van de wacht."]


def test_a_time_at_the_start_of_a_line_opens_no_list_item(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(["Het licht viel uit en bleef uit.", "03.12 uur was het toen, en 14.30 uur toen het", "weer aanging."])
    sheet.flow(["14.30 uur was dus het einde."])
    assert {block.split(" [")[0] for block in told(extract(pdf_of(sheet)))} == {"paragraph"}


def test_a_sentence_goes_on_past_a_figure_and_its_caption(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    one.flow(NIGHT)
    one.flow(
        [
            "Pas toen de wind was gaan liggen en het tij weer keerde, konden alle",
            "ploegen aan de kade na een nacht werken met het vullen en leggen van",
        ]
    )
    two.flow("Figuur 2: de stand van het water per uur", size=8, x=120)
    two.y += 60
    two.flow("de laatste zakken stoppen.")
    two.flow(NIGHT)
    assert [text[:9] for text in read_texts(extract(pdf_of(one, two)))] == [
        "Het water",
        "Pas toen ",
        "Figuur 2:",
        "Het water",
    ]


def test_a_box_beside_the_text_does_not_break_its_paragraph(extract: Extract) -> None:
    sheet = Sheet()
    sheet.text(330, 124, "Kader: de kade", 8, "bold")
    for at, line in enumerate(("De kade is van klei en", "in 1931 verhoogd.", "Daarna nooit meer.")):
        sheet.text(330, 136 + 10 * at, line, 8)
    sheet.flow(
        [
            "Het water steeg in de nacht sneller dan de wacht had verwacht en liep al",
            "om een uur over de rand heen. De brug",
            "ging dicht. De ploegen legden toen nog",
            "zakken neer, maar dat hielp niet meer.",
            "De wind was te sterk. Toen dat bleek,",
            "trokken alle ploegen zich terug tot de spoordijk, waar zij de nacht verder",
            "wachtten op de dag.",
        ]
    )
    (paragraph,) = (text for text in read_texts(extract(pdf_of(sheet))) if text.startswith("Het water"))
    assert paragraph.endswith("waar zij de nacht verder wachtten op de dag.")


def test_an_address_in_the_margin_does_not_stand_in_a_sentence_that_goes_on(extract: Extract) -> None:
    one, two = Sheet(), Sheet()
    one.flow(NIGHT, columns=55)
    one.flow(
        [
            "De minister neemt dit over en zal de kade nog dit jaar",
            "laten verhogen, zodat de polder ook bij een zware wind",
        ]
    )
    margin = (
        "Directie Water en Bodem",
        "Postbus van het ministerie",
        "De hoofdstad",
        "Ons kenmerk: 4711-2022",
        "Bijlagen: 1",
    )
    for at, line in enumerate((*margin, "Vermeld ons kenmerk", "bij een antwoord.")):
        one.text(440, 100 + 12 * at, line, 7)
    two.flow("droog blijft.", columns=55)
    two.flow(NIGHT, columns=55)
    extracted = extract(pdf_of(one, two))
    assert "bij een antwoord.\nDe minister" in extracted.text
    assert "bij een zware wind\fdroog blijft." in extracted.text


def test_a_large_initial_belongs_to_its_word(extract: Extract) -> None:
    sheet = Sheet()
    sheet.text(70, 112, "H", 30)
    sheet.flow(
        [
            "et water steeg in de nacht sneller dan de wacht had verwacht, en",
            "niemand zag dat op tijd aankomen bij de kade,",
        ],
        x=92,
        gap=0,
    )
    sheet.flow(["want de meetpaal was stuk en de reserve stond in het dorp."])
    sheet.flow(["Daarna viel ook nog de stroom van het gemaal uit, zodat al het water"])
    texts = read_texts(extract(pdf_of(sheet)))
    assert texts[0].startswith("Het water steeg in de nacht sneller dan de wacht had verwacht, en niemand")


def test_columns_under_a_text_across_the_page_are_read_one_after_the_other(extract: Extract) -> None:
    sheet = Sheet()
    sheet.flow(NIGHT)
    sheet.flow(NIGHT)
    words = [f"regel {number} vult de kolom netjes" for number in range(1, 13)]
    for at in range(6):  # drawn row by row
        sheet.text(70, 300 + 12 * at, words[at])
        sheet.text(320, 300 + 12 * at, words[at + 6])
    assert extract(pdf_of(sheet)).text.split("\n")[-12:] == words


def test_cells_stand_apart_by_a_tab_and_two_for_an_empty_cell(extract: Extract) -> None:
    sheet = Sheet()
    rows = (
        ("Nr.", "Maatregel", "Wie"),
        ("1", "Sluit de brug", "Gemeente"),
        ("2", "", "Wacht"),
        ("3", "Vul de zak", "Dorp"),
    )
    for at, row in enumerate(rows):
        for x, cell in zip((70, 120, 380), row, strict=True):
            if cell:
                sheet.text(x, 300 + 20 * at, cell)
    sheet.text(120, 372, "tot de rand")
    extracted = extract(pdf_of(sheet))
    assert extracted.text.split("\n") == [
        "Nr.\tMaatregel\tWie",
        "1\tSluit de brug\tGemeente",
        "2\t\tWacht",
        "3\tVul de zak\tDorp",
        "tot de rand",
    ]


def test_a_row_is_cut_where_the_other_rows_show_that_a_column_begins(extract: Extract) -> None:
    sheet = Sheet()
    for at, (number, words, who) in enumerate(
        (("1", "Sluit de brug", "Gemeente"), ("2", "Tel alle zakken", "Wacht"), ("3", WIDE, "Dijkgraaf"))
    ):
        for x, cell in ((70, number), (84, words), (350, who)):
            sheet.text(x, 300 + 20 * at, cell)
    assert extract(pdf_of(sheet)).text.split("\n") == [
        "1\tSluit de brug\tGemeente",
        "2\tTel alle zakken\tWacht",
        f"3\t{WIDE}\tDijkgraaf",
    ]


def test_a_title_in_large_type_takes_a_number_in_brackets_along(extract: Extract) -> None:
    sheet = Sheet(width=960, height=540)
    sheet.text(70, 60, "Lessen van de nacht", 30)
    sheet.text(70, 96, "(2)", 30)
    sheet.y = 160
    sheet.flow("De brug bleef te lang open.", marker="•", x=90)
    sheet.flow(NIGHT, marker="•", x=90)
    assert read_texts(extract(pdf_of(sheet)), BlockKind.HEADING) == ["Lessen van de nacht (2)"]
