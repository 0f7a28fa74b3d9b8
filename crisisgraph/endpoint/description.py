"""What the service says of itself: SPARQL 1.1 Service Description, in any RDF format."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from crisisgraph.endpoint.messages import Question
from crisisgraph.endpoint.protocol import RefusedError

_FILE = Path(__file__).with_name("description.rq")

#: An address that can stand between angle brackets as it is.
_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~%-]*)?", re.ASCII)


def description_of(endpoint: str, accept: str | None) -> Question:
    """Return the query whose answer describes the service at `endpoint`.

    :raises RefusedError: when the address, which comes from the request, is none.
    """
    return Question(_text().replace("$endpoint", checked_address(endpoint)), accept)


def checked_address(address: str) -> str:
    """Return `address` as it is, when it is one.

    :raises RefusedError: when it is none.
    """
    if not _ADDRESS.fullmatch(address):
        raise RefusedError(400, "bad-address")
    return address


@cache
def _text() -> str:
    return _FILE.read_text("utf-8")
