"""What an advice builds on: something said before it in its report, or in another report that it leans on.

It points back by a number ("aanbeveling 3"), by a thing named above ("dit meetnet", "het hierboven genoemde plan") or
by a word in brackets ("zie dialoog").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crisisgraph.links.numbers import meant_by_number
from crisisgraph.links.pairs import pair_of
from crisisgraph.links.references import load_reference_rules
from crisisgraph.links.similar import confidence_of, is_alike
from crisisgraph.links.words import Weights, words_of
from crisisgraph.model import Citation, Kind, Link, LinkKind, Statement
from crisisgraph.statements.meaning import Meanings

#: Characters: what is further above is not pointed at by "this".
_NEAR = 2_500

#: How sure each way of pointing back is.
_CONFIDENCE = {"named above": 0.75, "this advice": 0.75, "this one": 0.6, "see there": 0.75}


def find_foundations(statements: Sequence[Statement]) -> Iterator[Link]:
    """Yield the links from the recommendations of one report, in reading order, to what they point back at."""
    advice = [s for s in statements if s.kind is Kind.RECOMMENDATION]
    for statement in advice:
        own = [s for s in statements if s.issuer == statement.issuer and s.kind in (Kind.RECOMMENDATION, Kind.FINDING)]
        advised = [s for s in own if s.kind is Kind.RECOMMENDATION and not _belongs_to(s, statement)]
        for meant in meant_by_number(statement, advised):
            yield Link(statement.id, LinkKind.BUILDS_ON, meant.id, "names it by its number", 0.85)
        for rule in load_reference_rules("back"):
            for match in rule.pattern.finditer(statement.text):
                found = _named(words_of(match["what"]), rule.name, statement, own)
                if found and not _belongs_to(found, statement):
                    reason = f"{rule.name}: {' '.join(match['what'].split())}"
                    yield Link(statement.id, LinkKind.BUILDS_ON, found.id, reason, _CONFIDENCE[rule.name])


def find_carried_over(
    citations: Iterable[Citation], statements: Sequence[Statement], weights: Weights, meanings: Meanings | None
) -> Iterator[Link]:
    """Yield the links to what is most like a statement in the report that it summarises or builds on."""
    by_id = {statement.id: statement for statement in statements}
    by_report: dict[str, list[Statement]] = {}
    for statement in statements:
        by_report.setdefault(statement.report, []).append(statement)
    for citation in citations:
        source = by_id[citation.source]
        pairs = [pair_of(source, other, weights, meanings) for other in by_report.get(citation.report or "", ())]
        alike = [pair for pair in pairs if pair.one.kind is pair.other.kind and is_alike(pair)]
        if alike:
            best = max(alike, key=lambda pair: (pair.score, pair.other.id))
            yield Link(source.id, citation.kind, best.other.id, citation.rule, confidence_of(best))


def _belongs_to(one: Statement, other: Statement) -> bool:
    inside = one.start < other.end and other.start < one.end
    return inside or one.parent == other.id or other.parent == one.id


def _named(what: frozenset[str], rule: str, statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """Return the statement that says `what` first of those that are near enough, or opens with it."""
    if rule == "see there":
        return next((s for s in others if what & words_of(" ".join(s.text.split()[:4]))), None)
    before = [s for s in others if s.end <= statement.start]
    near = [s for s in before if statement.start - s.end <= _NEAR and s.section[:1] == statement.section[:1]]
    if rule == "this advice":
        return near[-1] if near else None
    return next((s for s in reversed(near) if what and what <= words_of(s.text)), None)
