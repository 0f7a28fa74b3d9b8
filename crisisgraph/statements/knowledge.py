"""What the finders know beforehand: the cue rules, the actors and the themes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisisgraph.model import Actor, Theme
from crisisgraph.statements.actor_names import ActorIndex
from crisisgraph.statements.cues import CueBook, load_cues
from crisisgraph.statements.themes import ThemeIndex
from crisisgraph.taxonomy import load_actors, load_themes


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
    return Knowledge(load_cues(), actors, themes, ActorIndex.of(actors), ThemeIndex.of(themes))
