"""Sending reports: choose files, see what the build finds in them, and publish them or throw them away."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.cards import heading
from crisisgraph.app.markup import Html, as_markdown, element, joined
from crisisgraph.app.screen import Screen, put
from crisisgraph.app.speaking import spoken
from crisisgraph.app.wording import counted, finding_of
from crisisgraph.errors import CrisisGraphError
from crisisgraph.sentences import say, say_error
from crisisgraph.settings import Settings
from crisisgraph.uploads import Batch, DropFolder, Refusal, Remark, Status, batch_of, discard, publish_batch, start
from crisisgraph.uploads.batch import MOST_FILES

#: The extensions of the files that can be chosen; what a file is, is looked at when it arrives.
EXTENSIONS = ["pdf", "docx", "html", "htm", "md", "markdown", "txt"]

#: How often the progress is looked at, in seconds.
_EVERY = 1.0

#: The sentence of what was done last, and the files that were not taken.
_SAID, _REFUSED = "upload-said", "upload-refused"


def show_uploads(screen: Screen, drop: DropFolder) -> None:
    """Show the batch that is being looked at, or else the form for a new one."""
    if said := st.session_state.pop(_SAID, None):
        st.success(say(said))
    _refusals(st.session_state.pop(_REFUSED, ()))
    batch = batch_of(drop)
    if batch is None:
        with st.expander(say("uploads.title"), key="new-upload"):
            _form(screen, drop)
        return
    st.header(say("uploads.title"), anchor=False)
    if batch.status is Status.WORKING:
        _working(screen, drop)
    else:
        _refusals(batch.refused)
        _ready(screen, drop, batch)


def _form(screen: Screen, drop: DropFolder) -> None:
    settings = Settings()
    megabytes = settings.limits.file_size // 1_000_000
    put(element("p", say("uploads.how", files=MOST_FILES, limit=megabytes), class_="cg-uitleg"))
    st.html(f"<style>:root {{ --cg-kies: {_css_string(say('uploads.choose-button'))}; }}</style>")
    with st.form("uploads", clear_on_submit=True, border=False):
        files = st.file_uploader(
            say("uploads.choose"), EXTENSIONS, accept_multiple_files=True, max_upload_size=megabytes, key="files"
        )
        sent = st.form_submit_button(say("uploads.check"))
    if sent and not files:
        st.info(say("uploads.none-chosen"))
    elif sent:
        given = [(file.name, file) for file in files]
        try:
            refused = start(drop, screen.build, settings.corpus, given, _known(screen), settings.limits)
        except CrisisGraphError as error:
            st.error(as_markdown(say_error(error)))
            return
        if batch_of(drop) is None:
            st.session_state[_REFUSED] = refused
        st.rerun()


@st.fragment(run_every=_EVERY)
@spoken
def _working(screen: Screen, drop: DropFolder) -> None:
    """Show how far the build is; when it has ended, show the whole page again."""
    batch = batch_of(drop)
    if batch is None or batch.status is not Status.WORKING:
        st.rerun()
    step = batch.step
    text = f"{say(step.key)} ({step.done}/{step.total})" if step else say("uploads.starting")
    st.progress(step.done / step.total if step and step.total else 0.0, text=text)
    put(element("p", say("uploads.working"), class_="cg-uitleg"))
    _discard_button(screen, drop, say("uploads.stop"))


def _ready(screen: Screen, drop: DropFolder, batch: Batch) -> None:
    outcome = batch.outcome
    if outcome is None:
        st.warning(say("uploads.stopped"))
    else:
        st.subheader(say("uploads.ready"), anchor=False)
        for number, remark in enumerate(outcome.remarks):
            with st.container(border=True, key=f"upload-{number}"):
                put(_remark(remark, batch.names.get(remark.file, remark.file)))
        if outcome.change.removed:
            st.warning(as_markdown(say("uploads.removed", titles="; ".join(outcome.change.removed))))
        if outcome.change.findings:
            lines = [
                element("li", finding_of(finding, {**screen.names, **batch.names}))
                for finding in outcome.change.findings
            ]
            put(element("h3", say("uploads.others")), element("ul", *lines))
        if outcome.problem:
            st.error(as_markdown(say(f"error.{outcome.problem.code}", **outcome.problem.facts)))
        elif not outcome.publishable:
            st.info(say("uploads.nothing-taken"))
    with st.container(horizontal=True):
        if outcome and outcome.publishable and st.button(say("uploads.publish"), key="publish", type="primary"):
            _publish(screen, drop)
        _discard_button(screen, drop, say("uploads.discard"))


def _publish(screen: Screen, drop: DropFolder) -> None:
    try:
        with st.spinner(say("uploads.publishing")):
            publish_batch(drop, screen.build)
    except CrisisGraphError as error:
        st.error(as_markdown(say_error(error)))
        return
    st.session_state[_SAID] = "uploads.published"
    st.rerun()


def _discard_button(screen: Screen, drop: DropFolder, label: str) -> None:
    if st.button(label, key="discard"):
        discard(drop, _known(screen))
        st.session_state[_SAID] = "uploads.discarded"
        st.rerun()


def _remark(remark: Remark, name: str) -> Html:
    """Return what was found in a file: its reports, its statements and its findings."""
    taken = say("uploads.taken" if remark.taken else "uploads.not-taken")
    titles = [element("p", element("cite", title)) for title in remark.titles]
    found = element("p", say("uploads.found-in", found=counted(remark.statements))) if remark.taken else joined()
    lines = [element("li", say(f"finding.{one.code}", **one.facts)) for one in remark.findings]
    return joined(
        heading(3, say("uploads.file-title", name=name, taken=taken)),
        *titles,
        found,
        element("ul", *lines) if lines else joined(),
    )


def _refusals(refused: tuple[Refusal, ...]) -> None:
    if refused:
        lines = [element("li", f"{one.name}: {say(f'uploads.refused-{one.code}', **one.facts)}") for one in refused]
        put(element("h3", say("uploads.refused")), element("ul", *lines))


def _known(screen: Screen) -> frozenset[str]:
    return frozenset(document.sha256 for document in screen.lookup.corpus.documents)


def _css_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
