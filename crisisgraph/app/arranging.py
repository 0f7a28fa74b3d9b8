"""Results in the order that a visitor chose, under the report that they are from where that was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from crisisgraph.app.address import Order
from crisisgraph.model import ReportId, Statement
from crisisgraph.records import Lookup
from crisisgraph.search import Hit

_Result = TypeVar("_Result", Hit, Statement)


def arranged(
    lookup: Lookup, found: Sequence[_Result], order: Order, most: int | None = None
) -> list[tuple[str, Sequence[_Result]]]:
    """Return at most `most` of what was `found` in groups, each with its title; without groups, one without a title.

    Reports stand in the order of their first result.  A report without a date is older than any other.
    """
    if order is Order.NEWEST:
        dated = sorted(found, key=lambda one: lookup.reports[one.report].issued or "", reverse=True)
        return [("", dated[:most])]
    if order is Order.BEST:
        return [("", found[:most])]
    groups: defaultdict[ReportId, list[_Result]] = defaultdict(list)
    for one in found:
        groups[one.report].append(one)
    kept = [one for group in groups.values() for one in group][:most]
    groups.clear()
    for one in kept:
        groups[one.report].append(one)
    return [(lookup.reports[report].title, group) for report, group in groups.items()]
