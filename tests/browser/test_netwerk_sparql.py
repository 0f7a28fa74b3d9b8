"""What a person does with the network and with SPARQL, in a real browser: click, follow, come back, take along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_build import HOSTILE, app_corpus, publish_app_build
from test_browser import browser, open_at, page, running, settled

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

__all__ = ["browser", "page"]

FIRST = "recommendation-storm-oosterdam-1"
THEME = "theme-leren-en-borgen"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(publish_app_build(tmp_path_factory.mktemp("build"), app_corpus(), graph=True)) as started:
        yield started


def drawing(page: Page) -> Frame:
    """Return the drawing when its marks have their places."""
    page.wait_for_selector("iframe")
    handle = page.query_selector("iframe")
    frame = handle.content_frame() if handle else None
    assert frame is not None
    frame.wait_for_function("document.getElementById('cy')._cyreg?.cy.nodes().length > 0")
    page.wait_for_timeout(600)
    return frame


def click_on(page: Page, name: str) -> None:
    """Click on the mark with this label, where it stands on the screen."""
    frame = drawing(page)
    place = frame.evaluate(
        "name => document.getElementById('cy')._cyreg.cy.nodes().filter(n => n.data('whole') == name)[0]"
        ".renderedPosition()",
        name,
    )
    frame.locator("#cy").click(position=place)


def test_choose_a_thing_by_typing_click_another_and_put_it_in_the_middle(page: Page, address: str) -> None:
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    open_at(page, address)
    page.get_by_role("link", name="Netwerk").click()
    page.get_by_role("heading", level=1, name="Netwerk").wait_for()
    settled(page)
    page.get_by_role("combobox", name="Wat wilt u in het midden zetten?").click()
    page.keyboard.type("sirene elke")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}netwerk?midden={FIRST}")
    card = page.locator(".st-key-chosen")
    card.get_by_text("De gemeente Oosterdam test de sirene elke maand.").first.wait_for()

    click_on(page, "leren en borgen")
    page.wait_for_url(f"{address}netwerk?midden={FIRST}&gekozen={THEME}")
    card.get_by_role("heading", name="leren en borgen").wait_for()
    settled(page)
    card.get_by_role("button", name="Maak dit het midden").click()
    page.wait_for_url(f"{address}netwerk?midden={THEME}")
    settled(page)
    click_on(page, "Aanbeveling 1: De gemeente Oosterdam test de sirene elke maand.")
    card.get_by_role("link", name="Open deze aanbeveling").click()
    page.get_by_role("heading", level=1, name="Aanbeveling 1").wait_for()
    settled(page)
    page.get_by_role("link", name="Terug naar het netwerk").click()
    page.wait_for_url(f"{address}netwerk?midden={THEME}&gekozen={FIRST}")
    assert troubles == []


def test_the_keyboard_reaches_the_drawing_and_the_table(page: Page, address: str) -> None:
    open_at(page, f"{address}netwerk?midden={FIRST}")
    frame = drawing(page)
    zoom = "document.getElementById('cy')._cyreg.cy.zoom()"
    before = frame.evaluate(zoom)
    frame.get_by_role("button", name="Dichterbij").press("Enter")
    frame.wait_for_function(f"{zoom} > {before}")
    page.get_by_role("link", name="Actor: waterschappen", exact=True).press("Enter")
    page.wait_for_url(f"{address}netwerk?midden=actor-waterschappen")


def test_a_link_shows_the_same_drawing_and_text_of_a_document_is_painted(page: Page, address: str) -> None:
    places = "document.getElementById('cy')._cyreg.cy.nodes().map(n => [n.data('whole'), n.position('x')])"
    seen = []
    for _ in range(2):
        open_at(page, f"{address}netwerk?midden=recommendation-vreemd-1")
        frame = drawing(page)
        seen.append(frame.evaluate(places))
        assert frame.locator("script").count() == frame.locator("script[src]").count()
        assert frame.locator("img").count() == 0
    assert seen[0] == seen[1]
    assert page.locator(".st-key-chosen blockquote").inner_text() == HOSTILE
    assert "gekaapt" not in page.title() + frame.title()


def test_ask_an_example_change_it_follow_a_statement_and_take_the_answer_along(
    page: Page, address: str, tmp_path: Path
) -> None:
    open_at(page, address)
    page.get_by_role("link", name="SPARQL").click()
    page.get_by_role("heading", level=1, name="Zoekvragen in SPARQL").wait_for()
    settled(page)
    page.get_by_role("combobox", name="Voorbeelden").click()
    page.get_by_role("option", name="Aanbevelingen zonder reactie").click()
    page.get_by_role("link", name="recommendation-storm-oosterdam-3").wait_for()
    assert page.url == f"{address}sparql?voorbeeld=without-response"

    editor = page.get_by_label("Uw zoekvraag")
    editor.fill("SELECT ?a { ?a a cg:Finding }")
    editor.press("Control+Enter")
    page.get_by_text("In regel 1 staat bij teken").wait_for()
    editor.fill(f"SELECT ?a {{ VALUES ?a {{ <https://w3id.org/crisisgraph/id/{FIRST}> '=1+1' }} }}")
    page.get_by_role("button", name="Stel de zoekvraag").click()
    page.get_by_text("2 rijen").wait_for()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Haal op als CSV").click()
    waiting.value.save_as(tmp_path / "antwoord.csv")
    assert (tmp_path / "antwoord.csv").read_text("utf-8-sig").splitlines()[2] == '"\'=1+1"'
    page.get_by_role("link", name=FIRST).press("Enter")
    page.get_by_role("heading", level=1, name="Aanbeveling 1").wait_for()


@pytest.mark.parametrize("path", [f"netwerk?midden={FIRST}", "netwerk", "sparql?voorbeeld=by-theme"])
def test_both_pages_fit_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_at(page, address + path)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    spilled = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
    assert spilled <= 0
