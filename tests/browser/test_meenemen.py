"""What an officer takes along, in a real browser: a file whose quotes can be checked, a selection, a comparison."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from app_build import publish_app_build
from compared import FORMULA, compared_corpus
from test_browser import browser, open_at, page, running, settled

from crisisgraph.settings import Settings
from crisisgraph.verify import verify_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "page"]

FIRST = "recommendation-storm-oosterdam-1"
FORMS = {"Word": "docx", "Excel": "xlsx", "CSV": "csv", "JSON-LD": "jsonld", "Turtle": "ttl"}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), compared_corpus())


@pytest.fixture(scope="module")
def address(build: Path) -> Iterator[str]:
    with running(build) as started:
        yield started


def fetched(page: Page, form: str, folder: Path) -> Path:
    """Return the file that the button of a form gives, under the name that the browser gets."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=form, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_ask_and_take_the_answer_along_with_its_page(page: Page, address: str, tmp_path: Path) -> None:
    open_at(page, address)
    page.get_by_label("Uw vraag").fill("Wie moet de sirene testen?")
    page.keyboard.press("Enter")
    page.wait_for_selector("article")
    settled(page)
    page.locator("summary", has_text="mee (Word, Excel, CSV …)").press("Enter")
    path = fetched(page, "Word", tmp_path)
    assert path.name.startswith("crisisgraph-zoeken-wie-moet-de-sirene-testen-20")
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    quote = lines.index("De gemeente Oosterdam test de sirene elke maand.")
    assert "Storm boven de polder" in lines[quote + 1]
    assert "p. i (blad 1 van het bestand) · bron 1" in lines[quote + 1]
    assert any("vraag: Wie moet de sirene testen?" in line for line in lines)


def test_every_form_of_a_list_can_be_checked_and_runs_nothing(
    page: Page, address: str, build: Path, tmp_path: Path
) -> None:
    open_at(page, address + "?rapport=vloed")
    page.locator("summary", has_text="Neem deze 3 uitspraken mee").press("Enter")
    files = {form: fetched(page, label, tmp_path) for label, form in FORMS.items()}
    for form, path in files.items():
        assert path.suffix == f".{form}"
        verdict = verify_file(path, build, [], Settings())
        assert verdict.problems == ()
        assert verdict.checked >= 3
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        quotes = {row["Citaat"] for row in csv.DictReader(file, delimiter=";")}
    assert f"'{FORMULA}" in quotes
    book = openpyxl.load_workbook(files["xlsx"])
    cells = [cell for row in book["Aanbevelingen"].iter_rows() for cell in row]
    [cell] = [cell for cell in cells if cell.value == FORMULA]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert all(cell.data_type != "f" for cell in cells)


def test_a_selection_survives_a_reload_and_a_link_leaves_a_colleagues_own_alone(
    page: Page, browser: Browser, address: str, tmp_path: Path
) -> None:
    open_at(page, address + f"aanbeveling?uitspraak={FIRST}")
    page.get_by_role("button", name="Toevoegen aan selectie").press("Enter")
    page.get_by_role("button", name="Uit selectie halen").wait_for()
    assert settled(page).evaluate("document.activeElement.innerText").strip() == "Uit selectie halen"
    page.reload()
    page.wait_for_selector("h1")
    page.get_by_role("link", name="Selectie (1)").click()
    page.get_by_role("heading", name="1 uitspraak").wait_for()
    settled(page)
    link = page.locator("[data-testid=stCode] code").inner_text()
    assert link == f"{address}selectie?uitspraak={FIRST}"
    page.locator("summary", has_text="Neem deze uitspraak mee").press("Enter")
    assert fetched(page, "CSV", tmp_path).name.startswith("crisisgraph-selectie-1-uitspraak-20")

    context = browser.new_context(viewport={"width": 1100, "height": 900})
    other = context.new_page()
    try:
        open_at(other, address + "aanbeveling?uitspraak=recommendation-vloed-1")
        other.get_by_role("button", name="Toevoegen aan selectie").click()
        other.get_by_role("link", name="Selectie (1)").wait_for()
        open_at(other, link)
        assert other.get_by_text(
            "U ziet de selectie uit een link. Uw eigen selectie (1) is niet veranderd."
        ).is_visible()
        assert other.locator("blockquote").all_inner_texts() == ["De gemeente Oosterdam test de sirene elke maand."]
        other.get_by_role("button", name="Voeg 1 uitspraak toe aan mijn selectie").click()
        other.get_by_role("link", name="Naar mijn selectie (2)").click()
        other.wait_for_url(address + "selectie")
        other.get_by_role("heading", name="2 uitspraken").wait_for()
        settled(other)
        other.get_by_role("button", name="Selectie leegmaken").click()
        other.get_by_role("button", name="Zet terug wat u net weghaalde").wait_for()
    finally:
        context.close()
    page.reload()
    page.get_by_role("heading", name="1 uitspraak").wait_for()


def test_two_reports_are_compared_and_a_quote_leads_to_its_page_and_back(page: Page, address: str) -> None:
    open_at(page, address + "vergelijken")
    page.get_by_role("link", name="Storm boven de polder en Vreemd").click()
    page.wait_for_url("**/vergelijken?rapport=storm-oosterdam&rapport=vreemd")
    page.get_by_text("Alleen in Storm boven de polder (3)").wait_for()
    page.go_back()
    page.wait_for_url("**/vergelijken")
    settled(page)
    page.get_by_role("combobox", name="Rapporten om te vergelijken").click()
    for title in ("Storm boven de polder (4)", "Vloed na de storm (3)"):
        page.get_by_role("option", name=title).click()
    page.keyboard.press("Escape")
    page.wait_for_url("**/vergelijken?rapport=storm-oosterdam&rapport=vloed")
    page.get_by_role("heading", name="1 keer vergelijkbaar advies").wait_for()
    settled(page)
    left, right = (page.locator("blockquote").nth(place) for place in (0, 1))
    assert left.inner_text() == "De gemeente Oosterdam test de sirene elke maand."
    assert right.inner_text() == "Test de sirene van Oosterdam elke maand."
    begin, end = (one.evaluate("quote => quote.getBoundingClientRect().x") for one in (left, right))
    assert end > begin + 200
    page.get_by_text("Tegenovergesteld advies (1)").click()
    page.wait_for_url("**&deel=tegengesteld")
    page.get_by_role("heading", name="1 keer tegenovergesteld advies").wait_for()
    page.get_by_role("link", name="Volg aanbeveling 3").click()
    page.get_by_role("heading", level=1, name="Aanbeveling 3").wait_for()
    page.get_by_role("link", name="Terug naar vergelijken").click()
    page.wait_for_url("**/vergelijken?rapport=storm-oosterdam&rapport=vloed&deel=tegengesteld")
