"""The examples of docs/sparql.md run as they stand, against a server, each with the program that it is for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from build_with_graph import served_build
from served import Endpoint

from crisisgraph.settings import ROOT, ServerLimits

PAGE = (ROOT / "docs" / "sparql.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"
ADVICE = "De gemeente Oosterdam test de sirene elke maand."

#: The examples in the order of the page: its language, the program that it needs, and what it prints (or into which
#: file it writes that).
EXAMPLES = [
    ("bash", "curl", ADVICE),
    ("bash", "curl", "skos:ConceptScheme"),
    ("bash", "gunzip", "<https://w3id.org/crisisgraph/"),
    ("python", None, f"Storm boven de polder p. 1 {ADVICE}"),
    ("python", None, "Storm boven de polder"),
    ("python", None, "leren en borgen https://w3id.org/crisisgraph/id/theme-leren-en-borgen"),
    ("r", "Rscript", "Storm boven de polder"),
    ("bash", "soffice", "aanbevelingen.xlsx"),
    ("bash", "comunica-sparql", ADVICE),
]
BLOCKS = re.findall(r"^```(bash|python|r)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served_build(tmp_path_factory.mktemp("build")) as running:
        yield running


def tools() -> str:
    """Return where programs are looked for: this environment, what npm installed here, and the system."""
    return os.pathsep.join([str(Path(sys.executable).parent), str(ROOT / "node_modules" / ".bin"), os.environ["PATH"]])


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{name or kind}" for kind, name, _ in EXAMPLES])
def test_an_example_runs_and_finds_what_it_says(endpoint: Endpoint, tmp_path: Path, number: int) -> None:
    language, text = BLOCKS[number]
    kind, program, expected = EXAMPLES[number]
    assert language == kind
    if program and shutil.which(program, path=tools()) is None:
        pytest.skip(f"{program} is not installed")
    (query,) = re.findall(r"^```sparql\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "vraag.rq").write_text(query, "utf-8")
    assert ADDRESS in text or language == "bash"
    script = tmp_path / "example"
    script.write_text(text.replace(ADDRESS, f"http://127.0.0.1:{endpoint.port}"), "utf-8")
    interpreter = {"bash": ["bash", "-eu"], "python": [sys.executable], "r": ["Rscript"]}[language]
    done = subprocess.run(
        [*interpreter, script],
        cwd=tmp_path,
        env={**os.environ, "PATH": tools(), "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    written = tmp_path / expected
    if expected.endswith(".xlsx"):
        with zipfile.ZipFile(written) as book:
            assert ADVICE in book.read("xl/sharedStrings.xml").decode()
    else:
        assert expected in done.stdout.decode()


def test_every_example_of_the_page_is_tried() -> None:
    assert [language for language, _ in BLOCKS] == [language for language, _, _ in EXAMPLES]


def test_what_the_page_says_of_limits_is_so() -> None:
    limits = ServerLimits()
    assert f"mag {limits.seconds:.0f} seconden duren" in PAGE
    assert f"mag {limits.result // 1_000_000} MB groot zijn" in PAGE
