"""Names of bodies in a text: those that somebody listed, and others that read as names of bodies.

The names come from the taxonomy; `actors.toml` beside this module holds the rules of the language around a name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.bodies import find_body_names, is_body_name, kind_of_body
from crisisgraph.model import Actor
from crisisgraph.statements.actor_names import (
    NO_LOCAL_NAMES,
    ActorIndex,
    LocalNames,
    Words,
    may_begin,
    pattern_of,
)

_RULES = Path(__file__).with_suffix(".toml")

_ARTICLE = re.compile(r"(?:de|het)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of `actor` at ``[start, end)`` of the text that was read."""

    start: int
    end: int
    actor: Actor
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a text names at ``[start, end)``: its full name as `label`, its sort, and the actor if known."""

    start: int
    end: int
    text: str
    label: str
    kind: str
    actor: Actor | None


def find_actors(text: str, index: ActorIndex, local: LocalNames = NO_LOCAL_NAMES) -> tuple[Mention, ...]:
    """Return the bodies that `text` names, in order and without overlap; the longest name at a place wins.

    A capital letter counts where the name has one; a footnote digit may be glued to a name; a name inside the title
    of a law is not a mention.

    >>> gemeenten = Actor("gemeenten", "gemeenten", ("gemeente",), generic=True)
    >>> [m.text for m in find_actors("Gemeenten4 en de Wet gemeenten.", ActorIndex.of([gemeenten]))]
    ['Gemeenten']
    """
    mentions: list[Mention] = []
    end = 0
    tables = [local.forms(), index.forms]
    words = Words.of(text)
    for position, start in enumerate(words.starts):
        found = words.longest_at(position, tables) if start >= end else None
        if found is None:
            continue
        form, stop = found
        after = position + 1
        inner = words.longest_at(after, tables) if after < len(words.starts) else None
        if inner is not None and words.starts[after] < stop < inner[1]:
            continue  # "de Inspectie" in "de Inspectie Gezondheidszorg en Jeugd"
        end = stop
        if form.actor and not _is_blocked(text, start) and not _is_longer_name(form.actor, text, start, stop):
            mentions.append(Mention(start, stop, form.actor, text[start:stop]))
    return tuple(mentions)


def find_bodies(text: str, index: ActorIndex, local: LocalNames = NO_LOCAL_NAMES) -> tuple[Body, ...]:
    """Return every body that `text` names, in order and without overlap: known ones, and those that nobody listed.

    Where a name goes on after the name of a kind of body, one body that nobody listed is meant ("Rekenkamer Woudstad").

    >>> index = ActorIndex.of([Actor("gemeenten", "gemeenten", ("gemeente",), generic=True)])
    >>> [(b.label, b.actor and b.actor.id) for b in find_bodies("De gemeente, de gemeente Dorp en bureau Vlok.", index)]
    [('gemeenten', 'gemeenten'), ('gemeente Dorp', None), ('bureau Vlok', None)]
    """
    known = [
        Body(m.start, m.end, m.text, m.actor.label, m.actor.kind, m.actor) for m in find_actors(text, index, local)
    ]
    others = [*_unlisted_local(text, local), *_unlisted(text)]
    bodies = [other for other in others if _goes_on(other, [body for body in known if _overlap(body, other)])]
    bodies += [body for body in known if not any(_overlap(body, other) for other in bodies)]
    kept: list[Body] = []
    for body in sorted(bodies, key=lambda body: (body.start, -body.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
    return tuple(kept)


def capitalised_bodies(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the names with a capital that read as names of bodies, known or not, with their places.

    >>> capitalised_bodies("De Inspectie Zee sprak met de Bewoners.")
    ((3, 16, 'Inspectie Zee'),)
    """
    return tuple((body.start, body.end, body.text) for body in _unlisted(text))


def _unlisted(text: str) -> Iterator[Body]:
    return (
        Body(name.start, name.end, name.text, " ".join(name.text.split()), name.kind, None)
        for name in find_body_names(text)
        if not _is_blocked(text, name.start)
    )


def _unlisted_local(text: str, local: LocalNames) -> Iterator[Body]:
    """Yield the short names in `text` of bodies that nobody listed."""
    for name in local.names:
        if name.actor is None:
            for match in pattern_of(name.form).finditer(text):
                if may_begin(text, match.start()):
                    yield Body(
                        match.start(), match.end(), match.group(), name.label, kind_of_body(name.label) or "", None
                    )


def _overlap(one: Body, other: Body) -> bool:
    return one.start < other.end and other.start < one.end


def _goes_on(name: Body, known: Sequence[Body]) -> bool:
    """Tell whether `name` means another body than the `known` in it: it goes on after a kind of body, or one word."""
    if sum(body.actor is not None and not body.actor.generic for body in known) > 1:
        return False
    for body in known:
        article = _ARTICLE.match(body.text)
        start = body.start + (article.end() if article else 0)
        is_kind = body.actor is not None and body.actor.generic
        is_part = name.start <= start and body.end <= name.end and (name.start, name.end) != (start, body.end)
        if not is_part or (" " in body.text[start - body.start :] and not is_kind):
            return False
    return True


# --- rules of the language around a name ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blocker:
    """Words before a name that make it part of the name of something else."""

    name: str
    before: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@cache
def load_blockers() -> tuple[Blocker, ...]:
    """Return the rules of `actors.toml` for names that are no mention of a body."""
    rows = tomllib.loads(_RULES.read_text("utf-8"))["blocker"]
    return tuple(
        Blocker(row["name"], re.compile(row["before"]), tuple(row["matches"]), tuple(row["not_matches"]))
        for row in rows
    )


def _is_blocked(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return any(blocker.before.search(before) for blocker in load_blockers())


def _is_longer_name(actor: Actor, text: str, start: int, stop: int) -> bool:
    """Tell whether the name goes on, so that another body is meant: "Rekenkamer Woudstad"."""
    name = text[start:stop]
    if actor.generic or " " in name or not is_body_name(name):
        return False
    return re.match(r"\s+[A-Z][a-z]", text[stop : stop + 8]) is not None
