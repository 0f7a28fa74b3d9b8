"""The REST API of a published build, below ``/api/v1``: read only, JSON, described in `openapi.yaml`.

It follows the REST API design rules of the Dutch government, version 2.2 (``docs/decisions/0015-rest.md``).
"""

from crisisgraph.endpoint.rest.routes import rest_routes

__all__ = ["rest_routes"]
