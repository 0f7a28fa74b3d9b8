"""How plain text and Markdown are understood: golden files for whole texts, small texts for each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Golden

from crisisgraph.documents.layout import find_layout
from crisisgraph.documents.reading import read_document_now
from crisisgraph.model import BlockKind, Document, Reading

DATA = Path(__file__).parent / "data" / "documents"
TEXTS = sorted(path for path in DATA.iterdir() if path.suffix in (".txt", ".md"))
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "txt"


def blocks_of(text: str) -> list[tuple[str, int, str | None, str]]:
    """Return kind, level, marker and words of every block, furniture left out."""
    _, blocks = find_layout(text)
    kept = [block for block in blocks if block.kind is not BlockKind.FURNITURE]
    return [(block.kind.value, block.level, block.marker, Reading.of(text, block.segments).text) for block in kept]


def words_of(text: str) -> list[str]:
    return [words for _, _, _, words in blocks_of(text)]


def described(document: Document) -> str:
    """Return a document as the golden files hold it: one line for its facts, one for each page and each block."""
    lines = [f"title {document.title!r} language {document.language}"]
    lines += [f"page {page.index} {page.start}-{page.end} {page.label or ''}".rstrip() for page in document.pages]
    for block in document.blocks:
        about = f"{block.kind} {block.level} {block.marker or ''}".rstrip() + (" bold" if block.bold else "")
        lines.append(f"{block.start}-{block.end} {about}: {document.read(block).text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_is_understood_as_before(path: Path, golden: Golden) -> None:
    document = read_document_now(path).document
    assert document is not None
    golden(path.with_suffix(".golden"), described(document))


def test_a_line_break_is_a_space_and_a_blank_line_ends_a_paragraph() -> None:
    text = "De dijk brak door bij het oude gemaal aan de\noostkant van het dorp.\n\nDaarna kwam het water."
    assert words_of(text) == [
        "De dijk brak door bij het oude gemaal aan de oostkant van het dorp.",
        "Daarna kwam het water.",
    ]


def test_a_short_last_line_ends_a_paragraph_without_a_blank_line() -> None:
    full = "De brandweer kwam met acht wagens naar het dorp en bleef er de hele nacht om te helpen"
    text = f"{full}\nen te pompen.\n{full}\nwaar dat kon.\n{full}\nbij de sluis."
    assert [words.split()[-1] for words in words_of(text)] == ["pompen.", "kon.", "sluis."]


@pytest.mark.parametrize("bullet", ["•", "▪", "✓", "➢", "\uf0b7", "-", "–", "*", "o"])
def test_bullets_make_list_items(bullet: str) -> None:
    text = f"Wij vragen het bestuur om:\n{bullet} vaker te oefenen met de\nburen;\n{bullet} eerder te bellen.\n"
    assert blocks_of(text)[1:] == [
        ("list item", 1, bullet, "vaker te oefenen met de buren;"),
        ("list item", 1, bullet, "eerder te bellen."),
    ]


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("1.", "2.", ["1", "2"]),
        ("1)", "2)", ["1", "2"]),
        ("(1)", "(2)", ["1", "2"]),
        ("a.", "b.", ["a", "b"]),
        ("A)", "B)", ["A", "B"]),
        ("i.", "ii.", ["i", "ii"]),
        ("iv)", "v)", ["iv", "v"]),
        ("1.A", "1.B", ["1.A", "1.B"]),
        ("2.1", "2.2", ["2.1", "2.2"]),
    ],
)
def test_numbers_make_list_items(first: str, second: str, numbers: list[str]) -> None:
    item = "Oefen met de buren, de school en de huisarts zodat iedereen weet wie er belt, en leg dat vast."
    text = f"{first} {item}\n\n{second} {item}\n"
    assert [marker for _, _, marker, _ in blocks_of(text)] == numbers
    assert words_of(text) == [item, item]


def test_an_initial_or_a_dash_in_a_sentence_is_no_marker() -> None:
    text = (
        "Het bestuur dankt de heer P. Jansen, mevrouw T. de Wit en de heer\n"
        "M. van Zand voor hun hulp. Zij stonden altijd klaar voor het dorp\n"
        "– ook midden in de nacht wanneer niemand anders er was om mee te\n"
        "doen aan het werk dat beschreven is in het plan onder hoofdstuk\n2. Dat verdient lof.\n"
    )
    assert len(blocks_of(text)) == 1


def test_bullets_within_a_line_are_items_of_their_own() -> None:
    assert blocks_of("Neem mee: • water • een radio")[1:] == [
        ("list item", 1, "•", "water"),
        ("list item", 1, "•", "een radio"),
    ]


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next_line() -> None:
    assert blocks_of("Neem mee:\n•\nwater\n•\neen radio\n")[1:] == [
        ("list item", 1, "•", "water"),
        ("list item", 1, "•", "een radio"),
    ]


def test_lists_in_lists_have_levels() -> None:
    text = "1. Oefen vaker.\n• met buren\n  - naast u\n  - achter u\n• met de school\n2. Bel eerder.\n"
    assert [(level, words) for _, level, _, words in blocks_of(text)] == [
        (1, "Oefen vaker."),
        (2, "met buren"),
        (3, "naast u"),
        (3, "achter u"),
        (2, "met de school"),
        (1, "Bel eerder."),
    ]


def test_a_hanging_item_ends_where_its_indent_ends() -> None:
    text = "• Oefen vaker met de buren en\n  ook met de school.\n  Doe dat in mei.\nDat is alles wat wij vragen.\n"
    assert words_of(text) == [
        "Oefen vaker met de buren en ook met de school. Doe dat in mei.",
        "Dat is alles wat wij vragen.",
    ]


def test_headings_are_short_open_lines_over_text() -> None:
    text = (
        "Verslag van de brand\n\nWat ging er goed?\n\nDe brandweer was er snel.\n\n1. Leg alles vast\n\n"
        "Dat is nu niet zo.\n\n2. Bel de buren\n\nOok dat gebeurt niet.\n\nMet vriendelijke groet,\n\nJan Bakker\n"
    )
    assert [(kind, level, marker) for kind, level, marker, _ in blocks_of(text)] == [
        ("heading", 1, None),
        ("heading", 2, None),
        ("paragraph", 0, None),
        ("heading", 3, "1"),
        ("paragraph", 0, None),
        ("heading", 3, "2"),
        ("paragraph", 0, None),
        ("paragraph", 0, None),
        ("paragraph", 0, None),
    ]


def test_numbered_lines_that_follow_each_other_are_a_list() -> None:
    assert [kind for kind, *_ in blocks_of("Nodig zijn:\n\n1. Een radio\n\n2. Een lamp\n\n3. Water\n")] == [
        "paragraph",
        "list item",
        "list item",
        "list item",
    ]


def test_a_label_lies_under_the_heading_before_it() -> None:
    text = (
        "Oefening\n\nLessen\n\nEr is veel geleerd.\n\nBelangrijkste punten:\n\n"
        "• Oefen vaker.\n\nWij adviseren u:\n\n• Bel."
    )
    assert [(kind, level) for kind, level, *_ in blocks_of(text)] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 3),
        ("list item", 1),
        ("paragraph", 0),
        ("list item", 1),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De dijk is van klei. De dijk-\nbewaking bestaat uit dijkbewaking.", "De dijkbewaking bestaat"),
        ("Dit is een crisis voor het team. Een crisis-\nteam helpt.", "Een crisis-team helpt"),
        ("Er is een in-\nen een uitgang.", "een in- en een uitgang"),
        ("Dat staat in het GRIP-\nplan van de regio.", "het GRIP-plan van"),
        ("Dat gaat naar de Staten-\nGeneraal toe.", "de Staten-Generaal toe"),
        ("De ver\u00adanderde dijk is ver\u00ad\nsterkt.", "De veranderde dijk is versterkt"),
        ("Zie https://voorbeeld.example/een-\nlang-adres voor meer.", "example/een-lang-adres voor"),
        ("Het verslag was niet up-\nto-date, de stand-van-\nzaken wel.", "niet up-to-date, de stand-van-zaken wel"),
        ("Voor niet-\nzelfredzame bewoners kwam een e-\nmail.", "Voor niet-zelfredzame bewoners kwam een e-mail"),
        ("De radio-\nuitzending begon.", "De radio-uitzending begon"),
        ("De oost-westver-\nbinding bleef dicht.", "De oost-westverbinding bleef"),
        ("De oost-westroute is lang. De oost-\nwestroute is druk.", "De oost-westroute is druk"),
    ],
)
def test_hyphens_at_line_ends(text: str, words: str) -> None:
    assert words in " ".join(words_of(text))


def test_a_footnote_between_two_halves_of_a_sentence() -> None:
    text = (
        "De gemeente1 heeft na de brand een plan gemaakt dat de bewoners moet helpen om de\n\n"
        "1 Ook de buurgemeenten.\n schade te herstellen.\n"
    )
    assert blocks_of(text) == [
        (
            "paragraph",
            0,
            None,
            "De gemeente heeft na de brand een plan gemaakt dat de bewoners moet helpen om de schade te herstellen.",
        ),
        ("footnote", 0, "1", "Ook de buurgemeenten."),
    ]


def test_a_mark_behind_a_word_that_ends_in_a_number() -> None:
    text = "Het besluit om GRIP-4 af te kondigen viel laat. Over GRIP-41 is veel gezegd.\n\n1 Zie het logboek.\n"
    assert words_of(text)[0].endswith("Over GRIP-4 is veel gezegd.")


def test_a_number_without_a_mark_is_no_footnote() -> None:
    assert [kind for kind, *_ in blocks_of("Er kwamen wagens.\n\n12 daarvan kwamen uit de stad en hielpen mee.\n")] == [
        "paragraph",
        "paragraph",
    ]


def test_form_feeds_page_numbers_and_headers() -> None:
    sentence = "waren die nacht veel mensen op straat die niet wisten waar zij heen moesten gaan met hun"
    pages = [
        f"Verslag van de brand\n{word} {sentence}\nspullen in de {word} wijk.\n- {n} -\n"
        for n, word in enumerate(["Hier", "Daar", "Elders"], 7)
    ]
    text = "\f".join(pages)
    found, blocks = find_layout(text)
    assert [(page.index, page.label) for page in found] == [(1, "7"), (2, "8"), (3, "9")]
    assert [text[page.end : page.end + 1] for page in found] == ["\f", "\f", ""]
    assert sum(block.kind is BlockKind.FURNITURE for block in blocks) == 6
    assert len(words_of(text)) == 3


def test_a_line_at_the_edge_of_a_page_that_repeats_the_title_page_is_no_heading() -> None:
    body = "Het water kwam hoger dan de dijk en de pompen vielen na een half uur uit door de stroomstoring"
    text = (
        f"Bureau Hoogwater\n\nEvaluatie dijkdoorbraak\n\n{body} en het duurde tot de\n\n3\n"
        f"\fBureau Hoogwater | Evaluatie dijkdoorbraak\n\nvolgende ochtend voordat ze draaiden.\n\n{body}.\n\n4\n"
    )
    words = words_of(text)
    assert f"{body} en het duurde tot de volgende ochtend voordat ze draaiden." in words
    assert not any("|" in text for text in words)


def test_printed_page_numbers_make_pages_only_when_they_run_on() -> None:
    sentence = "De bewoners hielpen elkaar de hele nacht en deelden wat zij hadden met de buren van de"
    text = "".join(f"{sentence}\n\n{number}\n\noverkant van de straat.\n\n" for number in (4, 5, 6))
    found, _ = find_layout(text)
    assert [page.label for page in found] == ["4", "5", "6", None]
    assert words_of(text) == [f"{sentence} overkant van de straat."] * 3
    single = f"{sentence}\n\n4\n\noverkant van de straat.\n"
    assert (len(find_layout(single)[0]), words_of(single)) == (1, [f"{sentence} overkant van de straat."])


def test_page_numbers_over_their_pages() -> None:
    text = "".join(f"{number}\n\nOp bladzijde {number} staat niet veel.\n\n" for number in (1, 2, 3))
    assert [(page.label, page.start) for page in find_layout(text)[0]] == [("1", 0), ("2", 36), ("3", 72)]


def test_regular_page_turns_make_pages() -> None:
    page = "Er stond veel water in de straten van het dorp en niemand wist precies hoe lang dat zou duren.\n" * 8
    assert len(find_layout("\n ".join([page.strip()] * 5))[0]) == 5
    assert len(find_layout("\n ".join([page.strip()] * 3 + [page * 3]) + "\n einde van het verslag")[0]) == 1


def test_stray_bullets_at_the_end_of_a_page_do_not_break_a_sentence() -> None:
    text = "De bewoners hielpen elkaar de hele nacht en deelden wat zij hadden met de\n•\n•\n\fburen.\f"
    assert words_of(text) == ["De bewoners hielpen elkaar de hele nacht en deelden wat zij hadden met de buren."]


def test_white_space_is_read_once() -> None:
    assert words_of("De  dijk \t brak   door.") == ["De dijk brak door."]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the source reports are not beside this checkout")
def test_the_source_reports_have_their_known_shape() -> None:
    shapes = {}
    for path in sorted(CORPUS.iterdir()):
        document = read_document_now(path).document
        assert document is not None
        kinds = [block.kind for block in document.blocks]
        notes = [block.marker for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
        shapes[path.name[:3]] = (len(document.pages), kinds.count(BlockKind.HEADING), notes)
    assert shapes == {
        "000": (1, 12, []),
        "001": (1, 29, []),
        "002": (1, 7, []),
        "003": (13, 18, [str(number) for number in range(1, 14)]),
        "004": (1, 39, ["1", "2", "3", "4", "5", "6"]),
    }
