"""Files that a visitor brings: kept in a drop folder, built beside what is published, then published or thrown away.

`folder` keeps the files, `staging` is the process that builds with them, `outcome` what it found, and `batch` starts
it, follows it, and decides what becomes of it.  A drop folder holds::

    accepted/        the files that take part in what is published, each under its SHA-256
    names.json       what their visitors called them
    staged/          one batch that is being looked at: its files, its build, its progress and its outcome

Nothing here writes into the folder of the corpus, and what is published changes in `publish_batch` only.
"""

from crisisgraph.uploads.batch import Batch, Status, batch_of, discard, publish_batch, start
from crisisgraph.uploads.folder import DropFolder, Refusal, Upload, keep_upload
from crisisgraph.uploads.outcome import Change, Outcome, Problem, Remark

__all__ = [
    "Batch",
    "Change",
    "DropFolder",
    "Outcome",
    "Problem",
    "Refusal",
    "Remark",
    "Status",
    "Upload",
    "batch_of",
    "discard",
    "keep_upload",
    "publish_batch",
    "start",
]
