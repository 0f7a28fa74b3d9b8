"""What people decide about statements: an append-only journal outside the build, which no rebuild touches.

A journal is a folder with one file, one line of JSON to each entry.  Nothing in it is ever changed: who takes something
back adds an entry that says so.  Several processes may add at once: each holds a lock, writes its line in one piece
and flushes it to the disk.  A line that a crash left unfinished is reported, and stays as it is.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from crisisgraph.errors import InputError
from crisisgraph.ids import content_key, sha256_hex
from crisisgraph.model import ActorId, Addressee, Code, Finding, ReportId, Statement, StatementId, ThemeId, ThemeTag
from crisisgraph.records import Lookup

#: The file in the folder of a journal.
JOURNAL = "journal.jsonl"

#: A longer name or note is refused: it is a slip, and every reader of the journal would carry it.
LONGEST_NAME, LONGEST_NOTE = 100, 5_000

#: The "rule" of what a person put in the place of our conclusion.
CORRECTED = "corrected by a person"


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


@dataclass(frozen=True, slots=True)
class Review:
    """All entries about one statement, in order; those in `withdrawn` no longer count, but stay to be seen."""

    subject: Subject
    entries: tuple[Entry, ...]
    withdrawn: frozenset[str] = frozenset()

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that count and say something of their own."""
        return tuple(one for one in self.entries if one.id not in self.withdrawn and one.withdraws is None)

    @property
    def notes(self) -> tuple[Entry, ...]:
        """The entries that count and have a note."""
        return tuple(one for one in self.standing if one.note)

    @property
    def correction(self) -> Entry | None:
        """The last entry that counts and judges our reading."""
        return next((one for one in reversed(self.standing) if one.correction), None)

    def status(self, confirmation: Confirmation) -> Entry | None:
        """Return the last entry that counts and gives a status that was established so."""
        of = (one for one in reversed(self.standing) if one.observation)
        return next((one for one in of if one.observation and one.observation.confirmation is confirmation), None)

    @property
    def rejected(self) -> bool:
        """Whether the last verdict is that this statement is not what we took it for."""
        last = self.correction
        return bool(last and last.correction and last.correction.verdict is Verdict.REJECT)


@dataclass(frozen=True, slots=True)
class Reviews:
    """A journal beside a build: what was said about each of its statements, and about statements that it lacks.

    `changed` holds the ids of the entries whose statement is known by its id but reads differently now.
    """

    by_statement: Mapping[StatementId, Review] = field(default_factory=dict)
    gone: tuple[Review, ...] = ()
    changed: frozenset[str] = frozenset()
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


def reviews_of(lookup: Lookup, journal: Journal) -> Reviews:
    """Return the journal folded beside the corpus of a build: the state of each statement, with its history.

    An entry belongs to the statement of its report that has its words, and where none or several have them, to the
    one that has its id.  An entry of which neither is left is kept under `gone`.
    """
    withdrawn = frozenset(_withdrawn(journal.entries))
    found: defaultdict[StatementId, list[Entry]] = defaultdict(list)
    gone: defaultdict[StatementId, list[Entry]] = defaultdict(list)
    changed = set()
    homes = dict(_homes(lookup, {entry.subject for entry in journal.entries}))
    for entry in journal.entries:
        home = homes[entry.subject]
        if home is None:
            gone[entry.subject.id].append(entry)
        else:
            found[home.id].append(entry)
            if sha256_hex(lookup.quote(home)) != entry.subject.quote_sha256:
                changed.add(entry.id)
    return Reviews(
        {name: _review(entries, withdrawn) for name, entries in found.items()},
        tuple(_review(entries, withdrawn) for entries in gone.values()),
        frozenset(changed),
        journal.findings,
    )


def _review(entries: list[Entry], withdrawn: frozenset[str]) -> Review:
    return Review(entries[-1].subject, tuple(entries), withdrawn & {entry.id for entry in entries})


def _withdrawn(entries: Iterable[Entry]) -> set[str]:
    """Return the ids that no longer count; whoever withdraws a withdrawal puts back what it took away."""
    withdrawn: set[str] = set()
    for entry in reversed(tuple(entries)):
        if entry.withdraws and entry.id not in withdrawn:
            withdrawn.add(entry.withdraws)
    return withdrawn


def _homes(lookup: Lookup, subjects: Iterable[Subject]) -> Iterator[tuple[Subject, Statement | None]]:
    """Yield each subject with the statement that it is in this corpus."""
    moved = []
    for subject in subjects:
        same = lookup.statements.get(subject.id)
        if same and sha256_hex(lookup.quote(same)) == subject.quote_sha256:
            yield subject, same
        else:
            moved.append(subject)
    reports = {subject.report for subject in moved}
    by_words: defaultdict[tuple[ReportId, str], list[Statement]] = defaultdict(list)
    for statement in lookup.corpus.statements if moved else ():
        if statement.report in reports:
            by_words[statement.report, sha256_hex(lookup.quote(statement))].append(statement)
    for subject in moved:
        alike = by_words.get((subject.report, subject.quote_sha256), [])
        yield subject, alike[0] if len(alike) == 1 else lookup.statements.get(subject.id)


def corrected(statement: Statement, review: Review | None) -> Statement:
    """Return `statement` with the addressees and themes that a person put in the place of ours."""
    last = review.correction if review else None
    if last is None or last.correction is None or last.correction.verdict is not Verdict.EDIT:
        return statement
    edit = last.correction
    if edit.addressees is not None:
        named = tuple(Addressee("", actor, CORRECTED, 1.0) for actor in edit.addressees)
        statement = replace(statement, addressees=named)
    if edit.themes is not None:
        statement = replace(statement, themes=tuple(ThemeTag(theme, CORRECTED, 1.0) for theme in edit.themes))
    return statement
