"""Every named query runs as it stands and answers what its title says."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import made_corpus
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple, Variable

from crisisgraph.errors import DataError
from crisisgraph.graph import NamedQuery, graph_of, load_queries, open_store, write_graph
from crisisgraph.settings import Settings
from crisisgraph.vocab import ID

QUERIES = load_queries()
Row = tuple[str | None, ...]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("graph") / "graph"
    write_graph(graph_of(made_corpus(), Settings()), folder)
    return open_store(folder)


def rows(store: Store, name: str, columns: str, **parameters: str) -> list[Row]:
    """Return some columns of a query's answer; of an IRI the local name."""
    given: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
        Variable(key): NamedNode(str(ID) + value) for key, value in parameters.items()
    }
    found = store.query(QUERIES[name].text, use_default_graph_as_union=True, substitutions=given)

    def text(term: object) -> str | None:
        if isinstance(term, NamedNode):
            return term.value.removeprefix(str(ID))
        return term.value if isinstance(term, Literal) else None

    return [tuple(text(row[column]) for column in columns.split()) for row in found]  # type: ignore[union-attr]


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_query_says_what_it_answers_and_runs_as_it_stands(query: NamedQuery, store: Store) -> None:
    assert query.title[0].isupper()
    assert query.description.endswith(".")
    assert query.text.startswith("PREFIX ")
    for parameter in query.parameters:
        assert f"?{parameter} " in query.text or f"?{parameter}\n" in query.text
    list(store.query(query.text, use_default_graph_as_union=True))  # type: ignore[arg-type]  # a row of results


def test_recommendations_by_addressee(store: Store) -> None:
    everyone = rows(store, "by-addressee", "naam aanbeveling geadresseerde bladzijde zekerheid")
    assert everyone == [
        ("veiligheidsregio's", "recommendation-storm-oosterdam-2", "Veiligheidsregio", "2", "0.9"),
        ("waterschappen", "recommendation-storm-oosterdam-2", "waterschap", "2", "1"),
    ]
    assert rows(store, "by-addressee", "naam", actor="actor-waterschappen") == [("waterschappen",)]


def test_recommendations_by_theme(store: Store) -> None:
    assert rows(store, "by-theme", "aanbeveling rapport", thema="theme-leren-en-borgen") == [
        ("recommendation-storm-oosterdam-1", "Storm boven de polder"),
        ("recommendation-storm-oosterdam-2", "Storm boven de polder"),
    ]


def test_recommendations_without_a_response(store: Store) -> None:
    assert rows(store, "without-response", "aanbeveling nummer") == [("recommendation-storm-oosterdam-3", "3")]
    assert rows(store, "without-response", "aanbeveling", rapport="report-antwoord-oosterdam") == []


def test_commitments_with_their_deadline(store: Store) -> None:
    assert rows(store, "commitments", "toezegging naam termijn datum invulling") == [
        (
            "commitment-antwoord-oosterdam-3",
            "college van burgemeester en wethouders",
            "Voor de zomer van 2022",
            "2022-06",
            "recommendation-storm-oosterdam-1",
        )
    ]


def test_the_chain_of_one_recommendation(store: Store) -> None:
    chain = rows(store, "chain", "stap uitspraak standpunt termijn", aanbeveling="recommendation-storm-oosterdam-1")
    assert chain == [
        ("1 steunt op", "finding-storm-oosterdam-stil", None, None),
        ("2 reactie", "response-antwoord-oosterdam-1", "neemt over", None),
        ("3 toezegging", "commitment-antwoord-oosterdam-3", None, "Voor de zomer van 2022"),
    ]


def test_counts_per_report(store: Store) -> None:
    assert rows(store, "counts", "titel aanbevelingen bevindingen reacties toezeggingen") == [
        ("Antwoord op het stormrapport", "0", "0", "2", "1"),
        ("Storm boven de polder", "4", "1", "0", "0"),
    ]


def test_overlap_between_reports(store: Store, tmp_path: Path) -> None:
    assert rows(store, "overlap", "rapport") == []  # only one report recommends anything
    data = tmp_path / "data.ttl"
    data.write_text(
        """
        @prefix cg: <https://w3id.org/crisisgraph/def/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix e: <https://example.org/> .
        e:r1 dcterms:title "Een" . e:r2 dcterms:title "Twee" . e:r3 dcterms:title "Drie" .
        e:a a cg:Recommendation ; cg:statedIn e:r1 ; dcterms:subject e:t1, e:t2 ; cg:similarTo e:b .
        e:b a cg:Recommendation ; cg:statedIn e:r2 ; dcterms:subject e:t1, e:t2 ; cg:similarTo e:a .
        e:c a cg:Recommendation ; cg:statedIn e:r3 ; dcterms:subject e:t2 .
        """,
        "utf-8",
    )
    assert rows(open_store(data), "overlap", "rapport ander_rapport gedeelde_themas lijkt_op_elkaar") == [
        ("Een", "Twee", "2", "1"),
        ("Een", "Drie", "1", "0"),
        ("Twee", "Drie", "1", "0"),
    ]


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "# title: Iets\nSELECT * { ?s ?p ?o }"])
def test_a_query_without_a_header_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "bare.rq").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"bare\.rq"):
        load_queries(tmp_path)
