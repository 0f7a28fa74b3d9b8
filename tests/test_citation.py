"""A statement as it is cited, read back by the libraries that others read it with."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rispy
from factories import made_corpus
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from crisisgraph.citation import Reference, apa, bibtex, reference, ris
from crisisgraph.model import StatementId
from crisisgraph.records import Lookup

LOOKUP = Lookup(made_corpus())
LINK = "http://127.0.0.1:8501/aanbeveling?uitspraak="
ADVICE = "recommendation-storm-oosterdam-2"
REPLY = "response-antwoord-oosterdam-1"

#: What LaTeX prints for what stands in a field.
PRINTED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", **{f"\\{sign}": sign for sign in "&%$#_"},
}  # fmt: skip


def cited(name: str = ADVICE, **changes: str | bool) -> Reference:
    # A test changes fields of several types, which one mapping cannot say.
    return replace(reference(LOOKUP, StatementId(name), LINK + name), **changes)  # type: ignore[arg-type]


def printed(field: str) -> str:
    """Return what LaTeX prints for a field, without the braces round it."""
    text, out = field.removeprefix("{").removesuffix("}") if field.startswith("{") else field, ""
    while text:
        code = next((code for code in PRINTED if text.startswith(code)), text[0])
        out += PRINTED.get(code, code)
        text = text[len(code) :]
    return out


def entry(one: Reference) -> tuple[dict[str, str], list[str]]:
    """Return the fields and the authors of an entry, as pybtex reads them."""
    [(key, found)] = parse_string(bibtex(one), "bibtex").entries.items()
    assert (key, found.type) == (one.key, "techreport")
    return dict(found.fields), [str(person) for person in found.persons["author"]]


def record(one: Reference) -> dict[str, object]:
    [found] = rispy.loads(ris(one))
    return dict(found)


# --- APA ------------------------------------------------------------------------------------------


def test_apa_has_the_quote_with_its_page_and_the_report_with_its_date() -> None:
    assert apa(cited()).split("\n") == [
        f"“{cited().quote}” (Onderzoeksraad voor Veiligheid, 2021, p. 1)",
        "Onderzoeksraad voor Veiligheid. (2021, maart). Storm boven de polder. Bureau Waterkant. "
        "https://example.org/storm%20rapport",
        f"Citaat op zijn plaats: {LINK}{ADVICE}",
    ]


def test_a_summary_is_called_one_and_quotes_nobody() -> None:
    words, source, _ = apa(cited(REPLY)).split("\n")
    assert "“" not in words
    assert "samengevat in onze woorden" in words
    assert "Antwoord op het stormrapport [samenvatting in eigen woorden]. gemeente Oosterdam." in source


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"issued": ""}, "(z.d.)."),
        ({"issued": "2021-03-29"}, "(2021, 29 maart)."),
        ({"first": "12", "last": "13"}, "2021, pp. 12–13)"),
        ({"first": "", "last": ""}, "2021, onder “2 Wat wij aanbevelen”)"),
        ({"first": "", "last": "", "section": ""}, "(Onderzoeksraad voor Veiligheid, 2021)"),
        ({"speaker": "Raad van Wijzen"}, "(Raad van Wijzen, aangehaald in Onderzoeksraad voor Veiligheid, 2021, p. 1)"),
        ({"container": "Jaarboek"}, "Storm boven de polder. Bijlage in Jaarboek. Bureau"),
        ({"title": "Wat nu?"}, "(2021, maart). Wat nu? Bureau Waterkant."),
        ({"publisher": "", "website": ""}, "Storm boven de polder.\nCitaat"),
    ],
)
def test_apa_says_what_is_known_and_nothing_else(changes: dict[str, str], part: str) -> None:
    assert part in apa(cited(**changes))


# --- what is cited --------------------------------------------------------------------------------


def test_words_of_another_are_those_of_the_speaker() -> None:
    corpus = made_corpus()
    said = tuple(replace(one, issuer="Raad van Wijzen") for one in corpus.statements)
    lookup = Lookup(replace(corpus, statements=said))
    assert reference(lookup, StatementId(ADVICE), LINK).speaker == "Raad van Wijzen"
    assert cited().speaker == ""


def test_an_annex_names_the_report_that_it_is_printed_in() -> None:
    corpus = made_corpus()
    first, second = corpus.editions
    together = (first, replace(second, document=first.document))
    moved = tuple(replace(one, document=first.document, start=0, end=5) for one in corpus.statements)
    lookup = Lookup(replace(corpus, editions=together, statements=moved))
    assert reference(lookup, StatementId(REPLY), LINK).container == "Storm boven de polder"
    assert cited(REPLY).container == ""


def test_pages_are_those_that_are_printed() -> None:
    corpus = made_corpus()
    long = tuple(replace(one, start=0, end=len(corpus.documents[0].text)) for one in corpus.statements)
    lookup = Lookup(replace(corpus, statements=long))
    assert (reference(lookup, StatementId(ADVICE), LINK).first, cited().first) == ("i", "1")
    assert reference(lookup, StatementId(ADVICE), LINK).last == "1"
    assert cited(REPLY).first == ""  # a text has no pages


def test_an_author_that_is_the_publisher_stands_once_and_only_web_addresses_are_websites() -> None:
    corpus = made_corpus()
    own = tuple(
        replace(one, report=replace(one.report, publisher=one.report.issuer, landing_page="javascript:alert(1)"))
        for one in corpus.editions
    )
    found = reference(Lookup(replace(corpus, editions=own)), StatementId(ADVICE), LINK)
    assert (found.publisher, found.website) == ("", "")


def test_parts_have_their_own_name() -> None:
    assert [cited(f"recommendation-storm-oosterdam-{n}").name for n in ("1", "1-a")] == [
        "aanbeveling 1",
        "onderdeel a (aanbeveling)",
    ]
    assert cited(REPLY).name == "reactie"


# --- BibTeX and RIS -------------------------------------------------------------------------------


def test_bibtex_reads_back_with_the_organisation_whole() -> None:
    fields, authors = entry(cited(author="Raad, Commissie and Bureau"))
    assert authors == ["{Raad, Commissie and Bureau}"]
    assert printed(fields["title"]) == "Storm boven de polder"
    assert printed(fields["institution"]) == "Bureau Waterkant"
    assert (fields["year"], fields["date"], fields["pages"]) == ("2021", "2021-03", "1")
    assert fields["url"] == "https://example.org/storm%20rapport"
    assert printed(fields["note"]).startswith("Aanbeveling 2: “Veiligheidsregio en waterschap oefenen samen een dijk")
    assert printed(fields["note"]).endswith(f"Citaat op zijn plaats: {LINK}{ADVICE}")


def test_what_is_not_known_is_not_in_bibtex_and_ris() -> None:
    bare = cited(issued="", first="", last="", website="", publisher="")
    fields, _ = entry(bare)
    assert {"year", "date", "pages"}.isdisjoint(fields)
    assert (fields["url"], printed(fields["institution"])) == (LINK + ADVICE, "Onderzoeksraad voor Veiligheid")
    assert {"year", "date", "start_page", "end_page"}.isdisjoint(record(bare))
    assert entry(cited(issued="2020"))[0].keys().isdisjoint({"date"})


def test_ris_reads_back() -> None:
    found = record(cited(first="12", last="13", container="Jaarboek", issued="2021-03-29"))
    notes = found.pop("notes")
    assert found == {
        "type_of_reference": "RPRT",
        "authors": ["Onderzoeksraad voor Veiligheid"],
        "title": "Storm boven de polder",
        "secondary_title": "Jaarboek",
        "year": "2021",
        "date": "2021/03/29/",
        "publisher": "Bureau Waterkant",
        "start_page": "12",
        "end_page": "13",
        "urls": ["https://example.org/storm%20rapport"],
    }
    assert isinstance(notes, list)
    assert notes[-1] == f"Citaat op zijn plaats: {LINK}{ADVICE}"
    assert ris(cited()).startswith("TY  - RPRT\n")
    assert ris(cited()).endswith("\nER  - \n")


def test_a_summary_is_called_one_in_every_form() -> None:
    for form in (apa, bibtex, ris):
        assert "onze woorden" in form(cited(REPLY))
        assert "“Het college" not in form(cited(REPLY))


HOSTILE = 'Kop }, url = {http://x.invalid}\nER  - \nTY  - JOUR\r\n"a" {b \\input{/etc/passwd} 50% & #1 _x_ $y^2$ ~'


def with_texts(text: str) -> Reference:
    """Return what is cited of a statement whose title, words, headings and names are all `text`."""
    corpus = made_corpus()
    editions = tuple(
        replace(
            one, report=replace(one.report, title=text, issuer=text, publisher=text, landing_page="https://" + text)
        )
        for one in corpus.editions
    )
    statements = tuple(replace(one, text=text, section=(text,), number=text) for one in corpus.statements)
    documents = tuple(replace(one, name=text) for one in corpus.documents)
    made = Lookup(replace(corpus, editions=editions, statements=statements, documents=documents))
    return reference(made, StatementId(ADVICE), LINK + ADVICE)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1) | st.just(HOSTILE))
def test_whatever_a_report_says_stays_in_its_own_field(text: str) -> None:
    one = with_texts(text)
    fields, authors = entry(one)
    assert set(fields) <= {"title", "institution", "year", "date", "pages", "url", "note"}
    assert len(authors) == 1
    assert printed(authors[0]) == one.author
    assert printed(fields["title"]) == one.title
    assert one.quote in printed(fields["note"])
    found = record(one)
    assert found["authors"] == ([one.author] if one.author else None) or not one.author
    assert found.get("title", "") == one.title
    assert found["type_of_reference"] == "RPRT"
    assert len(apa(one).split("\n")) == 3
