"""Programs that others made get right answers to each form of query."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.parse
from collections.abc import Iterator
from io import StringIO

import pandas as pd
import pytest
import SPARQLWrapper
from rdflib import ConjunctiveGraph, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import Endpoint, data, served

N1, N2 = URIRef("http://example.org/n1"), URIRef("http://example.org/n2")
NAME, NEXT = URIRef("http://example.org/name"), URIRef("http://example.org/next")
EXPECTED = {(N1, NAME, Literal("knoop 1", "nl")), (N1, NEXT, N2)}

SELECT = f"SELECT ?p ?o {{ <{N1}> ?p ?o }}"
ASK = f"ASK {{ <{N1}> <{NEXT}> <{N2}> }}"
ASK_NOT = f"ASK {{ <{N2}> <{NEXT}> <{N1}> }}"
CONSTRUCT = f"CONSTRUCT {{ <{N1}> ?p ?o }} WHERE {{ <{N1}> ?p ?o }}"
DESCRIBE = f"DESCRIBE <{N1}>"

COMUNICA = shutil.which("comunica-sparql")
ROQET = shutil.which("roqet")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served(tmp_path_factory.mktemp("clients"), data(10)) as running:
        yield running


# --- SPARQLWrapper --------------------------------------------------------------------------------

WAYS = [
    (SPARQLWrapper.GET, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.POSTDIRECTLY),
]


@pytest.fixture(params=WAYS, ids=["get", "form", "direct"])
def wrapper(request: pytest.FixtureRequest, endpoint: Endpoint) -> SPARQLWrapper.SPARQLWrapper:
    made = SPARQLWrapper.SPARQLWrapper(endpoint.url)
    method, way = request.param
    made.setMethod(method)
    made.setRequestMethod(way)
    return made


def wrapped(wrapper: SPARQLWrapper.SPARQLWrapper, query: str, form: str) -> object:
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    return wrapper.query().convert()


def test_sparqlwrapper_gets_rows(wrapper: SPARQLWrapper.SPARQLWrapper) -> None:
    found = wrapped(wrapper, SELECT, SPARQLWrapper.JSON)
    assert isinstance(found, dict)
    assert {row["p"]["value"]: row["o"] for row in found["results"]["bindings"]} == {
        str(NAME): {"type": "literal", "value": "knoop 1", "xml:lang": "nl"},
        str(NEXT): {"type": "uri", "value": str(N2)},
    }
    xml = wrapped(wrapper, SELECT, SPARQLWrapper.XML)
    assert len(xml.getElementsByTagName("result")) == 2  # type: ignore[attr-defined]  # a document of xml.dom
    rows = wrapped(wrapper, SELECT, SPARQLWrapper.CSV)
    assert isinstance(rows, bytes)
    assert sorted(rows.decode().split()) == sorted(f"p,o {NAME},knoop 1 {NEXT},{N2}".split())
    assert b"?p\t?o\n" in wrapped(wrapper, SELECT, SPARQLWrapper.TSV)  # type: ignore[operator]  # bytes


def test_sparqlwrapper_gets_yes_and_no(wrapper: SPARQLWrapper.SPARQLWrapper) -> None:
    assert wrapped(wrapper, ASK, SPARQLWrapper.JSON)["boolean"] is True  # type: ignore[index]  # a dict
    assert wrapped(wrapper, ASK_NOT, SPARQLWrapper.JSON)["boolean"] is False  # type: ignore[index]
    assert "true" in wrapped(wrapper, ASK, SPARQLWrapper.XML).toxml()  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_sparqlwrapper_gets_triples(wrapper: SPARQLWrapper.SPARQLWrapper, query: str) -> None:
    for form in (SPARQLWrapper.XML, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD):
        graph = wrapped(wrapper, query, form)
        assert isinstance(graph, Graph)
        assert set(graph.triples((None, None, None))) == EXPECTED
    for form in (SPARQLWrapper.TURTLE, SPARQLWrapper.N3):
        text = wrapped(wrapper, query, form)
        assert isinstance(text, bytes)
        assert set(Graph().parse(data=text, format="turtle")) == EXPECTED


# --- rdflib ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_gets_rows_and_yes_and_no(endpoint: Endpoint, method: str, form: str) -> None:
    graph = Graph(SPARQLStore(endpoint.url, method=method, returnFormat=form))
    rows = {tuple(row) for row in graph.query(SELECT)}  # type: ignore[arg-type]  # rows
    if form == "csv":  # knows no languages and no IRIs
        rows = {tuple(URIRef(str(term)) for term in row) for row in rows}
        assert rows == {(NAME, URIRef("knoop 1")), (NEXT, N2)}
    else:
        assert rows == {(NAME, Literal("knoop 1", "nl")), (NEXT, N2)}
    if form in ("xml", "json"):
        assert bool(graph.query(ASK)) is True
        assert bool(graph.query(ASK_NOT)) is False


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_gets_triples(endpoint: Endpoint, method: str) -> None:
    graph = Graph(SPARQLStore(endpoint.url, method=method))
    for query in (CONSTRUCT, DESCRIBE):
        found = graph.query(query).graph
        assert found is not None
        assert set(found) == EXPECTED
    assert set(graph.triples((N1, None, None))) == EXPECTED
    assert len(graph) == 20


def test_rdflib_sees_the_named_graphs(endpoint: Endpoint) -> None:
    graphs = ConjunctiveGraph(SPARQLStore(endpoint.url)).query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert sorted(str(row[0]) for row in graphs) == [f"http://example.org/graph{n}" for n in range(3)]  # type: ignore[index]


# --- pandas, for a notebook or a spreadsheet --------------------------------------------------------


def test_pandas_reads_a_table_without_any_header(endpoint: Endpoint) -> None:
    table = pd.read_csv(f"{endpoint.url}?{urllib.parse.urlencode({'query': SELECT, 'format': 'csv'})}")
    assert sorted(table["o"]) == [str(N2), "knoop 1"]
    assert list(pd.read_csv(StringIO(endpoint.ask(SELECT, accept="text/csv").text)).columns) == ["p", "o"]


# --- programs that may be installed -----------------------------------------------------------------


def output(*words: str) -> str:
    run = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.skipif(COMUNICA is None, reason="comunica-sparql is not installed (npm install @comunica/query-sparql@4)")
@pytest.mark.parametrize("prefix", ["sparql@", ""], ids=["told", "found out"])
def test_comunica_gets_right_answers(endpoint: Endpoint, prefix: str) -> None:
    def ask(query: str, form: str) -> str:
        assert COMUNICA is not None
        return output(COMUNICA, prefix + endpoint.url, query, "-t", form)

    rows = json.loads(ask(SELECT, "application/sparql-results+json"))["results"]["bindings"]
    assert {row["p"]["value"]: row["o"]["value"] for row in rows} == {str(NAME): "knoop 1", str(NEXT): str(N2)}
    assert ask(ASK, "simple").strip() == "true"
    assert ask(ASK_NOT, "simple").strip() == "false"
    for query in (CONSTRUCT, DESCRIBE):
        assert set(Graph().parse(data=ask(query, "text/turtle"), format="turtle")) == EXPECTED


@pytest.mark.skipif(ROQET is None, reason="roqet is not installed (apt install rasqal-utils)")
def test_roqet_gets_right_answers(endpoint: Endpoint) -> None:
    """Rows over the protocol, and triples as data from the same address.

    Version 0.9.33 asks for SPARQL XML only and reads rows only: it takes the answer to ASK for a table without rows,
    from a file as well.  So of ASK it is only seen that it accepts the answer.
    """
    assert ROQET is not None
    rows = output(ROQET, "-q", "-p", endpoint.url, "-e", SELECT).splitlines()
    assert sorted(rows) == [
        f'row: [p=uri<{NAME}>, o=string("knoop 1"@nl)]',
        f"row: [p=uri<{NEXT}>, o=uri<{N2}>]",
    ]
    assert output(ROQET, "-q", "-p", endpoint.url, "-e", ASK) == ""
    for query in (CONSTRUCT, DESCRIBE):
        source = f"{endpoint.url}?{urllib.parse.urlencode({'query': query})}"
        triples = output(ROQET, "-q", "-D", source, "-e", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert set(Graph().parse(data=triples, format="nt")) == EXPECTED
