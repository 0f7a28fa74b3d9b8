"""A build is asked without being touched, and other files can be asked too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from factories import made_corpus
from pyoxigraph import Store

from crisisgraph.errors import InputError
from crisisgraph.graph import graph_of, open_store, write_graph
from crisisgraph.publication import publish
from crisisgraph.sentences import say_error
from crisisgraph.settings import Settings
from crisisgraph.store import FORMATS, RdfFile, select, write_store

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LINE = b'<http://example.org/a> <http://example.org/p> "x"@nl'
FILES = {
    "data.nq": LINE + b" <http://example.org/g> .\n",
    "data.trig": b"<http://example.org/g> { " + LINE + b" }\n",
    "data.ttl": LINE + b" .\n",
    "data.nt": LINE + b" .\n",
    "data.jsonld": b'{"@id": "http://example.org/a", "http://example.org/p": {"@value": "x", "@language": "nl"}}',
}


def count(store: Store) -> int:
    (row,) = select(store, COUNT)
    return int(row["n"].value)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build")
    dataset = graph_of(made_corpus(), Settings())
    publish(out, lambda folder: write_graph(dataset, folder / "graph"), {})
    return out


def test_a_build_is_found_from_every_folder_it_lies_in(build: Path) -> None:
    quads = (build / "v000001" / "graph" / "graph.nq").read_bytes().count(b"\n")
    for place in ("", "current", "v000001", "v000001/graph", "v000001/graph/store", "v000001/graph/graph.nq"):
        assert count(open_store(build / place)) == quads


def test_reading_a_build_changes_no_byte_of_it(build: Path) -> None:
    def hashes() -> dict[str, str]:
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(build.rglob("*")) if p.is_file()}

    before = hashes()
    first, second = open_store(build), open_store(build)
    assert count(first) == count(second)
    del first, second
    assert hashes() == before


def test_a_store_keeps_no_log_of_where_it_was_made(build: Path) -> None:
    names = {path.name for path in (build / "v000001" / "graph" / "store").iterdir()}
    assert "CURRENT" in names
    assert "LOG" not in names


def test_a_build_cannot_be_written(build: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(build).update("INSERT DATA { <http://example.org/a> a <http://example.org/b> }")


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_by_its_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    assert count(open_store(tmp_path / name)) == 1
    assert Path(name).suffix in FORMATS


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data.replace(b'"x"', f'"{name}"'.encode()))
    (tmp_path / "README.md").write_text("no data")
    (tmp_path / "folder.ttl").mkdir()
    assert count(open_store(tmp_path)) == len(FILES)


def test_the_turtle_files_beside_our_n_quads_are_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes(FILES["data.nq"])
    (tmp_path / "graph-links.ttl").write_bytes(FILES["data.ttl"])
    assert count(open_store(tmp_path)) == 1


def test_what_is_no_rdf_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(InputError) as caught:
            open_store(path)
        assert caught.value.code == "not-rdf"
        assert ".nq" in say_error(caught.value)
    with pytest.raises(InputError) as caught:
        open_store(tmp_path / "absent.nq")
    assert caught.value.code == "no-such-file"


@pytest.mark.parametrize("data", [b"not RDF at all", b"\xff\xfe", LINE])
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        open_store(path)
    assert caught.value.code == "bad-rdf"
    assert "data.nq" in say_error(caught.value)


def test_a_context_on_the_web_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonld"
    path.write_text('{"@context": "http://127.0.0.1:9/context", "@id": "http://example.org/a", "p": "x"}')
    with pytest.raises(InputError) as caught:
        open_store(path)
    assert caught.value.code == "bad-rdf"


def test_a_query_of_ours_that_is_no_select_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="SELECT"):
        select(Store(), "ASK { ?s ?p ?o }")


def test_a_broken_store_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-000001\n")
    with pytest.raises(InputError) as caught:
        open_store(tmp_path)
    assert caught.value.code == "bad-rdf"


def test_triples_are_put_in_the_graph_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_bytes(FILES["data.ttl"])
    (tmp_path / "data.nq").write_bytes(FILES["data.nq"])
    write_store([RdfFile(tmp_path / "data.ttl", "http://example.org/h"), RdfFile(tmp_path / "data.nq")], tmp_path / "s")
    graphs = [graph.value for graph in open_store(tmp_path / "s").named_graphs()]
    assert sorted(graphs) == ["http://example.org/g", "http://example.org/h"]


def test_a_graph_without_a_proper_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_bytes(FILES["data.ttl"])
    with pytest.raises(InputError) as caught:
        write_store([RdfFile(tmp_path / "data.ttl", "not an IRI")], tmp_path / "s")
    assert "not an IRI" in say_error(caught.value)
