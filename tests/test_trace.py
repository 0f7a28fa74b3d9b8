"""Records, filters and traces say what the corpus says, with the words and the place."""

import pytest
from factories import REPORT_TEXT, made_corpus

from crisisgraph.errors import InputError
from crisisgraph.filters import Filters, filters_from_words
from crisisgraph.model import Kind
from crisisgraph.records import Lookup, addressee_labels, statement_record
from crisisgraph.trace import trace

LOOKUP = Lookup(made_corpus())
FIRST, SECOND, THIRD = (f"recommendation-storm-oosterdam-{number}" for number in (1, 2, 3))
PROMISE = "commitment-antwoord-oosterdam-3"


def test_a_record_has_every_field_of_the_contract() -> None:
    record = statement_record(LOOKUP, LOOKUP.statement(PROMISE))
    contract = (
        "document id kind start end quote page number section level parent issuer addressees actors themes explicit "
        "position deadline responds_to fulfils rule confidence"
    )
    assert set(contract.split()) <= set(record)
    assert record["quote"] == "Voor de zomer van 2022 staat er een rooster."
    assert record["actor"] == "college van burgemeester en wethouders"
    assert (record["deadline"], record["deadline_date"]) == ("Voor de zomer van 2022", "2022-06")
    assert record["fulfils"] == [FIRST]


def test_the_quote_of_a_record_keeps_the_line_end_that_its_reading_drops() -> None:
    record = statement_record(LOOKUP, LOOKUP.statement(SECOND))
    assert record["quote"] == "Veiligheidsregio en waterschap oefenen samen een dijk-\ndoorbraak."
    assert record["text"] == "Veiligheidsregio en waterschap oefenen samen een dijkdoorbraak."
    assert REPORT_TEXT[int(str(record["start"])) : int(str(record["end"]))] == record["quote"]
    assert record["page"] == 2
    assert record["themes"] == ["leren en borgen", "crisisstructuur en besluitvorming"]


def test_an_unresolved_addressee_keeps_its_own_words() -> None:
    assert addressee_labels(LOOKUP, LOOKUP.statement(FIRST)) == ["De gemeente Oosterdam"]
    assert addressee_labels(LOOKUP, LOOKUP.statement(SECOND)) == ["veiligheidsregio's", "waterschappen"]


def test_a_statement_is_found_by_its_id_and_by_its_iri() -> None:
    assert LOOKUP.statement(f"https://example.org/id/{FIRST}").id == FIRST
    with pytest.raises(InputError) as refused:
        LOOKUP.statement("recommendation-nergens")
    assert refused.value.code == "unknown-statement"


def test_a_trace_follows_the_chain_from_conclusion_to_commitment() -> None:
    found = trace(LOOKUP, FIRST)
    assert [step.statement.kind for step in found.basis] == [Kind.FINDING]
    assert [step.quote for step in found.responses] == ["Het college neemt aanbeveling 1 over."]
    assert [step.statement.id for step in found.commitments] == [PROMISE]
    assert [step.statement.id for step in found.parts] == ["recommendation-storm-oosterdam-1-a"]
    assert [step.statement.id for step in found.similar] == [SECOND]
    assert found.responses[0].link is not None
    assert found.responses[0].link.rule == "nummer"
    assert not found.unanswered


def test_a_trace_of_an_answer_goes_back_to_the_recommendation() -> None:
    assert [step.statement.id for step in trace(LOOKUP, PROMISE).answers] == [FIRST]
    part = trace(LOOKUP, "recommendation-storm-oosterdam-1-a")
    assert part.parent is not None
    assert part.parent.statement.id == FIRST


def test_only_a_recommendation_without_any_reaction_is_unanswered() -> None:
    assert trace(LOOKUP, THIRD).unanswered
    assert not trace(LOOKUP, PROMISE).unanswered


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"actors": ["Waterschap"]}, {SECOND}),
        ({"actors": ["college"]}, {PROMISE}),
        ({"themes": ["Leren en Borgen"]}, {FIRST, SECOND}),
        ({"themes": ["crisis structure and decision-making"], "actors": ["waterschappen"]}, {SECOND}),
        ({"reports": ["antwoord-oosterdam"], "kinds": ["commitment"]}, {PROMISE}),
        ({"reports": ["Storm boven de polder"], "kinds": ["commitment"]}, set()),
    ],
)
def test_filters_are_given_as_people_write_them(words: dict[str, list[str]], expected: set[str]) -> None:
    filters = filters_from_words(LOOKUP.corpus, **words)
    assert {s.id for s in LOOKUP.corpus.statements if filters.accept(s)} == expected


def test_no_filter_accepts_everything() -> None:
    assert all(Filters().accept(statement) for statement in LOOKUP.corpus.statements)


@pytest.mark.parametrize("field", ["reports", "themes", "actors"])
def test_an_unknown_name_is_refused_with_the_nearest_ones(field: str) -> None:
    with pytest.raises(InputError) as refused:
        filters_from_words(LOOKUP.corpus, **{field: ["leren en borge"]})
    assert refused.value.code == f"unknown-{field[:-1]}"
    if field == "themes":
        assert refused.value.facts["near"] == "leren en borgen"
