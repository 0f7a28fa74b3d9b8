"""What stands around one thing: reports, statements, actors and themes, and the relations between them.

A thing is named as in the graph: ``report-…``, ``actor-…``, ``theme-…``, or the id of a statement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from crisisgraph.errors import InputError
from crisisgraph.model import ActorId, Kind, LinkKind, ReportId, Statement, ThemeId
from crisisgraph.records import Lookup


class NodeKind(StrEnum):
    """What a node of a network is, in the order in which nodes as near as each other come."""

    REPORT = "report"
    ACTOR = "actor"
    THEME = "theme"
    RECOMMENDATION = "recommendation"
    RESPONSE = "response"
    COMMITMENT = "commitment"
    FINDING = "finding"


class Relation(StrEnum):
    """How the source of an edge relates to its target; the last seven are the links between statements."""

    STATED_IN = "stated in"
    ADDRESSED_TO = "addressed to"
    PROMISED_BY = "promised by"
    ABOUT = "about"
    PART_OF = "part of"
    RESPONDS_TO = LinkKind.RESPONDS_TO.value
    FULFILS = LinkKind.FULFILS.value
    BASED_ON = LinkKind.BASED_ON.value
    SUMMARISES = LinkKind.SUMMARISES.value
    BUILDS_ON = LinkKind.BUILDS_ON.value
    SIMILAR_TO = LinkKind.SIMILAR_TO.value
    TENSION = LinkKind.TENSION.value


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One relation, from `source` to `target`."""

    source: str
    target: str
    relation: Relation

    def other(self, end: str) -> str:
        """Return the end that is not `end`."""
        return self.target if end == self.source else self.source


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a network, and how many edges it is away from the centre."""

    name: str
    kind: NodeKind
    distance: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a network goes: `steps` edges from the centre, and `most` nodes with the centre among them.

    Only nodes of these `kinds` are in it and, where `reports` are given, only what stands in those.  The centre always
    is.
    """

    kinds: frozenset[NodeKind] = frozenset(NodeKind)
    reports: frozenset[ReportId] = frozenset()
    steps: int = 2
    most: int = 100


@dataclass(frozen=True, slots=True)
class Network:
    """The nodes around a centre, which comes first, and every edge between two of them.

    `left_out` counts what fits the bounds but for the number of nodes.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: Mapping[NodeKind, int]

    @property
    def centre(self) -> Node:
        """The node that the others stand around."""
        return self.nodes[0]


@dataclass(frozen=True)
class Relations:
    """Every thing of a corpus that is related to another, in the order of the corpus, and its edges.

    A statement that is no recommendation hangs on its report, actors and themes only where it is linked to another
    statement; from `edges` of its own it is always reached.  `report_of` says in which report a statement stands.
    """

    kinds: Mapping[str, NodeKind]
    edges: Mapping[str, tuple[Edge, ...]]
    report_of: Mapping[str, ReportId]
    order: Mapping[str, int] = field(repr=False)


def report_node(report: ReportId) -> str:
    """Return the name of a report in a network."""
    return f"report-{report}"


def actor_node(actor: ActorId) -> str:
    """Return the name of an actor in a network."""
    return f"actor-{actor}"


def theme_node(theme: ThemeId) -> str:
    """Return the name of a theme in a network."""
    return f"theme-{theme}"


def relations(lookup: Lookup) -> Relations:
    """Return the relations of a whole corpus; made once, they serve every network."""
    named: dict[str, NodeKind] = {report_node(name): NodeKind.REPORT for name in lookup.reports}
    named |= {actor_node(name): NodeKind.ACTOR for name in lookup.actors}
    named |= {theme_node(name): NodeKind.THEME for name in lookup.themes}
    named |= {one.id: NodeKind(one.kind.value) for one in lookup.corpus.statements}
    edges: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in _between_statements(lookup):
        edges[edge.source].append(edge)
        edges[edge.target].append(edge)
    linked = frozenset(edges)
    for statement in lookup.corpus.statements:
        hangs = statement.kind is Kind.RECOMMENDATION or statement.id in linked
        for edge in _memberships(statement):
            edges[edge.source].append(edge)
            if hangs or edge.relation is Relation.PROMISED_BY:
                edges[edge.target].append(edge)
    for edge in _of_reports(lookup):
        edges[edge.source].append(edge)
        edges[edge.target].append(edge)
    known = {name: tuple(one for one in of if one.other(name) in named) for name, of in edges.items()}
    return Relations(
        {name: kind for name, kind in named.items() if known.get(name)},
        known,
        {one.id: one.report for one in lookup.corpus.statements},
        {name: number for number, name in enumerate(named)},
    )


def network(found: Relations, centre: str, bounds: Bounds = Bounds()) -> Network:
    """Return what stands around `centre`, nearest first; of as near, what hangs together most with the rest.

    Where not all fits, at most three fifths are direct neighbours, unless there is nothing else.  A report that is not
    the centre does not bring along all that stands in it: else every statement would have its whole report around it.

    :raises InputError: when nothing of that name is related to anything ("unknown-node").
    """
    if centre not in found.kinds:
        raise InputError("unknown-node", name=centre)
    room = bounds.most - 1
    near = _ranked(found, centre, [], bounds)
    known = frozenset(near)
    first = near[: room * 3 // 5] if bounds.steps > 1 else near[:room]
    far = [name for name in _ranked(found, centre, first, bounds) if name not in known] if bounds.steps > 1 else []
    second = far[: room - len(first)]
    first = near[: room - len(second)]
    distances = {centre: 0} | dict.fromkeys(first, 1) | dict.fromkeys(second, 2)
    drawn = sorted({edge for name in distances for edge in found.edges[name] if edge.other(name) in distances})
    left = Counter(found.kinds[name] for name in (*near[len(first) :], *far[len(second) :]))
    return Network(
        tuple(Node(name, found.kinds[name], distance) for name, distance in distances.items()),
        tuple(drawn),
        {kind: left[kind] for kind in NodeKind if left[kind]},
    )


def _ranked(found: Relations, centre: str, first: Sequence[str], bounds: Bounds) -> list[str]:
    """Return the neighbours of the centre and of the `first` around it, those with most edges to these in front."""
    taken = (centre, *first)
    ties = Counter(edge.other(name) for name in taken for edge in found.edges[name] if _leads_on(edge, name, centre))
    kinds = list(NodeKind)

    def rank(name: str) -> tuple[int, int, int, int]:
        return -ties[name], kinds.index(found.kinds[name]), -len(found.edges[name]), found.order[name]

    return sorted((name for name in ties.keys() - set(taken) if _fits(found, name, bounds)), key=rank)


def _leads_on(edge: Edge, name: str, centre: str) -> bool:
    """Tell whether a network goes on along `edge` from `name`: not from a report to all that stands in it."""
    return name == centre or edge.relation is not Relation.STATED_IN or edge.source == name


def _fits(found: Relations, name: str, bounds: Bounds) -> bool:
    if found.kinds[name] not in bounds.kinds:
        return False
    if not bounds.reports:
        return True
    report = found.report_of.get(name)
    if report is None and found.kinds[name] is NodeKind.REPORT:
        return name in map(report_node, bounds.reports)
    return report is None or report in bounds.reports


def _between_statements(lookup: Lookup) -> Iterator[Edge]:
    for link in lookup.corpus.links:
        yield Edge(link.source, link.target, Relation(link.kind.value))
    for statement in lookup.corpus.statements:
        if statement.parent:
            yield Edge(statement.id, statement.parent, Relation.PART_OF)


def _memberships(statement: Statement) -> Iterator[Edge]:
    """Yield the edges from a statement to its report, actors and themes, each once."""
    yield Edge(statement.id, report_node(statement.report), Relation.STATED_IN)
    for actor in dict.fromkeys(one.actor for one in statement.addressees if one.actor):
        yield Edge(statement.id, actor_node(actor), Relation.ADDRESSED_TO)
    if statement.actor:
        yield Edge(statement.id, actor_node(statement.actor), Relation.PROMISED_BY)
    for tag in statement.themes:
        yield Edge(statement.id, theme_node(tag.theme), Relation.ABOUT)


def _of_reports(lookup: Lookup) -> Iterator[Edge]:
    """Yield the edges between reports, and from a statement to another report that it leans on."""
    for report in lookup.reports.values():
        if report.part_of in lookup.reports:
            yield Edge(report_node(report.id), report_node(report.part_of), Relation.PART_OF)
        if report.responds_to in lookup.reports:
            yield Edge(report_node(report.id), report_node(ReportId(report.responds_to)), Relation.RESPONDS_TO)
    for citation in lookup.corpus.citations:
        if citation.report in lookup.reports:
            yield Edge(citation.source, report_node(citation.report), Relation(citation.kind.value))
