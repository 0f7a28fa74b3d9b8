"""The newest published build, opened beside the requests: they are served from the old one until the new one is ready.

A request asks for the workspace and keeps it until its answer is complete.  Whether there is a newer build is asked
with every request, which costs two system calls; opening it (checking every file, loading the encoder) takes a thread
of its own.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from crisisgraph.errors import CrisisGraphError
from crisisgraph.publication import MANIFEST, current_folder
from crisisgraph.sentences import say, say_error
from crisisgraph.settings import Settings
from crisisgraph.workspace import Workspace, open_workspace

_LOG = logging.getLogger(__name__)

#: Tells one published build from another: its folder, and which file is the manifest in it.
_Stamp = tuple[Path, int, int]


class Builds:
    """The newest published build in `folder`; a newer one that cannot be opened is logged, and the old one stays.

    :raises NoBuildError: when nothing is published there.
    :raises StaleBuildError: when what is published is damaged or of another format.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._seen = self._stamp()
        self._workspace = _ready(open_workspace(folder, settings))
        self._opening = threading.Lock()

    def workspace(self) -> Workspace:
        """Return the newest build that is ready, at once; a newer one is opened meanwhile."""
        if not self._opening.locked():
            stamp = self._stamp()
            if stamp and stamp != self._seen and self._opening.acquire(blocking=False):
                threading.Thread(target=self._open, name="open-build", daemon=True).start()
        return self._workspace

    def _open(self) -> None:
        try:
            self._seen = self._stamp()
            self._workspace = _ready(open_workspace(self._folder, self._settings))
            _LOG.info(say("serve.new-build", folder=self._workspace.published.folder))
        except Exception as error:  # whatever is wrong with a new build, the old one goes on serving
            reason = say_error(error) if isinstance(error, CrisisGraphError) else repr(error)
            _LOG.warning(say("serve.broken-build", reason=reason, folder=self._workspace.published.folder))
        finally:
            self._opening.release()

    def _stamp(self) -> _Stamp | None:
        """Return the stamp of what is published now; nothing while the pointer or the build is away."""
        try:
            folder = current_folder(self._folder)
            manifest = (folder / MANIFEST).stat()
        except (CrisisGraphError, OSError):
            return None
        return folder, manifest.st_ino, manifest.st_mtime_ns


def _ready(workspace: Workspace) -> Workspace:
    """Return `workspace` with all of it loaded that a first question would have to wait for."""
    _ = workspace.index, workspace.reranker, workspace.fingerprint
    _ = workspace.lookup.statements, workspace.lookup.passages, workspace.lookup.links_to, workspace.lookup.citations
    return workspace
