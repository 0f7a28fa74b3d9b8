"""Who is asked to act: the bodies that a recommendation names as the ones that should do it, as written and resolved.

A text that names nobody has no addressee; a body that is only mentioned is none.  The rules are in `addressees.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.ids import fold
from crisisgraph.model import ActorId, Addressee
from crisisgraph.statements.actors import (
    NO_LOCAL_NAMES,
    ActorIndex,
    LocalNames,
    Mention,
    capitalised_bodies,
    find_actors,
)

_RULES = Path(__file__).with_suffix(".toml")

#: The sign for a group of names in a text, from the private use area of Unicode.
_WHO = "\ue004"

_JOINT = re.compile(
    r"\s*(?:,|/|&|\s(?:en|én|of|alsook|evenals)\s|,\s*(?:en|maar\s+ook)\s)\s*"
    r"(?:(?:de|het|alle|andere|overige|alle\s+andere)\s+)?$"
)
_LEADING = re.compile(
    r"(?<![\w-])(?:(?:elk\s+van\s+)?(?:de|het|alle|elke|iedere|deze|onze|ons|beide|zowel|een|uw|elk|ieder)\s+)+"
    r"(?:(?:desbetreffende|betreffende|betrokken|verantwoordelijke|overige|andere|omliggende|Nederlandse)\s+)?$",
    re.IGNORECASE,
)

#: A kind of body with the name of a place after it is one body: "Veiligheidsregio Oost", "gemeente Dorp aan de Maas".
_KIND = re.compile(
    r"(?:veiligheidsregio|gemeente|provincie|waterschap|hoogheemraadschap|omgevingsdienst|ggd|regio)$", re.I
)
_PLACE = re.compile(r"(?:\s+(?:(?:aan|op|in|bij)\s+(?:de|den|het)\s+)?[A-Z][\w’'-]+)+")

_LONGEST = 4_000  # characters: a recommendation is shorter


@dataclass(frozen=True, slots=True)
class AddresseeRule:
    """One way to say who should act; `matches` holds sentences with the names that are asked to act in them."""

    name: str
    pattern: re.Pattern[str]
    confidence: float
    matches: tuple[tuple[str, tuple[str, ...]], ...]
    not_matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    text: str
    actor: ActorId | None
    label: str


@dataclass(frozen=True, slots=True)
class _Masked:
    text: str
    groups: Mapping[int, tuple[_Name, ...]]


@cache
def load_addressee_rules() -> tuple[AddresseeRule, ...]:
    """Return the rules of `addressees.toml`: those for sentences as in the file, then the one for headings."""
    data = tomllib.loads(_RULES.read_text("utf-8"))
    words = {"who": _WHO, **data["words"]}
    rows = [*data["addressee"], {"name": "heading", **data["heading"]}]
    return tuple(
        AddresseeRule(
            row["name"],
            re.compile(re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], row["pattern"]), re.IGNORECASE),
            row["confidence"],
            tuple((example["text"], tuple(example["who"])) for example in row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


def find_addressees(
    text: str,
    index: ActorIndex,
    local: LocalNames = NO_LOCAL_NAMES,
    *,
    issuer: str = "",
    section: Sequence[str] = (),
) -> tuple[Addressee, ...]:
    """Return who is asked to act in `text`, in order, each body once; where the text names nobody, the heading may.

    :param issuer: whose recommendation it is: the one that recommends is not the one that is asked.
    :param section: the headings above the text, the nearest last.

    >>> from crisisgraph.model import Actor
    >>> index = ActorIndex.of([Actor(ActorId("dijkraad"), "Dijkraad"), Actor(ActorId("dorpen"), "dorpen")])
    >>> [found.text for found in find_addressees("De Dijkraad moet met dorpen overleggen.", index)]
    ['Dijkraad']
    """
    *sentences, heading = load_addressee_rules()
    found = addressees_by(sentences, text[:_LONGEST], index, local, issuer=issuer)
    if not found and section:
        found = addressees_by([heading], section[-1], index, local, issuer=issuer)
    return found


def addressees_by(
    rules: Sequence[AddresseeRule],
    text: str,
    index: ActorIndex,
    local: LocalNames = NO_LOCAL_NAMES,
    *,
    issuer: str = "",
) -> tuple[Addressee, ...]:
    """Return the addressees that `rules` find in `text`, in its order, each by the surest rule."""
    masked = _mask(text, index, local)
    hits: list[tuple[int, AddresseeRule]] = []
    for rule in rules:
        for match in rule.pattern.finditer(masked.text):
            places = [place for place in masked.groups if match.start() <= place < match.end()]
            hits += [(place, rule) for place in places[-1:]]
    found: dict[str, Addressee] = {}
    for place, rule in sorted(hits, key=lambda hit: (hit[0], -hit[1].confidence)):
        for name in masked.groups[place]:
            key = name.actor or fold(name.text)
            if key not in found and not (name.label and fold(name.label) == fold(issuer)):
                confidence = rule.confidence if name.actor else min(rule.confidence, 0.6)
                found[key] = Addressee(name.text, name.actor, rule.name, confidence)
    return tuple(found.values())


# --- names in a text ------------------------------------------------------------------------------


def _mask(text: str, index: ActorIndex, local: LocalNames) -> _Masked:
    """Return `text` with one sign for every group of names that are joined by commas or "en"."""
    pieces: list[str] = []
    groups: dict[int, tuple[_Name, ...]] = {}
    length = end = 0
    for group in _groups(text, tuple(_names(text, index, local))):
        leading = _LEADING.search(text, end, group[0].start)
        start = leading.start() if leading else group[0].start
        pieces += (text[end:start], _WHO)
        length += start - end
        groups[length] = group
        length += 1
        end = group[-1].end
    return _Masked("".join((*pieces, text[end:])), groups)


def _groups(text: str, names: Sequence[_Name]) -> Iterator[tuple[_Name, ...]]:
    group: list[_Name] = []
    for name in names:
        if group and not _JOINT.fullmatch(text[group[-1].end : name.start]):
            yield tuple(group)
            group = []
        group.append(name)
    if group:
        yield tuple(group)


def _names(text: str, index: ActorIndex, local: LocalNames) -> Iterator[_Name]:
    known = [_known(text, mention) for mention in find_actors(text, index, local)]
    others = [_Name(start, end, name, None, name) for start, end, name in capitalised_bodies(text)]
    others += [_Name(match.start(), match.end(), match.group(), None, "") for match in _unnamed().finditer(text)]
    end = 0
    for name in sorted([*known, *others], key=lambda name: (name.start, name.actor is None, -name.end)):
        if name.start >= end:
            yield name
            end = name.end


def _known(text: str, mention: Mention) -> _Name:
    if mention.actor.generic and _KIND.match(mention.text) and (place := _PLACE.match(text, mention.end)):
        return _Name(mention.start, place.end(), text[mention.start : place.end()], None, "")
    return _Name(mention.start, mention.end, mention.text, ActorId(mention.actor.id), mention.actor.label)


@cache
def _unnamed() -> re.Pattern[str]:
    words = tomllib.loads(_RULES.read_text("utf-8"))["words"]["unnamed"]
    return re.compile(rf"(?<=\b(?:de|De)\s){words}(?![\w-])|(?<=\b(?:het|Het)\s){words}(?![\w-])")
