"""The page of the network, as Streamlit runs it without a browser, and what it hands to the drawing."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit_cytoscape
from app_build import HOSTILE, SCRIPT, app_corpus, publish_app_build
from streamlit.testing.v1 import AppTest
from test_app import app as opened
from test_app import html_of

from crisisgraph.app import drawing, network_cards
from crisisgraph.app.drawing import Words, page_of
from crisisgraph.app.figure import LOOKS, Line, Mark, clicked, elements_of
from crisisgraph.app.network_cards import lines, network_table
from crisisgraph.app.pages import netwerk
from crisisgraph.app.things import called, cut, destination, of_iri
from crisisgraph.network import Bounds, NodeKind, network, relations
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "recommendation-storm-oosterdam-1", "recommendation-storm-oosterdam-2"
WORDS = Words("nl", "Tekening", "Een <tekening>", "+", "-", "alles", "opnieuw")
MARKS = [Mark(FIRST, "recommendation", "1. De …", "Aanbeveling 1", 0), Mark("theme-x", "theme", "x", "x", 1)]


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Note what the component is asked to draw."""
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(drawing, "_component", lambda words: lambda **arguments: asked.append(arguments))
    return asked


def app(build: Path, monkeypatch: pytest.MonkeyPatch, page: str = "netwerk", **address: str | list[str]) -> AppTest:
    return opened(build, monkeypatch, page, **address)


def labels_of(asked: dict[str, Any]) -> list[str]:
    return [node["data"]["whole"] for node in asked["elements"]["nodes"]]


# --- the page -------------------------------------------------------------------------------------


def test_without_a_middle_the_page_offers_one(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch)
    assert not at.exception
    assert [title.value for title in at.title] == ["Netwerk"]
    box = at.selectbox(key="midden")
    assert box.value is None
    assert "Thema: leren en borgen" in box.options
    assert "Rapport: Storm boven de polder" in box.options
    assert "Aanbeveling 1: De gemeente Oosterdam test de sirene elke maand." in box.options
    assert not any(option.startswith("Bevinding") for option in box.options)
    at.button(key="begin-theme-leren-en-borgen").click().run()
    assert at.query_params == {"midden": "theme-leren-en-borgen"}
    assert "<h3>leren en borgen</h3>" in html_of(at)


def test_what_is_picked_stands_in_the_address_and_can_be_wiped(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, gekozen=SECOND)
    at.selectbox(key="midden").set_value(FIRST).run()
    assert at.query_params == {"midden": FIRST}
    at.selectbox(key="midden").set_value(None).run()
    assert at.query_params == {}


def test_a_link_shows_the_drawing_the_card_and_the_table(
    build: Path, monkeypatch: pytest.MonkeyPatch, drawn: list[dict[str, Any]]
) -> None:
    at = app(build, monkeypatch, midden=FIRST, gekozen="finding-storm-oosterdam-stil")
    assert not at.exception
    assert at.selectbox(key="midden").value == FIRST
    assert labels_of(drawn[0])[0] == "Aanbeveling 1: De gemeente Oosterdam test de sirene elke maand."
    page = html_of(at)
    assert "De sirene in Oosterdam bleef stil, omdat niemand haar had getest." in page  # the card
    assert "<h3>Bevinding</h3>" in page
    assert '<a href="./netwerk?midden=theme-leren-en-borgen" target="_self">Thema: leren en borgen</a>' in page
    assert '<a href="./aanbeveling?uitspraak=response-antwoord-oosterdam-1" target="_self">Open</a>' in page
    row = re.search(r'<tr><th scope="row"><a [^>]*midden=response-antwoord-oosterdam-1".*?</tr>', page)
    assert row
    assert "is een reactie op Aanbeveling 1: De gemeente Oosterdam" in row[0]
    rows = re.findall(r'<tr><th scope="row">', page)
    assert len(rows) == len(drawn[0]["elements"]["nodes"]) - 1
    assert 'class="cg-vorm cg-vorm-finding"' in page
    assert "1 bevinding" in page


def test_the_chosen_can_be_put_in_the_middle(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, midden=FIRST, gekozen="theme-leren-en-borgen")
    assert "<p>Leren.</p>" in html_of(at)
    at.button(key="to-middle").click().run()
    assert at.query_params == {"midden": "theme-leren-en-borgen"}
    assert [button.key for button in at.button] == []


@pytest.mark.parametrize(
    ("middle", "shown"),
    [
        ("report-storm-oosterdam", "SHA-256 van het bestand"),
        ("actor-waterschappen", "Ook genoemd"),
        ("commitment-antwoord-oosterdam-3", "Voor de zomer van 2022"),
    ],
)
def test_every_kind_of_thing_has_a_card(build: Path, monkeypatch: pytest.MonkeyPatch, middle: str, shown: str) -> None:
    at = app(build, monkeypatch, midden=middle)
    assert not at.exception
    assert shown in html_of(at)
    assert at.selectbox(key="midden").value == middle


def test_kinds_steps_and_reports_stand_in_the_address(
    build: Path, monkeypatch: pytest.MonkeyPatch, drawn: list[dict[str, Any]]
) -> None:
    at = app(build, monkeypatch, midden=FIRST, soorten=["theme", "report"], stappen="1", rapport="storm-oosterdam")
    looks = [node["data"]["look"] for node in drawn[0]["elements"]["nodes"]]
    assert looks == ["recommendation", "report", "theme"]
    steps, pills = at.button_group
    assert (steps.value, pills.value) == (1, ["report", "theme"])
    assert at.multiselect(key="rapport").value == ["storm-oosterdam"]
    pills.set_value([kind.value for kind in NodeKind]).run()
    assert at.query_params == {"midden": FIRST, "stappen": "1", "rapport": "storm-oosterdam"}
    at.multiselect(key="rapport").set_value([]).run()
    assert at.query_params == {"midden": FIRST, "stappen": "1"}


def test_what_is_not_drawn_is_said(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netwerk, "MOST", 4)
    at = app(build, monkeypatch, midden=FIRST)
    assert re.search(r"De tekening toont er hoogstens 4\. Niet getekend: .*aanbeveling", html_of(at))


def test_a_middle_that_is_not_there_is_said(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, midden="![x](http://voorbeeld.invalid/x.png)", soorten="onzin", rapport="onzin")
    assert not at.exception
    assert r"\!\[x\]" in at.warning[0].value
    assert at.selectbox(key="midden").value is None


def test_of_very_many_recommendations_none_is_offered_by_typing(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netwerk, "MOST_OFFERED", 1)
    at = app(build, monkeypatch, midden=FIRST)
    options = at.selectbox(key="midden").options
    assert [option for option in options if option.startswith("Aanbeveling")] == options[:1]


def test_a_page_that_was_opened_from_here_leads_back_here(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, midden=FIRST, stappen="1")
    assert at.session_state["last"] == ("netwerk", {"midden": [FIRST], "stappen": ["1"]})
    statement = app(build, monkeypatch, "aanbeveling", uitspraak=FIRST)
    links = {link.proto.label: link.proto.query_string for link in statement.get("page_link")}
    assert links[say("network.see")] == f"midden={FIRST}"


def test_text_of_a_document_is_text(build: Path, monkeypatch: pytest.MonkeyPatch, drawn: list[dict[str, Any]]) -> None:
    at = app(build, monkeypatch, midden="recommendation-vreemd-1")
    page = html_of(at)
    assert "<script>" not in page
    assert "&lt;script&gt;document.title" in page
    assert SCRIPT in "".join(labels_of(drawn[0]))  # Cytoscape.js paints it, letter by letter


def test_a_click_is_written_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address: dict[str, str] = {}
    value = {"action": "gekozen", "data": {"type": "tap", "target_id": "n1"}, "timestamp": 1}
    monkeypatch.setattr(netwerk, "st", SimpleNamespace(session_state={"key": value}, query_params=address))
    netwerk._clicked("key", MARKS)
    assert address == {"gekozen": "theme-x"}


# --- the drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [None, "n1", {}, {"action": "expand", "data": {"target_id": "n1"}}, {"action": "gekozen", "data": None},
     {"action": "gekozen", "data": {"target_id": "n2"}}],
)  # fmt: skip
def test_what_is_no_click_on_a_mark_chooses_nothing(value: object) -> None:
    assert clicked(value, MARKS) is None


def test_marks_are_called_by_numbers_and_begin_on_their_rings() -> None:
    found = elements_of([*MARKS, Mark("theme-y", "theme", "y", "y", 1)], [Line(FIRST, "theme-y", dashed=True)])
    assert [node["data"]["id"] for node in found["nodes"]] == ["n0", "n1", "n2"]
    assert found["nodes"][0]["position"] == {"x": 0, "y": 0}
    assert len({(node["position"]["x"], node["position"]["y"]) for node in found["nodes"]}) == 3
    assert found["edges"][0]["data"] == {"id": "e0", "source": "n0", "target": "n2", "dashed": 1}
    assert not any(one["selectable"] for one in (*found["nodes"], *found["edges"]))
    assert elements_of(MARKS, []) == elements_of(MARKS, [])


def test_each_kind_has_its_own_shape_and_colour_and_a_legend_with_that_colour() -> None:
    assert LOOKS.keys() == set(NodeKind)
    assert len({shape for shape, _ in LOOKS.values()}) == len(LOOKS)
    style = (ROOT / "crisisgraph" / "app" / "style.css").read_text("utf-8")
    for look, (_, colour) in LOOKS.items():
        rule = re.search(rf"\.cg-vorm-{look} {{[^}}]*}}", style)
        assert rule, look
        assert colour in rule[0]


@pytest.mark.parametrize("paper", ["#ffffff", "#0e1115"])
def test_each_colour_can_be_told_from_light_and_dark_paper(paper: str) -> None:
    for _, colour in LOOKS.values():
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_page_around_a_drawing_has_our_words_and_everything_that_the_component_looks_for() -> None:
    page = page_of(WORDS)
    assert 'aria-label="Een &lt;tekening&gt;"' in page
    assert "http" not in page
    frontend = Path(streamlit_cytoscape.__file__).parent / "frontend"
    scripts = re.findall(r'<script defer src="([^"]+)"', page)
    assert len(scripts) >= 5
    assert all((frontend / "build" / script).is_file() for script in scripts)
    sources = "\n".join(path.read_text("utf-8") for path in (frontend / "src").rglob("*.js"))
    wanted = set(re.findall(r'getElementById\(\s*"(\w+)"', sources)) | set(re.findall(r'_ID = "(\w+)"', sources))
    wanted |= {"viewbarPlus", "viewbarMinus", "viewbarFit", "viewbarCenter", "toolbarRefresh", "toolbarExport"}
    assert {name for name in wanted if f'id="{name}"' not in page} == set()


def test_a_page_is_made_once_for_its_words() -> None:
    assert drawing._component(WORDS) is drawing._component(WORDS)


# --- in words -------------------------------------------------------------------------------------


def test_every_relation_stands_in_one_row_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    lookup = Lookup(app_corpus())
    shown = network(relations(lookup), "theme-leren-en-borgen")
    cells = re.findall(r"<td>(.*?)</td><td>", network_table(lookup, shown))
    told = [len(cell.split("; ")) for cell in cells]
    assert sum(told) == len(shown.edges)
    monkeypatch.setattr(network_cards, "SEEN", 1)
    folded = network_table(lookup, shown)
    assert folded.count("<summary>en nog 1</summary>") == told.count(2) > 0


def test_two_things_are_joined_by_one_line_that_is_dashed_where_all_is_proposed() -> None:
    found = network(relations(Lookup(app_corpus())), FIRST, Bounds(steps=1))
    made = {(line.source, line.target): line.dashed for line in lines(found)}
    assert made[FIRST, SECOND]
    assert not made[FIRST, "report-storm-oosterdam"]
    assert len(made) == len({frozenset((edge.source, edge.target)) for edge in found.edges})


# --- names and pages ------------------------------------------------------------------------------


def test_every_thing_has_a_name_and_a_page() -> None:
    lookup = Lookup(app_corpus())
    assert called(lookup, "actor-waterschappen") == "waterschappen"
    assert called(lookup, "theme-leren-en-borgen") == "leren en borgen"
    assert called(lookup, "report-storm-oosterdam") == "Storm boven de polder"
    assert called(lookup, "recommendation-vreemd-1").endswith(HOSTILE)
    assert destination(lookup, FIRST) == ("aanbeveling", {"uitspraak": FIRST})
    assert destination(lookup, "report-storm-oosterdam") == ("rapporten", {"rapport": "storm-oosterdam"})
    assert destination(lookup, "actor-waterschappen") == ("zoeken", {"actor": "waterschappen"})
    assert destination(lookup, "theme-leren-en-borgen") == ("zoeken", {"thema": "leren-en-borgen"})
    for name in ("", "report-x", "actor-x", "theme-x", "passage-1", "report-"):
        assert destination(lookup, name) is None


def test_an_iri_leads_to_the_page_of_its_thing() -> None:
    lookup, base = Lookup(app_corpus()), "https://example.org/id/"
    assert of_iri(lookup, base, base + FIRST) == ("aanbeveling", {"uitspraak": FIRST})
    board = "https://identifier.overheid.nl/tooi/id/zbo/zb000156"
    assert of_iri(lookup, base, board) == ("zoeken", {"actor": "onderzoeksraad-voor-veiligheid"})
    assert of_iri(lookup, base, "https://example.org/other") is None


def test_a_long_word_is_cut_inside() -> None:
    assert cut("a" * 30, 10) == "a" * 8 + "\N{NO-BREAK SPACE}…"
