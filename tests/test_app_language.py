"""The app in two languages: the address says which, every link keeps it, and what people take along stays Dutch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from app_build import app_corpus, publish_app_build
from factories import made_corpus
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from test_app import FIRST, app, html_of

from crisisgraph.app.address import kept, language_of
from crisisgraph.app.cards import sureness
from crisisgraph.app.index import ROUTES
from crisisgraph.app.tables import address_of
from crisisgraph.app.wording import counted, written_count, written_date, written_number
from crisisgraph.export import FORMS, About, export, in_words
from crisisgraph.filters import Filters
from crisisgraph.journal import Confirmation, Correction, Observation, Status, Subject, Verdict, new_entry
from crisisgraph.listing import Selection
from crisisgraph.model import Kind, StatementId
from crisisgraph.records import Lookup, statement_record, theme_label
from crisisgraph.review import Review
from crisisgraph.reviewed import said
from crisisgraph.sentences import in_language, say, sentences
from crisisgraph.settings import PACKAGE, Settings

LOOKUP = Lookup(made_corpus())
ENGLISH = {"taal": "en"}
APP = sorted((PACKAGE / "app").rglob("*.py"))

#: Dutch words of ours that no English page has; words of documents stand outside what is looked at.
DUTCH_WORDS = re.compile(r"\b(de|het|een|van|uitspraken|aanbeveling|bevinding|toezegging|rapporten|thema)\b")


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())


def links_of(at: AppTest) -> dict[str, str]:
    """Return the address of each link between pages by its label."""
    return {link.proto.label: link.proto.query_string for link in at.get("page_link")}


# --- the address ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "found"), [([], "nl"), (["en"], "en"), (["fy"], "nl"), (["fy", "en"], "en")])
def test_an_address_says_its_language_or_is_dutch(values: list[str], found: str) -> None:
    assert language_of(values) == found


def test_a_link_keeps_the_language() -> None:
    assert (kept({"jaar": "2021"}), address_of("", jaar="2021")) == ({"jaar": "2021"}, "./?jaar=2021")
    with in_language("en"):
        assert (kept({}), address_of("", jaar="2021")) == (ENGLISH, "./?jaar=2021&taal=en")


def test_every_page_can_be_read_in_english(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page, title, address in (
        ("", "Search crisis evaluations", {"vraag": "sirene"}),
        ("aanbeveling", "Recommendation 1", {"uitspraak": FIRST}),
        ("opvolging", "Follow-up", {}),
        ("overzicht", "Overview", {"jaar": "2021"}),
        ("rapporten", "Reports", {}),
        ("over", "About", {}),
    ):
        at = app(build, monkeypatch, page, **address, **ENGLISH)
        assert not at.exception
        assert [one.value for one in at.title] == [title]
        assert 'class="cg" lang="en"' in html_of(at)
        ours = [one.value for one in (*at.header, *at.subheader, *at.caption, *at.markdown)]
        assert [text for text in ours if DUTCH_WORDS.search(text)] == []


def test_words_of_a_document_are_said_to_be_dutch(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "aanbeveling", uitspraak=FIRST, **ENGLISH))
    assert '<blockquote lang="nl"><p>De gemeente Oosterdam test de sirene elke maand.</p></blockquote>' in page
    assert '<cite lang="nl">Storm boven de polder</cite>' in page
    assert "<dt>Themes</dt><dd>learning and retaining lessons</dd>" in page
    assert "<dd>June 2022" in page
    assert "(confidence 0.95)" in page
    assert 'lang="nl"' not in html_of(app(build, monkeypatch, "over", **ENGLISH))


def test_every_link_between_pages_keeps_the_language(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in ("", "opvolging", "overzicht", "rapporten"):
        at = app(build, monkeypatch, page, rapport="storm-oosterdam", **ENGLISH)
        links = links_of(at)
        assert "taal=en" not in links.pop("Nederlands")
        assert all("taal=en" in query for query in links.values())
        hrefs = re.findall(r'href="(\./[^"]*)"', html_of(at))
        assert all("taal=en" in href for href in hrefs)


def test_the_switch_leads_to_the_same_in_the_other_language(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene", soort=["recommendation", "finding"])
    assert links_of(at)["English"] == "vraag=sirene&soort=recommendation&soort=finding&taal=en"
    at = app(build, monkeypatch, vraag="sirene", **ENGLISH)
    assert links_of(at)["Nederlands"] == "vraag=sirene"
    at.multiselect(key="soort").set_value(["finding"]).run()
    assert at.query_params == {"vraag": "sirene", "soort": "finding", "taal": "en"}
    assert links_of(at)["Nederlands"] == "vraag=sirene&soort=finding"


def test_an_error_is_said_in_english(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak="geen", **ENGLISH)
    assert at.error[0].value.startswith("There is no statement called geen")
    assert "Nederlands" in links_of(at)


def test_a_file_of_a_page_in_english_is_dutch(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, bytes] = {}

    def download_button(_: str, data: object, file_name: str, **__: object) -> None:
        assert callable(data)
        with in_language("en"):  # whoever calls it, and wherever
            made[file_name.rpartition(".")[2]] = data()

    monkeypatch.setattr(st, "download_button", download_button)
    app(build, monkeypatch, "aanbeveling", uitspraak=FIRST, **ENGLISH)
    assert sorted(made) == sorted(FORMS)
    assert "Citaat" in made["csv"].decode("utf-8-sig").splitlines()[0]
    assert "Quote" not in made["csv"].decode()


# --- words and exports ----------------------------------------------------------------------------


def test_dates_numbers_counts_and_themes_follow_the_language() -> None:
    theme = next(iter(LOOKUP.themes.values()))
    dutch = written_date("2021-03-29"), written_number(0.625), written_count(12345), sureness(0.2), theme_label(theme)
    assert dutch == ("29 maart 2021", "0,62", "12.345", "0,20 (twijfelachtig)", theme.label)
    with in_language("en"):
        english = (
            written_date("2021-03-29"), written_number(0.625), written_count(12345), sureness(0.2), theme_label(theme),
        )  # fmt: skip
        assert english == ("29 March 2021", "0.62", "12,345", "0.20 (doubtful)", theme.label_en)
        assert counted({Kind.COMMITMENT: 1, Kind.FINDING: 2}) == "2 findings, 1 commitment"


def review_of(name: StatementId) -> Review:
    statement = LOOKUP.statements[name]
    moment = datetime.fromisoformat("2026-01-02T10:00:00+01:00")
    themes = tuple(tag.theme for tag in statement.themes)
    entry = new_entry(
        "Jan",
        moment,
        Subject.of(LOOKUP, statement, "http://voorbeeld.invalid/x"),
        observation=Observation(Status.IMPLEMENTED, Confirmation.SELF_REPORTED),
        correction=Correction(Verdict.EDIT, None, themes),
    )
    return Review(Subject.of(LOOKUP, statement, "http://voorbeeld.invalid/x"), (entry,))


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_the_same_in_every_language(form: str) -> None:
    name = StatementId(FIRST)
    reviews = {name: review_of(name)}
    chosen = Selection(Filters(kinds=frozenset({Kind.RECOMMENDATION})))

    def made() -> bytes:
        about = About(in_words(LOOKUP, chosen), "x")
        return export(LOOKUP, [name], form, Settings(), about, reviews)

    dutch = made()
    with in_language("en"):
        assert said(LOOKUP, reviews[name].entries[0]).startswith("status according to the addressee: ")
        assert statement_record(LOOKUP, LOOKUP.statements[name])["themes"] == ["leren en borgen"]
        assert made() == dutch
        assert say("kind.recommendation") == sentences("en")["kind.recommendation"]


# --- the index page -------------------------------------------------------------------------------


def test_the_index_page_has_the_language_of_the_address_and_the_place_of_the_app() -> None:
    client = TestClient(Starlette(routes=list(ROUTES)))
    for address, language in (("/", "nl"), ("/overzicht?taal=en", "en"), ("/overzicht?taal=<b>", "nl")):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert f'<html lang="{language}">\n  <head><script>window.__streamlit = ' in answer.text
    for address in ("/favicon.png", "/_stcore/health", "/overzicht/_stcore/health", "/static/js/x.js"):
        assert client.get(address).status_code == 404  # Streamlit's own to answer


# --- how it is built ------------------------------------------------------------------------------


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_links_and_addresses_are_made_where_the_language_is_kept(path: Path) -> None:
    """``screen.link_to``, ``screen.go_to`` and ``tables.linked`` keep it; ``frame`` has the link that changes it."""
    homes = {
        "page_link": {"screen.py", "frame.py"},
        "switch_page": {"screen.py"},
        "from_dict": {"screen.py", "frame.py"},
    }
    assert [name for name, _ in calls(path) if path.name not in homes.get(name, {path.name})] == []
    assert "urlencode" not in path.read_text("utf-8") or path.name == "tables.py"


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_a_fragment_speaks_the_language_of_the_address(path: Path) -> None:
    """Streamlit runs it again by itself, without the script around it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            names = [ast.unparse(one).split("(")[0] for one in node.decorator_list]
            assert "st.fragment" not in names or "spoken" in names, node.name


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_a_date_is_typed_as_the_dutch_write_it(path: Path) -> None:
    for name, call in calls(path):
        if name == "date_input":
            assert {word.arg: ast.unparse(word.value) for word in call.keywords}.get("format") == "'DD-MM-YYYY'"


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_labels_are_said_while_the_page_is_made(path: Path) -> None:
    """What Streamlit calls later, in a thread of its own, would say them in Dutch."""
    later = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Lambda)]
    assert [ast.unparse(one) for one in later if re.search(r"\b(say|say_\w+|theme_label)\(", ast.unparse(one))] == []


@pytest.mark.parametrize("path", APP, ids=lambda path: path.name)
def test_what_is_kept_for_the_next_visitor_has_no_words(path: Path) -> None:
    """Streamlit's caches do not know the language."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any("st.cache_" in ast.unparse(one) for one in node.decorator_list):
            assert not re.search(r"\b(say|say_\w+|theme_label|language)\(", ast.unparse(node)), node.name
