"""Who is who in a reaction: the body that is answered, the side that answers, and everybody else who acts.

A sentence is read with the names of the parties replaced by one sign each, so that a rule can say "the other body
recommends" or "we will" whatever the bodies are called and whichever word order the sentence has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisisgraph.ids import fold
from crisisgraph.model import Actor
from crisisgraph.statements.actor_names import ActorIndex, LocalNames
from crisisgraph.statements.actors import capitalised_bodies, find_actors
from crisisgraph.statements.letters.answered import answered_body, reader_is_answered
from crisisgraph.statements.letters.masks import OTHER, PARTY, SELF, Masked, Party
from crisisgraph.statements.letters.sides import own_side, way
from crisisgraph.statements.local_names import introduced_names
from crisisgraph.statements.view import EditionView
from crisisgraph.title_page import UNKNOWN

_ARTICLE = r"(?:[Dd]e|[Hh]et|[Dd]eze|[Dd]it|[Oo]nze|[Oo]ns|[Mm]ijn|[Uu]w)\s+"
_LEADING = re.compile(rf"(?<![\w-]){_ARTICLE}$")

#: The kinds of actors that study and advise.
_REPORTERS = frozenset(
    {
        "advisory body", "audit body", "ombudsman", "inspectorate", "knowledge institute", "consultancy", "evaluator",
        "government agency", "coordination body", "international",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    label: str
    actor: Actor | None
    sign: str | None  # None: told by whether this body is the one that is answered
    is_work: bool = False


@dataclass(frozen=True, slots=True)
class _Body:
    """A full name of a body, and where in the report it stands."""

    place: int
    label: str
    actor: Actor | None

    @property
    def words(self) -> list[str]:
        """The words of the name, as they are compared."""
        return re.split(r"[\s-]+", fold(self.label))


class Parties:
    """The parties of one report, and how its sentences are masked.

    `other` is the body that reports most often ("onbekend" when none does), `sender` the actor that issued the report.
    """

    def __init__(self, view: EditionView, index: ActorIndex, *, whole: bool) -> None:
        self._index = index
        self._local = introduced_names(view.text, index)
        self._side = own_side(view)
        self._own_side = way(self._side)
        self._answered = answered_body(view, index, self._local)
        answered = self._answered.label if self._answered else None
        # a reaction that stands in the report it answers is written to whoever made that
        self._reader_is_answered = not whole or reader_is_answered(view, named=answered is not None)
        self._bodies = _named_bodies(view.text, index, self._local, answered)
        self._by_noun: dict[str, list[_Body]] = {}
        issuer = view.report.issuer
        self.sender = next((m.actor for m in find_actors(issuer, index) if fold(m.text) == fold(issuer)), None)
        if self.sender is not None and self.sender.label == answered:
            self.sender = None  # the title page named the body to which the letter goes
        self._reporting = self._who_reports(view)
        self.other = self._reporting[0] if self._reporting else UNKNOWN

    def mask(self, text: str, place: int = 0, *, they: str | None = None, we: bool = False) -> Masked:
        """Return `text` with the names of the parties replaced by their signs; a name takes brackets after it along.

        :param place: where the sentence stands in the text of the report: by "de commissie" the last body of that name
            is meant.
        :param they: the body that an opening "zij" means.
        :param we: "zij" and "hij" are the side that answers: its answer is told in the third person.
        """
        pieces: list[str] = []
        origin: list[int] = []
        parties: dict[int, Party] = {}
        end = 0
        for name in self._names(text, place, they, we=we):
            if name.start < end:
                continue  # in brackets after another name
            pieces.append(text[end : name.start])
            origin.extend(range(end, name.start))
            sign = name.sign or (OTHER if name.label in self._reporting else PARTY)
            parties[len(origin)] = Party(sign, name.label, name.actor, name.is_work)
            pieces.append(sign)
            origin.append(name.start)
            brackets = re.match(r"\s*\([^()]*\)", text[name.end :])
            end = name.end + (brackets.end() if brackets else 0)
        pieces.append(text[end:])
        origin.extend(range(end, len(text) + 1))
        return Masked("".join(pieces), tuple(origin), parties)

    # --- who is who -----------------------------------------------------------------------------------

    def _who_reports(self, view: EditionView) -> tuple[str, ...]:
        """Return the bodies that report in `view`, the one that does so most often first."""
        counts: Counter[str] = Counter()
        place = 0
        for block in view.blocks:
            for sentence in block.sentences:
                if not way("reporting").search(sentence.text):
                    continue
                for name in self._names(sentence.text, place + sentence.start, None):
                    before, after = sentence.text[: name.start], sentence.text[name.end :]
                    if name.sign is None and (way("after").search(after) or way("before").search(before)):
                        counts[name.label] += 1
            place += len(block.title) + 1
        labels = [label for label, times in counts.most_common() if self._may_report(label, times)]
        return tuple(dict.fromkeys([self._answered.label, *labels] if self._answered else labels))

    def _may_report(self, label: str, times: int) -> bool:
        actor = next((m.actor for m in find_actors(label, self._index) if fold(m.text) == fold(label)), None)
        return actor is None or actor.kind in _REPORTERS or (times > 2 and not actor.generic)

    def own_name(self, text: str) -> str:
        """Return the name by which `text` calls the side that answers most often, or "onbekend"."""
        names = Counter(self._own_label(match.group()) for match in self._own_side.finditer(text))
        return names.most_common(1)[0][0] if names else UNKNOWN

    def _own_label(self, text: str) -> str:
        actor = self._known(text)
        return actor.label if actor else re.sub(rf"^{_ARTICLE}", "", " ".join(text.split()))

    def _known(self, text: str) -> Actor | None:
        return next((mention.actor for mention in find_actors(text, self._index, self._local)), None)

    # --- names in a sentence --------------------------------------------------------------------------

    def _names(self, text: str, place: int, they: str | None, *, we: bool = False) -> tuple[_Name, ...]:
        """Return the names in `text` without overlap: the longest, and of equals a known body before a kind of body."""
        found = sorted(
            self._candidates(text, place, they, we=we),
            key=lambda name: (name.start, -name.end, _rank(name)),
        )
        kept: list[_Name] = []
        for name in found:
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
        return tuple(kept)

    def _candidates(self, text: str, place: int, they: str | None, *, we: bool) -> Iterator[_Name]:
        yield from self._known_names(text)
        for match in self._own_side.finditer(text):
            own = self._known(match.group()) or self.sender
            yield _Name(match.start(), match.end(), self._own_label(match.group()), own, SELF)
        for match in way("first").finditer(text):
            yield _Name(match.start(), match.end(), "", self.sender, SELF)
        for start, end, body in capitalised_bodies(text):
            first = _with_article(text, start)
            if not self._own_side.fullmatch(text[first:end]):
                yield _Name(first, end, self._full(body), None, None)
        for match in way("noun").finditer(text):
            noun = match["noun"] or match["institute"] or "Raad"
            local_council = fold(noun) == "raad" and self._side == "local"
            if self._answered is not None and self._answered.is_called(noun) and not local_council:
                yield _Name(match.start(), match.end(), self._answered.label, None, OTHER)
            elif (meant := self._meant(noun, place)) is not None:
                yield _Name(match.start(), match.end(), meant.label, meant.actor, None)
            elif way("alone").match(noun):
                yield _Name(match.start(), match.end(), "", None, OTHER)
        for match in way("work").finditer(text):
            yield _Name(match.start(), match.end(), "", None, OTHER, is_work=True)
        for match in way("you").finditer(text) if self._reader_is_answered else ():
            yield _Name(match.start(), match.end(), "", None, OTHER)
        if not we:
            for match in way("them").finditer(text):
                pronoun = "subject" if match["subject"] else "object"
                yield _Name(match.start(pronoun), match.end(pronoun), "", None, OTHER)
        if we and they is None:
            for match in way("third").finditer(text):
                yield _Name(match.start(), match.end(), "", self.sender, SELF)
        if they is not None and (opening := way("they").match(text)):
            yield _Name(0, opening.end(), they, None, OTHER)

    def _known_names(self, text: str) -> Iterator[_Name]:
        """Yield the names of known actors, and the short names of other bodies that the report introduces."""
        for mention in find_actors(text, self._index, self._local):
            start = _with_article(text, mention.start)
            own = self._own_side.fullmatch(text[start : mention.end]) or mention.actor == self.sender
            yield _Name(start, mention.end, mention.actor.label, mention.actor, SELF if own else None)
        for local in self._local.names:
            if local.actor is None:
                form = r"\s+".join(map(re.escape, local.form.split()))
                for match in re.finditer(rf"(?<![\w-]){form}(?![\w-])", text):
                    yield _Name(_with_article(text, match.start()), match.end(), local.label, None, None)

    def _full(self, name: str) -> str:
        """Return the longer name that `name` is short for, or `name`."""
        return next((body.label for body in self._bodies if fold(body.label).startswith(fold(name))), name)

    def _meant(self, noun: str, place: int) -> _Body | None:
        """Return the last body before `place` whose name ends in `noun`; to a local letter "de raad" is the reader."""
        if noun == "raad" and self._side == "local":
            return None
        ending = fold(noun)
        if ending not in self._by_noun:
            self._by_noun[ending] = [body for body in self._bodies if any(word.endswith(ending) for word in body.words)]
        fits = self._by_noun[ending]
        before = [body for body in fits if body.place <= place]
        return before[-1] if before else fits[0] if fits else None


def _rank(name: _Name) -> int:
    """Return the place of a name among others for the same words: who is answered first, a kind of body last."""
    if name.sign == OTHER and name.label:
        return 0
    return 1 if name.actor is None else 3 if name.actor.generic else 0 if name.sign == SELF else 2


def _named_bodies(text: str, index: ActorIndex, local: LocalNames, answered: str | None) -> Sequence[_Body]:
    """Return every full name of a body, in order."""
    bodies = [_Body(mention.start, mention.actor.label, mention.actor) for mention in find_actors(text, index, local)]
    bodies += [_Body(start, name, None) for start, _, name in capitalised_bodies(text)]
    bodies += [_Body(text.find(name.label), name.label, name.actor) for name in local.names if name.label in text]
    if answered and not any(body.label == answered for body in bodies):
        bodies.append(_Body(0, answered, None))
    return sorted(bodies, key=lambda body: body.place)


def _with_article(text: str, start: int) -> int:
    article = _LEADING.search(text[max(0, start - 8) : start])
    return start - len(article.group()) if article else start
