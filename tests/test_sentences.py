"""Every sentence is said somewhere, and everything that is said has a sentence."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from crisisgraph.errors import DataError
from crisisgraph.links.references import load_reference_rules
from crisisgraph.model import Kind
from crisisgraph.sentences import sentences
from crisisgraph.settings import PACKAGE
from crisisgraph.statements.addressees import load_addressee_rules
from crisisgraph.statements.cues import Table, load_cues
from crisisgraph.statements.letters.rules import load_forms, load_rules

CODE = [ast.parse(path.read_text("utf-8")) for path in (*PACKAGE.rglob("*.py"), *PACKAGE.parent.glob("*.py"))]
NODES = [node for tree in CODE for node in ast.walk(tree)]


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


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(DataError):
        sentences("fy")
