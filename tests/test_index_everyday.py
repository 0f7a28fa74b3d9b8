"""Everyday words and what reports call it: every entry of the list can be found, and says something new."""

import pytest

from crisisgraph.encoder import load_encoder
from crisisgraph.index.everyday import load_list, official_of
from crisisgraph.index.question import Names, read_question
from crisisgraph.settings import PACKAGE, Settings

LINES = (PACKAGE / "index" / "everyday.txt").read_text("utf-8").splitlines()
ENTRIES = [line for line in LINES if line and not line.startswith("#")]


def test_every_line_is_an_entry_of_its_own() -> None:
    assert all(line.count("=") == 1 and all(line.split("=")) for line in ENTRIES)
    assert len(load_list()) == len(ENTRIES), "two lines have the same words on the left"


def test_no_entry_is_found_by_nothing_or_leads_to_itself() -> None:
    for entry, official in load_list().items():
        assert entry, official
        assert official, entry
        assert official_of(list(official[:1])) != official, entry


@pytest.mark.parametrize(
    ("question", "official"),
    [
        ("Kwam het leger helpen?", "defensie"),
        ("Wie hakte de knopen door?", "besluiten"),
        ("Wie hakte het hout?", None),
        ("Kwam defensie, het leger dus, helpen?", None),
    ],
)
def test_an_idiom_needs_all_of_its_words_and_what_is_said_already_adds_nothing(
    question: str, official: str | None
) -> None:
    found = read_question(question, Names([])).official
    assert (official in found) if official else not {"defensie", "besluiten"} & set(found)


def test_the_encoder_sees_the_words_of_reports_behind_the_question_for_half() -> None:
    question = read_question("Kwam het leger helpen?", Names([]))
    own, other = question.readings
    assert own == question.text
    assert other.startswith(own)
    assert "defensie" in other
    assert list(question.readings.values()) == [1, 0.5]


def test_a_question_in_the_words_of_reports_is_left_as_it_is() -> None:
    assert read_question("Hoe verliep de crisisbeheersing?", Names([])).readings == {
        "Hoe verliep de crisisbeheersing?": 1
    }


def test_a_question_lies_closer_to_the_passage_that_calls_it_otherwise() -> None:
    from crisisgraph.index.ranking import meaning_of

    encoder = load_encoder(Settings())
    question = read_question("Kwam het leger helpen?", Names([]))
    passage = encoder.encode_passages(["Defensie leverde bijstand bij de zorginstelling."])[0]
    alone = encoder.encode_queries([question.text])[0]
    assert meaning_of(question, encoder) @ passage > alone @ passage
