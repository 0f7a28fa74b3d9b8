"""A document in the format that is asked for, with the headers that tell of its other formats."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from crisisgraph.endpoint.negotiation import preferred
from crisisgraph.endpoint.pages.render import POLICY
from crisisgraph.endpoint.protocol import RefusedError

HTML = "text/html"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"

#: The formats of a document by the extension that asks for one; the first is for whoever asks for nothing, which no
#: browser does.
FORMATS: Mapping[str, str] = {
    ".ttl": TURTLE,
    ".html": HTML,
    ".jsonld": "application/ld+json",
    ".nt": N_TRIPLES,
    ".rdf": "application/rdf+xml",
}

#: Types that say less than they should, and what is meant by them.
_ALSO = {"application/xhtml+xml": HTML, "application/json": "application/ld+json", "text/plain": N_TRIPLES}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which document is asked for, and in which format; `extension` is empty where ``Accept`` chose."""

    name: str
    media_type: str
    extension: str


def asked(request: Request, name: str) -> Asked:
    """Return what `name`, the last part of a path, and the ``Accept`` header ask for.

    :raises RefusedError: with 406 where no format fits.
    """
    for extension, media_type in FORMATS.items():
        if name.endswith(extension):
            return Asked(name.removesuffix(extension), media_type, extension)
    return Asked(name, negotiated(request), "")


def negotiated(request: Request, offered: Sequence[str] = tuple(FORMATS.values())) -> str:
    """Return the media type that the ``Accept`` header prefers.

    :raises RefusedError: with 406 where no format fits.
    """
    accept = ", ".join(request.headers.getlist("accept")) or None
    chosen = preferred(accept, [*offered, *(name for name, means in _ALSO.items() if means in offered)])
    if chosen is None:
        raise RefusedError(406, "not-acceptable", types=", ".join(offered))
    return _ALSO.get(chosen, chosen)


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    links: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return `body`, or 304 for a client that has it already: the tag is that of the bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    sent = {
        "Content-Type": f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
        "Vary": "Accept",
        "ETag": tag,
        "Cache-Control": "no-cache",
        **(headers or {}),
    }
    if media_type == HTML:
        sent.setdefault("Content-Security-Policy", POLICY)
    if links:
        sent["Link"] = ", ".join(links)
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in known.split(",")):
        del sent["Content-Type"]
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent)


def format_links(document: str, chosen: Asked) -> list[str]:
    """Return the ``Link`` values of a document for its other formats, and for the document whatever its format.

    :param document: the address of the document without an extension, relative to the one that is asked for.
    """
    stem, question, query = document.partition("?")
    others = (
        f'<{stem}{extension}{question}{query}>; rel="alternate"; type="{media_type}"'
        for extension, media_type in FORMATS.items()
        if media_type != chosen.media_type
    )
    return [f'<{document}>; rel="canonical"', *others]


def see_other(location: str, links: Sequence[str] = ()) -> Response:
    """Return 303: what is asked for is no document, and there stands one about it."""
    headers = {"Location": location, "Cache-Control": "max-age=3600"}
    if links:
        headers["Link"] = ", ".join(links)
    return Response(status_code=303, headers=headers)
