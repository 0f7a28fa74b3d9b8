"""Start the app: Streamlit on this machine only, sending nothing to anyone."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from crisisgraph.app.desk import desk_of
from crisisgraph.errors import InputError
from crisisgraph.sentences import say
from crisisgraph.settings import ROOT, Limits

ADDRESS = "127.0.0.1"

#: What Streamlit runs, from the root of the repository.
SERVED = "crisisgraph/app/server/served.py"

#: The largest file that can be sent, as Streamlit counts it.
MEGABYTES = Limits().file_size // 1_000_000

#: Said again here, whatever the configuration of this user or machine says.
SAFE = (
    f"--server.address={ADDRESS}",
    "--server.allowedHosts=127.0.0.1",
    "--server.allowedHosts=localhost",
    "--server.enableCORS=true",
    "--server.enableXsrfProtection=true",
    "--server.enableStaticServing=false",
    "--server.enableAgentApi=false",
    "--server.fileWatcherType=none",
    "--server.showEmailPrompt=false",
    "--browser.gatherUsageStats=false",
    "--client.showErrorDetails=none",
)


def launch(
    build: Path, port: int, review: Path | None = None, name: str | None = None, uploads: Path | None = None
) -> int:
    """Serve the app over what is published in `build` until it is stopped, and return its exit status.

    It shows what the journal in the folder `review` holds; with a `name`, that person adds to it.

    :param uploads: the folder for files that visitors send; without it nobody can send one.

    :raises InputError: when the port is taken or does not exist, or nothing can be recorded under `review`.
    """
    desk = desk_of(build, review, name)
    _refuse_taken(port)
    print(say("app.starts", address=f"http://{ADDRESS}:{port}"), flush=True)
    largest = MEGABYTES if uploads else 1  # Streamlit takes files also where a page asks for none
    server = (f"--server.port={port}", f"--server.maxUploadSize={largest}", *SAFE)
    command = [sys.executable, "-m", "streamlit", "run", SERVED, *server]
    ours = ["--build", str(build.resolve())]
    ours += ["--review", str(desk.journal.resolve())] if desk.journal else []
    ours += [f"--name={desk.name}"] if desk.name else []
    ours += ["--uploads", str(uploads.resolve())] if uploads else []
    try:
        return subprocess.run([*command, "--", *ours], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:  # Streamlit got the same Ctrl-C and has stopped
        return 0


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was closed just now is free
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError) as error:
            raise InputError("port-taken", port=port) from error
