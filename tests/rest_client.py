"""The REST API over a build of the made-up corpus, as a client in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_build import app_corpus, publish_app_build
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.rest import rest_routes
from crisisgraph.settings import Settings

#: Statements of the made-up corpus.
FIRST, SECOND, THIRD = (f"recommendation-storm-oosterdam-{number}" for number in (1, 2, 3))
PROMISE, FINDING = "commitment-antwoord-oosterdam-3", "finding-storm-oosterdam-stil"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the made-up corpus was published."""
    return publish_app_build(tmp_path_factory.mktemp("published"), app_corpus())


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[TestClient]:
    """A client of a server that has the REST API and nothing else."""
    with TestClient(Starlette(routes=rest_routes(Builds(build, Settings()))), follow_redirects=False) as made:
        yield made
