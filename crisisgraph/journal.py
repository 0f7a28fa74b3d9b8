"""What people decide about statements: an append-only journal outside the build, which no rebuild touches.

A journal is a folder with one file, one line of JSON to each entry.  Nothing in it is ever changed: who takes something
back adds an entry that says so.  Several processes may add at once: each holds a lock, writes its line in one piece
and flushes it to the disk.  A line that a crash left unfinished is reported, and stays as it is.
"""

from __future__ import annotations

import errno
import fcntl
import os
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from crisisgraph.errors import InputError
from crisisgraph.ids import content_key, sha256_hex
from crisisgraph.model import ActorId, Code, Finding, ReportId, Statement, StatementId, ThemeId
from crisisgraph.records import Lookup

#: The file in the folder of a journal.
JOURNAL = "journal.jsonl"

#: A longer name or note is refused: it is a slip, and every reader of the journal would carry it.
LONGEST_NAME, LONGEST_NOTE = 100, 5_000


class Status(StrEnum):
    """How far a recommendation or commitment is: the four of the Netherlands Court of Audit."""

    NO_ACTION = "no action"
    OTHER_ACTION = "other action"
    BEING_IMPLEMENTED = "being implemented"
    IMPLEMENTED = "implemented"


class Confirmation(StrEnum):
    """Who established a status: the actor that had to act, or someone else."""

    SELF_REPORTED = "self-reported"
    INDEPENDENT = "independently confirmed"


class Verdict(StrEnum):
    """What a person says about our reading of a statement."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Subject:
    """The statement that an entry is about, by all that finds it again after a rebuild: its id, and its words."""

    id: StatementId
    iri: str
    report: ReportId
    quote_sha256: str

    @classmethod
    def of(cls, lookup: Lookup, statement: Statement, iri: str) -> Subject:
        """Return `statement`, whose IRI is `iri`, as the subject of an entry."""
        return cls(statement.id, iri, statement.report, sha256_hex(lookup.quote(statement)))


@dataclass(frozen=True, slots=True)
class Observation:
    """A status, and who established it."""

    status: Status
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Correction:
    """A verdict on our reading; under `EDIT` the addressees or themes that take the place of ours (None: ours stay)."""

    verdict: Verdict
    addressees: tuple[ActorId, ...] | None = None
    themes: tuple[ThemeId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a journal: who said what about which statement, and when; `withdraws` is the id of an entry."""

    id: str
    by: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    subject: Subject
    observation: Observation | None = None
    note: str = ""
    correction: Correction | None = None
    withdraws: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """What was read: the entries in the order in which they were added, and what is to be said about the file."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()


# --- writing --------------------------------------------------------------------------------------


def new_entry(
    by: str,
    at: datetime,
    subject: Subject,
    *,
    observation: Observation | None = None,
    note: str = "",
    correction: Correction | None = None,
    withdraws: str | None = None,
) -> Entry:
    """Return an entry with its id, which depends on nothing but its content.

    :raises InputError: when `by` is blank or too long, the note is too long, or the entry says nothing at all.
    """
    by, note = " ".join(_well_formed(by).split()), _well_formed(note).strip()
    if not by or len(by) > LONGEST_NAME:
        raise InputError("no-name", most=LONGEST_NAME)
    if len(note) > LONGEST_NOTE:
        raise InputError("long-note", most=LONGEST_NOTE)
    if not (observation or note or correction or withdraws):
        raise InputError("empty-entry")
    entry = Entry(
        id="",
        by=by,
        at=at,
        subject=subject,
        observation=observation,
        note=note,
        correction=correction,
        withdraws=withdraws,
    )
    return replace(entry, id=f"entry-{content_key('entry', msgspec.json.encode(entry).decode(), length=16)}")


def append(journal: Path, entry: Entry) -> None:
    """Add `entry` to the folder `journal`, which is made when it is not there; when this returns, it is on the disk.

    :raises InputError: when it cannot be written: no rights, a full disk.
    """
    try:
        journal.mkdir(parents=True, exist_ok=True)
        _append_line(journal / JOURNAL, msgspec.json.encode(entry) + b"\n")
        _flush(journal)
    except OSError as error:
        raise InputError("cannot-record", folder=journal, reason=error.strerror or "?") from error


def _append_line(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # let go of when the file is closed, however this process ends
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line  # a crash left half a line: it stays, and ours does not become a part of it
        if os.write(descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # the name of a new file, too, is on the disk
    finally:
        os.close(descriptor)


def _well_formed(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


# --- reading --------------------------------------------------------------------------------------


def read(journal: Path) -> Journal:
    """Return the entries of the folder `journal`; a line that is no entry is a finding, and the others still count.

    :raises InputError: when there is no such folder, or it cannot be read.
    """
    if not journal.is_dir():
        raise InputError("no-journal", folder=journal)
    try:
        with (journal / JOURNAL).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # whoever is writing finishes the line first
            lines = file.read().split(b"\n")
    except FileNotFoundError:
        return Journal(())
    except OSError as error:
        raise InputError("cannot-read-journal", folder=journal, reason=error.strerror or "?") from error
    entries, findings = [], []
    for number, line in enumerate(lines, start=1):
        try:
            entries += [msgspec.json.decode(line, type=Entry)] if line.strip() else []
        except (msgspec.DecodeError, UnicodeDecodeError):
            findings.append(Finding(JOURNAL, Code.NO_ENTRY, facts={"line": number}))
    return Journal(tuple(entries), tuple(findings))
