"""What an officer does, in a real browser: see what is overdue, record how far it is, find it again; two at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_build import app_corpus, publish_app_build
from test_browser import _wait_for, browser, open_at, page, settled

from crisisgraph.journal import JOURNAL, read
from crisisgraph.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "page"]

FIRST = "aanbeveling?uitspraak=recommendation-storm-oosterdam-1"
NOTE = "Zie de *brief* <b>van</b> maart."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("opvolging")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """Start the app as an officer does, with a journal and a name; give its address."""
    build = publish_app_build(folder / "build", app_corpus())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crisisgraph", "app", "--build", str(build), "--port", str(port)]
    command += ["--review", str(folder / "journaal"), "--name", "Jan Jansen"]
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(server.pid, 15)


def record(page: Page, status: str, note: str) -> None:
    page.get_by_text("Leg de stand of een notitie vast").click()
    settled(page)
    page.get_by_label("Hoe ver is het?").click()
    page.get_by_role("option", name=status).click()
    page.get_by_label("Notitie, bijvoorbeeld waar het staat").fill(note)
    page.get_by_role("button", name="Leg vast", exact=True).click()
    page.get_by_text("Vastgelegd.", exact=True).wait_for()
    settled(page)


def test_see_what_is_overdue_record_how_far_it_is_and_find_it_again(page: Page, desk: str, folder: Path) -> None:
    open_at(page, desk)
    page.get_by_role("link", name="Opvolging").click()
    page.get_by_role("heading", level=1, name="Opvolging").wait_for()
    settled(page)
    page.get_by_role("radio", name="termijn verstreken").click()
    page.wait_for_url("**/opvolging?toon=overdue")
    settled(page)
    assert page.locator("article h3").all_inner_texts() == ["Aanbeveling 1"]
    assert page.locator("article").get_by_text("Termijn verstreken").is_visible()

    page.get_by_role("link", name="Volg aanbeveling 1").click()
    page.get_by_role("heading", level=1, name="Aanbeveling 1").wait_for()
    settled(page)
    record(page, "toezegging wordt uitgevoerd", NOTE)
    assert page.locator(".st-key-statement-more dd", has_text="toezegging wordt uitgevoerd (Jan Jansen").count() == 1
    assert page.locator(".st-key-chain-follow-up dd", has_text="toezegging wordt uitgevoerd").count() == 1
    assert page.locator("dd", has_text=NOTE).count() == 1
    assert page.locator(".cg dd b").count() == 0
    page.get_by_text("Alles wat is vastgelegd (1)").click()
    assert page.locator(".cg-historie li").inner_text().endswith(f"notitie: {NOTE}")
    [entry] = read(folder / "journaal").entries
    assert (entry.by, entry.note) == ("Jan Jansen", NOTE)

    page.get_by_role("link", name="Terug naar opvolging").click()
    page.wait_for_url("**/opvolging?toon=overdue")
    settled(page)
    assert page.locator("article dd", has_text="toezegging wordt uitgevoerd (Jan Jansen").count() == 1


def test_a_table_leads_to_its_rows_and_a_reaction_to_its_page(page: Page, desk: str) -> None:
    open_at(page, desk + "opvolging")
    page.get_by_text("Per geadresseerde", exact=True).first.click()
    page.get_by_role("link", name="waterschappen").click()
    page.wait_for_url("**/opvolging?actor=waterschappen")
    page.wait_for_selector("article")
    settled(page)
    assert page.locator("article h3").all_inner_texts() == ["Aanbeveling 2"]
    page.get_by_role("link", name="Aanbeveling 2 nemen wij niet over.").click()
    page.get_by_role("heading", level=1, name="Reactie: neemt niet over").wait_for()
    page.go_back()
    page.get_by_role("heading", level=1, name="Opvolging").wait_for()
    settled(page)
    assert page.url == desk + "opvolging?actor=waterschappen"


def test_two_officers_at_once_both_see_what_was_recorded(page: Page, browser: Browser, desk: str, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    other = context.new_page()
    try:
        for one in (page, other):
            open_at(one, desk + FIRST)
        before = (folder / "journaal" / JOURNAL).read_bytes() if (folder / "journaal" / JOURNAL).exists() else b""
        record(page, "overige actie", "van de een")
        record(other, "toezegging is uitgevoerd", "van de ander")
        assert other.locator("dd", has_text="van de een").count() == 1
        page.reload()
        page.wait_for_selector("h1")
        page.locator("dd", has_text="van de ander").wait_for()
    finally:
        context.close()
    assert [entry.note for entry in read(folder / "journaal").entries][-2:] == ["van de een", "van de ander"]
    assert (folder / "journaal" / JOURNAL).read_bytes().startswith(before)


def test_the_last_entry_is_taken_back_and_stays_to_be_seen(page: Page, desk: str) -> None:
    open_at(page, desk + "aanbeveling?uitspraak=recommendation-storm-oosterdam-3")
    record(page, "geen actie", "te snel")
    page.get_by_role("button", name="Trek het laatste in").click()
    page.locator("dd", has_text="te snel").wait_for(state="detached")
    page.get_by_text("Alles wat is vastgelegd (2)").click()
    assert (
        page.locator(".cg-historie del").inner_text()
        == "stand volgens de geadresseerde zelf: geen actie; notitie: te snel"
    )


def test_forms_fit_a_phone(page: Page, desk: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_at(page, desk + FIRST)
    for form in ("Leg de stand of een notitie vast", "Beoordeel wat wij eruit afleidden"):
        page.get_by_text(form).click()
    settled(page)
    assert page.get_by_role("button", name="Leg het oordeel vast").is_visible()
    spilled = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
    assert spilled <= 0
