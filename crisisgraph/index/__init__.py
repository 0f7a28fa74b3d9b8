"""The index of one build: passages and their sentences by meaning, and by their words.

``build_index`` makes it, ``write_index`` and ``load_index`` keep it in a folder of arrays and JSON: nothing in it can
run code.  An index knows which encoder made it and refuses to load with another; ``remembered`` gives the next build
every row in it, also those of statements, so that no text is embedded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from crisisgraph.corpus import Corpus
from crisisgraph.encoder import Encoder
from crisisgraph.errors import StaleBuildError
from crisisgraph.index.lexical import LexicalIndex, build_lexical
from crisisgraph.index.question import Names
from crisisgraph.index.vectors import Matrix, VectorIndex, read_rows, widened, write_rows
from crisisgraph.memory import KEY_LENGTH, Half, Memory, by_key, key_of
from crisisgraph.model import PassageId

#: Changes whenever the files or what the numbers in them mean do.
FORMAT = 2

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint8]


class Manifest(msgspec.Struct, frozen=True):
    """What an index was made of."""

    format: int
    encoder: str
    dimension: int
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Index:
    """Passages as rows, in the order of the corpus, each with its sentences and the statements in it.

    Sentences ``sentence_ends[r]`` to ``sentence_ends[r + 1]`` belong to passage `r`; so do the statements, by their
    number in the corpus.  `sentence_spans` are offsets in the document.  `names` are the bodies' names.  `other_rows`
    are of texts that the build needed and no one can find here.  `embedded` counts the passages that had to be embedded
    for this index.
    """

    manifest: Manifest
    passages: Sequence[PassageId]
    vectors: VectorIndex
    lexical: LexicalIndex
    sentence_rows: Half | Matrix
    sentence_spans: Numbers
    sentence_ends: Numbers
    statements: Numbers
    statement_ends: Numbers
    names: Names
    passage_keys: Keys
    sentence_keys: Keys
    other_keys: Keys
    other_rows: Half
    embedded: int = 0

    def statements_in(self, row: int) -> list[int]:
        """Return the numbers of the statements in a passage."""
        numbers: list[int] = self.statements[self.statement_ends[row] : self.statement_ends[row + 1]].tolist()
        return numbers


def build_index(corpus: Corpus, memory: Memory) -> Index:
    """Return the index of `corpus`, with every row that `memory` was asked for while the corpus was made."""
    # Taking documents apart again needs the rules that read them: a question should not wait for those.
    from crisisgraph.index.units import embedded_text, head_of, names_of, sentences_of, statements_by_passage

    reports = corpus.report_by_id()
    lexical = build_lexical(  # first: it needs more memory while it is made than after
        (head_of(passage, reports[passage.report]) for passage in corpus.passages),
        (passage.text for passage in corpus.passages),
    )
    sentences = sentences_of(corpus)
    passage_texts = [embedded_text(passage, reports[passage.report]) for passage in corpus.passages]
    rows = memory.rows([*passage_texts, *(sentence.text for sentence in sentences)])
    keys = [key_of(text) for text in passage_texts], [key_of(sentence.text) for sentence in sentences]
    statements = statements_by_passage(corpus)
    counts = np.bincount([sentence.passage for sentence in sentences], minlength=len(corpus.passages))
    other_keys, other_rows = memory.asked_beside(chain(*keys))
    return Index(
        manifest=Manifest(FORMAT, memory.name, memory.dimension, len(corpus.passages), len(sentences)),
        passages=[passage.id for passage in corpus.passages],
        vectors=VectorIndex(rows[: len(passage_texts)]),
        lexical=lexical,
        sentence_rows=rows[len(passage_texts) :],
        sentence_spans=np.array([(s.span.start, s.span.end) for s in sentences], np.int64).reshape(-1, 2),
        sentence_ends=_ends(counts.tolist()),
        statements=np.array(list(chain.from_iterable(statements)), np.int64),
        statement_ends=_ends(map(len, statements)),
        names=Names(names_of(corpus.actors)),
        passage_keys=_keys(keys[0]),
        sentence_keys=_keys(keys[1]),
        other_keys=_keys(other_keys),
        other_rows=other_rows,
        embedded=sum(map(memory.is_new, keys[0])),
    )


def write_index(index: Index, folder: Path) -> None:
    """Write `index` into the new `folder`; equal indexes give equal bytes."""
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(index.manifest)) + b"\n")
    (folder / "passages.json").write_bytes(msgspec.json.encode(list(index.passages)))
    (folder / "names.json").write_bytes(msgspec.json.encode(index.names.groups))
    write_rows(index.vectors.rows, folder / "passages.npy")
    write_rows(index.sentence_rows, folder / "sentences.npy")
    write_rows(index.other_rows, folder / "others.npy")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name), allow_pickle=False)
    (folder / "lexical").mkdir()
    index.lexical.write(folder / "lexical")


def load_index(folder: Path, encoder: Encoder) -> Index:
    """Read the index that `write_index` wrote into `folder`.

    :raises StaleBuildError: when it has another format, or another encoder made it.
    """
    manifest = _manifest(folder)
    if manifest is None:
        raise StaleBuildError(folder, f"format {FORMAT}", "?")
    if manifest.format != FORMAT:
        raise StaleBuildError(folder, f"format {FORMAT}", f"format {manifest.format}")
    if manifest.encoder != encoder.name:
        raise StaleBuildError(folder, encoder.name, manifest.encoder)
    arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS}
    return Index(
        manifest=manifest,
        passages=msgspec.json.decode((folder / "passages.json").read_bytes(), type=list[PassageId]),
        vectors=VectorIndex(widened(read_rows(folder / "passages.npy"))),
        lexical=LexicalIndex.load(folder / "lexical"),
        sentence_rows=widened(read_rows(folder / "sentences.npy")),
        other_rows=read_rows(folder / "others.npy"),
        names=Names(msgspec.json.decode((folder / "names.json").read_bytes(), type=list[list[str]])),
        **arrays,
    )


def remembered(folder: Path, encoder: str) -> dict[bytes, Half]:
    """Return every row of the index in `folder` by the key of its text, when the encoder of that name made it."""
    manifest = _manifest(folder)
    if manifest is None or (manifest.format, manifest.encoder) != (FORMAT, encoder):
        return {}
    known: dict[bytes, Half] = {}
    for keys, rows in (("passage_keys", "passages"), ("sentence_keys", "sentences"), ("other_keys", "others")):
        known |= by_key(np.load(folder / f"{keys}.npy", allow_pickle=False), read_rows(folder / f"{rows}.npy"))
    return known


#: The arrays of an index that have a file each, under their own name.
_ARRAYS = (
    "sentence_spans", "sentence_ends", "statements", "statement_ends", "passage_keys", "sentence_keys",
    "other_keys",
)  # fmt: skip


def _manifest(folder: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):  # not there, or of a format that we do not know
        return None


def _keys(keys: Iterable[bytes]) -> Keys:
    return np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY_LENGTH)


def _ends(counts: Iterable[int]) -> Numbers:
    """Return where each of consecutive groups of these sizes begins, and after them the end."""
    return np.fromiter(accumulate(counts, initial=0), np.int64)
