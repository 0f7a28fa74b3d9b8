"""What a visitor selects: on every page, on a page of its own, and by the link of a colleague."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app_build import publish_app_build
from compared import AGAIN, FIRST, SECOND, THIRD, compared_corpus
from streamlit.testing.v1 import AppTest
from test_app import app, html_of

from crisisgraph.app import selecting, selection
from crisisgraph.app.selection import MOST, Selections, added, browser_of, in_order, without
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

ADD, REMOVE = say("selecting.add"), say("selecting.remove")


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), compared_corpus())


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit is from one browser."""
    monkeypatch.setattr("crisisgraph.app.selecting._browser", lambda: "mijn browser")


def select(build: Path, monkeypatch: pytest.MonkeyPatch, *names: StatementId) -> None:
    for name in names:
        app(build, monkeypatch, "aanbeveling", uitspraak=name).button(key="select-subject").click().run()


def cards(at: AppTest) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", html_of(at))


# --- the values -----------------------------------------------------------------------------------


def test_a_selection_holds_each_statement_once_and_no_more_than_fit() -> None:
    many = [StatementId(f"s{n}") for n in range(MOST + 5)]
    assert added((many[3],), many) == (many[3], *many[:3], *many[4:MOST])
    assert without(tuple(many[:3]), [many[1], many[9]]) == (many[0], many[2])


def test_each_browser_has_its_own_and_the_one_not_heard_of_for_longest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "BROWSERS", 2)
    kept = Selections()
    for browser in ("een", "twee"):
        kept.change(browser, lambda selected: added(selected, [FIRST]))
    kept.change("een", lambda selected: added(selected, [SECOND]))
    kept.change("drie", lambda selected: selected)
    assert [kept.of(browser) for browser in ("een", "twee", "drie", "vier")] == [(FIRST, SECOND), (), (), ()]


@pytest.mark.parametrize("cookie", ["", "1|2|3", "2|zz|00|1", "2|b616e765|ebc3|1", "<MagicMock id='1'>"])
def test_what_is_no_such_cookie_names_no_browser(cookie: str) -> None:
    assert browser_of(cookie) == ""


def test_statements_stand_in_the_order_of_the_reports_and_unknown_names_apart() -> None:
    found, gone = in_order(Lookup(compared_corpus()), [AGAIN, "weg", THIRD, FIRST, AGAIN])
    assert [one.id for one in found] == [FIRST, THIRD, AGAIN]
    assert gone == ["weg"]


# --- on the pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "address", "key"),
    [
        ("", {"rapport": "storm-oosterdam", "soort": "recommendation"}, f"select-{FIRST}"),
        ("opvolging", {}, f"select-{FIRST}"),
        ("aanbeveling", {"uitspraak": FIRST}, "select-subject"),
        ("vergelijken", {"rapport": ["storm-oosterdam", "vloed"]}, f"select-1-{FIRST}"),
    ],
)
def test_a_statement_is_selected_where_it_is_seen_and_taken_out_again(
    build: Path, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str | list[str]], key: str
) -> None:
    at = app(build, monkeypatch, page, **address)
    assert at.button(key=key).label == ADD
    at.button(key=key).click().run()
    assert at.button(key=key).label == REMOVE
    assert at.query_params == address
    at.button(key=key).click().run()
    assert at.button(key=key).label == ADD


def test_a_result_of_a_question_can_be_selected(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene testen")
    first = next(button for button in at.button if button.label == ADD)
    first.click().run()
    assert [button.label for button in at.button if button.label in (ADD, REMOVE)].count(REMOVE) >= 1


def test_without_a_cookie_a_selection_lasts_one_visit(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    select(build, monkeypatch, FIRST)
    assert app(build, monkeypatch, "aanbeveling", uitspraak=FIRST).button(key="select-subject").label == ADD


@pytest.mark.usefixtures("mine")
def test_a_full_selection_says_so(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisisgraph.app.selecting.MOST", 1)
    select(build, monkeypatch, FIRST)
    button = app(build, monkeypatch, "aanbeveling", uitspraak=SECOND).button(key="select-subject")
    assert (button.disabled, button.help) == (True, say("selecting.full", most=1))
    assert not app(build, monkeypatch, "aanbeveling", uitspraak=FIRST).button(key="select-subject").disabled


# --- the page of its own --------------------------------------------------------------------------


def test_an_empty_selection_says_how_to_begin(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "selectie")
    assert [info.value for info in at.info] == [say("selecting.nothing", most=MOST)]
    assert not at.header


@pytest.mark.usefixtures("mine")
def test_the_selection_is_listed_by_report_and_emptied_and_put_back(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(build, monkeypatch, AGAIN, THIRD, FIRST)
    at = app(build, monkeypatch, "selectie")
    assert not at.exception
    assert [header.value for header in at.header] == ["3 uitspraken", say("selecting.share")]
    assert [one.value for one in at.subheader] == [r"Storm boven de polder \(2\)", r"Vloed na de storm \(1\)"]
    assert cards(at) == ["Aanbeveling 1", "Aanbeveling 3", "Aanbeveling 1"]
    assert at.code[0].value.endswith(f"/selectie?uitspraak={FIRST}&uitspraak={THIRD}&uitspraak={AGAIN}")
    at.button(key=f"select-{THIRD}").click().run()
    assert cards(at) == ["Aanbeveling 1", "Aanbeveling 1"]
    at.button(key="empty").click().run()
    assert cards(at) == []
    assert at.button(key="put-back").label == say("selecting.put-back")
    at.button(key="put-back").click().run()
    assert cards(at) == ["Aanbeveling 1", "Aanbeveling 1"]


@pytest.mark.usefixtures("mine")
def test_what_left_the_build_is_named_and_can_be_let_go(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    selecting.add(FIRST, StatementId("weg-*1*"))
    at = app(build, monkeypatch, "selectie")
    assert at.warning[0].value == r"Uit uw selectie staat dit niet in deze bouw\: weg\-\*1\*\."
    at.button(key="forget").click().run()
    assert not at.warning
    assert cards(at) == ["Aanbeveling 1"]


# --- the link of a colleague ----------------------------------------------------------------------


@pytest.mark.usefixtures("mine")
def test_a_link_shows_its_selection_and_leaves_ones_own_alone(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    select(build, monkeypatch, THIRD)
    at = app(build, monkeypatch, "selectie", uitspraak=[SECOND, FIRST, "<script>"])
    assert [info.value for info in at.info] == [say("selecting.linked", n=1)]
    assert cards(at) == ["Aanbeveling 1", "Aanbeveling 2"]
    assert [warning.value for warning in at.warning] == [r"Uit de link staat dit niet in deze bouw\: \<script\>\."]
    assert cards(app(build, monkeypatch, "selectie")) == ["Aanbeveling 3"]
    at.button(key="adopt").click().run()
    assert say("selecting.all-inside") in [text.value for text in at.markdown]
    assert "adopt" not in [button.key for button in at.button]
    assert cards(app(build, monkeypatch, "selectie")) == ["Aanbeveling 1", "Aanbeveling 2", "Aanbeveling 3"]


@pytest.mark.usefixtures("mine")
def test_a_link_into_a_selection_that_is_nearly_full_adds_what_fits(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("selection", "selecting", "pages.selectie"):
        monkeypatch.setattr(f"crisisgraph.app.{module}.MOST", 2)
    select(build, monkeypatch, THIRD)
    at = app(build, monkeypatch, "selectie", uitspraak=[SECOND, FIRST, AGAIN])
    assert [warning.value for warning in at.warning] == [say("selecting.too-many", n=3, most=2)]
    assert at.button(key="adopt").label == say("selecting.adopt-one")
    assert say("selecting.full", most=2) in [text.value for text in at.markdown]
    at.button(key="adopt").click().run()
    assert cards(app(build, monkeypatch, "selectie")) == ["Aanbeveling 1", "Aanbeveling 3"]


def test_a_link_to_one_who_selected_nothing_yet(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "selectie", uitspraak=FIRST)
    assert [info.value for info in at.info] == [say("selecting.linked-first")]
    assert at.button(key="adopt").label == say("selecting.adopt-one")
    assert [header.value for header in at.header] == ["1 uitspraak"]
