"""What is written can be compared byte for byte, and says the same to every program that reads it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from factories import made_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from crisisgraph.graph import graph_of
from crisisgraph.graph.files import nquads_term, turtle, write_files
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, ID

NAME = ID["graph-test"]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return graph_of(made_corpus(), Settings())


def written(dataset: Dataset, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    write_files(dataset, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_there_is_a_turtle_file_for_each_named_graph(dataset: Dataset, tmp_path: Path) -> None:
    assert list(written(dataset, tmp_path / "out")) == [
        "graph-actors-and-themes.ttl",
        "graph-build.ttl",
        "graph-links.ttl",
        "graph-ontology.ttl",
        "graph-report-antwoord-oosterdam.ttl",
        "graph-report-storm-oosterdam.ttl",
        "graph-sources.ttl",
        "graph.nq",
    ]


def test_the_order_in_which_triples_were_made_leaves_no_trace(dataset: Dataset, tmp_path: Path) -> None:
    quads = [(s, p, o, graph.identifier) for graph in dataset.graphs() for s, p, o in graph]
    random.Random(5).shuffle(quads)
    shuffled = Dataset()
    for s, p, o, name in quads:
        shuffled.graph(name).add((s, p, o))
    assert written(shuffled, tmp_path / "a") == written(dataset, tmp_path / "b")


def test_turtle_says_what_the_graph_says(dataset: Dataset, tmp_path: Path) -> None:
    files = written(dataset, tmp_path / "out")
    for graph in dataset.graphs():
        if len(graph):
            local = str(graph.identifier).removeprefix(ID)
            assert set(Graph().parse(data=files[f"{local}.ttl"], format="turtle")) == set(graph)


def test_oxigraph_keeps_every_character_of_the_n_quads(dataset: Dataset, tmp_path: Path) -> None:
    """A literal that the store rewrites would no longer be the one that was validated."""
    lines = written(dataset, tmp_path / "out")["graph.nq"].splitlines(keepends=True)
    again = serialize(parse(b"".join(lines), format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    assert again is not None
    assert sorted(again.splitlines(keepends=True)) == lines


def test_turtle_is_pleasant_to_read() -> None:
    lines = sorted(
        tuple(map(nquads_term, triple))
        for triple in [
            (ID["report-a"], RDF.type, CG.Report),
            (ID["report-a"], CG.page, Literal("2", datatype=XSD.integer)),
            (ID["report-a"], CG.number, Literal("1.a")),
            (ID["report-a"], CG.similarTo, ID["report-b"]),
            (ID["report-a"], CG.similarTo, URIRef(ID["report-a"] + "#quote")),
        ]
    )
    body = "".join(turtle(lines, str(ID))).split("\n\n", 1)[1]  # type: ignore[arg-type]
    assert body == (
        "id:report-a a cg:Report ;\n"
        '    cg:number "1.a" ;\n'
        '    cg:page "2"^^xsd:integer ;\n'
        "    cg:similarTo <https://w3id.org/crisisgraph/id/report-a#quote>, id:report-b .\n"
    )


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, "nl", "en-gb"]))
def test_any_text_survives_in_both_forms(text: str, language: str | None) -> None:
    literal = Literal(text, lang=language)
    line = tuple(map(nquads_term, (ID["a"], CG.text, literal)))
    as_nquads = f"{line[0]} {line[1]} {line[2]} <{NAME}> .\n"
    assert "\n" not in as_nquads[:-1]
    (quad,) = parse(as_nquads, format=RdfFormat.N_QUADS)
    assert (quad.object.value, quad.object.language) == (text, language)
    (triple,) = parse("".join(turtle([line], str(ID))), format=RdfFormat.TURTLE)  # type: ignore[list-item]
    assert triple.object == quad.object


@given(st.from_regex(r"([a-zA-Z0-9_.~!$&'()*+,;=:@-]|%20){0,12}", fullmatch=True))
def test_any_local_name_survives_in_turtle(local: str) -> None:
    line = (f"<{ID}{local}>", f"<{CG.similarTo}>", f"<{ID}x>")
    (triple,) = parse("".join(turtle([line], str(ID))), format=RdfFormat.TURTLE)
    assert triple.subject.value == f"{ID}{local}"


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(TypeError, match="Unexpected term"):
        nquads_term(BNode())
