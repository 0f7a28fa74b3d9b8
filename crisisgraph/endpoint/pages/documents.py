"""The documents about things: what the graph says about one IRI, as HTML and as RDF."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.pages.addresses import TERMS, Addresses, is_web_iri
from crisisgraph.endpoint.pages.answers import FORMATS, HTML, Asked, answer, asked, format_links
from crisisgraph.endpoint.pages.description import Description
from crisisgraph.endpoint.pages.ontology import terms_of
from crisisgraph.endpoint.pages.query import example
from crisisgraph.endpoint.pages.render import html
from crisisgraph.endpoint.pages.views import View
from crisisgraph.endpoint.protocol import RefusedError
from crisisgraph.endpoint.service import Service
from crisisgraph.vocab import PREFIXES

_FOLDER = Path(__file__).parent

#: What of an IRI may stand in a header as it is.
_IN_HEADER = "%/:?#[]@!$&'()*+,;=~"


async def thing_document(service: Service, addresses: Addresses, request: Request) -> Response:
    """Answer ``/doc/<local name>`` with the document about the thing of that name under the base.

    :raises RefusedError: 404 for a name that nothing has, 406 where no format fits, 503 as any query.
    """
    wanted = asked(request, request.path_params["local"])
    iri = addresses.thing(wanted.name)
    if iri is None:
        raise RefusedError(404, "unknown-thing", iri=addresses.base + wanted.name)
    local = iri.removeprefix(addresses.base)
    return await _document(service, addresses, request, iri, wanted, f"./{local}")


async def other_document(service: Service, addresses: Addresses, request: Request) -> Response:
    """Answer ``/resource?iri=…`` with what we say about a thing that has its IRI from someone else.

    :raises RefusedError: 400 where `iri` is no IRI of the web, and as `thing_document`.
    """
    iri = request.query_params.get("iri", "")
    if not is_web_iri(iri):
        raise RefusedError(400, "graph-no-iri", parameter="iri")
    wanted = asked(request, request.url.path.rpartition("/")[2])
    return await _document(service, addresses, request, iri, wanted, "./" + addresses.elsewhere(iri))


async def ontology_document(service: Service, addresses: Addresses, request: Request) -> Response:
    """Answer ``/def`` with the ontology: every class, property and concept of our own.

    :raises RefusedError: 404 where what is served holds no ontology, and as `thing_document`.
    """
    wanted = asked(request, request.url.path.rpartition("/")[2])
    found = await described(service, "ontology", TERMS)
    if not found:
        raise RefusedError(404, "unknown-thing", iri=TERMS)
    view = View(found, addresses, TERMS)
    return await written(request, addresses, view, wanted, "./def", "ontology.html", terms=terms_of(view))


async def described(service: Service, name: str, thing: str, **facts: str) -> Description:
    """Return what the query `name` finds about `thing`, an IRI that can stand in a query as it is.

    :raises RefusedError: with the problem that the worker had.
    """
    text = _query(name)
    for fact, value in {**facts, "thing": f"<{thing}>"}.items():
        text = text.replace(f"${fact}", value)
    reply = await service.answer(Question(text, format="nt"))
    if reply.head.problem:
        raise RefusedError(reply.head.status, reply.head.problem, **reply.head.facts)
    return Description.of(reply.body)


async def written(
    request: Request, addresses: Addresses, view: View, wanted: Asked, document: str, template: str, **facts: object
) -> Response:
    """Return the document of `view` in the format that is `wanted`; it is made away from the loop of the server."""
    links = format_links(document, wanted)
    links.append(f'<{quote(view.thing, safe=_IN_HEADER)}>; rel="describes"')
    if wanted.media_type == HTML:
        body = await asyncio.to_thread(
            html, template, request.url.path, view=view, document=document, example=example, **facts
        )
    else:
        body = await asyncio.to_thread(view.description.written, wanted.media_type, addresses.base)
    headers = {}
    if not wanted.extension:  # which of the documents was chosen
        extension = next(name for name, media_type in FORMATS.items() if media_type == wanted.media_type)
        stem, question, query = document.partition("?")
        headers["Content-Location"] = f"{stem}{extension}{question}{query}"
    return answer(request, body, wanted.media_type, links, headers)


async def _document(
    service: Service, addresses: Addresses, request: Request, iri: str, wanted: Asked, document: str
) -> Response:
    found = await described(service, "describe", iri)
    if not found:  # a named graph is named nowhere but by what stands in it
        found = await described(service, "graph" if wanted.media_type == HTML else "content", iri)
    if not found:
        raise RefusedError(404, "unknown-thing", iri=iri)
    view = View(found, addresses, iri)
    return await written(request, addresses, view, wanted, document, view.template)


@cache
def _query(name: str) -> str:
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    return prefixes + (_FOLDER / f"{name}.rq").read_text("utf-8")
