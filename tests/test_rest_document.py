"""The OpenAPI document describes what is served, all of it and nothing else."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest
from jsonschema import Draft202012Validator
from rest_client import FINDING, FIRST, PROMISE, SECOND, THIRD, build, client
from starlette.routing import Route
from starlette.testclient import TestClient

from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.rest import rest_routes
from crisisgraph.endpoint.rest.document import BASE, FILE, document, operations, resolved
from crisisgraph.endpoint.rest.routes import _RESOURCES
from crisisgraph.export import FORMS
from crisisgraph.model import Kind, LinkKind, Position
from crisisgraph.settings import Settings

__all__ = ["build", "client"]  # fixtures


def strict(node: Any, inherited: frozenset[str]) -> Any:
    """Return a copy of `node` in which an object may have the described properties only.

    `inherited` are the schemas that others extend: they stay open, and who extends them is closed.
    """
    made = copy.deepcopy(node)
    for name, schema in made["components"]["schemas"].items():
        if name not in inherited and ("properties" in schema or "allOf" in schema) and name != "Document":
            schema["unevaluatedProperties"] = False
    return made


def extended() -> frozenset[str]:
    """Return the schemas that others extend."""
    schemas = document()["components"]["schemas"].values()
    return frozenset(part["$ref"].rsplit("/", 1)[-1] for s in schemas for part in s.get("allOf", []) if "$ref" in part)


STRICT = strict(document(), extended())


def problems(schema: Any, value: object) -> list[str]:
    """Return what is wrong with `value`, held against a schema of the document."""
    whole = {
        **copy.deepcopy(schema),
        "components": STRICT["components"],
        "$schema": Draft202012Validator.META_SCHEMA["$id"],
    }
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def response_of(name: str, status: int) -> Any:
    return resolved(STRICT["paths"][operations()[name].path]["get"]["responses"][str(status)])


#: What is asked, and which operation and status answer it.
ASKED = [
    ("listReports", "/reports", 200),
    ("listReports", "/reports?page=2&pageSize=2", 200),
    ("listReports", "/reports?page=0", 400),
    ("getReport", "/reports/storm-oosterdam", 200),
    ("getReport", "/reports/antwoord-oosterdam", 200),
    ("getReport", "/reports/nergens", 404),
    ("getReport", "/reports/storm-oosterdam?x=1", 400),
    ("listRecommendations", "/recommendations", 200),
    ("listRecommendations", "/recommendations?kind=finding&kind=response&kind=commitment&pageSize=100", 200),
    ("listRecommendations", "/recommendations?page=7", 200),
    ("listRecommendations", "/recommendations?kind=x&theme=y", 400),
    *(("getRecommendation", f"/recommendations/{one}", 200) for one in (FIRST, SECOND, THIRD, PROMISE, FINDING)),
    ("getRecommendation", f"/recommendations/{FIRST}-a", 200),
    ("getRecommendation", "/recommendations/recommendation-vreemd-1", 200),
    ("getRecommendation", "/recommendations/nergens", 404),
    ("getRecommendation", f"/recommendations/{FIRST}?q=1", 400),
    ("search", "/search?q=sirene", 200),
    ("search", "/search?q=xyzzy&kind=finding", 200),
    ("search", "/search", 400),
    ("export", "/export?format=csv", 200),
    ("export", "/export?format=xlsx", 200),
    ("export", "/export?format=docx&report=storm-oosterdam", 200),
    ("export", "/export?format=ttl&kind=finding", 200),
    ("export", "/export?format=jsonld&report=antwoord-oosterdam", 200),
    ("export", "/export", 400),
    ("getOpenapiJson", "/openapi.json", 200),
    ("getOpenapiYaml", "/openapi.yaml", 200),
    ("getOpenapiJson", "/openapi.json?x=1", 400),
    ("getOpenapiYaml", "/openapi.yaml?x=1", 400),
]


@pytest.mark.parametrize(("name", "path", "status"), ASKED, ids=lambda value: str(value)[:60])
def test_every_answer_is_as_the_document_says(client: TestClient, name: str, path: str, status: int) -> None:
    answer = client.get(BASE + path)
    assert answer.status_code == status
    described = response_of(name, status)
    assert {header.lower() for header in described["headers"]} <= set(answer.headers)
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in described["content"]
    if media_type.endswith("json"):
        assert problems(described["content"][media_type]["schema"], answer.json()) == []


def test_every_operation_and_status_is_tried() -> None:
    told = {
        (name, int(status))
        for name, operation in operations().items()
        for status in document()["paths"][operation.path]["get"]["responses"]
    }
    assert told - {(name, status) for name, _, status in ASKED} == {
        (name, status) for name in operations() for status in (304, 500)
    }, "each operation can say 304 and 500; other tests provoke those"


def test_an_unchanged_answer_has_the_headers_that_are_told(client: TestClient) -> None:
    tag = client.get(f"{BASE}/reports").headers["etag"]
    answer = client.get(f"{BASE}/reports", headers={"If-None-Match": tag})
    assert {header.lower() for header in response_of("listReports", 304)["headers"]} <= set(answer.headers)


def test_a_schema_that_is_not_kept_is_noticed(client: TestClient) -> None:
    schema = response_of("getRecommendation", 200)["content"]["application/json"]["schema"]
    found = client.get(f"{BASE}/recommendations/{FIRST}").json()
    found["responses"][0]["colour"] = "red"
    assert problems(schema, found) != []
    found = client.get(f"{BASE}/recommendations/{FIRST}").json()
    del found["responses"][0]["quote"]
    assert problems(schema, found) != []


def test_every_route_is_in_the_document_and_the_reverse(build: Path) -> None:
    routes = {route.path for route in rest_routes(Builds(build, Settings())) if isinstance(route, Route)}
    assert routes == {BASE + path for path in document()["paths"]} | {BASE, BASE + "/{path:path}"}
    assert set(operations()) == set(_RESOURCES)
    assert all(set(item) == {"get"} for item in document()["paths"].values())


def plain(schema: Any) -> Any:
    """Return what a schema allows, without what is said about it."""
    schema = {key: value for key, value in resolved(schema).items() if key not in {"description", "examples", "title"}}
    if "items" in schema:
        schema["items"] = plain(schema["items"])
    if "enum" in schema:
        schema["enum"] = sorted(schema["enum"])
    return schema


@pytest.mark.parametrize("name", sorted(_RESOURCES))
def test_the_parameters_are_those_that_are_read(name: str) -> None:
    """The document describes them and msgspec checks them: both must allow the same."""
    form = _RESOURCES[name][0]
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    parameters = operations()[name].parameters
    assert list(fields) == sorted(parameters, key=list(fields).index)
    for field_name, field in fields.items():
        told = plain(parameters[field_name]["schema"])
        assert bool(parameters[field_name].get("required")) == field.required
        default = told.pop("default", None)
        if not field.required:
            assert list_or(field.default) == ([] if default is None and is_list(field.type) else default)
        assert told == read(field.type)


def list_or(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def is_list(wanted: Any) -> bool:
    return get_origin(wanted) is tuple


def read(wanted: Any) -> Any:
    """Return the schema of what msgspec takes for the type `wanted`."""
    if is_list(wanted):
        return {"type": "array", "items": read(get_args(wanted)[0])}
    made, components = msgspec.json.schema_components([wanted])
    [schema] = made
    if "$ref" in schema:
        [schema] = components.values()
    if "anyOf" in schema:  # may be left out
        [schema] = [one for one in schema["anyOf"] if one != {"type": "null"}]
    schema = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    if "enum" in schema:
        schema = {"type": "string", "enum": sorted(schema["enum"])}
    return schema


def told(*path: str) -> list[str]:
    node: Any = document()["components"]["schemas"]
    for step in path:
        node = node[step]
    return list(node["enum"])


def test_the_words_that_may_be_chosen_are_those_of_the_package() -> None:
    assert told("Kind") == [kind.value for kind in Kind]
    assert told("Position") == [position.value for position in Position]
    assert sorted(told("Link", "properties", "kind")) == sorted(kind.value for kind in LinkKind)
    export = operations()["export"].parameters["format"]["schema"]
    assert export["enum"] == list(FORMS)
    types = response_of("export", 200)["content"]
    assert list(types) == [media_type.partition(";")[0] for media_type in FORMS.values()]


def test_everything_in_the_document_is_explained() -> None:
    def unexplained(node: Any, where: str) -> Iterator[str]:
        if isinstance(node, dict):
            if {"in", "name"} <= node.keys() and "description" not in node:
                yield where
            for key, value in node.items():
                yield from unexplained(value, f"{where}/{key}")

    assert list(unexplained(document(), "")) == []
    schemas = document()["components"]["schemas"]
    for name in ("Source", "Statement"):
        parts = schemas[name].get("allOf", [schemas[name]])
        properties = parts[-1]["properties"]
        assert [key for key, one in properties.items() if "description" not in resolved(one)] == []


@pytest.mark.parametrize(
    "command",
    [["spectral", "lint", "--ruleset", "RULES", "DOCUMENT"], ["redocly", "lint", "DOCUMENT"]],
    ids=lambda command: command[0],
)
def test_a_public_linter_finds_no_error(tmp_path: Path, command: list[str]) -> None:
    """Runs where the program is installed: ``npm install --global @stoplight/spectral-cli @redocly/cli``."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    rules, copied = tmp_path / "rules.yaml", tmp_path / "openapi.json"
    rules.write_text("extends: spectral:oas\n")
    copied.write_bytes(msgspec.json.encode(document()))
    words = [{"RULES": str(rules), "DOCUMENT": str(copied)}.get(word, word) for word in command]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_document_is_served_as_it_stands(client: TestClient) -> None:
    assert client.get(f"{BASE}/openapi.json").json() == document()
    assert client.get(f"{BASE}/openapi.yaml").content == FILE.read_bytes()
