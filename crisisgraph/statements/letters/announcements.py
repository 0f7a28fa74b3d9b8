"""What a sentence or heading announces in a reaction: a list of the other body's advice or findings, or of promises."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from crisisgraph.statements.letters.clauses import clauses_of
from crisisgraph.statements.letters.masks import OTHER, SELF
from crisisgraph.statements.letters.parties import Parties
from crisisgraph.statements.letters.rules import fill
from crisisgraph.statements.view import BlockView

_DATA = Path(__file__).with_suffix(".toml")


class Lead(StrEnum):
    """What follows an announcement."""

    NONE = "none"
    ADVICE = "advice"
    SUMMARY = "summary"  #: what the other body found, in running text
    ABOUT_ADVICE = "about advice"  #: advice, if it asks for something
    FINDING = "finding"
    PROMISE = "promise"
    SILENT = "silent"  #: decisions that are asked of the reader


@dataclass(frozen=True, slots=True)
class LeadRule:
    """One way to announce; `subject` is the sign of who must be the subject of the sentence, if anybody must."""

    lead: Lead
    name: str
    pattern: re.Pattern[str]
    subject: str | None
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@cache
def load_leads() -> tuple[LeadRule, ...]:
    """Return the rules of `announcements.toml`, in the order of the file."""
    rows = tomllib.loads(_DATA.read_text("utf-8"))["lead"]
    signs = {"self": SELF, "other": OTHER}
    return tuple(
        LeadRule(
            Lead(row["lead"]),
            row["name"],
            re.compile(fill(row["pattern"]), re.IGNORECASE),
            signs.get(row.get("subject", "")),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


def lead_of(block: BlockView, parties: Parties) -> Lead:
    """Return what the last sentence of a block, or a heading, announces."""
    if not block.sentences:
        return Lead.NONE
    return announced(parties.mask(block.sentences[-1].text).text)


def announced(text: str) -> Lead:
    """Return what a masked sentence announces."""
    subjects = {clause.subject for clause in clauses_of(text)}
    for rule in load_leads():
        if (rule.subject is None or rule.subject in subjects) and rule.pattern.search(text):
            return rule.lead
    return Lead.NONE
