"""Names of bodies in a text: known ones, and the short names that a document introduces for itself.

The names come from the taxonomy; `actors.toml` beside this module holds the rules of the language around a name.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from crisisgraph.bodies import find_body_names, is_body_name, kind_of_body
from crisisgraph.ids import fold
from crisisgraph.model import Actor

_RULES = Path(__file__).with_suffix(".toml")

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = "[’'‘´`]"
_HYPHEN = "[-\u2010\u2011–]"
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

_ARTICLE = re.compile(r"(?:de|het)\s+", re.IGNORECASE)

#: What stands before the name itself: an article, or the end of another name in a list.
_LEADING = re.compile(r"^(?:.*\ben\s+)?(?:[Dd]e|[Hh]et|[Ee]en)\s+(?=[A-Z])")


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


@dataclass(frozen=True, slots=True)
class LocalName:
    """A short name that a document gives to a body, such as "de Raad"; `actor` is None for a body that is not known."""

    form: str
    label: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    actor: Actor | None  # None: words that contain a name without meaning the body
    length: int


@dataclass(frozen=True, slots=True)
class LocalNames:
    """The names that one document introduces, and who says "wij" in it; they hold in that document only."""

    names: tuple[LocalName, ...] = ()
    speaker: LocalName | None = None

    def forms(self) -> Mapping[str, tuple[_Form, ...]]:
        """Return the forms of the known bodies by their first word."""
        return _local_forms(self.names)


NO_LOCAL_NAMES = LocalNames()


@dataclass(frozen=True, slots=True, eq=False)
class ActorIndex:
    """Every spelling of every known actor, by its first word, longest first."""

    by_word: Mapping[str, tuple[_Form, ...]]
    by_id: Mapping[str, Actor]

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> ActorIndex:
        """Index the labels, variants and negative labels of `actors`.

        >>> raad = Actor("raad", "Raad voor de Dijken", ("RvdD",))
        >>> [mention.text for mention in find_actors("De RvdD en de raad voor niets.", ActorIndex.of([raad]))]
        ['RvdD']
        """
        known = tuple(actors)
        spellings = [(form, actor) for actor in known for form in (actor.label, *actor.variants)]
        negative = [(form, None) for actor in known for form in actor.negative]
        return cls(_by_first_word([*spellings, *negative]), {actor.id: actor for actor in known})


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
    own = local.forms()
    words = list(_WORD.finditer(text))
    for position, word in enumerate(words):
        found = _name_at(text, word, own, index) if word.start() >= end else None
        if found is None:
            continue
        form, stop = found
        inner = _name_at(text, words[position + 1], own, index) if words[position + 1 : position + 2] else None
        if inner is not None and words[position + 1].start() < stop < inner[1]:
            continue  # "de Inspectie" in "de Inspectie Gezondheidszorg en Jeugd"
        start, end = word.start(), stop
        if form.actor and not _is_blocked(text, start) and not _is_longer_name(form.actor, text, start, stop):
            mentions.append(Mention(start, stop, form.actor, text[start:stop]))
    return tuple(mentions)


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
            for match in _pattern(name.form).finditer(text):
                if _may_begin(text, match.start()):
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


# --- spellings ------------------------------------------------------------------------------------


def _by_first_word(spellings: Iterable[tuple[str, Actor | None]]) -> dict[str, tuple[_Form, ...]]:
    table: dict[str, dict[str, _Form]] = {}
    for form, actor in spellings:
        name = form.strip(" ()")
        first = _WORD.search(name)
        if first and first.start() == 0:
            table.setdefault(first.group().casefold(), {}).setdefault(name, _Form(_pattern(name), actor, len(name)))
    return {word: tuple(sorted(forms.values(), key=lambda form: -form.length)) for word, forms in table.items()}


@cache
def _local_forms(names: tuple[LocalName, ...]) -> dict[str, tuple[_Form, ...]]:
    return _by_first_word((name.form, name.actor) for name in names if name.actor)


def _pattern(form: str) -> re.Pattern[str]:
    exact = _spelling(form)
    first = form[0]
    if first.islower():  # a name may begin a sentence
        exact = f"(?:{re.escape(first)}|{re.escape(first.upper())}){_spelling(form[1:])}"
    if len(form) > 6 and (form.islower() or " " in form):  # a heading may be printed in capitals
        exact = f"(?:{exact}|{_spelling(form.upper())})"
    return re.compile(exact + r"(?![^\W\d_])")


def _spelling(form: str) -> str:
    pieces = []
    for character in " ".join(form.split()):
        if character == " ":
            pieces.append(r"\s+")
        elif character in "’'‘´`":
            pieces.append(_APOSTROPHE)
        elif character in "-–":
            pieces.append(_HYPHEN)
        else:
            pieces.append(re.escape(character))
    return "".join(pieces)


def _may_begin(text: str, start: int) -> bool:
    """Tell whether a name may begin here: not in the middle of a word, nor as the last part of a compound."""
    before = text[max(0, start - 2) : start]
    return not before or not (before[-1].isalnum() or (before[-1] in "-_" and before[:-1].isalnum()))


def _name_at(
    text: str, word: re.Match[str], own: Mapping[str, tuple[_Form, ...]], index: ActorIndex
) -> tuple[_Form, int] | None:
    if not _may_begin(text, word.start()):
        return None
    key = word.group().casefold()
    return _longest((*own.get(key, ()), *index.by_word.get(key, ())), text, word.start())


def _longest(forms: Iterable[_Form], text: str, start: int) -> tuple[_Form, int] | None:
    best: tuple[_Form, int] | None = None
    for form in forms:
        match = form.pattern.match(text, start)
        if match and (best is None or match.end() > best[1]):
            best = form, match.end()
    return best


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


# --- names introduced in brackets -----------------------------------------------------------------


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
