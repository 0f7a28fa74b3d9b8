"""Sentences: where a Dutch sentence ends, and where it only looks like it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from strategies import texts

from crisisgraph.statements.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oefen vaker. Deel lessen.", ["Oefen vaker.", "Deel lessen."]),
        (
            "Betrek o.a. de GGD, bijv. Zuid. Zorg ook voor water!",
            ["Betrek o.a. de GGD, bijv. Zuid.", "Zorg ook voor water!"],
        ),
        ("Volgens mr. A.B. de Vries (nr. 3) kan het. Klaar.", ["Volgens mr. A.B. de Vries (nr. 3) kan het.", "Klaar."]),
        (
            "Dat zei hij (‘Kom hier. Nu.’ riep ze) en ging. Stil.",
            ["Dat zei hij (‘Kom hier. Nu.’ riep ze) en ging.", "Stil."],
        ),
        ("‘Wij oefenen.’ Zo ging het.", ["‘Wij oefenen.’", "Zo ging het."]),
        ("Wat nu? Wie weet! En toen…  Niets.", ["Wat nu?", "Wie weet!", "En toen…", "Niets."]),
        ("Gebruik de campagne Doe mee? voor gesprekken.", ["Gebruik de campagne Doe mee? voor gesprekken."]),
        ("De impact was groot.9 Daarna werd het stil.", ["De impact was groot.", "Daarna werd het stil."]),
        ("Zie art. 3.2 Wvr. Dat geldt.", ["Zie art. 3.2 Wvr.", "Dat geldt."]),
        ("Het duurde 1.5 uur. In 2021. 3 boten zonken.", ["Het duurde 1.5 uur.", "In 2021. 3 boten zonken."]),
        ("1. Inleiding", ["1. Inleiding"]),
        ("Een haakje (dat niet sluit. Dan gaat het door.", ["Een haakje (dat niet sluit.", "Dan gaat het door."]),
        ("  ", []),
        ("Zonder einde", ["Zonder einde"]),
    ],
)
def test_sentences_end_where_a_reader_says_so(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(texts)
def test_sentences_hold_every_letter_in_order(text: str) -> None:
    found = split_sentences(text)
    assert "".join("".join(text[a:b] for a, b in found).split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(found))
