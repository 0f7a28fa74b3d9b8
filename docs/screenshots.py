"""Photograph every page of the app for the handbook, over the digests in corpus/ and a report that we made up.

usage: python docs/screenshots.py [FOLDER]

FOLDER is docs/beeld unless another is named.  Needs Chromium and what `make test` installs.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pdf_writer import Sheet, pdf_of  # noqa: E402 (a helper of the tests, found by the line above)

from crisisgraph.pipeline import build  # noqa: E402 (the same)
from crisisgraph.settings import Settings  # noqa: E402 (the same)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTH, HEIGHT = 1280, 900

#: A report as we would write one: the page of an advice in it can be shown as it is printed.
TITLE, DATE = "Leren van de dijkdoorbraak", "15 maart 2023"
PAGES = (
    (
        TITLE,
        f"Evaluatie door Bureau Voorbeeld, {DATE}",
        "1 Conclusies",
        "Wij concluderen dat bewoners de waarschuwing te laat kregen, omdat niemand wist wie haar mocht versturen.",
        "2 Aanbevelingen",
        "Aanbeveling 1. De veiligheidsregio oefent elk jaar met het waarschuwen van bewoners.",
        "Aanbeveling 2. Gemeenten leggen vast wie een waarschuwing mag versturen.",
    ),
    (
        "3 Reactie van het college",
        "Het college neemt aanbeveling 2 over. Het college zegt toe dat de regeling op 1 juli 2024 klaar is.",
    ),
)

#: The pages of the handbook: the name of the picture and the address.
SHOTS = {
    "zoeken": "?vraag=Wie+zorgt+voor+nazorg+na+een+crisis%3F",
    "filters": "?soort=recommendation&reactie=met",
    "opvolging": "opvolging",
    "overzicht": "overzicht",
    "netwerk": "netwerk?midden=theme-mentale-gezondheid-en-nazorg",
    "rapporten": "rapporten",
    "sparql": "sparql?voorbeeld=by-theme",
}


def made_up(folder: Path) -> Path:
    """Write the report that we made up and return its file."""
    sheets = []
    for paragraphs in PAGES:
        sheet = Sheet()
        for paragraph in paragraphs:
            sheet.flow(paragraph)
        sheets.append(sheet)
    file = folder / "dijkdoorbraak.pdf"
    file.write_bytes(pdf_of(*sheets))
    return file


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start the app over the build in `folder`, with a journal and uploads, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--build", folder / "build", "--review", folder / "opvolging", "--name", "Jan Jansen"]
    options += ["--uploads", folder / "uploads", "--port", port]
    command = [sys.executable, "-m", "crisisgraph", "app", *map(str, options)]
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as server:
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(server.pid, 15)


def settled(page: Page) -> None:
    """Wait until the run that was asked for has ended."""
    page.wait_for_selector("h1")
    page.wait_for_timeout(800)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(400)


def open_at(page: Page, address: str) -> None:
    """Open an address, waiting for the app to start."""
    while True:
        try:
            page.goto(address)
            break
        except Error:  # nothing listens yet
            time.sleep(0.2)
    settled(page)


def main() -> None:
    """Write the pictures."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "beeld"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="crisisgraph-") as name, sync_playwright() as driver:
        folder = Path(name)
        build([ROOT / "corpus", made_up(folder)], folder / "build", Settings())
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.set_default_timeout(60_000)

        def photograph(shot: str, address: str, before: Callable[[], object] | None = None) -> None:
            open_at(page, address)
            if before:
                before()
                settled(page)
            page.screenshot(path=out / f"{shot}.png")

        with running(folder) as address:
            for shot, path in SHOTS.items():
                photograph(shot, address + path)
            open_at(page, address + "?vraag=%22waarschuwen+van+bewoners%22&soort=recommendation")
            page.get_by_role("link", name="Volg aanbeveling 1").first.click()
            page.wait_for_selector("[data-testid=stCode] code")  # it comes after the rest
            settled(page)
            page.screenshot(path=out / "aanbeveling.png")
            page.get_by_role("button", name="Toevoegen aan selectie").first.click()
            settled(page)
            photograph("selectie", address + "selectie", page.locator("summary", has_text="Neem deze").first.click)
            open_at(page, address + "vergelijken")
            page.locator("[data-testid=stPageLink-NavLink]", has_text="keer vergelijkbaar").first.click()
            settled(page)
            page.screenshot(path=out / "vergelijken.png")
        browser.close()


if __name__ == "__main__":
    main()
