"""The whole: what is served as a data set (VoID, DCAT), and as files to take along."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from crisisgraph.endpoint.description import checked_address
from crisisgraph.endpoint.pages.addresses import Addresses
from crisisgraph.endpoint.pages.answers import asked
from crisisgraph.endpoint.pages.documents import described, written
from crisisgraph.endpoint.pages.views import View
from crisisgraph.endpoint.protocol import RefusedError
from crisisgraph.endpoint.service import Service

_CHUNK = 1 << 20

#: A gzip member (RFC 1952) without the name and the time of a file: equal content gives equal bytes.
_GZIP = 31


async def dataset_document(service: Service, addresses: Addresses, request: Request) -> Response:
    """Answer with the description of the data set, which is a thing under the base like others.

    :raises RefusedError: as `documents.thing_document`.
    """
    wanted = asked(request, request.url.path.rpartition("/")[2])
    thing = addresses.base + "dataset"
    found = await described(
        service,
        "dataset",
        thing,
        root=checked_address(str(request.base_url)),
        themes=f"<{addresses.base}themes>",
        dumps="true" if _quads(service) else "false",
    )
    return await written(request, addresses, View(found, addresses, thing), wanted, "./dataset", "dataset.html")


async def dump(service: Service, _: Addresses, request: Request) -> Response:
    """Answer ``/dump.nq.gz`` or ``/dump.trig.gz``: a file to keep, packed while it is sent.

    It is sent as what it is, a gzip file, and not as N-Quads or TriG in a transfer encoding: then a browser, curl and
    wget all keep the file that its name promises.

    :raises RefusedError: 404 where files are served and not a build.
    """
    quads = _quads(service)
    if quads is None:
        raise RefusedError(404, "not-found")
    name = request.url.path.rpartition("/")[2]
    stat = quads.stat()
    headers = {
        "Content-Disposition": f'attachment; filename="crisisgraph-{name}"',
        "ETag": f'"{stat.st_mtime_ns:x}-{stat.st_size:x}-{name}"',
        "Cache-Control": "no-cache",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    lines = _lines(quads) if name == "dump.nq.gz" else _trig(quads)
    packed = iter(()) if request.method == "HEAD" else _packed(lines)
    return StreamingResponse(packed, headers=headers, media_type="application/gzip")


def _quads(service: Service) -> Path | None:
    """Return the sorted N-Quads of the build that is served, or none where files are."""
    file = service.served / "graph" / "graph.nq" if service.served else None
    return file if file and file.is_file() else None


def _lines(quads: Path) -> Iterator[bytes]:
    with quads.open("rb") as file:
        yield from file


def _trig(quads: Path) -> Iterator[bytes]:
    """Yield sorted N-Quads as TriG, graph by graph; only where each line begins is kept in memory.

    The triples are written as they are, which TriG allows.  The Turtle files of a build would read better, but rdflib
    writes ``"1"^^xsd:decimal`` there as 1.0, which is another literal.
    """
    begins: defaultdict[bytes, array[int]] = defaultdict(lambda: array("Q"))
    at = 0
    for line in _lines(quads):
        begins[line.rpartition(b" <")[2]].append(at)
        at += len(line)
    with quads.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        for graph in sorted(begins):
            yield b"<" + graph.removesuffix(b" .\n") + b" {\n"
            for begin in begins[graph]:
                yield whole[begin : whole.find(b"\n", begin) + 1].rpartition(b" <")[0] + b" .\n"
            yield b"}\n"


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=_GZIP)
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= _CHUNK:
            yield packer.compress(bytes(waiting))
            waiting.clear()
    yield packer.compress(bytes(waiting)) + packer.flush()
