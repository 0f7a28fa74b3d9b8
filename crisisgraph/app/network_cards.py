"""The pieces of the page Netwerk as HTML and as marks and lines: what a network holds, in words and in shapes."""

from __future__ import annotations

from collections.abc import Mapping

from crisisgraph.app.cards import facts, folded, heading, report_facts, statement_card
from crisisgraph.app.figure import Line, Mark
from crisisgraph.app.markup import Html, element, joined
from crisisgraph.app.tables import linked, table
from crisisgraph.app.things import called, cut, destination, link_name
from crisisgraph.model import PROPOSED, ActorId, ReportId, StatementId, ThemeId
from crisisgraph.network import Network, Node, NodeKind
from crisisgraph.records import Lookup
from crisisgraph.sentences import say

#: The characters of a label, and of the label of what is chosen; the card beside it has all of them.
SHORT, LONG = 26, 140

#: The relations of a row of the table that are to be seen at once; the others are folded away.
SEEN = 3

_PROPOSED = frozenset(kind.value for kind in PROPOSED)


def labelled(lookup: Lookup, name: str, kind: NodeKind) -> str:
    """Return what a thing is called, with its kind before it."""
    text = called(lookup, name)
    return cut(text if StatementId(name) in lookup.statements else f"{say(f'network.{kind}')}: {text}", LONG)


def mark(lookup: Lookup, node: Node) -> Mark:
    """Return the mark of a node."""
    short, whole = _short(lookup, node), called(lookup, node.name)
    return Mark(node.name, node.kind.value, cut(short, SHORT), cut(whole, LONG), node.distance)


def _short(lookup: Lookup, node: Node) -> str:
    """Return the name of a mark: of a statement its number and words, since its shape says what kind it is."""
    statement = lookup.statements.get(StatementId(node.name))
    if statement is None:
        return called(lookup, node.name)
    return f"{statement.number}. {statement.text}" if statement.number else statement.text


def lines(shown: Network) -> list[Line]:
    """Return one line for each pair of nodes, dashed where we only propose that they belong together."""
    sure: dict[tuple[str, str], bool] = {}
    for edge in shown.edges:
        pair = (min(edge.source, edge.target), max(edge.source, edge.target))
        sure[pair] = sure.get(pair, False) or edge.relation.value not in _PROPOSED
    return [Line(source, target, dashed=not certain) for (source, target), certain in sure.items()]


def legend(shown: Network) -> Html:
    """Return what the shapes and lines of a drawing mean, and how many there are of each kind."""
    counts = {kind: sum(node.kind is kind for node in shown.nodes) for kind in NodeKind}
    items = [
        element("li", element("span", class_=f"cg-vorm cg-vorm-{kind}", aria_hidden="true"), counted({kind: n}))
        for kind, n in counts.items()
        if n
    ]
    lines = [
        element(
            "li", element("span", class_=f"cg-lijn cg-lijn-{sort}", aria_hidden="true"), say(f"network.line-{sort}")
        )
        for sort in ("found", "proposed")
    ]
    return element("ul", *items, *lines, class_="cg-legenda")


def counted(counts: Mapping[NodeKind, int]) -> str:
    """Return how many there are of each kind, in words."""
    return ", ".join(say(f"network.{'one' if n == 1 else 'many'}-{kind}", n=n) for kind, n in counts.items())


def about(lookup: Lookup, node: Node) -> Html:
    """Return what a node is: the words and the place of a statement, or the facts of another thing."""
    statement = lookup.statements.get(StatementId(node.name))
    if statement:
        return statement_card(lookup, statement)
    kind = element("p", say(f"network.{node.kind}"), class_="cg-bron")
    title = heading(3, called(lookup, node.name))
    if node.kind is NodeKind.REPORT:
        report = lookup.reports[ReportId(node.name.removeprefix("report-"))]
        return joined(title, kind, folded(say("app.about-report"), report_facts(lookup, report)))
    if node.kind is NodeKind.THEME:
        theme = lookup.themes[ThemeId(node.name.removeprefix("theme-"))]
        return joined(title, kind, element("p", theme.definition))
    actor = lookup.actors[ActorId(node.name.removeprefix("actor-"))]
    return joined(title, kind, facts([(say("network.also-called"), ", ".join(actor.variants))]))


def ties(lookup: Lookup, shown: Network, node: Node) -> Html:
    """Return how a node hangs together with the others of the drawing, as a list to unfold."""
    items = [element("li", f"{words} ", _middle(lookup, name)) for name, words in _ties_of(shown, node)]
    return folded(say("network.ties", n=len(items)), element("ul", *items)) if items else joined()


def _ties_of(shown: Network, node: Node) -> list[tuple[str, str]]:
    """Return what a node of the drawing is related to, and in which words."""
    return [
        (edge.other(node.name), say(f"network.{'to' if edge.source == node.name else 'from'}-{edge.relation}"))
        for edge in shown.edges
        if node.name in (edge.source, edge.target)
    ]


def _middle(lookup: Lookup, name: str) -> Html:
    """Return a link that puts a thing in the middle."""
    return linked(cut(called(lookup, name), LONG), "netwerk", midden=name)


def network_table(lookup: Lookup, shown: Network) -> Html:
    """Return a network as a table: a row for each node but the middle, every relation in one of them."""
    head = [say(f"network.column-{name}") for name in ("thing", "ties", "page")]
    rows = [_row(lookup, shown, number) for number in range(1, len(shown.nodes))]
    return element("div", table(say("network.as-table"), head, rows), class_="cg-netwerk")


def _row(lookup: Lookup, shown: Network, number: int) -> tuple[Html, Html, Html]:
    """Return what a node is called, how it hangs together with the nodes before it, and a link to its own page."""
    node, before = shown.nodes[number], {one.name for one in shown.nodes[:number]}
    ties = [f"{words} {cut(called(lookup, name), 60)}" for name, words in _ties_of(shown, node) if name in before]
    rest = folded(say("network.more-ties", n=len(ties) - SEEN), "; ".join(ties[SEEN:])) if ties[SEEN:] else joined()
    name = linked(labelled(lookup, node.name, node.kind), "netwerk", midden=node.name)
    return name, joined("; ".join(ties[:SEEN]), rest), _own_page(lookup, node.name)


def _own_page(lookup: Lookup, name: str) -> Html:
    page = destination(lookup, name)
    return linked(say("network.page"), link_name(page[0]), **page[1]) if page else joined()
