"""The data set describes itself in VoID and DCAT, and can be taken along: the same bytes every time."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from build_with_graph import BROWSER, SETTINGS, made_dataset, served_build
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID
from served import Endpoint, served

from crisisgraph import __version__
from crisisgraph.vocab import CG, ID

THING = ID.dataset


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served_build(tmp_path_factory.mktemp("build")) as running:
        yield running


@pytest.fixture(scope="module")
def description(endpoint: Endpoint) -> Graph:
    answer = endpoint.request("GET", "/doc/dataset.ttl")
    assert (answer.status, answer.media_type) == (200, "text/turtle")
    return Graph().parse(data=answer.text, format="turtle")


def one(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    (value,) = graph.objects(subject, predicate)
    return str(value)


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset", "/id/dataset", "/crisisgraph/id/dataset"])
def test_every_way_leads_to_the_description(endpoint: Endpoint, path: str) -> None:
    first = endpoint.request("GET", path)
    assert first.status == 303
    assert urljoin(path, first.headers["Location"]) == "/doc/dataset"


def test_it_is_a_data_set_in_both_vocabularies(description: Graph, endpoint: Endpoint) -> None:
    assert {DCAT.Dataset, VOID.Dataset} <= set(description.objects(THING, RDF.type))
    assert one(description, THING, DCTERMS.title) == "Uitspraken van crisisevaluaties"
    assert one(description, THING, DCTERMS.license) == "https://spdx.org/licenses/EUPL-1.2"
    assert len(list(description.objects(THING, DCTERMS.rights))) == 2
    assert one(description, THING, VOID.sparqlEndpoint) == endpoint.url
    (service,) = description.subjects(DCAT.servesDataset, THING)
    assert (service, DCAT.endpointURL, URIRef(endpoint.url)) in description
    assert URIRef(str(CG)) in set(description.objects(THING, VOID.vocabulary))


def test_its_version_is_that_of_the_content_and_no_clock(description: Graph) -> None:
    version = one(description, THING, URIRef(f"{DCAT}version"))
    assert version.startswith(f"{__version__}+")
    (run,) = made_dataset().graph(ID["graph-build"]).subjects(RDF.type, CG.ExtractionRun)
    assert version.partition("+")[2] == str(run).rpartition("run-")[2]
    assert not list(description.objects(THING, DCTERMS.modified))


def test_it_counts_what_is_there(description: Graph) -> None:
    made = made_dataset()
    assert int(one(description, THING, VOID.triples)) == len(set(made.quads()))
    made.default_union = True
    counted = {
        description.value(part, VOID["class"]): int(one(description, part, VOID.entities))
        for part in description.objects(THING, VOID.classPartition)
        if isinstance(part, URIRef)
    }
    assert counted[CG.Recommendation] == len(set(made.subjects(RDF.type, CG.Recommendation)))
    assert len(counted) == 7


def test_the_same_build_describes_itself_in_the_same_bytes(endpoint: Endpoint) -> None:
    assert len({endpoint.request("GET", "/doc/dataset.ttl").body for _ in range(4)}) == 1


def test_people_read_it_as_a_page(endpoint: Endpoint) -> None:
    text = endpoint.request("GET", "/doc/dataset", {"Accept": BROWSER}).text
    assert "<h1>Uitspraken van crisisevaluaties</h1>" in text
    assert "EUPL-1.2</a>" in text
    assert f'<a href="http://127.0.0.1:{endpoint.port}/dump.trig.gz">' in text
    assert "aanbeveling</a></dt>" in text


def test_a_host_that_is_none_is_not_described(endpoint: Endpoint) -> None:
    answer = endpoint.request("GET", "/doc/dataset.ttl", {"Host": "e.nl/> ?p ?o . <x"})
    assert "e.nl" not in answer.text


# --- dumps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "form"), [("dump.trig.gz", "trig"), ("dump.nq.gz", "nquads")])
def test_a_dump_holds_every_quad_and_nothing_else(endpoint: Endpoint, description: Graph, name: str, form: str) -> None:
    address = URIRef(f"http://127.0.0.1:{endpoint.port}/{name}")
    assert (THING, VOID.dataDump, address) in description
    assert (address, DCAT.downloadURL, address) in description
    answer = endpoint.request("GET", f"/{name}")
    assert (answer.status, answer.media_type) == (200, "application/gzip")
    assert "Content-Encoding" not in answer.headers
    assert f'filename="crisisgraph-{name}"' in answer.headers["Content-Disposition"]
    found = Dataset()
    found.parse(data=gzip.decompress(answer.body), format=form)
    assert set(found.quads()) == set(made_dataset().quads())


@pytest.mark.parametrize("name", ["dump.trig.gz", "dump.nq.gz"])
def test_a_dump_is_the_same_bytes_from_another_build_of_the_same(endpoint: Endpoint, tmp_path: Path, name: str) -> None:
    with served_build(tmp_path) as other:
        assert other.request("GET", f"/{name}").body == endpoint.request("GET", f"/{name}").body
    body = endpoint.request("GET", f"/{name}").body
    assert body[4:8] == b"\0\0\0\0"  # no time
    assert body[3] == 0  # no name


def test_curl_keeps_a_file_that_gunzip_reads(endpoint: Endpoint, tmp_path: Path) -> None:
    for options in ([], ["--compressed"]):
        file = tmp_path / "dump.nq.gz"
        subprocess.run(
            ["curl", "-sf", *options, "-o", file, f"http://127.0.0.1:{endpoint.port}/dump.nq.gz"], check=True
        )
        assert gzip.decompress(file.read_bytes()).startswith(b"<")


def test_a_dump_that_one_has_is_not_sent_again(endpoint: Endpoint) -> None:
    head = endpoint.request("HEAD", "/dump.trig.gz")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] is None  # it is packed while it is sent
    tag = head.headers["ETag"]
    again = endpoint.request("GET", "/dump.trig.gz", {"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
    assert endpoint.request("HEAD", "/dump.nq.gz").headers["ETag"] != tag


def test_over_files_there_is_no_dump_and_none_is_promised(tmp_path: Path) -> None:
    with served(tmp_path) as endpoint:
        answer = endpoint.request("GET", "/doc/dataset.ttl")
        found = Graph().parse(data=answer.text, format="turtle")
        thing = URIRef(SETTINGS.base + "dataset")
        assert not list(found.objects(thing, VOID.dataDump))
        assert found.value(thing, VOID.triples) == Literal(800)
        assert endpoint.request("GET", "/dump.trig.gz").status == 404
        page = endpoint.request("GET", "/doc/dataset", {"Accept": BROWSER})
        assert (page.status, "Alles meenemen" in page.text) == (200, False)
