"""Word files: what is printed becomes text, as it is printed, and nothing else does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK
from docx_writer import STRICT, STYLES, W, docx, listed, num, p, paragraph, pattern, run, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from crisisgraph.documents.docx import read_docx, read_old_word
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.documents.worker import check_places
from crisisgraph.model import BlockKind, Code, Reading
from crisisgraph.settings import Limits

#: Kind, level, marker and words of a block.
Seen = tuple[str, int, str | None, str]

BREAK = '<w:r><w:br w:type="page"/></w:r>'
TURNED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def outcome_of(data: bytes, folder: Path) -> ReadOutcome:
    path = folder / "rapport.docx"
    path.write_bytes(data)
    return read_docx(path, Limits())


class Reader:
    """Reads Word files made of parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def outcome(self, data: bytes) -> ReadOutcome:
        return outcome_of(data, self._folder)

    def extracted(self, body: str, **parts: str) -> Extracted:
        return self.whole(docx(body, more=None, **parts))

    def whole(self, data: bytes) -> Extracted:
        extracted = self.outcome(data).extracted
        assert extracted is not None
        check_places(extracted)
        return extracted

    def __call__(self, body: str, **parts: str) -> list[Seen]:
        return seen(self.extracted(body, **parts))

    def lines(self, body: str, **parts: str) -> list[str]:
        return self.extracted(body, **parts).text.split("\n")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def seen(extracted: Extracted) -> list[Seen]:
    return [
        (block.kind.value, block.level, block.marker, Reading.of(extracted.text, block.segments).text)
        for block in extracted.blocks
    ]


# --- headings, lists, tables ----------------------------------------------------------------------


def test_title_headings_and_text(read: Reader) -> None:
    assert read(
        p("Nacht aan de dijk", "Titel")
        + p("1 Wat er gebeurde", "Kop1")
        + p("De dijk brak.")
        + p("1.1 De eerste uren", "Kop2")
        + p("Het water kwam.")
        + p("Slot", "Kop1")
    ) == [
        ("heading", 1, None, "Nacht aan de dijk"),
        ("heading", 2, "1", "Wat er gebeurde"),
        ("paragraph", 0, None, "De dijk brak."),
        ("heading", 3, "1.1", "De eerste uren"),
        ("paragraph", 0, None, "Het water kwam."),
        ("heading", 2, None, "Slot"),
    ]


def test_without_a_title_headings_have_their_own_level_also_by_outline_and_inheritance(read: Reader) -> None:
    styles = (
        STYLES
        + '<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Mijn kop"/><w:basedOn w:val="Kop2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rond"><w:name w:val="a"/><w:basedOn w:val="Rond"/></w:style>'
    )
    body = (
        p("Hoofdstuk", "Kop1")
        + p("Deel", "Eigen")
        + p("Los", "", '<w:outlineLvl w:val="2"/>')
        + p("Tekst hier.", "Rond")
    )
    found = read(body + p("Gewoon.", "", '<w:outlineLvl w:val="9"/>'), styles=styles)
    assert [(kind, level) for kind, level, _, _ in found] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_a_heading_style_on_a_long_text_is_a_paragraph(read: Reader) -> None:
    text = "De dijk brak door in de nacht en het water kwam hoog. " * 6
    assert [kind for kind, *_ in read(p("Kop", "Kop1") + p(text, "Kop2"))] == ["heading", "paragraph"]


def test_bold_titles_are_headings_under_the_last_one_and_without_styles_of_their_own(read: Reader) -> None:
    bold = paragraph(run("Wat ging goed", "<w:b/>"))
    assert read(p("Slot", "Kop1") + bold + p("Er was rust."))[1] == ("heading", 2, None, "Wat ging goed")
    plain = read(
        bold + p("Er was rust.") + paragraph(run("Wat beter kan", "<w:b/>")) + p("Korte regel") + p("Oefen vaker.")
    )
    assert [kind for kind, *_ in plain] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]


def test_bold_comes_from_run_character_style_and_paragraph_style(read: Reader) -> None:
    styles = STYLES + (
        '<w:style w:type="character" w:styleId="Nadruk"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vet"><w:name w:val="Vet"/><w:rPr><w:b w:val="true"/></w:rPr></w:style>'
    )
    body = (
        paragraph(run("Oefen vaker.", '<w:rStyle w:val="Nadruk"/>'))
        + p("Oefen vaker.", "Vet")
        + paragraph(run("Oefen vaker.", '<w:b w:val="0"/>'), "Vet")
        + paragraph(run("Oefen ", "<w:b/>") + run("vaker."))
    )
    assert [block.bold for block in read.extracted(body, styles=styles).blocks] == [True, True, False, False]


def test_the_bold_words_with_which_a_paragraph_begins_are_known(read: Reader) -> None:
    body = paragraph(run("Oefen vaker.", "<w:b/>") + run(" Want het water ") + run("komt.", "<w:b/>")) + p("Gewoon.")
    extracted = read.extracted(body)
    assert [extracted.text[block.start : block.lead] for block in extracted.blocks] == ["Oefen vaker.", ""]


def test_numbers_and_bullets_are_printed_before_their_items(read: Reader) -> None:
    numbering = (
        pattern(0, ("decimal", "%1."), ("lowerLetter", "%2)"))
        + pattern(1, ("bullet", "\uf0b7"), ("bullet", "\uf0fa"))
        + num(1, 0)
        + num(2, 1)
    )
    body = (
        p("Oefen vaker.", "", listed(1))
        + p("met buren", "", listed(1, 1))
        + p("met de provincie", "", listed(1, 1))
        + p("Bel eerder.", "", listed(1))
        + p("met spoed", "", listed(2))
        + p("diep", "", listed(2, 1))
        + p("Leg vast.", "", listed(1))
    )
    extracted = read.extracted(body, numbering=numbering)
    assert seen(extracted) == [
        ("list item", 1, "1", "Oefen vaker."),
        ("list item", 2, "a", "met buren"),
        ("list item", 2, "b", "met de provincie"),
        ("list item", 1, "2", "Bel eerder."),
        ("list item", 2, "•", "met spoed"),
        ("list item", 3, "•", "diep"),
        ("list item", 1, "3", "Leg vast."),
    ]
    assert extracted.text.split("\n")[:5] == [
        "1. Oefen vaker.",
        "a) met buren",
        "b) met de provincie",
        "2. Bel eerder.",
        "• met spoed",
    ]


def test_lists_of_one_pattern_count_on_unless_one_says_where_it_starts(read: Reader) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = pattern(0, ("decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, restart)
    body = "".join(p("Oefen.", "", listed(key)) for key in (1, 1, 2, 3, 3))
    assert [marker for _, _, marker, _ in read(body, numbering=numbering)] == ["1", "2", "3", "5", "6"]


def test_levels_of_numbers_restart_stand_in_and_can_be_legal(read: Reader) -> None:
    numbering = pattern(0, ("upperRoman", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "%3.")) + num(1, 0)
    legal = numbering.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    body = "".join(p("Oefen.", "", listed(1, level)) for level in (1, 0, 1, 1, 2, 0, 1, 2))
    assert [marker for _, _, marker, _ in read(body, numbering=numbering)] == [
        "I.1", "I", "I.1", "I.2", "i", "II", "II.1", "i",
    ]  # fmt: skip
    assert [marker for _, _, marker, _ in read(body, numbering=legal)][2:4] == ["1.1", "1.2"]


def test_a_level_that_never_restarts_counts_on(read: Reader) -> None:
    never = pattern(0, ("decimal", "%1."), ("decimal", "%2)")).replace(
        '<w:lvlText w:val="%2)"/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="%2)"/>'
    )
    body = "".join(p("Oefen.", "", listed(1, level)) for level in (0, 1, 0, 1))
    assert [marker for _, _, marker, _ in read(body, numbering=never + num(1, 0))] == ["1", "1", "2", "2"]


def test_numbers_of_headings_come_from_their_style(read: Reader) -> None:
    styles = STYLES.replace(
        '<w:pPr><w:outlineLvl w:val="0"/>', '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'
    ).replace(
        '<w:pPr><w:outlineLvl w:val="1"/>',
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
    )
    numbering = pattern(0, ("decimal", "Hoofdstuk %1"), ("decimal", "%1.%2")) + num(1, 0)
    body = (
        p("Inleiding", "Kop1")
        + p("Vraag", "Kop2")
        + p("Tekst.")
        + p("Voorwoord", "Kop1", listed(0))
        + p("Slot", "Kop1")
    )
    assert read(body, styles=styles, numbering=numbering) == [
        ("heading", 1, None, "Hoofdstuk 1 Inleiding"),
        ("heading", 2, "1.1", "Vraag"),
        ("paragraph", 0, None, "Tekst."),
        ("heading", 1, None, "Voorwoord"),
        ("heading", 1, None, "Hoofdstuk 2 Slot"),
    ]


def test_a_pattern_can_be_that_of_a_style(read: Reader) -> None:
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="Lijst"><w:name w:val="Lijst"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Punt"><w:name w:val="Punt"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    levels = pattern(0, ("decimal", "%1."), ("lowerLetter", "%2.")).replace(
        '<w:lvlText w:val="%2."/>', '<w:pStyle w:val="Punt"/><w:lvlText w:val="%2."/>'
    )
    numbering = levels + pattern(1, more='<w:numStyleLink w:val="Lijst"/>') + num(1, 0) + num(2, 1)
    assert read(p("Oefen.", "Punt") + p("Bel.", "Punt"), styles=styles, numbering=numbering) == [
        ("list item", 1, "a", "Oefen."),
        ("list item", 1, "b", "Bel."),
    ]


def test_a_list_that_does_not_exist_prints_nothing(read: Reader) -> None:
    assert read(p("Kop", "Kop1") + p("Oefen vaker.", "", listed(7)))[1] == ("paragraph", 0, None, "Oefen vaker.")


def test_typed_numbers_and_bullets_are_markers(read: Reader) -> None:
    body = (
        p("Advies", "Kop1") + p("1. Oefen vaker.") + p("2. Bel eerder.") + p("– met buren") + p("In 2021 brak de dijk.")
    )
    assert read(body)[1:] == [
        ("list item", 1, "1", "Oefen vaker."),
        ("list item", 1, "2", "Bel eerder."),
        ("list item", 2, "–", "met buren"),
        ("paragraph", 0, None, "In 2021 brak de dijk."),
    ]


def test_lines_in_a_paragraph_are_items_of_a_list_or_paragraphs_where_one_is_blank(read: Reader) -> None:
    line = "<w:r><w:br/></w:r>"
    body = p("Kop", "Kop1") + paragraph(
        run("Wij vragen u:")
        + line
        + run("• te oefenen;")
        + line
        + run("• te bellen.")
        + line
        + line
        + run("Met")
        + line
        + run("groet.")
    )
    assert read(body)[1:] == [
        ("paragraph", 0, None, "Wij vragen u:"),
        ("list item", 1, "•", "te oefenen;"),
        ("list item", 1, "•", "te bellen."),
        ("paragraph", 0, None, "Met groet."),
    ]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def test_a_table_is_a_block_for_each_row_with_cells_between_tabs(read: Reader) -> None:
    numbering = pattern(0, ("decimal", "%1.")) + num(1, 0)
    body = table(
        row(cell(p("Nr")), cell(p("Advies"), '<w:gridSpan w:val="2"/>'), cell(p("Wie"))),
        row(
            cell(paragraph("", "", listed(1))),
            cell(p("Oefen.") + p("Bel.")),
            cell(p("")),
            cell(p("GHOR"), '<w:vMerge w:val="restart"/>'),
        ),
        row(cell(p("2.")), cell(p("Leg vast.")), cell(p("x")), cell(p("weg"), "<w:vMerge/>")),
        row(cell(p("weg")), properties="<w:del/>"),
    )
    extracted = read.extracted(p("Kop", "Kop1") + body, numbering=numbering)
    assert extracted.text == "Kop\nNr\tAdvies\t\tWie\n\tOefen.\nBel.\t\tGHOR\n2.\tLeg vast.\tx"
    assert seen(extracted)[1:] == [
        ("table", 0, None, "Nr Advies Wie"),
        ("table", 0, None, "Oefen. Bel. GHOR"),
        ("table", 0, None, "2. Leg vast. x"),
    ]


def test_a_table_that_lays_out_a_page_gives_its_paragraphs(read: Reader) -> None:
    box = table(row(cell(p("Aanbeveling", "Kop2") + p("Oefen vaker."))))
    beside = table(
        row(cell(p("Links.")), cell(p("Kop", "Kop1"))), row(cell(p("Onder", "Kop1")), cell(table(row(cell(p("In."))))))
    )
    assert [(kind, text) for kind, _, _, text in read(p("Een", "Kop1") + box + beside)] == [
        ("heading", "Een"),
        ("heading", "Aanbeveling"),
        ("paragraph", "Oefen vaker."),
        ("paragraph", "Links."),
        ("heading", "Kop"),
        ("heading", "Onder"),
        ("paragraph", "In."),
    ]


# --- what is printed and what is not --------------------------------------------------------------


def test_inserted_text_is_text_and_deleted_text_is_not(read: Reader) -> None:
    body = paragraph(
        run("De gemeente ")
        + f'<w:ins w:id="1">{run("oefent ")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>slaapt </w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="3">{run("weg ")}</w:moveFrom><w:moveTo w:id="4">{run("vaker.")}</w:moveTo>'
    )
    assert read.lines(body) == ["De gemeente oefent vaker."]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(read: Reader) -> None:
    ended = "<w:rPr><w:del w:id='1'/></w:rPr>"
    numbering = pattern(0, ("decimal", "%1.")) + num(1, 0)
    body = p("Oefen ", "", listed(1) + ended) + p("vaker.", "", listed(1)) + p("Slot", "", ended)
    assert read.lines(body, numbering=numbering) == ["1. Oefen vaker.", "Slot"]


def test_hidden_text_is_not_printed(read: Reader) -> None:
    styles = (
        STYLES + '<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = paragraph(
        run("Wel. ")
        + run("Niet.", "<w:vanish/>")
        + run("Ook niet.", '<w:rStyle w:val="Weg"/>')
        + run("Weer wel.", "<w:webHidden/>")
    )
    assert read.lines(body, styles=styles) == ["Wel. Weer wel."]


def test_links_controls_tags_and_formulas_keep_their_words(read: Reader) -> None:
    body = (
        paragraph(
            f"<w:hyperlink r:id='r9'>{run('De raad')}</w:hyperlink>" + f"<w:smartTag>{run(' en het Rijk')}</w:smartTag>"
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In een vak.')}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:sdt><w:sdtContent>{run('In de regel.')}</w:sdtContent></w:sdt>")
        + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Klik hier.')}</w:sdtContent></w:sdt>"
        + f"<w:customXml>{p('Eigen.')}</w:customXml>"
        + paragraph("<m:oMath><m:r><m:t>a = b</m:t></m:r></m:oMath>")
        + table(f"<w:sdt><w:sdtContent>{row(cell(p('x')), cell(p('y')))}</w:sdtContent></w:sdt>")
        + paragraph(f"<w:r><w:ruby><w:rt>{run('lees')}</w:rt><w:rubyBase>{run('woord')}</w:rubyBase></w:ruby></w:r>")
    )
    assert read.lines(body) == [
        "De raad en het Rijk",
        "In een vak.",
        "In de regel.",
        "Eigen.",
        "a = b",
        "x\ty",
        "woord",
    ]


def test_text_boxes_follow_their_paragraph_once(read: Reader) -> None:
    box = f"<w:txbxContent>{p('Kader:')}{p('Oefen vaker.')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    empty = f"<mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert read.lines(paragraph(run("Voor.") + drawn + run(" Na."))) == ["Voor. Na.", "Kader:", "Oefen vaker."]
    assert read.lines(paragraph(run("Voor.") + f"<w:r>{empty}</w:r>")) == ["Voor.", "Kader:", "Oefen vaker."]


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_of_a_field_the_result_is_printed_and_the_code_is_not(read: Reader) -> None:
    nested = field(f" IF {field('PAGE', run('3'))} = 3 ", run("juist"))
    body = paragraph(run("Zie ") + field(" REF a ", run("paragraaf 2")) + run(" en ") + nested) + paragraph(
        f"<w:fldSimple w:instr='DATE'>{run('1 mei 2021')}</w:fldSimple>"
    )
    assert read.lines(body) == ["Zie paragraaf 2 en juist", "1 mei 2021"]


def test_a_field_that_never_ends_swallows_nothing(read: Reader) -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = paragraph(end + run("Een.") + begun) + p("Twee.") + paragraph(end + run("Drie."))
    assert read.lines(body) == ["Een.", "Twee.", "Drie."]


def test_a_table_of_contents_is_in_the_text_and_is_not_read(read: Reader) -> None:
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>'
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    line = run("1 Advies") + "<w:r><w:tab/></w:r>" + run("4")
    advice = p("1 Advies", "Kop1") + p("De gemeente moet oefenen.")
    for contents in (
        paragraph(line, "Inhopg1"),
        paragraph(begin + line) + paragraph(line) + end,
        paragraph(begin + line),  # never closed
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph(line)}</w:sdtContent></w:sdt>",
    ):
        found = read(contents + advice, styles=styles)
        assert [kind for kind, *_ in found if kind != "furniture"] == ["heading", "paragraph"]
        assert ("furniture", 0, None, "1 Advies 4") in found


def test_signs_that_are_no_letters(read: Reader) -> None:
    body = paragraph(
        run("e") + "<w:r><w:noBreakHyphen/></w:r>" + run("mail") + "<w:r><w:tab/></w:r>" + run("zorg")
        + "<w:r><w:softHyphen/></w:r>" + run("plicht ")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:sym w:char="x"/></w:r>'
        + "<w:r><w:cr/></w:r>" + run("een   twee")
    )  # fmt: skip
    assert read.lines(body) == ["e-mail zorgplicht ✓", "een twee"]


def test_headers_footers_and_comments_are_left_out(read: Reader) -> None:
    more = {"word/header1.xml": f'<w:hdr xmlns:w="{W}">{p("Kopregel")}</w:hdr>'}
    body = p("Tekst.") + '<w:p><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    assert read.whole(docx(body, more=more, comments=p("Opmerking"))).text == "Tekst."


# --- notes ----------------------------------------------------------------------------------------

FOOTNOTES = (
    f'<w:footnote w:id="-1" w:type="separator">{p("---")}</w:footnote>'
    '<w:footnote w:id="2">'
    + paragraph("<w:r><w:footnoteRef/></w:r>" + run(" Volgens het logboek."))
    + f"{p('Blad twee.')}</w:footnote>"
    f'<w:footnote w:id="3">{p("Volgens de peilstok.")}</w:footnote>'
)


def mark(key: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}" {more}/></w:r>'


def test_footnotes_stand_at_the_end_of_their_page_also_inside_a_sentence(read: Reader) -> None:
    body = paragraph(run("Het water") + mark(2) + run(" kwam ") + TURNED + run("hoog.") + mark(3)) + p("Slot.")
    extracted = read.extracted(body, footnotes=FOOTNOTES)
    assert extracted.text == (
        "Het water kwam\n1 Volgens het logboek.\nBlad twee.\fhoog.\nSlot.\n2 Volgens de peilstok."
    )
    assert seen(extracted) == [
        ("paragraph", 0, None, "Het water kwam hoog."),
        ("footnote", 0, "1", "Volgens het logboek."),
        ("footnote", 0, None, "Blad twee."),
        ("paragraph", 0, None, "Slot."),
        ("footnote", 0, "2", "Volgens de peilstok."),
    ]
    assert [(page.start, page.end) for page in extracted.pages] == [(0, 48), (49, 83)]


def test_endnotes_stand_at_the_end_with_small_roman_numbers_unless_the_file_says_otherwise(read: Reader) -> None:
    endnotes = f'<w:endnote w:id="2">{p("Eerste.")}</w:endnote><w:endnote w:id="3">{p("Tweede.")}</w:endnote>'
    body = paragraph(run("Een.") + mark(2, "endnote")) + paragraph(run("Twee.") + mark(3, "endnote"))
    assert read.lines(body, endnotes=endnotes) == ["Een.", "Twee.", "i Eerste.", "ii Tweede."]
    settings = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
    assert read.lines(body, endnotes=endnotes, settings=settings)[2:] == ["1 Eerste.", "2 Tweede."]


def test_a_note_with_its_own_mark_is_not_counted_and_a_missing_one_is_none(read: Reader) -> None:
    body = paragraph(run("Een") + mark(3, more='w:customMarkFollows="1"') + run("*") + mark(9) + run(" en") + mark(2))
    assert read.lines(body, footnotes=FOOTNOTES) == [
        "Een* en",
        "Volgens de peilstok.",
        "1 Volgens het logboek.",
        "Blad twee.",
    ]


def test_a_note_in_its_own_note_is_read_once(read: Reader) -> None:
    footnotes = f'<w:footnote w:id="2">{paragraph(run("Zie") + mark(2))}</w:footnote>'
    assert read.lines(paragraph(run("Een.") + mark(2)), footnotes=footnotes) == ["Een.", "1 Zie"]


# --- pages ----------------------------------------------------------------------------------------


def pages(extracted: Extracted) -> list[str]:
    return [extracted.text[page.start : page.end] for page in extracted.pages]


def test_pages_turn_where_the_file_breaks_them_and_where_word_last_did(read: Reader) -> None:
    body = (
        p("Een.")
        + paragraph(BREAK + TURNED + run("Twee."))
        + paragraph(TURNED + run("Drie."))
        + p("Vier.", "", "<w:pageBreakBefore/>")
        + paragraph(run("Vier, slot.") + BREAK)
        + paragraph(TURNED + run("Vijf."))
        + paragraph(run("Half ") + TURNED + run("zes."))
    )
    assert pages(read.extracted(body)) == ["Een.", "Twee.", "Drie.", "Vier.\nVier, slot.", "Vijf.\nHalf", "zes."]


def test_a_page_can_be_blank_and_a_break_at_the_end_opens_none(read: Reader) -> None:
    assert pages(read.extracted(p("Een.") + paragraph(BREAK) + paragraph(BREAK) + p("Drie.") + paragraph(BREAK))) == [
        "Een.",
        "",
        "Drie.",
    ]


def test_text_after_a_break_in_the_middle_of_a_paragraph_is_a_paragraph_of_its_own(read: Reader) -> None:
    found = read.extracted(paragraph(run("Slot.") + BREAK + run("begin")) + p("Kop", "Kop1"))
    assert (pages(found), [text for *_, text in seen(found)]) == (["Slot.", "begin\nKop"], ["Slot.", "begin", "Kop"])


def test_sections_begin_on_a_new_page_unless_they_go_on(read: Reader) -> None:
    def section(kind: str) -> str:
        return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>' if kind else "<w:sectPr/>"

    body = p("Een.", "", section("")) + p("Twee.", "", section("continuous")) + p("Drie.", "", section("oddPage"))
    assert pages(read.extracted(body + p("Vier.") + section(""))) == ["Een.\nTwee.", "Drie.", "Vier."]


def test_a_row_belongs_to_the_page_on_which_it_begins(read: Reader) -> None:
    split = paragraph(run("lang ") + TURNED + run("verhaal"))
    starts = paragraph(TURNED + run("nieuw"))
    body = table(row(cell(p("a")), cell(p("b"))), row(cell(split), cell(split)), row(cell(p("c")), cell(p("d"))))
    body += table(row(cell(starts), cell(starts)), row(cell(p("e")), cell(p("f")))) + p("Slot.")
    assert pages(read.extracted(body)) == ["a\tb\nlang verhaal\tlang verhaal", "c\td", "nieuw\tnieuw\ne\tf\nSlot."]


@pytest.mark.parametrize(
    ("told", "text", "uncertain"),
    [
        ("1", "Kort.", False),
        ("3", "Kort.", True),
        ("", "Kort.", False),
        ("", "Lang genoeg. " * 600, True),
        ("x", "Kort.", False),
    ],
)
def test_a_file_that_does_not_say_where_pages_turn_is_said_to_be_uncertain(
    told: str, text: str, uncertain: bool, read: Reader
) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Type="{relation}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    properties = f'<Properties xmlns="{space}"><Pages>{told}</Pages></Properties>'
    found = read.outcome(docx(p(text), more={"_rels/.rels": relations, "docProps/app.xml": properties}))
    assert [remark.code for remark in found.remarks] == [Code.PAGES_UNCERTAIN] * uncertain


# --- title and language ---------------------------------------------------------------------------


def test_the_printed_title_goes_before_the_one_of_the_file(read: Reader) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="/core.xml"/>'
        "</Relationships>"
    )
    core = '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> Sjabloon  rapport </dc:title></a>'
    more = {"_rels/.rels": relations, "core.xml": core}
    assert read.whole(docx(p("Nacht aan de dijk", "Titel") + p("Tekst."), more=more)).title == "Nacht aan de dijk"
    assert read.whole(docx(p("Tekst."), more=more)).title == "Sjabloon rapport"
    assert read.extracted(p("Tekst.")).title is None


def test_the_language_is_that_of_the_words_else_that_of_the_file(read: Reader) -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
    dutch = "De dijk en het water van de rivier en het land bij de stad."
    assert read.extracted(p(dutch), styles=styles).language == "nl"
    assert read.extracted(p("Kort."), styles=styles).language == "en"
    assert read.extracted(p("Kort.")).language is None


# --- files that python-docx made ------------------------------------------------------------------


def test_a_report_that_a_program_made(tmp_path: Path) -> None:
    made = python_docx.Document()
    made.add_heading("Nacht aan de dijk", 0)
    made.add_heading("Wat er gebeurde", 1)
    made.add_paragraph("De dijk brak door.")
    made.add_heading("Aanbevelingen", 1)
    for words in ("Oefen vaker.", "Bel eerder."):
        made.add_paragraph(words, style="List Number")
    made.add_paragraph("met buren", style="List Bullet 2")
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    table = made.add_table(2, 2)
    for place, words in enumerate(("Advies", "Wie", "Oefen.", "gemeente")):
        table.cell(place // 2, place % 2).text = words
    made.save(str(tmp_path / "a.docx"))
    found = read_docx(tmp_path / "a.docx", Limits()).extracted
    assert found is not None
    assert seen(found) == [
        ("heading", 1, None, "Nacht aan de dijk"),
        ("heading", 2, None, "Wat er gebeurde"),
        ("paragraph", 0, None, "De dijk brak door."),
        ("heading", 2, None, "Aanbevelingen"),
        ("list item", 1, "1", "Oefen vaker."),
        ("list item", 1, "2", "Bel eerder."),
        ("list item", 2, "•", "met buren"),
        ("table", 0, None, "Advies Wie"),
        ("table", 0, None, "Oefen. gemeente"),
    ]
    assert pages(found)[1] == "Advies\tWie\nOefen.\tgemeente"


# --- files that are not what they seem ------------------------------------------------------------


def test_the_strict_form_is_read_and_so_is_a_file_with_macros(read: Reader) -> None:
    data = docx(p("Oefen vaker.", "Kop1"), more={"word/vbaProject.bin": b"\0macro"})
    assert read.outcome(data).extracted is not None
    strict = docx(p("Oefen vaker.", "Kop1"), more={
        "word/document.xml": f'<w:document xmlns:w="{STRICT}"><w:body>{p("Strikt.", "Kop1")}</w:body></w:document>'
    })  # fmt: skip
    extracted = read.outcome(strict).extracted
    assert extracted is not None
    assert seen(extracted) == [("heading", 1, None, "Strikt.")]


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY e "lol"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>'
)
EXTERNAL = ENTITIES.replace('"lol"', 'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"word/document.xml": ENTITIES}, Code.DAMAGED),
        ({"word/document.xml": EXTERNAL}, Code.DAMAGED),
        ({"word/document.xml": ENTITIES.encode("utf-16")}, Code.DAMAGED),
        ({"word/document.xml": "<w:document"}, Code.DAMAGED),
        ({"word/document.xml": b"<?xml version='1.0' encoding='klingon'?><a/>"}, Code.DAMAGED),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body/></w:document>'}, Code.NO_TEXT),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}, Code.UNSUPPORTED),
        ({"xl/workbook.xml": "<workbook/>"}, Code.UNSUPPORTED),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, Code.UNSUPPORTED),
        ({}, Code.UNSUPPORTED),
    ],
)
def test_what_is_no_text_for_word_is_refused_with_its_reason(
    files: dict[str, str | bytes], code: Code, read: Reader
) -> None:
    assert read.outcome(zipped(files)) == ReadOutcome.refused(code)


def test_a_damaged_or_locked_zip_is_refused(read: Reader) -> None:
    whole = docx(p("De dijk brak door in de nacht. " * 200))
    start = whole.index(b"word/document.xml") + 60
    assert read.outcome(whole[: len(whole) // 2]) == ReadOutcome.refused(Code.DAMAGED)
    assert read.outcome(b"PK\x03\x04 geen zip") == ReadOutcome.refused(Code.DAMAGED)
    assert read.outcome(whole[:start] + b"\xff" * 40 + whole[start + 40 :]) == ReadOutcome.refused(Code.DAMAGED)
    entry = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"word/document.xml"))
    locked = whole[: entry + 8] + b"\x01" + whole[entry + 9 :]
    assert read.outcome(locked) == ReadOutcome.refused(Code.ENCRYPTED)


def test_a_bomb_is_refused_before_it_is_unpacked(read: Reader) -> None:
    text = b"<w:t>" + b"x" * (70 << 20) + b"</w:t>"
    data = zipped({"word/document.xml": text})
    assert len(data) < 100_000
    assert read.outcome(data) == ReadOutcome.refused(Code.UNPACKED_TOO_LARGE, limit=67)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Code.OLD_WORD),
        (b"{\\rtf1 Oefen vaker.}", Code.OLD_WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED),
    ],
)
def test_old_and_locked_word_files_are_told_apart(data: bytes, code: Code, tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(data)
    assert read_old_word(tmp_path / "a.doc", Limits()) == ReadOutcome.refused(code)


def test_every_word_of_a_strange_file_is_kept(read: Reader) -> None:
    extracted = read.extracted(p("\u00adzorg\u00adplicht\u200b en meer") + p("\u200b") + p("Slot \ufeff."))
    assert seen(extracted)[0][3] == "zorgplicht en meer"
    assert {block.kind for block in extracted.blocks} <= {BlockKind.PARAGRAPH, BlockKind.HEADING}


# --- laws -----------------------------------------------------------------------------------------


def wrapped(opening: str, closing: str) -> Callable[[str], str]:
    return lambda inner: f"{opening}{inner}{closing}"


pieces = st.one_of(
    st.text(st.sampled_from("abc 1.•-\u00ad\u200b"), max_size=6).map(run),
    st.sampled_from([BREAK, TURNED, "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", mark(2), "<w:bookmarkStart/>"]),
)
inlines = st.recursive(
    st.lists(pieces, max_size=4).map("".join),
    lambda inner: st.one_of(
        inner.map(wrapped("<w:hyperlink>", "</w:hyperlink>")),
        inner.map(wrapped("<w:ins>", "</w:ins>")),
        inner.map(wrapped("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
        inner.map(lambda text: f"<w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r>"),
    ),
    max_leaves=4,
)
looks = st.sampled_from(["", listed(1), listed(1, 1), "<w:pageBreakBefore/>", "<w:rPr><w:del/></w:rPr>", "<w:sectPr/>"])
written = st.builds(paragraph, inlines, st.sampled_from(["", "Kop1", "Kop2", "Titel"]), looks)
bodies = st.recursive(
    st.lists(written, max_size=4).map("".join),
    lambda inner: st.one_of(
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3).map(
            lambda rows: table(*(row(*map(cell, cells)) for cells in rows))
        ),
        inner.map(wrapped("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)


@given(body=bodies)
@settings(deadline=None)
def test_any_file_gives_places_that_are_in_order_and_every_letter_once(
    body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    numbering = pattern(0, ("decimal", "%1."), ("decimal", "%1.%2")) + num(1, 0)
    data = docx(p("x") + body, numbering=numbering, footnotes=f'<w:footnote w:id="2">{p("q")}</w:footnote>')
    extracted = outcome_of(data, tmp_path_factory.getbasetemp()).extracted
    assert extracted is not None
    check_places(extracted)
    words = "".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", body))
    assert Counter(filter(str.isalpha, extracted.text)) - Counter("q") == Counter(filter(str.isalpha, words)) + Counter(
        "x"
    )
    inside = Counter(filter(str.isalpha, "".join(text for *_, text in seen(extracted))))
    markers = Counter("".join(marker or "" for _, _, marker, _ in seen(extracted)))
    assert inside <= Counter(filter(str.isalpha, extracted.text)) <= inside + markers
