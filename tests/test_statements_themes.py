"""Themes: the sentences of each theme's own rules, forms and compounds of words, and the reason of each tag."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisisgraph.ids import slug
from crisisgraph.model import Theme, ThemeId
from crisisgraph.statements.themes import ThemeIndex, ThemeWords, find_themes, load_theme_words, stem
from crisisgraph.taxonomy import load_themes

ONTOLOGY = Path(__file__).parents[1] / "ontology"
WORDS = load_theme_words()


@pytest.fixture(scope="module")
def index() -> ThemeIndex:
    return ThemeIndex.of(load_themes(ONTOLOGY / "themes.ttl"))


def small_index() -> ThemeIndex:
    water = Theme(ThemeId("water"), "water", "water", "", "", ("waterkering", "WBN"), ("watervrees",))
    return ThemeIndex.of([water])


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.label)
def test_a_theme_is_found_in_its_own_examples_and_not_in_its_counterexamples(
    words: ThemeWords, index: ThemeIndex
) -> None:
    theme = slug(words.label)
    for sentence in words.matches:
        assert theme in {tag.theme for tag in find_themes(sentence, (), index)}, sentence
    for sentence in words.not_matches:
        assert theme not in {tag.theme for tag in find_themes(sentence, (), index)}, sentence


def test_every_theme_of_the_ontology_has_words_and_no_word_is_both_strong_and_weak() -> None:
    assert {slug(words.label) for words in WORDS} == {theme.id for theme in load_themes(ONTOLOGY / "themes.ttl")}
    for words in WORDS:
        assert not set(words.strong) & set(words.weak), words.label


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Versterk de waterkeringen.", ["label: waterkering"]),
        ("Inspecteer de hoofdwaterkering.", ["label: waterkering"]),
        ("Volg het WBN.", ["label: WBN"]),
        ("Hij heeft wbn gezegd.", []),
        ("Neem watervrees serieus.", []),
        ("Bouw een brug.", []),
        ("", []),
    ],
)
def test_a_word_counts_in_its_forms_and_compounds_unless_a_negative_label_holds_it(text: str, rules: list[str]) -> None:
    assert [tag.rule for tag in find_themes(text, (), small_index())] == rules


def test_a_heading_supports_a_hint_and_speaks_alone_only_when_the_text_does_not(index: ThemeIndex) -> None:
    heading = ("Hoofdstuk 4", "Communicatie met inwoners")
    hint = find_themes("Leg uit in eenvoudige taal.", heading, index)
    alone = find_themes("Doe dit vaker.", heading, index)
    assert [(tag.theme, tag.rule, tag.confidence) for tag in hint] == [
        ("crisiscommunicatie", "word and heading: taal", 0.6)
    ]
    assert [(tag.theme, tag.rule, tag.confidence) for tag in alone] == [
        ("crisiscommunicatie", "heading: communicatie", 0.5)
    ]
    assert find_themes("Koop draaiboeken.", heading, index)[0].theme == "crisisplannen-en-continuiteit"


def test_a_text_gets_three_themes_at_most(index: ThemeIndex) -> None:
    everything = "Monitoring, draaiboeken, handhaving, onderwijs, mantelzorg, maatwerk en draagvlak."
    assert len(find_themes(everything, (), index)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("school", "scholen"), ("wijk", "wijken"), ("regio’s", "regio"), ("brief", "brieven"), ("huis", "huizen")],
)
def test_the_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_unrelated_short_words_do_not() -> None:
    assert stem("meten") != stem("met")
    assert stem("laten") != stem("lat")
