"""Reactions: the rules with their own examples, made-up letters read whole, and what limits a response."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crisisgraph.documents.reading import read_document_now
from crisisgraph.ids import sha256_hex
from crisisgraph.links import find_links
from crisisgraph.model import (
    Block,
    BlockKind,
    Document,
    DocumentId,
    Edition,
    Kind,
    Link,
    LinkKind,
    Position,
    Report,
    ReportId,
    Segment,
    Statement,
)
from crisisgraph.statements import Knowledge, find_statements, load_knowledge
from crisisgraph.statements.letters import find_reactions, promising
from crisisgraph.statements.letters.clauses import clauses_of
from crisisgraph.statements.letters.masks import OTHER, PARTY, SELF
from crisisgraph.statements.letters.parties import Parties
from crisisgraph.statements.letters.positions import position_of
from crisisgraph.statements.letters.rules import Rule, load_rules
from crisisgraph.statements.letters.scene import Scene
from crisisgraph.statements.letters.state import State
from crisisgraph.statements.view import EditionView, view_of

LETTERS = Path(__file__).parent / "data" / "letters"
ONTOLOGY = Path(__file__).parents[1] / "ontology"
NAMES = ("hoogwater", "opvang", "stroom", "zeekabel", "digitaal")
RULES = tuple(rule for name in ("said", "replies", "promises") for rule in load_rules(name))

#: What makes "de inspectie" the other body and the cabinet the side that answers in the rules' own examples.
CONTEXT = (
    "De Inspectie Waterveiligheid (hierna: de inspectie) concludeert iets.\n"
    "Dat zag het kabinet, en het kabinet schreef."
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ONTOLOGY)


def view_from(text: str, *, issuer: str = "kabinet", issued: str | None = "2022-04-01") -> EditionView:
    """Return a text as a report: a line is a paragraph, and one that begins with "# " a heading."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        heading = line.startswith("# ")
        if line.strip():
            segment = Segment(start + 2 * heading, start + len(line))
            blocks.append(Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, (segment,), int(heading)))
        start += len(line) + 1
    sha = sha256_hex(text)
    document = Document(DocumentId("file-x"), "x.txt", "text/plain", sha, sha, "test", text, (), tuple(blocks))
    report = Report(ReportId("x"), "X", issuer, issuer, issued, responds_to="iets")
    return view_of(document, Edition(report, document.id, 0, len(text)))


def meets(rule: Rule, sentence: str, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tell whether a sentence, in a letter that has just told something of the other body, meets a rule."""
    view = view_from(f"{CONTEXT}\n{sentence}")
    block = view.blocks[-1]
    scene = Scene(view, knowledge.actor_index, whole=True)
    at = scene.at(block, block.sentences[0])
    if rule.kind is None:
        return rule.search(at.text) is not None
    if rule.kind is Kind.COMMITMENT:
        monkeypatch.setattr(promising, "load_rules", lambda _: (rule,))
        return any(promising.promise_rule(scene, clause, at, State(near=True), kept=True) for clause in at.clauses)
    fitting = [clause for clause in at.clauses if rule.fits(clause)]
    if rule.kind is Kind.RESPONSE:
        return any(rule.search(clause.text if rule.deep else clause.main) for clause in fitting)
    return bool(fitting) and rule.search(at.text) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_meets_its_own_examples_and_no_counterexample(
    rule: Rule, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sentence in rule.matches:
        assert meets(rule, sentence, knowledge, monkeypatch), sentence
    for sentence in rule.not_matches:
        assert not meets(rule, sentence, knowledge, monkeypatch), sentence


def test_a_masked_sentence_says_where_its_signs_stand(knowledge: Knowledge) -> None:
    sentence = "Samen met de NCTV vraagt het kabinet de inspectie (in 2023) om hulp."
    masked = Parties(view_from(CONTEXT), knowledge.actor_index, whole=True).mask(sentence)
    assert masked.text == f"Samen met {PARTY} vraagt {SELF} {OTHER} om hulp."
    assert sentence[masked.origin[masked.text.index(SELF)] :].startswith("het kabinet")
    assert sentence[masked.origin[masked.text.index("om hulp")] :] == "om hulp."
    assert masked.first(OTHER) is not None
    assert masked.first(OTHER).label == "Inspectie Waterveiligheid"  # type: ignore[union-attr]  # it is there


# --- whole letters --------------------------------------------------------------------------------


def read_letter(name: str, knowledge: Knowledge) -> tuple[dict[str, object], tuple[Statement, ...], tuple[Link, ...]]:
    expected = tomllib.loads((LETTERS / f"{name}.toml").read_text("utf-8"))
    document = read_document_now(LETTERS / f"{name}.txt").document
    assert document is not None
    issuer = expected["issuer"]
    report = Report(
        ReportId(name), name, issuer, issuer, expected["issued"], "kamerbrief", responds_to=expected["other"]
    )
    statements = find_statements(document, Edition(report, document.id, 0, len(document.text)), knowledge)
    return expected, statements, find_links(statements)


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_read_as_a_chain(name: str, knowledge: Knowledge) -> None:
    expected, found, links = read_letter(name, knowledge)
    labels = {actor.id: actor.label for actor in knowledge.actors}
    by_id = {statement.id: statement for statement in found}
    rest = list(found)
    for row in expected["statement"]:  # type: ignore[attr-defined]  # it is there
        match = next((s for s in rest if s.kind == row["kind"] and s.text.startswith(row["begins"])), None)
        if match is None:
            assert row.get("optional"), row["begins"]
            continue
        rest.remove(match)
        own = match.kind in (Kind.RESPONSE, Kind.COMMITMENT)
        assert match.issuer == (expected["issuer"] if own else expected["other"]), row["begins"]
        assert match.position == row.get("position"), row["begins"]
        assert match.number == row.get("number"), row["begins"]
        if "deadline" in row:
            assert match.deadline is not None, row["begins"]
            assert match.deadline.date == row["deadline"]
        if "actor" in row:
            assert match.actor is not None, row["begins"]
            assert labels[match.actor] == row["actor"]
        for field, kind in (("answers", LinkKind.RESPONDS_TO), ("fulfils", LinkKind.FULFILS)):
            targets = [by_id[link.target].text for link in links if link.source == match.id and link.kind is kind]
            for begins in row.get(field, ()):
                assert any(text.startswith(begins) for text in targets), (row["begins"], targets)
    assert [statement.text for statement in rest] == []


def test_every_quote_of_a_letter_stands_in_it(knowledge: Knowledge) -> None:
    for name in NAMES:
        text = (LETTERS / f"{name}.txt").read_text("utf-8")
        _, found, _ = read_letter(name, knowledge)
        assert all(" ".join(text[s.start : s.end].split()) == " ".join(s.text.split()) for s in found)


# --- sentences and their neighbours ---------------------------------------------------------------


def found_in(
    text: str, knowledge: Knowledge, *, is_reaction: bool = True, issuer: str = "kabinet"
) -> list[tuple[str, str]]:
    view = view_from(text, issuer=issuer)
    drafts = find_reactions(view, knowledge.actor_index, knowledge.cues, is_reaction=is_reaction)
    return [(draft.kind.value, draft.text) for draft in drafts]


def test_a_response_and_the_promise_after_en_are_two_statements(knowledge: Knowledge) -> None:
    text = f"{CONTEXT}\nDe inspectie beveelt aan te oefenen. Het kabinet onderschrijft dit advies en zal dat doen."
    assert found_in(text, knowledge)[1:] == [
        ("recommendation", "De inspectie beveelt aan te oefenen."),
        ("response", "Het kabinet onderschrijft dit advies"),
        ("commitment", "zal dat doen."),
    ]


def test_a_conclusion_goes_on_until_the_other_side_speaks(knowledge: Knowledge) -> None:
    text = CONTEXT + "\nDe inspectie stelt dat het te laat was. Ook was er geen plan. Het kabinet heeft dat gezien."
    found = found_in(text, knowledge)
    assert ("finding", "De inspectie stelt dat het te laat was. Ook was er geen plan.") in found
    assert ("response", "Het kabinet heeft dat gezien.") in found


def test_zij_means_the_body_that_the_last_sentence_began_with(knowledge: Knowledge) -> None:
    text = CONTEXT + "\nDe inspectie deed goed werk. Zij concludeert dat het te laat was."
    assert found_in(text, knowledge)[-1] == ("finding", "Zij concludeert dat het te laat was.")


def test_a_sentence_without_a_full_stop_does_not_swallow_the_next(knowledge: Knowledge) -> None:
    advice = "De opslag moet ruimer worden, hetgeen de inspectie terecht aanbeveelt"
    text = f"{CONTEXT}\n{advice} Daarbij zal het kabinet helpen."
    assert found_in(text, knowledge)[1:] == [
        ("recommendation", advice),
        ("response", "hetgeen de inspectie terecht aanbeveelt"),
        ("commitment", "Daarbij zal het kabinet helpen."),
    ]


def test_a_bare_label_makes_what_follows_the_recommendation(knowledge: Knowledge) -> None:
    text = CONTEXT + "\n# Aanbeveling 3\nOefen vaker. Doe dat met de buren. Het kabinet doet dit al."
    view = view_from(text)
    found = find_reactions(view, knowledge.actor_index, knowledge.cues, is_reaction=True)
    advice = next(draft for draft in found if draft.kind is Kind.RECOMMENDATION)
    assert (advice.number, advice.text) == ("3", "Oefen vaker. Doe dat met de buren.")


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2021 heeft het kabinet tien pompen vervangen.",
        "Het kabinet ging in gesprek met bewoners.",
        "Veiligheidsregio's dragen zorg voor de bestrijding van brand.",
        "In deze brief geeft het kabinet een reactie.",
        "Het water zal verder stijgen.",
        "Er is veel gedaan, zodat dit wordt verbeterd.",
    ],
)
def test_an_account_or_a_description_is_no_promise(sentence: str, knowledge: Knowledge) -> None:
    assert [kind for kind, _ in found_in(f"{CONTEXT}\n{sentence}", knowledge)][1:] == []


def test_a_chapter_with_a_reaction_answers_the_report_itself(knowledge: Knowledge) -> None:
    text = (
        "# Aanbevelingen\nLeg een plan vast.\n# Bestuurlijke reactie\nU beveelt ons aan een plan vast te leggen. "
        "Het college neemt deze aanbeveling over. Het college stelt in juni een plan vast."
    )
    view = view_from(text, issuer="Rekenkamer Zeewacht")
    drafts = find_reactions(view, knowledge.actor_index, knowledge.cues, is_reaction=False)
    assert [(draft.kind.value, draft.issuer) for draft in drafts] == [
        ("recommendation", "Rekenkamer Zeewacht"),
        ("response", "college van burgemeester en wethouders"),
        ("commitment", "college van burgemeester en wethouders"),
    ]


def test_elsewhere_only_so_many_words_count(knowledge: Knowledge) -> None:
    text = "De raad gaf in 2019 een advies.\nHet kabinet onderschrijft deze aanbeveling.\nHet kabinet zal oefenen."
    assert found_in(text, knowledge, is_reaction=False, issuer="COT") == [
        ("response", "Het kabinet onderschrijft deze aanbeveling.")
    ]
    assert found_in("Het kabinet zal oefenen.", knowledge, is_reaction=False) == []


def test_without_a_name_the_other_body_is_unknown(knowledge: Knowledge) -> None:
    view = view_from("U concludeert dat het te laat was. Wij herkennen dat beeld.")
    drafts = find_reactions(view, knowledge.actor_index, knowledge.cues, is_reaction=True)
    assert [(draft.kind, draft.issuer) for draft in drafts] == [(Kind.FINDING, "onbekend"), (Kind.RESPONSE, None)]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Wij nemen dit over.", Position.ACCEPTS),
        ("Wij nemen dit niet over.", Position.REJECTS),
        ("Wij nemen dit niet alleen over.", Position.ACCEPTS),
        ("Wij nemen dit gedeeltelijk over.", Position.ACCEPTS_IN_PART),
        ("Wij nemen dit niet volledig over.", Position.ACCEPTS_IN_PART),
        ("Wij nemen dit over, maar later.", Position.ACCEPTS_IN_PART),
        ("Wij nemen dit over, omdat het niet anders kan.", Position.ACCEPTS),
        ("Het plan om dit te doen nemen wij niet over.", Position.REJECTS),
    ],
)
def test_the_position_follows_from_the_main_clause(text: str, position: Position) -> None:
    assert position_of(Position.ACCEPTS, clauses_of(text, range(1))[0]) is position


def test_a_rule_with_a_fixed_position_keeps_it() -> None:
    clause = clauses_of("Wij nemen niet alleen kennis van dit advies.")[0]
    assert position_of(Position.NOTES, clause) is Position.NOTES
