"""The forms with which a person records how far something is, notes something, or judges our reading."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.markup import as_markdown
from crisisgraph.app.recorded import FOLLOWED
from crisisgraph.app.screen import Screen
from crisisgraph.app.speaking import spoken
from crisisgraph.app.wording import written_date
from crisisgraph.errors import CrisisGraphError
from crisisgraph.graph.names import Names
from crisisgraph.journal import (
    LONGEST_NOTE,
    Confirmation,
    Correction,
    Observation,
    Status,
    Subject,
    Verdict,
    append,
    new_entry,
)
from crisisgraph.model import ActorId, Statement, ThemeId
from crisisgraph.records import theme_label
from crisisgraph.review import corrected
from crisisgraph.sentences import say, say_error

#: What came of the last click: a sentence, and whether it was recorded.
_OUTCOME = "recorded"


def show_forms(screen: Screen, statement: Statement) -> None:
    """Show the forms for `statement`, and above them what came of the last one."""
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome:
        sentence, done = outcome
        (st.success if done else st.error)(as_markdown(sentence))
    st.caption(as_markdown(say("review.as", name=screen.desk.name)))
    with st.expander(
        say("review.form-status" if statement.kind in FOLLOWED else "review.form-note"), key="form-status"
    ):
        _status_form(screen, statement)
    with st.expander(say("review.form-verdict"), key="form-verdict"):
        _verdict_form(screen, statement)
    _withdrawals(screen, statement)


def _status_form(screen: Screen, statement: Statement) -> None:
    with st.form("record-status", clear_on_submit=True, border=False):
        if statement.kind in FOLLOWED:
            statuses: dict[str | None, str] = {
                None: say("review.keep"),
                **{one.value: say(f"status.{one}") for one in Status},
            }
            st.selectbox(
                say("review.how-far"),
                list(statuses),
                format_func=statuses.__getitem__,
                key="review-status",
                placeholder=say("app.choose-one"),
            )
            sources = {how.value: say(f"confirmation.{how}") for how in Confirmation}
            st.radio(say("review.who-says"), list(sources), format_func=sources.__getitem__, key="review-confirmation")
        st.text_area(say("review.note-field"), max_chars=LONGEST_NOTE, key="review-note")
        st.form_submit_button(say("review.record"), on_click=_record_status, args=(screen, statement), key="record")


@spoken
def _record_status(screen: Screen, statement: Statement) -> None:
    state = st.session_state
    status, how = state.get("review-status"), state.get("review-confirmation")
    observation = Observation(Status(status), Confirmation(how)) if status and how else None
    _record(screen, statement, observation=observation, note=state["review-note"])


def _verdict_form(screen: Screen, statement: Statement) -> None:
    """Show the form with the verdict; addressees and themes stand in it as they are now."""
    lookup = screen.lookup
    with st.form("record-verdict", border=False):
        verdicts = {verdict.value: say(f"review.verdict-{verdict}") for verdict in Verdict}
        st.radio(say("review.is-it-right"), list(verdicts), format_func=verdicts.__getitem__, key="review-verdict")
        st.multiselect(
            say("app.addressed"),
            sorted(lookup.actors, key=lambda actor: lookup.actors[actor].label.casefold()),
            default=_addressees(screen, statement),
            format_func=lambda actor: lookup.actors[actor].label,
            placeholder=say("app.choose"),
            select_all=False,
            key=f"review-addressees-{statement.id}",
        )
        themes = {name: theme_label(theme) for name, theme in lookup.themes.items()}
        st.multiselect(
            say("app.themes"),
            sorted(themes, key=lambda name: themes[name].casefold()),
            default=_themes(screen, statement),
            format_func=themes.__getitem__,
            placeholder=say("app.choose"),
            select_all=False,
            key=f"review-themes-{statement.id}",
        )
        st.text_area(say("review.why-field"), max_chars=LONGEST_NOTE, key="review-why")
        st.form_submit_button(
            say("review.record-verdict"), on_click=_record_verdict, args=(screen, statement), key="judge"
        )


@spoken
def _record_verdict(screen: Screen, statement: Statement) -> None:
    state = st.session_state
    verdict = Verdict(state["review-verdict"])
    addressees: tuple[ActorId, ...] | None = tuple(state[f"review-addressees-{statement.id}"])
    themes: tuple[ThemeId, ...] | None = tuple(state[f"review-themes-{statement.id}"])
    if verdict is not Verdict.EDIT or addressees == tuple(_addressees(screen, statement)):
        addressees = None
    if verdict is not Verdict.EDIT or themes == tuple(_themes(screen, statement)):
        themes = None
    if verdict is Verdict.EDIT and addressees is None and themes is None:
        st.session_state[_OUTCOME] = say("review.nothing-changed"), False
        return
    _record(screen, statement, correction=Correction(verdict, addressees, themes), note=state["review-why"])
    state["review-why"] = ""


def _addressees(screen: Screen, statement: Statement) -> list[ActorId]:
    now = corrected(statement, screen.reviews.by_statement.get(statement.id))
    return list(dict.fromkeys(one.actor for one in now.addressees if one.actor))


def _themes(screen: Screen, statement: Statement) -> list[ThemeId]:
    now = corrected(statement, screen.reviews.by_statement.get(statement.id))
    return list(dict.fromkeys(tag.theme for tag in now.themes))


def _withdrawals(screen: Screen, statement: Statement) -> None:
    """Show a way back for the last entry that counts: a new entry that withdraws it."""
    review = screen.reviews.by_statement.get(statement.id)
    if review and review.standing:
        last = review.standing[-1]
        label = say("review.withdraw", by=last.by, date=written_date(last.at.date().isoformat()))
        st.button(as_markdown(label), on_click=_withdraw, args=(screen, statement, last.id), key="withdraw")


@spoken
def _withdraw(screen: Screen, statement: Statement, entry: str) -> None:
    _record(screen, statement, withdraws=entry)


def _record(
    screen: Screen,
    statement: Statement,
    *,
    observation: Observation | None = None,
    note: str = "",
    correction: Correction | None = None,
    withdraws: str | None = None,
) -> None:
    """Add an entry in the name of the desk: what every form calls, before the page is drawn anew."""
    iri = str(Names(screen.workspace.settings.base).of_id(statement.id))
    subject = Subject.of(screen.lookup, statement, iri)
    try:
        if screen.desk.journal is None or not screen.desk.name:
            return
        entry = new_entry(
            screen.desk.name,
            screen.desk.now(),
            subject,
            observation=observation,
            note=note,
            correction=correction,
            withdraws=withdraws,
        )
        append(screen.desk.journal, entry)
    except CrisisGraphError as error:
        st.session_state[_OUTCOME] = say_error(error), False
    else:
        st.session_state[_OUTCOME] = say("review.done"), True
        for name in ("addressees", "themes"):  # the fields show again what stands now
            st.session_state.pop(f"review-{name}-{statement.id}", None)
