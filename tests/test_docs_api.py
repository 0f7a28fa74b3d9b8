"""The examples of the guide to the REST API do what it says, tried on a server with the digests of the checkout."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.rest import rest_routes
from crisisgraph.endpoint.rest.document import BASE, operations
from crisisgraph.pipeline import build
from crisisgraph.settings import ROOT, Settings

GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"

EXAMPLES = [
    command.strip()
    for block in re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)
    for command in re.sub(r"\\\n\s*", "", block).splitlines()
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the digests that the examples are about."""
    settings = Settings()
    paths = [settings.corpus / name for name in ("herstelopgave-5.md", "kabinetsreactie-ovv-1.md", "gezondin.md")]
    out = tmp_path_factory.mktemp("build")
    build(paths, out, settings, lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        application = Starlette(routes=rest_routes(Builds(out, settings)))
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        end = time.monotonic() + 30
        while not server.started and time.monotonic() < end:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def run(command: str, address: str, folder: Path) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    shown = f"{command} --silent --show-error --fail-with-body".replace(ADDRESS, address)
    done = subprocess.run(["bash", "-c", shown], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("command", [one for one in EXAMPLES if "etag" not in one])
def test_an_example_finds_something(command: str, address: str, tmp_path: Path) -> None:
    out = run(command, address, tmp_path)
    if " -o " in command:
        [file] = tmp_path.iterdir()
        assert file.name in command
        assert zipfile.is_zipfile(file)
        return
    found = json.loads(out)
    if "/search" in command:
        assert found["answerable"]
        assert [hit["document"] for hit in found["hits"]] == ["herstelopgave-5.md"] * 3
    elif "items" in found:
        assert found["items"]
    else:
        assert found["statement"]["id"] in command


def test_asking_again_gets_nothing_new(address: str, tmp_path: Path) -> None:
    first, again = [one for one in EXAMPLES if "etag" in one]
    run(first, address, tmp_path)
    assert json.loads((tmp_path / "rapporten.json").read_bytes())["total"] == 3
    assert run(again.replace("curl", "curl -w '%{http_code}'"), address, tmp_path) == "304"


def test_every_operation_stands_in_the_guide() -> None:
    for operation in operations().values():
        assert f"`{operation.path}" in GUIDE
    assert BASE in GUIDE


def test_the_guide_names_the_tools_and_how_to_start_them() -> None:
    [configuration] = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert json.loads(configuration)["mcpServers"]["crisisgraph"]["args"][0] == "mcp"
    for tool in ("search", "trace", "list_recommendations", "sparql"):
        assert f"| `{tool}` |" in GUIDE
