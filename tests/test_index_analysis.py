"""Words, stems and compounds as the lexical index sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.index.analysis import Analyser, fold_word, is_content, words_of
from crisisgraph.index.compounds import CompoundSplitter

WORDS = ["waterschap", "dijkbewaking", "en", "Coördinatie", "GGD’en", "24/7", "zzp'ers", "x", "crisis\u00adplan"]


def test_words_are_folded_and_know_their_place() -> None:
    text = "De Coördinátie van GGD’en, zzp'ers en 24/7 crisis\u00adteams; ĳsvrĳ."
    words = list(words_of(text))
    assert [word.text for word in words] == [
        "de", "coordinatie", "van", "ggd", "zzp", "en", "24", "7", "crisisteams", "ijsvrij",
    ]  # fmt: skip
    assert [text[word.start : word.end] for word in words][1] == "Coördinátie"


def test_letters_with_a_loose_accent_are_one_word() -> None:
    assert [word.text for word in words_of("coo\u0308rdinatie en cafe\u0301s")] == ["coordinatie", "en", "cafes"]


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words_of(text):
        assert fold_word(text[word.start : word.end]) == word.text


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_word(fold_word(text)) == fold_word(text)


@pytest.mark.parametrize(
    ("word", "content"), [("dijk", True), ("de", False), ("the", False), ("x", False), ("24", True)]
)
def test_stop_words_and_single_letters_are_no_content(word: str, content: bool) -> None:
    assert is_content(word) is content


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("veiligheidsregio", ("veiligheid", "regio")),
        ("dijkdoorbraak", ("dijk", "doorbraak")),
        ("infectieziektebestrijding", ("infectie", "ziekte", "bestrijding")),
        ("besluitvormingsproces", ("besluit", "vorming", "proces")),
        ("vraagstukken", ("vraag", "stukken")),
        ("steunpakketten", ("steun", "pakketten")),
        ("overheden", ()),
        ("onderwijs", ()),
        ("belangrijk", ()),
        ("kwetsbaarheid", ()),
        ("minister", ()),
        ("2021-2022", ()),
        ("dijk", ()),
    ],
)
def test_compounds_fall_apart_and_other_words_do_not(word: str, parts: tuple[str, ...]) -> None:
    assert CompoundSplitter().split(word) == parts


def test_a_word_of_the_corpus_can_be_a_part() -> None:
    assert CompoundSplitter().split("covidteam") == ()
    assert CompoundSplitter(["covid"]).split("covidteam") == ()  # too short to tell from an ending
    assert CompoundSplitter(["omikron"]).split("omikronteam") == ("omikron", "team")


@given(st.lists(st.sampled_from(["water", "dijk", "steun", "besluit", "regio", "crisis"]), min_size=2, max_size=3))
def test_the_parts_of_a_compound_make_it_up_again(parts: list[str]) -> None:
    word = "".join(parts)
    split = CompoundSplitter().split(word)
    assert not split or "".join(split) in {word, word.replace("s", "", 1)} or len("".join(split)) <= len(word)


def test_terms_are_stems_of_the_word_and_its_parts() -> None:
    analyser = Analyser()
    assert analyser.terms("de") == ()
    assert analyser.terms("steunpakketten") == ("steunpakket", "steun", "pakket")
    assert set(analyser.terms("pakket")) < set(analyser.terms("steunpakketten"))
    assert analyser.terms("lessen") == analyser.terms("les")
