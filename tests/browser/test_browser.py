"""What a person does, in a real browser: ask, read, follow, come back.

Needs Chromium and Playwright (``apt install chromium``, ``pip install playwright``); skipped without them.  With
``CRISISGRAPH_SCREENSHOTS=FOLDER`` every page is photographed there, in light, dark and narrow.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_build import HOSTILE, app_corpus, publish_app_build

from crisisgraph.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed (apt install chromium)", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
SCREENSHOTS = os.environ.get("CRISISGRAPH_SCREENSHOTS")
PAGES = {
    "zoeken": "",
    "antwoord": "?vraag=Wie+moet+de+sirene+testen%3F",
    "filters": "?rapport=storm-oosterdam&soort=recommendation",
    "aanbeveling": "aanbeveling?uitspraak=recommendation-storm-oosterdam-1",
    "opvolging": "opvolging",
    "vergelijken": "vergelijken?rapport=storm-oosterdam&rapport=vreemd&deel=alleen-storm-oosterdam",
    "selectie": "selectie?uitspraak=recommendation-storm-oosterdam-1",
    "overzicht": "overzicht?jaar=2021",
    "netwerk": "netwerk?midden=recommendation-storm-oosterdam-1",
    "rapporten": "rapporten",
    "sparql": "sparql",
    "over": "over",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app over a build made by hand; give its address."""
    with running(publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())) as started:
        yield started


@contextmanager
def running(build: Path, *options: str) -> Iterator[str]:
    """Start the app as ``crisisgraph app`` does; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crisisgraph", "app", "--build", str(build), "--port", str(port), *options]
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(server.pid, 15)


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when it asks another host for something, or an error comes in its console."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda request: None if _is_ours(request.url) else troubles.append(request.url))
    yield opened
    context.close()
    assert troubles == []


def _is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


def settled(page: Page) -> Page:
    """Return the page when the run that was asked for has ended."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    return page


def open_at(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("h1")
    return settled(page)


def test_ask_read_follow_and_come_back(page: Page, address: str) -> None:
    open_at(page, address)
    page.keyboard.press("Tab")  # the page can be used without a mouse
    question = page.get_by_label("Uw vraag")
    question.focus()
    page.keyboard.type("Wie moet de sirene testen?")
    page.keyboard.press("Enter")
    page.wait_for_selector("article")
    settled(page)
    assert page.url == address + "?vraag=Wie+moet+de+sirene+testen%3F"
    card = page.locator("article", has_text="De gemeente Oosterdam test de sirene elke maand.").first
    assert card.locator("blockquote mark.cg-woord", has_text="sirene").count() == 1
    assert not card.get_by_text("Woorden uit uw vraag").is_visible()
    card.get_by_text("Waarom dit resultaat").press("Enter")
    assert card.get_by_text("Woorden uit uw vraag").is_visible()
    card.get_by_text("Lees het in de tekst").press("Enter")
    assert card.locator("details mark.cg-citaat").first.is_visible()

    page.get_by_role("link", name="Volg aanbeveling 1").first.press("Enter")
    page.get_by_role("heading", level=1, name="Aanbeveling 1").wait_for()
    settled(page)
    assert page.url == address + "aanbeveling?uitspraak=recommendation-storm-oosterdam-1"
    assert page.title() == "Aanbeveling 1 – crisisgraph"
    assert page.get_by_text("Het college neemt aanbeveling 1 over.").is_visible()

    page.go_back()
    page.wait_for_selector("article mark.cg-woord")
    assert page.get_by_label("Uw vraag").input_value() == "Wie moet de sirene testen?"


def test_the_back_button_undoes_a_filter(page: Page, address: str) -> None:
    open_at(page, address + "?vraag=sirene&rapport=storm-oosterdam")
    page.get_by_role("combobox", name="Soort uitspraak").click()
    page.keyboard.type("bevinding")
    page.keyboard.press("Enter")
    page.wait_for_url("**soort=finding**")
    settled(page)
    assert page.locator("article h3").all_inner_texts() == ["Bevinding"]
    page.go_back()
    page.wait_for_url(lambda url: "soort" not in url)
    settled(page)
    assert page.locator("article h3").count() > 1


def test_a_question_is_not_lost_when_a_button_is_pressed_at_once(page: Page, address: str) -> None:
    open_at(page, address + "?vraag=sirene&rapport=storm-oosterdam")
    page.get_by_label("Uw vraag").fill("rooster")
    page.get_by_role("button", name="Filters wissen").click()
    page.wait_for_url(address + "?vraag=rooster")
    settled(page)
    assert page.get_by_label("Uw vraag").input_value() == "rooster"


def test_the_trace_can_be_taken_along(page: Page, address: str, tmp_path: Path) -> None:
    open_at(page, address + PAGES["aanbeveling"])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    waiting.value.save_as(tmp_path / "keten.csv")
    assert "De gemeente Oosterdam test de sirene elke maand." in (tmp_path / "keten.csv").read_text("utf-8-sig")


def test_a_mark_of_a_chart_leads_to_the_list_behind_it(page: Page, address: str) -> None:
    open_at(page, address + "overzicht")
    page.locator(".st-key-chart-kinds [aria-roledescription=bar]").first.click()
    page.wait_for_url(address + "?soort=recommendation")
    page.get_by_role("heading", name="5 uitspraken passen bij deze filters").wait_for()
    page.go_back()
    page.get_by_role("heading", level=1, name="Overzicht").wait_for()
    assert settled(page).url.startswith(address + "overzicht")


def test_the_keyboard_reaches_the_same_list_by_the_table(page: Page, address: str) -> None:
    open_at(page, address + "overzicht")
    page.get_by_text("Dezelfde getallen als tabel").nth(1).press("Enter")
    row = page.get_by_role("row", name="leren en borgen")
    row.get_by_role("link", name="2", exact=True).press("Enter")
    page.wait_for_url(address + "?thema=leren-en-borgen&rapport=storm-oosterdam")
    page.get_by_role("heading", name="2 uitspraken passen bij deze filters").wait_for()


def test_a_year_of_the_chart_stands_in_the_address(page: Page, address: str) -> None:
    open_at(page, address + "overzicht")
    page.locator(".st-key-chart-years [aria-roledescription=bar]").first.click()
    page.get_by_role("heading", name="In 2021").wait_for()
    assert page.url == address + "overzicht?jaar=2021"


@pytest.mark.parametrize(
    "path", ["aanbeveling?uitspraak=recommendation-vreemd-1", "?rapport=vreemd", "overzicht", "rapporten"]
)
def test_text_of_a_document_is_shown_and_never_run(page: Page, address: str, path: str) -> None:
    open_at(page, address + path)
    assert "gekaapt" not in page.title()
    assert page.locator(".cg script, .cg img, .cg strong, .cg a[href^=javascript]").count() == 0
    if path not in ("overzicht", "rapporten"):
        assert page.locator("blockquote").first.inner_text() == HOSTILE


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_headings_come_in_order_and_the_page_fits_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_at(page, address + path)
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    spilled = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
    assert spilled <= 0


@pytest.mark.skipif(SCREENSHOTS is None, reason="CRISISGRAPH_SCREENSHOTS names no folder")
@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_every_page_is_photographed(browser: Browser, address: str, look: str) -> None:
    folder = Path(SCREENSHOTS or "")
    folder.mkdir(parents=True, exist_ok=True)
    width = 360 if look == "narrow" else 1100
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if look == "dark" else "light"
    )
    page = context.new_page()
    for name, path in PAGES.items():
        open_at(page, address + path)
        height = page.locator("[data-testid=stMain]").evaluate("main => main.scrollHeight")
        page.set_viewport_size({"width": width, "height": int(height) + 20})
        settled(page).screenshot(path=folder / f"{name}-{look}.png")
        page.set_viewport_size({"width": width, "height": 900})
    context.close()
