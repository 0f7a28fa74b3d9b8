"""What statements mean: their rows, how their spelling compares, and the themes that meaning adds, with the reason."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.encoder import Encoder, load_encoder
from crisisgraph.ids import slug
from crisisgraph.memory import Memory, key_of
from crisisgraph.model import DocumentId, Kind, ReportId, Statement, StatementId, Theme, ThemeId, ThemeTag
from crisisgraph.settings import Settings
from crisisgraph.statements.meaning import Meanings, meanings_of, rows_of, unit
from crisisgraph.statements.spelling import Spelling
from crisisgraph.statements.themes import ThemeIndex, find_themes
from crisisgraph.statements.themes_by_meaning import (
    ThemeMeanings,
    confidence_of,
    example_texts,
    load_examples,
    shipped_rows,
    with_themes_by_meaning,
)
from crisisgraph.taxonomy import load_themes

ONTOLOGY = Path(__file__).parents[1] / "ontology"
MADE_UP = Path(__file__).parent / "data" / "meaning" / "themes.toml"
THEMES = load_themes(ONTOLOGY / "themes.ttl")
INDEX = ThemeIndex.of(THEMES)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    plain = load_encoder(Settings())
    return Memory(plain, shipped=shipped_rows(plain.name))


@pytest.fixture(scope="module")
def known(encoder: Encoder) -> ThemeMeanings:
    return ThemeMeanings.of(THEMES, encoder)


def statement(text: str, number: int = 0, section: tuple[str, ...] = ()) -> Statement:
    return Statement(
        StatementId(f"s{number}"), DocumentId("d"), ReportId("r"), Kind.RECOMMENDATION, 0, len(text), 1, section, text,
        "a rule", 0.9, "Dijkraad", themes=find_themes(text, section, INDEX),
    )  # fmt: skip


def tagged(statements: list[Statement], encoder: Encoder, known: ThemeMeanings) -> tuple[Statement, ...]:
    return with_themes_by_meaning(statements, meanings_of(statements, encoder, known.centre), known, INDEX)


# --- rows -------------------------------------------------------------------------------------------


def test_a_text_is_the_mean_of_its_sentences_seen_from_the_centre() -> None:
    encoder, centre = FakeEncoder(), np.full(64, 0.05, np.float32)
    [row] = rows_of(["De dijk brak. De brug hield."], encoder, centre)
    mean = unit(encoder.encode_passages(["De dijk brak.", "De brug hield."]).mean(axis=0))
    np.testing.assert_allclose(row, unit(mean - centre), atol=1e-6)


def test_rows_belong_to_their_statements_and_likeness_goes_both_ways() -> None:
    made = [statement("Verhoog de dijk.", 1), statement("Verhoog de kade.", 2), statement("Verhoog de dijk.", 3)]
    meanings = meanings_of(made, FakeEncoder(), np.zeros(64, np.float32))
    assert meanings.likeness(made[0], made[2]) == pytest.approx(1, abs=1e-6)
    assert meanings.likeness(made[0], made[1]) == meanings.likeness(made[1], made[0]) < 0.9


def test_no_statements_have_no_meanings() -> None:
    assert meanings_of([], FakeEncoder(), np.zeros(64, np.float32)).rows.shape == (0, 64)


# --- spelling ---------------------------------------------------------------------------------------


def test_pieces_see_what_words_do_not() -> None:
    spelling = Spelling(["Monitoren van de waterstand", "Bestuur en beleid", "Oefenen met de brandweer"])
    likeness = spelling.likeness("De waterstanden zijn gemonitord.")
    assert int(np.argmax(likeness)) == 0
    assert likeness[1] == likeness[2] == 0


@given(st.lists(st.sampled_from(["dijk brug sluis", "kade", "brandweer oefening", "", "a b"]), min_size=2, max_size=5))
def test_spelling_is_between_nothing_and_all_and_a_text_is_most_like_itself(texts: list[str]) -> None:
    spelling = Spelling(texts)
    for number, text in enumerate(texts):
        likeness = spelling.likeness(text)
        assert ((likeness > -1e-6) & (likeness < 1 + 1e-5)).all()
        assert likeness[number] == likeness.max()


# --- themes -----------------------------------------------------------------------------------------


def test_every_theme_has_examples_and_none_is_of_the_made_up_test() -> None:
    examples = load_examples()
    assert {slug(label) for label in examples} == {theme.id for theme in THEMES} | {"geen-thema"}
    for label, texts in examples.items():
        assert len(texts) == len(set(texts)) >= 12, label
    asked = {row["text"] for row in tomllib.loads(MADE_UP.read_text("utf-8"))["statement"]}
    assert len(asked) >= 60
    assert asked.isdisjoint(text for texts in examples.values() for text in texts)


def test_the_rows_that_come_with_the_program_are_those_of_its_examples() -> None:
    """After a change of examples, themes or encoder: run ``python training/theme_vectors.py``."""
    plain = load_encoder(Settings())
    shipped = shipped_rows(plain.name)
    texts = sorted(example_texts(THEMES))
    assert {key_of(text) for text in texts} == set(shipped)
    assert shipped_rows("another@1") == {}
    some = texts[:: len(texts) // 4]
    rows = np.stack([shipped[key_of(text)] for text in some])
    np.testing.assert_allclose(rows, plain.encode_passages(some), atol=1e-3)


def test_meaning_gives_themes_that_words_do_not(encoder: Encoder, known: ThemeMeanings) -> None:
    """Sentences on other crises in other words, written before any threshold was chosen."""
    rows = tomllib.loads(MADE_UP.read_text("utf-8"))["statement"]
    by_words = [statement(row["text"], number) for number, row in enumerate(rows)]
    wanted = [{slug(theme) for theme in row["themes"]} for row in rows]

    def f1(statements: list[Statement] | tuple[Statement, ...]) -> float:
        found = [{tag.theme for tag in one.themes} for one in statements]
        right = sum(len(f & w) for f, w in zip(found, wanted, strict=True))
        return 2 * right / (sum(map(len, found)) + sum(map(len, wanted)))

    assert f1(by_words) < 0.2
    assert f1(tagged(by_words, encoder, known)) >= 0.55


def test_a_theme_by_meaning_says_which_example_it_is_like_and_how_sure(encoder: Encoder, known: ThemeMeanings) -> None:
    [found] = tagged([statement("Laat omwonenden meepraten over de nieuwe kade.")], encoder, known)
    [tag] = [tag for tag in found.themes if tag.rule.startswith("meaning: ")]
    example, _, score = tag.rule.removeprefix("meaning: ").rpartition(" ")
    assert tag.theme == "dialoog-en-participatie"
    assert example in known.texts
    assert tag.confidence == pytest.approx(confidence_of(float(score)), abs=0.01)


def test_what_words_found_stays_and_a_statement_gets_three_themes_at_most(
    encoder: Encoder, known: ThemeMeanings
) -> None:
    full = statement("Monitoring, draaiboeken, handhaving, onderwijs, mantelzorg, maatwerk en draagvlak.")
    [same] = tagged([full], encoder, known)
    assert same.themes == full.themes
    some = [statement(text, number) for number, text in enumerate(known.texts[:80])]
    for before, after in zip(some, tagged(some, encoder, known), strict=True):
        assert set(before.themes) <= set(after.themes)
        assert len(after.themes) <= 3
        assert list(after.themes) == sorted(after.themes, key=lambda tag: (-tag.confidence, tag.theme))


WATER = Theme(ThemeId("water"), "water", "water", "Over water in de polder.", "About water.", (), ("watervrees",))


@pytest.mark.parametrize(
    ("text", "themes"),
    [("Over water in de polder.", ["water"]), ("Over watervrees en polder.", []), ("Koop een nieuwe fiets.", [])],
)
def test_a_negative_label_also_holds_against_meaning(text: str, themes: list[str]) -> None:
    encoder = FakeEncoder(synonyms={"watervrees": "water"})
    index = ThemeIndex.of([WATER])
    known = ThemeMeanings.of([WATER], encoder)
    made = replace(statement(text), themes=())
    [found] = with_themes_by_meaning([made], meanings_of([made], encoder, known.centre), known, index)
    assert [tag.theme for tag in found.themes] == themes


def test_a_theme_from_the_heading_alone_is_no_reason_to_look_no_further() -> None:
    encoder = FakeEncoder()
    known = ThemeMeanings.of([WATER], encoder)
    made = replace(statement("Over water in de polder."), themes=(ThemeTag(ThemeId("kop"), "heading: kop", 0.5),))
    [found] = with_themes_by_meaning([made], meanings_of([made], encoder, known.centre), known, ThemeIndex.of([WATER]))
    assert {tag.theme for tag in found.themes} == {"kop", "water"}


WATER_KNOWN = ThemeMeanings.of([WATER], FakeEncoder())


@given(st.lists(st.sampled_from(["Over water.", "In de polder.", "Koop een fiets."]), max_size=4))
def test_themes_do_not_depend_on_the_company(texts: list[str]) -> None:
    encoder, index, known = FakeEncoder(), ThemeIndex.of([WATER]), WATER_KNOWN
    made = [replace(statement(text, number), themes=()) for number, text in enumerate(texts)]
    together = with_themes_by_meaning(made, meanings_of(made, encoder, known.centre), known, index)
    apart = [
        with_themes_by_meaning([one], Meanings(rows_of([one.text], encoder, known.centre), {one.id: 0}), known, index)[
            0
        ]
        for one in made
    ]
    assert list(together) == apart
