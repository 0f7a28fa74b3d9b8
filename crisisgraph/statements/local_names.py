"""The short names that a document introduces for bodies, such as "de Raad"; they hold in that document only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from crisisgraph.bodies import find_body_names, is_body_name
from crisisgraph.ids import fold
from crisisgraph.model import Actor
from crisisgraph.statements.actor_names import ActorIndex, LocalName, LocalNames
from crisisgraph.statements.actors import find_actors

_BRACKETED = re.compile(r"\(([^()]{2,70})\)")
_INTRODUCED = re.compile(
    r"^(?:(?:hierna|verder|voortaan|in\s+het\s+vervolg|kortweg|afgekort)(?:\s+(?:ook\s+)?(?:te\s+noemen|genoemd|aangeduid\s+als))?"
    r"\s*[:,]?\s*)(?P<form>.+)$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-zë&-]{1,9}$")
_QUOTES = "‘’“”'\"„ "
_CAPITALISED = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=[(‘“'\"]))(?:[A-Z][\w’'-]*)(?:\s+(?:van|voor|der|de|den|het|en|op|in|bij|te|&|[A-Z][\w’'-]*)){0,9}\s*$"
)

#: What stands before the name itself: an article, or the end of another name in a list.
_LEADING = re.compile(r"^(?:.*\ben\s+)?(?:[Dd]e|[Hh]et|[Ee]en)\s+(?=[A-Z])")


@lru_cache(maxsize=8)  # asked for again for every statement of a report
def introduced_names(text: str, index: ActorIndex) -> LocalNames:
    """Return the short names that hold in the document with this `text`: introduced in brackets, or short for a body.

    A short form of the taxonomy ("de Raad") holds where the full name stands in the text too; of several bodies with
    that short form the one named most often is meant, and none when two are named as often.

    >>> index = ActorIndex.of([Actor("owd", "Onderzoeksraad Waterdroogte")])
    >>> names = introduced_names("De Onderzoeksraad Waterdroogte (hierna: de Raad) en de Inspectie Dijken (ID).", index)
    >>> [(name.form, name.label) for name in names.names]
    [('de Raad', 'Onderzoeksraad Waterdroogte'), ('ID', 'Inspectie Dijken')]
    """
    names: dict[str, LocalName] = {}
    for bracket in _BRACKETED.finditer(text):
        before = text[max(0, bracket.start() - 140) : bracket.start()].rstrip()
        for form in _introduced_forms(bracket.group(1)):
            label, actor = _named_at_the_end(before, index)
            if label and (actor or (is_body_name(label) and _may_abbreviate(form, label))):
                names.setdefault(form, LocalName(form, label, actor))
        reverse = _reversed_introduction(bracket.group(1), before, index)
        if reverse:
            names.setdefault(reverse.form, reverse)
    for form, actor in _short_names(text, index):
        names.setdefault(form, LocalName(form, actor.label, actor))
    return LocalNames(tuple(names.values()))


def _short_names(text: str, index: ActorIndex) -> Iterator[tuple[str, Actor]]:
    named = Counter(mention.actor.id for mention in find_actors(text, index))
    owners: dict[str, list[tuple[int, Actor]]] = {}
    for identity, times in named.items():
        actor = index.by_id[identity]
        for form in actor.short:
            owners.setdefault(form, []).append((times, actor))
    for form, candidates in owners.items():
        candidates.sort(key=lambda candidate: -candidate[0])
        if len(candidates) == 1 or candidates[0][0] > candidates[1][0]:
            yield form, candidates[0][1]


def _introduced_forms(inside: str) -> Iterator[str]:
    inside = " ".join(inside.split())
    introduced = _INTRODUCED.match(inside)
    if introduced:
        for form in re.split(r"\s+(?:of|dan\s+wel|en)\s+", introduced["form"]):
            bare = form.strip(_QUOTES)
            article = re.match(r"(?:de|het)\s+[‘“'\"]?(?=\w)", bare)
            if article:
                bare = bare[:3].strip() + " " + bare[article.end() :].strip(_QUOTES)
            if bare and len(bare) <= 40:
                yield bare
    elif _ABBREVIATION.match(inside.strip(_QUOTES)):
        yield inside.strip(_QUOTES)


def _named_at_the_end(before: str, index: ActorIndex) -> tuple[str, Actor | None]:
    """Return the name with which `before` ends: of a known actor, or a capitalised one."""
    for mention in reversed(find_actors(before, index)):
        if not before[mention.end :].strip(" 0123456789’”'\""):
            return mention.actor.label, mention.actor
        break
    for found in find_body_names(before)[-1:]:
        if not before[found.end :].strip(" 0123456789’”'\""):
            return " ".join(found.text.split()), None
    capitalised = _CAPITALISED.search(before)
    name = _LEADING.sub("", " ".join(capitalised.group().split())) if capitalised else ""
    return name, None


def _reversed_introduction(inside: str, before: str, index: ActorIndex) -> LocalName | None:
    """Read "ABC (Adviesraad Bodem en Classificatie)": the short name stands before the brackets."""
    short = re.search(r"(?<![\w-])([A-Z][A-Za-z&-]{1,9})$", before)
    label = " ".join(inside.split())
    if not short or not _ABBREVIATION.match(short[1]) or not label[0].isupper():
        return None
    mentions = find_actors(label, index)
    whole = next((m.actor for m in mentions if fold(m.text) == fold(label)), None)
    if whole is None and not (is_body_name(label) and _may_abbreviate(short[1], label)):
        return None
    return LocalName(short[1], whole.label if whole else label, whole)


def _may_abbreviate(form: str, label: str) -> bool:
    """Tell whether the letters of `form` occur in `label` in that order; a form in words always may."""
    if " " in form:
        return True
    letters = iter(fold(label))
    return all(letter in letters for letter in fold(form) if letter.isalnum())
