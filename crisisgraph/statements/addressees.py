"""Who is asked to act: the bodies that a recommendation names as the ones that should do it, as written and resolved.

A text that names nobody has no addressee; a body that is only mentioned is none.  The rules are in `addressees.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crisisgraph.bodies import find_body_nouns
from crisisgraph.ids import fold
from crisisgraph.model import ActorId, Addressee
from crisisgraph.statements.actor_names import NO_LOCAL_NAMES, ActorIndex, LocalNames
from crisisgraph.statements.actors import find_bodies

_RULES = Path(__file__).with_suffix(".toml")

#: The sign for a group of names in a masked text, from the private use area of Unicode.
WHO = "\ue004"

_JOINT = re.compile(
    r"\s*(?:,|/|&|\s(?:en|én|of|alsook|evenals)\s|,\s*(?:en|maar\s+ook)\s)\s*"
    r"(?:(?:de|het|alle|andere|overige|alle\s+andere)\s+)?$"
)
_LEADING = re.compile(
    r"(?<![\w-])(?:(?:elk\s+van\s+)?(?:de|het|alle|elke|iedere|deze|onze|ons|beide|zowel|een|uw|elk|ieder)\s+)+"
    r"(?:(?:desbetreffende|betreffende|betrokken|verantwoordelijke|overige|andere|omliggende|Nederlandse)\s+)?$",
    re.IGNORECASE,
)

#: "Wij" and "ons" where they are asked to act.
_FIRST_PERSON = re.compile(
    r"(?<![\w-])(?:wij|we)(?=\s+(?:\w+\s+){0,2}?(?:moeten|dienen|zouden\s+moeten|zullen\s+moeten|behoren)\b)"
    r"|(?<=moeten\s)(?:wij|we)(?=\s)|(?<=dienen\s)(?:wij|we)(?=\s)"
    r"|(?:(?<=adviseert\s)|(?<=beveelt\s)|(?<=verzoekt\s)|(?<=vraagt\s)|(?<=roept\s)|(?<=raadt\s))(?:ons|mij)"
    r"(?=\s+(?:aan|om|op|in|de|het|een|ook|daarom|verder|daarnaast|tevens)\b)",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+van\s+(?:(?:de|het|een|alle|onze|uw)\s+)?(?:(?:betrokken|desbetreffende)\s+)?")
_OF_A_PLACE = re.compile(r"\s+van\s+(?:(?:de|het)\s+)?[A-Z][\w’'-]+(?:\s+(?:aan\s+(?:de|den)\s+)?[A-Z][\w’'-]+)*")
_OF_A_THING = re.compile(
    rf"{_OF_A_PLACE.pattern}|\s+van\s+(?:(?:de|het|een|deze|alle)\s+(?:[a-zë]+e\s+)?)[a-zë]+(?![\w-])|\s+van\s+[a-zë]+en(?![\w-])"
)
#: What a body does that reports and is not asked to do anything.
_REPORTS = re.compile(
    r"\s+(?:\w+\s+)?(?:sluit|doet|komt|concludeert|constateert|beveelt|adviseert|bepleit|roept|vindt|acht|geeft|stelt\s+(?:vast|voor|dat)|formuleert)\b"
)
#: An opening after which "u" is the one that advises: "Ten slotte beveelt u aan".
_YOU_ADVISE = re.compile(
    r"^\W*(?:ook|verder|voorts|tevens|daarnaast|daarom|daarbij|bovendien|vervolgens|hierbij|tot\s+slot|ten\s+\w+|in\s+de\s+\w+\s+plaats)"
    r"\s+(?:beveelt|adviseert|vraagt|verzoekt|raadt|dringt|roept|bepleit|geeft)\s+$",
    re.IGNORECASE,
)

_UNKNOWN = 0.6  # how sure a name of a body can be that nobody listed
_LONGEST = 4_000  # characters: a recommendation is shorter


@dataclass(frozen=True, slots=True)
class AddresseeRule:
    """One way to say who should act; `matches` holds sentences with the names that are asked to act in them.

    `announces`: a sentence before a list that says so speaks for the list.
    """

    name: str
    pattern: re.Pattern[str]
    confidence: float
    matches: tuple[tuple[str, tuple[str, ...]], ...]
    not_matches: tuple[str, ...]
    announces: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A body as a text names it at ``[start, end)``: resolved to an actor where it is known, with its full name."""

    start: int
    end: int
    text: str
    actor: ActorId | None
    label: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with one sign for every group of names that are joined by commas or "en", and the groups by place."""

    text: str
    groups: Mapping[int, tuple[Name, ...]]


@cache
def load_addressee_rules() -> tuple[AddresseeRule, ...]:
    """Return the rules of `addressees.toml`: those for sentences as in the file, then the one for headings."""
    data = tomllib.loads(_RULES.read_text("utf-8"))
    words = {"who": WHO, **data["words"]}
    rows = [*data["addressee"], {"name": "heading", **data["heading"]}]
    return tuple(
        AddresseeRule(
            row["name"],
            re.compile(re.sub(r"\{([a-z]+)\}", lambda name: words[name[1]], row["pattern"]), re.IGNORECASE),
            row["confidence"],
            tuple((example["text"], tuple(example["who"])) for example in row["matches"]),
            tuple(row["not_matches"]),
            row.get("announces", True),
        )
        for row in rows
    )


def find_addressees(
    text: str,
    index: ActorIndex,
    local: LocalNames = NO_LOCAL_NAMES,
    *,
    issuer: str = "",
    before: str = "",
    section: Sequence[str] = (),
) -> tuple[Addressee, ...]:
    """Return who is asked to act in `text`, in order, each body once.

    Where the text names nobody, the words before it in its sentence may, and else the heading.

    :param issuer: whose recommendation it is: the one that recommends is not the one that is asked.
    :param before: the words of the sentence before `text`: "Wij adviseren het Rijk om".
    :param section: the headings above the text, the nearest last.

    >>> from crisisgraph.model import Actor
    >>> index = ActorIndex.of([Actor(ActorId("dijkraad"), "Dijkraad"), Actor(ActorId("dorpen"), "dorpen")])
    >>> [found.text for found in find_addressees("De Dijkraad moet met dorpen overleggen.", index)]
    ['Dijkraad']
    >>> [found.text for found in find_addressees("vaker te overleggen", index, before="Wij vragen de Dijkraad om ")]
    ['Dijkraad']
    """
    *sentences, heading = load_addressee_rules()
    found = addressees_by(sentences, text[:_LONGEST], index, local, issuer=issuer)
    if not found and before:
        announcing = [rule for rule in sentences if rule.announces]
        found = addressees_by(announcing, (before + text)[:_LONGEST], index, local, issuer=issuer)
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
    masked = mask_names(text, index, local)
    hits: list[tuple[int, AddresseeRule]] = []
    for rule in rules:
        for match in rule.pattern.finditer(masked.text):
            places = [place for place in masked.groups if match.start() <= place < match.end()]
            hits += [(place, rule) for place in places[-1:]]
    found: dict[str, Addressee] = {}
    for place, rule in sorted(hits, key=lambda hit: (hit[0], -hit[1].confidence)):
        for addressee in addressees_of(masked.groups[place], rule.name, rule.confidence, issuer):
            found.setdefault(addressee.actor or fold(addressee.text), addressee)
    return tuple(found.values())


def addressees_of(names: Iterable[Name], rule: str, confidence: float, issuer: str) -> tuple[Addressee, ...]:
    """Return `names` as addressees that `rule` found, without the issuer; a body that is not known is less sure."""
    return tuple(
        Addressee(name.text, name.actor, rule, confidence if name.actor else min(confidence, _UNKNOWN))
        for name in names
        if fold(name.label) != fold(issuer)
    )


# --- names in a text ------------------------------------------------------------------------------


def mask_names(text: str, index: ActorIndex, local: LocalNames) -> Masked:
    """Return `text` with a sign for every group of bodies that it names."""
    pieces: list[str] = []
    groups: dict[int, tuple[Name, ...]] = {}
    length = end = 0
    for group in _groups(text, tuple(_with_owners(text, tuple(_names(text, index, local))))):
        leading = _LEADING.search(text, end, group[0].start)
        start = leading.start() if leading else group[0].start
        pieces += (text[end:start], WHO)
        length += start - end
        groups[length] = group
        length += 1
        end = group[-1].end
    return Masked("".join((*pieces, text[end:])), groups)


def _groups(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, ...]]:
    group: list[Name] = []
    for name in names:
        if group and not _JOINT.fullmatch(text[group[-1].end : name.start]):
            yield tuple(group)
            group = []
        group.append(name)
    if group:
        yield tuple(group)


def _with_owners(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Yield `names`, with what they belong to: "het bestuur van de Stichting Duin", "de exploitant van de haven"."""
    taken = -1
    for at, name in enumerate(names):
        if at <= taken:
            continue
        owner = names[at + 1] if at + 1 < len(names) else None
        if name.actor is None and owner and _OF.fullmatch(text, name.end, owner.start):
            taken = at + 1
            yield Name(name.start, owner.end, text[name.start : owner.end], owner.actor, owner.label)
        elif (of := (_OF_A_THING if name.actor is None else _OF_A_PLACE).match(text, name.end)) and (
            owner is None or owner.start >= of.end()
        ):
            yield Name(name.start, of.end(), text[name.start : of.end()], name.actor, name.label)
        else:
            yield name


def _names(text: str, index: ActorIndex, local: LocalNames) -> Iterator[Name]:
    """Yield the bodies in `text`, named or meant ("de stuurgroep", "exploitanten"), in order and without overlap."""
    found = [
        Name(body.start, body.end, body.text, ActorId(body.actor.id) if body.actor else None, body.label)
        for body in find_bodies(text, index, local)
    ]
    found += [
        Name(noun.start, noun.end, noun.text, None, noun.text)
        for noun in find_body_nouns(text)
        if not _reports(text[noun.end :])
    ]
    found += [
        Name(match.start(), match.end(), match.group(), None, match.group())
        for match in _unnamed().finditer(text)
        if not (match.group().lower() == "u" and _YOU_ADVISE.search(text[: match.start()]))
    ]
    if local.speaker:
        actor = ActorId(local.speaker.actor.id) if local.speaker.actor else None
        found += [Name(match.start(), match.end(), match.group(), actor, "") for match in _FIRST_PERSON.finditer(text)]
    end = 0
    for name in sorted(found, key=lambda name: (name.start, name.actor is None, -name.end)):
        if name.start >= end:
            yield name
            end = name.end


def _reports(after: str) -> bool:
    """Tell whether the body before `after` is the one that reports: "de commissie sluit af met …"."""
    return _REPORTS.match(after) is not None


@cache
def _unnamed() -> re.Pattern[str]:
    words = tomllib.loads(_RULES.read_text("utf-8"))["words"]
    return re.compile(
        rf"(?<=\b[Dd]e\s){words['unnamed']}(?![\w-])|(?<=\b[Hh]et\s){words['unnamed']}(?![\w-])"
        rf"|(?<![\w-])(?i:{words['agents']})(?![\w-])|(?<![\w-])[Uu](?![\w-])"
    )
