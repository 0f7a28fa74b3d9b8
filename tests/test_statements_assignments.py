"""Sentences that distribute the recommendations, labels that say for whom, and recommendations told afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_statements_leads import asked

ITEMS = "".join(
    f"{number}. {text}\n" for number, text in enumerate(("Meet.", "Bel.", "Oefen.", "Huur.", "Evalueer."), 1)
)


def who(path: Path, text: str) -> list[str]:
    """Return whom each recommendation asks, joined by a plus sign."""
    path.write_text(text, "utf-8")
    return ["+".join(names) for _, names in asked(path, text)]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Aanbeveling 1 en 2 zijn gericht aan het waterschap, aanbeveling 3 tot en met 5 aan de veiligheidsregio.",
         ["waterschappen", "waterschappen", "veiligheidsregio's", "veiligheidsregio's", "veiligheidsregio's"]),
        ("De eerste aanbeveling richt zich tot het Rijk, de tweede en derde tot Rederij Zilt, de rest tot gemeenten.",
         ["Rijksoverheid", "Rederij Zilt", "Rederij Zilt", "gemeenten", "gemeenten"]),
        ("De eerste vier aanbevelingen zijn bedoeld voor de gemeente, de laatste voor de provincie.",
         ["gemeenten", "gemeenten", "gemeenten", "gemeenten", "provincies"]),
        ("Alle aanbevelingen zijn gericht aan het kabinet, tenzij anders vermeld.", ["kabinet"] * 5),
        ("De aanbevelingen zijn gericht op betere hulp.", [""] * 5),
        ("De aanbevelingen zijn nauwkeurig.", [""] * 5),
    ],
)  # fmt: skip
def test_an_opening_distributes_the_recommendations(opening: str, expected: list[str], tmp_path: Path) -> None:
    text = f"# Storm\n\n## Aanbevelingen\n\n{opening}\n\n{ITEMS}"
    assert who(tmp_path / "a.md", text) == expected


def test_an_opening_reaches_to_the_end_of_its_part(tmp_path: Path) -> None:
    text = (
        "# Storm\n\n## Aanbevelingen\n\nAlle aanbevelingen zijn gericht aan het kabinet.\n\n- Meet vaker.\n- Bel nu."
        "\n\n## Tot slot\n\nWij bevelen aan om dit te evalueren.\n"
    )
    assert who(tmp_path / "a.md", text) == ["kabinet", "kabinet", ""]


def test_what_stands_under_a_recommendation_goes_with_it(tmp_path: Path) -> None:
    text = (
        "# Storm\n\n## Aanbevelingen\n\nDe eerste aanbeveling is gericht aan de gemeente, de tweede aan het Rijk.\n\n"
        "### Aanbeveling 1: Open een loket\n\nHet loket moet goed bereikbaar zijn.\n\n"
        "### Aanbeveling 2: Herzie de wet\n\nDe politie moet dit jaar meedenken.\n"
    )
    assert who(tmp_path / "a.md", text) == ["gemeenten", "gemeenten", "Rijksoverheid", "politie"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Aanbeveling 2 (aan de netbeheerders)", "netbeheerders"),
        ("Aanbeveling 2, gericht aan Rederij Zilt", "Rederij Zilt"),
        ("Aanbeveling 2", ""),
    ],
)
def test_a_label_may_say_for_whom(label: str, expected: str, tmp_path: Path) -> None:
    text = f"# Storm\n\n## Aanbevelingen\n\n### Aanbeveling 1\n\nMeet vaker.\n\n### {label}\n\nBel eerder dan nu.\n"
    assert who(tmp_path / "a.md", text) == ["", expected]


def test_what_is_said_afterwards_of_this_recommendation(tmp_path: Path) -> None:
    text = (
        "# Storm\n\n## Aanbevelingen\n\n1. Meet vaker.\n2. Bel eerder.\n\n"
        "Deze aanbeveling is gericht aan de minister van Justitie en Veiligheid.\n"
    )
    assert who(tmp_path / "a.md", text) == ["", "ministerie van JenV"]


def test_numbers_in_letters(tmp_path: Path) -> None:
    text = (
        "Storm\n\nAanbevelingen\n\nAanbevelingen a tot en met c zijn gericht aan de gemeente, d aan het Rijk.\n\n"
        "a. Meet vaker.\nb. Bel eerder.\nc. Oefen samen.\nd. Herzie de wet.\n"
    )
    assert who(tmp_path / "a.txt", text) == ["gemeenten", "gemeenten", "gemeenten", "Rijksoverheid"]
