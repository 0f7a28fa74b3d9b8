"""What README and docs say can be run, can be run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from crisisgraph.cli import parser

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def shell_lines() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line.strip():
                    yield page.name, line.split("  #")[0].strip()


LINES = sorted(set(shell_lines()))


@pytest.mark.parametrize(("page", "line"), LINES, ids=lambda value: str(value)[:60])
def test_a_command_in_the_docs_is_one_that_exists(page: str, line: str) -> None:
    words = shlex.split(line)
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert words[1] in targets
    elif "crisisgraph" in words[:3]:
        options = parser().parse_args(words[words.index("crisisgraph") + 1 :])
        assert callable(options.command)
    elif "-r" in words:
        assert (ROOT / words[words.index("-r") + 1]).is_file()
    elif words[-1].endswith(".py"):
        assert (ROOT / words[-1]).is_file()
    else:
        assert words[0].startswith(("python3", ".venv/bin/python", "pytest"))


def test_the_two_promised_commands_are_in_the_readme() -> None:
    assert {("README.md", "make app"), ("README.md", "make test")} <= set(LINES)


def test_continuous_integration_runs_what_developers_run() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_docs_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_locked_versions_carry_hashes() -> None:
    for name in ("app.lock", "dev.lock"):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        pins = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
        assert len(pins) > 40
        assert all(re.search(rf"^{re.escape(pin)}==[^\n]+\\\n +--hash=sha256:", text, re.MULTILINE) for pin in pins)
    assert "torch==2.13.0" in text
