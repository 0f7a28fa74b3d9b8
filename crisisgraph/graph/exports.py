"""A part of the graph as one file for other programs: Turtle or JSON-LD, with the actors and themes that it names."""

from __future__ import annotations

from rdflib import Dataset, Graph, URIRef

from crisisgraph.graph.names import Names


def serialise(dataset: Dataset, form: str, base: str) -> bytes:
    """Return the reports and links of `dataset` as the bytes of a file in the `form` "ttl" or "jsonld".

    Of the actors and themes only those come along that something in it points at.  Equal input gives equal bytes.
    """
    names = Names(base)
    described = names.graph("actors-and-themes")
    left_out = {described, names.graph("build"), names.graph("ontology")}
    graph = Graph()
    for part in dataset.graphs():
        if part.identifier not in left_out:
            graph += part
    listed = dataset.graph(described)
    for node in {node for node in graph.objects() if isinstance(node, URIRef)}:
        graph += listed.triples((node, None, None))
    if form == "ttl":
        names.bind_prefixes(graph)
        return graph.serialize(format="turtle", encoding="utf-8")
    return graph.serialize(format="json-ld", context=names.prefixes, indent=1, sort_keys=True, encoding="utf-8")
