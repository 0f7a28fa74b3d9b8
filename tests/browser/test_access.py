"""What a person meets who reads English, uses a keyboard, a phone or a screen reader; and a quiet console.

axe-core is injected into each page, in light and dark, with everything open; what it calls serious is a failure unless
it is Streamlit's and stands in `STREAMLITS`.  Needs axe-core (``npm ci``) besides Chromium; skipped without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from app_build import app_corpus, publish_app_build
from test_browser import browser, open_at, page, running, settled

from crisisgraph.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "page"]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

FIRST = "aanbeveling?uitspraak=recommendation-storm-oosterdam-1"
SECOND = "aanbeveling?uitspraak=recommendation-storm-oosterdam-2"

#: What is seen besides the pages that the frame leads to.
STATES = {
    "antwoord": "?vraag=Wie+moet+de+sirene+testen%3F",
    "filters": "?rapport=storm-oosterdam&soort=recommendation&volgorde=rapport",
    "uitspraak": FIRST,
    "onbekende uitspraak": "aanbeveling?uitspraak=geen",
    "termijn verstreken": "opvolging?toon=overdue",
    "jaar": "overzicht?jaar=2021",
}

#: The background of the dark theme, as a browser writes it.
DARK = "rgb(18, 23, 28)"

#: What axe-core finds in elements that Streamlit makes and that we cannot change: rule, selector, reason.  The same
#: list, in words, stands in docs/toegankelijkheid.md.
STREAMLITS: tuple[tuple[str, str, str], ...] = ()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app with all that it can show: a journal, a name, and a folder for files of visitors."""
    folder = tmp_path_factory.mktemp("toegankelijk")
    build = publish_app_build(folder / "build", app_corpus())
    options = ("--review", str(folder / "journaal"), "--name", "Jan Jansen", "--uploads", str(folder / "uploads"))
    with running(build, *options) as address:
        yield address


def pages_of(page: Page, address: str) -> dict[str, str]:
    """Return the pages that the frame leads to, by the words of their links: a new page is here by itself."""
    open_at(page, address)
    links = page.locator(".st-key-frame a").all()
    return {link.inner_text(): (link.get_attribute("href") or "").lstrip("./") for link in links[:-1]}


def open_all(page: Page) -> None:
    """Open everything that is folded away."""
    page.locator(".cg details").evaluate_all("all => all.forEach(one => { one.open = true })")
    closed = page.locator("[data-testid=stExpander] details:not([open]) > summary")
    while closed.count():
        closed.first.press("Enter")
        settled(page)


def spilled(page: Page) -> list[int]:
    """Return how far the page and its main part are wider than the screen."""
    return [
        page.locator(part).first.evaluate("one => one.scrollWidth - one.clientWidth")
        for part in ("html", "[data-testid=stMain]")
    ]


def barriers(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical in the page as it is now, but for what is Streamlit's."""
    options = {
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}},
    }  # WCAG 2.2 AA, off by default
    answer: dict[str, list[dict[str, Any]]] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:200]} – {node['failureSummary']}"
        for rule in answer["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == known and theirs in str(node["target"]) for known, theirs, _ in STREAMLITS)
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
def test_no_page_has_a_serious_barrier_or_is_wider_than_a_phone(page: Page, desk: str) -> None:
    """Each page with everything open: in light, at 360 px, at 640 px (a screen of 1280 px at 200 %), and in dark."""
    pages = pages_of(page, desk)
    assert len(pages) > 4
    found: dict[str, list[str]] = {}
    for name, path in {**pages, **STATES}.items():
        page.emulate_media(color_scheme="light")
        open_at(page, desk + path)
        open_all(page)
        page.add_style_tag(content="* { transition: none !important }")  # no colour half-way to another
        page.evaluate(AXE.read_text("utf-8"))
        here = barriers(page)
        for width in (360, 640):
            page.set_viewport_size({"width": width, "height": 740})
            page.wait_for_timeout(150)
            here += [f"{more} px wider than {width} px" for more in spilled(page) if more > 0]
        page.set_viewport_size({"width": 1100, "height": 900})
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(150)
        assert page.locator("[data-testid=stApp]").evaluate("one => getComputedStyle(one).backgroundColor") == DARK
        found[name] = here + [f"in the dark: {one}" for one in barriers(page)]
    assert {name: here for name, here in found.items() if here} == {}


def test_the_app_is_read_in_english_and_a_link_keeps_it(page: Page, desk: str) -> None:
    open_at(page, desk + "?vraag=sirene")
    page.get_by_role("link", name="English").press("Enter")
    page.get_by_role("heading", level=1, name="Search crisis evaluations").wait_for()
    settled(page)
    assert page.url == desk + "?vraag=sirene&taal=en"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_label("Your question").input_value() == "sirene"
    assert page.locator("blockquote").first.get_attribute("lang") == "nl"

    page.get_by_role("link", name="Follow recommendation 1").first.click()
    page.get_by_role("heading", level=1, name="Recommendation 1").wait_for()
    settled(page)
    assert page.url == desk + FIRST + "&taal=en"
    page.get_by_role("link", name="Follow recommendation 2").click()  # to the page one is on, and yet another address
    page.get_by_role("heading", level=1, name="Recommendation 2").wait_for()
    settled(page)
    assert page.url == desk + SECOND + "&taal=en"
    page.go_back()
    page.get_by_role("heading", level=1, name="Recommendation 1").wait_for()
    settled(page)
    page.get_by_text("Record the status or a note").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("Nothing was filled in to record").wait_for()  # said by a callback

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("heading", level=1, name="Overview").wait_for()
    settled(page)
    assert page.url == desk + "overzicht?taal=en"
    page.locator(".st-key-chart-kinds [aria-roledescription=bar]").first.click()
    page.get_by_role("heading", name="5 statements fit these filters").wait_for()
    assert page.url == desk + "?soort=recommendation&taal=en"

    page.get_by_role("link", name="Nederlands").click()
    page.get_by_role("heading", name="5 uitspraken passen bij deze filters").wait_for()
    settled(page)
    assert page.url == desk + "?soort=recommendation"
    assert page.evaluate("document.documentElement.lang") == "nl"


def test_the_keyboard_passes_the_frame_and_is_always_seen(page: Page, desk: str) -> None:
    open_at(page, desk)
    past = page.get_by_role("link", name="Naar de inhoud")
    page.keyboard.press("Tab")  # the main part, which scrolls
    page.keyboard.press("Tab")
    assert past.evaluate("one => one === document.activeElement && one.getBoundingClientRect().height > 20")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Tab")
    assert page.get_by_label("Uw vraag").evaluate("one => one === document.activeElement")

    open_at(page, desk + FIRST)
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stop: tuple[str, str, str] = page.evaluate(
            """() => {
                const one = document.activeElement, style = getComputedStyle(one)
                return [one.tagName, one.innerText.slice(0, 40), style.outlineStyle + ' ' + style.boxShadow]
            }"""
        )
        unseen += [stop[:2]] if stop[2] == "none none" and stop[0] not in ("INPUT", "TEXTAREA", "BODY") else []
    assert unseen == []
