"""The pages of the endpoint in a real browser: YASGUI asks this server only, the form works without a script.

Needs Chromium and Playwright, as the tests of the app; YASGUI is tried where ``make query-page`` installed it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_build import SCRIPT
from build_with_graph import RECOMMENDATION, SETTINGS, served_build
from served import Endpoint

from crisisgraph.vocab import CG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed (apt install chromium)", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SCREENSHOTS = os.environ.get("CRISISGRAPH_SCREENSHOTS")
PAGES = {
    "begin": "", "uitspraak": f"doc/{RECOMMENDATION}", "vreemd": "doc/recommendation-vreemd-1",
    "rapport": "doc/report-storm-oosterdam", "actor": "doc/actor-waterschappen", "thema": "doc/theme-leren-en-borgen",
    "themas": "doc/themes", "begrippen": "def", "gegevensset": "doc/dataset", "zoekvragen": "sparql",
    "antwoord": "sparql?format=html&query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
}  # fmt: skip
needs_yasgui = pytest.mark.skipif(
    not (SETTINGS.yasgui / "yasgui.min.js").is_file(), reason="YASGUI is not installed (make query-page)"
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served_build(tmp_path_factory.mktemp("build")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def watched(context: BrowserContext, endpoint: Endpoint, troubles: list[str]) -> Page:
    """Return a page that notes every request to another host, every error and every complaint in the console."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    ours = (f"http://127.0.0.1:{endpoint.port}/", "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else troubles.append(request.url))
    return page


@needs_yasgui
def test_yasgui_answers_an_example_and_asks_this_server_only(browser: Browser, endpoint: Endpoint) -> None:
    troubles: list[str] = []
    context = browser.new_context()
    page = watched(context, endpoint, troubles)
    page.goto(f"http://127.0.0.1:{endpoint.port}/sparql")
    page.click("text=Toezeggingen met termijn")
    page.wait_for_selector("#yasgui .yasqe_queryButton")
    shown = page.evaluate("document.querySelector('#yasgui .CodeMirror').CodeMirror.getValue()")
    assert "cg:Commitment" in shown
    assert not page.is_visible("#query")  # the plain form is folded
    page.click("#yasgui .yasqe_queryButton")
    page.wait_for_selector("#yasgui .yasr table tbody tr")
    assert "Voor de zomer" in page.inner_text("#yasgui .yasr table")
    page.wait_for_timeout(500)
    context.close()
    assert troubles == []


@needs_yasgui
def test_a_thing_in_an_answer_of_yasgui_opens_as_a_page_of_this_server(browser: Browser, endpoint: Endpoint) -> None:
    troubles: list[str] = []
    context = browser.new_context()
    page = watched(context, endpoint, troubles)
    page.goto(f"http://127.0.0.1:{endpoint.port}/sparql")
    query = f"SELECT ?s WHERE {{ ?s <{CG.number}> '1' }}"
    page.evaluate("query => document.querySelector('#yasgui .CodeMirror').CodeMirror.setValue(query)", query)
    page.click("#yasgui .yasqe_queryButton")
    with context.expect_page() as opened:
        page.locator("#yasgui .yasr table a.iri").first.click()
    opened.value.wait_for_selector("h1")
    assert opened.value.url == f"http://127.0.0.1:{endpoint.port}/doc/{RECOMMENDATION}"
    context.close()
    assert troubles == []


@needs_yasgui
def test_what_a_document_says_does_not_run_in_yasgui_either(browser: Browser, endpoint: Endpoint) -> None:
    """YASGUI 4.6.2 puts a literal into its table as HTML; the policy of the page keeps it from running."""
    troubles: list[str] = []
    context = browser.new_context()
    page = watched(context, endpoint, troubles)
    page.goto(f"http://127.0.0.1:{endpoint.port}/sparql?voorbeeld=without-response")
    page.click("#yasgui .yasqe_queryButton")
    page.wait_for_selector("#yasgui .yasr table tbody tr:has-text('noodkreet')")
    page.wait_for_timeout(500)
    assert page.title() == "Zoekvragen – crisisgraph"
    context.close()
    assert [trouble for trouble in troubles if "Content Security Policy" not in trouble] == []


def test_the_form_answers_without_a_script(browser: Browser, endpoint: Endpoint) -> None:
    troubles: list[str] = []
    context = browser.new_context(java_script_enabled=False)
    page = watched(context, endpoint, troubles)
    page.goto(f"http://127.0.0.1:{endpoint.port}/sparql?voorbeeld=by-theme")
    assert page.is_visible("#query")
    page.click("button:has-text('Vraag')")
    page.click(f"#antwoord a:has-text('{RECOMMENDATION}')")
    assert page.inner_text("h1").lower() == "aanbeveling 1"
    assert "De gemeente Oosterdam test de sirene elke maand." in page.inner_text("blockquote")
    context.close()
    assert troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_pages_fit_the_screen_and_run_nothing_of_a_document(
    browser: Browser, endpoint: Endpoint, scheme: str, width: int
) -> None:
    troubles: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = watched(context, endpoint, troubles)
    for name, path in PAGES.items():
        page.goto(f"http://127.0.0.1:{endpoint.port}/{path}")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.title().endswith("crisisgraph"), name
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS) / f"{name}-{scheme}-{width}.png", full_page=True)
    page.goto(f"http://127.0.0.1:{endpoint.port}/{PAGES['vreemd']}")
    assert SCRIPT in page.inner_text("blockquote")
    context.close()
    assert troubles == []


def test_a_page_can_be_used_with_a_keyboard(browser: Browser, endpoint: Endpoint) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{endpoint.port}/doc/{RECOMMENDATION}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.wait_for_url("**#inhoud")
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    context.close()
