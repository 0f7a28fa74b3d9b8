"""The design rules for REST APIs of the Dutch government (NLGov REST API Design Rules, 2.2), one test a rule.

A rule that no program can check is held by what can be checked of it; what a rule asks of whoever runs a server is
said in ``docs/api.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from rest_client import FIRST, build, client
from starlette.testclient import TestClient

from crisisgraph.endpoint.rest.document import document, operations
from crisisgraph.settings import ROOT

__all__ = ["build", "client"]  # fixtures

V1 = "/api/v1"
PATHS = document()["paths"]
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")

#: The rules of version 2.2 under /core/, each with a test that bears its name.
RULES = (
    "naming-resources", "naming-collections", "interface-language", "no-trailing-slash", "path-segments-kebab-case",
    "query-keys-camel-case", "hide-implementation", "date-time/format", "date-time/timezone",
    "date-time/date-omit-time-portion", "http-methods", "http-safety", "http-response-code", "stateless",
    "nested-child", "resource-operations", "error-handling/problem-details", "error-handling/invalid-input",
    "error-handling/all-errors", "doc-openapi", "doc-openapi-contact", "doc-language", "publish-openapi",
    "deprecation-schedule", "transition-period", "uri-version", "changelog", "semver", "version-header",
    "transport/tls", "transport/security-headers", "transport/cors", "transport/no-sensitive-uris", "geospatial",
)  # fmt: skip

#: One address for each kind of answer.
ADDRESSES = [
    "/reports", "/reports/storm-oosterdam", "/recommendations", f"/recommendations/{FIRST}", "/search?q=sirene",
    "/export?format=csv", "/openapi.json", "/openapi.yaml", "/reports?page=0", "/reports/nergens", "/nergens", "",
]  # fmt: skip


def properties(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield every property of every schema, with its name."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ()
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value)


def keys(node: object) -> Iterator[str]:
    """Yield every key of every object in an answer."""
    if isinstance(node, dict):
        yield from node
        for value in node.values():
            yield from keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys(value)


def segments() -> set[str]:
    return {segment for path in PATHS for segment in path.split("/") if segment and "{" not in segment}


# --- resources ------------------------------------------------------------------------------------


def test_core_naming_resources() -> None:
    """Nouns, meaningful to who asks."""
    assert segments() == {"reports", "recommendations", "search", "export", "openapi.json", "openapi.yaml"}


def test_core_naming_collections() -> None:
    """Plural for a collection, and its members one segment further."""
    for path in PATHS:
        if path.endswith("/{id}"):
            assert path.removesuffix("/{id}") in PATHS
            assert path.removesuffix("/{id}").endswith("s")


def test_core_interface_language(client: TestClient) -> None:
    """One language: that of the published glossary (the ontology), which has each word in Dutch too."""
    ontology = (ROOT / "ontology" / "crisisgraph.ttl").read_text("utf-8")
    for word in ("Recommendation", "Report", "addressedTo", "respondsTo", "fulfils", "position", "deadline"):
        assert f"cg:{word}" in ontology
    named = {name for name, _ in properties(document()["components"])}
    assert {"recommendation", "respondsTo", "fulfils", "position", "deadline"} <= named


def test_core_no_trailing_slash(client: TestClient) -> None:
    assert not any(path.endswith("/") for path in PATHS)
    for path in ("/", "/reports/", f"/recommendations/{FIRST}/", "/openapi.json/"):
        answer = client.get(V1 + path)
        assert answer.status_code == 404, path
        assert "location" not in answer.headers


def test_core_path_segments_kebab_case() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+|openapi\.(json|yaml)", segment) for segment in segments())


def test_core_query_keys_camel_case() -> None:
    names = {name for operation in operations().values() for name in operation.parameters}
    assert {"pageSize", "hasResponse"} <= names
    assert all(re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", name) for name in names)


def test_fields_are_in_camel_case_too(client: TestClient) -> None:
    for path in ("/reports", "/recommendations", f"/recommendations/{FIRST}", "/search?q=sirene", "/search"):
        assert all(re.fullmatch(r"[a-z][a-zA-Z\d]*", key) for key in keys(client.get(V1 + path).json())), path


def test_core_hide_implementation(client: TestClient) -> None:
    told = json.dumps(document()).lower()
    answers = " ".join(str(client.get(V1 + path).headers) for path in ADDRESSES).lower()
    for word in ("python", "starlette", "uvicorn", "msgspec", "faiss", "oxigraph", "traceback"):
        assert word not in told
        assert word not in answers


def test_core_date_time_format(client: TestClient) -> None:
    """Dates, as precise as the source has them, in ISO 8601; there are no moments, so no time zone is needed."""
    dates = {name: one for name, one in properties(document()["components"]) if name == "issued" or "Date" in name}
    assert dates.keys() == {"issued", "deadlineDate"}
    assert dates["deadlineDate"]["format"] == "edtf"
    values = [item["issued"] for item in client.get(f"{V1}/reports").json()["items"] if item["issued"]]
    values += [item["deadlineDate"] for item in client.get(f"{V1}/recommendations?kind=commitment").json()["items"]]
    assert sorted(values) == ["2021-03", "2021-09-01", "2022-06"]


def test_core_date_time_timezone_and_core_date_time_date_omit_time_portion() -> None:
    formats = {one.get("format") for _, one in properties(document()["components"])}
    assert formats.isdisjoint({"date-time", "date-time-local", "time", "time-local"})


# --- HTTP -------------------------------------------------------------------------------------------


def test_core_http_methods(client: TestClient) -> None:
    assert all(set(item) <= {"get", "post", "put", "patch", "delete"} for item in PATHS.values())
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "LOCK", "QUERY"):
        answer = client.request(method, f"{V1}/reports")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.headers["content-type"] == "application/problem+json"


def test_core_http_safety(client: TestClient) -> None:
    """Reading changes nothing: the same question has the same answer, and HEAD says what GET says."""
    for path in ADDRESSES:
        first, again, head = client.get(V1 + path), client.get(V1 + path), client.head(V1 + path)
        assert (first.status_code, first.content) == (again.status_code, again.content)
        assert head.status_code == first.status_code
        assert head.headers["content-length"] == first.headers["content-length"]


def test_core_http_response_code(client: TestClient) -> None:
    said = {path: client.get(V1 + path).status_code for path in ADDRESSES}
    assert said["/reports"] == 200
    assert said["/reports?page=0"] == 400
    assert said["/reports/nergens"] == said["/nergens"] == said[""] == 404


def test_core_stateless(client: TestClient) -> None:
    """No session: no cookie is set, and what was asked before does not matter."""
    for path in ADDRESSES:
        assert "set-cookie" not in client.get(V1 + path).headers
    assert not client.cookies


def test_core_nested_child() -> None:
    """Nothing here exists only within another thing: a statement has an address of its own."""
    assert all(path.count("{") <= 1 for path in PATHS)


def test_core_resource_operations() -> None:
    """A question across all resources is a resource of its own, and asked with GET."""
    assert set(PATHS["/search"]) == {"get"}


# --- errors -----------------------------------------------------------------------------------------


def test_core_error_handling_problem_details(client: TestClient) -> None:
    for path in ("/reports?page=0", "/reports/nergens", "/nergens", "", "/reports/"):
        answer = client.get(V1 + path)
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["status"] == answer.status_code
        assert problem["title"]
        assert problem["detail"].endswith(".")


def test_core_error_handling_invalid_input(client: TestClient) -> None:
    assert client.get(f"{V1}/reports?foo=1").status_code == 400
    for item in PATHS.values():
        assert "400" in item["get"]["responses"]


def test_core_error_handling_all_errors(client: TestClient) -> None:
    problem = client.get(f"{V1}/search?limit=0&kind=x&foo=1").json()
    assert [error["parameter"] for error in problem["errors"]] == ["foo", "kind", "limit", "q"]


# --- documentation ------------------------------------------------------------------------------------


def test_core_doc_openapi(client: TestClient) -> None:
    told = client.get(f"{V1}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["paths"]
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(told)):
        node = told
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node


def test_core_doc_openapi_contact() -> None:
    assert set(document()["info"]["contact"]) >= {"name", "url"}


def test_core_doc_language() -> None:
    texts = [item["get"]["description"] for item in PATHS.values()] + [document()["info"]["description"]]
    assert all(re.search(r"\b(de|het|een|met|van|dit)\b", text.lower()) for text in texts)


def test_core_publish_openapi(client: TestClient) -> None:
    as_json, as_yaml = client.get(f"{V1}/openapi.json"), client.get(f"{V1}/openapi.yaml")
    assert as_json.headers["content-type"] == "application/json"
    assert as_yaml.headers["content-type"].startswith("application/yaml")
    assert msgspec.yaml.decode(as_yaml.content) == as_json.json()
    assert as_json.headers["access-control-allow-origin"] == as_yaml.headers["access-control-allow-origin"] == "*"


# --- versions -----------------------------------------------------------------------------------------


def test_core_deprecation_schedule_and_core_transition_period() -> None:
    """There is one version; how the next one will be announced, and how long this one stays, is told."""
    assert "twaalf maanden" in document()["info"]["description"]


def test_core_uri_version() -> None:
    [server] = document()["servers"]
    assert re.search(r"/v(\d+)$", server["url"])
    assert server["url"].endswith("/v" + document()["info"]["version"].partition(".")[0])


def test_core_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"REST API {document()['info']['version']}" in changes


def test_core_semver() -> None:
    assert SEMVER.fullmatch(document()["info"]["version"])


@pytest.mark.parametrize("path", ADDRESSES)
def test_core_version_header(client: TestClient, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        assert client.request(method, V1 + path).headers["api-version"] == document()["info"]["version"]


# --- transport ------------------------------------------------------------------------------------------


def test_core_transport_tls() -> None:
    """TLS is ended by the proxy in front of us; what we publish never names an address without it."""
    assert not any(server["url"].startswith("http://") for server in document()["servers"])
    guide = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert "Strict-Transport-Security" in guide


@pytest.mark.parametrize("path", ADDRESSES)
def test_core_transport_security_headers(client: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        headers = client.request(method, V1 + path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["content-type"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"


def test_core_transport_cors(client: TestClient) -> None:
    """An open API: every origin may read, none with credentials."""
    asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    asked = client.options(f"{V1}/reports", headers=asking)
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for path in ADDRESSES:
        headers = client.get(V1 + path, headers={"Origin": "https://example.org"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers


def test_core_transport_no_sensitive_uris() -> None:
    """Nobody logs in, so there is no secret to put into an address."""
    assert document()["security"] == []
    assert "securitySchemes" not in document()["components"]


def test_core_geospatial() -> None:
    """There is nothing geospatial to which that module would apply."""
    assert not {name for name, _ in properties(document()["components"])} & {"geometry", "coordinates", "bbox"}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_test(rule: str) -> None:
    assert any(re.sub(r"[/-]", "_", rule) in name for name in globals() if name.startswith("test_core_"))
