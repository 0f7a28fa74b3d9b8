"""Every sentence a person reads, by key, in one file per language; the code knows only the keys.

>>> say("kind.recommendation")
'aanbeveling'
>>> with in_language("en"):
...     say("kind.recommendation")
'recommendation'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from crisisgraph.errors import CrisisGraphError, DataError
from crisisgraph.model import Finding

_FOLDER = Path(__file__).parent

#: The languages that the app can speak; everything else speaks the first.
LANGUAGES = ("nl", "en")

#: The language of what is said here and now.  A new thread speaks Dutch, so whoever starts one says otherwise.
_spoken: ContextVar[str] = ContextVar("spoken", default=LANGUAGES[0])


@cache
def sentences(language: str = "nl") -> Mapping[str, str]:
    """Return the sentences of `language` by dotted key.

    :raises DataError: when there is no file for that language.
    """
    path = _FOLDER / f"{language}.toml"
    if not path.exists():
        raise DataError(path, "there is no such language")
    tables = tomllib.loads(path.read_text("utf-8"))
    return {f"{table}.{key}": text for table, rows in tables.items() for key, text in rows.items()}


def language() -> str:
    """Return the language that is spoken here and now."""
    return _spoken.get()


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Speak the language `name` inside a ``with``, or in every call of a function that this decorates.

    Not for a generator: it would speak only while it is made.
    """
    before = _spoken.set(name)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(key: str, /, **facts: object) -> str:
    """Return the sentence of `key` with `facts` filled in; a key that does not exist is an error of ours.

    What only the command line and the services say has no translation, and is said in Dutch.
    """
    return _known(key).format(**facts)


def _known(key: str) -> str:
    here = sentences(language())
    return here[key] if key in here else sentences()[key]


def say_finding(finding: Finding) -> str:
    """Return one sentence for a finding of the build: what is the matter and what to do."""
    where = f"{finding.document}, p. {finding.page}" if finding.page else finding.document
    return f"{where}: {say(f'finding.{finding.code}', **finding.facts)}"


def say_error(error: CrisisGraphError) -> str:
    """Return one sentence for an error raised on purpose: what is the matter and what to do."""
    return say(f"error.{error.code}", **error.facts)


def say_rule(rule: str) -> str:
    """Return the rule that made something as a reader understands it; one without words yet keeps its own name.

    >>> say_rule("alike in meaning"), say_rule("word: dijk"), say_rule("something new")
    ('lijkt erop in betekenis', 'woord bij het thema: dijk', 'something new')
    """
    kind, colon, rest = rule.partition(": ")
    known = sentences(language())
    return known.get(f"rule.{rule}") or known.get(f"rule.{kind}", kind) + colon + rest
