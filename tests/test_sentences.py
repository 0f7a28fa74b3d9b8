"""Every sentence is said somewhere, and everything that is said has a sentence."""

from __future__ import annotations

import ast
import re
import string
import threading
import tomllib
from collections.abc import Iterable, Iterator

import pytest

from crisisgraph.catalogue.entries import KINDS
from crisisgraph.errors import DataError, NoBuildError
from crisisgraph.links.references import load_reference_rules
from crisisgraph.model import Code, Finding, Kind
from crisisgraph.sentences import LANGUAGES, in_language, language, say, say_error, say_finding, say_rule, sentences
from crisisgraph.settings import PACKAGE
from crisisgraph.statements.addressees import load_addressee_rules
from crisisgraph.statements.cues import Table, load_cues
from crisisgraph.statements.letters.rules import load_forms, load_rules

#: The modules by name, each as its syntax tree.
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
        path.read_text("utf-8")
    )
    for path in (*PACKAGE.rglob("*.py"), *PACKAGE.parent.glob("*.py"))
}
NODES = [node for tree in MODULES.values() for node in ast.walk(tree)]

#: What makes files and answers programs: these say it in Dutch, and the app shows none of it.
DUTCH = ("export", "office", "graph", "endpoint")


def strings_in(value: object) -> Iterator[str]:
    """Yield every string in a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def said() -> Iterator[ast.expr]:
    """Yield the key of each ``say(key, …)``; where one of two is said, both."""
    for node in NODES:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            key = node.args[0]
            yield from (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,)


#: All words the program can put into a key, and the rules (which are data) besides.
WORDS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)} | {
    text
    for folder in ("statements", "links")
    for path in (PACKAGE / folder).rglob("*.toml")
    for text in strings_in(tomllib.loads(path.read_text()))
}


def pattern(made: ast.JoinedStr) -> re.Pattern[str]:
    """Return what keys an f-string can make, with a group for each word that is filled in."""
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in made.values)
    return re.compile("".join(parts))


#: The f-strings that begin with the name of a table.
MADE = [
    pattern(node)
    for node in NODES
    if isinstance(node, ast.JoinedStr)
    and isinstance(node.values[0], ast.Constant)
    and re.match(r"[a-z]+\.", str(node.values[0].value))
]


def is_used(key: str) -> bool:
    if key in WORDS:
        return True
    matches = (made.fullmatch(key) for made in MADE)
    return any(match and all(word in WORDS or word.isdecimal() for word in match.groups()) for match in matches)


def test_every_sentence_is_said_somewhere() -> None:
    assert [key for key in sentences() if not is_used(key)] == []


def test_everything_that_is_said_has_a_sentence() -> None:
    keys = {key.value for key in said() if isinstance(key, ast.Constant)}
    assert len(keys) > 100
    assert keys - sentences().keys() == set()


def test_every_key_with_a_word_filled_in_has_at_least_one_sentence() -> None:
    made = {pattern(key) for key in said() if isinstance(key, ast.JoinedStr)}
    assert [key.pattern for key in made if not any(map(key.fullmatch, sentences()))] == []


def test_every_rule_that_a_reader_is_shown_has_words() -> None:
    """Without words a rule is shown by its own name, which is English."""
    cues = load_cues()
    names = {cue.name for cue in cues.of(Table.SENTENCE) if cue.yields in set(Kind)} | set(cues.shapes)
    names |= {rule.name for file in ("said", "replies", "promises") for rule in load_rules(file) if rule.kind}
    names |= load_forms().keys()
    names |= {rule.name for rule in load_addressee_rules()}
    names |= {rule.name for table in ("cue", "back") for rule in load_reference_rules(table)}
    assert names - {key.removeprefix("rule.") for key in sentences()} == set()


def test_every_kind_of_document_has_words() -> None:
    assert {f"document.{kind}" for kind in KINDS} <= sentences().keys()


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(DataError):
        sentences("fy")


# --- two languages --------------------------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def tables(keys: Iterable[str]) -> set[str]:
    return {key.partition(".")[0] for key in keys}


def modules_of_the_app() -> set[str]:
    """Return the modules of the app and all that they import, but for those that speak Dutch always."""
    found: set[str] = set()
    ahead = [name for name in MODULES if name.startswith("crisisgraph.app")]
    while ahead:
        name = ahead.pop()
        if name not in found and name.split(".")[1] not in DUTCH:
            found.add(name)
            ahead += imported_by(name)
    return found


def imported_by(module: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name.startswith("crisisgraph.") and name in MODULES}


def beginnings(module: str) -> Iterator[str]:
    """Yield every string of a module, and what each f-string begins with."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_what_the_app_can_show_is_there_in_english_and_nothing_else_is() -> None:
    """A table that the app says anything of is translated as a whole; one of the other faces is not."""
    said_there = {text for module in modules_of_the_app() for text in beginnings(module) if re.match(r"[a-z]+\.", text)}
    shown = tables(sentences()) & tables(said_there)
    assert {"app", "kind", "error", "finding", "rule", "review"} <= shown
    assert shown.isdisjoint({"cli", "help", "rest", "mcp", "column", "endpoint"})
    assert tables(sentences("en")) == shown
    assert set(sentences("en")) == {key for key in sentences() if key.partition(".")[0] in shown}


def test_both_languages_fill_in_the_same_and_say_them_in_the_same_order() -> None:
    dutch, english = sentences(), sentences("en")
    assert [key for key in english if placeholders(english[key]) != placeholders(dutch[key])] == []
    assert list(english) == [key for key in dutch if key in english]


def test_the_language_is_that_of_the_with_and_of_this_thread_only() -> None:
    heard: list[str] = []
    with in_language("en"):
        assert (language(), say("kind.finding"), say_rule("word: dijk")) == (
            "en", "finding", "word that goes with the theme: dijk",
        )  # fmt: skip
        assert say_error(NoBuildError(PACKAGE)).startswith("There is no build in ")
        assert say_finding(Finding("a.txt", Code.EMPTY_FILE)).startswith("a.txt: this file is empty;")
        with in_language("nl"):
            assert say("kind.finding") == "bevinding"
        other = threading.Thread(target=lambda: heard.append(say("kind.finding")))
        other.start()
        other.join()
        assert say("kind.finding") == "finding"
    assert (language(), heard) == (LANGUAGES[0], ["bevinding"])


def test_what_has_no_english_is_said_in_dutch() -> None:
    with in_language("en"):
        assert say("cli.published", folder="x") == "Gepubliceerd in x."
