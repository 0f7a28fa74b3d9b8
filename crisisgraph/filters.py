"""Which statements are meant: by report, theme, actor and kind, given as people write them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crisisgraph.corpus import Corpus
from crisisgraph.errors import InputError
from crisisgraph.ids import fold
from crisisgraph.model import ActorId, Kind, ReportId, Statement, StatementId, ThemeId

Id = TypeVar("Id", bound=str)


@dataclass(frozen=True, slots=True)
class Filters:
    """Sets of ids, each empty when it does not matter; a statement must fit every set that is not empty.

    `statements` is nothing when it does not matter: when it is empty, no statement fits.
    """

    reports: frozenset[ReportId] = frozenset()
    themes: frozenset[ThemeId] = frozenset()
    actors: frozenset[ActorId] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    statements: frozenset[StatementId] | None = None

    @property
    def about_statements(self) -> bool:
        """Whether a passage fits only by a statement in it, not as a passage of a report."""
        return bool(self.themes or self.actors or self.kinds or self.statements is not None)

    def accept(self, statement: Statement) -> bool:
        """Tell whether `statement` fits; an actor fits when it is addressed, or made the promise."""
        concerned = {addressee.actor for addressee in statement.addressees} | {statement.actor}
        return (
            (not self.reports or statement.report in self.reports)
            and (not self.themes or any(tag.theme in self.themes for tag in statement.themes))
            and (not self.actors or bool(self.actors & concerned))
            and (not self.kinds or statement.kind in self.kinds)
            and (self.statements is None or statement.id in self.statements)
        )


def filters_from_words(
    corpus: Corpus,
    *,
    reports: Sequence[str] = (),
    themes: Sequence[str] = (),
    actors: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> Filters:
    """Return the filters for names as people write them: an id, a label, a title or another spelling.

    :raises InputError: for a name that nothing has, with the nearest names that exist.
    """
    report_names: dict[str, ReportId] = {}
    for edition in corpus.editions:
        report_names |= _names(edition.report.id, [edition.report.title])
    theme_names: dict[str, ThemeId] = {}
    for theme in corpus.themes:
        theme_names |= _names(theme.id, [theme.label, theme.label_en])
    actor_names: dict[str, ActorId] = {}
    for actor in reversed(corpus.actors):  # the first actor keeps a spelling that two have
        actor_names |= _names(actor.id, actor.variants)
    for actor in corpus.actors:
        actor_names |= _names(actor.id, [actor.label])
    report_ids = [str(edition.report.id) for edition in corpus.editions]
    theme_labels = [theme.label for theme in corpus.themes]
    actor_labels = [actor.label for actor in corpus.actors]
    return Filters(
        frozenset(_find("unknown-report", report_names, report_ids, name) for name in reports),
        frozenset(_find("unknown-theme", theme_names, theme_labels, name) for name in themes),
        frozenset(_find("unknown-actor", actor_names, actor_labels, name) for name in actors),
        frozenset(Kind(kind) for kind in kinds),
    )


def _names(identifier: Id, labels: Iterable[str]) -> dict[str, Id]:
    return {fold(label): identifier for label in labels} | {fold(identifier): identifier}


def _find(unknown: str, names: Mapping[str, Id], labels: Sequence[str], name: str) -> Id:
    if fold(name) in names:
        return names[fold(name)]
    by_fold = {fold(label): label for label in labels}
    near = [by_fold[found] for found in difflib.get_close_matches(fold(name), by_fold, n=3, cutoff=0.5)]
    raise InputError(unknown, name=name, near="; ".join(near or sorted(labels)[:3]))
