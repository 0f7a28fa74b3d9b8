"""The web server: routes, sentences for what goes wrong, and the loop that runs it."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from crisisgraph.endpoint.description import description_of
from crisisgraph.endpoint.headers import PREFLIGHT, Headers
from crisisgraph.endpoint.pages.query import query_page
from crisisgraph.endpoint.pages.render import POLICY
from crisisgraph.endpoint.pages.routes import page_routes, problem_page
from crisisgraph.endpoint.protocol import RefusedError, Request, longest_body, question_of
from crisisgraph.endpoint.responses import response_of, sentence
from crisisgraph.endpoint.service import Service
from crisisgraph.errors import InputError
from crisisgraph.sentences import say
from crisisgraph.settings import ServerLimits, Settings

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]

#: A body that is too long is read to its end up to here, so that a client hears what was wrong with it.
_DRAINED = 16 << 20

#: Seconds that a stopping server waits for answers under way to be sent.
_LAST_WORDS = 10


def application(service: Service, settings: Settings, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the web application over `service`, which is to be running before the first request comes.

    `routes` are what else is served, such as the REST API.
    """

    async def sparql(request: HttpRequest) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS), **PREFLIGHT})
        if request.method != "POST" and (page := await query_page(service, settings, request)):
            return page
        asked = Request(
            query_string=request.scope["query_string"],
            accept=", ".join(request.headers.getlist("accept")) or None,
            content_type=request.headers.get("content-type", ""),
            body=await _body(request, settings.server) if request.method == "POST" else None,
        )
        question = question_of(asked, settings.server.query)
        if question is None:
            question = description_of(str(request.url.replace(query="")), asked.accept)
        return response_of(await service.answer(question))

    return Starlette(
        routes=[Route("/sparql", sparql, methods=METHODS), *routes, *page_routes(service, settings)],
        middleware=[Middleware(Headers)],
        exception_handlers={RefusedError: _refused, HTTPException: _http_error, Exception: _internal_error},
    )


def serve(service: Service, settings: Settings, host: str, port: int, routes: Sequence[BaseRoute] = ()) -> None:
    """Serve `service`, and what else has `routes`, on `host` and `port` until the process is told to stop.

    :raises InputError: when the port is not free ("port-taken"), or no worker can open the store ("no-worker").
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("crisisgraph").setLevel(logging.INFO)
    with _listening(host, port) as listener:
        asyncio.run(_serve(service, application(service, settings, routes), settings, listener))


async def _serve(service: Service, app: Starlette, settings: Settings, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        h11_max_incomplete_event_size=longest_body(settings.server.query),  # a query may stand in the address
        timeout_graceful_shutdown=_LAST_WORDS,
    )
    async with service.running():
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        print(say("server.starts", address=f"{address}/sparql"), flush=True)
        await _Server(config).serve(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that stops when it is told to, and leaves the rest of the program to end in its own way."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at Ctrl-C and at the end of the session; uvicorn would send itself the signal once more after it."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)  # asyncio sends at once only when told that this is TCP
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except socket.gaierror as error:
        raise InputError("no-such-host", host=host) from error
    except (OSError, OverflowError) as error:
        raise InputError("port-taken", port=port) from error
    with listener:
        yield listener


async def _body(request: HttpRequest, limits: ServerLimits) -> bytes:
    longest = longest_body(limits.query)
    parts: list[bytes] = []
    read = 0
    async for part in request.stream():
        read += len(part)
        if read <= longest:
            parts.append(part)
        elif read > _DRAINED:
            break
    if read > longest:
        raise RefusedError(413, "query-too-long", limit=limits.query)
    return b"".join(parts)


async def _refused(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _for_whom_it_is(request, sentence(error.status, error.problem, error.facts))


async def _http_error(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = sentence(error.status_code, "not-allowed" if error.status_code == 405 else "not-found", {})
    response.headers.update(error.headers or {})
    return _for_whom_it_is(request, response)


def _for_whom_it_is(request: HttpRequest, response: Response) -> Response:
    """Return the sentence of `response` as a page, where a person asked."""
    page = problem_page(request, response.status_code, bytes(response.body).decode("utf-8"))
    if page is None:
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return HTMLResponse(page, response.status_code, {**kept, "Content-Security-Policy": POLICY})


async def _internal_error(*_: object) -> Response:
    return sentence(500, "internal", {})
