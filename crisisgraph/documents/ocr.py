"""Text in pictures of pages, recognised by ocrmypdf and Tesseract where they are installed with Dutch.

They are programs of the system and no part of the package: nothing is recognised without them, and a finding says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.documents.guard import end_with_parent
from crisisgraph.documents.outcome import ReadOutcome
from crisisgraph.model import Code

#: The language that is recognised, as Tesseract calls it.
LANGUAGE = "nld"

_VERSION = re.compile(r"\d+(?:\.\d+)+\S*")
#: Seconds that a program gets to say its version, and to recognise one page.
_PATIENCE = 30
_PAGE = 120
#: Dots per inch at which a page is looked at, at least; a coarser one is hard to read, and can stop the program.
_DPI = 150


@dataclass(frozen=True, slots=True)
class Ocr:
    """The programs that recognise text: where the first is, and both by name and version."""

    program: str
    name: str


@cache
def find_ocr() -> Ocr | None:
    """Return the programs that recognise Dutch text, if they are installed."""
    program, engine = shutil.which("ocrmypdf"), shutil.which("tesseract")
    if program is None or engine is None or LANGUAGE not in _said(engine, "--list-langs").split():
        return None
    versions = [_VERSION.search(_said(one, "--version")) for one in (program, engine)]
    own, other = (found.group() if found else "?" for found in versions)
    return Ocr(program, f"ocrmypdf {own} (tesseract {other}, {LANGUAGE})")


def recognise(ocr: Ocr, source: Path, target: Path) -> ReadOutcome:
    """Write a copy of a PDF as `target` with the text of its pages without text laid over them.

    To be called in a guarded process, whose limits the programs inherit; the outcome holds a remark when it failed.
    """
    folder = target.parent
    command = (
        *(ocr.program, "--skip-text", "--language", LANGUAGE, "--output-type", "pdf", "--optimize", "0", "--quiet"),
        *("--jobs", "2", "--use-threads", "--oversample", str(_DPI), "--tesseract-timeout", str(_PAGE)),
        *(str(source), str(target)),
    )
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**kept, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,  # this process has one thread
    )
    return ReadOutcome(None) if done.returncode == 0 else ReadOutcome.refused(Code.OCR_FAILED)


def _said(program: str, option: str) -> str:
    """Return what a program says of itself; nothing when it does not answer."""
    try:
        done = subprocess.run([program, option], capture_output=True, check=False, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")
