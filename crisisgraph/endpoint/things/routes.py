"""The routes of things and of the documents about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from crisisgraph.endpoint.protocol import RefusedError
from crisisgraph.endpoint.responses import content, response_of
from crisisgraph.endpoint.service import Service
from crisisgraph.endpoint.things.addresses import DOCUMENTS, Thing, document_of, paths_of, question_about, spaces_of
from crisisgraph.endpoint.things.page import POLICY, page_about, rows_of

_STYLE = Path(__file__).with_name("page.css")


def thing_routes(service: Service, base: str) -> list[BaseRoute]:
    """Return the routes by which the IRIs under `base`, and those of our terms, answer."""
    spaces = spaces_of(base)

    async def thing(space: str, request: Request) -> Response:
        asked = Thing(space, request.path_params.get("name", ""))
        location = document_of(asked, ", ".join(request.headers.getlist("accept")) or None)
        if location is None:
            raise RefusedError(406, "not-acceptable", types=", ".join(DOCUMENTS.values()))
        return Response(status_code=303, headers={"Location": location, "Vary": "Accept"})

    async def document(space: str, request: Request) -> Response:
        name, _, ending = request.path_params["file"].rpartition(".")
        if ending not in DOCUMENTS or not name:
            raise RefusedError(404, "not-found")
        about = Thing(space, "" if name == "index" else name)
        reply = await service.answer(question_about(about.iri(spaces), ending))
        if reply.head.problem:
            return response_of(reply)
        if ending != "html":
            found = bool(reply.body.strip()) and reply.body != b"[]"
            response = response_of(reply)
        else:
            rows = rows_of(reply.body)
            found = bool(rows)
            response = content(page_about(about, rows, spaces).encode(), DOCUMENTS["html"])
            response.headers["Content-Security-Policy"] = POLICY
        if not found:
            raise RefusedError(404, "not-found")
        response.headers["Link"] = f'<{about.iri(spaces)}>; rel="describes"'
        return response

    async def style(_: Request) -> Response:
        return FileResponse(_STYLE)

    routes: list[BaseRoute] = [Route("/static/page.css", style)]
    for space, namespace in spaces.items():
        for path in paths_of(namespace, space):
            routes += [Route(path + name, _in(space, thing)) for name in ("", "{name}")]
        routes.append(Route(f"/doc/{space}/{{file}}", _in(space, document)))
    return routes


def _in(space: str, answer: Callable[[str, Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Return `answer` for the things of one space."""

    async def answer_in(request: Request) -> Response:
        return await answer(space, request)

    return answer_in
