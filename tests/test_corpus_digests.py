"""The digests tell everything their reports recommend, find, answer and promise, each with its place, in own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from crisisgraph.catalogue import load_catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Document, Kind, Position, Report, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

TEXTS = Path(__file__).parents[2] / "shared" / "corpus" / "txt"
CORPUS = Settings().corpus

#: The place in the original closes every item.
PLACE = re.compile(r"\(origineel: p\. (\d+)(?:, ([^()]+))?\)")


@dataclass(frozen=True)
class Told:
    """What a digest must tell: per item, in order, its kind, and what is printed before the items.

    `kinds`: A aanbeveling, B bevinding, R reactie, T toezegging; a space is a new heading.  `headings` are
    recommendations that stand as a numbered heading, without a place of their own.  `pages` is the length of the
    PDF edition that the places point into, `numbers` the printed numbers that the places name.
    """

    kinds: str
    pages: int
    numbers: tuple[str, ...] = ()
    headings: int = 0


def numbered(word: str, last: int) -> tuple[str, ...]:
    """Return "word 1" to "word last"."""
    return tuple(f"{word} {number}" for number in range(1, last + 1))


#: Facts of the reports themselves: how many of each kind they hold, and how they number them.
DIGESTS = {
    "cot-nazorg": Told(
        "B AAAAAAA BBBBB AAAAAAA",
        17,
        (*numbered("tip", 7), "bouwsteen 1", "bouwsteen 2", "bouwsteen 4", "bouwsteen 5", "bouwsteen 6"),
    ),
    "gezondin": Told("BBB BBBBBBBB BBBBB AAAAAAAA A A", 12),
    "scp-zicht": Told("BBB ABAAAA", 12, numbered("inzicht", 3)),
    "ser-bouwstenen": Told(
        "AAAAAAA AAA AAA AAAAA A AA AAAA AAA AAAAA AAA", 12, numbered("bouwsteen", 10), headings=10
    ),
    "halsema": Told(
        "AAAAAAAAAA AAA AAAAA", 12, ("punt 1A", "punt 1B", "punt 1C", "punt 2", "punt 3"), headings=3
    ),
    "lot-c": Told("BBBBB", 2, numbered("bevinding", 5)),
    "kabinetsreactie-ovv-1": Told(
        "BR BRRBRT BRR BRRBAR BR BRRT BRR BRR RBTTTTTTTTTTTATTARTTTTARARATARATT ARTTBTATATAATTATTR ARTTTRTTTT AR ARA "
        "ARATAATBTTTTTTAT AAAARAATTATTT TBARTARTAARARATT RTTT",
        18,
        numbered("punt", 3),
    ),
    "herstelopgave-5": Told(
        "AAAAAAAAA AAA BBAAA AAAA B BAAAAABB AAAAAAAAAAAAAB B ABAABA BAA BBA AAAAAAAA A AAAA ABABA AAA",
        15,
        (*("top 3",) * 3, *numbered("aanbeveling", 14)),
    ),
}  # fmt: skip

#: What each report holds in all: recommendations (main and sub), findings, responses, commitments.
TOTALS = {
    "cot-nazorg": (14, 6, 0, 0),
    "gezondin": (10, 16, 0, 0),
    "scp-zicht": (5, 4, 0, 0),
    "ser-bouwstenen": (46, 0, 0, 0),
    "halsema": (21, 0, 0, 0),
    "lot-c": (0, 5, 0, 0),
    "kabinetsreactie-ovv-1": (36, 14, 34, 60),
    "herstelopgave-5": (63, 15, 0, 0),
}

#: Of the items of each kind, how many are found at the least (A, B, R, T): a floor, a little below what was measured.
FOUND = {
    "cot-nazorg": (13, 0, 0, 0),
    "gezondin": (8, 13, 0, 0),
    "scp-zicht": (5, 3, 0, 0),
    "ser-bouwstenen": (35, 0, 0, 0),
    "halsema": (17, 0, 0, 0),
    "lot-c": (0, 5, 0, 0),
    "kabinetsreactie-ovv-1": (14, 9, 30, 40),
    "herstelopgave-5": (46, 0, 0, 0),
}

KINDS = {"A": Kind.RECOMMENDATION, "B": Kind.FINDING, "R": Kind.RESPONSE, "T": Kind.COMMITMENT}

REPORTS = {report.id: report for report in load_catalogue(Settings().catalogue).reports}


@pytest.fixture(params=DIGESTS)
def name(request: pytest.FixtureRequest) -> str:
    """The id of a report that has a digest."""
    return str(request.param)


def digest_of(name: str) -> Document:
    """Return the digest of a report as it is read."""
    document = read_document_now(CORPUS / f"{name}.md").document
    assert document is not None
    return document


def report_of(name: str) -> Report:
    """Return what the catalogue says of a report."""
    return next(report for key, report in REPORTS.items() if key == name)


@pytest.fixture(scope="module")
def statements_of() -> Callable[[str], tuple[Statement, ...]]:
    """Return what is found in the digest of a report, by its id."""
    knowledge, catalogue = load_knowledge(Settings().ontology), load_catalogue(Settings().catalogue)

    def find(name: str) -> tuple[Statement, ...]:
        document = digest_of(name)
        (edition,), _ = recognise(catalogue, document)
        return find_statements(document, edition, knowledge)

    return find


def test_every_report_has_a_digest_and_every_digest_a_report() -> None:
    assert sorted(REPORTS) == sorted(DIGESTS) == sorted(path.stem for path in CORPUS.glob("*.md"))


def test_a_digest_is_recognised_and_says_what_it_is(name: str) -> None:
    document = digest_of(name)
    (edition,), findings = recognise(load_catalogue(Settings().catalogue), document)
    assert (edition.report, edition.digest, findings) == (report_of(name), True, ())
    opening = document.text[:1200]
    assert "samenvatting in eigen woorden" in opening
    assert (report_of(name).landing_page or "") in opening
    assert document.text.rstrip().endswith("De samenvatting zelf valt onder de licentie van crisisgraph.")


def test_every_item_has_its_place_in_the_original(name: str) -> None:
    told, text = DIGESTS[name], digest_of(name).text
    assert f"{told.pages} bladzijden" in text
    pages = [int(place[1]) for place in PLACE.finditer(text)]
    assert len(pages) == len(told.kinds.replace(" ", ""))
    assert pages == sorted(pages)
    assert 1 <= pages[0] <= pages[-1] <= told.pages


def test_items_stand_under_the_heading_of_their_chapter(name: str) -> None:
    groups = [len(PLACE.findall(part)) for part in re.split(r"^#+ .*$", digest_of(name).text, flags=re.M)]
    assert [count for count in groups if count] == [len(group) for group in DIGESTS[name].kinds.split()]


def test_printed_numbers_are_those_of_the_original(name: str) -> None:
    told, text = DIGESTS[name], digest_of(name).text
    found = [place[2] for place in PLACE.finditer(text) if place[2] and re.match(r"\w+ \w+$", place[2])]
    assert tuple(dict.fromkeys(found)) == tuple(dict.fromkeys(told.numbers))
    assert Counter(found)["top 3"] == Counter(told.numbers)["top 3"]
    assert len(re.findall(r"^## \d+\. (?:[A-Z][a-z]+)", text, re.M)) >= told.headings


def test_counts_per_kind_are_those_of_the_original(name: str) -> None:
    told = DIGESTS[name]
    counts = Counter(told.kinds)
    assert (counts["A"] + told.headings, counts["B"], counts["R"], counts["T"]) == TOTALS[name]


def test_positions_and_deadlines_of_the_letter_are_told() -> None:
    text = digest_of("kabinetsreactie-ovv-1").text
    wanted = {
        "dit voorjaar": 2, "later dit jaar": 1, "beginnen dit jaar": 1, "eind 2022": 1, "vóór de zomer": 1,
        "jaarlijks": 1, "binnen afzienbare termijn": 1, "komende periode": 2, "in de toekomst": 1,
        "komende kabinetsperiode": 1, "kanttekening": 5,
        "onderschrijft": 7, "neemt haar over": 1, "ter harte": 2, "herkent": 2, "deelt": 3,
    }  # fmt: skip
    assert {phrase: text.count(phrase) for phrase in wanted} == wanted


@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        ("cot-nazorg", ["colleges van burgemeester en wethouders", "gemeenteraad"]),
        ("ser-bouwstenen", ["kabinet", "EU-lidstaten", "Sociale partners", "rijksoverheid", "bedrijven", "Onderwijs"]),
        ("halsema", ["gemeenten en Rijk", "gemeenten, Rijk en maatschappelijke partners"]),
        ("lot-c", ["Veiligheidsregio's en gemeenten moeten"]),
        ("scp-zicht", ["Rijksoverheid en werkgevers"]),
        ("herstelopgave-5", ["als departementen", "als overheden", "als responsieve overheid", "ministerie van JenV"]),
    ],
)
def test_bodies_that_are_addressed_are_named(name: str, phrases: list[str]) -> None:
    text = digest_of(name).text
    assert [phrase for phrase in phrases if phrase not in text] == []


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source reports are not here (../shared/corpus)")
def test_no_digest_repeats_nine_words_of_a_report(name: str) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", re.sub(r"https?://\S+", " ", text).casefold())
        return {tuple(words[at : at + 9]) for at in range(len(words) - 8)}

    told = runs(digest_of(name).text)
    for path in TEXTS.glob("*.txt"):
        assert told & runs(path.read_text("utf-8")) == set()


# --- and what is found in them --------------------------------------------------------------------


def test_the_items_are_found_as_what_they_are(name: str, statements_of: Callable[[str], tuple[Statement, ...]]) -> None:
    text, found = digest_of(name).text, statements_of(name)
    counts: Counter[str] = Counter()
    before = 0
    for letter, place in zip(DIGESTS[name].kinds.replace(" ", ""), PLACE.finditer(text), strict=True):
        start = max(before, text.rfind("\n", 0, place.start()) + 1)
        half = min(20, (place.end() - start) // 2)
        counts[letter] += any(
            statement.kind is KINDS[letter] and min(statement.end, place.end()) - max(statement.start, start) > half
            for statement in found
        )
        before = place.end()
    short = {
        letter: counts[letter] for letter, least in zip("ABRT", FOUND[name], strict=True) if counts[letter] < least
    }
    assert short == {}


def test_numbered_recommendations_have_readable_ids(statements_of: Callable[[str], tuple[Statement, ...]]) -> None:
    ids = {statement.id for statement in statements_of("herstelopgave-5")}
    assert {f"recommendation-herstelopgave-5-{number}" for number in range(1, 15)} <= ids


def test_the_letter_is_found_as_a_chain(statements_of: Callable[[str], tuple[Statement, ...]]) -> None:
    found = statements_of("kabinetsreactie-ovv-1")
    positions = Counter(statement.position for statement in found if statement.kind is Kind.RESPONSE)
    assert positions[Position.ACCEPTS] >= 20
    assert positions[Position.REJECTS] == 0
    assert positions[Position.UNCLEAR] <= 1
    dates = {statement.deadline.date for statement in found if statement.deadline}
    assert {"2022", "2022-06", "2022-12"} <= dates
    raad = [statement for statement in found if statement.issuer == "Onderzoeksraad voor Veiligheid"]
    assert {statement.kind for statement in raad} == {Kind.FINDING, Kind.RECOMMENDATION}
