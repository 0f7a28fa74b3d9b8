"""What all tests share: golden files, compared by default and written anew with ``pytest --regenerate``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

# A slow machine is no defect: what an example takes is not asserted.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

#: Compares a text with a golden file, or writes the file.
Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew; the diff is the review")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regenerate") and os.environ.get("CI"):
        raise pytest.UsageError("--regenerate is for a person who reads the diff, not for CI")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    def check(path: Path, actual: str) -> None:
        if request.config.getoption("--regenerate"):
            path.write_text(actual, "utf-8", newline="\n")
        assert path.exists(), f"{path.name} is missing: run pytest --regenerate"
        assert actual == path.read_text("utf-8")

    return check


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """Keep what the app remembers of one build out of the next test."""
    import streamlit as st  # slow to import, and few tests need it

    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
