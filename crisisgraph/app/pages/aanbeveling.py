"""One statement and its chain: what it rests on, what was answered, what was promised, each with words and place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crisisgraph.app.address import STATEMENT
from crisisgraph.app.cards import (
    conclusions,
    facts,
    heading,
    in_context,
    quoted,
    source_line,
    statement_card,
    statement_facts,
)
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.recorded import history, review_facts
from crisisgraph.app.recording import show_forms
from crisisgraph.app.screen import Screen, link_back, link_of, link_to, link_to_statement, put
from crisisgraph.app.wording import citation, dutch_number, is_digest, name_of, title_of
from crisisgraph.export import export_csv
from crisisgraph.model import Kind, Passage, Span, Statement
from crisisgraph.review import corrected
from crisisgraph.sentences import say, say_rule
from crisisgraph.trace import Step, Trace, trace


def show(screen: Screen) -> None:
    """Show the statement that the address names."""
    name = st.query_params.get(STATEMENT)
    link_back(screen)
    if not name:
        st.title(say("app.page-aanbeveling"), anchor=False)
        st.info(say("app.choose-statement"))
        return
    found = trace(screen.lookup, name)
    _subject(screen, found.subject.statement)
    _chain(screen, found)
    _recorded(screen, found.subject.statement)
    _others(screen, "parts", found.parts)
    for role in ("builds_on", "summarises", "taken_up", "similar", "tensions"):
        _others(screen, role, getattr(found, role), say("app.proposal"))
    _cited(found)
    _conclusions(screen, found)
    _take_along(screen, found)


def _subject(screen: Screen, statement: Statement) -> None:
    lookup = screen.lookup
    document = lookup.documents[statement.document]
    st.set_page_config(page_title=say("app.tab", page=name_of(statement)))
    st.title(as_markdown(title_of(statement)), anchor=False)
    put(
        source_line(lookup, statement.report, statement.section, statement.page, statement.issuer),
        quoted(document, statement.span),
        statement_facts(lookup, corrected(statement, screen.reviews.by_statement.get(statement.id))),
    )
    if is_digest(lookup, statement.report):
        put(element("p", say("app.digest-explained"), class_="cg-uitleg"))
    passage = next((p for p in lookup.corpus.passages if p.document == document.id and _holds(p, statement)), None)
    if passage:
        put(in_context(document, passage, statement.span))


def _chain(screen: Screen, found: Trace) -> None:
    """Show the chain in the order of time; what is missing in the chain of a recommendation is said."""
    subject = found.subject.statement
    advice = subject.kind is Kind.RECOMMENDATION
    st.header(say("app.chain"), anchor=False)
    if found.parent:
        _step(screen, "parent", found.parent)
    _steps(screen, "basis", found.basis, say("app.no-basis") if advice else "")
    _steps(screen, "answers", found.answers)
    with st.container(border=True, key="subject"):
        put(heading(3, say("app.here", name=name_of(subject))))
    _steps(screen, "responses", found.responses, say("trace.no-response").capitalize() if advice else "")
    _steps(screen, "commitments", found.commitments, say("app.no-commitment") if advice else "")
    if found.unanswered:
        put(element("p", say("app.unanswered"), class_="cg-uitleg"))
    link_to(screen, "netwerk", say("network.see"), midden=subject.id)


def _steps(screen: Screen, role: str, steps: Sequence[Step], missing: str = "") -> None:
    for step in steps:
        _step(screen, role, step)
    if missing and not steps:
        with st.container(border=True, key=f"{role}-missing"):
            put(heading(3, say(f"app.step-{role}")), element("p", missing, class_="cg-geen"))


def _step(screen: Screen, role: str, step: Step) -> None:
    with st.container(border=True, key=f"{role}-{step.statement.id}"):
        put(statement_card(screen.lookup, step.statement, title=_title(role, step.statement)))
        if step.link:
            made = say("app.linked-by", rule=say_rule(step.link.rule), confidence=dutch_number(step.link.confidence))
            put(element("p", made, class_="cg-uitleg"))
        link_to_statement(screen, step.statement)


def _title(role: str, statement: Statement) -> str:
    part, title = say(f"app.step-{role}"), title_of(statement)
    return title if title.startswith(part) else say("app.titled", name=part, about=title.lower())


def _recorded(screen: Screen, statement: Statement) -> None:
    """Show how far it is and what people noted about it; whoever may, adds to it."""
    if screen.desk.journal is None:
        return
    st.header(say("app.follow-up"), anchor=False)
    review = screen.reviews.by_statement.get(statement.id)
    put(review_facts(screen.lookup, statement, review))
    if screen.desk.name:
        show_forms(screen, statement)
    if review:
        put(history(screen.lookup, review, screen.reviews.changed))


def _others(screen: Screen, role: str, steps: Sequence[Step], note: str = "") -> None:
    if steps:
        st.header(say(f"app.{role}"), anchor=False)
        if note:
            put(element("p", note, class_="cg-uitleg"))
        for step in steps:
            _step(screen, role, step)


def _cited(found: Trace) -> None:
    """Show the other reports that the statement leans on, with the words that name them."""
    if found.cited:
        st.header(say("app.cited"), anchor=False)
        put(element("p", say("app.proposal"), class_="cg-uitleg"))
    for number, cited in enumerate(found.cited):
        citation = cited.citation
        with st.container(border=True, key=f"cited-{number}"):
            rule, confidence = say_rule(citation.rule), dutch_number(citation.confidence)
            put(
                heading(3, say("app.titled", name=say(f"link.{citation.kind}").capitalize(), about=cited.title)),
                element("blockquote", cited.quote),
                element("p", say("app.linked-by", rule=rule, confidence=confidence), class_="cg-uitleg"),
            )


def _conclusions(screen: Screen, found: Trace) -> None:
    st.header(say("app.concluded"), anchor=False)
    put(
        element("p", say("app.concluded-text"), class_="cg-uitleg"),
        conclusions(screen.lookup, found.subject.statement),
    )


def _take_along(screen: Screen, found: Trace) -> None:
    statement = found.subject.statement
    st.header(say("app.take-along"), anchor=False)
    st.subheader(say("app.citation-heading"), anchor=False)
    st.code(citation(screen.lookup, statement.id), language=None, wrap_lines=True)
    st.subheader(say("app.link-heading"), anchor=False)
    st.code(link_of(statement.id), language=None, wrap_lines=True)
    st.download_button(
        say("app.download-trace"),
        lambda: export_csv(screen.lookup, [statement.id], screen.recorded).encode(),
        file_name=f"{statement.id}.csv",
        mime="text/csv",
        on_click="ignore",
        key="download",
    )
    put(
        facts(
            [
                (say("app.file"), found.subject.document),
                (say("app.sha256"), element("code", found.subject.sha256)),
                (say("app.offsets"), f"{statement.start}–{statement.end}"),
                (say("app.id"), element("code", statement.id)),
            ]
        )
    )


def _holds(passage: Passage, statement: Statement) -> bool:
    return Span(passage.start, passage.end).overlap(statement.span) > 0
