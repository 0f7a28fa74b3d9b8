"""The pieces of the app that need no browser: HTML, excerpts, addresses, filters and words."""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from factories import document, made_corpus
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.app import charts, launch
from crisisgraph.app.address import FILTERS, MOST, STEP, Order, View, filters_of, read_view
from crisisgraph.app.arranging import arranged
from crisisgraph.app.cards import conclusions, landing_page, report_facts, source_line, statement_card
from crisisgraph.app.excerpt import Mark, MarkKind, excerpt
from crisisgraph.app.facets import Choice, facets, values_present
from crisisgraph.app.markup import as_markdown, element, joined
from crisisgraph.app.tables import linked, table
from crisisgraph.app.wording import name_of, origin, page_of, place_of, pointed, written_date
from crisisgraph.errors import InputError
from crisisgraph.filters import Filters
from crisisgraph.model import Block, BlockKind, Level, ReportId, Segment, Span, StatementId
from crisisgraph.records import Lookup
from crisisgraph.settings import ROOT

LOOKUP = Lookup(made_corpus())
PRESENT = values_present(LOOKUP)
FIRST = LOOKUP.statements[StatementId("recommendation-storm-oosterdam-1")]
SECOND = LOOKUP.statements[StatementId("recommendation-storm-oosterdam-2")]


def shown(markup: str) -> str:
    """Return what a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


# --- HTML -----------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_no_text_becomes_a_tag_or_leaves_its_attribute(child: str, value: str) -> None:
    made = element("p", child, title=value)
    assert made.count("<") == made.count(">") == 2
    assert shown(made) == child
    assert html.unescape(made.split('"')[1]) == value


def test_elements_are_not_escaped_twice() -> None:
    assert element("p", joined("a & b", element("b", "<"), between=" / ")) == "<p>a &amp; b / <b>&lt;</b></p>"


@given(st.text())
def test_markdown_keeps_none_of_its_signs(text: str) -> None:
    left = re.sub(r"\\[-\\`*_{}\[\]()#+.!~<>|:$&^=@/]", "", as_markdown(text))
    assert not set(left) & set("\\`*_{}[]()#+.!~<>|:$&^=@/-\n")


# --- excerpts -------------------------------------------------------------------------------------


def test_an_excerpt_marks_sentence_and_words_inside_each_other() -> None:
    text = "Eerste zin. De dijk <b>breekt</b>. Laatste zin."
    source = document(text, "dijk.txt", "text/plain")
    sentence = Span(12, 34)
    found = excerpt(source, Span(0, 34), [Mark(sentence, MarkKind.SENTENCE)], lambda _: [(15, 19)])
    assert found == (
        '<p>Eerste zin. <mark class="cg-zin">De </mark><mark class="cg-zin"><mark class="cg-woord">dijk</mark></mark>'
        '<mark class="cg-zin"> &lt;b&gt;breekt&lt;/b&gt;.</mark></p>'
    )


def test_an_excerpt_is_read_as_a_person_reads_it() -> None:
    text = "Kop\n- een mid-\ndel voetregel\n1. dat werkt\nnoot"
    source = replace(
        document(text, "x.pdf", "application/pdf"),
        blocks=(
            Block(BlockKind.HEADING, (Segment(0, 3),), level=1),
            Block(BlockKind.LIST_ITEM, (Segment(6, 13), Segment(15, 18)), level=1, marker="-"),
            Block(BlockKind.FURNITURE, (Segment(19, 28),)),
            Block(BlockKind.LIST_ITEM, (Segment(32, 41),), level=2, marker="1."),
            Block(BlockKind.FOOTNOTE, (Segment(42, 46),)),
        ),
    )
    assert excerpt(source, Span(0, len(text))) == (
        '<p class="cg-kop">Kop</p>'
        '<p class="cg-punt cg-niveau-1"><span class="cg-teken">• </span><span>een middel</span></p>'
        '<p class="cg-punt cg-niveau-2"><span class="cg-teken">1. </span><span>dat werkt</span></p>'
        '<p class="cg-noot">noot</p>'
    )
    within = excerpt(source, Span(10, 18), [Mark(Span(6, 18), MarkKind.QUOTE)])
    assert within == (
        '<p class="cg-punt cg-niveau-1"><span class="cg-teken"> </span>'
        '<span><mark class="cg-citaat">middel</mark></span></p>'
    )


def test_what_no_block_covers_is_shown_as_it_stands() -> None:
    source = replace(document("los stuk\ntekst", "x.txt", "text/plain"), blocks=())
    assert excerpt(source, Span(4, 14)) == "<p>stuk tekst</p>"


@given(st.text(min_size=1), st.data())
def test_an_excerpt_shows_the_characters_of_its_span_and_no_others(text: str, data: st.DataObject) -> None:
    source = replace(document("x", "x.txt", "text/plain"), text=text, blocks=())
    edges = st.integers(0, len(text) - 1).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, len(text))))
    span = Span(*data.draw(edges))
    marks = [Mark(Span(*data.draw(edges)), kind) for kind in data.draw(st.lists(st.sampled_from(MarkKind)))]
    found = excerpt(source, span, marks)
    assert shown(found) == "".join(" " if c.isspace() else c for c in text[span.start : span.end])
    assert set(re.findall(r"</?(\w+)", found)) <= {"p", "mark"}


# --- addresses and filters ------------------------------------------------------------------------


def test_an_address_is_read_whole() -> None:
    view = read_view(
        {
            "vraag": ["  wie  test\nde sirene? "],
            "rapport": ["storm-oosterdam"],
            "thema": ["leren-en-borgen"],
            "actor": ["waterschappen"],
            "soort": ["recommendation", "response"],
            "uitspraak": [FIRST.id],
            "aantal": ["20"],
            "uitgever": ["Bureau Waterkant"],
            "jaar": ["2021"],
            "reactie": ["met"],
            "volgorde": ["rapport"],
        },
        LOOKUP,
    )
    assert view.question == "wie test de sirene?"
    assert view.chosen == {
        "rapport": ("storm-oosterdam",),
        "uitgever": ("Bureau Waterkant",),
        "jaar": ("2021",),
        "thema": ("leren-en-borgen",),
        "actor": ("waterschappen",),
        "soort": ("recommendation", "response"),
        "reactie": ("met",),
    }
    assert (view.statement, view.limit, view.order, view.unknown) == (FIRST.id, 20, Order.REPORT, ())


def test_an_empty_address_asks_for_nothing() -> None:
    assert read_view({}, LOOKUP) == View()


@pytest.mark.parametrize(
    ("given_limit", "limit"), [("", STEP), ("0", STEP), ("-3", STEP), ("x", STEP), ("٣", 3), ("9999999", MOST)]
)
def test_a_limit_is_a_number_of_results(given_limit: str, limit: int) -> None:
    assert read_view({"aantal": [given_limit]}, LOOKUP).limit == limit


def test_what_a_build_does_not_have_is_named() -> None:
    view = read_view({"rapport": ["weg", "storm-oosterdam"], "soort": ["gerucht"]}, LOOKUP)
    assert view.unknown == ("weg", "gerucht")
    assert view.filters == Filters(reports=frozenset({ReportId("storm-oosterdam")}))


def test_a_filter_counts_what_the_other_filters_leave() -> None:
    found = facets(LOOKUP, {"rapport": ["storm-oosterdam"]}, LOOKUP.corpus.statements, PRESENT)
    assert found["rapport"] == (
        Choice("storm-oosterdam", "Storm boven de polder", 5),
        Choice("antwoord-oosterdam", "Antwoord op het stormrapport", 3),
    )
    assert found["soort"] == (
        Choice("recommendation", "aanbeveling", 4),
        Choice("finding", "bevinding", 1),
        Choice("response", "reactie", 0),
        Choice("commitment", "toezegging", 0),
    )
    assert [(choice.label, choice.count) for choice in found["actor"]] == [
        ("college van burgemeester en wethouders", 0),
        ("veiligheidsregio's", 1),
        ("waterschappen", 1),
    ]
    assert [(choice.value, choice.count) for choice in found["reactie"]] == [("met", 2), ("zonder", 2)]
    assert [choice.value for choice in found["jaar"]] == ["2021"]


@pytest.mark.parametrize("first", FILTERS)
def test_the_count_of_a_choice_is_what_choosing_it_gives(first: str) -> None:
    statements = LOOKUP.corpus.statements
    for one in facets(LOOKUP, {}, statements, PRESENT)[first]:
        chosen = {first: (one.value,)}
        for name, choices in facets(LOOKUP, chosen, statements, PRESENT).items():
            for choice in choices:
                both = filters_of(LOOKUP, {**chosen, name: (choice.value,)})
                assert choice.count == sum(map(both.accept, statements))


def test_counts_are_of_what_they_are_asked_among() -> None:
    found = facets(LOOKUP, {}, (FIRST, SECOND), PRESENT)
    assert [(choice.value, choice.count) for choice in found["rapport"]] == [
        ("storm-oosterdam", 2),
        ("antwoord-oosterdam", 0),
    ]


def test_a_publisher_and_a_year_are_reports_and_a_reaction_statements() -> None:
    storm = frozenset({ReportId("storm-oosterdam")})
    assert filters_of(LOOKUP, {"uitgever": ["Bureau Waterkant"]}) == Filters(reports=storm)
    assert filters_of(LOOKUP, {"jaar": ["2021"], "rapport": ["storm-oosterdam"]}) == Filters(reports=storm)
    with_reaction = filters_of(LOOKUP, {"reactie": ["met"]})
    assert with_reaction.statements == frozenset({FIRST.id, SECOND.id})
    assert with_reaction.about_statements


def test_filters_that_no_report_has_together_leave_nothing() -> None:
    none = filters_of(LOOKUP, {"uitgever": ["Bureau Waterkant"], "rapport": ["antwoord-oosterdam"], "reactie": ["met"]})
    assert not any(map(none.accept, LOOKUP.corpus.statements))


def test_results_can_stand_under_their_report_or_the_newest_first() -> None:
    third = LOOKUP.statements[StatementId("response-antwoord-oosterdam-1")]
    found = (FIRST, third, SECOND)
    assert arranged(LOOKUP, found, Order.BEST, 2) == [("", (FIRST, third))]
    assert arranged(LOOKUP, found, Order.NEWEST) == [("", [third, FIRST, SECOND])]
    assert arranged(LOOKUP, found, Order.REPORT) == [
        ("Storm boven de polder", [FIRST, SECOND]),
        ("Antwoord op het stormrapport", [third]),
    ]
    assert arranged(LOOKUP, found, Order.REPORT, 2) == [("Storm boven de polder", [FIRST, SECOND])]


# --- words ----------------------------------------------------------------------------------------


def test_a_statement_has_a_name_with_and_without_a_number() -> None:
    part = LOOKUP.statements[StatementId("recommendation-storm-oosterdam-1-a")]
    bare = replace(FIRST, number=None)
    assert [name_of(s) for s in (FIRST, part, bare)] == ["Aanbeveling 1", "Onderdeel a (aanbeveling)", "Aanbeveling"]
    assert [pointed(s) for s in (FIRST, part, bare)] == [
        "aanbeveling 1",
        "onderdeel a (aanbeveling)",
        "deze aanbeveling",
    ]
    assert name_of(replace(bare, level=Level.SUB)) == "Aanbeveling"


@pytest.mark.parametrize(("iso", "dutch"), [("2021-03-01", "1 maart 2021"), ("2020-12", "december 2020"), ("19", "19")])
def test_dates_are_dutch(iso: str, dutch: str) -> None:
    assert written_date(iso) == dutch


def test_a_place_has_headings_and_the_printed_page() -> None:
    pdf, text = LOOKUP.corpus.documents
    assert place_of(pdf, ("Deel 1", "Advies"), 2) == "Deel 1 › Advies · p. 1 (blad 2 van het bestand)"
    assert place_of(text, (), 1) == ""
    unlabelled = replace(pdf, pages=tuple(replace(page, label=None) for page in pdf.pages))
    assert page_of(unlabelled, 2) == "p. 2"


def test_the_origin_of_an_undated_report_is_its_publisher() -> None:
    storm = LOOKUP.reports[ReportId("storm-oosterdam")]
    assert origin(storm) == "Bureau Waterkant, maart 2021"
    assert origin(replace(storm, issued=None)) == "Bureau Waterkant"


# --- cards ----------------------------------------------------------------------------------------


def test_a_card_shows_place_words_addressees_and_themes() -> None:
    seen = shown(statement_card(LOOKUP, SECOND))
    for part in (
        "Aanbeveling 2",
        "Onderzoeksraad voor Veiligheid · Storm boven de polder",
        "2 Wat wij aanbevelen · p. 1 (blad 2 van het bestand)",
        "Veiligheidsregio en waterschap oefenen samen een dijk-",
        "Gericht aanveiligheidsregio's, waterschappen",
        "Thema'sleren en borgen, crisisstructuur en besluitvorming",
    ):
        assert part in seen


def test_a_promise_shows_who_and_by_when() -> None:
    seen = shown(statement_card(LOOKUP, LOOKUP.statements[StatementId("commitment-antwoord-oosterdam-3")]))
    assert "Toegezegd doorcollege van burgemeester en wethouders" in seen
    assert "TermijnVoor de zomer van 2022 (juni 2022)" in seen


def test_a_summary_is_marked_wherever_its_report_is_named() -> None:
    assert "samenvatting in eigen woorden" in source_line(LOOKUP, ReportId("antwoord-oosterdam"), (), 1, "college")
    assert "samenvatting" not in source_line(LOOKUP, ReportId("storm-oosterdam"), (), 1, "Raad")


def test_conclusions_stand_apart_from_the_text_with_rule_and_confidence() -> None:
    table = conclusions(LOOKUP, FIRST)
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)]
    assert rows[1:] == [
        ["Soort", "de tekst noemt het zelf zo", "aanbeveling", "proefregel", "0,90"],
        ["Gericht aan", "“De gemeente Oosterdam”", "niet herkend", "onderwerp", "0,80"],
        ["Thema", "", "leren en borgen", "trefwoord", "0,75"],
    ]


def test_only_a_web_address_becomes_a_link() -> None:
    storm = LOOKUP.reports[ReportId("storm-oosterdam")]
    assert 'href="https://example.org/storm%20rapport"' in landing_page(storm)
    assert landing_page(replace(storm, landing_page="javascript:alert(1)")) == ""
    assert landing_page(replace(storm, landing_page=None)) == ""


def test_a_report_shows_its_file_and_what_it_is_part_of() -> None:
    seen = shown(report_facts(LOOKUP, LOOKUP.reports[ReportId("antwoord-oosterdam")]))
    assert "Bijlage bijStorm boven de polder" in seen
    assert LOOKUP.corpus.documents[1].sha256 in seen


# --- starting -------------------------------------------------------------------------------------


def test_the_app_is_started_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[list[str], Path]] = []

    def run(command: list[str], cwd: Path, check: bool) -> subprocess.CompletedProcess[bytes]:
        started.append((command, cwd))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert launch.launch(tmp_path, 18507) == 3
    assert capsys.readouterr().out == "De app komt op http://127.0.0.1:18507. Stoppen kan met Ctrl-C.\n"
    [(command, folder)] = started
    assert folder == ROOT
    assert command[:5] == [sys.executable, "-m", "streamlit", "run", launch.SERVED]
    assert (ROOT / launch.SERVED).is_file()
    assert command[-3:] == ["--", "--build", str(tmp_path)]
    assert "--server.maxUploadSize=1" in command
    assert {"--server.address=127.0.0.1", "--server.port=18507", "--browser.gatherUsageStats=false"} <= set(command)


def test_files_of_visitors_have_a_largest_size_and_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[list[str]] = []

    def run(command: list[str], cwd: Path, check: bool) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    launch.launch(tmp_path, 18507, uploads=tmp_path / "uploads")
    assert started[0][-2:] == ["--uploads", str(tmp_path / "uploads")]
    assert "--server.maxUploadSize=200" in started[0]


def test_stopping_the_app_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def run(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", run)
    assert launch.launch(tmp_path, 18507) == 0


def test_a_port_that_cannot_be_had_is_refused(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((launch.ADDRESS, 0))
        other.listen()
        for port in (other.getsockname()[1], 70_000):
            with pytest.raises(InputError) as caught:
                launch.launch(tmp_path, port)
            assert caught.value.code == "port-taken"


# --- tables and charts ----------------------------------------------------------------------------


def test_a_table_leads_to_the_list_behind_each_number_and_escapes_its_words() -> None:
    made = table("Thema's <b>", ["Thema", "Aantal"], [("<i>", linked("3", "", thema="a&b", rapport="r"))])
    assert '<a href="./?thema=a%26b&amp;rapport=r" target="_self">3</a>' in made
    assert '<th scope="row">&lt;i&gt;</th>' in made
    assert made.startswith('<div class="cg-tabel" tabindex="0" role="region" aria-label="Thema&#x27;s &lt;b&gt;">')


def test_a_chart_holds_its_numbers_and_gives_back_what_is_chosen() -> None:
    made = charts.bars([charts.Bar("finding", "Bevindingen", 3)], "Uitspraken", "#000000").to_dict()
    assert list(made["datasets"].values()) == [
        [{"count": 3, "description": "Bevindingen: 3", "value": "finding", "label": "Bevindingen"}]
    ]
    assert made["layer"][0]["encoding"]["description"]["field"] == "description"  # what a screen reader says
    assert [(p["name"], p["select"]["fields"]) for p in made["params"]] == [(charts.CHOICE, ["value"])]


def test_a_heat_map_keeps_the_order_of_its_squares() -> None:
    squares = [
        charts.Square("t2", "r2", "thema 2", "Rapport 2", 1),
        charts.Square("t1", "r1", "thema 1", "Rapport 1", 2),
    ]
    made = charts.heat(squares, "Uitspraken", "#000000").to_dict()
    assert made["layer"][0]["encoding"]["y"]["sort"] == ["thema 2", "thema 1"]
    assert made["layer"][0]["encoding"]["x"]["sort"] == ["Rapport 2", "Rapport 1"]
    assert made["params"][0]["select"]["fields"] == ["row", "column"]


def test_columns_have_a_colour_to_each_series() -> None:
    rows = [charts.Bar("2021", "2021", 1, "een"), charts.Bar("2021", "2021", 2, "twee")]
    assert charts.columns(rows, "Aantal", "#000000").to_dict()["encoding"]["color"]["scale"]["domain"] == [
        "een",
        "twee",
    ]
