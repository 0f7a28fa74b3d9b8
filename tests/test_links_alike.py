"""Links that are proposed by comparing statements: alike in words and meaning, opposite, resting on a conclusion."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

import crisisgraph.links.neighbours
from crisisgraph.encoder import Encoder, load_encoder
from crisisgraph.links import find_links
from crisisgraph.links.neighbours import nearest
from crisisgraph.links.pairs import Pair
from crisisgraph.links.similar import confidence_of, is_alike
from crisisgraph.links.tensions import Axis, load_axes
from crisisgraph.links.words import Weights
from crisisgraph.memory import Memory
from crisisgraph.model import DocumentId, Kind, Link, LinkKind, ReportId, Statement, StatementId, ThemeId, ThemeTag
from crisisgraph.settings import Settings
from crisisgraph.statements.meaning import Meanings, meanings_of, unit
from crisisgraph.statements.themes import ThemeIndex
from crisisgraph.statements.themes_by_meaning import ThemeMeanings, load_examples, shipped_rows, with_themes_by_meaning
from crisisgraph.taxonomy import load_themes

PAIRS = tomllib.loads((Path(__file__).parent / "data" / "meaning" / "pairs.toml").read_text("utf-8"))["pair"]
THEMES = load_themes(Path(__file__).parents[1] / "ontology" / "themes.ttl")
NOWHERE = np.zeros(64, np.float32)

#: Other texts, so that some words are rare and others are not; responses are not compared.
BACKGROUND = [text for texts in load_examples().values() for text in texts[:8]]


def advice(text: str, number: int, report: str = "een", **more: object) -> Statement:
    made = Statement(
        StatementId(f"{report}-{number:03}"), DocumentId(report), ReportId(report), Kind.RECOMMENDATION,
        number * 1_000, number * 1_000 + len(text), 1, ("Advies",), text, "a rule", 0.9, f"Raad {report}",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # a Random, any field


def background() -> list[Statement]:
    return [advice(text, number, "ander", kind=Kind.RESPONSE) for number, text in enumerate(BACKGROUND)]


def by_kind(links: tuple[Link, ...], kind: LinkKind) -> list[tuple[str, str]]:
    return [(link.source, link.target) for link in links if link.kind is kind]


# --- neighbours -------------------------------------------------------------------------------------


@given(st.integers(0, 25), st.integers(1, 6), st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_nearest_of_tiles_are_the_nearest_of_all(total: int, count: int, tile: int, random: object) -> None:
    draw = np.random.default_rng(random.randrange(1 << 30))  # type: ignore[attr-defined]  # a Random, any field
    rows = unit(draw.standard_normal((total, 5)).astype(np.float32))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crisisgraph.links.neighbours, "_TILE", tile)
        found = nearest(rows, count)
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, -np.inf)
    assert found.shape == (total, count)
    for row, others in enumerate(found):
        wanted = np.sort(likeness[row])[::-1][: min(count, total - 1)]
        np.testing.assert_allclose(likeness[row][others[others >= 0]], wanted, atol=1e-5)
        assert row not in others
        assert len(set(others[others >= 0].tolist())) == min(count, max(0, total - 1))


# --- alike ------------------------------------------------------------------------------------------


def test_the_same_advice_in_other_words_is_found_by_meaning_and_not_by_words() -> None:
    encoder = FakeEncoder(synonyms={"voorraadzakken": "zandzakken", "buurten": "wijken", "bewaar": "leg"})
    one, two = advice("Leg zandzakken in wijken.", 1), advice("Bewaar voorraadzakken in buurten.", 1, "twee")
    tag = (ThemeTag(ThemeId("plannen"), "word: plan", 0.7),)
    statements = [replace(one, themes=tag), replace(two, themes=tag), *background()]
    meanings = meanings_of(statements, encoder, NOWHERE)
    assert by_kind(find_links(statements), LinkKind.SIMILAR_TO) == []
    [link] = [x for x in find_links(statements, meanings) if {x.source, x.target} == {one.id, two.id}]
    assert (link.kind, link.rule) == (LinkKind.SIMILAR_TO, "alike in meaning")
    assert 0.6 <= link.confidence <= 0.9


def test_a_proposal_names_the_weightiest_words_that_both_have() -> None:
    one = advice("Leg in elke polder een noodvoorraad zandzakken aan.", 1)
    two = advice("Zorg dat elke polder een noodvoorraad zandzakken heeft.", 1, "twee")
    [link] = [x for x in find_links([one, two, *background()]) if x.kind is LinkKind.SIMILAR_TO]
    assert link.rule == "alike in words: noodvoorraad, polder, zandzakken"


@pytest.mark.parametrize(
    ("report", "words", "meaning", "themes", "alike"),
    [
        ("twee", 0.2, 0.5, 0.5, True),
        ("een", 0.2, 0.5, 0.5, False),
        ("een", 0.3, 0.5, 0.5, True),
        ("twee", 0.2, -0.9, 1.0, False),
        ("twee", 0.39, None, 1.0, False),
        ("een", 0.4, None, 0.0, True),
    ],
)
def test_within_one_report_and_without_meaning_more_likeness_is_asked_for(
    report: str, words: float, meaning: float | None, themes: float, alike: bool
) -> None:
    pair = Pair(advice("Verhoog de dijk.", 1), advice("Maak de kade hoger.", 2, report), words, meaning, themes)
    assert is_alike(pair) is alike
    assert 0 <= confidence_of(pair) <= 0.95


def test_findings_are_compared_across_reports_only() -> None:
    text = "De sirene in het dorp bleef stil."
    finding = advice(text, 1, kind=Kind.FINDING)
    there = advice(text, 1, "twee", kind=Kind.FINDING)
    here = advice(text, 2, kind=Kind.FINDING)
    assert by_kind(find_links([finding, there, *background()]), LinkKind.SIMILAR_TO) == [(finding.id, there.id)]
    assert by_kind(find_links([finding, here, *background()]), LinkKind.SIMILAR_TO) == []


def test_a_statement_that_is_like_very_many_gets_the_best_eight() -> None:
    statements = [advice("Leg een noodvoorraad zandzakken aan.", 1, f"r{n}") for n in range(14)]
    links = by_kind(find_links([*statements, *background()]), LinkKind.SIMILAR_TO)
    assert max(Counter(end for pair in links for end in pair).values()) == 8


def test_no_statement_is_like_itself_or_its_own_part() -> None:
    main = advice("Leg een noodvoorraad zandzakken aan.", 1)
    part = advice("Leg een noodvoorraad zandzakken aan bij de sluis.", 2, parent=main.id)
    links = find_links([main, part, *background()], meanings_of([main, part, *background()], FakeEncoder(), NOWHERE))
    assert by_kind(links, LinkKind.SIMILAR_TO) == []


# --- opposite ---------------------------------------------------------------------------------------


def tension(one: str, other: str) -> Link | None:
    statements = [advice(one, 1), advice(other, 1, "twee"), *background()]
    found = [x for x in find_links(statements) if x.kind is LinkKind.TENSION and x.source == statements[0].id]
    return found[0] if found else None


@pytest.mark.parametrize("axis", load_axes(), ids=lambda axis: axis.name)
def test_an_axis_opposes_its_own_examples_and_not_its_counterexamples(axis: Axis) -> None:
    assert axis.opposed
    assert axis.not_opposed
    for one, other in axis.opposed:
        found, turned = tension(one, other), tension(other, one)
        assert found, (one, other)
        assert found.rule.startswith(f"opposites: {axis.name} (")
        assert turned
        assert turned.confidence == found.confidence
    for one, other in axis.not_opposed:
        assert tension(one, other) is None, (one, other)


def test_opposites_say_which_words_oppose_and_are_not_called_alike() -> None:
    statements = [advice("Maak inenting van vee verplicht.", 1), advice("Houd inenting van vee vrijwillig.", 1, "twee")]
    [link] = find_links([*statements, *background()])
    assert link.kind is LinkKind.TENSION
    assert link.rule == "opposites: verplicht of vrijwillig (verplicht ↔ vrijwillig)"


def test_one_report_does_not_contradict_itself_and_findings_advise_nothing() -> None:
    one, other = "Maak inenting van vee verplicht.", "Houd inenting van vee vrijwillig."
    same_report = [advice(one, 1), advice(other, 2), *background()]
    found = [advice(one, 1, kind=Kind.FINDING), advice(other, 1, "twee", kind=Kind.FINDING), *background()]
    assert by_kind(find_links(same_report), LinkKind.TENSION) == []
    assert by_kind(find_links(found), LinkKind.TENSION) == []


# --- made-up pairs ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    plain = load_encoder(Settings())
    return Memory(plain, shipped=shipped_rows(plain.name))


def test_of_made_up_pairs_the_opposite_ones_are_told_from_the_same_and_from_those_that_share_a_subject(
    encoder: Encoder,
) -> None:
    """Pairs that were written before any threshold was chosen."""
    ones = [advice(pair["one"], number) for number, pair in enumerate(PAIRS)]
    others = [advice(pair["other"], number, "twee") for number, pair in enumerate(PAIRS)]
    statements = [*ones, *others]
    known = ThemeMeanings.of(THEMES, encoder)
    meanings = meanings_of(statements, encoder, known.centre)
    statements = list(with_themes_by_meaning(statements, meanings, known, ThemeIndex.of(THEMES)))

    def found(meanings: Meanings | None) -> Counter[tuple[str, str]]:
        kinds = {(link.source, link.target): link.kind for link in find_links(statements, meanings)}
        rows = zip(PAIRS, ones, others, strict=True)
        return Counter((pair["relation"], str(kinds.get((one.id, other.id), ""))) for pair, one, other in rows)

    counts = found(meanings)
    assert counts["opposite", LinkKind.TENSION] == 15
    assert sum(counts[relation, LinkKind.TENSION] for relation in ("same", "topic", "none")) == 0
    assert counts["same", LinkKind.SIMILAR_TO] >= 7 > 3 >= found(None)["same", LinkKind.SIMILAR_TO]
    assert counts["topic", LinkKind.SIMILAR_TO] <= 4
    assert counts["none", LinkKind.SIMILAR_TO] <= 2


# --- what an advice rests on ------------------------------------------------------------------------


def test_an_advice_rests_on_the_conclusion_of_its_own_body_that_is_most_like_it() -> None:
    body = {"issuer": "Dijkraad"}
    finding = advice("De sirene in het dorp bleef stil.", 1, kind=Kind.FINDING, **body)
    other = advice("De brug was dicht.", 2, kind=Kind.FINDING, **body)
    foreign = advice("De sirene in het dorp bleef stil.", 3, kind=Kind.FINDING, issuer="kabinet")
    mine = advice("Test de sirene in het dorp.", 4, **body)
    statements = [finding, other, foreign, mine, *background()]
    assert by_kind(find_links(statements), LinkKind.BASED_ON) == []
    links = find_links(statements, meanings_of(statements, FakeEncoder(), NOWHERE))
    assert by_kind(links, LinkKind.BASED_ON) == [(mine.id, finding.id)]
    [link] = [link for link in links if link.kind is LinkKind.BASED_ON]
    assert link.rule == "alike in words and meaning: sirene, dorp"


def test_words_that_do_not_count_are_left_out_of_the_cosine() -> None:
    one, other = advice("Houd de haven open.", 1), advice("Houd de haven dicht.", 2)
    weights = Weights([one, other, *background()])
    without = weights.cosine(one, other, without=weights.words(one) ^ weights.words(other))
    assert without == pytest.approx(1)
    assert weights.cosine(one, other) < 0.9
