"""The app, page by page, as Streamlit runs it without a browser."""

from __future__ import annotations

import fcntl
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from app_build import HOSTILE, SCRIPT, app_corpus, publish_app_build
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from crisisgraph.app import screen
from crisisgraph.app.charts import CHOICE
from crisisgraph.app.pages import overzicht, rapporten, zoeken
from crisisgraph.model import Code, Finding, Kind, StatementId
from crisisgraph.publication import current_folder
from crisisgraph.sentences import say
from crisisgraph.settings import Settings
from crisisgraph.uploads import Change, DropFolder, Outcome, Problem, Refusal, Remark, batch
from crisisgraph.uploads.folder import write_json
from crisisgraph.uploads.outcome import stamp_of
from crisisgraph.uploads.staging import Step
from crisisgraph.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[1]
FIRST = "recommendation-storm-oosterdam-1"
CONTENT = '<div id="inhoud"'


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())


def app(build: Path, monkeypatch: pytest.MonkeyPatch, page: str = "", **address: str | list[str]) -> AppTest:
    """Return the app after its first run, as someone sees it who opens this address."""
    monkeypatch.setattr(sys, "argv", ["search_app.py", "--build", str(build)])
    at = AppTest.from_file(str(ROOT / "search_app.py"), default_timeout=30)
    if page:
        at._page_hash = calc_hash(page)  # `switch_page` knows pages in files only; ours are functions
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def html_of(at: AppTest) -> str:
    """Return the HTML of the page without the style sheet and the line where the content begins."""
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style>", CONTENT)))


# --- zoeken ---------------------------------------------------------------------------------------


def test_the_first_page_asks_for_a_question_and_gives_four_examples(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app(build, monkeypatch)
    assert not at.exception
    assert [title.value for title in at.title] == ["Zoeken in crisisevaluaties"]
    assert at.text_input(key="vraag").value == ""
    assert [at.button(key=name).label for name in zoeken.EXAMPLES] == [say(f"app.{name}") for name in zoeken.EXAMPLES]
    assert say("app.digest-notice") in [caption.value for caption in at.caption]


def test_an_example_is_asked_and_stands_in_the_address(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch)
    at.button(key="example-1").click().run()
    assert at.query_params == {"vraag": say("app.example-1")}
    assert at.text_input(key="vraag").value == say("app.example-1")


def test_an_answer_shows_the_words_their_place_and_why(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch)
    at.text_input(key="vraag").input("Hoe vaak moet Oosterdam de sirene testen?").run()
    assert not at.exception
    assert at.query_params == {"vraag": "Hoe vaak moet Oosterdam de sirene testen?"}
    page = html_of(at)
    assert '<mark class="cg-woord">sirene</mark>' in page
    assert '<mark class="cg-zin">' in page
    assert "Onderzoeksraad voor Veiligheid · <cite>Storm boven de polder</cite>" in page
    assert "2 Wat wij aanbevelen · p. i (blad 1 van het bestand)" in page
    assert "<summary>Waarom dit resultaat</summary>" in page
    assert "<summary>Lees het in de tekst</summary>" in page
    assert '<mark class="cg-citaat">' in page


def test_a_filter_stands_in_the_address_and_narrows_the_answer(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene")
    at.multiselect(key="soort").set_value(["finding"]).run()
    assert at.query_params == {"vraag": "sirene", "soort": "finding"}
    assert "<h3>Bevinding</h3>" in html_of(at)
    assert "<h3>Aanbeveling 1</h3>" not in html_of(at)


def test_a_link_shows_what_a_colleague_saw(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene", rapport="storm-oosterdam", soort=["recommendation", "finding"])
    assert at.text_input(key="vraag").value == "sirene"
    assert at.multiselect(key="rapport").value == ["storm-oosterdam"]
    assert at.multiselect(key="soort").value == ["finding", "recommendation"]
    assert at.multiselect(key="thema").value == []
    assert "Antwoord op het stormrapport" not in html_of(at)


def test_a_filter_that_does_not_exist_is_named(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene", thema="![x](http://voorbeeld.invalid/x.png)")
    assert len(at.warning) == 1
    assert r"\!\[x\]" in at.warning[0].value


def test_filters_can_be_wiped(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="sirene", rapport="storm-oosterdam", thema="leren-en-borgen")
    at.button(key="clear").click().run()
    assert at.query_params == {"vraag": "sirene"}
    assert at.multiselect(key="rapport").value == []


def test_filters_alone_list_what_fits_in_the_order_of_the_report(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, actor=["waterschappen"])
    assert [header.value for header in at.header] == ["1 uitspraak past bij deze filters"]
    assert re.findall(r"<h3>(.*?)</h3>", html_of(at)) == ["Aanbeveling 2"]
    at.multiselect(key="actor").set_value([]).run()
    at.multiselect(key="rapport").set_value(["storm-oosterdam"]).run()
    assert re.findall(r"<h3>(.*?)</h3>", html_of(at)) == [
        "Bevinding", "Aanbeveling 1", "Onderdeel a (aanbeveling)", "Aanbeveling 2", "Aanbeveling 3",
    ]  # fmt: skip


def test_counts_follow_the_question(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag='"rooster"')
    assert say("app.counts-of-question", n=100) in [caption.value for caption in at.caption]
    assert [option[-3:] for option in at.multiselect(key="rapport").options] == ["(0)", "(1)", "(0)"]
    plain = app(build, monkeypatch).multiselect(key="soort").options
    assert plain[0] == "aanbeveling (5)"


@pytest.mark.parametrize(
    ("name", "value", "names"),
    [
        ("reactie", "met", ["Aanbeveling 1", "Aanbeveling 2"]),
        ("reactie", "zonder", ["Onderdeel a (aanbeveling)", "Aanbeveling 3", "Aanbeveling *1*"]),
        ("jaar", "2021", None),
        ("uitgever", "gemeente Oosterdam", ["Reactie: neemt over", "Reactie: neemt niet over", "Toezegging"]),
    ],
)
def test_a_publisher_a_year_and_a_reaction_can_be_chosen(
    build: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, names: list[str] | None
) -> None:
    at = app(build, monkeypatch)
    at.multiselect(key=name).set_value([value]).run()
    assert not at.exception
    assert at.query_params == {name: value}
    found = re.findall(r"<h3>(.*?)</h3>", html_of(at))
    assert found == names if names else len(found) == 8


def test_a_question_with_a_filter_on_reactions_gives_recommendations(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app(build, monkeypatch, vraag="Hoe vaak moet Oosterdam de sirene testen?", reactie="met")
    assert set(re.findall(r"<h3>(.*?)</h3>", html_of(at))) <= {"Aanbeveling 1", "Aanbeveling 2"}
    assert "<h3>Aanbeveling 1</h3>" in html_of(at)


def test_results_are_put_together_by_report_and_a_link_keeps_that(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, jaar="2021")
    assert not at.subheader
    at.selectbox(key="volgorde").set_value("rapport").run()
    assert at.query_params == {"jaar": "2021", "volgorde": "rapport"}
    assert [one.value for one in at.subheader] == [
        r"Storm boven de polder \(5\)", r"Antwoord op het stormrapport \(3\)",
    ]  # fmt: skip
    at = app(build, monkeypatch, vraag="sirene", volgorde="nieuwste")
    assert at.selectbox(key="volgorde").value == "nieuwste"


def test_more_results_are_one_click_away_and_in_the_address(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    [first] = [s for s in corpus.statements if s.id == FIRST]
    many = tuple(replace(first, id=StatementId(f"{first.id}-{n}"), number=str(n)) for n in range(2, 16))
    out = publish_app_build(tmp_path, replace(corpus, statements=(*corpus.statements, *many)))
    at = app(out, monkeypatch, thema="leren-en-borgen")
    assert len(re.findall("<h3>", html_of(at))) == 10
    at.button(key="more").click().run()
    assert at.query_params == {"thema": "leren-en-borgen", "aantal": "20"}
    assert len(re.findall("<h3>", html_of(at))) == 16


def test_no_answer_is_said_and_the_nearest_is_folded_away(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, vraag="Welke smaak ijs verkocht de bakker in Parijs?")
    assert [header.value for header in at.header] == ["Geen antwoord gevonden in deze rapporten"]
    assert not at.exception


# --- overzicht ------------------------------------------------------------------------------------


def test_the_overview_gives_every_number_as_a_link(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "overzicht")
    assert not at.exception
    assert [header.value for header in at.header] == [
        say(f"overview.{name}") for name in ("kinds", "themes", "years", "actors")
    ]
    assert len(at.get("vega_lite_chart")) == 4
    page = html_of(at)
    assert '<a href="./?soort=recommendation" target="_self">5</a>' in page
    assert '<a href="./?thema=leren-en-borgen&amp;rapport=storm-oosterdam" target="_self">2</a>' in page
    assert '<a href="./?actor=waterschappen&amp;soort=recommendation" target="_self">1</a>' in page
    assert say("overview.undated", reports=1, commitments=0) in page


def test_a_year_in_the_address_lists_its_reports_and_deadlines(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "overzicht", jaar="2021"))
    assert 'maart 2021 · </span><a href="./?rapport=storm-oosterdam"' in page
    at = app(build, monkeypatch, "overzicht", jaar="2022")
    assert "In 2022" in [one.value for one in at.subheader]
    assert 'juni 2022 · </span><a href="./aanbeveling?uitspraak=commitment-antwoord-oosterdam-3"' in html_of(at)
    assert [one.value for one in app(build, monkeypatch, "overzicht", jaar="<b>").subheader] == []


def choose(monkeypatch: pytest.MonkeyPatch, name: str, *marks: dict[str, str]) -> None:
    """Let a chart behave as if a visitor had just chosen `marks` in it."""

    def altair_chart(_: object, *, key: str, on_select: object, **__: object) -> dict[str, object]:
        chosen: dict[str, object] = {"selection": {CHOICE: list(marks) if key == name else []}}
        if key == name and callable(on_select):
            st.session_state[key] = chosen
            on_select()
        return chosen

    monkeypatch.setattr(st, "altair_chart", altair_chart)


@pytest.mark.parametrize(
    ("chart", "mark", "address"),
    [
        ("kinds", {"value": "finding"}, {"soort": "finding"}),
        (
            "themes",
            {"row": "leren-en-borgen", "column": "storm-oosterdam"},
            {"thema": "leren-en-borgen", "rapport": "storm-oosterdam"},
        ),
        ("actors", {"value": "waterschappen"}, {"actor": "waterschappen", "soort": "recommendation"}),
    ],
)
def test_choosing_a_mark_shows_the_list_behind_it(
    build: Path, monkeypatch: pytest.MonkeyPatch, chart: str, mark: dict[str, str], address: dict[str, str]
) -> None:
    choose(monkeypatch, chart, mark)
    at = app(build, monkeypatch, "overzicht")
    assert not at.exception
    assert [title.value for title in at.title] == [say("app.title")]
    assert at.query_params == address


def test_choosing_a_year_lists_it_and_choosing_it_again_does_not(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, "years", {"value": "2022"})
    at = app(build, monkeypatch, "overzicht")
    assert at.query_params == {"jaar": "2022"}
    assert "In 2022" in [one.value for one in at.subheader]
    choose(monkeypatch, "years")
    assert app(build, monkeypatch, "overzicht", jaar="2022").query_params == {}


def test_a_year_in_which_nothing_happened_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = app_corpus()
    later = tuple(
        replace(one, deadline=replace(one.deadline, date="2024")) if one.deadline else one for one in corpus.statements
    )
    out = publish_app_build(tmp_path, replace(corpus, statements=later))
    assert say("overview.empty-year") in html_of(app(out, monkeypatch, "overzicht", jaar="2022"))


def test_the_overview_of_a_corpus_without_themes_and_addressees_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    bare = tuple(replace(one, themes=(), addressees=(), deadline=None) for one in corpus.statements)
    undated = tuple(replace(one, report=replace(one.report, issued=None)) for one in corpus.editions)
    out = publish_app_build(tmp_path, replace(corpus, statements=bare, editions=undated))
    at = app(out, monkeypatch, "overzicht")
    assert not at.exception
    assert {say("overview.no-themes"), say("overview.no-actors")} <= {one.value for one in at.markdown}
    assert len(at.get("vega_lite_chart")) == 1


def test_what_does_not_fit_the_charts_is_named(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overzicht, "MOST_REPORTS", 1)
    monkeypatch.setattr(overzicht, "MOST_ACTORS", 1)
    page = html_of(app(build, monkeypatch, "overzicht"))
    assert say("overview.other-reports", n=2, most=1) in page
    assert '<a href="./?rapport=vreemd" target="_self">Vreemd &lt;script&gt;' in page
    assert say("overview.more-actors", n=1) in page


# --- rapporten, over ------------------------------------------------------------------------------


def test_reports_show_what_was_found_and_what_could_not_be_read(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "rapporten"))
    assert "<h2>Storm boven de polder</h2>" in page
    assert "<p>4 aanbevelingen, 1 bevinding</p>" in page
    assert 'gemeente Oosterdam, 1 september 2021 <span class="cg-etiket">samenvatting in eigen woorden</span>' in page
    assert "<li>leeg.txt: dit bestand is leeg; vervang het door het volledige bestand.</li>" in page


def test_a_report_shows_its_file_and_the_remarks_about_it(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = html_of(app(build, monkeypatch, "rapporten", rapport="antwoord-oosterdam"))
    assert page.count("<h2>") == 1
    assert "<dt>Soort bestand</dt><dd>Markdown</dd>" in page
    assert "<dt>Tekst</dt><dd>samenvatting in eigen woorden</dd>" in page
    assert "<dt>Gelezen met</dt><dd>proeflezer 1.0</dd>" in page
    assert "<h3>Meldingen over dit bestand</h3><ul><li>antwoord.md: deze geadresseerde" in page


def test_a_link_to_a_report_that_is_not_there_says_so(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "rapporten", rapport="weg")
    assert [one.value for one in at.warning] == [say("app.unknown-report-link")]


def test_reports_come_twenty_at_a_time(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapporten, "STEP", 2)
    at = app(build, monkeypatch, "rapporten")
    assert html_of(at).count("<h2>") == 2
    at.button(key="more-reports").click().run()
    assert html_of(at).count("<h2>") == 3
    assert at.query_params == {"aantal": "4"}


def test_the_page_about_the_app_explains_its_words(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "over")
    assert not at.exception
    assert "<dt>toezegging</dt><dd>wat iemand belooft te doen, soms met een termijn</dd>" in html_of(at)


# --- rapporten sturen -----------------------------------------------------------------------------

UPLOAD = f"{'a' * 64}.md"
BROKEN = f"{'b' * 64}.pdf"


def app_with(build: Path, drop: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page of reports of an app that takes files of visitors."""
    at = app(build, monkeypatch, "rapporten")
    monkeypatch.setattr(sys, "argv", ["search_app.py", "--build", str(build), "--uploads", str(drop)])
    return at.run()


def put_batch(drop: DropFolder, outcome: Outcome | None = None) -> None:
    """Put a batch in the drop folder as if it had been sent."""
    (drop.staged / "files").mkdir(parents=True)
    (drop.staged / "files" / UPLOAD).write_text("tekst")
    write_json({UPLOAD: f"verslag {SCRIPT}.md", BROKEN: "kapot.pdf"}, drop.staged / "names.json")
    write_json((Refusal("leeg.txt", "empty", {}),), drop.staged / "refused.json")
    if outcome:
        write_json(outcome, drop.staged / "outcome.json")


def outcome_over(build: Path) -> Outcome:
    taken = Remark(UPLOAD, True, (f"Verslag {SCRIPT}",), {Kind.RECOMMENDATION: 1}, (Finding(UPLOAD, Code.NO_TEXT),))
    broken = Remark(BROKEN, False, (), {}, (Finding(BROKEN, Code.DAMAGED),))
    change = Change((f"Oud {SCRIPT}",), (Finding("dijk.md", Code.EMPTY_FILE),))
    return Outcome(stamp_of(current_folder(build)), (taken, broken), change)


def test_nobody_can_send_a_file_unless_the_app_was_started_so(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "rapporten")
    assert not at.get("file_uploader")
    assert not at.expander


def test_files_that_are_sent_become_a_batch(build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begun: list[object] = []
    monkeypatch.setattr(batch, "_build", lambda drop, *_: begun.append(drop))
    at = app_with(build, tmp_path / "drop", monkeypatch)
    assert not at.exception
    at.button[0].click().run()
    assert [info.value for info in at.info] == [say("uploads.none-chosen")]
    at.file_uploader[0].set_value([("Verslag.md", b"# Verslag", "text/markdown"), ("leeg.txt", b"", "text/plain")])
    at.button[0].click().run()
    assert not at.exception
    assert begun == [DropFolder(tmp_path / "drop")]
    found = batch.batch_of(DropFolder(tmp_path / "drop"))
    assert found is not None
    assert list(found.names.values()) == ["Verslag.md"]


def test_files_that_are_not_taken_are_named(build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    at = app_with(build, tmp_path / "drop", monkeypatch)
    at.file_uploader[0].set_value([("leeg.txt", b"", "text/plain")])
    at.button[0].click().run()
    assert "<li>leeg.txt: dit bestand is leeg.</li>" in html_of(at)
    assert batch.batch_of(DropFolder(tmp_path / "drop")) is None


def test_a_folder_that_cannot_be_written_is_told(build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    at = app_with(build, tmp_path / "file" / "drop", monkeypatch)
    at.file_uploader[0].set_value([("a.txt", b"tekst", "text/plain")])
    at.button[0].click().run()
    assert "kunnen geen bestanden worden bewaard" in at.error[0].value


def test_while_files_are_read_the_progress_is_shown(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop)
    write_json(Step("progress.read", 1, 4), drop.staged / "progress.json")
    with (drop.staged / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        at = app_with(build, drop.path, monkeypatch)
        assert not at.exception
        [bar] = at.get("progress")
        assert (bar.proto.value, bar.proto.text) == (25, "Documenten lezen (1/4)")
        assert at.button(key="discard").label == say("uploads.stop")


def test_what_was_found_is_shown_before_it_is_published(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop, outcome_over(build))
    at = app_with(build, drop.path, monkeypatch)
    assert not at.exception
    page = html_of(at)
    assert "<h3>verslag &lt;script&gt;" in page
    assert "(doet mee)</h3><p><cite>Verslag &lt;script&gt;" in page
    assert "<p>Gevonden: 1 aanbeveling</p>" in page
    assert "<h3>kapot.pdf (doet niet mee)</h3><ul><li>dit bestand is beschadigd" in page
    assert "<li>leeg.txt: dit bestand is leeg.</li>" in page
    assert "<li>dijk.md: dit bestand is leeg; vervang het" in page
    assert "deze rapporten verdwijnen" in at.warning[0].value
    assert SCRIPT not in at.warning[0].value


def test_a_batch_is_published_and_shown_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path / "build", app_corpus())
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop, outcome_over(out))
    corpus = app_corpus()
    publish_app_build(drop.staged / "build", replace(corpus, statements=corpus.statements[:2]))
    at = app_with(out, drop.path, monkeypatch)
    at.button(key="publish").click().run()
    assert not at.exception
    assert [one.value for one in at.success] == [say("uploads.published")]
    assert "met samen 2 uitspraken" in at.markdown[0].value
    assert [path.name for path in drop.accepted.iterdir()] == [UPLOAD]
    assert at.file_uploader


def test_a_batch_over_an_older_build_is_not_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path / "build", app_corpus())
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop, replace(outcome_over(out), base="een andere"))
    publish_app_build(drop.staged / "build", app_corpus())
    at = app_with(out, drop.path, monkeypatch)
    at.button(key="publish").click().run()
    assert "Intussen is er iets anders gepubliceerd" in at.error[0].value
    assert current_folder(out).name == "v000001"


@pytest.mark.parametrize("problem", [None, Problem("promise", {"reason": "stuk"})], ids=["nothing taken", "stopped"])
def test_what_cannot_be_published_can_only_be_thrown_away(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, problem: Problem | None
) -> None:
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop, Outcome("x", (Remark(BROKEN, False, (), {}, ()),), problem=problem))
    at = app_with(build, drop.path, monkeypatch)
    said = at.error if problem else at.info
    assert [one.value for one in said] == [
        r"De bouw is niet gepubliceerd\: stuk\." if problem else say("uploads.nothing-taken")
    ]
    assert [button.key for button in at.button] == ["discard"]
    at.button(key="discard").click().run()
    assert [one.value for one in at.success] == [say("uploads.discarded")]
    assert not drop.staged.exists()


def test_reading_that_was_cut_short_is_told(build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drop = DropFolder(tmp_path / "drop")
    put_batch(drop)
    at = app_with(build, drop.path, monkeypatch)
    assert [one.value for one in at.warning] == [say("uploads.stopped")]
    assert [button.key for button in at.button] == ["discard"]


# --- promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("", {"vraag": "noodkreet beproeven"}),
        ("", {"rapport": "vreemd"}),
        ("aanbeveling", {"uitspraak": "recommendation-vreemd-1"}),
        ("overzicht", {"jaar": "2021"}),
        ("rapporten", {}),
    ],
)
def test_text_of_a_document_stays_text(
    build: Path, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str]
) -> None:
    at = app(build, monkeypatch, page, **address)
    assert not at.exception
    assert "&lt;script&gt;" in html_of(at)
    assert not re.search(r"<(script|img|iframe|object|style)\b", html_of(at))
    for element in (*at.markdown, *at.title, *at.header, *at.caption, *at.error, *at.warning):
        assert SCRIPT not in element.value
        assert "**vet**" not in element.value
        assert HOSTILE not in element.value


def test_without_a_build_one_sentence_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    at = app(tmp_path / "niets", monkeypatch)
    assert not at.exception
    assert [len(at.error), len(at.text_input)] == [1, 0]
    assert r"maak er een met \`crisisgraph build\`" in at.error[0].value


def test_a_damaged_build_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path, app_corpus())
    (out / "v000001" / "corpus" / "corpus.json").write_text("{}")
    at = app(out, monkeypatch)
    assert not at.exception
    assert "bouw opnieuw" in at.error[0].value


def test_a_fault_of_ours_is_one_sentence(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(zoeken, "search", broken)
    at = app(build, monkeypatch, vraag="sirene")
    assert not at.exception
    assert [error.value for error in at.error] == [say("error.internal")]


def test_a_new_build_is_shown_at_the_next_click(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path, app_corpus())
    at = app(out, monkeypatch, rapport="storm-oosterdam")
    assert at.header[0].value == "5 uitspraken passen bij deze filters"
    corpus = app_corpus()
    publish_app_build(out, replace(corpus, statements=corpus.statements[1:]))
    assert at.run().header[0].value == "4 uitspraken passen bij deze filters"


def test_visitors_share_one_workspace_and_leave_it_as_it_was(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Workspace] = []

    def open_once_more(folder: Path, settings: Settings) -> Workspace:
        opened.append(open_workspace(folder, settings))
        return opened[-1]

    monkeypatch.setattr(screen, "open_workspace", open_once_more)
    for _ in range(2):
        app(build, monkeypatch, vraag="sirene")
        app(build, monkeypatch, "aanbeveling", uitspraak=FIRST)
    assert len(opened) == 1
    assert opened[0].lookup.corpus == app_corpus()
