"""Where somebody reacts to a report: whole texts that are a reaction, and the chapters of a report that hold one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.model import BlockKind
from crisisgraph.statements.letters.answered import reader_is_answered
from crisisgraph.statements.letters.labels import Column, label_of
from crisisgraph.statements.view import BlockView, EditionView

_DATA = Path(__file__).with_suffix(".toml")

_OPENING_BLOCKS = 14
_TITLE_BLOCKS = 3
_LONGEST = 80  # blocks of a reaction that is no letter: what is longer is a report, in which somebody else may react
_LONGEST_TITLE = 250  # characters
_SUBJECT = re.compile(r"\b(?:betreft|onderwerp)\b\s*:?\s*(?P<rest>.+)$", re.IGNORECASE)
_SALUTATION = re.compile(r"^\W*(?:geachte|beste|excellentie|aan\s+(?:de|het)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OccasionRule:
    """One sign that a text or a chapter is a reaction; `table` says where it is looked for."""

    table: str
    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]

    def search(self, text: str) -> bool:
        """Tell whether `text` shows the sign."""
        return self.pattern.search(text) is not None and (self.unless is None or not self.unless.search(text))


@cache
def load_occasion_rules() -> tuple[OccasionRule, ...]:
    """Return the rules of `occasion.toml`, in the order of the file."""
    return tuple(
        OccasionRule(
            table,
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["unless"], re.IGNORECASE) if "unless" in row else None,
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for table, rows in tomllib.loads(_DATA.read_text("utf-8")).items()
        for row in rows
    )


def is_reaction(view: EditionView) -> bool:
    """Tell whether all of `view` is a reaction to what others reported; a report with a chapter of one is not."""
    if has_afterword(view):
        return False
    opening = view.blocks[:_OPENING_BLOCKS]
    if any(_shows("title", text) for text in _titles(view)):
        return True
    if any(_shows("advice", text) for text in _titles(view)):
        return False
    is_letter = any(_SALUTATION.match(block.text) for block in opening)
    if not is_letter and len(view.blocks) > _LONGEST:
        return False
    reacts = any(_shows("opening", s.text) for block in opening for s in block.sentences)
    return reacts or (is_letter and reader_is_answered(view, named=True))


def has_afterword(view: EditionView) -> bool:
    """Tell whether the body that reports has the last word in `view`, after a reaction."""
    return any(_shows("afterword", block.text) for block in view.headings())


def in_reaction(block: BlockView) -> bool:
    """Tell whether a block stands in a chapter that is a reaction, or is labelled as an answer."""
    label = label_of(block.text)
    if label is not None and label.column is Column.ANSWER and ":" in label.mark:
        return True
    for heading in reversed(block.section):
        if _shows("afterword", heading):
            return False
        if _shows("chapter", heading):
            return True
    return False


def _shows(table: str, text: str) -> bool:
    return any(rule.search(text) for rule in load_occasion_rules() if rule.table == table)


def _titles(view: EditionView) -> Iterator[str]:
    yield view.report.title
    yield view.document.title or ""
    for block in view.blocks[:_OPENING_BLOCKS]:
        if len(block.text) > _LONGEST_TITLE:
            continue
        if subject := _SUBJECT.search(block.text):
            yield subject["rest"]
        elif block.index < _TITLE_BLOCKS and block.kind is BlockKind.HEADING:
            yield block.text
