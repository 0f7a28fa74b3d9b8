"""The same report as text, as a Word file and as a web page says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conversions import as_docx, as_html

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.extraction import extract
from crisisgraph.model import Document, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge

DATA = Path(__file__).parent / "data"
FILES = sorted(path for path in DATA.glob("*/*") if path.suffix in {".md", ".txt"})
KNOWLEDGE = load_knowledge(Settings().ontology)
FORMS = (pytest.param(as_docx, "docx", id="docx"), pytest.param(as_html, "html", id="html"))

#: Writes a document anew, with or without markup.
Written = Callable[..., bytes]


def read(path: Path) -> tuple[Document, tuple[Statement, ...]]:
    document = read_document_now(path).document
    assert document is not None
    editions, _ = recognise(Catalogue(), document, KNOWLEDGE.actors)
    return document, tuple(found for edition in editions for found in find_statements(document, edition, KNOWLEDGE))


def told(statement: Statement) -> tuple[object, ...]:
    """Return what a statement says, without its place."""
    addressees = tuple((one.text, one.actor) for one in statement.addressees)
    return (
        statement.kind, " ".join(statement.text.split()), statement.number, statement.level, statement.section,
        addressees, statement.position, statement.deadline, statement.rule,
    )  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("write", "suffix"), FORMS)
def test_what_a_marked_up_report_says_is_what_its_text_says(
    path: Path, write: Written, suffix: str, tmp_path: Path
) -> None:
    document, statements = read(path)
    (tmp_path / f"rapport.{suffix}").write_bytes(write(document))
    converted, found = read(tmp_path / f"rapport.{suffix}")
    assert [told(one) for one in found] == [told(one) for one in statements]
    for one in found:
        assert "".join(converted.quote(one.span).split()) != ""


@pytest.mark.parametrize(("write", "suffix"), FORMS)
def test_most_of_what_a_report_says_is_found_where_nothing_is_marked_up(
    write: Written, suffix: str, tmp_path: Path
) -> None:
    same = expected = given = 0
    for path in FILES:
        document, statements = read(path)
        (tmp_path / f"rapport.{suffix}").write_bytes(write(document, marked=False))
        own = {(one.kind, " ".join(one.text.split())) for one in statements}
        found = {(one.kind, " ".join(one.text.split())) for one in read(tmp_path / f"rapport.{suffix}")[1]}
        same, expected, given = same + len(own & found), expected + len(own), given + len(found)
    assert expected > 200
    assert min(same / expected, same / given) >= 0.97  # measured: 0.99 and 0.98


REPORT = """Evaluatie waterschade Kwelderdam

Uitgever: Bureau Lamplicht

1. Bevindingen

De onderzoekers concluderen dat de pompen te laat zijn aangezet. De
bewoners zijn niet gewaarschuwd.

2. Aanbevelingen

Wij bevelen het volgende aan.

a. De gemeente Kwelderdam moet elk jaar met de buren oefenen.
b. Zorg voor een lijst met kwetsbare adressen.
c. Leg vast wie de pompen bedient.
"""
TABLE = """
| Nr | Aanbeveling | Actiehouder |
|---|---|---|
| 3 | Stel een plan op voor de nazorg aan bewoners. | GGD |
| | Test de sirenes ook in de avond. | veiligheidsregio |

[^1]: Volgens het logboek van de sluiswachter.
"""
MARKDOWN = (
    REPORT.replace("Evaluatie", "# Evaluatie", 1).replace("\n1. ", "\n## 1. ").replace("\n2. ", "\n## 2. ") + TABLE
)


@pytest.mark.parametrize(("name", "text", "count"), [("a.txt", REPORT, 5), ("a.md", MARKDOWN, 7)])
def test_one_report_in_three_files_is_extracted_alike(name: str, text: str, count: int, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    document = read_document_now(tmp_path / name).document
    assert document is not None
    (tmp_path / "b.docx").write_bytes(as_docx(document))
    (tmp_path / "c.html").write_bytes(as_html(document))
    corpus = extract([tmp_path], Settings())
    names = {one.id: one for one in corpus.documents}
    found: dict[str, list[tuple[object, ...]]] = {}
    for one in corpus.statements:
        said = " ".join(names[one.document].quote(one.span).split())
        found.setdefault(names[one.document].name, []).append((one.kind, said, one.number, one.level))
    assert len(found[name]) == count
    assert found["b.docx"] == found["c.html"] == found[name]
