"""The actors and themes that statements are tagged with, read from our own Turtle files.

What a domain expert would change (names, spellings, short forms, negative labels) is data in ``ontology/actors.ttl``
and ``ontology/themes.ttl``; both files say at their top how they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import FOAF, ORG, RDF, SKOS
from rdflib.term import Literal, Node

from crisisgraph.errors import DataError
from crisisgraph.ids import slug
from crisisgraph.model import Actor, ActorId, Theme, ThemeId
from crisisgraph.sentences import say
from crisisgraph.vocab import CG, ID

_THEMES = ID["themes"]


def read_turtle(path: Path) -> Graph:
    """Return the triples of one of our Turtle files; equal bytes are parsed once.

    The graph is shared between callers: read it, never add to it.

    :raises DataError: when the file is absent or is not Turtle.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(path, error.strerror or str(error)) from error
    try:
        return _parse(data)
    except Exception as error:  # rdflib's parser raises whatever it stumbles over
        raise DataError(path, say("taxonomy.not-turtle", reason=" ".join(str(error).split())[:200])) from error


@lru_cache(maxsize=8)
def _parse(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle")


def load_actors(path: Path) -> tuple[Actor, ...]:
    """Return the actors of a Turtle file, sorted by id.

    A spelling in lower case is meant with a capital too; one with a capital is meant as written or all in capitals.

    :raises DataError: naming the file and the reason, when an actor has no Dutch name or no sort, or when a spelling
        stands under two actors.
    """
    graph = read_turtle(path)
    actors = []
    for node in graph.subjects(ORG.classification, unique=True):
        label = _label(graph, node, path)
        actors.append(
            Actor(
                id=ActorId(_identity(node, "actor", label, path)),
                label=label,
                variants=_texts(graph, node, SKOS.altLabel),
                kind=_english(graph, graph.value(node, ORG.classification), path),
                generic=(node, RDF.type, FOAF.Group) in graph,
                iri=None if str(node).startswith(str(ID)) else str(node),
                short=_texts(graph, node, SKOS.hiddenLabel),
                negative=_texts(graph, node, CG.negativeLabel),
            )
        )
    _check_labels(path, ((actor.label, (actor.label, *actor.variants), actor.negative) for actor in actors))
    return tuple(sorted(actors, key=lambda actor: actor.id))


def load_themes(path: Path) -> tuple[Theme, ...]:
    """Return the themes of a Turtle file, sorted by id.

    :raises DataError: naming the file and the reason, when a theme lacks a name or a definition in Dutch or English, or
        when a label stands under two themes.
    """
    graph = read_turtle(path)
    themes = []
    for node in graph.subjects(SKOS.inScheme, _THEMES, unique=True):
        label = _label(graph, node, path)
        definitions = {text.language: str(text) for text in _literals(graph, node, SKOS.definition)}
        if not {"nl", "en"} <= definitions.keys():
            raise DataError(path, say("taxonomy.no-definition", name=label))
        themes.append(
            Theme(
                id=ThemeId(_identity(node, "theme", label, path)),
                label=label,
                label_en=_english(graph, node, path),
                definition=definitions["nl"],
                definition_en=definitions["en"],
                synonyms=_texts(graph, node, SKOS.altLabel),
                negative=_texts(graph, node, CG.negativeLabel),
            )
        )
    _check_labels(path, ((theme.label, (theme.label, *theme.synonyms), theme.negative) for theme in themes))
    return tuple(sorted(themes, key=lambda theme: theme.id))


def _literals(graph: Graph, node: Node | None, predicate: URIRef) -> Iterator[Literal]:
    return (value for value in graph.objects(node, predicate) if isinstance(value, Literal))


def _texts(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(text) for text in _literals(graph, node, predicate) if text.language == "nl"))


def _label(graph: Graph, node: Node, path: Path) -> str:
    labels = _texts(graph, node, SKOS.prefLabel)
    if len(labels) != 1:
        raise DataError(path, say("taxonomy.no-label", name=node, n=len(labels)))
    return labels[0]


def _english(graph: Graph, node: Node | None, path: Path) -> str:
    for text in _literals(graph, node, SKOS.prefLabel):
        if text.language == "en":
            return str(text)
    raise DataError(path, say("taxonomy.no-english", name=node))


def _identity(node: Node, kind: str, label: str, path: Path) -> str:
    """Return the id that follows from the label; an IRI of our own must say the same."""
    identity = slug(label)
    if str(node).startswith(str(ID)) and node != ID[f"{kind}-{identity}"]:
        raise DataError(path, say("taxonomy.wrong-name", label=label, expected=ID[f"{kind}-{identity}"], found=node))
    return identity


def _check_labels(path: Path, entries: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    """Refuse a label of two entries, an entry with two equal labels, and a label that is also negative."""
    owner: dict[str, str] = {}
    for name, labels, negative in sorted(entries):
        for label in labels:
            other = owner.setdefault(_folded(label), name)
            if other != name:
                raise DataError(path, say("taxonomy.two-owners", label=label, one=other, other=name))
        if len(set(labels)) < len(labels):
            raise DataError(path, say("taxonomy.twice", name=name))
        if clash := set(labels) & set(negative):
            raise DataError(path, say("taxonomy.both", label=min(clash), name=name))


def _folded(label: str) -> str:
    return label.casefold().replace("’", "'")
