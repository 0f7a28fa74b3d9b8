"""Which themes a statement is about by what it means, beside those that its words point to, each with its reason.

Every theme has made-up examples (`theme_examples.toml`), its name, its definition and the examples of its words.  A
statement is compared with all of them, in meaning and in spelling, and kernel ridge regression (Murphy, Probabilistic
Machine Learning, 2022, 17.3.9) turns that into a score per theme of about 0 to 1: what an example has in common with
those of other themes does not count for its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from crisisgraph.embedded import Matrix
from crisisgraph.encoder import Encoder
from crisisgraph.ids import slug
from crisisgraph.memory import Half, by_key
from crisisgraph.model import Statement, Theme, ThemeId, ThemeTag
from crisisgraph.statements.meaning import Meanings, unit
from crisisgraph.statements.spelling import Spelling
from crisisgraph.statements.themes import MOST, ThemeIndex, hints_in, load_theme_words

_EXAMPLES = Path(__file__).with_name("theme_examples.toml")
_SHIPPED = _EXAMPLES.with_suffix(".npz")

#: How much an example that contradicts its neighbours is smoothed over; of 0.5 … 3 the one that left out best.
_RIDGE = 1.5

#: The score from which a theme is given where words point to no other, or faintly to this one; and beside others.
_ENOUGH, _BESIDE = 0.25, 0.4

_RULE = "meaning"

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ThemeMeanings:
    """The examples of all themes and what each of them counts for each theme; `centre` is their mean."""

    texts: tuple[str, ...]
    themes: tuple[ThemeId, ...]
    about: Scores  # 1 where a text is an example of a theme
    centre: Matrix
    rows: Matrix
    spelling: Spelling
    weights: Scores

    @classmethod
    def of(cls, themes: Sequence[Theme], encoder: Encoder) -> ThemeMeanings:
        """Learn what `themes` mean from their examples, by way of `encoder`."""
        ids = tuple(theme.id for theme in themes)
        examples = example_texts(themes)
        texts = tuple(examples)
        about = np.array([[theme in examples[text] for theme in ids] for text in texts], np.float64)
        given = encoder.encode_passages(texts)
        centre: Matrix = given.mean(axis=0)
        rows = unit(given - centre)
        spelling = Spelling(texts)
        kernel = rows @ rows.T + np.stack([spelling.likeness(text) for text in texts])
        smoothed = kernel + _RIDGE * np.eye(len(texts))  # in double precision, so that no machine rounds another way
        weights = np.linalg.solve(smoothed, about - about.mean(axis=0))
        return cls(texts, ids, about, centre, rows, spelling, weights)

    def likeness(self, text: str, row: Matrix) -> Matrix:
        """Return how much a text, whose meaning is `row`, is like each example: in meaning and in spelling."""
        likeness: Matrix = self.rows @ row + self.spelling.likeness(text)
        return likeness

    def scores(self, likeness: Matrix) -> Scores:
        """Return how much a text that is so like the examples is about each theme."""
        scores: Scores = likeness.astype(np.float64) @ self.weights + self.about.mean(axis=0)
        return scores

    def nearest(self, theme: int, likeness: Matrix) -> str:
        """Return the example of a theme (by its number) that a text is most like."""
        return self.texts[int(np.argmax(np.where(self.about[:, theme] > 0, likeness, -np.inf)))]


def with_themes_by_meaning(
    statements: Sequence[Statement], meanings: Meanings, known: ThemeMeanings, index: ThemeIndex
) -> tuple[Statement, ...]:
    """Return `statements` with the themes that their meaning adds to those that their words gave, the surest first."""
    return tuple(
        replace(statement, themes=_themes_of(statement, meanings.of(statement), known, index))
        for statement in statements
    )


def _themes_of(statement: Statement, row: Matrix, known: ThemeMeanings, index: ThemeIndex) -> tuple[ThemeTag, ...]:
    likeness = known.likeness(statement.text, row)
    scores = known.scores(likeness)
    tags = list(statement.themes)
    hints = hints_in(statement.text, index)
    shut = {tag.theme for tag in tags} | hints.denied
    alone = all(tag.rule.startswith("heading: ") for tag in tags)  # the text itself pointed to nothing
    for number in np.argsort(-scores, kind="stable")[:MOST]:
        theme, score = known.themes[number], float(scores[number])
        enough = _ENOUGH if alone or theme in hints.faint else _BESIDE
        if len(tags) < MOST and theme not in shut and score >= enough:
            rule = f"{_RULE}: {known.nearest(int(number), likeness)} {score:.2f}"
            tags.append(ThemeTag(theme, rule, confidence_of(score)))
    return tuple(sorted(tags, key=lambda tag: (-tag.confidence, tag.theme)))


def confidence_of(score: float) -> float:
    """Return how often a theme with this score is right: measured on each example by way of all others.

    >>> confidence_of(0.25), confidence_of(0.4), confidence_of(0.9)
    (0.45, 0.65, 0.85)
    """
    return round(min(0.85, 0.12 + 1.33 * score), 2)


def load_examples() -> Mapping[str, tuple[str, ...]]:
    """Return the made-up sentences of `theme_examples.toml` by the name of their theme."""
    return {label: tuple(rows) for label, rows in tomllib.loads(_EXAMPLES.read_text("utf-8")).items()}


@cache
def shipped_rows(encoder: str) -> Mapping[bytes, Half]:
    """Return the rows of the examples that come with the program, if they are of this encoder."""
    with np.load(_SHIPPED, allow_pickle=False) as file:
        return by_key(file["keys"], file["rows"]) if str(file["encoder"]) == encoder else {}


def example_texts(themes: Sequence[Theme]) -> dict[str, set[ThemeId]]:
    """Return every text that says what a theme is, with the themes it is about, perhaps none."""
    about: dict[str, set[ThemeId]] = {}
    by_label = {theme.label: theme for theme in themes}
    for label, texts in load_examples().items():
        for text in texts:
            about.setdefault(text, set()).update({by_label[label].id} if label in by_label else ())
    words = {slug(row.label): row.matches for row in load_theme_words()}
    for theme in themes:
        for text in (theme.definition, ", ".join((theme.label, *theme.synonyms)), *words.get(theme.id, ())):
            about.setdefault(text, set()).add(theme.id)
    return about
