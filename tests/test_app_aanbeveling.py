"""The page of one statement, as Streamlit runs it without a browser."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from app_build import app_corpus, publish_app_build
from app_pdf import pdf_corpus, publish_pdf_build
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from test_app import ROOT, app, html_of

from crisisgraph.app import source_page
from crisisgraph.citation import apa, bibtex, reference, ris
from crisisgraph.documents.page_image import PageImage
from crisisgraph.facsimile import Trouble, facsimile
from crisisgraph.model import Deadline, Kind, Link, LinkKind, StatementId
from crisisgraph.originals import originals
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

FIRST = "recommendation-storm-oosterdam-1"
SECOND = "recommendation-storm-oosterdam-2"
THIRD = "recommendation-storm-oosterdam-3"
REPLY = "response-antwoord-oosterdam-2"


pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_app_build(tmp_path_factory.mktemp("build"), app_corpus())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_pdf_build(tmp_path_factory.mktemp("printed"))


def columns(at: AppTest) -> dict[str, str]:
    """Return the HTML of each stage of the chain by its heading."""
    parts = re.split(r"<h3>(.*?)</h3>", html_of(at))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# --- where it stands ------------------------------------------------------------------------------


def test_the_page_of_a_pdf_is_shown_with_its_quote_marked(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND)
    assert not at.exception
    [image] = at.get("image")
    assert [one.alt for one in image.proto.imgs] == [
        "Afbeelding van p. 1 (blad 2 van het bestand) uit Storm boven de polder. Het citaat is gemarkeerd."
    ]
    page = html_of(at)
    assert "p. 1 (blad 2 van het bestand), zoals gedrukt. Het citaat is gemarkeerd." in page
    assert "<details><summary>Lees het in de tekst</summary>" in page
    assert not at.info


def test_a_quote_over_two_pages_shows_both(printed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = pdf_corpus()
    long = tuple(
        replace(one, end=one.end + 60, text=corpus.documents[0].text[one.start : one.end + 60])
        if one.id == f"{FIRST}-a"
        else one
        for one in corpus.statements
    )
    out = publish_app_build(tmp_path, replace(corpus, statements=long))
    (tmp_path / "originals.json").write_bytes((printed / "originals.json").read_bytes())
    at = app(out, monkeypatch, "aanbeveling", uitspraak=f"{FIRST}-a")
    assert len(at.get("image")) == 2


def test_a_page_that_reads_otherwise_is_shown_without_marks_and_says_so(
    printed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = pdf_corpus()
    pdf, *others = corpus.documents
    read_otherwise = replace(pdf, text=pdf.text.replace("Zorg voor", "Denk aan"))
    out = publish_app_build(tmp_path, replace(corpus, documents=(read_otherwise, *others)))
    (tmp_path / "originals.json").write_bytes((printed / "originals.json").read_bytes())
    at = app(out, monkeypatch, "aanbeveling", uitspraak=SECOND)
    [image] = at.get("image")
    assert image.proto.imgs[0].alt.endswith(say("facsimile.unmarked"))
    assert say("facsimile.unmarked") in html_of(at)


def test_the_choice_for_a_large_page_stands_in_the_address(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND, groot="true")
    assert at.toggle(key="groot").value
    assert at.query_params["uitspraak"] in (SECOND, [SECOND])


def test_a_page_that_was_drawn_is_kept(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*of: Any) -> PageImage | Trouble:
        asked.append(of)
        return facsimile(*of)

    monkeypatch.setattr(source_page, "facsimile", counted)
    for _ in range(2):
        app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND)
    assert len(asked) == 1


def test_a_file_that_is_gone_or_changed_is_one_sentence_and_the_text_stands_open(
    printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = originals(printed).values()
    data = path.read_bytes()
    try:
        path.write_bytes(data + b"%")
        at = app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND)
        assert [one.value.split("\\.")[0] for one in at.info] == ["Het bestand storm"]
        assert "is veranderd sinds het is gelezen" in at.info[0].value
        path.unlink()
        at = app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND)
        assert "ligt niet meer waar het bij de bouw lag" in at.info[0].value
        assert not at.get("image")
        assert not at.toggle
        page = html_of(at)
        assert '<details open=""><summary>Lees het in de tekst</summary>' in page
        assert '<mark class="cg-citaat">Veiligheidsregio en waterschap oefenen samen een dijk-</mark>' in page
    finally:
        path.write_bytes(data)
    assert app(printed, monkeypatch, "aanbeveling", uitspraak=SECOND).get("image")  # the trouble was not kept


def test_a_text_shows_the_passage_around_the_quote(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak=REPLY)
    assert not at.info
    assert '<details open=""><summary>' in html_of(at)
    assert '<mark class="cg-citaat">Aanbeveling 2 nemen wij niet over.</mark>' in html_of(at)
    assert "Voor de zomer van 2022 staat er een rooster." in html_of(at)  # the passage before it
    assert say("app.digest-explained") in html_of(at)


def test_a_statement_that_no_passage_holds_shows_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path, replace(app_corpus(), passages=app_corpus().passages[:1]))
    at = app(out, monkeypatch, "aanbeveling", uitspraak=REPLY)
    assert '<mark class="cg-citaat">Aanbeveling 2 nemen wij niet over.</mark>' in html_of(at)


# --- the chain ------------------------------------------------------------------------------------


def test_the_chain_stands_in_the_order_of_time(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak=FIRST)
    assert not at.exception
    assert [title.value for title in at.title] == ["Aanbeveling 1"]
    stages = columns(at)
    assert list(stages)[:5] == ["Conclusie", "Aanbeveling", "Reactie", "Toezegging", "Opvolging"]
    for stage, words in {
        "Conclusie": "De sirene in Oosterdam bleef stil, omdat niemand haar had getest.",
        "Aanbeveling": "De gemeente Oosterdam test de sirene elke maand.",
        "Reactie": "Het college neemt aanbeveling 1 over.",
        "Toezegging": "Voor de zomer van 2022 staat er een rooster.",
    }.items():
        assert f"<blockquote><p>{words}</p></blockquote>" in stages[stage]
        assert "cg-bron" in stages[stage]
    assert '<article class="cg-hier" aria-current="true">' in stages["Aanbeveling"]
    assert "<h4>Reactie: neemt over</h4>" in stages["Reactie"]
    assert "Ons verband: nummer (zekerheid 0,95)." in stages["Reactie"]
    assert "<dt>Termijn</dt><dd>juni 2022</dd>" in stages["Toezegging"]
    assert say("chain.no-journal") in stages["Opvolging"]
    assert "Termijn verstreken" in stages["Opvolging"]


def test_a_missing_reaction_is_said_and_explained(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = columns(app(build, monkeypatch, "aanbeveling", uitspraak=THIRD))
    assert "Geen conclusie gevonden waarop dit steunt." in stages["Conclusie"]
    assert "Geen reactie gevonden." in stages["Reactie"]
    assert html.escape(say("app.unanswered")) in stages["Reactie"]
    assert say("chain.elsewhere") not in stages["Reactie"]
    assert "Geen toezegging gevonden." in stages["Toezegging"]
    assert say("chain.no-deadline") in stages["Opvolging"]


def test_a_reaction_shows_the_whole_chain_of_what_it_is_about(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = columns(app(build, monkeypatch, "aanbeveling", uitspraak=REPLY))
    assert "<h4>Aanbeveling 2</h4>" in stages["Aanbeveling"]
    assert 'aria-current="true"' in stages["Reactie"]


def test_a_part_shows_what_it_is_part_of_and_the_reaction_to_that(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = columns(app(build, monkeypatch, "aanbeveling", uitspraak=f"{FIRST}-a"))
    assert '<span class="cg-etiket">onderdeel van</span></p><h4>Aanbeveling 1</h4>' in stages["Aanbeveling"]
    assert say("chain.elsewhere") in stages["Reactie"]


def test_a_conclusion_without_advice_says_so(build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = publish_app_build(tmp_path, replace(app_corpus(), links=()))
    stages = columns(app(out, monkeypatch, "aanbeveling", uitspraak="finding-storm-oosterdam-stil"))
    assert "Geen aanbeveling gevonden die hierbij hoort." in stages["Aanbeveling"]
    assert say("chain.nothing-to-follow") in stages["Opvolging"]


def test_what_belongs_to_several_recommendations_says_nothing_about_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    finding = StatementId("finding-storm-oosterdam-stil")
    other = Link(StatementId(SECOND), LinkKind.BASED_ON, finding, "zelfde onderwerp", 0.6)
    out = publish_app_build(tmp_path, replace(corpus, links=(*corpus.links, other)))
    stages = columns(app(out, monkeypatch, "aanbeveling", uitspraak=finding))
    assert say("chain.see-each") in stages["Reactie"]
    assert "Geen reactie gevonden" not in stages["Reactie"]
    assert say("chain.no-deadline") not in stages["Opvolging"]


def test_a_long_row_of_promises_is_folded_and_the_one_looked_at_stands_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = app_corpus()
    promise = next(one for one in corpus.statements if one.kind is Kind.COMMITMENT)
    many = tuple(
        replace(promise, id=StatementId(f"{promise.id}-{n}"), deadline=Deadline("ooit", None), text="Ooit " * 30)
        for n in range(4)
    )
    links = tuple(Link(one.id, LinkKind.FULFILS, StatementId(FIRST), "volgt op", 0.7) for one in many)
    out = publish_app_build(
        tmp_path, replace(corpus, statements=(*corpus.statements, *many), links=(*corpus.links, *links))
    )
    at = app(out, monkeypatch, "aanbeveling", uitspraak=many[3].id)
    stages = columns(at)
    assert stages["Toezegging"].index('aria-current="true"') < stages["Toezegging"].index("<h4>", 200)
    assert [one.label for one in at.expander] == ["Nog 2"]
    assert "Ooit …" in stages["Opvolging"]
    assert "<dd><span>ooit</span></dd>" in stages["Opvolging"]


def test_the_status_of_the_journal_stands_in_the_last_column(
    build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "journaal").mkdir()
    monkeypatch.setattr(sys, "argv", ["search_app.py", "--build", str(build), "--review", str(tmp_path / "journaal")])
    at = AppTest.from_file(str(ROOT / "search_app.py"), default_timeout=30)
    at._page_hash = calc_hash("aanbeveling")
    at.query_params["uitspraak"] = FIRST
    at.run()
    stages = columns(at)
    assert stages["Opvolging"].count("<dt>Stand</dt>") >= 2  # of the recommendation and of the promise
    assert say("chain.no-journal") not in stages["Opvolging"]


# --- what is like it, how it is cited, how we read it ---------------------------------------------


def test_what_is_proposed_is_called_so_and_shows_the_words(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak=FIRST)
    assert say("app.similar") in [header.value for header in at.header]
    assert say("app.proposal") in html_of(at)
    assert "<h3>Vergelijkbaar advies: aanbeveling 2</h3>" in html_of(at)
    assert "<h3>Onderdeel a (aanbeveling)</h3>" in html_of(at)
    at = app(build, monkeypatch, "aanbeveling", uitspraak="recommendation-vreemd-1")
    assert say("app.cited") in [header.value for header in at.header]
    assert "Bouwt voort op: Advies &lt;script&gt;" in html_of(at)
    assert "zegt het te doen op grond van (zekerheid 0,75)" in html_of(at)


@pytest.mark.parametrize(("form", "make"), [("APA", apa), ("BibTeX", bibtex), ("RIS", ris)])
def test_the_form_of_the_citation_stands_in_the_address(
    build: Path, monkeypatch: pytest.MonkeyPatch, form: str, make: object
) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak=SECOND, **({"vorm": form} if form != "APA" else {}))
    cited, link = (one.value for one in at.code)
    assert link.endswith(f"/aanbeveling?uitspraak={SECOND}")
    assert callable(make)
    assert cited == make(reference(Lookup(app_corpus()), StatementId(SECOND), link)).rstrip("\n")


def test_the_page_of_a_statement_without_a_statement_says_what_to_do(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app(build, monkeypatch, "aanbeveling")
    assert [info.value for info in at.info] == [say("app.choose-statement")]


def test_an_unknown_statement_is_one_sentence(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(build, monkeypatch, "aanbeveling", uitspraak="![x](//h/x.png)")
    assert not at.exception
    assert [error.value for error in at.error] == [
        r"Er is geen uitspraak met de naam \!\[x\]\(\/\/h\/x\.png\); zoek de naam op met \`crisisgraph search\`\."
    ]
