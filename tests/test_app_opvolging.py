"""The page Opvolging and what officers record, as Streamlit runs it without a browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from app_build import SCRIPT, app_corpus, publish_app_build
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from crisisgraph.app import main
from crisisgraph.app.desk import Desk, desk_of
from crisisgraph.app.launch import launch
from crisisgraph.errors import InputError
from crisisgraph.journal import Confirmation, Observation, Status, Subject, Verdict, append, new_entry, read
from crisisgraph.model import Deadline, ReportId, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

ROOT = Path(__file__).parents[1]
FIRST, SECOND, THIRD = (f"recommendation-storm-oosterdam-{n}" for n in (1, 2, 3))
PROMISE = "commitment-antwoord-oosterdam-3"
NOON = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
LOOKUP = Lookup(app_corpus())


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(main, "now", lambda: NOON)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


class Visitor:
    """Someone who opens the app at an address, with or without a journal and a name."""

    def __init__(
        self, build: Path, monkeypatch: pytest.MonkeyPatch, journal: Path | None = None, name: str = ""
    ) -> None:
        self.arguments = ["search_app.py", "--build", str(build)]
        self.arguments += ["--review", str(journal)] if journal else []
        self.arguments += [f"--name={name}"] if name else []
        self.monkeypatch = monkeypatch

    def opens(self, page: str, **address: str | list[str]) -> AppTest:
        self.monkeypatch.setattr(sys, "argv", self.arguments)
        at = AppTest.from_file(str(ROOT / "search_app.py"), default_timeout=30)
        at._page_hash = calc_hash(page)
        for name, value in address.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at


@pytest.fixture
def visitor(build: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(build, monkeypatch)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journaal"


@pytest.fixture
def officer(build: Path, monkeypatch: pytest.MonkeyPatch, journal: Path) -> Visitor:
    return Visitor(build, monkeypatch, journal, "Jan Jansen")


def html_of(at: AppTest) -> str:
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def text_of(at: AppTest) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html_of(at)).split())


def titles(at: AppTest) -> list[str]:
    return re.findall(r"<h3>(.*?) *</h3>", html_of(at))


def subject(name: str) -> Subject:
    return Subject.of(LOOKUP, LOOKUP.statement(name), f"https://w3id.org/crisisgraph/id/{name}")


# --- the page -------------------------------------------------------------------------------------


def test_the_page_counts_and_lists_the_recommendations(visitor: Visitor) -> None:
    at = visitor.opens("opvolging")
    assert [title.value for title in at.title] == ["Opvolging"]
    assert "27 november 2026" in at.markdown[0].value
    text = text_of(at)
    assert "4 aanbevelingen · 2 zonder gevonden reactie · 1 toezegging · 1 met verstreken termijn" in text
    assert "Reacties: 1 neemt over · 1 neemt niet over" in text
    assert titles(at) == ["Aanbeveling 1", "Aanbeveling 2", "Aanbeveling 3", "Aanbeveling *1*"]
    page = html_of(at)
    assert '<dd><span class="cg-geen">geen reactie gevonden</span></dd>' in page
    link = '<a href="./aanbeveling?uitspraak=response-antwoord-oosterdam-2" target="_self">'
    assert f"<strong>neemt niet over</strong> · {link}“Aanbeveling 2 nemen wij niet over.”</a>" in page
    assert 'Termijn: juni 2022. <strong class="cg-te-laat">Termijn verstreken</strong>' in page


def test_a_deadline_that_is_still_ahead_is_not_marked(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "now", lambda: datetime(2022, 6, 30, 23, tzinfo=UTC))
    at = visitor.opens("opvolging")
    assert "Termijn: juni 2022." in text_of(at)
    assert "cg-te-laat" not in html_of(at)
    assert "0 met verstreken termijn" in text_of(at)


def test_the_choice_of_report_addressee_and_kind_stands_in_the_address(visitor: Visitor) -> None:
    at = visitor.opens("opvolging", actor="waterschappen")
    assert titles(at) == ["Aanbeveling 2"]
    assert at.multiselect(key="actor").value == ["waterschappen"]
    at.multiselect(key="actor").set_value([]).run()
    at.multiselect(key="rapport").set_value(["storm-oosterdam"]).run()
    assert at.query_params == {"rapport": "storm-oosterdam"}
    assert titles(at) == ["Aanbeveling 1", "Aanbeveling 2", "Aanbeveling 3"]
    at.button_group(key="toon").set_value("unanswered").run()
    assert at.query_params == {"rapport": "storm-oosterdam", "toon": "unanswered"}
    assert titles(at) == ["Aanbeveling 3"]
    assert say("app.unanswered") in html_of(at).replace("&quot;", '"')
    at.button(key="clear").click().run()
    assert len(titles(at)) == 2


def test_a_link_shows_what_a_colleague_saw(visitor: Visitor) -> None:
    at = visitor.opens("opvolging", rapport="storm-oosterdam", toon="rejects")
    assert titles(at) == ["Aanbeveling 2"]
    assert at.button_group(key="toon").value == "rejects"
    assert titles(visitor.opens("opvolging", toon="onzin", rapport="storm-oosterdam"))[0] == "Aanbeveling 1"
    assert len(visitor.opens("opvolging", rapport="onzin").warning) == 1


def test_the_tables_count_per_addressee_and_per_report_and_lead_to_the_rows(visitor: Visitor) -> None:
    page = html_of(visitor.opens("opvolging"))
    row = '<th scope="row"><a href="./opvolging?actor=waterschappen" target="_self">waterschappen</a></th>'
    assert row + "<td>1</td><td>–</td><td>–</td><td>1</td><td>–</td><td>–</td><td>–</td>" in page
    assert '<a href="./opvolging?rapport=storm-oosterdam" target="_self">Storm boven de polder</a>' in page
    assert "niet herkend of niet genoemd" in page


def test_one_click_leads_to_the_statement_and_back(visitor: Visitor) -> None:
    at = visitor.opens("opvolging")
    links = [link.proto for link in at.get("page_link") if "Volg" in link.proto.label]
    assert [link.label for link in links][:3] == ["Volg aanbeveling 1", "Volg aanbeveling 2", "Volg aanbeveling 3"]
    assert links[0].query_string == f"uitspraak={FIRST}"


def test_more_recommendations_are_one_click_away_and_in_the_address(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    [first] = [s for s in corpus.statements if s.id == FIRST]
    many = tuple(replace(first, id=StatementId(f"{first.id}-{n}"), number=str(n)) for n in range(100))
    out = publish_app_build(tmp_path, replace(corpus, statements=(*corpus.statements, *many)))
    at = Visitor(out, monkeypatch).opens("opvolging", toon="unanswered")
    assert len(titles(at)) == 10
    at.button(key="more").click().run()
    assert at.query_params == {"toon": "unanswered", "aantal": "20"}
    assert len(titles(at)) == 20
    at = Visitor(out, monkeypatch).opens("opvolging", aantal="100")
    assert say("app.fitting-more", n=100) in [text.value for text in at.markdown]


def test_a_long_reaction_is_cut_and_a_deadline_without_a_date_keeps_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    reply = next(d for d in corpus.documents if d.name == "antwoord.md")
    text = replace(reply, text="Wij zullen " + "heel " * 60 + "snel gaan.", blocks=())
    statements = tuple(
        replace(s, start=0, end=len(text.text), actor=None, deadline=Deadline("ooit", None)) if s.id == PROMISE else s
        for s in corpus.statements
    )
    documents = tuple(text if d.id == reply.id else d for d in corpus.documents)
    out = publish_app_build(tmp_path, replace(corpus, statements=statements, documents=documents, passages=()))
    page = text_of(Visitor(out, monkeypatch).opens("opvolging", toon="accepts"))
    assert "heel heel …”" in page
    assert "Termijn: ooit." in page
    assert "Termijn verstreken" not in page.split("Aanbeveling 1")[1]


def test_text_of_a_document_stays_text(visitor: Visitor) -> None:
    page = html_of(visitor.opens("opvolging", rapport="vreemd"))
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_without_a_journal_nothing_is_recorded_and_that_is_said(visitor: Visitor) -> None:
    at = visitor.opens("opvolging")
    assert say("app.no-journal") in [caption.value for caption in at.caption]
    assert "Stand" not in text_of(at)
    at = visitor.opens("aanbeveling", uitspraak=FIRST)
    assert say("app.follow-up") not in [header.value for header in at.header]


def test_with_a_journal_but_no_name_one_reads_only(build: Path, monkeypatch: pytest.MonkeyPatch, journal: Path) -> None:
    append(journal, new_entry("An", NOON, subject(FIRST), note="kijk"))
    at = Visitor(build, monkeypatch, journal).opens("aanbeveling", uitspraak=FIRST)
    assert "kijk (An, 27 november 2026)" in text_of(at)
    assert [button.label for button in at.button] == [say("selecting.add")]
    assert "zonder stand" in str(
        Visitor(build, monkeypatch, journal).opens("opvolging").button_group(key="toon").options
    )


# --- recording ------------------------------------------------------------------------------------


def test_a_status_with_a_note_is_recorded_and_shown_at_once(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak=FIRST)
    assert '<dt>Stand</dt><dd><span class="cg-geen">niets vastgelegd</span></dd>' in html_of(at)
    at.selectbox(key="review-status").set_value("being implemented")
    at.radio(key="review-confirmation").set_value("independently confirmed")
    at.text_area(key="review-note").set_value(f"Zie *brief* {SCRIPT}")
    at.button(key="record").click().run()
    assert not at.exception
    assert [message.value for message in at.success] == ["Vastgelegd\\."]
    [entry] = read(journal).entries
    assert (entry.by, entry.at, entry.subject) == ("Jan Jansen", NOON, subject(FIRST))
    assert entry.observation == Observation(Status.BEING_IMPLEMENTED, Confirmation.INDEPENDENT)
    text = text_of(at)
    assert "Stand volgens de geadresseerde zelf niets vastgelegd".replace(" ", "") in text.replace(" ", "")
    assert "toezegging wordt uitgevoerd (Jan Jansen, 27 november 2026)" in text
    assert SCRIPT not in html_of(at)
    assert "Alles wat is vastgelegd (1)" in text
    page = text_of(officer.opens("opvolging", rapport="storm-oosterdam"))
    assert "Stand onafhankelijk vastgesteld: 1 toezegging wordt uitgevoerd · 3 zonder stand" in page
    assert "toezegging wordt uitgevoerd (Jan Jansen, 27 november 2026)" in page


def test_an_empty_form_records_nothing_and_says_so(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak=FIRST)
    at.button(key="record").click().run()
    assert "Er is niets ingevuld" in at.error[0].value
    assert read(journal).entries == ()
    at.radio(key="review-verdict").set_value("edit")
    at.button(key="judge").click().run()
    assert "veranderde geen geadresseerde of thema" in at.error[0].value
    assert read(journal).entries == ()


def test_a_correction_shows_the_right_addressee_and_keeps_our_reading(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak=SECOND)
    key = f"review-addressees-{SECOND}"
    assert at.multiselect(key=key).value == ["veiligheidsregio-s", "waterschappen"]
    at.radio(key="review-verdict").set_value("edit")
    at.multiselect(key=key).set_value(["onderzoeksraad-voor-veiligheid"])
    at.text_area(key="review-why").set_value("staat in de tekst")
    at.button(key="judge").click().run()
    assert not at.exception
    [entry] = read(journal).entries
    assert entry.correction is not None
    assert entry.correction.verdict is Verdict.EDIT
    assert (entry.correction.addressees, entry.correction.themes) == (("onderzoeksraad-voor-veiligheid",), None)
    assert "<dt>Gericht aan</dt><dd>Onderzoeksraad voor Veiligheid</dd>" in html_of(at)
    assert "“Veiligheidsregio”" in html_of(at)  # what we concluded ourselves stays to be seen
    assert at.multiselect(key=key).value == ["onderzoeksraad-voor-veiligheid"]
    assert titles(officer.opens("opvolging", actor="onderzoeksraad-voor-veiligheid")) == ["Aanbeveling 2"]
    assert titles(officer.opens("opvolging", actor="waterschappen")) == []


def test_what_is_judged_wrong_leaves_the_list_but_not_the_sight(officer: Visitor) -> None:
    at = officer.opens("aanbeveling", uitspraak=THIRD)
    at.radio(key="review-verdict").set_value("reject")
    at.button(key="judge").click().run()
    at = officer.opens("opvolging", rapport="storm-oosterdam")
    assert titles(at) == ["Aanbeveling 1", "Aanbeveling 2"]
    assert "1 afgekeurd bij controle (telt niet mee)" in text_of(at)
    at.button_group(key="toon").set_value("rejected").run()
    assert "klopt niet, vond een beoordelaar" in text_of(at)


def test_the_last_entry_can_be_withdrawn_and_stays_in_the_history(officer: Visitor, journal: Path) -> None:
    append(journal, new_entry("An", NOON - timedelta(days=1), subject(FIRST), note="vergissing"))
    at = officer.opens("aanbeveling", uitspraak=FIRST)
    assert at.button(key="withdraw").label == r"Trek het laatste in \(An, 26 november 2026\)"
    at.button(key="withdraw").click().run()
    assert len(read(journal).entries) == 2
    assert '<del>notitie: vergissing</del> <span class="cg-etiket">ingetrokken</span>' in html_of(at)
    assert "withdraw" not in [button.key for button in at.button]


def test_a_finding_can_be_noted_but_has_no_status(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak="finding-storm-oosterdam-stil")
    assert [box.key for box in at.selectbox] == []
    at.text_area(key="review-note").set_value("mooi gezegd")
    at.button(key="record").click().run()
    assert [entry.note for entry in read(journal).entries] == ["mooi gezegd"]
    assert "mooi gezegd (Jan Jansen, 27 november 2026)" in text_of(at)


def test_what_a_colleague_recorded_is_shown_at_the_next_click(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak=FIRST)
    append(journal, new_entry("An", NOON, subject(FIRST), note="van An"))
    assert "van An (An, 27 november 2026)" in text_of(at.run())


def test_a_journal_that_cannot_be_written_is_one_sentence(officer: Visitor, journal: Path) -> None:
    at = officer.opens("aanbeveling", uitspraak=FIRST)
    (journal / "journal.jsonl").mkdir()
    at.text_area(key="review-note").set_value("x")
    at.button(key="record").click().run()
    assert not at.exception
    assert "gelezen" in at.error[0].value


def test_entries_about_what_is_gone_and_lines_that_are_broken_are_shown(officer: Visitor, journal: Path) -> None:
    gone = Subject(StatementId("weg-1"), "https://w3id.org/crisisgraph/id/weg-1", ReportId("storm-oosterdam"), "0" * 64)
    append(journal, new_entry("An", NOON, gone, note="blijft"))
    append(journal, new_entry("An", NOON, Subject(gone.id, gone.iri, ReportId("ooit"), "0" * 64), note="ook"))
    with (journal / "journal.jsonl").open("ab") as file:
        file.write(b"{half")
    at = officer.opens("opvolging")
    assert say("app.gone") in [header.value for header in at.header]
    assert "<h3>weg-1</h3>" in html_of(at)
    assert "notitie: blijft" in html_of(at)
    assert "regel 3 is niet te lezen" in at.warning[0].value


def test_changed_words_are_said_in_the_history(officer: Visitor, journal: Path) -> None:
    other = Subject(StatementId(FIRST), subject(FIRST).iri, ReportId("storm-oosterdam"), "0" * 64)
    append(journal, new_entry("An", NOON, other, note="oude woorden"))
    assert say("review.changed") in html_of(officer.opens("aanbeveling", uitspraak=FIRST))


# --- starting -------------------------------------------------------------------------------------


def test_the_desk_is_closed_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert desk_of(tmp_path / "build", None, None) == Desk()
    (tmp_path / "journaal").mkdir()
    assert desk_of(tmp_path / "build", tmp_path / "journaal", None) == Desk(tmp_path / "journaal")
    assert desk_of(tmp_path / "build", tmp_path / "nieuw", " Jan  Jansen ").name == "Jan Jansen"
    assert (tmp_path / "nieuw").is_dir()


@pytest.mark.parametrize(
    ("review", "name", "code"),
    [
        (None, "Jan", "name-without-review"),
        ("nergens", None, "no-journal"),
        ("nieuw", "  ", "no-name"),
        ("build/v000001", "Jan", "review-in-build"),
        ("build", "Jan", "review-in-build"),
        ("bestand/in", "Jan", "cannot-record"),
    ],
)
def test_a_desk_that_cannot_be_is_one_sentence(tmp_path: Path, review: str | None, name: str | None, code: str) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(InputError) as refused:
        desk_of(tmp_path / "build", tmp_path / review if review else None, name)
    assert refused.value.code == code


def test_the_command_hands_journal_and_name_to_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Done:
        returncode = 0

    def run(command: list[str], **_: object) -> Done:
        started.append(command)
        return Done()

    monkeypatch.setattr("crisisgraph.app.launch.subprocess.run", run)
    monkeypatch.setattr("crisisgraph.app.launch._refuse_taken", lambda _: None)
    assert launch(tmp_path / "build", 8599, tmp_path / "journaal", "Jan Jansen") == 0
    assert started[0][-5:] == [
        "--build", str(tmp_path / "build"), "--review", str(tmp_path / "journaal"), "--name=Jan Jansen",
    ]  # fmt: skip
    launch(tmp_path / "build", 8599)
    assert started[1][-2:] == ["--build", str(tmp_path / "build")]
