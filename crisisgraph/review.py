"""The journal beside a build: what people decided about each statement, and about those that the build lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crisisgraph.ids import sha256_hex
from crisisgraph.journal import Confirmation, Entry, Journal, Subject, Verdict
from crisisgraph.model import Addressee, Finding, ReportId, Statement, StatementId, ThemeTag
from crisisgraph.records import Lookup

#: The "rule" of what a person put in the place of our conclusion.
CORRECTED = "corrected by a person"


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
