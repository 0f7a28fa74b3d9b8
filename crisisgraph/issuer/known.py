"""The name of a maker in a line or at a place that names one: a body that is known, or one that nobody listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crisisgraph.bodies import body_in_line, find_body_names, kind_of_body
from crisisgraph.ids import fold
from crisisgraph.model import Actor

_SHORT = 5  # characters of a name that counts in its own letters only: "GIDS" is a body and "Gids" a guide
#: Where a name ends that something else follows: a place, a remark in brackets, a year.
_CUT = re.compile(r"\s+(?:te|in|namens|onder)\s.*$|\s*[,;:(].*$|\.(?:\s.*)?$|\s+\d.*$")
_LEADING = re.compile(r"^\W*(?:\d{4}\W*)?(?:(?:de|het)\s+)?", re.IGNORECASE)
#: A name of an organisation without a noun that tells: words with capitals, and no person or time.
_PLAIN = re.compile(r"[A-Z][\w&’'-]+(?:\s+(?:[A-Z][\w&’'-]+|&|en|van|de)){0,4}(?:\s+B\.?V\.?)?$")
_PERSON = re.compile(r"\b[A-Z]\.|^(?:drs|dr|mr|ir|ing|prof|mevrouw|dhr|mw)\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|voorjaar|najaar|zomer|winter)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A body by its name, the sort of body that it is, and whether it is one of the actors."""

    label: str
    kind: str
    listed: bool = False


class KnownNames:
    """The single bodies among the actors, by their names."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_name = {
            fold(name): actor
            for actor in sorted(actors, key=lambda actor: actor.id, reverse=True)
            if not actor.generic
            for name in (*actor.variants, actor.label)
            if len(name) > 2
        }
        self._longest_first = sorted(self._by_name, key=lambda name: (-len(name), name))

    def whole(self, text: str) -> Name | None:
        """Return the body that `text` names as a whole, listed or not."""
        clean = _LEADING.sub("", text).strip(" .,:;|•*_#©")
        actor = self._by_name.get(fold(clean))
        if actor is not None and (len(clean) > _SHORT or clean in (actor.label, *actor.variants)):
            return Name(actor.label, actor.kind, listed=True)
        name = body_in_line(clean)
        return Name(name, kind_of_body(name) or "") if name else None

    def within(self, text: str, *, firm: bool) -> Name | None:
        """Return the first body that `text` names; a `firm` place may name one without a noun that tells."""
        for part in (_CUT.sub("", text), text):
            if (name := self.whole(part)) is not None:
                return name
        found = [*self._listed(text)]
        found += [(name.start, name.start - name.end, Name(name.text, name.kind)) for name in find_body_names(text)]
        if found:
            return min(found, key=lambda place: place[:2])[2]
        plain = _CUT.sub("", _LEADING.sub("", text)).strip()
        is_name = _PLAIN.match(plain) and not _PERSON.search(text) and not _TIME.match(plain)
        return Name(plain, "") if firm and is_name else None

    def _listed(self, text: str) -> Iterable[tuple[int, int, Name]]:
        """Yield the listed bodies in `text`: where, minus the length of the name, and whom."""
        folded = fold(text)
        for name in self._longest_first:
            if len(name) > _SHORT and name in folded:
                match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
                if match:
                    actor = self._by_name[name]
                    yield match.start(), -len(name), Name(actor.label, actor.kind, listed=True)

    def counts(self, noun: str, text: str) -> dict[str, int]:
        """Return how often each name that ends in `noun` stands in `text`."""
        folded = fold(text)
        names = (name for name in self._longest_first if name.endswith(" " + noun))
        return {self._by_name[name].label: folded.count(name) for name in names if name in folded}
