"""A new build takes over without a request noticing, and a broken one does not."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from app_build import publish_app_build
from factories import made_corpus

import crisisgraph.endpoint.builds
from crisisgraph.corpus import Corpus
from crisisgraph.endpoint.builds import Builds
from crisisgraph.errors import NoBuildError, StaleBuildError
from crisisgraph.publication import current_folder
from crisisgraph.settings import Settings
from crisisgraph.workspace import Workspace, open_workspace


def corpus(statements: int) -> Corpus:
    """Return the made-up corpus with its first `statements`, so that builds differ."""
    made = made_corpus()
    kept = made.statements[:statements]
    ids = {statement.id for statement in kept}
    return replace(made, statements=kept, links=tuple(k for k in made.links if {k.source, k.target} <= ids))


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_a_new_build_takes_over_while_a_request_keeps_the_old(tmp_path: Path) -> None:
    builds = Builds(publish_app_build(tmp_path, corpus(8)), Settings())
    held = builds.workspace()
    publish_app_build(tmp_path, corpus(3))

    assert eventually(lambda: builds.workspace() is not held)
    fresh = builds.workspace()
    assert (len(held.lookup.statements), len(fresh.lookup.statements)) == (8, 3)
    assert held.fingerprint != fresh.fingerprint
    assert held.published.folder != fresh.published.folder == current_folder(tmp_path)
    assert "index" in vars(fresh), "the first question would have to wait for the index"
    assert builds.workspace() is fresh


def test_the_old_build_serves_at_once_until_the_new_one_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = Builds(publish_app_build(tmp_path, corpus(8)), Settings())
    held = builds.workspace()
    go_on, opened = threading.Event(), []

    def slowly(folder: Path, settings: Settings) -> Workspace:
        opened.append(folder)
        go_on.wait(60)
        return real(folder, settings)

    real = open_workspace
    monkeypatch.setattr(crisisgraph.endpoint.builds, "open_workspace", slowly)
    publish_app_build(tmp_path, corpus(3))
    assert [builds.workspace() for _ in range(50)] == [held] * 50
    assert eventually(lambda: opened == [tmp_path])  # fifty requests open it once
    go_on.set()
    assert eventually(lambda: len(builds.workspace().lookup.statements) == 3)


def test_a_broken_build_is_said_in_the_log_and_the_old_one_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    builds = Builds(publish_app_build(tmp_path, corpus(8)), Settings())
    held = builds.workspace()
    publish_app_build(tmp_path, corpus(3))
    (current_folder(tmp_path) / "corpus" / "corpus.json").write_text("{}")

    with caplog.at_level(logging.INFO):
        builds.workspace()
        assert eventually(lambda: "De nieuwe bouw" in caplog.text)
        assert [builds.workspace() for _ in range(50)] == [held] * 50  # and it is not tried again and again
    [said] = [record.getMessage() for record in caplog.records if record.name.endswith("endpoint.builds")]
    assert said.startswith("De nieuwe bouw kan niet worden geopend (")
    assert "v000001 blijft in gebruik" in said

    publish_app_build(tmp_path, corpus(5))
    assert eventually(lambda: len(builds.workspace().lookup.statements) == 5)


def test_a_build_made_anew_in_the_same_place_is_seen(tmp_path: Path) -> None:
    out = publish_app_build(tmp_path / "build", corpus(8))
    builds = Builds(out, Settings())
    shutil.rmtree(out)
    assert len(builds.workspace().lookup.statements) == 8  # away: the old one serves
    publish_app_build(out, corpus(3))
    assert current_folder(out).name == "v000001"
    assert eventually(lambda: len(builds.workspace().lookup.statements) == 3)


def test_what_is_wrong_at_the_start_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        Builds(tmp_path / "nowhere", Settings())
    publish_app_build(tmp_path, corpus(8))
    (current_folder(tmp_path) / "manifest.json").unlink()
    with pytest.raises(StaleBuildError):
        Builds(tmp_path, Settings())
