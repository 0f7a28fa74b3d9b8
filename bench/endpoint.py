"""The endpoint beside Oxigraph alone: eight queries over a generated graph, in milliseconds (medians).

``python bench/endpoint.py`` makes a graph of 157 reports (a million triples); ``--reports 17`` one of a hundred
thousand.  Oxigraph answers in a process of its own from the same store, opened read only, and writes JSON or N-Triples
into memory; the endpoint answers over HTTP on one connection that is kept open, with its limits as they come.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crisisgraph.settings import ROOT
from crisisgraph.store import RdfFile, write_store

ACTORS, THEMES, BRANCHES = 60, 25, 5

PREFIXES = """
PREFIX cg: <https://w3id.org/crisisgraph/def/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/crisisgraph/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

#: What is asked, and of what kind it is, in the order of the table.
QUERIES = {
    "Q1 addressee": "SELECT ?rec ?text { ?rec cg:addressedTo id:actor-7 ; cg:text ?text }",
    "Q2 join": """SELECT ?rec ?name { ?rec a cg:Recommendation ; dcterms:subject id:theme-3 ; cg:addressedTo ?actor .
                  ?actor skos:prefLabel ?name }""",
    "Q3 count": """SELECT ?theme (COUNT(?rec) AS ?n) { ?rec a cg:Recommendation ; dcterms:subject ?theme }
                   GROUP BY ?theme ORDER BY DESC(?n)""",
    "Q4 CONTAINS": """SELECT ?passage { ?passage a cg:Passage ; cg:text ?text
                      FILTER(CONTAINS(?text, "noodhulp stuurdijk")) }""",
    "Q5 broader*": """SELECT ?branch (COUNT(DISTINCT ?rec) AS ?n) {
                        ?rec a cg:Recommendation ; dcterms:subject ?theme . ?theme skos:broader* ?branch .
                        ?branch skos:topConceptOf id:themes } GROUP BY ?branch""",
    "Q6 OPTIONAL": """SELECT ?rec ?answer { ?rec cg:statedIn id:report-5 ; a cg:Recommendation
                      OPTIONAL { ?answer cg:respondsTo ?rec } }""",
    "Q7 ORDER": """SELECT ?rec ?page { ?rec a cg:Recommendation ; cg:partOf/cg:page ?page }
                   ORDER BY DESC(?page) ?rec LIMIT 20""",
    "Q8 DESCRIBE": "DESCRIBE id:recommendation-5-1",
    "ASK {}": "ASK {}",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=157)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crisisgraph-bench-") as folder:
        data, build = Path(folder) / "data.nq", Path(folder) / "build"
        build.mkdir()
        triples = write_graph(data, options.reports)
        began = time.perf_counter()
        write_store([RdfFile(data)], build / "store")
        size = sum(file.stat().st_size for file in (build / "store").iterdir()) / 1e6
        took = time.perf_counter() - began
        print(f"{triples} triples, {options.reports} reports; loaded in {took:.1f} s, {size:.0f} MB")
        alone = oxigraph_alone(build, options.runs)
        with served(build) as port:
            over_http = endpoint(port, options.runs)
    print(f"{'':14}{'Oxigraph':>10}{'endpoint':>10}{'more':>8}{'bytes':>10}")
    for name in QUERIES:
        (bare, own), (asked, length) = alone[name], over_http[name]
        assert own == length, f"{name}: Oxigraph alone answers {own} bytes, the endpoint {length}"
        print(f"{name:14}{bare:10.2f}{asked:10.2f}{asked - bare:8.2f}{length:10}")


def write_graph(path: Path, reports: int) -> int:
    """Write N-Quads of the shape of a build, a graph to each report, and return how many there are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for quad in quads(random.Random(5), reports):
            file.write(quad)
            count += 1
    return count


SYLLABLES = (
    "ver", "be", "ge", "ont", "nood", "hulp", "water", "dijk", "meen", "te", "vei", "lig", "heid", "re", "gio", "op",
    "vang", "kri", "sis", "stuur", "zorg", "in",
)  # fmt: skip
CG, ID = "https://w3id.org/crisisgraph/def/", "https://w3id.org/crisisgraph/id/"
RDF, DCTERMS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/terms/"
SKOS, XSD, OA = (
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/ns/oa#",
)


def quads(chance: random.Random, reports: int) -> Iterator[str]:
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(4000)})

    def text() -> str:
        return f'"{" ".join(chance.choices(words, k=chance.randint(30, 130)))}"@nl'

    for number in range(ACTORS):
        yield f'<{ID}actor-{number}> <{SKOS}prefLabel> "actor {number}"@nl <{ID}graph-actors> .\n'
    for number in range(THEMES):
        theme = f"<{ID}theme-{number}>"
        if number < BRANCHES:
            yield f"{theme} <{SKOS}topConceptOf> <{ID}themes> <{ID}graph-actors> .\n"
        else:
            yield f"{theme} <{SKOS}broader> <{ID}theme-{chance.randrange(number // BRANCHES)}> <{ID}graph-actors> .\n"
    for number in range(reports):
        report, graph = f"<{ID}report-{number}>", f"<{ID}graph-report-{number}> .\n"
        yield f"{report} <{RDF}type> <{CG}Report> {graph}"
        yield f'{report} <{DCTERMS}title> "rapport {number}"@nl {graph}'
        passages = chance.randint(400, 1000)
        for place in range(passages):
            passage = f"<{ID}passage-{number}-{place}>"
            yield f"{passage} <{RDF}type> <{CG}Passage> {graph}"
            yield f"{passage} <{RDF}type> <{OA}SpecificResource> {graph}"
            yield f"{passage} <{CG}partOf> {report} {graph}"
            yield f"{passage} <{CG}text> {text()} {graph}"
            yield f'{passage} <{CG}page> "{place // 5 + 1}"^^<{XSD}integer> {graph}'
            yield f"{passage} <{OA}hasSource> <{ID}file-{number}> {graph}"
            yield f"{passage} <{OA}hasSelector> <{ID}selector-{number}-{place}> {graph}"
            yield f'<{ID}selector-{number}-{place}> <{OA}start> "{place * 600}"^^<{XSD}integer> {graph}'
        for place in range(chance.randint(20, 90)):
            rec = f"<{ID}recommendation-{number}-{place}>"
            yield f"{rec} <{RDF}type> <{CG}Recommendation> {graph}"
            yield f"{rec} <{CG}statedIn> {report} {graph}"
            yield f"{rec} <{CG}partOf> <{ID}passage-{number}-{chance.randrange(passages)}> {graph}"
            yield f"{rec} <{CG}text> {text()} {graph}"
            for actor in chance.sample(range(ACTORS), chance.randint(1, 3)):
                yield f"{rec} <{CG}addressedTo> <{ID}actor-{actor}> {graph}"
            for number_of_theme in chance.sample(range(THEMES), chance.randint(1, 4)):
                yield f"{rec} <{DCTERMS}subject> <{ID}theme-{number_of_theme}> {graph}"
            if chance.random() < 0.4:
                response = f"<{ID}response-{number}-{place}>"
                yield f"{response} <{RDF}type> <{CG}Response> {graph}"
                yield f"{response} <{CG}respondsTo> {rec} {graph}"
                yield f"{response} <{CG}text> {text()} {graph}"


#: Runs in a process of its own, so that what it holds is not held here.
ALONE = """
import io, json, sys, time
from pathlib import Path
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat
from crisisgraph.store import open_store
store, runs, queries = open_store(Path(sys.argv[1])), int(sys.argv[2]), json.load(sys.stdin)
times = {name: [] for name in queries}
sizes = {}
for _ in range(runs + 1):
    for name, query in queries.items():
        began, out = time.perf_counter(), io.BytesIO()
        results = store.query(query, use_default_graph_as_union=True)
        triples = isinstance(results, QueryTriples)
        results.serialize(out, format=RdfFormat.N_TRIPLES if triples else QueryResultsFormat.JSON)
        sizes[name] = len(out.getvalue())
        times[name].append(1000 * (time.perf_counter() - began))
print(json.dumps({name: [times[name][1:], sizes[name]] for name in queries}))
"""


def oxigraph_alone(build: Path, runs: int) -> dict[str, tuple[float, int]]:
    asked = json.dumps({name: PREFIXES + query for name, query in QUERIES.items()})
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(build), str(runs)],
        input=asked, capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return {name: (statistics.median(times), length) for name, (times, length) in json.loads(done.stdout).items()}


def endpoint(port: int, runs: int) -> dict[str, tuple[float, int]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: dict[str, list[float]] = {name: [] for name in QUERIES}
    sizes: dict[str, int] = {}
    for _ in range(runs + 1):
        for name, query in QUERIES.items():
            kind = "application/n-triples" if "DESCRIBE" in query else "application/sparql-results+json"
            began = time.perf_counter()
            connection.request("GET", "/sparql?query=" + urllib.parse.quote(PREFIXES + query), headers={"Accept": kind})
            response = connection.getresponse()
            body = response.read()
            times[name].append(1000 * (time.perf_counter() - began))
            assert response.status == 200, body
            sizes[name] = len(body)
    return {name: (statistics.median(times[name][1:]), sizes[name]) for name in QUERIES}


@contextmanager
def served(build: Path) -> Iterator[int]:
    """Serve a store in a process of its own, on a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command: Sequence[str] = [sys.executable, "-c", SERVE, str(build), str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline(), "the server did not start"  # it says where it listens
            yield port
        finally:
            server.terminate()


SERVE = """
import sys
from pathlib import Path
from crisisgraph.endpoint.server import serve
from crisisgraph.endpoint.service import Service
from crisisgraph.settings import Settings
from crisisgraph.store import store_folder
store = store_folder(Path(sys.argv[1]))
serve(Service(lambda: store, lambda: store, Settings()), Settings(), "127.0.0.1", int(sys.argv[2]))
"""


if __name__ == "__main__":
    main()
