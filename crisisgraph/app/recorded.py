"""What people recorded as HTML: how far it is, what they noted and judged, each with name and date."""

from __future__ import annotations

from collections.abc import Iterable

from crisisgraph.app.cards import facts, folded
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.wording import written_date
from crisisgraph.journal import Confirmation, Entry
from crisisgraph.model import Kind, Statement
from crisisgraph.records import Lookup
from crisisgraph.review import Review
from crisisgraph.reviewed import correction_words, said
from crisisgraph.sentences import say

#: What can be carried out, and so has a status.
FOLLOWED = frozenset({Kind.RECOMMENDATION, Kind.COMMITMENT})


def signed(text: str, entry: Entry) -> Html:
    """Return what somebody recorded with name and date."""
    by = say("review.signed", by=entry.by, date=written_date(entry.at.date().isoformat()))
    return joined(text, " ", element("span", by, class_="cg-door"))


def status_rows(statement: Statement, review: Review | None) -> list[tuple[str, str]]:
    """Return the names and values of both kinds of status, never one for the other; one row when there is neither."""
    if statement.kind not in FOLLOWED:
        return []
    nothing = element("span", say("review.no-status"), class_="cg-geen")
    entries = {how: review.status(how) if review else None for how in Confirmation}
    if not any(entries.values()):
        return [(say("app.status"), nothing)]
    return [
        (
            say(f"app.status-{how}"),
            signed(say(f"status.{entry.observation.status}"), entry) if entry and entry.observation else nothing,
        )
        for how, entry in entries.items()
    ]


def review_facts(lookup: Lookup, statement: Statement, review: Review | None) -> Html:
    """Return what counts now: both statuses, the verdict on our reading, and the notes."""
    rows = status_rows(statement, review)
    if review and (last := review.correction) and last.correction:
        rows.append((say("review.verdict"), signed(correction_words(lookup, last.correction), last)))
    rows += [(say("review.note-heading"), signed(entry.note, entry)) for entry in (review.notes if review else ())]
    return facts(rows)


def history(lookup: Lookup, review: Review, changed: Iterable[str] = ()) -> Html:
    """Return every entry, also those that were withdrawn, the oldest first, folded away."""
    lines = [_line(lookup, entry, review, entry.id in set(changed)) for entry in review.entries]
    return folded(say("review.history", n=len(lines)), element("ol", *lines, class_="cg-historie"))


def _line(lookup: Lookup, entry: Entry, review: Review, changed: bool) -> Html:
    moment = entry.at.isoformat(timespec="seconds")
    when = element("time", say("review.moment", date=written_date(moment[:10]), time=moment[11:16]), datetime=moment)
    text: Html | str = said(lookup, entry)
    remarks = [element("span", say("review.withdrawn"), class_="cg-etiket")] if entry.id in review.withdrawn else []
    if entry.id in review.withdrawn:
        text = element("del", text)
    if changed:
        remarks.append(element("span", say("review.changed"), class_="cg-etiket"))
    return element("li", when, ", ", element("strong", entry.by), ": ", text, *(joined(" ", one) for one in remarks))
