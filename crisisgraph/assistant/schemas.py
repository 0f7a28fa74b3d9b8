"""JSON Schemas of what tools take and give, from the OpenAPI document of the REST API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from crisisgraph.endpoint.rest.document import document, operations, resolved
from crisisgraph.sentences import say

Schema = dict[str, Any]

#: How many places are told of what a SPARQL answer names.
SOURCES = 50


def object_of(properties: Schema, required: list[str]) -> Schema:
    """Return the schema of an object with these properties and no others."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def taken(operation: str) -> Schema:
    """Return the schema of the arguments that are the parameters of an operation of the API."""
    parameters = operations()[operation].parameters
    properties = {
        name: {**_inlined(row["schema"]), "description": row["description"]} for name, row in parameters.items()
    }
    return object_of(properties, [name for name, row in parameters.items() if row.get("required")])


def _inlined(schema: Mapping[str, Any]) -> Schema:
    made = dict(resolved(schema))
    if "items" in made:
        made["items"] = _inlined(made["items"])
    return made


def given(name: str) -> Schema:
    """Return the schema of an answer that is the schema `name` of the API's document, with those that it needs."""
    needed = [name]
    schemas = document()["components"]["schemas"]
    for one in needed:  # which grows on the way
        references = dict.fromkeys(re.findall(r"#/components/schemas/(\w+)", _text(schemas[one])))
        needed += [reference for reference in references if reference not in needed]
    whole = {"type": "object", "allOf": [{"$ref": f"#/$defs/{name}"}], "$defs": {one: schemas[one] for one in needed}}
    made: Schema = msgspec.json.decode(_text(whole).replace("#/components/schemas/", "#/$defs/"))
    return made


def sparql_schema() -> Schema:
    """Return the schema of the answer to a SPARQL query."""
    made = given("Source")
    places = {"type": "array", "items": {"$ref": "#/$defs/Source"}, "description": say("mcp.sources", n=SOURCES)}
    properties = {
        "mediaType": {"type": "string", "description": say("mcp.media-type")},
        "result": {"type": ["object", "string"], "description": say("mcp.result")},
        "sources": places,
    }
    return {**object_of(properties, list(properties)), "$defs": made["$defs"]}


def _text(schema: object) -> str:
    return msgspec.json.encode(schema).decode()
