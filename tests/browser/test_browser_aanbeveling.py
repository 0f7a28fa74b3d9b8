"""What a person does with one statement: see it on its page, follow the chain, copy the citation, send the link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_pdf import publish_pdf_build
from test_browser import SCREENSHOTS, browser, open_at, page, running, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "page"]

SECOND = "aanbeveling?uitspraak=recommendation-storm-oosterdam-2"

#: The colours of the fill and of the bar, and how many of their pixels a picture has.
COUNT = """image => {
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
    let fill = 0, bar = 0;
    for (let at = 0; at < data.length; at += 4) {
        if (data[at] == 255 && data[at + 1] == 233 && data[at + 2] == 140) fill++;
        if (data[at] == 1 && data[at + 1] == 88 && data[at + 2] == 127) bar++;
    }
    return [canvas.width, canvas.height, fill, bar];
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(publish_pdf_build(tmp_path_factory.mktemp("printed"))) as started:
        yield started


def test_see_the_words_on_their_page_enlarge_it_and_send_the_link(page: Page, address: str) -> None:
    open_at(page, address + SECOND)
    image = page.get_by_alt_text("uit Storm boven de polder. Het citaat is gemarkeerd.")
    image.wait_for()
    page.wait_for_function("image => image.complete && image.naturalWidth", arg=image.element_handle())
    width, height, fill, bar = image.evaluate(COUNT)
    assert (width, height) == (1190, 1684)
    assert fill > 5_000
    assert bar > 200
    small = image.bounding_box()
    page.get_by_text("Toon de bladzijde groot").click()
    page.wait_for_url("**groot=true**")
    settled(page)
    large = image.bounding_box()
    assert small is not None
    assert large is not None
    assert large["width"] > 1.5 * small["width"]
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert page.get_by_role("switch", name="Toon de bladzijde groot").is_checked()


def test_read_the_chain_from_left_to_right_and_follow_it(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_at(page, address + SECOND)
    heads = page.locator(".st-key-chain h3")
    assert heads.all_inner_texts() == ["Conclusie", "Aanbeveling", "Reactie", "Toezegging", "Opvolging"]
    boxes = [head.bounding_box() for head in heads.all()]
    places = [(box["x"], box["y"]) for box in boxes if box]
    assert [x for x, _ in places] == sorted({x for x, _ in places})
    assert max(y for _, y in places) - min(y for _, y in places) < 2
    reaction = page.locator(".st-key-chain-response")
    assert "Aanbeveling 2 nemen wij niet over." in reaction.inner_text()
    reaction.get_by_role("link", name="Volg deze reactie").press("Enter")
    page.get_by_role("heading", level=1, name="Reactie: neemt niet over").wait_for()
    page.wait_for_url(address + "aanbeveling?uitspraak=response-antwoord-oosterdam-2")
    settled(page)
    assert page.locator("details mark.cg-citaat").is_visible()  # a text has no page: it stands open
    page.go_back()
    page.get_by_role("heading", level=1, name="Aanbeveling 2").wait_for()
    assert page.url == address + SECOND
    page.go_forward()
    page.get_by_role("heading", level=1, name="Reactie: neemt niet over").wait_for()
    assert page.url == address + "aanbeveling?uitspraak=response-antwoord-oosterdam-2"


def test_on_a_phone_the_stages_stand_under_one_another(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_at(page, address + SECOND)
    tops = [box["y"] for head in page.locator(".st-key-chain h3").all() if (box := head.bounding_box())]
    assert tops == sorted(set(tops))
    assert page.get_by_text("Geen conclusie gevonden waarop dit steunt.").is_visible()
    spilled = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
    assert spilled <= 0


def test_copy_the_citation(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(20_000)
    try:
        open_at(page, address + SECOND)
        page.get_by_role("radio", name="RIS").click()
        page.wait_for_url("**vorm=RIS**")
        settled(page)
        code = page.locator(".st-key-statement-citation [data-testid=stCode]").first
        code.hover()
        code.get_by_role("button").click()
        copied = page.evaluate("navigator.clipboard.readText()")
    finally:
        context.close()
    assert copied.startswith("TY  - RPRT\n")
    assert f"{address}{SECOND}" in copied


@pytest.mark.skipif(SCREENSHOTS is None, reason="CRISISGRAPH_SCREENSHOTS names no folder")
@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_the_printed_page_is_photographed(browser: Browser, address: str, look: str) -> None:
    folder = Path(SCREENSHOTS or "")
    folder.mkdir(parents=True, exist_ok=True)
    width = 360 if look == "narrow" else 1440
    context = browser.new_context(
        viewport={"width": width, "height": 3000}, color_scheme="dark" if look == "dark" else "light"
    )
    page = context.new_page()
    open_at(page, address + SECOND)
    page.screenshot(path=folder / f"aanbeveling-pdf-{look}.png")
    context.close()
