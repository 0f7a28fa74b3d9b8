"""Statements that are meant by their number, printed or counted."""

from __future__ import annotations

import pytest

from crisisgraph.links.numbers import meant_by_number
from crisisgraph.model import DocumentId, Kind, Level, ReportId, Statement, StatementId


def said(name: str, kind: Kind, place: int, number: str | None, level: Level = Level.MAIN) -> Statement:
    return Statement(
        StatementId(name),
        DocumentId("file-1"),
        ReportId("r"),
        kind,
        place,
        place + 5,
        1,
        (),
        name,
        "rule",
        0.9,
        "Raad",
        level=level,
        number=number,
    )


def meant(text: str, row: list[Statement]) -> list[str]:
    answer = Statement(
        StatementId("a"),
        DocumentId("file-1"),
        ReportId("r"),
        Kind.RESPONSE,
        900,
        950,
        1,
        (),
        text,
        "rule",
        0.9,
        "college",
    )
    return [statement.id for statement in meant_by_number(answer, row)]


NUMBERED = [said(f"advies-{n}", Kind.RECOMMENDATION, 10 * n, str(n)) for n in range(1, 6)]
COUNTED = [said(f"advies-{n}", Kind.RECOMMENDATION, 10 * n, None) for n in range(1, 6)]


@pytest.mark.parametrize("row", [NUMBERED, COUNTED])
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Wij nemen aanbeveling 3 over.", [3]),
        ("De aanbevelingen 1, 2 en 4 nemen wij over.", [1, 2, 4]),
        ("Aanbevelingen 2 t/m 4 voeren wij uit.", [2, 3, 4]),
        ("De eerste twee aanbevelingen neemt hij over.", [1, 2]),
        ("De tweede en de vierde aanbeveling deelt zij.", [2, 4]),
        ("De aanbeveling om te oefenen deelt zij.", []),
        ("Conclusie 1 delen wij.", []),
        ("Aanbeveling 9 bestaat niet.", []),
    ],
)
def test_a_number_or_a_place_in_the_row_says_which(row: list[Statement], text: str, numbers: list[int]) -> None:
    assert meant(text, row) == [f"advies-{number}" for number in numbers]


def test_parts_do_not_count_and_of_two_with_one_number_the_last_is_meant() -> None:
    part = said("deel", Kind.RECOMMENDATION, 12, None, Level.SUB)
    again = said("opnieuw", Kind.RECOMMENDATION, 80, "2")
    conclusion = said("conclusie", Kind.FINDING, 5, "2")
    assert meant("De tweede aanbeveling delen wij.", [COUNTED[0], part, COUNTED[1]]) == ["advies-2"]
    assert meant("Aanbeveling 2 nemen wij over.", [*NUMBERED, again]) == ["opnieuw"]
    assert meant("Conclusie 2 delen wij.", [conclusion, *NUMBERED]) == ["conclusie"]
