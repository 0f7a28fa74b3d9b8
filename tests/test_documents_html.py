"""Web pages: the text of the page as a browser prints it, without the site around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crisisgraph.documents.html import read_html
from crisisgraph.documents.html_tree import elements, parse, words_in
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.documents.worker import check_places
from crisisgraph.model import Code, Reading
from crisisgraph.settings import Limits

#: Kind, level, marker and words of a block.
Seen = tuple[str, int, str | None, str]


class Reader:
    """Reads web pages."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "rapport.html"

    def outcome(self, data: bytes, limits: Limits | None = None) -> ReadOutcome:
        self._path.write_bytes(data)
        return read_html(self._path, limits or Limits())

    def extracted(self, html: str) -> Extracted:
        extracted = self.outcome(html.encode()).extracted
        assert extracted is not None
        check_places(extracted)
        return extracted

    def __call__(self, html: str) -> list[Seen]:
        extracted = self.extracted(html)
        return [
            (block.kind.value, block.level, block.marker, Reading.of(extracted.text, block.segments).text)
            for block in extracted.blocks
        ]

    def lines(self, html: str) -> list[str]:
        return self.extracted(html).text.split("\n")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


# --- headings, lists, tables ----------------------------------------------------------------------


def test_headings_and_paragraphs_on_one_page(read: Reader) -> None:
    html = (
        "<h1>Nacht aan de dijk</h1><p>De dijk <b>brak</b>\n  door.<h2>2.1 Advies</h2>"
        "Oefen&nbsp;vaker &amp; bel &eacute;&eacute;n keer.<hr>Slot."
    )
    assert read(html) == [
        ("heading", 1, None, "Nacht aan de dijk"),
        ("paragraph", 0, None, "De dijk brak door."),
        ("heading", 2, "2.1", "Advies"),
        ("paragraph", 0, None, "Oefen vaker & bel één keer."),
        ("paragraph", 0, None, "Slot."),
    ]
    assert [(page.index, page.start) for page in read.extracted(html).pages] == [(1, 0)]


def test_a_title_stands_above_the_headings(read: Reader) -> None:
    html = "<p class='MsoTitle'>Nacht aan de dijk</p><h1>Wat er was</h1><p>Tekst.</p><p class=title>Nog een</p>"
    assert [(kind, level) for kind, level, _, _ in read(html)] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_headings_by_their_role(read: Reader) -> None:
    html = "<div role=heading aria-level=3>Drie</div><div role=heading>Twee</div><h2></h2><p>Tekst hier."
    assert [(kind, level) for kind, level, _, _ in read(html)] == [("heading", 3), ("heading", 2), ("paragraph", 0)]


def test_a_page_without_headings_is_read_by_its_words_and_bold_type(read: Reader) -> None:
    found = read("<p><b>Wat ging goed</b><p>Er was rust.<p><strong>Wat beter kan</strong><p>Oefen vaker.")
    assert [kind for kind, *_ in found] == ["heading", "paragraph", "heading", "paragraph"]
    assert [kind for kind, *_ in read("<p><b>Advies</b><br>Oefen vaker.<p><b>Slot</b><br>Bel eerder.")] == [
        "heading",
        "paragraph",
    ] * 2


def test_numbers_of_lists_are_printed_as_a_browser_does(read: Reader) -> None:
    html = (
        "<ol><li>een<li value=5>vijf<li>zes<ol type=a><li>a<li>b</ol>meer</ol>"
        "<p>Toen.<ol start=3 type=i><li>drie</ol>"
        "<p>Toen.<ol reversed><li>twee<li>een</ol>"
        "<p>Toen.<ol style='list-style-type: upper-alpha'><li>A</ol>"
        "<p>Toen.<ol reversed start=10 type=I><li>tien</ol>"
    )
    assert [line for line in read.lines(html) if line != "Toen."] == [
        "1. een", "5. vijf", "6. zes", "a. a", "b. b", "meer", "iii. drie", "2. twee", "1. een", "A. A", "X. tien",
    ]  # fmt: skip
    assert [(level, marker) for kind, level, marker, _ in read(html) if kind == "list item"][:5] == [
        (1, "1"),
        (1, "5"),
        (1, "6"),
        (2, "a"),
        (2, "b"),
    ]


def test_bullets_by_depth_and_lists_that_print_none(read: Reader) -> None:
    html = "<h2>Advies</h2><ul><li>een<ul><li>twee<ul><li>drie<ul><li>vier</ul></ul></ul><li>vijf</ul>"
    assert [(level, marker) for _, level, marker, _ in read(html)[1:]] == [
        (1, "•"),
        (2, "◦"),
        (3, "▪"),
        (4, "▪"),
        (1, "•"),
    ]
    bare = read(
        "<h2>Advies</h2><ul style='list-style: none'><li>een<li>twee</ul>"
        "<ol type=1 style='list-style: none'><li>1. drie</ol>"
    )
    assert [(marker, text) for *_, marker, text in bare[1:]] == [(None, "een"), (None, "twee"), ("1", "drie")]


def test_what_stands_in_an_item_after_its_first_words_is_a_paragraph(read: Reader) -> None:
    html = (
        "<h2>Advies</h2><ol><li><p>Oefen vaker.</p><p>Want het water komt.</p></li>"
        "<li><h3>Bel</h3>eerder.</li></ol><li>los"
    )
    assert read(html)[1:] == [
        ("list item", 1, "1", "Oefen vaker."),
        ("paragraph", 0, None, "Want het water komt."),
        ("heading", 3, "2", "Bel"),
        ("paragraph", 0, None, "eerder."),
        ("list item", 1, "•", "los"),
    ]


def test_a_list_around_headings_is_the_outline_of_a_word_processor(read: Reader) -> None:
    outline = "<ol><li><h1>Advies</h1><ol><li><h2>1.1 Oefenen</h2></ol></ol>"
    html = f"{outline}<p>Oefen vaker.</p><ul><li><h2>Bel</h2>eerder.</ul>"
    assert read.lines(html) == ["Advies", "1.1 Oefenen", "Oefen vaker.", "Bel", "eerder."]


def test_line_breaks_part_paragraphs_and_items(read: Reader) -> None:
    html = (
        "<h2>Advies</h2><p>Wij vragen:<br>• te oefenen;<br/>• te bellen.<br><br>"
        "Met vriendelijke<br>groet<pre>een\n  twee</pre>"
    )
    assert read.lines(html)[1:] == [
        "Wij vragen:",
        "• te oefenen;",
        "• te bellen.",
        "Met vriendelijke",
        "groet",
        "een",
        "twee",
    ]
    assert [text for *_, text in read(html)][-2:] == ["Met vriendelijke groet", "een twee"]


def test_a_table_is_a_block_for_each_row(read: Reader) -> None:
    html = (
        "<h2>Advies</h2><table><caption>Tabel 1</caption><tr><th>Nr<th colspan=2>Advies<th>Wie</tr>"
        "<tbody><tr><td rowspan=2>1<td>Oefen.<td>x<td><ul><li>gemeente<li>GHOR</ul><tr><td>Bel.<td>y<td>Rijk</table>"
    )
    assert read.lines(html)[1:] == [
        "Tabel 1",
        "Nr\tAdvies\t\tWie",
        "1\tOefen.\tx\t• gemeente",
        "• GHOR",
        "\tBel.\ty\tRijk",
    ]
    assert [kind for kind, *_ in read(html)] == ["heading", "paragraph", "table", "table", "table"]


def test_a_table_that_lays_out_a_page_gives_its_paragraphs(read: Reader) -> None:
    for html in (
        "<table><tr><td><p>Een.<p>Twee.</td></tr></table>",
        "<table role=presentation><tr><td>Een.<td>Twee.</table>",
        "<table><tr><td>Een.<td><table><tr><td>Twee.</table></table>",
    ):
        assert read("<h1>Kop</h1>" + html)[1:] == [("paragraph", 0, None, "Een."), ("paragraph", 0, None, "Twee.")]


# --- the site around the text ---------------------------------------------------------------------

SITE = (
    "<html lang=nl><head><title>Nacht | Dijkstad</title><style>p { color: red }</style>"
    "<script>var a='<p>nee'</script></head><body>"
    "<header><nav><a href=/>Home</a></nav><p>Zoek</p></header>{}<aside>Lees ook</aside>"
    "<div role=navigation>Kruimels</div><div hidden>Weg</div><p style='display: none'>Weg</p>"
    "<noscript>Zet JavaScript aan</noscript><footer>Colofon van de site</footer></body></html>"
)


def test_the_site_around_the_text_is_left_out(read: Reader) -> None:
    for inner in (
        "<div><h1>Nacht</h1><p>De dijk brak.</p></div>",
        "<main><h1>Nacht</h1><p>De dijk brak.</p></main><p>Deel dit</p>",
        "<div title=header>Kop</div><h1>Nacht</h1><p>De dijk brak.</p><div title=footer>2</div>",
        "<div>Los</div><article><header><h1>Nacht</h1></header><p>De dijk brak.</p><footer>Meer</footer></article>",
    ):
        assert read.lines(SITE.replace("{}", inner)) == ["Nacht", "De dijk brak."]


def test_the_title_in_the_head_of_a_page_is_kept_unless_it_is_a_link(read: Reader) -> None:
    html = "<header><h1>{}</h1><p>Menu</p></header><main><h2>Advies</h2><p>De dijk brak.</p></main>"
    assert read.lines(html.format("Nacht")) == ["Nacht", "Advies", "De dijk brak."]
    assert read.lines(html.format("<a href=/>Dijkstad</a>")) == ["Advies", "De dijk brak."]


def test_a_main_part_that_holds_next_to_nothing_is_not_the_text(read: Reader) -> None:
    html = f"<main>Laden</main><div><h1>Nacht</h1><p>{'De dijk brak. ' * 9}</p></div>"
    assert read.lines(html)[:2] == ["Laden", "Nacht"]


def test_a_page_that_is_all_site_is_read_whole(read: Reader) -> None:
    assert read.lines("<script>x</script><aside><p>De dijk brak.</p></aside>") == ["De dijk brak."]


def test_pieces_that_are_no_text(read: Reader) -> None:
    html = (
        "<p>Een<del> weg</del><button>Deel</button><svg><title>pijl</title><text>x</text></svg> twee"
        "<template><p>nee</p></template>"
    )
    assert read.lines(html) == ["Een twee"]


# --- notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "note", "number"),
    [
        ("<sup id=r1><a href=#n1>1</a></sup>", "<ol><li id=n1>Volgens de peilstok. <a href=#r1>↩</a></ol>", "1"),
        (
            "<a href=#_ftn1 name=_ftnref1><sup>[1]</sup></a>",
            "<div id=ftn1><p><a href=#_ftnref1 name=_ftn1>[1]</a> Volgens de peilstok.</p></div>",
            "1",
        ),
        ("<a id=r1 href=#n1>1</a>", "<p id=n1><a href=#r1>1</a> Volgens de peilstok.</p>", "1"),
        ("<a href=#n1 role=doc-noteref>*</a>", "<aside id=n1 role=doc-footnote>Volgens de peilstok.</aside>", None),
        ("<sup>1</sup>", "<section class=footnotes><ol><li>Volgens de peilstok.</ol></section>", "1"),
        ("<sup><a href=#n1>1</a></sup>", "<footer><p id=n1><sup>1</sup> Volgens de peilstok.</p></footer>", "1"),
    ],
)  # fmt: skip
def test_notes_are_footnotes_and_their_marks_are_not_read(
    mark: str, note: str, number: str | None, read: Reader
) -> None:
    found = read(f"<h1>Nacht</h1><p>Het water{mark} kwam hoog.</p><h2>Slot</h2><p>Het is over.</p>{note}")
    assert found[1] == ("paragraph", 0, None, "Het water kwam hoog.")
    kind, level, marker, text = found[-1]
    assert (kind, level, marker, text.removesuffix(" ↩")) == ("footnote", 0, number, "Volgens de peilstok.")


def test_the_mark_of_a_note_is_in_the_text(read: Reader) -> None:
    html = "<p>Het water<sup><a href=#n1>1</a></sup> kwam.<p id=n1>Volgens de peilstok."
    assert read.extracted(html).text.startswith("Het water1 kwam.")


def test_a_note_that_floats_to_the_foot_of_a_page_stands_at_the_end(read: Reader) -> None:
    html = (
        "<style>.vn { float: footnote }</style>"
        "<p>Het water<span class=vn>Volgens de peilstok.</span> kwam hoog.<p>Slot."
    )
    assert read(html) == [
        ("paragraph", 0, None, "Het water kwam hoog."),
        ("paragraph", 0, None, "Slot."),
        ("footnote", 0, "1", "Volgens de peilstok."),
    ]


def test_a_note_of_more_paragraphs_is_one_number(read: Reader) -> None:
    html = (
        "<p>Water<sup><a href=#a>1</a></sup> en dijk<sup><a href=#b>2</a></sup>."
        "<div><div><p id=a>Eerste.</p><p>Meer.</p></div><div id=b><p>Tweede.</p></div></div>"
    )
    assert [(kind, text) for kind, _, _, text in read(html)][1:] == [
        ("footnote", "Eerste."),
        ("footnote", "Meer."),
        ("footnote", "Tweede."),
    ]


def test_powers_and_contents_are_no_marks(read: Reader) -> None:
    html = "<p>Zie <a href=#h>1</a>: een vlak van 10 m<sup>2</sup>, 10<sup>3</sup> liter.<h2 id=h>Slot</h2><p>Einde."
    assert read(html)[0] == ("paragraph", 0, None, "Zie 1: een vlak van 10 m2, 103 liter.")
    assert [kind for kind, *_ in read(html)] == ["paragraph", "heading", "paragraph"]


# --- bytes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "remarks"),
    [
        ("<p>één €".encode(), []),
        ("\ufeff<p>één €".encode(), []),
        ("<p>één €".encode("utf-16"), []),
        (b"<meta charset=iso-8859-1><p>" + "één €".encode("cp1252"), []),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>" + "<p>één €".encode("cp1252"), []),
        (b"<meta charset='iso-8859-15'>" + "<p>één €".encode("iso-8859-15"), []),
        ("<meta charset=iso-8859-1><p>één €".encode(), []),
        (b"<?xml version='1.0' encoding='iso-8859-15'?>" + "<p>één €".encode("iso-8859-15"), []),
        ("<p>één €".encode("cp1252"), [Code.DECODED_AS_CP1252]),
        (b"<meta charset=utf-7>" + "<p>één €".encode("cp1252"), [Code.DECODED_AS_CP1252]),
        (b"<meta charset=rot13>" + "<p>één €".encode("cp1252"), [Code.DECODED_AS_CP1252]),
    ],
)
def test_the_encoding_is_that_of_the_bytes_else_the_declared_one(
    data: bytes, remarks: list[Code], read: Reader
) -> None:
    found = read.outcome(data)
    assert found.extracted is not None
    assert found.extracted.text == "één €"
    assert [remark.code for remark in found.remarks] == remarks


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<p>a\0b", Code.UNSUPPORTED), (b"<script>laad()</script><div id=app></div>", Code.NO_TEXT), (b"", Code.NO_TEXT)],
)
def test_a_page_without_text_is_refused(data: bytes, code: Code, read: Reader) -> None:
    assert read.outcome(data) == ReadOutcome.refused(code)


def test_pictures_in_the_page_do_not_count_as_text(read: Reader) -> None:
    picture = b"<img src='data:image/png;base64," + b"A" * 5000 + b"'><p>De dijk brak."
    found = read.outcome(picture, Limits(text_size=100))
    assert found.extracted is not None
    assert found.extracted.text == "De dijk brak."
    assert read.outcome(b"<p>" + b"x" * 5000, Limits(text_size=100)) == ReadOutcome.refused(
        Code.TOO_MUCH_TEXT, limit=100
    )


def test_xhtml_may_close_elements_at_once(read: Reader) -> None:
    html = (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title/>'
        '<script src="a.js"/></head><body><p>Een<a name="x"/></p><p/><div>twee</div></body></html>'
    )
    assert read.lines(html) == ["Een", "twee"]
    assert read.extracted(html).language == "en"


def test_the_title_of_a_page(read: Reader) -> None:
    head = "<title>Nacht | Dijkstad</title>"
    assert read.extracted(head + "<h1>Nacht aan de dijk</h1><p>x").title == "Nacht aan de dijk"
    assert read.extracted(head + "<h1>Een</h1><p>x<h1>Twee</h1><p>y").title == "Nacht | Dijkstad"
    assert read.extracted(head + "<p class=title>Nacht</p><h1>Een</h1><p>x").title == "Nacht"
    assert read.extracted("<p>x").title is None


# --- laws -----------------------------------------------------------------------------------------

TAGS = (
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "b",
    "sup",
    "h2",
    "span",
    "pre",
    "header",
    "a",
    "br",
    "dl",
    "dt",
)
scraps = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<a href=#n1>1</a>", "<p id=n1>", "<td rowspan=3 colspan=2>", "<li value=9>", "<ol reversed>", "<!--", "-->"]
    ),
    st.text(st.sampled_from("abc 1.•-&<>\n\t\f\u00ad"), max_size=8),
)


@given(html=st.lists(scraps, max_size=30).map("".join))
@example(html="<table><td>a<table><td>b</table>")
@example(html="<sup>1</sup><sup>a</sup>")
@settings(deadline=None)
def test_any_page_gives_places_that_are_in_order_and_all_its_letters(
    html: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "willekeurig.html"
    path.write_bytes(f"<p>x{html}".encode())
    found = read_html(path, Limits()).extracted
    assert found is not None
    check_places(found)
    tree = parse(f"<p>x{html}")
    header = any(node.tag == "header" for node in elements(tree))
    if not header:
        expected = sorted(sign for sign in words_in(tree) if sign.isalpha())
        printed = sorted(sign for sign in found.text if sign.isalpha())
        assert [sign for sign in expected if sign not in printed] == []
        assert len(printed) >= len(expected)


def test_a_page_may_be_nested_deeper_than_any_stack(read: Reader) -> None:
    assert read.lines("<div>" * 3000 + "diep" + "</div>" * 3000 + "<p>na") == ["diep", "na"]
