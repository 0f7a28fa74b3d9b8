"""The page that starts Streamlit in the browser, told what it would otherwise get wrong: the language and its place.

Without the place Streamlit looks for the app below the address of each page first, and whoever opens a page by its own
address gets two errors in the console (https://github.com/streamlit/streamlit/issues/7074).
"""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from crisisgraph.app.address import LANGUAGE, language_of

#: The page as it comes with the package.
_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"

#: What a host of Streamlit sets in that page: the address below which the app answers.
_PLACE = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"


class _PageName(Convertor[str]):
    """The name of a page in an address: small letters only, so never a file of Streamlit's."""

    regex = "[a-z]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PageName())


def index_page(language: str) -> str:
    """Return the page that starts Streamlit, in `language` and with the place of the app in it."""
    page = _INDEX.read_text("utf-8").replace('<html lang="en">', f'<html lang="{language}">', 1)
    return page.replace("<head>", f"<head>{_PLACE}", 1)


def _answer(request: Request) -> Response:
    language = language_of(request.query_params.getlist(LANGUAGE))
    return HTMLResponse(index_page(language), headers={"Cache-Control": "no-cache"})


#: The addresses of the pages; every other address is Streamlit's own.
ROUTES = (Route("/", _answer), Route("/{name:page}", _answer))
