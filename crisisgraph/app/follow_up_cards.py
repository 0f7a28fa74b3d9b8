"""What became of recommendations as HTML: one card to each, and tables of counts per report and per addressee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crisisgraph.app.address import STATEMENT
from crisisgraph.app.cards import facts, heading, quoted, source_line
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.recorded import status_rows
from crisisgraph.app.tables import linked
from crisisgraph.app.wording import origin, title_of, written_date
from crisisgraph.follow_up import Item, Row, Summary, by_addressee, by_report, summary
from crisisgraph.model import Position
from crisisgraph.records import Lookup, addressee_labels
from crisisgraph.sentences import say

#: The longest stretch of a reaction that a card shows; the whole stands one click further.
_SHORT = 200


def row_card(lookup: Lookup, row: Row, *, with_status: bool) -> Html:
    """Return a recommendation, whom it addresses, who answered what, what was promised, and how far it is."""
    advice = row.advice.statement
    rows: list[tuple[str, str]] = [(say("app.addressed"), ", ".join(addressee_labels(lookup, advice)))]
    if row.unanswered:
        rows.append((say("app.reaction"), element("span", say("trace.no-response"), class_="cg-geen")))
    rows += [(say("app.reaction"), _response(lookup, item)) for item in row.responses]
    for item in row.commitments:
        rows.append((say("app.step-commitments"), _promise(lookup, item)))
        rows += _statuses(item, with_status and item.review is not None, of=say("app.of-promise"))
    rows += _statuses(row.advice, with_status)
    rejected = element("span", say("app.rejected"), class_="cg-etiket") if row.rejected else joined()
    return element(
        "article",
        heading(3, title_of(advice), " ", rejected),
        source_line(lookup, advice.report, advice.section, advice.page, advice.issuer),
        quoted(lookup.documents[advice.document], advice.span),
        facts(rows),
    )


def _response(lookup: Lookup, item: Item) -> Html:
    said = item.statement
    position = say(f"position.{said.position}") if said.position else say("kind.response")
    return joined(element("strong", position), " · ", _words(lookup, item), _from(lookup, item))


def _promise(lookup: Lookup, item: Item) -> Html:
    promise = item.statement
    by = lookup.actors[promise.actor].label if promise.actor else promise.issuer
    parts: list[str] = [element("strong", by), " · ", _words(lookup, item), _from(lookup, item)]
    if deadline := promise.deadline:
        parts += [" ", say("app.by", date=written_date(deadline.date) if deadline.date else deadline.text)]
    if item.overdue:
        parts += [" ", element("strong", say("app.overdue"), class_="cg-te-laat")]
    return joined(*parts)


def _words(lookup: Lookup, item: Item) -> Html:
    """Return the words of a reaction, as far as they fit, as a link to its own page."""
    words = " ".join(lookup.quote(item.statement).split())
    if len(words) > _SHORT:
        words = (words[:_SHORT].rpartition(" ")[0] or words[:_SHORT]) + " …"
    return linked(say("app.quoted", words=words), "aanbeveling", **{STATEMENT: item.statement.id})


def _from(lookup: Lookup, item: Item) -> Html:
    report = lookup.reports[item.statement.report]
    return element("span", f" {report.title} ({origin(report)})", class_="cg-door")


def _statuses(item: Item, wanted: bool, of: str = "") -> list[tuple[str, str]]:
    rows = status_rows(item.statement, item.review) if wanted else []
    return [(say("app.titled", name=of, about=name.lower()) if of else name, value) for name, value in rows]


def summary_line(found: Summary, *, with_status: bool) -> Html:
    """Return the counts as one line of figures, and a second one with both kinds of status apart."""
    counts = [
        (found.recommendations, "one-recommendation" if found.recommendations == 1 else "recommendations"),
        (found.unanswered, "unanswered"),
        (found.commitments, "one-commitment" if found.commitments == 1 else "commitments"),
        (found.overdue, "overdue"),
    ]
    if found.rejected:
        counts.append((found.rejected, "rejected"))
    first = [joined(element("strong", str(n)), " ", say(f"sum.{key}")) for n, key in counts]
    taken = [
        joined(element("strong", str(n)), " ", say(f"position.{position}")) for position, n in found.positions.items()
    ]
    lines = [element("p", *_between(first), class_="cg-som")]
    if taken:
        lines.append(element("p", say("sum.positions"), " ", *_between(taken)))
    if with_status and found.items and not any(found.statuses.values()):
        lines.append(element("p", say("sum.nothing-recorded")))
        with_status = False
    for how, statuses in found.statuses.items() if with_status and found.items else ():
        known = [joined(element("strong", str(n)), " ", say(f"status.{one}")) for one, n in statuses.items()]
        missing = found.items - sum(statuses.values())
        known.append(joined(element("strong", str(missing)), " ", say("sum.no-status")))
        lines.append(element("p", say(f"app.status-{how}"), ": ", *_between(known)))
    return joined(*lines)


def _between(parts: Sequence[Html]) -> Iterable[str]:
    for number, part in enumerate(parts):
        if number:
            yield " · "
        yield element("span", part, class_="cg-getal")


def table_by_report(lookup: Lookup, rows: Sequence[Row]) -> Html:
    """Return the counts of each report, its title a link to its rows."""
    groups = by_report(rows)
    named = [(lookup.reports[name].title, {"rapport": str(name)}, of) for name, of in groups.items()]
    return _table(say("app.per-report"), named)


def table_by_addressee(lookup: Lookup, rows: Sequence[Row]) -> Html:
    """Return the counts of each addressee, who most are addressed to first; the unknown ones come last, together."""
    groups = by_addressee(rows)
    known = [(lookup.actors[actor].label, {"actor": str(actor)}, of) for actor, of in groups.items() if actor]
    known.sort(key=lambda one: (-len(one[2]), one[0].casefold()))
    if None in groups:
        known.append((say("app.unknown-addressee"), {}, groups[None]))
    return _table(say("app.per-addressee"), known)


def _table(name: str, groups: Sequence[tuple[str, dict[str, str], list[Row]]]) -> Html:
    columns = ("recommendations", "accepted", "in-part", "not-accepted", "unanswered", "commitments", "overdue")
    head = element(
        "tr", element("th", name, scope="col"), *(element("th", say(f"sum.head-{c}"), scope="col") for c in columns)
    )
    body = []
    for label, address, rows in groups:
        found = summary(rows)
        values = (
            found.recommendations,
            found.positions.get(Position.ACCEPTS, 0),
            found.positions.get(Position.ACCEPTS_IN_PART, 0),
            found.positions.get(Position.REJECTS, 0),
            found.unanswered,
            found.commitments,
            found.overdue,
        )
        link = linked(label, "opvolging", **address) if address else label
        cells = (element("td", str(value) if value else "–") for value in values)
        body.append(element("tr", element("th", link, scope="row"), *cells))
    table = element("table", element("thead", head), element("tbody", *body))
    return element("div", table, class_="cg-tabel cg-cijfers", tabindex="0", role="region", aria_label=name)
