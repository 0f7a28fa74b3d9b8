"""What every response carries, and the one line that is logged of it."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)

#: Any web page may ask, since there is nothing secret here and no cookie that says who asks; no page may frame, guess
#: at or run what it gets.  A page of ours states its own policy.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, Link, Retry-After",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

#: What a browser is told that asks first.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class Headers:
    """Adds `HEADERS` to the responses of `app` where they say nothing else, and logs method, path, status and time.

    Nothing of a query is logged: neither the part of an address after the question mark, nor a body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            took = (time.perf_counter() - began) * 1000
            path = scope["raw_path"].decode("ascii", "replace")  # still encoded: a line of the log stays one line
            _log.info("%s %s %d %.1f ms", scope["method"], path, status, took)
