"""How right extraction is, against annotations: tables in Markdown per report, per kind, per field and per confidence.

usage: python bench/scores.py [GOLD ...]

GOLD is a folder of documents with their annotations (NAME.txt or NAME.md beside NAME.gold.toml), or a JSON Lines file
of annotations of the texts in ../corpus/txt, seen from it.  Without GOLD: the made-up documents in
tests/data/annotated, and the annotated source texts of ../shared where they are at hand.

A found statement is right when it shares at least half of the shorter and a third of the longer span with an annotated
statement of its kind, each once; one that lies on an annotation of another kind is neither right nor wrong.  Debatable
annotations count neither way.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.documents import read_document_now
from crisisgraph.encoder import Encoder, load_encoder
from crisisgraph.extraction import extract
from crisisgraph.ids import fold
from crisisgraph.model import Kind
from crisisgraph.records import Lookup, statement_record
from crisisgraph.settings import Settings
from crisisgraph.statements import load_knowledge
from crisisgraph.statements.actors import find_actors

ROOT = Path(__file__).resolve().parents[1]
MADE_UP = ROOT / "tests" / "data" / "annotated"
DEFAULTS = (MADE_UP / "unseen", MADE_UP / "seen", ROOT.parent / "shared" / "gold" / "recommendations.jsonl")
BANDS = (0.0, 0.6, 0.7, 0.8, 0.9, 1.0)
FIELDS = ("issuer", "addressees", "themes", "position", "responds_to", "fulfils")

Row = Mapping[str, object]  # a found or an annotated statement, with the fields of DESIGN section 7
Pair = tuple[Row, Row]  # found, annotated


@dataclass
class Score:
    """Counts of what is wanted, and of what of it was found; of what was made, and of that what is right."""

    wanted: int = 0
    found: int = 0
    made: int = 0
    right: int = 0

    def add(self, wanted: int, found: int, made: int, right: int) -> None:
        """Add the counts of some more statements."""
        self.wanted, self.found = self.wanted + wanted, self.found + found
        self.made, self.right = self.made + made, self.right + right

    def cells(self) -> str:
        """Return the columns wanted, precision, recall and F1 of a table."""
        precision = self.right / self.made if self.made else None
        recall = self.found / self.wanted if self.wanted else None
        both = 2 * precision * recall / (precision + recall) if precision and recall else None
        shown = (f"{value:.2f}" if value is not None else "–" for value in (precision, recall, both))
        return " | ".join((str(self.wanted), str(self.made), *shown))


@dataclass
class Scores:
    """Everything that is counted over one set of annotations."""

    kinds: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))  # by report and kind
    fields: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    bands: dict[float, Score] = field(default_factory=lambda: defaultdict(Score))


def annotated_folder(folder: Path) -> tuple[list[Path], list[Row]]:
    """Return the documents of `folder` and their annotations, each placed by its words."""
    documents: list[Path] = []
    rows: list[Row] = []
    for path in sorted(folder.glob("*.gold.toml")):
        name = path.name.removesuffix(".gold.toml")
        document = next(
            folder / f"{name}{ending}" for ending in (".txt", ".md") if (folder / f"{name}{ending}").exists()
        )
        read = read_document_now(document).document
        text = read.text if read else ""
        documents.append(document)
        mine: list[dict[str, object]] = []
        after = 0
        for number, item in enumerate(tomllib.loads(path.read_text("utf-8")).get("statement", ())):
            start, end = _place(text, item["text"], after, document.name)
            after = start
            mine.append(
                {**item, "id": f"{name}-{number}", "file": document.name, "report": name, "start": start, "end": end}
            )
        for row in mine:
            key = "responds_to" if row["kind"] == Kind.RESPONSE else "fulfils"
            row[key] = [_answered(str(begin), mine) for begin in _listed(row.get("answers"))]
        rows += mine
    return documents, rows


def _place(text: str, words: str, after: int, name: str) -> tuple[int, int]:
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = pattern.search(text, after) or pattern.search(text)
    if found is None:
        raise SystemExit(f"{name} has no “{words[:60]}”: correct its .gold.toml")
    return found.span()


def _answered(begin: str, rows: Sequence[Row]) -> str:
    said = [row for row in rows if row["kind"] in (Kind.RECOMMENDATION, Kind.FINDING)]
    start = fold(begin)[:40]
    return next((str(row["id"]) for row in said if start in fold(str(row["text"]))), "")


def annotated_lines(path: Path) -> tuple[list[Path], list[Row]]:
    """Return the texts that a JSON Lines file annotates, and its annotations."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = path.parents[1] / "corpus" / "txt"
    return [texts / name for name in sorted({row["file"] for row in rows})], rows


def spellings(path: Path) -> dict[str, str]:
    """Return the name of each actor by every spelling of it, from actors.json beside the annotations."""
    beside = path.parent / "actors.json"
    actors = json.loads(beside.read_text("utf-8"))["actors"] if path.is_file() and beside.exists() else []
    names: dict[str, str] = {}
    for actor in actors:
        for form in (actor["name"], *(v["form"] if isinstance(v, dict) else v for v in actor.get("variants", ()))):
            names.setdefault(_bare(form), _bare(actor["name"]))
    return names


@cache
def _resolved(name: str) -> str:
    """Return the name of the one actor that `name` is a name of, or `name`: an annotation may have another spelling."""
    found = {mention.actor.label for mention in find_actors(name, load_knowledge(Settings().ontology).actor_index)}
    return found.pop().casefold() if len(found) == 1 else _bare(name)


def _bare(name: object) -> str:
    return re.sub(r"^(?:de|het)\s+", "", str(name).casefold())


def scores_of(found: Sequence[Row], annotated: Sequence[Row], names: Mapping[str, str]) -> Scores:
    """Compare what was `found` with what is `annotated`."""
    scores = Scores()
    identity: dict[str, str] = {}
    for report, own in _reports(found, annotated).items():
        for kind in Kind:
            wanted = [row for row in own if row["kind"] == kind]
            made = [row for row in found if row["kind"] == kind and _belongs(row, report, own, annotated)]
            pairs = _pairs(made, wanted)
            identity |= {str(got["id"]): str(want["id"]) for got, want in pairs}
            _count(scores, report, kind, made, wanted, own, pairs)
            for got, want in pairs:
                if want.get("strict", True):
                    _count_fields(scores, got, want, names)
    for name in ("responds_to", "fulfils"):
        _count_links(scores.fields[name], name, found, annotated, identity)
    return scores


def _reports(found: Sequence[Row], annotated: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the annotations of each report; a document without any is a report too, named by its file."""
    reports: dict[str, list[Row]] = {}
    for row in annotated:
        reports.setdefault(str(row["report"]), []).append(row)
    files = {row["file"] for row in annotated}
    bare = (str(row["document"]) for row in found if row["document"] not in files)
    return reports | {Path(name).stem: [] for name in bare}


def _belongs(row: Row, report: str, own: Sequence[Row], annotated: Sequence[Row]) -> bool:
    """Tell whether a found statement is of a report; of several in one file, between its first and last annotation."""
    if not own:
        return Path(str(row["document"])).stem == report
    same = [other for other in annotated if other["file"] == row["document"]]
    mine = [other for other in own if other["file"] == row["document"]]
    if not mine or len(mine) == len(same):
        return bool(mine)
    return min(map(_start, mine)) <= _start(row) and _end(row) <= max(map(_end, mine))


def _start(row: Row) -> int:
    return int(str(row["start"]))


def _end(row: Row) -> int:
    return int(str(row["end"]))


def _overlap(a: Row, b: Row) -> int:
    return max(0, min(_end(a), _end(b)) - max(_start(a), _start(b)))


def _pairs(made: Sequence[Row], wanted: Sequence[Row]) -> list[Pair]:
    """Return what was made with what it stands for, the best overlap first, each once."""
    candidates = []
    for got in made:
        for want in wanted:
            short, long = sorted((_end(got) - _start(got), _end(want) - _start(want)))
            shared = _overlap(got, want)
            if 2 * shared >= short and 3 * shared >= long:
                candidates.append((-shared / long, _start(want), _start(got), got, want))
    pairs: list[Pair] = []
    for *_, got, want in sorted(candidates, key=lambda candidate: candidate[:3]):
        if not any(got is g or want is w for g, w in pairs):
            pairs.append((got, want))
    return pairs


def _count(
    scores: Scores,
    report: str,
    kind: Kind,
    made: Sequence[Row],
    wanted: Sequence[Row],
    own: Sequence[Row],
    pairs: Sequence[Pair],
) -> None:
    strict = [row for row in wanted if row.get("strict", True)]
    found = sum(any(want is row for _, want in pairs) for row in strict)
    for row in made:
        right = any(got is row for got, _ in pairs)
        near = any(2 * _overlap(row, o) >= min(_end(row) - _start(row), _end(o) - _start(o)) for o in own)
        if right or not near:
            scores.kinds[report, kind].add(0, 0, 1, right)
            confidence = float(str(row["confidence"]))
            scores.bands[max(band for band in BANDS[:-1] if band < confidence)].add(0, 0, 1, right)
    scores.kinds[report, kind].add(len(strict), found, 0, 0)


def _count_fields(scores: Scores, got: Row, want: Row, names: Mapping[str, str]) -> None:
    def folded(row: Row, name: str) -> set[str]:
        return {names.get(_bare(value)) or _resolved(str(value)) for value in _listed(row.get(name))}

    for name in ("issuer", "addressees", "themes", "position"):
        of_kind = {"position": Kind.RESPONSE}.get(name, Kind.RECOMMENDATION)
        if want["kind"] != of_kind or name not in want:
            continue
        mine, theirs = folded(got, name), folded(want, name)
        mine -= folded(want, f"{name}_inferred") - theirs
        scores.fields[name].add(len(theirs), len(mine & theirs), len(mine), len(mine & theirs))


def _count_links(
    score: Score, name: str, found: Sequence[Row], annotated: Sequence[Row], identity: Mapping[str, str]
) -> None:
    strict = {row["id"] for row in annotated if row.get("strict", True)}
    wanted = {(row["id"], to) for row in annotated for to in _listed(row.get(name)) if {row["id"], to} <= strict}
    allowed = {(row["id"], to) for row in annotated for key in (name, "also_follows") for to in _listed(row.get(key))}
    made = {
        (identity[str(row["id"])], identity[to])
        for row in found
        for to in map(str, _listed(row.get(name)))
        if str(row["id"]) in identity and to in identity
    }
    score.add(len(wanted), len(wanted & made), len(made), len(made & allowed))


def _listed(value: object) -> list[object]:
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, (list, tuple)) else []


def table(scores: Scores) -> Iterator[str]:
    """Yield the lines of the tables."""
    heads = " | wanted | found | precision | recall | F1 |"
    yield f"| report | kind{heads}"
    yield "|---|---|---:|---:|---:|---:|---:|"
    total: dict[str, Score] = defaultdict(Score)
    for (report, kind), score in scores.kinds.items():
        total[kind].add(score.wanted, score.found, score.made, score.right)
        if score.wanted or score.made:
            yield f"| {report} | {kind} | {score.cells()} |"
    for kind, score in total.items():
        yield f"| **all** | {kind} | {score.cells()} |"
    yield from ("", f"| field{heads}", "|---|---:|---:|---:|---:|---:|")
    yield from (f"| {name} | {scores.fields[name].cells()} |" for name in FIELDS if name in scores.fields)
    yield from ("", "| confidence | statements | right |", "|---|---:|---:|")
    for band, score in sorted(scores.bands.items(), reverse=True):
        top = BANDS[BANDS.index(band) + 1]
        yield f"| above {band:.1f}, up to {top:.1f} | {score.made} | {score.right / score.made:.2f} |"


def measure(path: Path, encoder: Encoder | None = None) -> tuple[int, Scores]:
    """Return the number of statements that are found in the documents that `path` annotates, and their scores.

    :param encoder: without one, themes are found by words only.
    """
    documents, annotated = annotated_folder(path) if path.is_dir() else annotated_lines(path)
    lookup = Lookup(extract(documents, Settings(), encoder=encoder))
    found = [statement_record(lookup, statement) for statement in lookup.corpus.statements]
    return len(found), scores_of(found, annotated, spellings(path))


def main() -> None:
    for path in [Path(name) for name in sys.argv[1:]] or [path for path in DEFAULTS if path.exists()]:
        statements, scores = measure(path, load_encoder(Settings()))
        print(f"\n{path.parent.name}/{path.name}: {statements} statements\n")
        print("\n".join(table(scores)))


if __name__ == "__main__":
    main()
