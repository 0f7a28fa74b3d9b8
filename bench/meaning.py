"""What the meaning of statements adds to their words: themes and links, with and without the encoder.

usage: python bench/meaning.py [GOLD TEXTS]

Without arguments made-up sentences (tests/data/meaning) are scored.  GOLD is a folder with recommendations.jsonl and
links.jsonl, TEXTS the folder with the reports that they are about; then the recall of each type of link is printed too,
among all links of the gold and among those of which both statements were found.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.corpus import Corpus
from crisisgraph.encoder import Encoder, load_encoder
from crisisgraph.extraction import extract
from crisisgraph.ids import slug
from crisisgraph.links import find_links
from crisisgraph.memory import Memory
from crisisgraph.model import DocumentId, Kind, LinkKind, ReportId, Statement, StatementId
from crisisgraph.settings import Settings
from crisisgraph.statements import Knowledge, load_knowledge
from crisisgraph.statements.meaning import meanings_of
from crisisgraph.statements.themes import find_themes
from crisisgraph.statements.themes_by_meaning import ThemeMeanings, shipped_rows, with_themes_by_meaning

MADE_UP = Path(__file__).resolve().parents[1] / "tests" / "data" / "meaning"

#: The kinds of link of ours that count for a type of link of the gold.
COUNTS_AS: Mapping[str, frozenset[str]] = {
    "same_as": frozenset({LinkKind.SIMILAR_TO}),
    "overlaps": frozenset({LinkKind.SIMILAR_TO, LinkKind.BUILDS_ON}),
    "similar_topic": frozenset({LinkKind.SIMILAR_TO}),
    "builds_on": frozenset({LinkKind.BUILDS_ON, LinkKind.BASED_ON}),
    "summarises": frozenset({LinkKind.SUMMARISES}),
}


def made(text: str, number: int, report: str, knowledge: Knowledge) -> Statement:
    """Return a recommendation of its own, with the themes that its words give it."""
    return Statement(
        StatementId(f"{report}-{number:03}"), DocumentId(report), ReportId(report), Kind.RECOMMENDATION,
        number * 1_000, number * 1_000 + len(text), 1, (), text, "made up", 1.0, report,
        themes=find_themes(text, (), knowledge.theme_index),
    )  # fmt: skip


def score(found: Sequence[set[str]], wanted: Sequence[set[str]]) -> str:
    """Return precision, recall and F1 of sets of themes."""
    right = sum(len(f & w) for f, w in zip(found, wanted, strict=True))
    precision, recall = right / max(1, sum(map(len, found))), right / sum(map(len, wanted))
    return f"{precision:.2f} / {recall:.2f} / {2 * precision * recall / max(1e-9, precision + recall):.2f}"


def themes_table(knowledge: Knowledge, encoder: Encoder) -> None:
    """Print the scores of the themes of made-up statements, with and without the encoder."""
    rows = tomllib.loads((MADE_UP / "themes.toml").read_text("utf-8"))["statement"]
    statements = [made(row["text"], number, "een", knowledge) for number, row in enumerate(rows)]
    wanted = [set(map(slug, row["themes"])) for row in rows]
    known = ThemeMeanings.of(knowledge.themes, encoder)
    meanings = meanings_of(statements, encoder, known.centre)
    both = with_themes_by_meaning(statements, meanings, known, knowledge.theme_index)
    print(f"{len(rows)} made-up statements, themes: precision / recall / F1")
    for name, tagged in (("words only", statements), ("words and meaning", both)):
        print(f"  {name:20}{score([{tag.theme for tag in s.themes} for s in tagged], wanted)}")


def pairs_table(knowledge: Knowledge, encoder: Encoder) -> None:
    """Print what is proposed between the statements of made-up pairs, with and without the encoder."""
    rows = tomllib.loads((MADE_UP / "pairs.toml").read_text("utf-8"))["pair"]
    print(f"\n{len(rows)} made-up pairs, proposed as alike / as opposites, of how many")
    known = ThemeMeanings.of(knowledge.themes, encoder)
    for name in ("words only", "words and meaning"):
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        statements = [made(row["one"], n, "een", knowledge) for n, row in enumerate(rows)]
        statements += [made(row["other"], n, "twee", knowledge) for n, row in enumerate(rows)]
        meanings = None
        if name != "words only":
            meanings = meanings_of(statements, encoder, known.centre)
            statements = list(with_themes_by_meaning(statements, meanings, known, knowledge.theme_index))
        kinds = {(link.source[-3:], link.target[-3:]): link.kind for link in find_links(statements, meanings)}
        for number, row in enumerate(rows):
            counts[row["relation"]].update([kinds.get((f"{number:03}",) * 2, "none"), "all"])
        cells = (f"{r} {c[LinkKind.SIMILAR_TO]}/{c[LinkKind.TENSION]} of {c['all']}" for r, c in counts.items())
        print(f"  {name:20}" + "   ".join(cells))


def gold_table(gold: Path, corpus: Corpus, name: str) -> None:
    """Print how many of the links of the gold are found."""
    items = {item["id"]: item for item in read_lines(gold / "recommendations.jsonl")}
    found = {identity: matching(item, corpus) for identity, item in items.items()}
    links = {(*sorted((link.source, link.target)), link.kind) for link in corpus.links}
    leaning = {(citation.source, citation.kind) for citation in corpus.citations}
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for link in read_lines(gold / "links.jsonl"):
        kinds = COUNTS_AS.get(link["type"])
        if kinds and link["strict"]:
            source, target = found.get(link["source"]), found.get(link["target"])
            cited = link["target"].startswith("ext:")
            cell = table[f"{link['type']}, {link['basis']}"]
            cell["gold"] += 1
            if source and (cited or (target and source != target)):
                cell["both"] += 1
                ends = sorted((source, target or ""))
                kinds |= {LinkKind.BUILDS_ON} if cited else frozenset()
                cell["found"] += any((source, k) in leaning if cited else (*ends, k) in links for k in kinds)
    print(f"\nlinks of the gold, {name}: found, of those with both statements found, of all")
    for row, cell in sorted(table.items()):
        print(f"  {row:28}{cell['found']:>4}{cell['both']:>6}{cell['gold']:>6}")
    print("  proposed: " + ", ".join(f"{kind} {n}" for kind, n in Counter(k.kind for k in corpus.links).items()))


def matching(item: Mapping[str, Any], corpus: Corpus) -> str | None:
    """Return the statement that matches an item of the gold best, as tools that score extraction match them."""
    names = {document.id: document.name for document in corpus.documents}
    best: tuple[float, bool, str] | None = None
    for statement in corpus.statements:
        shared = min(statement.end, item["end"]) - max(statement.start, item["start"])
        short, long = sorted((statement.end - statement.start, item["end"] - item["start"]))
        if names[statement.document] == item["file"] and shared >= 0.5 * short and shared >= long / 3:
            here = (shared / long, statement.kind == item["kind"], str(statement.id))
            best = max(best, here) if best else here
    return best[2] if best else None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file with one JSON object a line."""
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def main() -> None:
    """Print the tables."""
    settings = Settings()
    plain = load_encoder(settings)
    encoder = Memory(plain, shipped=shipped_rows(plain.name))
    knowledge = load_knowledge(settings.ontology)
    themes_table(knowledge, encoder)
    pairs_table(knowledge, encoder)
    if len(sys.argv) == 3:
        gold, texts = map(Path, sys.argv[1:])
        gold_table(gold, extract([texts], settings), "words only")
        gold_table(gold, extract([texts], settings, encoder=plain), "words and meaning")


if __name__ == "__main__":
    main()
