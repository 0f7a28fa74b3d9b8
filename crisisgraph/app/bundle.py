"""What a visitor takes along from a page: which statements, what was chosen in words, and what the file is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crisisgraph.app.address import ANSWERED, FILTERS, View
from crisisgraph.export import in_words
from crisisgraph.ids import slug
from crisisgraph.listing import Selection
from crisisgraph.model import ReportId, StatementId
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

#: The forms that a page offers, the ones for an office first.
FORMS = ("docx", "xlsx", "csv", "jsonld", "ttl")

#: A file from the app holds no more statements than this: the slowest form of so many takes a few seconds.
MOST = 1000

#: The name of a file is cut here, so that every system can keep it.
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Bundle:
    """The `chosen` statements; `name` are the words of the file's name.

    `words` says what was chosen.  It is asked when the file is made: the words of a file are Dutch, whatever the
    language of the page.
    """

    name: tuple[str, ...]
    chosen: tuple[StatementId, ...]
    words: Callable[[], tuple[str, ...]]


def file_words(key: str, **facts: str) -> tuple[str, ...]:
    """Return one sentence as the words of a bundle."""
    return (say(key, **facts),)


def file_name(words: Sequence[str], day: date, form: str) -> str:
    """Return the name of a file that holds what `words` say, made on a day.

    >>> file_name(("opvolging", "Gemeenten & regio's"), date(2026, 11, 28), "docx")
    'crisisgraph-opvolging-gemeenten-regio-s-2026-11-28.docx'
    """
    return f"{slug(' '.join(('crisisgraph', *words)), length=_LONGEST_NAME)}-{day.isoformat()}.{form}"


def chosen_words(lookup: Lookup, view: View) -> tuple[str, ...]:
    """Return the filters of a view as a file says them, one line for each."""
    chosen = view.chosen
    reports = frozenset(map(ReportId, chosen.get("rapport", ())))
    reactions = tuple(chosen.get("reactie", ()))
    answered = ANSWERED in reactions if len(reactions) == 1 else None
    named = [say(f"taking.{name}", names="; ".join(chosen[name])) for name in ("uitgever", "jaar") if chosen.get(name)]
    return (*named, *in_words(lookup, Selection(replace(view.filters, reports=reports), answered=answered)))


def chosen_names(view: View) -> tuple[str, ...]:
    """Return the filters of a view as words for the name of a file: ids are words already.

    >>> chosen_names(View(chosen={"actor": ("gemeenten",), "soort": ("finding",), "reactie": ("zonder",)}))
    ('gemeenten', 'bevinding', 'zonder reactie')
    """
    return tuple(_in_a_name(name, value) for name in FILTERS for value in view.chosen.get(name, ()))


def _in_a_name(name: str, value: str) -> str:
    match name:
        case "soort":
            return say(f"kind.{value}")
        case "reactie":
            return f"{value} reactie"
        case _:
            return value
