"""The process that builds with a batch: `batch.start` starts it, and what it writes tells how far it is.

It builds beside what is published, from a copy of it, so that only the new files are read and embedded.  Whatever
happens to it, what is published stays as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crisisgraph.corpus import read_corpus
from crisisgraph.errors import CrisisGraphError
from crisisgraph.extraction import NothingReadError
from crisisgraph.pipeline import build
from crisisgraph.publication import current, publish_copy
from crisisgraph.settings import Settings
from crisisgraph.uploads.folder import DropFolder, write_json
from crisisgraph.uploads.outcome import Outcome, Problem, Remark, change_between, remarks_of, stamp_of

#: The files and folders of a batch.
FILES, BUILD, NAMES, REFUSED, PROGRESS, OUTCOME = (
    "files", "build", "names.json", "refused.json", "progress.json", "outcome.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """How far the build is: the key of a sentence, how many are done and how many there are."""

    key: str
    done: int
    total: int


def stage(drop: DropFolder, published: Path, corpus: Path, settings: Settings) -> Outcome:
    """Build with `corpus`, what was accepted and the batch, and write down and return what came of it.

    :param published: the folder of builds that the outcome is compared with.
    """
    staged = drop.staged
    files = sorted(path.name for path in (staged / FILES).iterdir())
    now = current(published)
    base = stamp_of(now.folder)
    try:
        publish_copy(now, staged / BUILD)
        paths = [corpus, *([drop.accepted] if drop.accepted.exists() else []), staged / FILES]
        report = build(paths, staged / BUILD, settings, lambda *step: write_json(Step(*step), staged / PROGRESS))
        before, after = read_corpus(now.folder / "corpus"), read_corpus(report.folder / "corpus")
        outcome = Outcome(base, remarks_of(files, after), change_between(before, after, files))
    except NothingReadError as error:
        remarks = tuple(
            Remark(file, False, (), {}, tuple(one for one in error.findings if one.document == file)) for file in files
        )
        outcome = Outcome(base, remarks, problem=Problem.of(error))
    except CrisisGraphError as error:
        outcome = Outcome(base, problem=Problem.of(error))
    write_json(outcome, staged / OUTCOME)
    return outcome


def main(arguments: Sequence[str]) -> None:
    """Do `stage` with three folders: the drop folder, the published builds and the corpus."""
    drop, published, corpus = map(Path, arguments)
    stage(DropFolder(drop), published, corpus, Settings())


if __name__ == "__main__":
    main(sys.argv[1:])
