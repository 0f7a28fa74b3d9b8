"""Cue rules: each matches its own examples and no others, and a wrong file is refused."""

from __future__ import annotations

import tomllib
from operator import attrgetter
from pathlib import Path

import pytest

from crisisgraph.errors import DataError
from crisisgraph.model import Kind
from crisisgraph.statements.cues import CUES, Cue, Table, load_cues
from crisisgraph.statements.genre import Genre
from crisisgraph.statements.imperatives import has_imperative, is_act, is_imperative
from crisisgraph.statements.sections import Role

BOOK = load_cues()
VERBS = tomllib.loads(CUES.read_text("utf-8"))["imperative"]


@pytest.mark.parametrize("cue", BOOK.cues, ids=attrgetter("name"))
def test_a_rule_meets_its_own_examples(cue: Cue) -> None:
    assert [text for text in cue.matches if not cue.search(text)] == []
    assert [text for text in cue.not_matches if cue.search(text)] == []


@pytest.mark.parametrize("cue", BOOK.cues, ids=attrgetter("name"))
def test_a_rule_has_three_examples_of_each_sort(cue: Cue) -> None:
    assert len(cue.matches) >= 3
    assert len(cue.not_matches) >= 3


def test_what_rules_yield_is_known() -> None:
    known: dict[Table, set[str]] = {
        Table.SECTION: set(Role),
        Table.ANNOUNCEMENT: {Role.ADVICE, Role.FINDING},
        Table.LABEL: {Role.ADVICE, Role.FINDING, Role.MIXED},
        Table.SENTENCE: {Kind.RECOMMENDATION, Kind.FINDING},
        Table.QUESTION: {"nothing"},
        Table.VETO: {"nothing"},
        Table.GENRE: set(Genre),
    }
    assert {cue.name for cue in BOOK.cues if cue.yields not in known[cue.table]} == set()
    places = set(Role) | {"title", "opening"}
    assert {cue.name for cue in BOOK.cues if not cue.where <= places} == set()


def test_statements_have_a_confidence() -> None:
    sure = {rule.name: rule.confidence for rule in BOOK.of(Table.SENTENCE)}
    sure |= {shape.name: shape.confidence for shape in BOOK.shapes.values()}
    assert [name for name, confidence in sure.items() if not 0.5 <= confidence < 1] == []


def test_names_are_unique() -> None:
    names = [cue.name for cue in BOOK.cues if cue.table is not Table.GENRE]
    assert len(names) == len(set(names))


def test_the_first_rule_that_matches_decides() -> None:
    cue = BOOK.first(Table.SECTION, "Conclusies en aanbevelingen")
    assert cue is not None
    assert cue.yields == Role.MIXED
    assert BOOK.first(Table.SECTION, "De Waal") is None


class TestImperatives:
    @pytest.mark.parametrize("text", VERBS["matches"])
    def test_advice_is_one(self, text: str) -> None:
        assert has_imperative(text, BOOK)

    @pytest.mark.parametrize("text", VERBS["not_matches"])
    def test_other_text_is_none(self, text: str) -> None:
        assert not has_imperative(text, BOOK)

    @pytest.mark.parametrize(
        "text", ["Vind ik dat?", "Stel dat het brandt.", "Begin maart viel sneeuw.", "", "Ruim 200 mensen"]
    )
    def test_some_beginnings_never_are(self, text: str) -> None:
        assert not is_imperative(text, BOOK)

    @pytest.mark.parametrize(
        "text",
        [
            "Plannen jaarlijks toetsen", "Investeren in oefenen", "Het versterken van de staf", "Te werken met proeven",
            "Toets en verbeter het plan", "‘Oefen vaker’",
        ],
    )  # fmt: skip
    def test_an_infinitive_is_an_act(self, text: str) -> None:
        assert is_act(text, BOOK)

    @pytest.mark.parametrize(
        "text",
        [
            "Te weinig toezicht",
            "Uitval van communicatiemiddelen",
            "Het ontbrak aan plannen",
            "Het water",
            "De regio heeft mensen laten oefenen",
            "Regelingen",
        ],
    )
    def test_a_noun_is_no_act(self, text: str) -> None:
        assert not is_act(text, BOOK)

    def test_a_doubtful_stem_is_a_verb_too(self) -> None:
        assert BOOK.verbs.doubtful <= BOOK.verbs.stems
        assert BOOK.verbs.operational <= BOOK.verbs.stems


class TestLoading:
    HEAD = '[words]\nw = "x"\n[imperative]\nverbs = "zorg/zorgen"\ndoubtful = ""\noperational = ""\nparticles = ""\n'
    REST = (
        'after_noun = ""\nwith_voor = ""\nclause_ends = ""\nfinite = ""\nnever = "^q"\nalways = "^q"\n'
        '[[shape]]\nname = "s"\nconfidence = 0.9\n'
    )
    RULE = '[[section]]\nname = "a"\nyields = "advice"\npattern = \'{pattern}\'\n{more}'

    def load(self, folder: Path, text: str) -> None:
        path = folder / "cues.toml"
        path.write_text(text, "utf-8")
        load_cues(path)

    def test_a_small_book_is_read(self, tmp_path: Path) -> None:
        self.load(tmp_path, self.HEAD + self.REST + self.RULE.format(pattern="^{w}$", more=""))

    @pytest.mark.parametrize(
        ("pattern", "more"), [("(", ""), ("{wie}", ""), ("x", "kleur = 1\n"), ("x", "matches = 3\n")]
    )
    def test_a_wrong_rule_is_refused(self, tmp_path: Path, pattern: str, more: str) -> None:
        with pytest.raises(DataError):
            self.load(tmp_path, self.HEAD + self.REST + self.RULE.format(pattern=pattern, more=more))

    def test_a_verb_without_infinitive_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DataError):
            self.load(tmp_path, self.HEAD.replace("zorg/zorgen", "zorg") + self.REST)
