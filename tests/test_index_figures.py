"""The patterns of figures.toml match what they say they match, and no more."""

import tomllib

import pytest

from crisisgraph.index import figures

RULES = tomllib.loads(figures.FIGURES.read_text("utf-8"))
CASES = [(name, text, True) for name, rule in RULES.items() for text in rule["matches"]]
CASES += [(name, text, False) for name, rule in RULES.items() for text in rule["not_matches"]]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[text for _, text, _ in CASES])
def test_a_pattern_matches_its_own_examples(name: str, text: str, expected: bool) -> None:
    tell = {"asks": figures.asks_for_figure, "has": figures.has_figure}[name]
    assert tell(text) is expected
