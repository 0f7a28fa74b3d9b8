"""A small corpus made by hand: two reports that were never written, with every kind of statement and link.

The first report stands in a PDF of two pages, the second (a reply to it) in a digest in plain text.
"""

from __future__ import annotations

from dataclasses import replace

from crisisgraph.corpus import Corpus
from crisisgraph.ids import content_key, sha256_hex
from crisisgraph.model import (
    Actor,
    ActorId,
    Addressee,
    Block,
    BlockKind,
    Deadline,
    Document,
    DocumentId,
    Edition,
    Kind,
    Level,
    Link,
    LinkKind,
    Page,
    Passage,
    PassageId,
    Position,
    Report,
    ReportId,
    Segment,
    Statement,
    StatementId,
    Theme,
    ThemeId,
    ThemeTag,
)

REPORT_TEXT = (
    "Storm boven de polder\n"
    "1 Wat wij zagen\n"
    "De sirene in Oosterdam bleef stil, omdat niemand haar had getest.\n"
    "2 Wat wij aanbevelen\n"
    "1. De gemeente Oosterdam test de sirene elke maand.\n"
    "a. Leg de uitslag van elke proef vast.\f"
    "2. Veiligheidsregio en waterschap oefenen samen een dijk-\ndoorbraak.\n"
    "3. Zorg voor droge slaapplaatsen.\n"
)
REPLY_TEXT = (
    "# Antwoord op het stormrapport\n\n"
    "Het college neemt aanbeveling 1 over. Voor de zomer van 2022 staat er een rooster.\n\n"
    "Aanbeveling 2 nemen wij niet over.\n"
)


def document(text: str, name: str, media_type: str, *, labels: tuple[str | None, ...] = (None,)) -> Document:
    """Return a document of `text`, a page to each form feed, a paragraph to each line."""
    blocks, pages, start = [], [], 0
    for line in text.replace("\f", "\n").splitlines(keepends=True):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, (Segment(start, start + len(line.rstrip("\n"))),)))
        start += len(line)
    start = 0
    for index, page in enumerate(text.split("\f"), start=1):
        label = labels[index - 1] if index <= len(labels) else None
        pages.append(Page(index, start, start + len(page), label))
        start += len(page) + 1
    sha256 = sha256_hex("bytes of " + text)
    return Document(
        id=DocumentId(f"file-{sha256[:16]}"),
        name=name,
        media_type=media_type,
        sha256=sha256,
        text_sha256=sha256_hex(text),
        reader="proeflezer 1.0",
        text=text,
        pages=tuple(pages),
        blocks=tuple(blocks),
    )


def place(source: Document, words: str) -> tuple[int, int]:
    """Return where `words` stand in the text of a document."""
    start = source.text.index(words)
    return start, start + len(words)


def passage(source: Document, report: Report, words: str, headings: tuple[str, ...] = ()) -> Passage:
    """Return the passage of `words`."""
    start, end = place(source, words)
    key = content_key("passage", source.sha256, str(start), str(end), length=16)
    page = source.page_at(start).index
    text = " ".join(words.replace("-\n", "").split())
    return Passage(PassageId(f"passage-{key}"), source.id, report.id, start, end, page, headings, text)


def statement(source: Document, report: Report, name: str, kind: Kind, words: str) -> Statement:
    """Return a statement of `words` without any details."""
    start, end = place(source, words)
    return Statement(
        id=StatementId(f"{kind}-{report.id}-{name}"),
        document=source.id,
        report=report.id,
        kind=kind,
        start=start,
        end=end,
        page=source.page_at(start).index,
        section=(),
        text=" ".join(words.replace("-\n", "").split()),
        rule="proefregel",
        confidence=0.9,
        issuer=report.issuer,
    )


def made_corpus() -> Corpus:
    """Return the corpus: eight statements, five links, four actors and two themes."""
    region = Actor(ActorId("veiligheidsregio-s"), "veiligheidsregio's", ("veiligheidsregio",), "safety region", True)
    water = Actor(ActorId("waterschappen"), "waterschappen", ("waterschap",), "water authority", True)
    council = Actor(
        ActorId("college-van-burgemeester-en-wethouders"),
        "college van burgemeester en wethouders",
        ("college", "colleges"),
        "municipality",
        True,
    )
    board = Actor(
        ActorId("onderzoeksraad-voor-veiligheid"),
        "Onderzoeksraad voor Veiligheid",
        ("OVV",),
        "advisory body",
        iri="https://identifier.overheid.nl/tooi/id/zbo/zb000156",
    )
    plans = Theme(
        ThemeId("leren-en-borgen"), "leren en borgen", "learning and retaining lessons", "Leren.", "Learning."
    )
    lead = Theme(
        ThemeId("crisisstructuur-en-besluitvorming"),
        "crisisstructuur en besluitvorming",
        "crisis structure and decision-making",
        "Besluiten.",
        "Deciding.",
    )

    storm = Report(
        id=ReportId("storm-oosterdam"),
        title="Storm boven de polder",
        publisher="Bureau Waterkant",
        issuer="Onderzoeksraad voor Veiligheid",
        issued="2021-03",
        evaluates="storm van Oosterdam",
        landing_page="https://example.org/storm rapport",
    )
    reply = Report(
        id=ReportId("antwoord-oosterdam"),
        title="Antwoord op het stormrapport",
        publisher="gemeente Oosterdam",
        issuer="college van burgemeester en wethouders",
        issued="2021-09-01",
        kind="advies",
        part_of=storm.id,
        responds_to="storm-oosterdam",
    )
    pdf = document(REPORT_TEXT, "storm.pdf", "application/pdf", labels=("i", "1"))
    text = document(REPLY_TEXT, "antwoord.md", "text/markdown")

    seen = ("1 Wat wij zagen",)
    advised = ("2 Wat wij aanbevelen",)
    finding = replace(
        statement(
            pdf, storm, "stil", Kind.FINDING, "De sirene in Oosterdam bleef stil, omdat niemand haar had getest."
        ),
        section=seen,
        explicit=False,
        confidence=0.5,
    )
    first = replace(
        statement(pdf, storm, "1", Kind.RECOMMENDATION, "De gemeente Oosterdam test de sirene elke maand."),
        section=advised,
        number="1",
        addressees=(Addressee("De gemeente Oosterdam", None, "onderwerp", 0.8),),
        themes=(ThemeTag(plans.id, "trefwoord", 0.75),),
    )
    part = replace(
        statement(pdf, storm, "1-a", Kind.RECOMMENDATION, "Leg de uitslag van elke proef vast."),
        section=advised,
        number="a",
        level=Level.SUB,
        parent=first.id,
    )
    second = replace(
        statement(
            pdf, storm, "2", Kind.RECOMMENDATION, "Veiligheidsregio en waterschap oefenen samen een dijk-\ndoorbraak."
        ),
        section=advised,
        number="2",
        addressees=(
            Addressee("Veiligheidsregio", region.id, "onderwerp", 0.9),
            Addressee("waterschap", water.id, "onderwerp", 1.0),
        ),
        actors=(region.id, water.id),
        themes=(ThemeTag(plans.id, "trefwoord", 0.75), ThemeTag(lead.id, "trefwoord", 0.3333333)),
    )
    third = replace(
        statement(pdf, storm, "3", Kind.RECOMMENDATION, "Zorg voor droge slaapplaatsen."), section=advised, number="3"
    )
    accepts = replace(
        statement(text, reply, "1", Kind.RESPONSE, "Het college neemt aanbeveling 1 over."),
        position=Position.ACCEPTS,
        actors=(council.id,),
    )
    rejects = replace(
        statement(text, reply, "2", Kind.RESPONSE, "Aanbeveling 2 nemen wij niet over."), position=Position.REJECTS
    )
    promise = replace(
        statement(text, reply, "3", Kind.COMMITMENT, "Voor de zomer van 2022 staat er een rooster."),
        actor=council.id,
        deadline=Deadline("Voor de zomer van 2022", "2022-06"),
    )
    return Corpus(
        documents=(pdf, text),
        editions=(
            Edition(storm, pdf.id, 0, len(pdf.text)),
            Edition(reply, text.id, 0, len(text.text), digest=True),
        ),
        passages=(
            passage(pdf, storm, REPORT_TEXT[REPORT_TEXT.index("De sirene") : REPORT_TEXT.index("\n2 Wat")], seen),
            passage(pdf, storm, REPORT_TEXT[REPORT_TEXT.index("1. De gemeente") : REPORT_TEXT.index("\n3. ")], advised),
            passage(text, reply, "Het college neemt aanbeveling 1 over. Voor de zomer van 2022 staat er een rooster."),
            passage(text, reply, "Aanbeveling 2 nemen wij niet over."),
        ),
        statements=(finding, first, part, second, third, accepts, rejects, promise),
        links=(
            Link(accepts.id, LinkKind.RESPONDS_TO, first.id, "nummer", 0.95),
            Link(rejects.id, LinkKind.RESPONDS_TO, second.id, "nummer", 0.95),
            Link(promise.id, LinkKind.FULFILS, first.id, "volgt op", 0.7),
            Link(first.id, LinkKind.BASED_ON, finding.id, "zelfde onderwerp", 0.6),
            Link(first.id, LinkKind.SIMILAR_TO, second.id, "proefmodel", 0.81),
        ),
        actors=(board, council, region, water),
        themes=(lead, plans),
    )
