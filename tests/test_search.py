"""From question to answer: what comes first, why, what is left out, and when there is no answer."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from factories import made_corpus, statement
from fakes import FakeEncoder, corpus_of_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from crisisgraph.corpus import Corpus
from crisisgraph.embedded import Matrix
from crisisgraph.encoder import Encoder, load_encoder
from crisisgraph.filters import Filters
from crisisgraph.index import build_index
from crisisgraph.index.question import Names, read_question
from crisisgraph.memory import Memory
from crisisgraph.model import Actor, ActorId, Addressee, Kind, ReportId, Theme, ThemeId, ThemeTag
from crisisgraph.records import Lookup
from crisisgraph.search import LONGEST, Answer, Query, search
from crisisgraph.settings import Settings

LINES = [
    "De sirene in Oosterdam bleef stil. Niemand had haar dat jaar getest.",
    "Het waterschap oefent elk voorjaar een dijkdoorbraak met de veiligheidsregio.",
    "De gemeente legt zandzakken klaar bij het stadhuis.",
    "De Onderzoeksraad voor Veiligheid bekeek hoe de dijken werden bewaakt.",
    "Vrijwilligers brachten soep naar de sporthal.",
]
OTHERS = [
    "De brandweer meldde dat de sirene te zacht klonk.",
    "Wij bevelen aan de sirene elke maand te testen.",
    "De schoolbus reed een andere route.",
]


def asked(corpus: Corpus, text: str, encoder: Encoder | None = None, **more: object) -> Answer:
    used = encoder or FakeEncoder(dimension=512)
    return search(build_index(corpus, Memory(used)), used, Lookup(corpus), Query(text, **more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    ovv = Actor(ActorId("ovv"), "Onderzoeksraad voor Veiligheid", ("OVV",))
    return corpus_of_lines({"storm.txt": LINES, "brand.txt": OTHERS}, actors=(ovv,))


# --- what comes first -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Wie legt zandzakken klaar?", LINES[2]),
        ("zandzak stadhuis", LINES[2]),
        ("Welke doorbraken oefenen ze?", LINES[1]),  # part of a compound, and a plural
        ("zandzaken bij het stadhuys", LINES[2]),  # typing errors
        ("VRIJWILLIGERS SOEP", LINES[4]),
        ("Wat bekeek de OVV?", LINES[3]),  # by another name
    ],
)
def test_the_passage_that_answers_comes_first(corpus: Corpus, question: str, first: str) -> None:
    assert asked(corpus, question).hits[0].quote == first


def test_meaning_counts_where_words_differ(corpus: Corpus) -> None:
    encoder = FakeEncoder(dimension=512, synonyms={"alarm": "sirene", "zweeg": "stil"})
    assert asked(corpus, "Welk alarm zweeg?", encoder).hits[0].quote == LINES[0]
    assert asked(corpus, "Welk alarm zweeg?", encoder).hits[0].why.matched == ()


def test_an_english_question_finds_dutch_words(corpus: Corpus) -> None:
    question = "How do the volunteers help?"
    assert list(read_question(question, Names([])).readings) == [question, "how do the vrijwilliger helpen"]
    [hit] = [hit for hit in asked(corpus, question).hits if hit.quote == LINES[4]]
    assert hit.why.matched == ("Vrijwilligers",)


def test_bare_english_words_are_put_into_dutch() -> None:
    assert list(read_question("volunteers", Names([])).readings) == ["volunteers", "vrijwilliger"]


@pytest.mark.parametrize("text", ["Wat doet de gemeente?", "crisis management", "evaluatie"])
def test_a_dutch_question_and_words_that_can_be_dutch_are_not_put_into_dutch(text: str) -> None:
    assert read_question(text, Names([])).readings == {text: 1}


class Longest:
    """A reranker that holds the longest text for the best."""

    def scores(self, question: str, texts: Sequence[str]) -> Matrix:
        return np.array([len(text) / 100 for text in texts], np.float32)


def test_a_reranker_has_the_last_word_on_the_order(corpus: Corpus) -> None:
    encoder = FakeEncoder(dimension=512)
    index = build_index(corpus, Memory(encoder))
    plain, reranked = (
        search(index, encoder, Lookup(corpus), Query("Wie legt zandzakken klaar?"), reranker)
        for reranker in (None, Longest())
    )
    assert reranked.hits[0].quote == max((*LINES, *OTHERS), key=len)
    assert reranked.hits[0].score == pytest.approx(len(reranked.hits[0].quote) / 100)
    assert {hit.quote for hit in reranked.hits} == {hit.quote for hit in plain.hits}
    assert (reranked.answerable, reranked.confidence) == (plain.answerable, plain.confidence)


def test_an_abbreviation_is_found_by_its_full_name() -> None:
    ovv = Actor(ActorId("ovv"), "Onderzoeksraad voor Veiligheid", ("OVV",))
    corpus = corpus_of_lines({"a.txt": ["De OVV kwam langs.", "De raad kwam langs.", *LINES[:2]]}, actors=(ovv,))
    assert asked(corpus, "bezoek van de Onderzoeksraad voor Veiligheid").hits[0].quote == "De OVV kwam langs."


def test_hits_are_sorted_by_score_and_no_more_than_asked(corpus: Corpus) -> None:
    hits = asked(corpus, "De sirene testen in Oosterdam", limit=3).hits
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


# --- what a hit says --------------------------------------------------------------------------------


def test_a_hit_is_a_quote_with_its_place() -> None:
    corpus = made_corpus()
    hit = asked(corpus, "oefenen waterschap dijkdoorbraak").hits[0]
    document = corpus.documents[0]
    assert (hit.document, hit.report, hit.page) == ("storm.pdf", "storm-oosterdam", 1)
    assert document.text[hit.start : hit.end] == hit.quote
    assert hit.passage == corpus.passages[1].id
    assert hit.section == ("2 Wat wij aanbevelen",)
    assert hit.statement == "recommendation-storm-oosterdam-2"
    assert hit.kind is Kind.RECOMMENDATION
    assert "oefenen" in document.text[hit.sentence.start : hit.sentence.end]


def test_the_best_sentence_of_a_passage_is_marked(corpus: Corpus) -> None:
    hit = asked(corpus, "Had niemand haar getest?").hits[0]
    text = corpus.documents[0].text
    assert text[hit.sentence.start : hit.sentence.end] == "Niemand had haar dat jaar getest."


def test_why_names_the_words_as_they_stand_there(corpus: Corpus) -> None:
    why = asked(corpus, "doorbraken in de regio, en wat doet het watershap?").hits[0].why
    assert why.matched == ("waterschap", "dijkdoorbraak", "veiligheidsregio")
    assert 0 < why.lexical <= 1
    assert 0 < why.ngrams <= 1
    assert -1 <= why.dense <= 1


def test_a_word_that_matches_by_another_name_is_named(corpus: Corpus) -> None:
    assert asked(corpus, "OVV").hits[0].why.matched == ("Onderzoeksraad", "Veiligheid")


def test_a_hit_across_a_page_break_is_cut_to_its_best_sentence() -> None:
    corpus = corpus_of_lines({"lang.txt": ["De sirene bleef stil.", "x" * (LONGEST + 50), "De brug ging dicht."]})
    first, _, last = corpus.passages
    whole = replace(first, end=last.end, text="De sirene bleef stil. De brug ging dicht.")
    hit = asked(replace(corpus, passages=(whole,)), "Wanneer ging de brug dicht?").hits[0]
    assert hit.quote == "De brug ging dicht."


# --- what is left out -------------------------------------------------------------------------------


def test_the_same_words_twice_are_one_hit() -> None:
    corpus = corpus_of_lines({"a.txt": LINES, "b.txt": [LINES[2], "Iets anders."]})
    same = replace(corpus.editions[1].report, title=corpus.editions[0].report.title)
    corpus = replace(corpus, editions=(corpus.editions[0], replace(corpus.editions[1], report=same)))
    quotes = [hit.quote for hit in asked(corpus, "zandzakken bij het stadhuis").hits]
    assert quotes.count(LINES[2]) == 1


def test_hits_do_not_overlap() -> None:
    corpus = made_corpus()
    hits = asked(corpus, "De gemeente Oosterdam test de sirene", filters=Filters(kinds=frozenset(Kind))).hits
    spans = [(hit.document, hit.start, hit.end) for hit in hits]
    assert len(spans) > 3
    for number, (name, start, end) in enumerate(spans):
        for other, begin, stop in spans[:number]:
            assert name != other or min(end, stop) - max(start, begin) < 0.5 * min(end - start, stop - begin)


# --- filters and phrases ----------------------------------------------------------------------------


def test_a_report_filter_keeps_to_that_report(corpus: Corpus) -> None:
    hits = asked(corpus, "zachte sirene", filters=Filters(reports=frozenset({ReportId("brand")}))).hits
    assert hits[0].quote == OTHERS[0]
    assert {hit.report for hit in hits} == {"brand"}


def test_a_filter_on_statements_gives_statements() -> None:
    corpus = made_corpus()
    answer = asked(corpus, "sirene testen", filters=Filters(kinds=frozenset({Kind.RECOMMENDATION})))
    first = answer.hits[0]
    assert first.statement == "recommendation-storm-oosterdam-1"
    assert first.quote == "De gemeente Oosterdam test de sirene elke maand."
    assert {hit.kind for hit in answer.hits} == {Kind.RECOMMENDATION}


def test_filters_on_theme_and_actor() -> None:
    corpus = corpus_of_lines({"storm.txt": LINES})
    document, report = corpus.documents[0], corpus.editions[0].report
    first = replace(
        statement(document, report, "1", Kind.RECOMMENDATION, LINES[1]),
        themes=(ThemeTag(ThemeId("oefenen"), "proef", 1.0),),
        addressees=(Addressee("Het waterschap", ActorId("waterschap"), "proef", 1.0),),
    )
    corpus = replace(
        corpus,
        statements=(first, statement(document, report, "2", Kind.FINDING, LINES[0])),
        themes=(Theme(ThemeId("oefenen"), "oefenen", "exercises", "", ""),),
    )
    for filters in (
        Filters(themes=frozenset({ThemeId("oefenen")})),
        Filters(actors=frozenset({ActorId("waterschap")})),
        Filters(statements=frozenset({first.id})),
    ):
        assert [hit.statement for hit in asked(corpus, "sirene", filters=filters).hits] == [first.id]
    for none in (Filters(kinds=frozenset({Kind.RESPONSE})), Filters(statements=frozenset())):
        assert asked(corpus, "sirene", filters=none).hits == ()


def test_a_phrase_must_stand_there_as_it_is_written(corpus: Corpus) -> None:
    assert [hit.quote for hit in asked(corpus, '"de sirene te zacht"').hits] == [OTHERS[0]]
    assert [hit.quote for hit in asked(corpus, "„sirene elke maand” testen").hits] == [OTHERS[1]]
    assert asked(corpus, '"zacht sirene"').hits == ()
    assert asked(corpus, '"zacht sirene"').answerable is False


# --- no answer --------------------------------------------------------------------------------------


def test_a_question_about_something_else_is_refused(corpus: Corpus) -> None:
    answer = asked(corpus, "Hoeveel kost een kilo appels op de markt van Parijs?")
    assert answer.answerable is False
    assert answer.confidence < 0.2


def test_a_question_for_a_figure_is_doubted_where_the_best_sentences_have_none(corpus: Corpus) -> None:
    with_figure = corpus_of_lines({"storm.txt": [line.replace("legt", "legt 400") for line in LINES]})
    question = "Hoeveel zandzakken legt de gemeente klaar bij het stadhuis?"
    doubted = asked(corpus, question)
    assert doubted.evidence
    assert doubted.evidence.no_figure
    for other in (asked(with_figure, question), asked(corpus, question.replace("Hoeveel", "Welke"))):
        assert other.evidence
        assert not other.evidence.no_figure
    assert doubted.confidence < replace(doubted.evidence, no_figure=False).confidence


def test_a_question_that_is_answered_word_for_word_is_not_refused(corpus: Corpus) -> None:
    answer = asked(corpus, "Wie brachten er soep naar de sporthal?")
    assert answer.answerable is True
    assert answer.confidence > 0.8


@pytest.mark.parametrize("text", ["", "   ", "?!", '""'])
def test_a_question_without_words_has_no_answer(corpus: Corpus, text: str) -> None:
    answer = asked(corpus, text)
    assert answer == Answer(Query(text))
    assert (answer.answerable, answer.confidence) == (False, 0.0)


def test_a_corpus_without_passages_has_no_answers(corpus: Corpus) -> None:
    assert asked(replace(corpus, passages=()), "sirene").hits == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80) | st.lists(st.sampled_from(" ".join(LINES).split()), max_size=9).map(" ".join))
def test_any_question_has_an_answer_that_keeps_its_promises(text: str) -> None:
    corpus = PREPARED.lookup.corpus
    answer = search(PREPARED.index, PREPARED.encoder, PREPARED.lookup, Query(text, limit=4))
    assert 0 <= answer.confidence <= 1
    assert answer.answerable == (answer.confidence >= 0.5)
    for hit in answer.hits:
        document = next(one for one in corpus.documents if one.name == hit.document)
        assert document.text[hit.start : hit.end] == hit.quote
        assert hit.start <= hit.sentence.start < hit.sentence.end <= hit.end


class PREPARED:
    encoder = FakeEncoder(dimension=512)
    lookup = Lookup(corpus_of_lines({"storm.txt": LINES, "brand.txt": OTHERS}))
    index = build_index(lookup.corpus, Memory(encoder))


# --- more passages than are looked at in full -------------------------------------------------------


def test_among_thousands_the_answer_is_still_found() -> None:
    filler = [f"Regel {number} gaat over onderdeel {number * 7} van het archief." for number in range(2_300)]
    corpus = corpus_of_lines({"archief.txt": [*filler, *LINES]})
    encoder = FakeEncoder(dimension=512, synonyms={"alarm": "sirene"})
    index, lookup = build_index(corpus, Memory(encoder)), Lookup(corpus)
    for question, line in (("zandzakken stadhuis", 2), ("Welk alarm bleef stil?", 0), ("dijkdoorbrak", 1)):
        assert search(index, encoder, lookup, Query(question)).hits[0].quote == LINES[line]
    only = Filters(reports=frozenset({ReportId("archief")}))
    assert search(index, encoder, lookup, Query("zandzakken stadhuis", only)).hits[0].quote == LINES[2]


# --- how a question is read -------------------------------------------------------------------------


def test_a_question_is_read_as_words_phrases_and_bodies() -> None:
    names = Names([["onderzoeksraad voor veiligheid", "ovv"], ["raad"]])
    question = read_question("Wat zei “de OVV” over de Onderzoeksraad voor Veiligheid?", names)
    assert question.text == "Wat zei  de OVV  over de Onderzoeksraad voor Veiligheid?"
    assert question.phrases == (("de", "ovv"),)
    assert question.content == ("zei", "ovv", "onderzoeksraad", "veiligheid")
    assert [(body.name, body.others) for body in question.bodies] == [
        (("ovv",), (("onderzoeksraad", "voor", "veiligheid"),)),
        (("onderzoeksraad", "voor", "veiligheid"), (("ovv",),)),
    ]


# --- with the encoder that comes with the package ---------------------------------------------------


def test_paraphrases_and_english_questions_with_the_embedded_encoder(tmp_path: Path) -> None:
    corpus = corpus_of_lines(
        {
            "avond.txt": [
                "Inwoners kregen te laat een bericht dat het water steeg.",
                "De gemeente regelde bedden in de sporthal voor wie niet naar huis kon.",
                "Winkeliers konden een vergoeding aanvragen voor schade aan hun voorraad.",
                "De burgemeester sprak met de pers op het plein.",
            ]
        }
    )
    encoder = load_encoder(Settings())
    index, lookup = build_index(corpus, Memory(encoder)), Lookup(corpus)

    def first(question: str) -> str:
        return search(index, encoder, lookup, Query(question)).hits[0].quote

    assert first("Werden mensen niet op tijd gewaarschuwd voor de overstroming?").startswith("Inwoners")
    assert first("Waar konden geëvacueerden slapen?").startswith("De gemeente")
    assert first("Could shops get money for damaged goods?").startswith("Winkeliers")
