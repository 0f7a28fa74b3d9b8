"""Links between statements: what is answered, carried out, based on, and said again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.links import find_links
from crisisgraph.model import DocumentId, Kind, LinkKind, Position, ReportId, Statement, StatementId

BODY, CABINET = "Dijkraad", "kabinet"


def letter(
    *rows: tuple[str, str, str], section: tuple[str, ...] = ("Dijken",), report: str = "brief"
) -> list[Statement]:
    """Return statements one after the other: (id, kind, text); what is said is the other body's."""
    statements = []
    start = 0
    for identity, kind, text in rows:
        own = kind in ("response", "commitment")
        statements.append(
            Statement(
                StatementId(identity),
                DocumentId(f"file-{report}"),
                ReportId(report),
                Kind(kind),
                start,
                start + len(text),
                1,
                section,
                text,
                "a rule",
                0.9,
                CABINET if own else BODY,
                position=Position.ACCEPTS if kind == "response" else None,
            )
        )
        start += len(text) + 1
    return statements


def pairs(statements: list[Statement], kind: LinkKind) -> list[tuple[str, str]]:
    return [(link.source, link.target) for link in find_links(statements) if link.kind is kind]


def moved(statement: Statement, **fields: object) -> Statement:
    values = {name: getattr(statement, name) for name in statement.__slots__}
    return Statement(**{**values, **fields})


# --- responses ------------------------------------------------------------------------------------


def test_a_response_answers_what_was_said_last_under_the_same_heading() -> None:
    chain = letter(
        ("f1", "finding", "De dijk was te laag."),
        ("r1", "response", "Wij delen deze conclusie."),
        ("a1", "recommendation", "Verhoog de dijk."),
        ("r2", "response", "Wij nemen dit advies over."),
    )
    assert pairs(chain, LinkKind.RESPONDS_TO) == [("r1", "f1"), ("r2", "a1")]


def test_a_response_that_names_a_conclusion_does_not_answer_an_advice() -> None:
    chain = letter(
        ("f1", "finding", "De dijk was te laag."),
        ("a1", "recommendation", "Verhoog de dijk."),
        ("r1", "response", "Wij delen deze conclusie."),
    )
    assert pairs(chain, LinkKind.RESPONDS_TO) == [("r1", "f1")]


def test_an_advice_inside_the_response_is_what_it_answers() -> None:
    [advice, response] = letter(("a1", "recommendation", "om te oefenen."), ("r1", "response", "Wij volgen dit"))
    whole = moved(response, start=0, end=advice.end)
    assert pairs([advice, whole], LinkKind.RESPONDS_TO) == [("r1", "a1")]


def test_these_advices_are_all_those_just_before() -> None:
    chain = letter(
        ("a0", "recommendation", "Bouw een sluis."),
        ("r0", "response", "Wij nemen dit advies over."),
        ("a1", "recommendation", "Verhoog de dijk."),
        ("a2", "recommendation", "Vervang de pomp."),
        ("r1", "response", "Wij nemen deze aanbevelingen over."),
    )
    assert pairs(chain, LinkKind.RESPONDS_TO) == [("r0", "a0"), ("r1", "a1"), ("r1", "a2")]


def test_a_response_under_another_heading_answers_only_in_the_same_words() -> None:
    said = letter(("a1", "recommendation", "Leg een noodvoorraad zandzakken aan in elke polder."))
    [near] = letter(("r1", "response", "Wij onderschrijven de noodzaak van een noodvoorraad zandzakken."))
    [far] = letter(("r2", "response", "Wij onderschrijven het belang van muziekles."))
    elsewhere = [moved(s, section=("Tot slot",), start=500 + n, end=600 + n) for n, s in enumerate((near, far))]
    fill = letter(*((f"x{n}", "finding", f"Woord{n} anders.") for n in range(9)), report="elders")
    assert pairs([*said, *elsewhere, *fill], LinkKind.RESPONDS_TO) == [("r1", "a1")]


def test_a_response_under_the_heading_reactie_answers_what_stood_before_it() -> None:
    [advice] = letter(("a1", "recommendation", "Verhoog de dijk."), section=())
    [response] = letter(("r1", "response", "Overgenomen."))
    reply = moved(response, section=("Reactie bestuur",), start=100, end=112)
    [promise] = letter(("c1", "commitment", "Wij zullen de dijk verhogen."))
    after = moved(promise, section=("Reactie bestuur",), start=113, end=140)
    assert pairs([advice, reply, after], LinkKind.RESPONDS_TO) == [("r1", "a1")]
    assert pairs([advice, reply, after], LinkKind.FULFILS) == [("c1", "a1")]


def test_under_the_heading_reactie_the_same_words_tell_which_of_several_is_meant() -> None:
    said = letter(
        ("a1", "recommendation", "Verhoog de dijk."), ("a2", "recommendation", "Vervang pompen."), section=("Advies",)
    )
    [response] = letter(("r1", "response", "Wij nemen alle aanbevelingen over."))
    [promise] = letter(("c1", "commitment", "De pompen worden vervangen."))
    own = [moved(s, section=("Reactie",), start=99 + n, end=120 + n) for n, s in enumerate((response, promise))]
    assert pairs([*said, *own], LinkKind.RESPONDS_TO) == [("r1", "a1"), ("r1", "a2")]
    assert pairs([*said, *own], LinkKind.FULFILS) == [("c1", "a2")]


def test_what_stands_under_an_advice_as_heading_belongs_to_it() -> None:
    [advice] = letter(("a1", "recommendation", "Verhoog de dijk"), section=("Deel 2",))
    [response] = letter(("r1", "response", "Wij delen dit."), section=("Deel 2", "1. Verhoog de dijk"))
    assert pairs([advice, moved(response, start=100, end=115)], LinkKind.RESPONDS_TO) == [("r1", "a1")]


def test_a_general_response_counts_for_the_numbered_parts_that_get_none_of_their_own() -> None:
    chain = letter(
        ("r0", "response", "De raad deed een advies in twee delen, dat het kabinet onderschrijft."),
        ("a1", "recommendation", "Verhoog de dijk."),
        ("r1", "response", "Wij doen dit volgens dit advies."),
        ("a2", "recommendation", "Vervang de pomp."),
    )
    numbered = [moved(s, number=str(s.id[1])) if s.id in ("a1", "a2") else s for s in chain]
    assert pairs(numbered, LinkKind.RESPONDS_TO) == [("r0", "a2"), ("r1", "a1")]


def test_advice_of_somebody_else_is_not_answered() -> None:
    chain = letter(
        ("a1", "recommendation", "Verhoog de dijk."),
        ("r1", "response", "Wij delen de aanbeveling in het rapport van het Xylofoonfonds."),
    )
    assert pairs(chain, LinkKind.RESPONDS_TO) == []


def test_the_report_does_not_answer_itself() -> None:
    [advice, response] = letter(("a1", "recommendation", "Verhoog de dijk."), ("r1", "response", "Wij delen dit."))
    assert find_links([moved(advice, issuer=CABINET), response]) == ()


# --- promises and bases -----------------------------------------------------------------------------


def test_a_promise_carries_out_the_advice_above_it() -> None:
    chain = letter(
        ("a1", "recommendation", "Verhoog de dijk."),
        ("r1", "response", "Wij nemen dit advies over."),
        ("c1", "commitment", "Wij zullen in 2030 klaar zijn."),
    )
    assert pairs(chain, LinkKind.FULFILS) == [("c1", "a1")]


def test_a_promise_follows_a_conclusion_only_when_it_was_answered() -> None:
    said, promise = ("f1", "finding", "De dijk was te laag."), ("c1", "commitment", "Wij zullen de dijk verhogen.")
    answer, other = ("r1", "response", "Wij delen deze conclusie."), ("r1", "response", "Wij danken de raad.")
    assert pairs(letter(said, answer, promise), LinkKind.FULFILS) == [("c1", "f1")]
    assert pairs(letter(other, said, promise), LinkKind.FULFILS) == []


def test_a_promise_far_below_an_advice_is_not_linked_unless_it_speaks_of_it() -> None:
    [advice, response] = letter(("a1", "recommendation", "Vervang de pompen."), ("r1", "response", "Wij delen dit."))
    [far] = letter(("c1", "commitment", "Wij zullen muziekles geven."))
    [same] = letter(("c2", "commitment", "Wij zullen de pompen vervangen."))
    promises = [moved(s, start=9_000 + n, end=9_030 + n) for n, s in enumerate((far, same))]
    assert pairs([advice, response, *promises], LinkKind.FULFILS) == [("c2", "a1")]


def test_an_advice_that_goes_on_about_a_promise_is_what_it_carries_out() -> None:
    chain = letter(
        ("r0", "response", "Wij danken de raad."),
        ("c1", "commitment", "Dit jaar starten wij met een nieuw plan."),
        ("a1", "recommendation", "Hierbij moet aandacht zijn voor dijken, zoals de raad adviseert."),
    )
    assert pairs(chain, LinkKind.FULFILS) == [("c1", "a1")]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Op basis van deze conclusie adviseren wij de dijk te verhogen.", [("a1", "f2")]),
        ("Zie conclusie 1: verhoog de dijk.", [("a1", "f1")]),
        ("Verhoog de dijk.", []),
    ],
)
def test_an_advice_is_based_on_a_conclusion_only_where_it_says_so(text: str, basis: list[tuple[str, str]]) -> None:
    chain = letter(
        ("f1", "finding", "De dijk was te laag."),
        ("f2", "finding", "De pomp viel uit."),
        ("a1", "recommendation", text),
    )
    numbered = [moved(s, number=str(s.id[1])) if s.kind is Kind.FINDING else s for s in chain]
    assert pairs(numbered, LinkKind.BASED_ON) == basis


# --- the same advice ------------------------------------------------------------------------------


def test_the_same_advice_in_two_reports_is_proposed_once_with_its_score() -> None:
    one = letter(("a1", "recommendation", "Leg per polder een noodvoorraad zandzakken aan."), report="een")
    two = letter(("b1", "recommendation", "Zorg dat elke polder een noodvoorraad zandzakken heeft."), report="twee")
    rest = letter(*((f"x{n}", "finding", f"Ander woord{n} over iets{n}.") for n in range(20)), report="drie")
    [link] = [link for link in find_links([*one, *two, *rest]) if link.kind is LinkKind.SIMILAR_TO]
    assert (link.source, link.target) == ("a1", "b1")
    assert 0.4 <= link.confidence <= 0.9


def test_a_main_advice_and_its_part_are_not_similar_but_related() -> None:
    [main, part] = letter(
        ("a1", "recommendation", "Leg een noodvoorraad zandzakken aan."),
        ("a2", "recommendation", "Leg een noodvoorraad zandzakken aan bij de sluis."),
    )
    assert pairs([main, moved(part, parent=main.id)], LinkKind.SIMILAR_TO) == []
    assert pairs([main, part], LinkKind.SIMILAR_TO) == [("a1", "a2")]


def test_one_shared_word_is_a_coincidence() -> None:
    chain = letter(("a1", "recommendation", "Verhoog dijken."), ("a2", "recommendation", "Bezoek dijken."))
    assert pairs(chain, LinkKind.SIMILAR_TO) == []


def test_no_statements_no_links() -> None:
    assert find_links(()) == ()


TEXTS = st.sampled_from(
    ["Verhoog de dijk.", "Wij delen deze conclusie.", "Wij zullen de dijk verhogen.", "De dijk was te laag."]
)
KINDS = st.sampled_from([kind.value for kind in Kind])


@given(st.lists(st.tuples(KINDS, TEXTS), max_size=12), st.randoms())
def test_links_do_not_depend_on_the_order_and_join_what_exists(rows: list[tuple[str, str]], random: object) -> None:
    statements = letter(*((f"s{n}", kind, text) for n, (kind, text) in enumerate(rows)))
    links = find_links(statements)
    mixed = list(statements)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    assert find_links(mixed) == links
    ids = {statement.id for statement in statements}
    assert all({link.source, link.target} <= ids and link.source != link.target for link in links)
    assert len({(link.source, link.kind, link.target) for link in links}) == len(links)
