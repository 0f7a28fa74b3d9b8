"""The deadline rules: each one's own examples, and how dates are worked out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.model import Deadline
from crisisgraph.statements.deadlines import DeadlineRule, find_deadline, load_deadline_rules

ISSUED = "2022-04-01"
RULES = load_deadline_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_own_examples_and_no_counterexample(rule: DeadlineRule) -> None:
    for sentence, words, when in rule.matches:
        assert find_deadline(sentence, ISSUED) == Deadline(words, when or None), sentence
        assert rule.pattern.search(sentence), sentence
    for sentence in rule.not_matches:
        assert find_deadline(sentence, ISSUED) is None or not rule.pattern.search(sentence), sentence


@pytest.mark.parametrize(
    ("sentence", "issued", "words", "when"),
    [
        ("Eind 2022 is het klaar.", None, "Eind 2022", "2022-12"),
        ("Dit najaar volgt een plan.", None, "Dit najaar", None),
        ("Binnen drie maanden volgt een plan.", None, "Binnen drie maanden", None),
        ("Vóór 1 juli volgt een plan.", None, "Vóór 1 juli", None),
        ("Vóór 1 juli volgt een plan.", "2022-09", "Vóór 1 juli", "2023-07-01"),
        ("Volgend jaar volgt een plan.", "2021", "Volgend jaar", "2022"),
        ("Komende winter wordt geoefend.", "2022-10-01", "Komende winter", "2023-03"),
        ("In de winter van 2023 wordt geoefend.", ISSUED, "In de winter van 2023", "2024-03"),
        ("De raad krijgt jaarlijks bericht, voor het eerst eind 2023.", ISSUED, "eind 2023", "2023-12"),
        ("Volgende week volgt een brief.", "2022-04-01", "Volgende week", "2022-04-10"),
        ("Volgende maand volgt een brief.", "2022-12-05", "Volgende maand", "2023-01"),
        ("Binnen vier kwartalen is dit op orde.", ISSUED, "Binnen vier kwartalen", "2023-04"),
    ],
)
def test_dates_are_counted_from_the_date_of_the_text(
    sentence: str, issued: str | None, words: str, when: str | None
) -> None:
    assert find_deadline(sentence, issued) == Deadline(words, when)


@pytest.mark.parametrize("sentence", ["", "Wij oefenen.", "Sinds 2010 bestaat dit loket.", "In 2020 was er geen plan."])
def test_no_deadline_is_none(sentence: str) -> None:
    assert find_deadline(sentence, ISSUED) is None


WORDS = ["voor", "in", "eind", "juni", "2023", "2019", "1", "dit", "jaar", "drie", "maanden", "binnen", "zomer", "de"]


@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from([None, "2022", ISSUED]))
def test_a_deadline_is_in_the_text_and_never_in_the_past(words: list[str], issued: str | None) -> None:
    text = " ".join(words)
    found = find_deadline(text, issued)
    if found is not None:
        assert found.text in text
        if found.date and issued:
            assert found.date >= issued[: len(found.date)]
