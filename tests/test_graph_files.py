"""What is written can be compared byte for byte, and says the same to every program that reads it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from factories import made_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from crisisgraph.errors import DataError
from crisisgraph.graph import graph_of
from crisisgraph.graph.agents import taxonomy_triples
from crisisgraph.graph.files import write_files
from crisisgraph.graph.names import Names
from crisisgraph.graph.places import Triple
from crisisgraph.settings import Settings
from crisisgraph.vocab import CG, ID

NAMES = Names(str(ID))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return graph_of(made_corpus(), Settings())


def written(dataset: Dataset, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    write_files(dataset, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def one_graph(*triples: Triple) -> Dataset:
    dataset = Dataset()
    NAMES.bind_prefixes(dataset)
    graph = dataset.graph(NAMES.graph("test"))
    for triple in triples:
        graph.add(triple)
    return dataset


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
    for seed in range(3):
        random.Random(seed).shuffle(quads)
        shuffled = Dataset()
        NAMES.bind_prefixes(shuffled)
        for s, p, o, name in quads:
            shuffled.graph(name).add((s, p, o))
        assert written(shuffled, tmp_path / f"a{seed}") == written(dataset, tmp_path / f"b{seed}")


def test_turtle_says_what_the_graph_says(dataset: Dataset, tmp_path: Path) -> None:
    """Turtle writes a decimal with its point, so numbers are compared by value."""

    def values(graph: Graph) -> set[tuple[object, ...]]:
        return {
            (s, p, o.datatype, o.language, o.toPython()) if isinstance(o, Literal) else (s, p, o) for s, p, o in graph
        }

    files = written(dataset, tmp_path / "out")
    for graph in dataset.graphs():
        if len(graph):
            local = str(graph.identifier).removeprefix(ID)
            assert values(Graph().parse(data=files[f"{local}.ttl"], format="turtle")) == values(graph)


def test_oxigraph_keeps_every_character_of_the_n_quads(dataset: Dataset, tmp_path: Path) -> None:
    """A literal that the store rewrites would no longer be the one that was validated."""
    quads = set(parse(written(dataset, tmp_path / "out")["graph.nq"], format=RdfFormat.N_QUADS))
    store = Store()
    store.extend(quads)
    assert {str(quad) for quad in store} == {str(quad) for quad in quads}


def test_turtle_is_pleasant_to_read(tmp_path: Path) -> None:
    report = ID["report-a"]
    dataset = one_graph(
        (report, RDF.type, CG.Report),
        (report, CG.page, Literal("2", datatype=XSD.integer)),
        (report, CG.number, Literal("1.a")),
        (report, CG.similarTo, ID["report-b"]),
        (report, CG.similarTo, URIRef(report + "#quote")),
    )
    assert written(dataset, tmp_path / "out")["graph-test.ttl"].decode() == (
        "@prefix cg: <https://w3id.org/crisisgraph/def/> .\n"
        "@prefix id: <https://w3id.org/crisisgraph/id/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        "id:report-a a cg:Report ;\n"
        '    cg:number "1.a" ;\n'
        "    cg:page 2 ;\n"
        "    cg:similarTo <https://w3id.org/crisisgraph/id/report-a#quote>,\n"
        "        id:report-b .\n\n"
    )


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, "nl", "en-gb"]))
def test_any_text_survives_in_both_forms(
    tmp_path_factory: pytest.TempPathFactory, text: str, language: str | None
) -> None:
    literal = Literal(text, lang=language)
    files = written(one_graph((ID["a"], CG.text, literal)), tmp_path_factory.mktemp("any") / "out")
    (quad,) = parse(files["graph.nq"], format=RdfFormat.N_QUADS)
    (triple,) = parse(files["graph-test.ttl"], format=RdfFormat.TURTLE)
    assert (quad.object.value, quad.object.language) == (text, language)
    assert triple.object == quad.object


@settings(max_examples=100)
@given(st.from_regex(r"([a-zA-Z0-9_.~!$&'()*+,;=:@-]|%20){0,12}", fullmatch=True))
def test_any_local_name_survives_in_turtle(tmp_path_factory: pytest.TempPathFactory, local: str) -> None:
    files = written(one_graph((ID[local], CG.similarTo, ID["x"])), tmp_path_factory.mktemp("any") / "out")
    (triple,) = parse(files["graph-test.ttl"], format=RdfFormat.TURTLE)
    assert triple.subject.value == f"{ID}{local}"


def test_what_has_no_name_is_refused(tmp_path: Path) -> None:
    ontology = tmp_path / "crisisgraph.ttl"
    ontology.write_text("<https://example.org/a> <https://example.org/p> [] .", "utf-8")
    with pytest.raises(DataError):
        list(taxonomy_triples(NAMES, ontology))
