"""The page that puts reports beside each other: what they share, what is opposed, and what one alone advises."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from app_build import HOSTILE, SCRIPT, publish_app_build
from compared import FIRST, FLOOD, ODD, REPLY, STORM, compared_corpus
from test_app import app, html_of

from crisisgraph.app.pages import vergelijken
from crisisgraph.model import StatementId
from crisisgraph.sentences import say

BOTH = [STORM, FLOOD]


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), compared_corpus())


def cards(html: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", html)


def test_the_page_begins_with_reports_that_share_advice(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken")
    assert not at.exception
    links = [link.proto for link in at.get("page_link") if "keer" in link.proto.label]
    assert [link.label for link in links] == [
        r"Storm boven de polder en Vloed na de storm\: 1 keer vergelijkbaar advies",
        r"Storm boven de polder en Vreemd \<script\>document\.title \= 'gekaapt'\<\/script\> \*\*rapport\*\*\: "
        r"1 keer vergelijkbaar advies",
    ]
    assert at.multiselect(key="rapport").options[0] == "Storm boven de polder (4)"


def test_two_reports_are_chosen_and_stand_in_the_address(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken")
    at.multiselect(key="rapport").set_value([STORM]).run()
    assert [info.value for info in at.info] == [say("comparing.one-more")]
    at.multiselect(key="rapport").set_value(BOTH).run()
    assert at.query_params == {"rapport": [STORM, FLOOD]}
    assert at.radio(key="deel").options == [
        r"Vergelijkbaar advies \(1\)",
        r"Tegenovergesteld advies \(1\)",
        r"Alleen in Storm boven de polder \(3\)",
        r"Alleen in Vloed na de storm \(2\)",
    ]


def test_shared_advice_shows_both_quotes_and_why_it_is_proposed(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH))
    assert [header.value for header in at.header] == ["1 keer vergelijkbaar advies"]
    page = html_of(at)
    assert "De gemeente Oosterdam test de sirene elke maand." in page
    assert "Test de sirene van Oosterdam elke maand." in page
    assert "Dit verband legden wij zelf: lijkt erop in woorden: sirene (zekerheid 0,62)." in page
    assert say("comparing.vergelijkbaar-text") in page
    labels = [link.proto.label for link in at.get("page_link") if "Volg" in link.proto.label]
    assert labels == ["Volg aanbeveling 1", "Volg aanbeveling 1"]


def test_opposed_advice_is_a_part_of_its_own_with_a_link(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH))
    at.radio(key="deel").set_value("tegengesteld").run()
    assert at.query_params == {"rapport": [STORM, FLOOD], "deel": "tegengesteld"}
    assert [header.value for header in at.header] == ["1 keer tegenovergesteld advies"]
    assert "Oefen een dijkdoorbraak niet met het waterschap." in html_of(at)
    assert "wel of niet (– ↔ niet)" in html_of(at)
    again = app(build, monkeypatch, "vergelijken", rapport=list(BOTH), deel="tegengesteld")
    assert again.radio(key="deel").value == "tegengesteld"


def test_what_one_report_alone_advises_stands_in_its_order_and_says_what_hangs_together(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH), deel="alleen-storm-oosterdam")
    assert [header.value for header in at.header] == ["3 aanbevelingen die alleen dit rapport geeft"]
    assert cards(html_of(at)) == ["Onderdeel a (aanbeveling)", "Aanbeveling 2", "Aanbeveling 3"]
    assert "Hoort bij aanbeveling 1. Dat advies lijkt wel op advies in een ander rapport." in html_of(at)
    at = app(build, monkeypatch, "vergelijken", rapport=[STORM, ODD], deel="alleen-storm-oosterdam")
    assert cards(html_of(at)) == ["Aanbeveling 1", "Aanbeveling 2", "Aanbeveling 3"]
    assert say("comparing.part-shared") in html_of(at)


def test_a_part_that_does_not_exist_shows_the_first(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH), deel="alleen-vreemd")
    assert not at.exception
    assert at.radio(key="deel").value == ""


def test_theme_and_addressee_narrow_every_part_and_can_be_wiped(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH))
    assert at.multiselect(key="thema").options == ["crisisstructuur en besluitvorming (1)", "leren en borgen (3)"]
    assert at.multiselect(key="actor").options == ["veiligheidsregio's (1)", "waterschappen (2)"]
    at.multiselect(key="actor").set_value(["waterschappen"]).run()
    assert at.query_params == {"rapport": [STORM, FLOOD], "actor": "waterschappen"}
    assert at.radio(key="deel").options[0] == r"Vergelijkbaar advies \(0\)"
    assert say("comparing.no-vergelijkbaar") in html_of(at)
    assert at.multiselect(key="thema").options == ["crisisstructuur en besluitvorming (1)", "leren en borgen (1)"]
    at.button(key="clear").click().run()
    assert at.query_params == {"rapport": [STORM, FLOOD]}


def test_a_filter_that_leaves_nothing_alone_says_so(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH), thema="leren-en-borgen", deel="alleen-vloed")
    assert [header.value for header in at.header] == ["0 aanbevelingen die alleen dit rapport geeft"]
    assert say("comparing.no-alone") in html_of(at)


def test_the_table_counts_per_theme_and_leads_to_the_list(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "vergelijken", rapport=list(BOTH)))
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr><th scope=.row.>(.*?)</tr>", page)]
    assert rows == [
        ["alle", "aanbevelingen", "4", "3"],
        ["leren", "en", "borgen", "2", "1"],
        ["crisisstructuur", "en", "besluitvorming", "1", "–"],
        ["zonder", "thema", "2", "2"],
    ]
    assert 'href="./?thema=leren-en-borgen&amp;rapport=vloed&amp;soort=recommendation"' in page
    listed = app(build, monkeypatch, thema="leren-en-borgen", rapport="vloed", soort="recommendation")
    assert [header.value for header in listed.header] == ["1 uitspraak past bij deze filters"]


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ([STORM, FLOOD], "Bij “Storm boven de polder” horen ook bijlagen die nu niet meedoen: “Antwoord op het"),
        ([STORM, REPLY], "Als bijlage bij “Storm boven de polder” verschenen: “Antwoord op het stormrapport”."),
        ([STORM, REPLY], "In “Antwoord op het stormrapport” hebben wij geen aanbevelingen gevonden."),
        ([STORM], "Bij “Storm boven de polder” horen ook bijlagen die nu niet meedoen"),
    ],
)
def test_annexes_and_reports_without_advice_are_told(
    build: Path, monkeypatch: pytest.MonkeyPatch, reports: list[str], said: str
) -> None:
    assert said in html_of(app(build, monkeypatch, "vergelijken", rapport=list(reports)))


def test_reports_without_any_advice_cannot_be_compared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = compared_corpus()
    without = tuple(one for one in corpus.statements if one.report != FLOOD)
    out = publish_app_build(tmp_path, replace(corpus, statements=without, links=corpus.links[:5]))
    at = app(out, monkeypatch, "vergelijken", rapport=[REPLY, FLOOD])
    assert say("comparing.no-advice-at-all") in html_of(at)
    assert not at.radio


def test_more_reports_than_can_be_read_are_cut_in_words(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vergelijken, "MOST_REPORTS", 2)
    at = app(build, monkeypatch, "vergelijken", rapport=[STORM, FLOOD, ODD], thema="bestaat-niet")
    assert say("comparing.too-many", most=2) in [warning.value for warning in at.warning]
    assert any("bestaat" in warning.value for warning in at.warning)
    assert len(at.radio(key="deel").options) == 4


def test_long_lists_are_shown_step_by_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = compared_corpus()
    [first] = [one for one in corpus.statements if one.id == FIRST]
    many = tuple(replace(first, id=StatementId(f"{first.id}-{n}"), number=str(n)) for n in range(2, 112))
    out = publish_app_build(tmp_path, replace(corpus, statements=(*corpus.statements, *many)))
    at = app(out, monkeypatch, "vergelijken", rapport=list(BOTH), deel="alleen-storm-oosterdam")
    assert len(cards(html_of(at))) == 10
    at.button(key="more").click().run()
    assert at.query_params == {"rapport": [STORM, FLOOD], "deel": "alleen-storm-oosterdam", "aantal": "20"}
    assert len(cards(html_of(at))) == 20
    at = app(out, monkeypatch, "vergelijken", rapport=list(BOTH), deel="alleen-storm-oosterdam", aantal="100")
    assert say("app.fitting-more", n=100) in [text.value for text in at.markdown]


def test_a_statement_leads_back_to_the_comparison(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "vergelijken", rapport=list(BOTH), deel="tegengesteld")
    at.session_state["last"] = ("vergelijken", {"rapport": list(BOTH), "deel": ["tegengesteld"]})
    assert say("app.back-vergelijken") == "Terug naar vergelijken"
    assert at.session_state["last"][0] == "vergelijken"


def test_text_of_a_document_stays_text(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "vergelijken", rapport=[STORM, ODD]))
    assert HOSTILE not in page
    assert SCRIPT not in page
    assert "&lt;script&gt;document.title" in page
