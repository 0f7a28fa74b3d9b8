"""The reports: what each is, which file it was read from, what was found in it, and the remarks of the build."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.address import LIMIT
from crisisgraph.app.cards import digest_label, folded, heading, report_facts
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.screen import Screen, link_to, link_to_report, put
from crisisgraph.app.uploading import show_uploads
from crisisgraph.app.wording import counted, finding_of, origin, written_count
from crisisgraph.model import QUARANTINE, Edition, Kind
from crisisgraph.sentences import say

#: How many reports are shown at first, and how many more at a time.
STEP = 20

REPORT = "rapport"


def show(screen: Screen) -> None:
    """Show every report of the build, or the one that the address names, and below them what could not be read."""
    corpus = screen.lookup.corpus
    st.title(say("app.page-rapporten"), anchor=False)
    st.write(
        say("app.corpus", reports=written_count(len(corpus.editions)), statements=written_count(len(corpus.statements)))
    )
    asked = st.query_params.get(REPORT)
    chosen = [edition for edition in corpus.editions if edition.report.id == asked]
    if asked:
        link_to(screen, "rapporten", say("app.all-reports"))
        if not chosen:
            st.warning(say("app.unknown-report-link"))
        for edition in chosen:
            _report(screen, edition)
        return
    if screen.drop:
        show_uploads(screen, screen.drop)
    limit = _limit()
    for edition in corpus.editions[:limit]:
        _report(screen, edition)
    if limit < len(corpus.editions):
        st.button(say("app.more-reports"), key="more-reports", on_click=_show_more, args=(limit + STEP,))
    _remarks(screen)


def _report(screen: Screen, edition: Edition) -> None:
    lookup, report = screen.lookup, edition.report
    file = lookup.documents[edition.document].name
    remarks = [finding_of(one, screen.names) for one in lookup.corpus.findings if one.document == file]
    about = joined(element("h3", say("app.findings-of")), _list(remarks)) if remarks else joined()
    with st.container(border=True, key=f"report-{report.id}"):
        put(
            heading(2, report.title),
            element("p", origin(report), " ", digest_label(lookup, report.id), class_="cg-bron"),
            element("p", counted({kind: lookup.counts[report.id, kind] for kind in Kind})),
            folded(say("app.about-report"), report_facts(lookup, report, screen.names.get(file, "")), about),
        )
        link_to_report(screen, report.id, say("app.to-report"))


def _remarks(screen: Screen) -> None:
    findings = screen.lookup.corpus.findings
    st.header(say("app.remarks"), anchor=False)
    left_out = [finding_of(finding, screen.names) for finding in findings if finding.code in QUARANTINE]
    others = [finding_of(finding, screen.names) for finding in findings if finding.code not in QUARANTINE]
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


def _limit() -> int:
    limit = st.query_params.get(LIMIT, "")
    return max(STEP, int(limit)) if limit.isdecimal() and limit.isascii() and len(limit) < 6 else STEP


def _show_more(limit: int) -> None:
    st.query_params[LIMIT] = str(limit)
