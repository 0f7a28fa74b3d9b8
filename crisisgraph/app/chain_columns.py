"""The chain side by side: a column for each stage, in the order of time, and what is missing said in words."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from crisisgraph.app.cards import facts, heading, quoted, source_line
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.recorded import FOLLOWED, status_rows
from crisisgraph.app.screen import Screen, link_to_statement, put
from crisisgraph.app.wording import is_digest, name_of, title_of, written_date, written_number
from crisisgraph.chain import STAGES, Chain, chain_of
from crisisgraph.follow_up import Item, item_of
from crisisgraph.model import Deadline, Kind, Statement
from crisisgraph.records import addressee_labels
from crisisgraph.sentences import say, say_rule
from crisisgraph.trace import Step, Trace

#: How many statements of one stage stand open, and how many characters tell one from the other.
_SHOWN, _SHORT = 3, 60


def show_chain(screen: Screen, found: Trace) -> None:
    """Show the stages around the subject of a trace, each statement with its words, its place and a link."""
    chain = chain_of(screen.lookup, found)
    st.header(say("chain.title"), anchor=False)
    with st.container(key="chain"):
        for kind in STAGES:
            with st.container(key=f"chain-{kind}"):
                put(heading(3, say(f"chain.stage-{kind}")))
                _show_stage(screen, found, chain, kind)
        with st.container(key="chain-follow-up"):
            put(heading(3, say("app.follow-up")), *_follow_up(screen, chain))


def _show_stage(screen: Screen, found: Trace, chain: Chain, kind: Kind) -> None:
    """Show the statements of one stage, the whole before the part; a long row is folded after the first few."""
    if kind is found.subject.statement.kind and found.parent:
        _show_step(screen, found.parent, remark=say("chain.parent"))
    # What one looks at stands first, wherever it stands in its report.
    steps = sorted(chain.steps[kind], key=lambda step: step.statement.id != chain.subject)
    for step in steps[:_SHOWN]:
        _show_step(screen, step, remark=say("chain.here") if step.statement.id == chain.subject else "")
    if rest := steps[_SHOWN:]:
        with st.expander(say("chain.more", n=len(rest)), key=f"chain-more-{kind}"):
            for step in rest:
                _show_step(screen, step)
    if not steps:
        put(*_missing(kind, chain))


def _missing(kind: Kind, chain: Chain) -> Iterator[Html]:
    """Yield what is missing, and what that does and does not mean."""
    if chain.several:
        yield element("p", say("chain.see-each"), class_="cg-uitleg")
        return
    yield element("p", say(f"chain.missing-{kind}"), class_="cg-geen")
    if kind is Kind.RESPONSE:
        yield element("p", say("app.unanswered"), class_="cg-uitleg")
        if chain.elsewhere:
            yield element("p", say("chain.elsewhere"), class_="cg-uitleg")


def _show_step(screen: Screen, step: Step, *, remark: str = "") -> None:
    """Show a statement under a `remark`; one that the page is about needs no link to itself."""
    lookup, statement = screen.lookup, step.statement
    here = remark == say("chain.here")
    with st.container(key=f"step-{statement.id}"):
        put(
            element(
                "article",
                element("p", element("span", remark, class_="cg-etiket")) if remark else "",
                heading(4, title_of(statement)),
                quoted(lookup.documents[statement.document], statement.span),
                source_line(lookup, statement.report, statement.section[-1:], statement.page, statement.issuer),
                facts(_known(screen, statement)),
                _linked(step),
                class_="cg-hier" if here else None,
                aria_current="true" if here else None,
            )
        )
        if not here:
            link_to_statement(screen, statement)


def _known(screen: Screen, statement: Statement) -> list[tuple[str, str]]:
    """Return whom a statement asks, or who promises it and by when: what one compares from stage to stage."""
    lookup = screen.lookup
    return [
        (say("app.addressed"), ", ".join(addressee_labels(lookup, statement))),
        (say("app.promised-by"), lookup.actors[statement.actor].label if statement.actor else ""),
        (say("app.deadline"), _date(statement.deadline) if statement.deadline else ""),
    ]


def _linked(step: Step) -> Html | str:
    if step.link is None:
        return ""
    rule, confidence = say_rule(step.link.rule), written_number(step.link.confidence)
    return element("p", say("chain.linked", rule=rule, confidence=confidence), class_="cg-uitleg")


def _follow_up(screen: Screen, chain: Chain) -> Iterator[Html]:
    """Yield how far it is with each recommendation and promise: as recorded, or else as far as the reports say."""
    steps = [step for kind in STAGES if kind in FOLLOWED for step in chain.steps[kind]]
    items = [item_of(screen.reviews, screen.desk.today, step.statement) for step in steps]
    for item in items:
        statuses = status_rows(item.statement, item.review) if screen.desk.journal else []
        if rows := [*_deadline(item), *statuses]:
            yield element("p", element("strong", name_of(item.statement)), ": ", _beginning(screen, item.statement))
            yield facts(rows)
    if not steps:
        yield element("p", say("chain.nothing-to-follow"), class_="cg-geen")
    elif not screen.desk.journal:
        undated = not chain.several and not any(item.statement.deadline for item in items)
        yield element("p", say("chain.no-deadline"), class_="cg-geen") if undated else joined()
        yield element("p", say("chain.no-journal"), class_="cg-geen")


def _beginning(screen: Screen, statement: Statement) -> str:
    """Return the first words of a statement, to know it again by."""
    words = " ".join(statement.text.split())
    cut = words if len(words) <= _SHORT else (words[:_SHORT].rpartition(" ")[0] or words[:_SHORT]) + " …"
    return cut if is_digest(screen.lookup, statement.report) else say("app.quoted", words=cut)


def _deadline(item: Item) -> Iterator[tuple[str, str]]:
    """Yield by when a promise is to be kept, and whether that day has passed."""
    if deadline := item.statement.deadline:
        late = (" ", element("strong", say("app.overdue"), class_="cg-te-laat")) if item.overdue else ()
        yield say("app.deadline"), element("span", _date(deadline), *late)


def _date(deadline: Deadline) -> str:
    return written_date(deadline.date) if deadline.date else deadline.text
