"""What statements say that they build on or summarise: earlier advice, and other reports that are only named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import document
from fakes import FakeEncoder

from crisisgraph.links import find_citations, find_links
from crisisgraph.links.references import ReferenceRule, load_reference_rules
from crisisgraph.links.works import Titles, find_works
from crisisgraph.model import (
    Block,
    BlockKind,
    Citation,
    Document,
    Edition,
    Kind,
    Level,
    LinkKind,
    Report,
    ReportId,
    Statement,
    StatementId,
)
from crisisgraph.statements.meaning import meanings_of

RULES = [rule for table in ("cue", "back") for rule in load_reference_rules(table)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_matches_its_own_examples_and_not_its_counterexamples(rule: ReferenceRule) -> None:
    assert rule.matches
    assert rule.not_matches
    assert all(rule.pattern.search(text) for text in rule.matches)
    assert not any(rule.pattern.search(text) for text in rule.not_matches)


# --- names of works ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Volgens het rapport “Natte voeten, droge dijken” (2013) is dat zo.", ["Natte voeten, droge dijken"]),
        ("Dat staat in het advies van de Waterraad.", ["advies van de Waterraad"]),
        ("De rapporten van de DW en de commissie Havens.", ["rapporten van de DW en de commissie Havens"]),
        ("Uit een evaluatie van de wet Sterke Dijken bleek het.", ["evaluatie van de wet Sterke Dijken"]),
        ("In het Waterraad-rapport en het DW/HL-advies staat het.", ["Waterraad-rapport", "DW/HL-advies"]),
        ("Het DW-rapport ‘Hoge nood’ zegt het.", ["Hoge nood"]),
        ("De herstelopgave Veilige haven, die loopt, vraagt erom.", ["herstelopgave Veilige haven"]),
        ("Zoals de aanbeveling van de Inspectie JenV7 zegt.", ["aanbeveling van de Inspectie JenV"]),
        ("Het advies van de raad was helder, en het rapport ook.", []),
        ("Wij adviseren een rapport te maken.", []),
    ],
)  # fmt: skip
def test_works_are_known_by_the_words_that_name_them(text: str, titles: list[str]) -> None:
    found = list(find_works(text))
    assert [work.title for work in found] == titles
    assert all(work.title.split()[-1].strip("’”") in text[work.start : work.end] for work in found)


def test_a_report_is_known_by_its_title_with_or_without_subtitle_unless_two_have_it() -> None:
    def report(identity: str, title: str) -> Report:
        return Report(ReportId(identity), title, "Bureau", "Bureau")

    titles = Titles([report("a", "Natte voeten: lessen"), report("b", "Hoge golven"), report("c", "Hoge Golven.")])
    assert titles.report("natte voeten") == "a"
    assert titles.report("Natte voeten (2013)") == "a"
    assert titles.report("Hoge golven") is None  # of two it cannot be told which
    assert titles.report("Droge voeten") is None
    assert Titles([report("d", "Kort")]).report("Kort") is None  # too short to be told from others


# --- what points back in one report -----------------------------------------------------------------


def row(text: str, at: int, **more: object) -> Statement:
    made = Statement(
        StatementId(f"s{at}"), document("x", "x.txt", "text/plain").id, ReportId("een"), Kind.RECOMMENDATION,
        at * 200, at * 200 + len(text), 1, ("Advies",), text, "a rule", 0.9, "Dijkraad",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # any field may be given


def built(*statements: Statement) -> list[tuple[str, str, str]]:
    return [(k.source, k.target, k.rule) for k in find_links(statements) if k.kind is LinkKind.BUILDS_ON]


NET = "Bouw een landelijk meetnet met meetpunten voor hoog water."


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Nodig de eilanden uit voor het hierboven voorgestelde meetnet.", "named above: meetnet"),
        ("Sluit de havens aan op deze landelijke meetpunten.", "this one: landelijke meetpunten"),
        ("Deze oproep geldt ook voor de eilanden.", "this advice: oproep"),
        ("Werk aanbeveling 4 samen met de havens uit.", "names it by its number"),
    ],
)
def test_an_advice_builds_on_what_it_points_back_at(text: str, rule: str) -> None:
    first, last = row(NET, 1, number="4"), row(text, 3, number="6")
    assert built(first, row("Koop een boot.", 0, number="2"), last) == [("s3", "s1", rule)]
    assert built(row(text, 0, number="6"), row(NET, 9, number="7")) == []


def test_a_word_in_brackets_points_at_the_advice_that_opens_with_it() -> None:
    table = row("Haventafel Spreek elke maand met vissers.", 2)
    assert built(row("Meet het tij (zie haventafel).", 1), table) == [("s1", "s2", "see there: haventafel")]


def test_this_may_mean_the_advice_above_a_part_and_then_it_is_no_link() -> None:
    main = row("Onderzoek de waterstanden.", 1)
    part = row("Neem in dit onderzoek ook de eilanden mee.", 2, level=Level.SUB, parent=main.id)
    far = row("Een ander onderzoek is niet nodig.", 0)
    assert built(far, main, part) == []


def test_what_is_in_another_chapter_or_of_another_body_is_not_meant() -> None:
    last = row("Sluit de havens aan op deze landelijke meetpunten.", 3)
    assert built(row(NET, 1, section=("Bijlage",)), last) == []
    assert built(row(NET, 1, issuer="kabinet"), last) == []


# --- other reports ----------------------------------------------------------------------------------


def made_up(text: str, report: Report, *quotes: tuple[str, Kind, str]) -> tuple[Document, Edition, list[Statement]]:
    """Return a document with headings where a line ends in a colon, and statements of the given (id, kind, issuer)."""
    source = document(text, f"{report.id}.txt", "text/plain")
    blocks = tuple(
        Block(BlockKind.HEADING, block.segments, 1) if source.read(block).text.endswith(":") else block
        for block in source.blocks
    )
    source = replace(source, blocks=blocks)
    statements = []
    for number, (words, kind, issuer) in enumerate(quotes):
        start = text.index(words)
        headings = [b for b in blocks if b.kind is BlockKind.HEADING and b.start < start]
        section = tuple(source.read(block).text for block in headings)
        statements.append(
            row(words, number, id=StatementId(f"{report.id}-{number}"), document=source.id, report=report.id, kind=kind,
                start=start, end=start + len(words), issuer=issuer, section=section)
        )  # fmt: skip
    return source, Edition(report, source.id, 0, len(text)), statements


def cited(text: str, report: Report, *quotes: tuple[str, Kind, str]) -> list[tuple[str, str, str, str]]:
    source, edition, statements = made_up(text, report, *quotes)
    found = find_citations(statements, [edition], {source.id: source})
    return [(c.source, c.kind.value, c.title, text[c.start : c.end]) for c in found]


OWN = Report(ReportId("eigen"), "Lessen van de storm", "Dijkraad", "Dijkraad")
ADVICE = ("Stel, in lijn met het rapport “Natte voeten”, een tweede gemaal op.", Kind.RECOMMENDATION, "Dijkraad")


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (ADVICE[0], "Natte voeten"),
        ("Pas de norm aan op basis van het onderzoek van de Dijkinspectie.", "onderzoek van de Dijkinspectie"),
        ("Voortbouwend op het advies van de Waterraad vragen wij een meetnet.", "advies van de Waterraad"),
        ("Uit de evaluatie van de Brugwacht blijkt dat slagbomen helpen.", "evaluatie van de Brugwacht"),
        ("Deze tip, die is gedaan vanuit de herstelopgave Veilige haven, helpt.", "herstelopgave Veilige haven"),
        ("Lees het rapport “Natte voeten”.", None),
        ("Werk op basis van vertrouwen. Het rapport “Natte voeten” gaat over gemalen.", None),
    ],
)
def test_a_statement_builds_on_a_work_only_where_it_says_so(sentence: str, title: str | None) -> None:
    found = cited(f"Advies:\n{sentence}\n", OWN, (sentence, Kind.RECOMMENDATION, "Dijkraad"))
    assert [(kind, name) for _, kind, name, _ in found] == ([("builds on", title)] if title else [])


def test_what_a_sentence_says_of_this_advice_holds_for_the_advice_above_it() -> None:
    text = (
        "Maak havens sterker. Deze aanbeveling, die is gedaan vanuit de herstelopgave Veilige haven, helpt ook hier.\n"
    )
    main, rest = text.strip().split(". ", 1)
    source, edition, [above, below] = made_up(
        text, OWN, (main, Kind.RECOMMENDATION, "Dijkraad"), (rest, Kind.RECOMMENDATION, "Dijkraad")
    )
    part = replace(below, parent=above.id, level=Level.SUB)
    [citation] = find_citations([above, part], [edition], {source.id: source})
    assert citation.source == above.id


def test_a_letter_that_answers_a_report_gives_what_that_report_says() -> None:
    letter = Report(ReportId("brief"), "Reactie", "kabinet", "kabinet", responds_to="Dijkraad, Natte voeten: lessen")
    text = "Op 3 mei verscheen Natte Voeten:\nlessen. De Dijkraad adviseert te oefenen. Wij zullen oefenen.\n"
    found = cited(
        text, letter, ("De Dijkraad adviseert te oefenen.", Kind.RECOMMENDATION, "Dijkraad"),
        ("Wij zullen oefenen.", Kind.COMMITMENT, "kabinet"),
    )  # fmt: skip
    assert found == [("brief-0", "summarises", "Dijkraad, Natte voeten: lessen", "Natte Voeten:\nlessen")]


def test_advice_of_another_body_is_from_the_work_of_that_body_that_is_named_last() -> None:
    text = (
        "De Waterraad schreef het rapport “Hoge golven”. Later verscheen het advies “Diep water” van de Dijkraad.\n"
        "De Waterraad vraagt om een loods.\n"
    )
    quote = ("De Waterraad vraagt om een loods.", Kind.RECOMMENDATION, "Waterraad")
    assert cited(text, OWN, quote) == [("eigen-0", "summarises", "Hoge golven", "rapport “Hoge golven”")]
    assert cited("Er is meer.\nDe Waterraad vraagt om een loods.\n", OWN, quote) == []


def test_what_stands_under_summaries_of_reports_is_from_the_report_in_the_heading_below() -> None:
    text = "Bijlage met samenvattingen van rapporten:\nWaterraad, Hoge golven:\nVerhoog de kade.\n"
    found = cited(text, OWN, ("Verhoog de kade.", Kind.RECOMMENDATION, "Dijkraad"))
    assert found == [("eigen-0", "summarises", "Waterraad, Hoge golven", "Waterraad, Hoge golven:")]


@pytest.mark.parametrize("heading", ["Samenvatting:", "Samenvatting van het rapport:", "Samenvatting en advies:"])
def test_the_own_summary_of_a_report_summarises_no_other(heading: str) -> None:
    text = f"{heading}\nAanbevelingen:\nVerhoog de kade.\n"
    assert cited(text, OWN, ("Verhoog de kade.", Kind.RECOMMENDATION, "Dijkraad")) == []


def test_an_annex_of_a_report_with_summaries_is_a_summary() -> None:
    annex = replace(OWN, id=ReportId("bijlage"), title="Hoge golven", issuer="Waterraad", part_of=OWN.id)
    text = "Iets.\nBijlage: samenvattingen rapporten:\nHoge golven van de Waterraad:\nVerhoog de kade.\n"
    start = text.index("Hoge golven")
    source, _, statements = made_up(text, annex, ("Verhoog de kade.", Kind.RECOMMENDATION, "Waterraad"))
    editions = [Edition(OWN, source.id, 0, start), Edition(annex, source.id, start, len(text))]
    [citation] = find_citations(statements, editions, {source.id: source})
    assert (citation.kind, citation.title, citation.report) == (
        LinkKind.SUMMARISES, "Hoge golven van de Waterraad", None,
    )  # fmt: skip
    plain = text.replace("samenvattingen rapporten", "overzichten")
    source, _, statements = made_up(plain, annex, ("Verhoog de kade.", Kind.RECOMMENDATION, "Waterraad"))
    start = plain.index("Hoge golven")
    editions = [Edition(OWN, source.id, 0, start), Edition(annex, source.id, start, len(plain))]
    assert find_citations(statements, editions, {source.id: source}) == ()


def test_a_work_that_is_one_of_the_reports_is_linked_to_what_is_most_like_it_there() -> None:
    other = Report(ReportId("ander"), "Natte voeten: lessen van 2013", "Waterraad", "Waterraad")
    source, edition, statements = made_up(f"Advies:\n{ADVICE[0]}\n", OWN, ADVICE)
    there, place, said = made_up(
        "Stel een tweede gemaal op.\nVerf de brug blauw.\n", other,
        ("Stel een tweede gemaal op.", Kind.RECOMMENDATION, "Waterraad"),
        ("Verf de brug blauw.", Kind.RECOMMENDATION, "Waterraad"),
    )  # fmt: skip
    documents = {source.id: source, there.id: there}
    everything = [*statements, *said]
    citations = find_citations(everything, [edition, place], documents)
    [citation] = citations
    assert citation.report == "ander"
    centre = FakeEncoder().encode_passages(["Advies."])[0] * 0
    links = find_links(everything, meanings_of(everything, FakeEncoder(), centre), citations)
    [link] = [link for link in links if link.kind is LinkKind.BUILDS_ON]
    assert (link.source, link.target, link.rule) == ("eigen-0", "ander-0", "in line with it")
    assert not any(isinstance(link, Citation) for link in links)
