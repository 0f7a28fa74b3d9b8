"""One result of a search as a card: the words, why they were found, and the text around them."""

from __future__ import annotations

from collections.abc import Iterator

from crisisgraph.app.cards import around, facts, folded, heading, quoted, source_line, statement_facts, surroundings
from crisisgraph.app.excerpt import FindWords, Mark, MarkKind, excerpt
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.wording import title_of, written_number
from crisisgraph.index.analysis import fold_word, words_of
from crisisgraph.model import Span
from crisisgraph.records import Lookup
from crisisgraph.search import Hit
from crisisgraph.sentences import say


def hit_card(lookup: Lookup, hit: Hit) -> Html:
    """Return one result as a card: the statement that answers best, or else the passage."""
    document = lookup.documents[lookup.passages[hit.passage].document]
    statement = lookup.statements[hit.statement] if hit.statement else None
    span = statement.span if statement else Span(hit.start, hit.end)
    find_words = word_finder(hit.why.matched)
    whole = surroundings(lookup, lookup.passages[hit.passage], span)
    context = excerpt(document, whole, [Mark(span, MarkKind.QUOTE)], find_words)
    return element(
        "article",
        heading(3, title_of(statement) if statement else say("app.passage")),
        source_line(lookup, hit.report, hit.section, hit.page, (statement or lookup.reports[hit.report]).issuer),
        quoted(document, span, [Mark(hit.sentence, MarkKind.SENTENCE)], find_words),
        statement_facts(lookup, statement) if statement else joined(),
        element("div", folded(say("app.why"), _why(hit)), around(context), class_="cg-meer"),
    )


def word_finder(matched: tuple[str, ...]) -> FindWords:
    """Return a function that finds the `matched` words in a text, however they are written there.

    >>> list(word_finder(("crisis",))("Na de Crisis komt de volgende crisis."))
    [(6, 12), (30, 36)]
    """
    wanted = frozenset(map(fold_word, matched))

    def find(text: str) -> Iterator[tuple[int, int]]:
        return ((word.start, word.end) for word in words_of(text) if word.text in wanted)

    return find


def _why(hit: Hit) -> Html:
    why = hit.why
    return facts(
        [
            (say("app.why-words"), ", ".join(why.matched) or say("app.why-no-words")),
            (say("app.why-meaning"), written_number(why.dense)),
            (say("app.why-lexical"), written_number(why.lexical)),
            (say("app.why-ngrams"), written_number(why.ngrams)),
        ]
    )
