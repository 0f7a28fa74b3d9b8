"""Putting statements together: kinds of text, places, ids, parents, doubles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import documents, whole

from crisisgraph.catalogue import Catalogue, recognise
from crisisgraph.documents import read_document_now
from crisisgraph.model import Document, Edition, Kind, Level, Statement
from crisisgraph.settings import Settings
from crisisgraph.statements import find_statements, load_knowledge
from crisisgraph.statements.genre import Genre, genre_of
from crisisgraph.statements.sections import Role, places_of
from crisisgraph.statements.view import EditionView, view_of

KNOWLEDGE = load_knowledge(Settings().ontology)


def read(folder: Path, text: str, name: str = "stuk.md") -> tuple[Document, Edition]:
    path = folder / name
    path.write_text(text, "utf-8")
    document = read_document_now(path).document
    assert document is not None
    return document, recognise(Catalogue(), document, KNOWLEDGE.actors)[0][0]


def view(folder: Path, text: str, name: str = "stuk.md") -> EditionView:
    return view_of(*read(folder, text, name))


def statements(folder: Path, text: str, name: str = "stuk.md") -> tuple[Statement, ...]:
    return find_statements(*read(folder, text, name), KNOWLEDGE)


def advice(folder: Path, text: str, name: str = "stuk.md") -> list[str]:
    return [s.text for s in statements(folder, text, name) if s.kind is Kind.RECOMMENDATION]


class TestGenre:
    @pytest.mark.parametrize(
        ("text", "genre"),
        [
            ("# Evaluatie storm\n\nHet stormde hard in het noorden.", Genre.REPORT),
            ("# Persbericht\n\nDe regio opent een punt.", Genre.NEWS),
            ("# Brand geblust\n\nZaterdag oefende de brandweer.\n\n‘Mooi’, zegt de burgemeester.", Genre.NEWS),
            ("# Ontruimingsprotocol\n\nVerlaat het pand.", Genre.PROCEDURE),
            ("# Besluitenlijst college 3 mei\n\nAkkoord.", Genre.DECISIONS),
            (
                "# Verordening\n\n## Artikel 1\n\nHet college wijst aan.\n\n## Artikel 2\n\nDe raad stelt vast.",
                Genre.LAW,
            ),
            ("# Kabinetsreactie op het rapport Storm\n\nHet kabinet dankt de raad.", Genre.RESPONSE),
            ("# Wet en werkelijkheid\n\nArtikel 4 van de wet regelt de taken.", Genre.REPORT),
        ],
    )
    def test_a_text_is_known_by_its_title_and_form(self, tmp_path: Path, text: str, genre: Genre) -> None:
        assert genre_of(view(tmp_path, text), KNOWLEDGE.cues) is genre

    def test_a_long_text_is_no_news(self, tmp_path: Path) -> None:
        text = "# Verslag\n\n" + "Zaterdag oefende de brandweer met de buren in de haven.\n\n" * 200
        assert genre_of(view(tmp_path, text), KNOWLEDGE.cues) is Genre.REPORT


class TestPlaces:
    def roles(self, folder: Path, text: str) -> list[Role]:
        return [place.role for place in places_of(view(folder, text), KNOWLEDGE.cues)]

    def test_a_heading_gives_its_role_to_what_stands_under_it(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Aanbevelingen\n\n### Bestuur\n\nTekst.\n\n## Bronnen\n\nTekst.\n"
        assert self.roles(tmp_path, text) == [
            Role.NEUTRAL, Role.ADVICE, Role.ADVICE, Role.ADVICE, Role.OUTSIDE, Role.OUTSIDE,
        ]  # fmt: skip

    def test_a_summary_does_not_pass_on_its_role(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Samenvatting\n\nTekst.\n\n### 1. Het verloop\n\nTekst.\n"
        assert self.roles(tmp_path, text)[2:] == [Role.MIXED, Role.NEUTRAL, Role.NEUTRAL]

    def test_a_title_is_no_section(self, tmp_path: Path) -> None:
        text = "# Tips voor de storm\n\n## Inleiding\n\nTekst.\n\n## Verloop\n\nTekst.\n"
        assert Role.ADVICE not in self.roles(tmp_path, text)

    def test_a_title_that_counts_its_entries_is(self, tmp_path: Path) -> None:
        text = "# Twee tips\n\n## 1. Rust\n\nSlaap goed.\n\n## 2. Eten\n\nSoep helpt.\n"
        assert advice(tmp_path, text) == ["Rust", "Eten"]

    def test_a_label_in_the_text_ends_a_section(self, tmp_path: Path) -> None:
        text = "## Tips\n\nOefen vaker.\n\nMeer informatie:\n\nBel de gemeente.\n"
        assert advice(tmp_path, text) == ["Oefen vaker."]


class TestRecommendations:
    def test_a_list_after_an_announcement_counts_whatever_its_words(self, tmp_path: Path) -> None:
        text = "# Nota\n\nWij komen tot de volgende aanbevelingen:\n\n- Meer boten.\n- Eén baas.\n\nTot zover.\n"
        assert advice(tmp_path, text) == ["Meer boten.", "Eén baas."]

    def test_questions_and_addresses_in_a_list_do_not(self, tmp_path: Path) -> None:
        text = "## Aanbevelingen\n\n- Meer boten.\n- Hoe kan dat?\n- Vlaggen, https://vlag.example\n- ?\n"
        assert advice(tmp_path, text) == ["Meer boten."]

    def test_a_list_of_sources_in_advice_does_not(self, tmp_path: Path) -> None:
        text = "## Aanbevelingen\n\nWij spraken met:\n\n- de dijkgraaf\n- twee vissers\n- een schipper\n"
        assert advice(tmp_path, text) == []

    def test_keywords_with_keywords_under_them_are_one_item(self, tmp_path: Path) -> None:
        text = "## Bouwstenen\n\n1. Organisatie\n   - Eén loket\n   - Vaste staf\n   - …\n2. Geld\n"
        found = [s for s in statements(tmp_path, text) if s.kind is Kind.RECOMMENDATION]
        assert [(s.number, s.text) for s in found] == [("1", "Organisatie: Eén loket; Vaste staf"), ("2", "Geld")]

    def test_sub_items_stand_under_their_item(self, tmp_path: Path) -> None:
        text = "## Aanbevelingen\n\n1. Oefen vaker met de buren.\n   - Begin in mei.\n2. Koop boten voor de haven.\n"
        found = statements(tmp_path, text)
        assert [(s.level, s.number, s.parent) for s in found] == [
            (Level.MAIN, "1", None), (Level.SUB, None, found[0].id), (Level.MAIN, "2", None),
        ]  # fmt: skip

    def test_a_label_alone_belongs_to_the_text_after_it(self, tmp_path: Path) -> None:
        text = "# Storm\n\n### Aanbeveling 1\n\nKoop boten.\n\n### Aanbeveling 2: Huur wagens\n\nDat scheelt.\n"
        found = statements(tmp_path, text)
        assert [(s.number, s.text) for s in found] == [("1", "Koop boten."), ("2", "Huur wagens")]

    def test_a_bare_label_at_the_end_says_nothing(self, tmp_path: Path) -> None:
        assert advice(tmp_path, "# Storm\n\nTekst over storm.\n\n### Aanbeveling 1\n") == []

    def test_imperatives_in_a_list_elsewhere_are_less_sure(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Wat nu\n\n- Versterk de kade.\n- Verhoog de brug.\n- Betrek de haven.\n"
        found = statements(tmp_path, text)
        assert [(s.rule, s.explicit, s.confidence < 0.9) for s in found] == [("imperative list", False, True)] * 3

    def test_a_lesson_that_asks_is_advice_and_one_that_tells_is_a_finding(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Lessen\n\n- Oefen met de buren in het dorp.\n- De sirene van het dorp bleef stil.\n"
        assert [s.kind for s in statements(tmp_path, text)] == [Kind.RECOMMENDATION, Kind.FINDING]

    def test_advice_inside_a_finding_stands_under_it(self, tmp_path: Path) -> None:
        text = (
            "# De twee belangrijkste bevindingen\n\n## 1. Het water kwam laat\n\nNiemand zag het. "
            "Het is van groot belang om de beken te meten.\n\n## 2. De pomp haperde\n\nDat duurde een nacht.\n"
        )
        found = statements(tmp_path, text)
        assert [(s.kind, s.level) for s in found] == [
            (Kind.FINDING, Level.MAIN), (Kind.RECOMMENDATION, Level.SUB), (Kind.FINDING, Level.MAIN),
        ]  # fmt: skip
        assert found[1].parent == found[0].id
        assert not found[1].explicit or found[1].confidence < 0.9

    def test_a_number_goes_on_from_a_heading_to_an_item(self, tmp_path: Path) -> None:
        text = (
            "# Storm\n\n## Aanbevelingen\n\n### 1. Oefen vaker\n\n- Begin in mei.\n\n"
            "**2. Koop boten voor de haven.**\n\n- Vraag de buren.\n"
        )
        found = statements(tmp_path, text)
        assert [(s.number, s.level) for s in found] == [
            ("1", Level.MAIN), (None, Level.SUB), ("2", Level.MAIN), (None, Level.SUB),
        ]  # fmt: skip
        assert found[3].parent == found[2].id

    def test_a_bold_imperative_stands_out_anywhere(self, tmp_path: Path) -> None:
        text = "# Storm\n\nHet woei.\n\n**Versterk de samenwerking met de haven.**\n\nDat helpt.\n"
        assert [(s.rule, s.level) for s in statements(tmp_path, text)] == [("imperative in bold", Level.MAIN)]

    def test_labels_in_a_list_are_read(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Slot\n\n- Aanbeveling 1: koop boten.\n- Aanbeveling 2: huur wagens.\n"
        assert [s.number for s in statements(tmp_path, text)] == ["1", "2"]

    def test_a_finding_that_asks_in_passing_keeps_its_sentence(self, tmp_path: Path) -> None:
        text = (
            "## Bevindingen\n\n- De dijk was laag. Het is belangrijk om te meten.\n- De pomp haperde een hele nacht.\n"
        )
        found = statements(tmp_path, text)
        assert [(s.kind, s.explicit) for s in found] == [
            (Kind.FINDING, True), (Kind.RECOMMENDATION, False), (Kind.FINDING, True),
        ]  # fmt: skip
        assert found[1].text == "Het is belangrijk om te meten."


class TestFindings:
    def test_a_labelled_finding_has_its_number(self, tmp_path: Path) -> None:
        found = statements(tmp_path, "# Storm\n\nConclusie 2: de kade was te laag.\n")
        assert [(s.kind, s.number, s.text) for s in found] == [(Kind.FINDING, "2", "de kade was te laag.")]

    def test_the_paragraphs_of_a_conclusion_are_findings(self, tmp_path: Path) -> None:
        text = (
            "# Storm\n\n## Conclusies\n\n" + "De kade was te laag voor het water dat die nacht uit zee kwam opzetten.\n"
        )
        assert [(s.rule, s.confidence) for s in statements(tmp_path, text)] == [("paragraph of a conclusion", 0.6)]

    def test_a_chapter_is_no_finding(self, tmp_path: Path) -> None:
        long = "De kade was te laag voor het water. " * 90
        text = f"# Bevindingen\n\n## 1. Kade\n\n{long}\n\n## 2. Pomp\n\nKort.\n"
        assert max(s.end - s.start for s in statements(tmp_path, text)) < 2_500

    def test_what_two_finders_see_is_said_once(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Conclusies\n\n- Conclusie 1: de kade was voor die nacht veel te laag gebouwd.\n"
        assert [(s.kind, s.number) for s in statements(tmp_path, text)] == [(Kind.FINDING, "1")]


class TestIds:
    def test_the_same_words_twice_get_two_ids(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Tips\n\n- Oefen vaker.\n- Koop boten.\n- Oefen vaker.\n"
        ids = [s.id for s in statements(tmp_path, text)]
        assert ids[2] == f"{ids[0]}-2"

    def test_a_number_that_is_used_twice_names_nothing(self, tmp_path: Path) -> None:
        text = "# Storm\n\n## Tips\n\n1. Oefen vaker.\n\n## Adviezen\n\n1. Koop boten.\n2. Huur wagens.\n"
        tails = [s.id.rpartition("-")[2] for s in statements(tmp_path, text)]
        assert [len(tail) for tail in tails] == [12, 12, 1]

    def test_ids_do_not_depend_on_the_place(self, tmp_path: Path) -> None:
        one = statements(tmp_path, "# Storm\n\n## Tips\n\n- Oefen vaker.\n")
        two = statements(tmp_path, "# Storm\n\nEen zin ervoor.\n\n## Tips\n\n- Oefen vaker.\n")
        assert [s.id.rpartition("-")[2] for s in one] != []
        assert len(one) == len(two) == 1


@given(documents())
@settings(max_examples=120, deadline=None)
def test_whatever_the_document_statements_keep_their_promises(document: Document) -> None:
    found = find_statements(document, whole(document), KNOWLEDGE)
    assert list(found) == sorted(found, key=lambda s: s.start)
    ids = [statement.id for statement in found]
    assert len(set(ids)) == len(ids)
    for statement in found:
        assert 0 <= statement.start < statement.end <= len(document.text)
        assert document.text[statement.start].strip()
        assert document.text[statement.end - 1].strip()
        assert statement.parent is None or statement.parent in ids
        assert statement.page == document.page_at(statement.start).index
    assert found == find_statements(document, whole(document), KNOWLEDGE)
