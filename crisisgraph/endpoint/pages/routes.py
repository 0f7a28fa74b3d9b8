"""The routes of the pages, to be added to those of the server; the one for things comes last, as it may take all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.negotiation import preferred
from crisisgraph.endpoint.pages.addresses import Addresses
from crisisgraph.endpoint.pages.answers import FORMATS, HTML, TURTLE, answer, negotiated, see_other
from crisisgraph.endpoint.pages.dataset import dataset_document, dump
from crisisgraph.endpoint.pages.documents import ontology_document, other_document, thing_document
from crisisgraph.endpoint.pages.query import table_of
from crisisgraph.endpoint.pages.render import STATIC, html
from crisisgraph.endpoint.protocol import RefusedError
from crisisgraph.endpoint.service import Service
from crisisgraph.graph.named_queries import gallery, load_queries
from crisisgraph.settings import Settings

_Document = Callable[[Service, Addresses, Request], Awaitable[Response]]


def page_routes(service: Service, settings: Settings) -> list[BaseRoute]:
    """Return the home page, the documents about things, the ontology, the data set with its dumps, and our files."""
    addresses = Addresses(settings.base)

    def route(path: str, document: _Document) -> Route:
        async def respond(request: Request) -> Response:
            return await document(service, addresses, request)

        return Route(path, respond, methods=["GET"])

    routes: list[BaseRoute] = [route("/", _home)]
    for extension in ("", *FORMATS):
        routes += [
            route(f"/def{extension}", ontology_document),
            route(f"/resource{extension}", other_document),
            route(f"/doc/dataset{extension}", dataset_document),
        ]
    routes += [
        route("/doc/{local}", thing_document),
        route("/dataset", _to_dataset),
        route("/.well-known/void", _to_dataset),
        route("/dump.nq.gz", dump),
        route("/dump.trig.gz", dump),
        # YASGUI's own files, where the set-up installed them; nothing else of its folder is of use here.
        Mount("/static/yasgui", StaticFiles(directory=settings.yasgui, check_dir=False)),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    routes += [route(path + "{local:path}", _to_term) for path in sorted({addresses.terms, "/def/"})]
    routes += [route(path + "{local}", _to_document) for path in sorted({addresses.things or "/id/", "/id/"}, key=len)]
    return routes


async def _home(service: Service, addresses: Addresses, request: Request) -> Response:
    """Say what is here; who would rather have RDF gets the description of the data set."""
    if negotiated(request, (HTML, *FORMATS.values())) != HTML:
        return see_other("./doc/dataset")
    reply = await service.answer(Question(load_queries()["counts"].text, format="json"))
    if reply.head.problem:
        raise RefusedError(reply.head.status, reply.head.problem, **reply.head.facts)
    reports = table_of(msgspec.json.decode(reply.body), addresses)
    rest = any(route.path.startswith("/api/") for route in request.app.routes if isinstance(route, Route))
    body = html("home.html", request.url.path, reports=reports, gallery=gallery(), base=addresses.base, rest=rest)
    return answer(request, body, HTML, ['<./doc/dataset>; rel="describedby"; type="text/turtle"'])


async def _to_document(_: Service, addresses: Addresses, request: Request) -> Response:
    """Lead from the IRI of a thing to the document about it."""
    iri = addresses.thing(request.path_params["local"])
    if iri is None:
        raise RefusedError(404, "not-found")
    up = "../" * (request.url.path.count("/") - 1) or "./"
    location = up + (addresses.document(iri) or "")
    return see_other(location, [f'<{location}>; rel="describedby"'])


async def _to_term(_: Service, addresses: Addresses, request: Request) -> Response:
    """Lead from a term, or from the namespace, to the ontology; a term has no document of its own."""
    local = request.path_params["local"]
    if local and not local.isidentifier():
        raise RefusedError(404, "not-found")
    up = "../" * (request.url.path.count("/") - 1)
    return see_other(f"{up}def#{local}" if local else f"{up}def", [f'<{up}def>; rel="describedby"'])


async def _to_dataset(_: Service, __: Addresses, request: Request) -> Response:
    """Lead to the description of the data set; VoID says where to look for it (section 7.2)."""
    return see_other("../" * (request.url.path.count("/") - 1) + "doc/dataset")


def problem_page(request: Request, status: int, sentence: str) -> bytes | None:
    """Return `sentence` as a page for a person, or none for a program, which gets it as text."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    if preferred(accept, ["text/plain", TURTLE, "application/sparql-results+json", HTML]) != HTML:
        return None
    return html("problem.html", request.url.path, status=status, sentence=sentence)
