"""Search by words: BM25 as a share of the highest possible score, spelling by n-grams, other names of a body."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisisgraph.index.lexical import LexicalIndex, build_lexical, ngrams_of
from crisisgraph.index.question import Body

BODIES = [
    "De veiligheidsregio oefent elk voorjaar een dijkdoorbraak.",
    "De Onderzoeksraad voor Veiligheid bekeek de bewaking van dijken.",
    "Inwoners van Oosterdam kregen zandzakken.",
    "De OVV sprak met de burgemeester.",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return build_lexical(["Stormrapport"] * 4, BODIES)


def best(scores: np.ndarray) -> int:
    return int(scores.argmax())


def test_a_word_finds_its_inflections_and_compounds(index: LexicalIndex) -> None:
    assert best(index.lexical(["zandzak"])) == 2
    assert index.lexical(["regio"])[0] > 0
    assert best(index.lexical(["doorbraken"])) == 0
    assert index.lexical(["dijken"]).tolist() == pytest.approx(index.lexical(["dijk"]).tolist(), rel=0.5)


def test_headings_and_report_are_searched_too(index: LexicalIndex) -> None:
    assert (index.lexical(["stormrapport"]) > 0).all()
    assert (index.resemblance(["stormrapport"]) < 0.3).all()


def test_a_share_goes_down_with_every_word_that_is_not_there(index: LexicalIndex) -> None:
    whole, half = index.lexical(["zandzakken", "oosterdam"])[2], index.lexical(["zandzakken", "kernramp"])[2]
    assert 0 < half < whole <= 1


def test_words_that_are_nowhere_find_nothing(index: LexicalIndex) -> None:
    assert index.lexical(["kernramp"]).tolist() == [0, 0, 0, 0]
    assert index.lexical(["de", "het"]).tolist() == [0, 0, 0, 0]
    assert index.lexical([]).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("burgemeestr", "burgemeester"), ("veiligheidsreggio", "veiligheidsregio"), ("inwonres", "inwoners")],
)
def test_a_typing_error_is_mended(index: LexicalIndex, typed: str, meant: str) -> None:
    assert index.corrected(typed) == meant
    assert best(index.resemblance([typed])) == best(index.lexical([meant]))


def test_a_word_that_is_known_or_resembles_nothing_is_left_alone(index: LexicalIndex) -> None:
    assert index.corrected("dijk") == "dijk"
    assert index.corrected("xylofoon") == "xylofoon"
    assert index.corrected("de") == "de"


def test_a_body_is_found_by_its_other_name(index: LexicalIndex) -> None:
    short, long = ("ovv",), ("onderzoeksraad", "voor", "veiligheid")
    without = index.lexical(["ovv"])
    found = index.lexical(["ovv"], bodies=[Body(short, (long,))])
    assert without[1] == 0
    assert 0 < found[1] < found[3]
    found = index.lexical(["onderzoeksraad", "veiligheid"], bodies=[Body(long, (short,))])
    assert 0 < found[3] < found[1]


def test_rows_with_all_words(index: LexicalIndex) -> None:
    assert index.rows_with(["de", "veiligheidsregio"]).tolist() == [0]
    assert index.rows_with(["veiligheidsregio", "zandzakken"]).tolist() == []
    assert index.rows_with(["kernramp"]).tolist() == []
    assert index.rows_with(["x"]).tolist() == [0, 1, 2, 3]


def test_resemblance_is_the_cosine_of_ngram_vectors(index: LexicalIndex) -> None:
    own = build_lexical(["", "zandzak"], ["zandzak zandzak", "dijk"])
    assert own.resemblance(["zandzak"]).tolist() == pytest.approx([1, 0], abs=1e-6)


def test_ngrams_count_the_ends_of_a_word() -> None:
    assert ngrams_of("ab") == [" ab", "ab ", " ab "]


def test_an_index_reads_back_as_it_was_written(index: LexicalIndex, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    index.write(tmp_path / "one")
    again = LexicalIndex.load(tmp_path / "one")
    for words in (["dijk"], ["zandzakken", "oosterdam"], ["inwonres"]):
        assert again.lexical(words).tolist() == index.lexical(words).tolist()
        assert again.resemblance(words).tolist() == index.resemblance(words).tolist()
    again.write(tmp_path / "two")
    for path in sorted(tmp_path.glob("one/**/*")):
        if path.is_file():
            assert (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("bodies", [[], [""], ["…", "– –"], ["de het een"]])
def test_texts_without_words_find_nothing(bodies: list[str], tmp_path: Path) -> None:
    index = build_lexical([""] * len(bodies), bodies)
    index.write(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert again.corrected("dijk") == "dijk"
    if bodies:
        assert again.lexical(["dijk"]).tolist() == [0] * len(bodies)
        assert again.resemblance(["dijk"]).tolist() == [0] * len(bodies)


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.sampled_from(["water", "dijk", "raad", "regio", "zak", "overleg"]), max_size=6).map(" ".join),
        min_size=1,
    ),
    st.lists(st.sampled_from(["water", "dijk", "raden", "regio", "onbekend"]), max_size=4),
)
def test_every_part_stays_between_nothing_and_one(bodies: list[str], words: list[str]) -> None:
    index = build_lexical([""] * len(bodies), bodies)
    for scores in (index.lexical(words), index.resemblance(words)):
        assert scores.shape == (len(bodies),)
        assert (scores >= 0).all()
        assert (scores <= 1 + 1e-5).all()
