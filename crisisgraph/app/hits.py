"""One result of a search as a card: the words, why they were found, and the passage around them."""

from __future__ import annotations

from crisisgraph.app.cards import facts, folded, heading, in_context, quoted, source_line, statement_facts
from crisisgraph.app.excerpt import FindWords, Mark, MarkKind
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.wording import dutch_number, name_of
from crisisgraph.model import Span
from crisisgraph.records import Lookup
from crisisgraph.search import Hit
from crisisgraph.sentences import say


def hit_card(lookup: Lookup, hit: Hit) -> Html:
    """Return one result as a card."""
    document = lookup.documents[lookup.editions[hit.report].document]
    statement = lookup.statements[hit.statement] if hit.statement else None
    span = Span(hit.start, hit.end)
    return element(
        "article",
        heading(3, name_of(statement) if statement else say("app.passage")),
        source_line(lookup, hit.report, hit.section, hit.page, statement.issuer if statement else ""),
        quoted(document, span, _best_sentence(hit), _matched_words(hit)),
        statement_facts(lookup, statement) if statement else joined(),
        folded(say("app.why"), _why(hit)),
        in_context(document, lookup.passages[hit.passage], span),
    )


def _best_sentence(hit: Hit) -> list[Mark]:
    return [Mark(hit.sentence, MarkKind.SENTENCE)] if hit.sentence else []


def _matched_words(hit: Hit) -> FindWords:
    import re

    pattern = re.compile("|".join(rf"\b{re.escape(w)}\w*" for w in hit.why.matched) or r"(?!)", re.I)
    return lambda text: [m.span() for m in pattern.finditer(text)]


def _why(hit: Hit) -> Html:
    return facts(
        [
            (say("app.why-words"), ", ".join(hit.why.matched) or say("app.why-no-words")),
            (say("app.why-meaning"), dutch_number(hit.why.dense)),
        ]
    )
