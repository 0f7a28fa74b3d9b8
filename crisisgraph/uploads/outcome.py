"""What came of a batch: what would be published, beside what is published now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crisisgraph.corpus import Corpus
from crisisgraph.errors import CrisisGraphError
from crisisgraph.ids import sha256_hex
from crisisgraph.model import QUARANTINE, Finding, Kind
from crisisgraph.publication import MANIFEST


@dataclass(frozen=True, slots=True)
class Remark:
    """A file of the batch: the titles of the reports in it, its statements by kind, and the findings about it.

    `taken` tells whether it takes part; when it does not, the findings say why.
    """

    file: str
    taken: bool
    titles: tuple[str, ...]
    statements: Mapping[Kind, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What publishing would change: the titles of reports that go, and new findings about other files."""

    removed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What stopped a build: the code of an error and its facts as text, to be said in the language of who reads it."""

    code: str
    facts: Mapping[str, str]

    @classmethod
    def of(cls, error: CrisisGraphError) -> Problem:
        """Return what an `error` says."""
        return cls(error.code, {name: str(value) for name, value in error.facts.items()})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build with the batch gave.

    `base` is the stamp of the build it was compared with.  `problem` is what stopped it; then nothing can be
    published.
    """

    base: str
    remarks: tuple[Remark, ...] = ()
    change: Change = Change()
    problem: Problem | None = None

    @property
    def publishable(self) -> bool:
        """Whether anything of the batch would take part."""
        return self.problem is None and any(remark.taken for remark in self.remarks)


def remarks_of(files: Sequence[str], corpus: Corpus) -> tuple[Remark, ...]:
    """Return what a build says about each of `files`, in their order."""
    documents = {document.name: document.id for document in corpus.documents}
    remarks = []
    for file in files:
        document = documents.get(file)
        editions = [edition for edition in corpus.editions if edition.document == document]
        counts = Counter(statement.kind for statement in corpus.statements if statement.document == document)
        about = tuple(finding for finding in corpus.findings if finding.document == file)
        taken = document is not None and not any(finding.code in QUARANTINE for finding in about)
        titles = tuple(edition.report.title for edition in editions)
        remarks.append(Remark(file, taken, titles, dict(counts), about))
    return tuple(remarks)


def change_between(before: Corpus, after: Corpus, files: Collection[str]) -> Change:
    """Return which reports go, and what is said that was not said before, other than about `files`.

    A report that is read from another file stays.
    """
    left = {edition.report.id for edition in after.editions}
    return Change(
        tuple(one.report.title for one in before.editions if one.report.id not in left),
        tuple(one for one in after.findings if one not in before.findings and one.document not in files),
    )


def stamp_of(folder: Path) -> str:
    """Return what tells the build in `folder` from every other: the hash of its manifest."""
    return sha256_hex((folder / MANIFEST).read_bytes())
