"""The catalogue is loaded with a reason for every mistake, and reports are recognised by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.catalogue import Catalogue, Entry, choose_editions, load_catalogue, recognise
from crisisgraph.catalogue.entries import is_iso_date
from crisisgraph.documents import read_document_now
from crisisgraph.errors import DataError
from crisisgraph.ids import sha256_hex
from crisisgraph.model import Code, Document, DocumentId, Edition, Finding, Page, Report, ReportId
from crisisgraph.sentences import say_finding
from crisisgraph.settings import Settings

TEXTS = Path(__file__).parents[2] / "shared" / "corpus" / "txt"
PDFS = Path(__file__).parents[2] / "shared" / "corpus" / "pdf"
needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the source reports are not here (../shared/corpus)")

#: Of each report: the first letters of its file name, and where it begins and ends in the text edition.
PLACES = {
    "cot-nazorg": ("000", 0, 9838),
    "gezondin": ("001", 0, 10205),
    "scp-zicht": ("001", 10205, 14310),
    "ser-bouwstenen": ("001", 14310, 25926),
    "halsema": ("001", 25926, 31352),
    "lot-c": ("002", 0, 4502),
    "kabinetsreactie-ovv-1": ("003", 0, 54498),
    "herstelopgave-5": ("004", 0, 39699),
}

ROW = """
[[report]]
id = "watersnood"
title = "Na de watersnood"
publisher = "Bureau Dijk"
issuer = "Bureau Dijk"
issued = "2019-05"
kind = "rapport"
"""
KNOWN_BY = '[report.recognise]\nall = ["Lessen van het water"]\n'


def document(text: str, name: str = "een.txt", media_type: str = "text/plain") -> Document:
    """Return `text` as a document of one page without blocks."""
    key = sha256_hex(name + text)
    page = Page(1, 0, len(text))
    return Document(DocumentId(f"file-{key[:16]}"), name, media_type, key, sha256_hex(text), "test", text, (page,), ())


def report(name: str, part_of: str | None = None) -> Report:
    """Return a report of which only the id matters."""
    return Report(ReportId(name), name.title(), "P", "P", part_of=ReportId(part_of) if part_of else None)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue of this checkout."""
    return load_catalogue(Settings().catalogue)


# --- loading --------------------------------------------------------------------------------------


def test_the_catalogue_describes_the_eight_reports(catalogue: Catalogue) -> None:
    assert [report.id for report in catalogue.reports] == list(PLACES)
    by_id = {report.id: report for report in catalogue.reports}
    assert {report.part_of for report in catalogue.reports} == {None, "gezondin"}
    assert by_id[ReportId("cot-nazorg")].issued == "2021-03-29"
    letter = by_id[ReportId("kabinetsreactie-ovv-1")]
    assert (letter.issuer, letter.issued, letter.kind) == ("kabinet", "2022-04-01", "kamerbrief")


def test_every_issuer_is_an_actor(catalogue: Catalogue) -> None:
    actors = Settings().ontology / "actors.ttl"
    text = actors.read_text("utf-8")
    for report in catalogue.reports:
        assert f'"{report.issuer}"@nl' in text, report.issuer


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "water.md").write_text("x", "utf-8")
    optional = (
        'language = "nl"\nlanding_page = "https://example.org/water"\nevaluates = "watersnood"\n'
        'responds_to = "Een brief"\ndigest = "water.md"\n'
    )
    path = tmp_path / "corpus.toml"
    path.write_text(ROW + optional + KNOWN_BY, "utf-8")
    expected = Report(
        ReportId("watersnood"), "Na de watersnood", "Bureau Dijk", "Bureau Dijk", "2019-05", "rapport", "nl",
        "https://example.org/water", "watersnood", None, "Een brief",
    )  # fmt: skip
    assert load_catalogue(path) == Catalogue((Entry(expected, ("Lessen van het water",), None, "water.md"),))


ANNEX = (
    ROW.replace("watersnood", "bijlage") + 'part_of = "watersnood"\n' + KNOWN_BY + 'opens = "Bijlage over het water"\n'
)
MISTAKES = {
    "geen geldig TOML": "[[report",
    "geen enkel [[report]]": 'title = "x"',
    "rapport watersnood: het veld title ontbreekt": ROW.replace('title = "Na de watersnood"', "") + KNOWN_BY,
    "rapport 1: het veld id ontbreekt": ROW.replace('id = "watersnood"', "") + KNOWN_BY,
    "rapport 1: het veld report heeft": "report = [3]",
    "rapport watersnood: het veld kleur bestaat niet": ROW + 'kleur = "blauw"\n' + KNOWN_BY,
    "rapport watersnood: het veld publisher heeft": ROW.replace('"Bureau Dijk"\nissuer', "3\nissuer") + KNOWN_BY,
    "rapport watersnood: het veld language heeft": ROW + 'language = " "\n' + KNOWN_BY,
    "rapport watersnood: het veld recognise ontbreekt": ROW,
    "rapport watersnood: het veld recognise heeft": ROW + "recognise = 3\n",
    "rapport watersnood: het veld recognise.all ontbreekt": ROW + "[report.recognise]\n",
    "rapport watersnood: het veld recognise.all heeft": ROW + "[report.recognise]\nall = []\n",
    "rapport watersnood: het veld any bestaat niet": ROW + KNOWN_BY + 'any = "x"\n',
    'rapport watersnood: de herkenning "water" is te kort': ROW + '[report.recognise]\nall = ["water"]\n',
    "rapport Water Snood: een id bestaat uit": ROW.replace('"watersnood"', '"Water Snood"') + KNOWN_BY,
    "rapport watersnood: deze id komt twee keer voor": (ROW + KNOWN_BY) * 2,
    "rapport watersnood: de soort boek bestaat niet": ROW.replace('"rapport"', '"boek"') + KNOWN_BY,
    "rapport watersnood: mei 2019 is geen datum": ROW.replace("2019-05", "mei 2019") + KNOWN_BY,
    "rapport watersnood: example.org is geen webadres": ROW + 'landing_page = "example.org"\n' + KNOWN_BY,
    "rapport watersnood: de samenvatting weg.md staat niet": ROW + 'digest = "weg.md"\n' + KNOWN_BY,
    "rapport watersnood: opens hoort bij een bijlage": ROW + KNOWN_BY + 'opens = "Een kop"\n',
    "rapport watersnood: een bijlage heeft": ROW + 'part_of = "ander"\n' + KNOWN_BY,
    "rapport bijlage: part_of noemt watersnood, en dat rapport staat er niet in": ANNEX,
    "rapport tweede: part_of noemt bijlage, en dat is zelf een bijlage": ROW + KNOWN_BY + ANNEX
    + ANNEX.replace('id = "bijlage"', 'id = "tweede"').replace('part_of = "watersnood"', 'part_of = "bijlage"'),
}  # fmt: skip


@pytest.mark.parametrize("reason", MISTAKES)
def test_each_mistake_names_file_report_and_reason(reason: str, tmp_path: Path) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text(MISTAKES[reason], "utf-8")
    with pytest.raises(DataError) as raised:
        load_catalogue(path)
    assert raised.value.facts["path"] == path
    assert reason in str(raised.value.facts["reason"])


def test_a_catalogue_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is er niet"):
        load_catalogue(tmp_path / "corpus.toml")


@pytest.mark.parametrize("text", ["2021-03-29", "2021-03", "2021"])
def test_dates_may_be_cut_short(text: str) -> None:
    assert is_iso_date(text)


@pytest.mark.parametrize("text", ["", "21", "2021-13", "2021-2", "2021-03-29-01", "maart 2021"])
def test_what_is_no_date(text: str) -> None:
    assert not is_iso_date(text)


# --- recognising ----------------------------------------------------------------------------------

BUNDLE = Catalogue(
    (
        Entry(report("hoofd"), ("Lessen van het water", "Wat nu nodig is")),
        Entry(report("eerste", "hoofd"), ("Drie dijken",), "Bijlage A: de dijken"),
        Entry(report("tweede", "hoofd"), ("Twee sluizen",), "Bijlage B: de sluizen"),
        Entry(report("elders", "ander"), ("Twee sluizen",), "Bijlage B: de sluizen"),
        Entry(report("los"), ("Het jaar van de brand", "Wat wij leerden")),
    )
)
PARTS = (
    "Lessen van het water\nZie ook: Bijlage A: de dijken.\nWat nu nodig is\n\n",
    "  • Bijlage A: de dijken\nDrie dijken braken.\n\n",
    "Bijlage B: de sluizen\nTwee sluizen hielden het.\n",
)


def test_annexes_are_reports_of_their_own() -> None:
    bundle = document("".join(PARTS))
    editions, findings = recognise(BUNDLE, bundle)
    assert findings == ()
    assert [edition.report.id for edition in editions] == ["hoofd", "eerste", "tweede"]
    assert [bundle.text[edition.start : edition.end] for edition in editions] == list(PARTS)


def test_annexes_may_stand_in_another_order_or_be_left_out() -> None:
    editions, _ = recognise(BUNDLE, document(PARTS[0] + PARTS[2] + PARTS[1]))
    assert [edition.report.id for edition in editions] == ["hoofd", "tweede", "eerste"]
    editions, _ = recognise(BUNDLE, document(PARTS[0]))
    assert [(edition.report.id, edition.start, edition.end) for edition in editions] == [("hoofd", 0, len(PARTS[0]))]


def test_an_annex_without_its_own_words_is_not_that_annex() -> None:
    editions, _ = recognise(BUNDLE, document(PARTS[0] + "Bijlage A: de dijken\nDeze bijlage is vervallen.\n"))
    assert [edition.report.id for edition in editions] == ["hoofd"]


def test_a_document_that_lacks_one_phrase_is_another_report() -> None:
    editions, findings = recognise(BUNDLE, document("Lessen van het water\nEen lezing over droogte.", "lezing.txt"))
    assert editions[0].report.id not in {report.id for report in BUNDLE.reports}
    assert findings == (Finding("lezing.txt", Code.UNKNOWN_REPORT),)
    assert say_finding(findings[0]).startswith("lezing.txt: dit rapport staat niet in de catalogus")


def test_a_digest_is_known_by_its_marker_alone() -> None:
    digest = document("<!-- crisisgraph: samenvatting van tweede -->\n\n# De sluizen in het kort\n", "weg.md")
    whole = Edition(report("tweede", "hoofd"), digest.id, 0, len(digest.text), digest=True)
    assert recognise(BUNDLE, digest) == ((whole,), ())


def test_a_marker_of_a_report_that_is_not_listed_says_nothing() -> None:
    editions, findings = recognise(BUNDLE, document("<!-- crisisgraph: samenvatting van niets -->\n" + PARTS[0]))
    assert [(edition.report.id, edition.digest) for edition in editions] == [("hoofd", False)]
    assert findings == ()


SEPARATORS = st.sampled_from(["", "", "", " ", "\n", "-\n", "\u00ad", "  ", "-", "\r\n", "\f"])


@given(st.data())
def test_case_spaces_and_hyphens_do_not_count(data: st.DataObject) -> None:
    def distort(text: str) -> str:
        changed = []
        for line in text.splitlines(keepends=True):
            for character in line:
                upper = data.draw(st.booleans())
                changed.append(character.upper() if upper else character)
                if character.isalnum():
                    changed.append(data.draw(SEPARATORS))
            changed.append("\n")
        return "".join(changed)

    text = "".join(map(distort, ("Lessen van het water\nWat nu nodig is\n", "Bijlage A: de dijken\nDrie dijken\n")))
    editions, findings = recognise(BUNDLE, document(text))
    assert [edition.report.id for edition in editions] == ["hoofd", "eerste"]
    assert findings == ()
    assert (editions[0].start, editions[0].end, editions[1].end) == (0, editions[1].start, len(text))
    assert text[editions[1].start :].lstrip().upper().startswith("B")


@given(st.lists(st.sampled_from([*PARTS, "Iets anders.\n", "\f", "Het jaar van de brand\nWat wij leerden\n"])))
def test_editions_are_in_order_and_cover_the_document(parts: list[str]) -> None:
    text = "".join(parts) + "."
    editions, findings = recognise(BUNDLE, document(text))
    assert [edition.start for edition in editions] == [0, *(edition.end for edition in editions[:-1])]
    assert editions[-1].end == len(text)
    assert len({edition.report.id for edition in editions}) == len(editions)
    assert (len(findings) == 1) == (editions[0].report not in BUNDLE.reports)


@needs_texts
@pytest.mark.parametrize("name", PLACES)
def test_each_report_is_recognised_in_its_text_edition(name: str, catalogue: Catalogue) -> None:
    prefix, start, end = PLACES[name]
    (path,) = TEXTS.glob(f"{prefix}_*.txt")
    source = read_document_now(path).document
    assert source is not None
    editions, findings = recognise(catalogue, source)
    assert (name, start, end) in [(edition.report.id, edition.start, edition.end) for edition in editions]
    assert len(editions) == sum(place[0] == prefix for place in PLACES.values())
    assert findings == ()


@needs_texts
@pytest.mark.parametrize("path", sorted(PDFS.glob("*.pdf")), ids=lambda path: path.stem)
def test_each_report_is_recognised_in_its_pdf_edition(path: Path, catalogue: Catalogue) -> None:
    source = read_document_now(path).document
    assert source is not None
    editions, findings = recognise(catalogue, source)
    expected = {
        "cot-nazorg-veerkracht-herstel": [("cot-nazorg", 1)],
        "gezondin-gemeentelijke-context": [("gezondin", 1), ("scp-zicht", 4), ("ser-bouwstenen", 6), ("halsema", 10)],
        "lotc-webinar": [("lot-c", 1)],
        "kabinetsreactie-ovv-deel-1": [("kabinetsreactie-ovv-1", 1)],
        "herstelopgave-5": [("herstelopgave-5", 1)],
    }
    assert [(edition.report.id, source.page_at(edition.start).index) for edition in editions] == expected[path.stem]
    assert findings == ()


# --- choosing -------------------------------------------------------------------------------------


def edition_of(name: str, source: Document, *, digest: bool = False) -> Edition:
    return Edition(report(name), source.id, 0, len(source.text), digest)


def test_a_digest_gives_way_to_the_original() -> None:
    digest, original = document("kort", "kort.md", "text/markdown"), document("lang", "lang.txt")
    pairs = [(digest, edition_of("a", digest, digest=True)), (original, edition_of("a", original))]
    kept, findings = choose_editions(pairs)
    assert kept == (pairs[1][1],)
    assert findings == (Finding("kort.md", Code.DIGEST_REPLACED, facts={"report": "A", "other": "lang.txt"}),)
    assert "lang.txt" in say_finding(findings[0])


def test_of_two_originals_the_pdf_is_kept_and_then_the_first_name() -> None:
    sources = [
        document("t", "a.txt"),
        document("m", "b.md", "text/markdown"),
        document("p", "d.pdf", "application/pdf"),
        document("q", "c.pdf", "application/pdf"),
        document("x", "e.bin", "application/x-unknown"),
    ]
    kept, findings = choose_editions([(source, edition_of("a", source)) for source in sources])
    assert [edition.document for edition in kept] == [sources[3].id]
    assert [(finding.document, finding.code) for finding in findings] == [
        (name, Code.DUPLICATE_EDITION) for name in ("a.txt", "b.md", "d.pdf", "e.bin")
    ]
    assert {finding.facts["other"] for finding in findings} == {"c.pdf"}


def test_digests_that_nothing_replaces_are_kept() -> None:
    source = document("kort", "kort.md", "text/markdown")
    twin = document("korter", "nog.md", "text/markdown")
    pairs = [(source, edition_of("a", source, digest=True)), (source, edition_of("b", source, digest=True))]
    assert choose_editions(pairs) == ((pairs[0][1], pairs[1][1]), ())
    kept, findings = choose_editions([*pairs, (twin, edition_of("a", twin, digest=True))])
    assert len(kept) == 2
    assert [finding.code for finding in findings] == [Code.DUPLICATE_EDITION]


@given(st.permutations(range(6)))
def test_the_choice_does_not_depend_on_the_order(order: list[int]) -> None:
    names = ["a.txt", "b.pdf", "c.md", "d.txt", "e.pdf", "f.html"]
    media = ["text/plain", "application/pdf", "text/markdown", "text/plain", "application/pdf", "text/html"]
    sources = [document(name, name, kind) for name, kind in zip(names, media, strict=True)]
    pairs = [(source, edition_of("ab"[n % 2], source, digest=n == 2)) for n, source in enumerate(sources)]
    kept, findings = choose_editions([pairs[n] for n in order])
    assert {edition.document for edition in kept} == {sources[4].id, sources[1].id}
    assert len(findings) == 4
