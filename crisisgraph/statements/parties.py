"""Who is who in a reaction: the body that is answered, the side that answers, and everybody else who acts.

A sentence is read with the names of the parties replaced by one sign each, so that a rule can say "the other body
recommends" or "we will" whatever the bodies are called and whichever word order the sentence has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.model import Actor
from crisisgraph.statements.actors import ActorIndex, LocalNames, find_actors, introduced_names, is_body_name
from crisisgraph.statements.view import EditionView

#: The signs for the parties in a masked sentence, from the private use area of Unicode.
OTHER, SELF, PARTY = "\ue001", "\ue002", "\ue003"

_ARTICLE = r"(?:[Dd]e|[Hh]et|[Dd]eze|[Dd]it|[Oo]nze|[Oo]ns|[Mm]ijn|[Uu]w)\s+"

#: Names for the side that answers: national, local, and whoever writes "ik" or "wij".
_NATIONAL = re.compile(
    rf"(?<![\w-]){_ARTICLE}(?:demissionaire\s+|huidige\s+|nieuwe\s+)?"
    r"(?:kabinet(?:\s+[A-Z][\w-]+(?:\s+[IVX]+)?)?|regering|(?:minister|staatssecretaris|bewindspersoon)"
    r"(?:(?:s|sen)?\s+(?:van|voor)\s+[A-Z][\w-]*(?:(?:,\s+|\s+en\s+)[A-Z][\w-]*)*)?(?![\w-])|ministers|bewindslieden"
    r"|bewindspersonen|staatssecretarissen|ministerie\s+van\s+[A-Z]\w+)(?![\w])"
)
_LOCAL = re.compile(
    rf"(?<![\w-])(?:{_ARTICLE}(?:college(?:\s+van\s+(?:burgemeester\s+en\s+wethouders|[Bb]\s*(?:en|&)\s*[Ww]"
    r"|gedeputeerde\s+staten))?(?!\s+(?:van|voor))|burgemeester|wethouders?|gedeputeerden?|portefeuillehouder|dijkgraaf"
    r"|(?:dagelijks|algemeen|regio)?\s*bestuur(?:\s+van\s+de\s+veiligheidsregio)?|gemeente|provincie|veiligheidsregio"
    r"|waterschap|directie|raad\s+van\s+bestuur)|[Gg]edeputeerde\s+[Ss]taten)(?![\w])"
)
_FIRST_PERSON = re.compile(r"(?<![\w-])(?:[Ii]k|[Ww]ij|[Ww]e)(?![\w-])")

#: Nouns for a body that reports, and for what it wrote; "de raad" in small letters is more often who is addressed.
_BODY_NOUN = re.compile(
    r"(?<![\w-])(?:[Dd]e|[Dd]eze)\s+(?P<noun>\w*(?:commissie|inspectie|rekenkamer|ombudsman|onderzoeksraad|adviesraad|werkgroep"
    r"|taskforce|denktank|toezichthouder|autoriteit|raad)|Raad|onderzoekers|evaluatoren)(?![\w-])"
    r"|(?<![\w-])[Hh]et\s+(?P<institute>instituut|planbureau|bureau|adviescollege|College|panel)(?![\w-])",
)
_WORK = re.compile(
    r"(?<![\w-])(?:[Hh]et|[Dd]it|[Uu]w)\s+(?P<work>(?:deel|eind|evaluatie|onderzoeks|rekenkamer|advies)?(?:rapport|onderzoek|advies)|"
    r"rapportage)(?![\w-])|(?<![\w-])(?:[Dd]e|[Dd]eze)\s+(?P<study>evaluatie|rapportage|studie)(?![\w-])"
)
_NAMED_BODY = re.compile(
    r"(?<![\w-])(?:[Dd]e|[Hh]et)\s+(?P<name>[A-Z][\w’'-]*(?:\s+(?:(?:van|voor|de|het|der|en|op|in)\s+)*[A-Z][\w’'-]*)*)"
)
#: What a body that is answered does, in the present.
REPORTS = (
    r"(?:concludeert|concluderen|constateert|constateren|stelt|stellen|beveelt|bevelen|adviseert|adviseren|oordeelt|oordelen"
    r"|signaleert|signaleren|wijst|wijzen|vindt|vinden|geeft|geven|merkt|merken|pleit|pleiten|roept|roepen|benadrukt|benadrukken"
    r"|schrijft|schrijven|ziet|zien|acht|achten|laat\s+zien|laten\s+zien|vraagt|vragen|meent|menen|raadt|raden|waarschuwt"
    r"|waarschuwen|besteedt|besteden|verzoekt|verzoeken|dringt|dringen|doet|doen|toont|tonen|blijkt|suggereert|suggereren|vermeldt|kritiseert)"
)
_YOU = re.compile(rf"(?<![\w-])[Uu](?=\s+(?:\w+\s+)?{REPORTS}\b)")
_REPORTS_AFTER = re.compile(rf"^\s+(?:\w+\s+)?{REPORTS}\b")
_REPORTS_BEFORE = re.compile(rf"(?:\b{REPORTS}|\b[Vv]olgens|\b[Aa]ldus)\s+$")


@dataclass(frozen=True, slots=True)
class Party:
    """A party where it is named: its sign, its name, and the actor where it is a known one."""

    sign: str
    label: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with one sign for each party; ``origin[i]`` is where character `i` stands in the sentence itself."""

    text: str
    origin: tuple[int, ...]
    parties: Mapping[int, Party]

    def first(self, signs: str, start: int = 0, end: int | None = None) -> Party | None:
        """Return the first party with one of `signs` in ``text[start:end]``."""
        places = (place for place in sorted(self.parties) if start <= place < (len(self.text) if end is None else end))
        return next((self.parties[place] for place in places if self.parties[place].sign in signs), None)


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    label: str
    actor: Actor | None
    sign: str | None  # None: known only once it is clear who is answered


class Parties:
    """The parties of one reaction, and how its sentences are masked."""

    def __init__(self, view: EditionView, index: ActorIndex) -> None:
        self._index = index
        self._local = introduced_names(view.text, index)
        self._self = _own_side(view.text)
        self._bodies = _named_bodies(view.text, index, self._local)
        self.sender = next((m.actor for m in find_actors(view.report.issuer, index)), None)
        self._reported = self._reporting(view)
        self.other = self._reported[0] if self._reported else None

    def mask(self, text: str, place: int = 0) -> Masked:
        """Return `text` with the names of the parties replaced by their signs; a name takes brackets after it along.

        :param place: where the sentence stands in the text of the report: by "de commissie" the last body of that name
            is meant.
        """
        pieces: list[str] = []
        origin: list[int] = []
        parties: dict[int, Party] = {}
        end = 0
        for name in self._names(text, place):
            pieces.append(text[end : name.start])
            origin.extend(range(end, name.start))
            sign = name.sign or (OTHER if self._is_other(name.label) else PARTY)
            parties[len(origin)] = Party(sign, name.label, name.actor)
            pieces.append(sign)
            origin.append(name.start)
            brackets = re.match(r"\s*\([^()]*\)", text[name.end :])
            end = name.end + (brackets.end() if brackets else 0)
        pieces.append(text[end:])
        origin.extend(range(end, len(text) + 1))
        return Masked("".join(pieces), tuple(origin), parties)

    def _is_other(self, label: str) -> bool:
        return label in self._reported

    def _reporting(self, view: EditionView) -> tuple[str, ...]:
        """Return the bodies that report in `view`, the one that does so most often first."""
        counts: Counter[str] = Counter()
        place = 0
        for block in view.blocks:
            for sentence in block.sentences:
                for name in self._names(sentence.text, place + sentence.start):
                    before, after = sentence.text[: name.start], sentence.text[name.end :]
                    if name.sign is None and (_REPORTS_AFTER.search(after) or _REPORTS_BEFORE.search(before)):
                        counts[name.label] += 1
            place += len(block.title) + 1
        return tuple(label for label, times in counts.most_common() if self._may_report(label, times))

    def _may_report(self, label: str, times: int) -> bool:
        actor = next((m.actor for m in find_actors(label, self._index) if fold(m.text) == fold(label)), None)
        return actor is None or actor.kind in _REPORTERS or (times > 2 and not actor.generic)

    def _names(self, text: str, place: int) -> tuple[_Name, ...]:
        found = sorted(
            self._candidates(text, place),
            key=lambda name: (name.start, -name.end, name.actor is not None and name.actor.generic),
        )
        kept: list[_Name] = []
        for name in found:
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
        return tuple(kept)

    def _candidates(self, text: str, place: int) -> Iterator[_Name]:
        for mention in find_actors(text, self._index, self._local):
            start = _with_article(text, mention.start)
            yield _Name(start, mention.end, mention.actor.label, mention.actor, self._own_sign(text[start : mention.end]))
        for local in self._local.names:
            for match in re.finditer(rf"(?<![\w-]){_flexible(local.form)}(?![\w-])", text) if not local.actor else ():
                yield _Name(_with_article(text, match.start()), match.end(), local.label, None, None)
        for match in self._self.finditer(text):
            yield _Name(match.start(), match.end(), match.group(), self._sender_or_named(match.group()), SELF)
        for match in _FIRST_PERSON.finditer(text):
            yield _Name(match.start(), match.end(), "", self.sender, SELF)
        for match in _NAMED_BODY.finditer(text):
            if is_body_name(match["name"]) and not self._own_sign(match.group()):
                yield _Name(match.start(), match.end(), self._full(match["name"]), None, None)
        for match in _BODY_NOUN.finditer(text):
            label = self._meant(match["noun"] or match["institute"], place)
            if label:
                yield _Name(match.start(), match.end(), label[0], label[1], None)
        for pattern in (_WORK, _YOU):
            for match in pattern.finditer(text):
                yield _Name(match.start(), match.end(), "", None, OTHER)

    def _own_sign(self, text: str) -> str | None:
        return SELF if self._self.fullmatch(text) or self._self.fullmatch(f"de {text}") else None

    def _sender_or_named(self, text: str) -> Actor | None:
        named = next((m.actor for m in find_actors(text, self._index, self._local)), None)
        return named or self.sender

    def _full(self, name: str) -> str:
        """Return the introduced or longer name that `name` is short for."""
        return next((label for _, label, _ in self._bodies if fold(label).startswith(fold(name))), name)

    def _meant(self, noun: str, place: int) -> tuple[str, Actor | None] | None:
        """Return the last body before this place whose name ends in `noun`; "de raad" is nobody unless introduced."""
        if noun == "raad" and self._self is _LOCAL:
            return None  # the council that the letter is written to
        fits = [body for body in self._bodies if any(fold(word).endswith(fold(noun)) for word in body[1].split())]
        before = [body for body in fits if body[0] <= place]
        best = before[-1] if before else fits[0] if fits else None
        return (best[1], best[2]) if best else None


_REPORTERS = frozenset(
    {
        "advisory body", "audit body", "ombudsman", "inspectorate", "knowledge institute", "consultancy", "evaluator",
        "government agency", "coordination body", "international",
    }
)  # fmt: skip


def _own_side(text: str) -> re.Pattern[str]:
    """Return the names of the side that answers: national or local, whichever the text names more often."""
    national, local = len(_NATIONAL.findall(text)), len(_LOCAL.findall(text))
    return _NATIONAL if national >= local else _LOCAL


def _named_bodies(text: str, index: ActorIndex, local: LocalNames) -> Sequence[tuple[int, str, Actor | None]]:
    """Return every full name of a body with its place, in order."""
    bodies: list[tuple[int, str, Actor | None]] = [
        (mention.start, mention.actor.label, mention.actor) for mention in find_actors(text, index, local)
    ]
    bodies += [
        (match.start(), match["name"], None) for match in _NAMED_BODY.finditer(text) if is_body_name(match["name"])
    ]
    bodies += [(text.find(name.label), name.label, name.actor) for name in local.names if name.label in text]
    return sorted(bodies, key=lambda body: body[0])


def _with_article(text: str, start: int) -> int:
    article = re.search(rf"(?<![\w-]){_ARTICLE}$", text[max(0, start - 8) : start])
    return start - len(article.group()) if article else start


def _flexible(form: str) -> str:
    return r"\s+".join(map(re.escape, form.split()))


def labels(parties: Iterable[Party]) -> tuple[str, ...]:
    """Return the names of `parties`, each once, in order."""
    return tuple(dict.fromkeys(party.label for party in parties if party.label))
