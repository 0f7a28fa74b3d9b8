"""What the finders know beforehand: the cue rules, the actors and the themes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisisgraph.model import Actor, Theme
from crisisgraph.statements.actors import load_blockers
from crisisgraph.statements.addressees import load_addressee_rules
from crisisgraph.statements.cues import CueBook, load_cues
from crisisgraph.statements.deadlines import load_deadline_rules
from crisisgraph.statements.letters import load_letter_rules
from crisisgraph.statements.spellings import ActorIndex
from crisisgraph.statements.themes import ThemeIndex
from crisisgraph.taxonomy import load_actors, load_themes

#: The rules that are read from files of their own.
_RULES = (load_addressee_rules, load_blockers, load_deadline_rules, load_letter_rules)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The cue rules, and the actors and themes with the words by which they are found."""

    cues: CueBook
    actors: tuple[Actor, ...]
    themes: tuple[Theme, ...]
    actor_index: ActorIndex
    theme_index: ThemeIndex


def load_knowledge(ontology: Path) -> Knowledge:
    """Read the rules of this package, and `actors.ttl` and `themes.ttl` of the folder `ontology`.

    :raises DataError: when one of the files is not as it should be.
    """
    actors = load_actors(ontology / "actors.ttl")
    themes = load_themes(ontology / "themes.ttl")
    for load in _RULES:  # kept once read: here a build has the time, while its first report is being read
        load()
    return Knowledge(load_cues(), actors, themes, ActorIndex.of(actors), ThemeIndex.of(themes))
