"""What can be taken along as a file: on which pages, which statements, and what the file says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from app_build import publish_app_build
from compared import AGAIN, FIRST, PART, SECOND, SUM, THIRD, compared_corpus
from streamlit.testing.v1 import AppTest
from test_app import app, html_of

from crisisgraph.app import exporting
from crisisgraph.app.address import read_view
from crisisgraph.app.bundle import FORMS, Bundle, chosen_names, chosen_words, file_name
from crisisgraph.app.desk import Desk
from crisisgraph.app.exporting import made
from crisisgraph.app.screen import Screen
from crisisgraph.export import FORMS as MEDIA_TYPES
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say
from crisisgraph.settings import Settings
from crisisgraph.verify import verify_file
from crisisgraph.workspace import open_workspace

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), compared_corpus())


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Bundle]:
    """Collects what the pages offer."""
    bundles: list[Bundle] = []
    shown = exporting.forms

    def forms(screen: Screen, bundle: Bundle) -> None:
        bundles.append(bundle)
        shown(screen, bundle)

    monkeypatch.setattr(exporting, "forms", forms)
    monkeypatch.setattr("crisisgraph.app.pages.aanbeveling.forms", forms)
    return bundles


def buttons(at: AppTest) -> list[str]:
    return [element.proto.label for element in at.get("download_button")]


def title(at: AppTest) -> str:
    [found] = [one.label for one in at.expander if "mee (" in one.label]
    return str(found)


# --- the values -----------------------------------------------------------------------------------


def test_the_name_of_a_file_says_what_is_in_it_and_is_never_too_long() -> None:
    name = file_name(("zoeken", "Wie zorgt voor <b>schulden</b>? " * 9), date(2026, 11, 28), "docx")
    assert name.startswith("crisisgraph-zoeken-wie-zorgt-voor-b-schulden-b-")
    assert name.endswith("-2026-11-28.docx")
    assert len(name) < 120


def test_filters_are_said_in_the_words_of_the_page() -> None:
    lookup = Lookup(compared_corpus())
    address = {
        "rapport": ["storm-oosterdam"], "uitgever": ["Bureau Waterkant"], "jaar": ["2021"], "reactie": ["zonder"],
        "soort": ["recommendation"], "thema": ["leren-en-borgen"],
    }  # fmt: skip
    view = read_view(address, lookup)
    assert chosen_words(lookup, view) == (
        "uitgever: Bureau Waterkant",
        "jaar: 2021",
        "rapport: Storm boven de polder",
        "thema: leren en borgen",
        "soort: aanbeveling",
        "zonder gevonden reactie",
    )
    assert chosen_names(view) == (
        "storm-oosterdam", "Bureau Waterkant", "2021", "leren-en-borgen", "aanbeveling", "zonder reactie",
    )  # fmt: skip
    both = read_view({"reactie": ["met", "zonder"]}, lookup)
    assert chosen_words(lookup, both) == ()
    assert chosen_words(lookup, read_view({"reactie": ["met"]}, lookup)) == ("met een reactie",)


def test_every_form_is_offered_and_each_can_be_checked(build: Path, tmp_path: Path) -> None:
    workspace = open_workspace(build, Settings())
    screen = Screen(workspace, {}, build, None, Desk())
    bundle = Bundle(("selectie",), (FIRST, SUM), lambda: ("zelf gekozen",))
    assert set(FORMS) == set(MEDIA_TYPES)
    for form in FORMS:
        path = tmp_path / f"keten.{form}"
        path.write_bytes(made(screen, bundle, form))
        verdict = verify_file(path, build, [], Settings())
        assert verdict.problems == ()
        assert verdict.checked >= 2
    said = [paragraph.text for paragraph in docx.Document(str(tmp_path / "keten.docx")).paragraphs]
    assert "Selectie: zelf gekozen" in said
    assert f"Bouw (vingerafdruk): {workspace.fingerprint}" in said


# --- on the pages ---------------------------------------------------------------------------------

LABELS = [say(f"taking.{form}") for form in FORMS]


@pytest.mark.parametrize(
    ("page", "address", "names", "words"),
    [
        (
            "",
            {"rapport": "storm-oosterdam", "soort": "recommendation"},
            (FIRST, PART, SECOND, THIRD),
            ("rapport: Storm boven de polder", "soort: aanbeveling"),
        ),
        ("aanbeveling", {"uitspraak": FIRST}, (FIRST,), (f"één uitspraak: {FIRST}",)),
        ("opvolging", {"toon": "rejects", "soort": "finding"}, (SECOND,), ("alleen: niet overgenomen",)),
        ("opvolging", {"actor": "waterschappen", "rapport": "storm-oosterdam"}, (SECOND,), None),
        ("selectie", {"uitspraak": [AGAIN, FIRST]}, (FIRST, AGAIN), ("uitspraken uit een gedeelde selectie",)),
        (
            "vergelijken",
            {"rapport": ["storm-oosterdam", "vloed"]},
            (FIRST, AGAIN),
            (
                "vergelijking: vergelijkbaar advies in deze rapporten (voorstel)",
                "rapport: Storm boven de polder, Vloed na de storm",
            ),
        ),
        (
            "vergelijken",
            {
                "rapport": ["storm-oosterdam", "vreemd"],
                "deel": "alleen-storm-oosterdam",
                "thema": "leren-en-borgen",
                "soort": "finding",
                "jaar": "2022",
            },
            (FIRST, SECOND),
            (
                "vergelijking: advies dat alleen in “Storm boven de polder” is gevonden",
                "rapport: Storm boven de polder, Vreemd <script>document.title = 'gekaapt'</script> **rapport**",
                "thema: leren en borgen",
            ),
        ),
    ],
)
def test_what_a_page_shows_can_be_taken_along(
    build: Path,
    monkeypatch: pytest.MonkeyPatch,
    offered: list[Bundle],
    page: str,
    address: dict[str, Any],
    names: tuple[StatementId, ...],
    words: tuple[str, ...] | None,
) -> None:
    at = app(build, monkeypatch, page, **address)
    assert not at.exception
    assert buttons(at) == LABELS
    [bundle] = offered
    assert bundle.chosen == names
    assert words is None or bundle.words() == words


def test_the_answers_of_a_question_can_be_taken_along_and_passages_are_left(
    build: Path, monkeypatch: pytest.MonkeyPatch, offered: list[Bundle]
) -> None:
    at = app(build, monkeypatch, vraag="Wie moet de sirene testen?", rapport="storm-oosterdam")
    [bundle] = offered
    assert FIRST in bundle.chosen
    assert bundle.words()[0] == "vraag: Wie moet de sirene testen?"
    assert bundle.words()[-1] == "rapport: Storm boven de polder"
    assert bundle.name == ("zoeken", "Wie moet de sirene testen?", "storm-oosterdam")
    assert title(at) == say("taking.title" if len(bundle.chosen) > 1 else "taking.title-one", n=len(bundle.chosen))


def test_passages_among_the_answers_are_counted_and_do_not_come_along(
    monkeypatch: pytest.MonkeyPatch, offered: list[Bundle], tmp_path: Path
) -> None:
    corpus = compared_corpus()
    kept = tuple(one for one in corpus.statements if one.id == FIRST)
    out = publish_app_build(tmp_path, replace(corpus, statements=kept, links=()))
    at = app(out, monkeypatch, vraag="Wie moet de sirene testen?")
    assert [bundle.chosen for bundle in offered] == [(FIRST,)]
    assert say("taking.not-statements", n=5) in html_of(at)


def test_where_nothing_fits_nothing_is_offered(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert buttons(app(build, monkeypatch, rapport="antwoord-oosterdam", soort="finding")) == []
    assert buttons(app(build, monkeypatch, "opvolging", rapport="vreemd", toon="rejects")) == []


def test_too_many_for_one_file_are_refused_in_words(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisisgraph.app.exporting.MOST", 3)
    at = app(build, monkeypatch, rapport="storm-oosterdam")
    assert buttons(at) == []
    assert say("taking.too-many", most=3) in [text.value for text in at.markdown]
    assert title(at) == say("taking.title", n=5)
