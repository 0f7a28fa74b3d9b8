"""What is in the corpus: each report, what was found in it, and the remarks of the build."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from crisisgraph.app.cards import digest_label, folded, heading, report_facts
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.screen import Screen, link_to_report, put
from crisisgraph.app.wording import origin
from crisisgraph.model import QUARANTINE, Edition, Finding, Kind
from crisisgraph.sentences import say, say_finding


def show(screen: Screen) -> None:
    """Show every report of the build, and below them what could not be read."""
    corpus = screen.lookup.corpus
    st.title(say("app.page-rapporten"), anchor=False)
    counts = Counter((statement.report, statement.kind) for statement in corpus.statements)
    st.write(say("app.corpus", reports=len(corpus.editions), statements=len(corpus.statements)))
    for edition in corpus.editions:
        _report(screen, edition, {kind: counts[edition.report.id, kind] for kind in Kind})
    _remarks(corpus.findings)


def _report(screen: Screen, edition: Edition, counts: dict[Kind, int]) -> None:
    report = edition.report
    found = [say(f"count.{kind}" if n != 1 else f"app.one-{kind}", n=n) for kind, n in counts.items() if n]
    file = screen.lookup.documents[edition.document].name
    remarks = [say_finding(finding) for finding in screen.lookup.corpus.findings if finding.document == file]
    with st.container(border=True, key=f"report-{report.id}"):
        put(
            heading(2, report.title),
            element("p", origin(report), " ", digest_label(screen.lookup, report.id), class_="cg-bron"),
            element("p", ", ".join(found) or say("app.nothing-found")),
            folded(say("app.about-report"), report_facts(screen.lookup, report), _list(remarks)),
        )
        link_to_report(screen, report.id, say("app.to-report"))


def _remarks(findings: tuple[Finding, ...]) -> None:
    st.header(say("app.remarks"), anchor=False)
    left_out = [say_finding(finding) for finding in findings if finding.code in QUARANTINE]
    others = [say_finding(finding) for finding in findings if finding.code not in QUARANTINE]
    if not findings:
        st.write(say("app.no-remarks"))
    if left_out:
        st.subheader(say("app.left-out"), anchor=False)
        put(_list(left_out))
    if others:
        st.subheader(say("app.to-know"), anchor=False)
        put(_list(others))


def _list(lines: list[str]) -> Html:
    return element("ul", *(element("li", line) for line in lines)) if lines else joined()
