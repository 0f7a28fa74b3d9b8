"""Who speaks: the report itself, or a body whose advice it passes on under its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from crisisgraph.bodies import kind_of_body, noun_of_body
from crisisgraph.ids import fold
from crisisgraph.model import BlockKind
from crisisgraph.statements.actor_names import ActorIndex, LocalNames
from crisisgraph.statements.actors import Body, find_actors, find_bodies
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.local_names import introduced_names
from crisisgraph.statements.sections import Place
from crisisgraph.statements.view import EditionView

#: The kinds of bodies that advise others, so that a report may pass their advice on.
ADVISERS = frozenset(
    {
        "NGO", "advisory body", "association of municipalities", "association of provinces",
        "association of water authorities", "audit body", "consultancy", "employers association", "government agency",
        "inspectorate", "international", "knowledge institute", "ombudsman", "professional association",
        "public health service", "safety region", "sector association", "trade union",
    }
)  # fmt: skip

_ADVISED = frozenset({"government", "ministry", "municipality", "province", "water authority"})
_BODY = re.compile(
    r"\bde (\w*(?:raad|commissie|inspectie|rekenkamer|ombudsman|werkgroep|denktank|autoriteit))\b", re.IGNORECASE
)

#: What a name is read as when the rules, which know only kinds of bodies, are put to a sentence.
_STAND_IN = "de commissie"

#: Nouns for bodies that write reports, besides those of the rules, and the sorts of bodies whose nouns the rules lack.
_OWN_NOUN = re.compile(r"(college|instituut|bureau|lectoraat|centrum|auditdienst)$", re.IGNORECASE)
_CALLED_BY_NOUN = frozenset(
    {
        "NGO",
        "consultancy",
        "knowledge institute",
        "professional association",
        "public health service",
        "sector association",
    }
)

_PASSES_ON = re.compile(
    r"\b(?:volgens|oordeel|mening|betreft|advies|adviezen|aanbeveling(?:en)?|verwacht(?:en)?|meen(?:t|en))\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:beve(?:elt|len)|advise(?:ert|ren)|raa?dt|raden|dring(?:t|en)|roep(?:t|en)|pleit(?:en)?|verzoek(?:t|en)|vind(?:t|en)"
    r"|acht(?:en)?|geef?t|geven|stel(?:t|len)|vra(?:agt|gen)|doe(?:t|n)|bepleit(?:en)?|spo(?:ort|ren)|nodig(?:t|en)"
    r"|meen(?:t|en)|verwacht(?:en)?)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:wij|we|ik|ons|onze)\b", re.IGNORECASE)
_OWNED = re.compile(r"^[^\s.]{1,40}[\s-](?:advies|rapport|notitie|aanbevelingen)\b", re.IGNORECASE)
_OWNER = re.compile(
    r"\b(?:advies|adviezen|rapport|notitie|aanbevelingen|tips|aandachtspunten|boodschappen)\s+van\s+(?:de\s+|het\s+)?$"
    r"|\b(?:volgens|aldus)\s+(?:de\s+|het\s+)?$",
    re.IGNORECASE,
)
#: A sentence that the body of the sentence before it says: "Daarin raadt zij gemeenten aan", "Hij beveelt aan".
_PRONOUN = re.compile(
    rf"^\W*(?:(?:[Zz]ij|[Hh]ij|[Zz]e)\s+(?:\w+\s+)?{_VERB.pattern}|(?:\w+\s+){{1,3}}{_VERB.pattern}\s+(?:zij|hij|ze)\b)",
    re.IGNORECASE,
)
_REACH = 60  # characters between a name and the verb that it is the subject of


#: The sorts of bodies that advise others and themselves.
_ASK_THEMSELVES = frozenset({"public health service"})


@cache
def own_names(own: str) -> re.Pattern[str] | None:
    """Return the names by which a report calls its issuer, when it is a kind of body that the rules do not know."""
    nouns = {found[1].lower() for word in own.split() if (found := _OWN_NOUN.search(word))}
    if kind_of_body(own) in _CALLED_BY_NOUN and (noun := noun_of_body(own)):
        nouns.add(noun.lower())
    if not nouns:
        return None
    called = "|".join(map(re.escape, sorted(nouns)))
    return re.compile(
        rf"(?<![\w-])(?:de|het)\s+(?:{re.escape(own)}|\w*(?:{called}))(?![\w-])(?!\s+van\b)", re.IGNORECASE
    )


def is_itself(own: str, name: str) -> bool:
    """Tell whether by `name` an adviser means itself in its own report: "het college" advises, and is asked nothing."""
    names = own_names(own)
    return names is not None and kind_of_body(own) not in _ASK_THEMSELVES and names.fullmatch(f"het {name}") is not None


@dataclass(frozen=True, slots=True)
class Voices:
    """The bodies that a report names, as those who may speak in it; `own` is the name of the report's issuer."""

    own: str
    index: ActorIndex
    local: LocalNames

    @classmethod
    def of(cls, view: EditionView, index: ActorIndex) -> Voices:
        """Return the voices of `view`, with the short names that it introduces."""
        return cls(view.report.issuer, index, introduced_names(view.text, index))

    def own_masked(self, text: str) -> str:
        """Return `text` with words that the rules know for the name of the issuer: "het instituut" for an institute."""
        names = own_names(self.own)
        return names.sub(_STAND_IN, text) if names else text

    def masked(self, text: str) -> str:
        """Return `text` with words that the rules know for the names of advisers, where one of them may speak."""
        text = self.own_masked(text)
        if not _VERB.search(text) and not _PASSES_ON.search(text):
            return text
        pieces: list[str] = []
        end = 0
        for mention in self._advisers(text):
            article = re.search(r"\b(?:de|het)\s+$", text[end : mention.start], re.IGNORECASE)
            pieces += (text[end : mention.start - (len(article[0]) if article else 0)], _STAND_IN)
            end = mention.end
        return "".join((*pieces, text[end:])) if pieces else text

    def speaker(self, text: str) -> str | None:
        """Return the name of the body that says `text` in so many words, or None when the report itself does."""
        for verb in _VERB.finditer(text):
            before, after = text[: verb.start()], text[verb.end() :]
            if _FIRST_PERSON.search(before[-_REACH:]) or _FIRST_PERSON.match(after.lstrip()):
                return None
            for mention in self._advisers(text):
                is_subject = 0 <= verb.start() - mention.end <= _REACH or 0 <= mention.start - verb.end() <= _REACH // 2
                if is_subject:
                    return self._name(mention)
        body = _BODY.search(text)
        return body[1] if body and not _FIRST_PERSON.search(text) and self._governs() else None

    def _governs(self) -> bool:
        """Tell whether the issuer is one who is advised, so that "de inspectie" in its text is somebody else."""
        return any(mention.actor.kind in _ADVISED for mention in find_actors(self.own, self.index))

    def owner(self, text: str) -> str | None:
        """Return the name of the body whose advice the sentence `text` announces, or None when it is the report's."""
        for mention in self._advisers(text):
            if _OWNED.search(mention.text + text[mention.end :]) or _OWNER.search(text[: mention.start]):
                return self._name(mention)
        return self.speaker(text)

    def goes_on(self, text: str, before: str) -> str | None:
        """Return the body named in the sentence `before` when by "zij" or "hij" it says `text`, or None."""
        if _PRONOUN.match(text):
            return next((self._name(body) for body in self._advisers(before)), None)
        return None

    def _advisers(self, text: str) -> Iterator[Body]:
        return (
            body
            for body in find_bodies(text, self.index, self.local)
            if body.kind in ADVISERS
            and not (body.actor and body.actor.generic)
            and " " in body.label.strip() + " " * bool(body.actor)
        )

    def _name(self, body: Body) -> str | None:
        own = {mention.actor.id for mention in find_actors(self.own, self.index)}
        is_own = body.actor.id in own if body.actor else fold(body.label) in fold(self.own)
        return None if is_own or body.label == self.own else body.label


def pass_on(
    drafts: Iterable[Draft], view: EditionView, places: Sequence[Place], voices: Voices, rules: frozenset[str]
) -> Iterator[Draft]:
    """Yield `drafts`, with the issuer of those that the report passes on.

    :param rules: the names of the sentence rules that tell who speaks.
    """
    starts = {block.span.start: index for index, block in enumerate(view.blocks)}
    for draft in drafts:
        issuer = None
        place = places[starts[draft.span.start]] if draft.span.start in starts else None
        if draft.rule in rules:
            issuer = voices.owner(draft.text) or voices.goes_on(draft.text, _before(draft, view, starts))
        elif place is not None and place.listed and place.opener is not None:
            opener = view.blocks[place.opener]
            if opener.kind is not BlockKind.HEADING and opener.sentences:
                issuer = voices.owner(opener.sentences[-1].text)
        yield replace(draft, issuer=issuer) if issuer else draft


def _before(draft: Draft, view: EditionView, starts: Mapping[int, int]) -> str:
    """Return the sentence before `draft` in its block, or nothing."""
    place = max((start for start in starts if start <= draft.span.start), default=None)
    sentences = view.blocks[starts[place]].sentences if place is not None else ()
    earlier = [sentence.text for sentence in sentences if sentence.span.end <= draft.span.start]
    return earlier[-1] if earlier else ""
