"""The W3C's own tests of the protocol, as far as they do not write, and the command that serves them."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from served import Endpoint

from crisisgraph.settings import ROOT

SHARED = Path(__file__).parents[2] / "shared"
TESTS = SHARED / "w3c-sparql11-protocol"
RUNNER = SHARED / "tools" / "run_sparql_protocol.py"
NAMES = "http://kasei.us/2009/09/sparql/data"


@contextmanager
def command(*words: str) -> Iterator[tuple[Endpoint, subprocess.Popen[str]]]:
    """Run ``crisisgraph serve`` on a free port, as a user does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [sys.executable, "-m", "crisisgraph", "serve", "--port", str(port), *words]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert f"http://127.0.0.1:{port}/sparql" in process.stdout.readline()
            yield Endpoint(port), process
        finally:
            process.kill()


@pytest.mark.skipif(not TESTS.is_dir(), reason="the W3C tests are not here (../shared/w3c-sparql11-protocol)")
def test_all_tests_of_the_protocol_that_only_read_pass() -> None:
    files = [f"--data={NAMES}/data{n}.rdf={TESTS}/data{n}.nt" for n in (1, 2, 3)]
    with command(*files) as (endpoint, _):
        run = subprocess.run([sys.executable, RUNNER, endpoint.url], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines()[-1] == "27 passed, 0 failed", run.stdout + run.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "data.ttl").write_text("<http://e.nl/a> <http://e.nl/b> 'geheim' .", "utf-8")
    with command("--data", str(tmp_path / "data.ttl")) as (endpoint, process):
        answer = endpoint.ask("SELECT ?o { ?s ?p ?o }", accept="text/csv")
        assert answer.text == "o\r\ngeheim\r\n"
        assert "Server" not in answer.headers
        workers = children(process.pid)
        assert len(workers) > 2
        process.send_signal(number)
        out, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    assert re.fullmatch(r"\S+ \S+ GET /sparql 200 [\d.]+ ms\n", log)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_the_workers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "data.nt").write_text("", "utf-8")
    with command("--data", str(tmp_path)) as (endpoint, process):
        assert endpoint.ask("ASK {}").status == 200
        workers = children(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(alive(worker) for worker in workers):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize(("words", "told"), [
    (["--data", "absent.ttl"], "bestaat niet"),
    (["--data", "http://e.nl/g=absent.ttl"], "absent.ttl bestaat niet"),
    (["--data", "no iri:=ontology/themes.ttl"], "“no iri:” is geen IRI"),
    (["--data", "corpus"], "staat geen RDF"),
    (["--build", "absent"], "nog geen bouw"),
    (["--build", "absent", "--data", "absent.ttl"], "niet allebei"),
    (["--port", "0"], "0"),
])  # fmt: skip
def test_a_mistake_is_one_sentence(tmp_path: Path, words: list[str], told: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "crisisgraph", "serve", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert told in run.stderr
    assert run.stderr.count("\n") == 1
