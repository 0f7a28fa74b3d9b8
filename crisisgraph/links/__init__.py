"""How statements relate: what a response answers, what a promise carries out, what rests on what, what says the same.

`responses` and `promises` (helped by `headings`), `bases` and `builds` yield the links that a report states; `pairs`
finds statements that may have to do with each other, by their words and their meaning, and `similar` and `tensions`
propose what that comes to.  `citations` are the other reports that statements lean on.  Every link carries its rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crisisgraph.links.bases import find_bases
from crisisgraph.links.builds import find_carried_over, find_foundations
from crisisgraph.links.citations import find_citations
from crisisgraph.links.pairs import find_pairs
from crisisgraph.links.promises import find_fulfilments
from crisisgraph.links.responses import find_answers
from crisisgraph.links.similar import find_similar
from crisisgraph.links.tensions import find_tensions
from crisisgraph.links.words import Weights
from crisisgraph.model import Citation, Link, LinkKind, Statement, StatementId
from crisisgraph.statements.meaning import Meanings

__all__ = ["find_citations", "find_links"]


def find_links(
    statements: Sequence[Statement], meanings: Meanings | None = None, citations: Sequence[Citation] = ()
) -> tuple[Link, ...]:
    """Return the links between `statements`, of all reports, sorted; each pair has at most one link of a kind.

    :param meanings: what the statements mean; without it, alike is what shares words.
    :param citations: what the statements say that they summarise or build on.
    """
    links: dict[tuple[StatementId, LinkKind, StatementId], Link] = {}
    for link in _found(statements, meanings, citations):
        links.setdefault((link.source, link.kind, link.target), link)
    return tuple(links[key] for key in sorted(links))


def _found(statements: Sequence[Statement], meanings: Meanings | None, citations: Sequence[Citation]) -> Iterator[Link]:
    weights = Weights(statements)
    by_place = sorted(statements, key=lambda s: (s.document, s.report, s.start, -s.end, s.id))
    for _, group in groupby(by_place, key=lambda s: (s.document, s.report)):
        of_report = list(group)
        answers = tuple(find_answers(of_report, weights))
        yield from answers
        yield from find_fulfilments(of_report, weights, answers)
        yield from find_bases(of_report, weights, meanings)
        yield from find_foundations(of_report)
    yield from find_carried_over(citations, statements, weights, meanings)
    pairs = list(find_pairs(statements, weights, meanings))
    tensions = tuple(find_tensions(pairs, weights))
    yield from tensions
    opposed = {(link.source, link.target) for link in tensions}  # who advises the opposite does not say the same
    yield from find_similar((pair for pair in pairs if (pair.one.id, pair.other.id) not in opposed), weights)
