"""What is found in the made-up documents with annotations: never less, and never less right, than it was."""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from crisisgraph.model import Kind

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from scores import MADE_UP, Score, Scores, measure  # noqa: E402  (it stands beside the package)

#: The least precision and recall by kind, a little under what was measured.
FLOOR = {
    "unseen": {Kind.RECOMMENDATION: (0.92, 0.83)},
    "seen": {Kind.RECOMMENDATION: (0.95, 0.85), Kind.RESPONSE: (0.94, 0.9), Kind.COMMITMENT: (0.92, 0.92)},
}
#: The documents in which nothing is recommended: news, procedures, decisions and law.
SILENT = {
    path.name.removesuffix(".gold.toml")
    for path in MADE_UP.rglob("*.gold.toml")
    if "[[statement]]" not in path.read_text("utf-8")
}


@cache
def scores(name: str) -> Scores:
    return measure(MADE_UP / name)[1]


def by_kind(name: str) -> dict[str, Score]:
    total: dict[str, Score] = defaultdict(Score)
    for (_, kind), score in scores(name).kinds.items():
        total[kind].add(score.wanted, score.found, score.made, score.right)
    return total


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in FLOOR.items() for kind in kinds])
def test_what_is_found_is_right_and_enough(name: str, kind: Kind) -> None:
    precision, recall = FLOOR[name][kind]
    score = by_kind(name)[kind]
    assert score.wanted > 50
    assert score.right >= precision * score.made
    assert score.found >= recall * score.wanted


def test_what_is_nearly_sure_is_right() -> None:
    sure = scores("unseen").bands[0.9]
    assert sure.made > 50
    assert sure.right >= 0.95 * sure.made


def test_nothing_is_recommended_in_news_procedures_decisions_and_law() -> None:
    assert len(SILENT) > 6
    made = {
        report: score.made
        for name in FLOOR
        for (report, kind), score in scores(name).kinds.items()
        if report in SILENT and kind == Kind.RECOMMENDATION and score.made
    }
    assert made == {}
