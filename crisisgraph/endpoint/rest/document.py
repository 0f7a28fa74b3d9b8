"""The OpenAPI document: a file in Dutch that describes the API; paths and parameters are read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from crisisgraph.sentences import say

#: The document as people edit it; it is served as it stands, and as JSON.
FILE = Path(__file__).parent / "openapi.yaml"

#: Where the API stands on a server; a new major version gets a new one.
BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one path: the name of it, a description, and the schemas of its query parameters by name."""

    name: str
    path: str
    description: str
    parameters: Mapping[str, Mapping[str, Any]]


@cache
def document() -> Mapping[str, Any]:
    """Return the OpenAPI document."""
    found: Mapping[str, Any] = msgspec.yaml.decode(FILE.read_bytes())
    return found


def version() -> str:
    """Return the full version of the API, which the document states."""
    return str(document()["info"]["version"])


@cache
def operations() -> Mapping[str, Operation]:
    """Return the operations of the document by name; each is a GET."""
    found = {}
    for path, item in document()["paths"].items():
        get = item["get"]
        rows = [resolved(row) for row in get.get("parameters", [])]
        parameters = {row["name"]: row for row in rows if row["in"] == "query"}
        found[get["operationId"]] = Operation(get["operationId"], path, get["description"], parameters)
    return found


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `node`, or what it refers to in the document."""
    while "$ref" in node:
        found: Any = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def allowed(parameter: Mapping[str, Any]) -> str:
    """Return in words what a parameter may be."""
    schema = resolved(parameter["schema"])
    schema = resolved(schema.get("items", schema))
    if "enum" in schema:
        return say("rest.one-of", choices=", ".join(schema["enum"]))
    if schema["type"] == "integer":
        return say("rest.a-number", low=schema["minimum"], high=schema["maximum"])
    if schema["type"] == "boolean":
        return say("rest.true-or-false")
    return say("rest.a-text", low=schema["minLength"], high=schema["maxLength"])
