"""The routes: each waits in a thread for one function of `resources`, and every answer has the same headers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from anyio import CapacityLimiter
from msgspec import Struct, json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from crisisgraph import __version__
from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.rest import resources
from crisisgraph.endpoint.rest.document import BASE, FILE, Operation, document, operations, version
from crisisgraph.endpoint.rest.parameters import (
    Exporting,
    InvalidParametersError,
    Listing,
    Nothing,
    Paging,
    Question,
    read_parameters,
)
from crisisgraph.errors import InputError
from crisisgraph.export import FORMS
from crisisgraph.sentences import say
from crisisgraph.workspace import Workspace

_LOG = logging.getLogger(__name__)

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_METHODS = "GET, HEAD, OPTIONS"

#: So many exports are made at once, so that those who wait for one do not hold the threads that others need.
_EXPORTS = 2

#: What the design rules want on every answer.  HSTS is for whoever ends the TLS connection: we speak plain HTTP.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Content-Disposition",
}

#: Makes the answer to a request, from the newest build and what was asked; runs in a thread.
_Answer = Callable[[Workspace, Any, Request], Response]


def rest_routes(builds: Builds) -> list[BaseRoute]:
    """Return the routes of the API over `builds`, all at or below ``/api/v1``; they need nothing around them."""
    named = operations()
    few = CapacityLimiter(_EXPORTS)
    routes = [
        Route(BASE + named[name].path, _Resource(builds, named[name], form, answer, few if form is Exporting else None))
        for name, (form, answer) in _RESOURCES.items()
    ]
    missing = _Resource(builds, None, Nothing, _no_such_path)
    return [*routes, Route(BASE, missing), Route(BASE + "/{path:path}", missing)]


# --- one function for each operation --------------------------------------------------------------


def _reports(workspace: Workspace, asked: Paging, request: Request) -> Response:
    return _json(resources.reports(workspace, asked, _path(request)))


def _report(workspace: Workspace, _: Nothing, request: Request) -> Response:
    return _json(resources.report(workspace, request.path_params["id"]))


def _recommendations(workspace: Workspace, asked: Listing, request: Request) -> Response:
    return _json(resources.recommendations(workspace, asked, _path(request)))


def _recommendation(workspace: Workspace, _: Nothing, request: Request) -> Response:
    return _json(resources.recommendation(workspace, request.path_params["id"]))


def _search(workspace: Workspace, asked: Question, _: Request) -> Response:
    return _json(resources.answer(workspace, asked))


def _export(workspace: Workspace, asked: Exporting, _: Request) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="crisisgraph.{asked.format}"'}
    return Response(resources.exported(workspace, asked), media_type=FORMS[asked.format], headers=disposition)


def _openapi_json(_: Workspace, __: Nothing, ___: Request) -> Response:
    return _json(document())


def _openapi_yaml(_: Workspace, __: Nothing, ___: Request) -> Response:
    return Response(FILE.read_bytes(), media_type="application/yaml")


def _no_such_path(_: Workspace, __: Nothing, ___: Request) -> Response:
    return _problem(404, say("rest.no-such-path", document=f"{BASE}/openapi.json"))


#: What each operation of the document takes, and who answers it.
_RESOURCES: dict[str, tuple[type[Struct], _Answer]] = {
    "listReports": (Paging, _reports),
    "getReport": (Nothing, _report),
    "listRecommendations": (Listing, _recommendations),
    "getRecommendation": (Nothing, _recommendation),
    "search": (Question, _search),
    "export": (Exporting, _export),
    "getOpenapiJson": (Nothing, _openapi_json),
    "getOpenapiYaml": (Nothing, _openapi_yaml),
}


def _json(record: object) -> Response:
    return Response(json.encode(record), media_type=_JSON)


def _path(request: Request) -> str:
    """Return the path that was asked for, as the outside sees it."""
    return request.url.path


# --- what all of them have in common ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Resource:
    """One path of the API as an ASGI application: answers GET and HEAD, says so to OPTIONS, and refuses the rest."""

    builds: Builds
    operation: Operation | None
    form: type[Struct]
    answer: _Answer
    limiter: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._respond(request)
        response.headers.update({**_HEADERS, "API-Version": version()})
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            allowed = {"Allow": _METHODS, "Access-Control-Allow-Methods": _METHODS}
            return Response(status_code=204, headers={**allowed, "Access-Control-Allow-Headers": "If-None-Match"})
        if request.method not in ("GET", "HEAD"):
            return _problem(405, say("rest.method", methods=_METHODS), {"Allow": _METHODS})
        workspace = self.builds.workspace()
        try:
            asked = self._asked(request)
            response = await anyio.to_thread.run_sync(self.answer, workspace, asked, request, limiter=self.limiter)
        except InvalidParametersError as error:
            return _invalid(error)
        except InputError as error:  # the parameters are in order, so what is named in the path does not exist
            return _problem(404, say(f"rest.{error.code}", **error.facts))
        except Exception as error:
            _LOG.error(say("serve.failed", path=request.scope["path"], error=type(error).__name__))
            _LOG.debug("", exc_info=True)  # a traceback may quote the question
            return _problem(500, say("error.internal"))
        if response.status_code != 200:
            return response
        tag = f'"{__version__}-{version()}-{workspace.fingerprint}"'
        if _unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        response.headers["ETag"] = tag
        return response

    def _asked(self, request: Request) -> Struct:
        if self.operation is None:
            return Nothing()
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        return read_parameters(self.operation, self.form, given)


def _unchanged(request: Request, tag: str) -> bool:
    """Tell whether the one who asks has this build's answer already (RFC 9110, section 13.1.2)."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return tag in known


def _invalid(error: InvalidParametersError) -> Response:
    errors = [{"parameter": one.parameter, "detail": one.detail} for one in error.invalid]
    return _problem(400, error.facts["details"], errors=errors)


def _problem(status: int, detail: object, headers: dict[str, str] | None = None, **more: object) -> Response:
    """Return an error as RFC 9457 has it."""
    record = {"status": status, "title": say(f"rest.status-{status}"), "detail": detail, **more}
    return Response(json.encode(record), status, headers, _PROBLEM)
