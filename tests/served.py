"""A server over RDF for a test, and a client that keeps to HTTP and nothing more."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from crisisgraph.endpoint.protocol import FORM, QUERY, longest_body
from crisisgraph.endpoint.server import application
from crisisgraph.endpoint.service import Service, service_of_files
from crisisgraph.settings import ServerLimits, Settings
from crisisgraph.store import RdfFile

#: Enough nodes that a product of three of them is never finished, in three graphs.
NODES = 400
LIMITS = replace(ServerLimits(), seconds=2.0, memory=1 << 30, workers=4)


def data(nodes: int = NODES) -> str:
    """Return N-Quads with numbered nodes of which each has a name and knows the next one."""
    lines = []
    for number in range(nodes):
        node, graph = f"<http://example.org/n{number}>", f"<http://example.org/graph{number % 3}>"
        lines.append(f'{node} <http://example.org/name> "knoop {number}"@nl {graph} .')
        lines.append(f"{node} <http://example.org/next> <http://example.org/n{(number + 1) % nodes}> {graph} .")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return self.headers.get_content_type()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a server under test."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def ask(self, query: str, accept: str | None = None, **parameters: str) -> Answer:
        """GET a query."""
        headers = {"Accept": accept} if accept else {}
        return self.request("GET", "/sparql?" + urllib.parse.urlencode({"query": query, **parameters}), headers)

    def post(self, body: bytes | str, content_type: str = QUERY, path: str = "/sparql", **headers: str) -> Answer:
        """POST a body as it is."""
        data = body.encode() if isinstance(body, str) else body
        return self.request("POST", path, {"Content-Type": content_type, **headers}, data)

    def form(self, **parameters: str) -> Answer:
        """POST a form."""
        return self.post(urllib.parse.urlencode(parameters), FORM)

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read(), time.monotonic() - began)
        finally:
            connection.close()


@contextmanager
def running(source: AbstractContextManager[Service], settings: Settings) -> Iterator[Endpoint]:
    """Serve in a thread of this process, on a free port."""
    started: list[int] = []
    failed: list[BaseException] = []
    with source as service:
        config = uvicorn.Config(
            application(service, settings),
            port=0,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,  # as `serve` has it, whatever another test made of the logging of this process
            h11_max_incomplete_event_size=longest_body(settings.server.query),
        )
        server = uvicorn.Server(config)

        async def serve() -> None:
            async with service.running():
                await server.serve()

        def run() -> None:
            try:
                asyncio.run(serve())
            except BaseException as error:  # said by the test that waits for it
                failed.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            while not server.started:
                assert not failed, failed
                time.sleep(0.01)
            started.append(server.servers[0].sockets[0].getsockname()[1])
            yield Endpoint(started[0])
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def served(folder: Path, text: str | None = None, limits: ServerLimits = LIMITS) -> Iterator[Endpoint]:
    """Serve `text`, which is N-Quads, from a file in `folder`."""
    file = folder / "data.nq"
    file.write_text(data() if text is None else text, "utf-8")
    settings = Settings(server=limits)
    with running(service_of_files([RdfFile(file)], settings), settings) as endpoint:
        yield endpoint
