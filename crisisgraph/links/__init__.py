"""How statements relate: what a response answers, what a promise carries out, what rests on what, what says the same.

`responses` and `promises` (helped by `headings`), `bases` and `similar` each yield the links of one kind; `words`
weighs what two statements share.  Every link carries the rule that made it; meaning beyond words is the encoder's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crisisgraph.links.bases import find_bases
from crisisgraph.links.promises import find_fulfilments
from crisisgraph.links.responses import find_answers
from crisisgraph.links.similar import find_similar
from crisisgraph.links.words import Weights
from crisisgraph.model import Link, LinkKind, Statement, StatementId


def find_links(statements: Sequence[Statement]) -> tuple[Link, ...]:
    """Return the links between `statements`, of all reports, sorted; each pair has at most one link of a kind."""
    links: dict[tuple[StatementId, LinkKind, StatementId], Link] = {}
    for link in _found(statements):
        links.setdefault((link.source, link.kind, link.target), link)
    return tuple(links[key] for key in sorted(links))


def _found(statements: Sequence[Statement]) -> Iterator[Link]:
    weights = Weights(statements)
    by_place = sorted(statements, key=lambda s: (s.document, s.report, s.start, -s.end, s.id))
    for _, group in groupby(by_place, key=lambda s: (s.document, s.report)):
        of_report = list(group)
        answers = tuple(find_answers(of_report, weights))
        yield from answers
        yield from find_fulfilments(of_report, weights, answers)
        yield from find_bases(of_report)
    yield from find_similar(statements, weights)
