"""The corpus that the app is tried on, with a report that gives some advice of another again and opposes some."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app_build import app_corpus
from factories import document, passage, statement

from crisisgraph.corpus import Corpus
from crisisgraph.model import (
    Addressee,
    Edition,
    Kind,
    Level,
    Link,
    LinkKind,
    Report,
    ReportId,
    StatementId,
    ThemeId,
    ThemeTag,
)

STORM, FLOOD, ODD, REPLY = (ReportId(name) for name in ("storm-oosterdam", "vloed", "vreemd", "antwoord-oosterdam"))
FIRST, PART, SECOND, THIRD = (StatementId(f"recommendation-storm-oosterdam-{name}") for name in ("1", "1-a", "2", "3"))
AGAIN, SUM, AGAINST = (StatementId(f"recommendation-vloed-{name}") for name in ("1", "2", "3"))
STRANGE = StatementId("recommendation-vreemd-1")

#: A quote that a spreadsheet would run.
FORMULA = "=1+1 is wat de sirene kost: koop haar."
TEXT = f"1. Test de sirene van Oosterdam elke maand.\n{FORMULA}\n3. Oefen een dijkdoorbraak niet met het waterschap.\n"


def compared_corpus() -> Corpus:
    """Return the corpus: "vloed" shares its first advice with "storm-oosterdam" and opposes the second of it."""
    made = app_corpus()
    report = Report(FLOOD, "Vloed na de storm", "Bureau Waterkant", "Bureau Waterkant", issued="2022")
    text = document(TEXT, "vloed.txt", "text/plain")

    def advice(name: str, words: str) -> StatementId:
        found = statement(text, report, name, Kind.RECOMMENDATION, words)
        statements.append(found)
        return found.id

    statements = list(made.statements)
    advice("1", "Test de sirene van Oosterdam elke maand.")
    advice("2", FORMULA)
    advice("3", "Oefen een dijkdoorbraak niet met het waterschap.")
    water = next(actor.id for actor in made.actors if actor.label == "waterschappen")
    lessons = (ThemeTag(ThemeId("leren-en-borgen"), "trefwoord", 0.75),)
    given: dict[StatementId, dict[str, Any]] = {
        AGAIN: {"themes": lessons, "number": "1"},
        AGAINST: {"addressees": (Addressee("waterschap", water, "onderwerp", 0.9),), "number": "3"},
        SUM: {"level": Level.SUB, "parent": AGAIN},
    }
    return replace(
        made,
        documents=(*made.documents, text),
        editions=(*made.editions, Edition(report, text.id, 0, len(TEXT))),
        passages=(*made.passages, passage(text, report, TEXT.strip())),
        statements=tuple(replace(one, **given.get(one.id, {})) for one in statements),
        links=(
            *made.links,
            Link(AGAIN, LinkKind.SIMILAR_TO, FIRST, "alike in words: sirene", 0.62),
            Link(PART, LinkKind.SIMILAR_TO, STRANGE, "alike in meaning", 0.58),
            Link(AGAINST, LinkKind.TENSION, SECOND, "opposites: wel of niet (– ↔ niet)", 0.7),
        ),
    )
