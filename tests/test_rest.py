"""The REST API answers what was asked, with the words and the place, and says what is wrong with a question."""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
from app_build import HOSTILE, publish_app_build
from factories import made_corpus
from rest_client import FINDING, FIRST, PROMISE, SECOND, THIRD, build, client
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crisisgraph.answers import answer_record
from crisisgraph.claims import check_claims, corpus_texts
from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.messages import Question as SparqlQuestion
from crisisgraph.endpoint.messages import Reply
from crisisgraph.endpoint.rest import resources, rest_routes
from crisisgraph.endpoint.server import application
from crisisgraph.endpoint.service import Service
from crisisgraph.export import FORMS, csv_claims
from crisisgraph.search import Query, search
from crisisgraph.settings import Settings
from crisisgraph.verify import verify_file
from crisisgraph.workspace import open_workspace

__all__ = ["build", "client"]  # fixtures

V1 = "/api/v1"


def get(client: TestClient, path: str, **parameters: object) -> Any:
    answer = client.get(V1 + path, params=cast(Any, parameters))
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(client: TestClient, **parameters: object) -> list[str]:
    return [item["id"] for item in get(client, "/recommendations", **parameters)["items"]]


def refused(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(V1 + path)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["title"] == "Deze vraag klopt niet"
    assert problem["detail"] == " ".join(error["detail"] for error in problem["errors"])
    return list(problem["errors"])


# --- reports --------------------------------------------------------------------------------------


def test_reports_say_where_they_stand_and_what_is_in_them(client: TestClient) -> None:
    page = get(client, "/reports")
    assert [item["id"] for item in page["items"]] == ["storm-oosterdam", "antwoord-oosterdam", "vreemd"]
    storm, reply, _ = page["items"]
    assert storm["statements"] == {"recommendation": 4, "finding": 1, "response": 0, "commitment": 0}
    assert (storm["issued"], storm["landingPage"], storm["digest"]) == (
        "2021-03", "https://example.org/storm rapport", False,
    )  # fmt: skip
    assert (reply["partOf"], reply["respondsTo"], reply["digest"]) == ("storm-oosterdam", "storm-oosterdam", True)
    assert storm["iri"] == "https://w3id.org/crisisgraph/id/report-storm-oosterdam"
    assert get(client, "/reports/storm-oosterdam") == storm


def test_a_report_that_is_not_there_is_404(client: TestClient) -> None:
    answer = client.get(f"{V1}/reports/nergens")
    assert (answer.status_code, answer.json()["detail"]) == (
        404, "Er is geen rapport “nergens”; haal de lijst op met /reports.",
    )  # fmt: skip


# --- statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"report": "storm-oosterdam"}, [FIRST, f"{FIRST}-a", SECOND, THIRD]),
        ({"report": ["Storm boven de polder", "antwoord-oosterdam"], "kind": "commitment"}, [PROMISE]),
        ({"addressee": "Waterschap"}, [SECOND]),
        ({"theme": "leren en borgen"}, [FIRST, SECOND]),
        ({"theme": "leren en borgen", "addressee": "waterschappen"}, [SECOND]),
        ({"kind": ["finding", "commitment"]}, [FINDING, PROMISE]),
        ({"position": "accepts"}, [FIRST]),
        ({"position": ["accepts", "rejects"], "hasResponse": "true"}, [FIRST, SECOND]),
        ({"hasResponse": "false", "report": "storm-oosterdam"}, [f"{FIRST}-a", THIRD]),
        ({"addressee": "college van burgemeester en wethouders", "kind": "commitment"}, [PROMISE]),
    ],
)
def test_statements_are_found_by_what_they_are(
    client: TestClient, parameters: dict[str, object], expected: list[str]
) -> None:
    assert ids(client, **parameters) == expected


def test_every_statement_can_be_cited(client: TestClient) -> None:
    [item] = get(client, "/recommendations", addressee="Waterschap")["items"]
    assert item["quote"] == "Veiligheidsregio en waterschap oefenen samen een dijk-\ndoorbraak."
    assert (item["page"], item["section"], item["document"]) == (2, ["2 Wat wij aanbevelen"], "storm.pdf")
    assert item["iri"] == f"https://w3id.org/crisisgraph/id/{SECOND}"
    assert len(item["sha256"]) == 64
    assert (item["hasResponse"], item["responsePositions"]) == (True, ["rejects"])
    assert (item["reportTitle"], item["digest"]) == ("Storm boven de polder", False)
    assert item["addresseeTexts"] == ["Veiligheidsregio", "waterschap"]


def test_following_the_links_gives_every_statement_once(client: TestClient) -> None:
    seen, page = [], get(client, "/recommendations", pageSize=2, report="storm-oosterdam")
    assert (page["total"], page["links"]["prev"]) == (4, None)
    while True:
        seen += [item["id"] for item in page["items"]]
        if page["links"]["next"] is None:
            break
        page = client.get(page["links"]["next"]).json()
    assert seen == [FIRST, f"{FIRST}-a", SECOND, THIRD]
    assert page["links"] == {
        "self": f"{V1}/recommendations?report=storm-oosterdam&page=2&pageSize=2",
        "first": f"{V1}/recommendations?report=storm-oosterdam&page=1&pageSize=2",
        "prev": f"{V1}/recommendations?report=storm-oosterdam&page=1&pageSize=2",
        "next": None,
        "last": f"{V1}/recommendations?report=storm-oosterdam&page=2&pageSize=2",
    }


def test_a_page_after_the_last_is_empty_and_leads_back(client: TestClient) -> None:
    page = get(client, "/recommendations", page=9, pageSize=4, hasResponse="true")
    assert (page["items"], page["total"], page["links"]["next"]) == ([], 2, None)
    assert page["links"]["prev"] == f"{V1}/recommendations?hasResponse=true&page=1&pageSize=4"
    assert len(client.get(page["links"]["prev"]).json()["items"]) == 2


def test_a_recommendation_comes_with_its_chain(client: TestClient) -> None:
    found = get(client, f"/recommendations/{FIRST}")
    assert found["statement"]["id"] == FIRST
    assert [step["id"] for step in found["basis"]] == [FINDING]
    [response] = found["responses"]
    assert (response["quote"], response["position"]) == ("Het college neemt aanbeveling 1 over.", "accepts")
    assert response["link"] == {"kind": "responds to", "rule": "nummer", "confidence": 0.95, "proposal": False}
    assert response["digest"] is True
    [promise] = found["commitments"]
    assert (promise["deadline"], promise["deadlineDate"]) == ("Voor de zomer van 2022", "2022-06")
    assert [step["link"]["proposal"] for step in found["similar"]] == [True]
    assert found["reaction"] is None
    assert get(client, f"/recommendations/{THIRD}")["reaction"] == "geen reactie gevonden"


def test_any_statement_has_a_trace_and_an_unknown_one_is_404(client: TestClient) -> None:
    assert [step["id"] for step in get(client, f"/recommendations/{PROMISE}")["answers"]] == [FIRST]
    answer = client.get(f"{V1}/recommendations/recommendation-nergens")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("Er is geen uitspraak “recommendation-nergens”; zoek er een met /search")


def test_words_of_another_report_can_be_cited_too(client: TestClient) -> None:
    [cited] = get(client, "/recommendations/recommendation-vreemd-1")["cited"]
    assert (cited["quote"], cited["page"], cited["link"]["proposal"]) == (HOSTILE, 1, True)
    assert cited["iri"].startswith("https://w3id.org/crisisgraph/id/mention-")


# --- search and export ----------------------------------------------------------------------------


def test_search_gives_the_answer_of_the_command_line(client: TestClient, build: Path) -> None:
    workspace = open_workspace(build, Settings())
    question = "wie oefent een dijkdoorbraak?"
    found = search(workspace.index, workspace.encoder, workspace.lookup, Query(question, limit=3))
    answer = get(client, "/search", q=question, limit=3)
    assert answer == answer_record(workspace.lookup, workspace.settings.base, "1", found)
    assert len(answer["hits"]) <= 3
    best = answer["hits"][0]
    assert "dijk-\ndoorbraak" in best["quote"]
    assert best["iri"] == f"https://w3id.org/crisisgraph/id/{best['passage']}"


def test_a_hit_on_a_statement_is_cited_by_its_own_iri(client: TestClient) -> None:
    answer = get(client, "/search", q="sirene testen", kind="recommendation", theme="leren en borgen")
    best = answer["hits"][0]
    assert best["statement"] == FIRST
    assert best["iri"] == f"https://w3id.org/crisisgraph/id/{FIRST}"
    assert (best["quote"], best["title"]) == (
        "De gemeente Oosterdam test de sirene elke maand.", "Storm boven de polder",
    )  # fmt: skip


def test_what_a_question_says_is_text_whatever_it_looks_like(client: TestClient) -> None:
    for text in ("true", "2021", "<script>", "a\x00b", "\ud83d", "ﬁ\u2028"):
        asked = text.encode("utf-8", "replace").decode()
        assert get(client, "/search", q=asked)["query"] == asked


def test_an_export_is_a_file_whose_quotes_hold(client: TestClient, build: Path) -> None:
    answer = client.get(f"{V1}/export", params={"format": "csv", "hasResponse": "true"})
    assert answer.headers["content-disposition"] == 'attachment; filename="crisisgraph.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    texts = corpus_texts(open_workspace(build, Settings()).lookup.corpus)
    verdict = check_claims(csv_claims(answer.text), texts)
    assert (verdict.problems, verdict.checked) == ((), 8)
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert [row["Id"] for row in rows if row["Rol"] == "gekozen"] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("form", "media_type", "words"),
    [("ttl", "text/turtle; charset=utf-8", "cg:addressedTo"), ("jsonld", "application/ld+json", '"@context"')],
)
def test_an_export_can_be_rdf(client: TestClient, form: str, media_type: str, words: str) -> None:
    answer = client.get(f"{V1}/export", params={"format": form, "addressee": "waterschappen"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert words in answer.text
    assert SECOND in answer.text


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_an_export_can_be_for_an_office(client: TestClient, build: Path, tmp_path: Path, form: str) -> None:
    answer = client.get(f"{V1}/export", params={"format": form, "addressee": "waterschappen", "hasResponse": "true"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[form])
    assert answer.headers["content-disposition"] == f'attachment; filename="crisisgraph.{form}"'
    file = tmp_path / f"uit.{form}"
    file.write_bytes(answer.content)
    verdict = verify_file(file, build, [], Settings())
    assert (verdict.problems, verdict.checked > 2) == ((), True)
    with zipfile.ZipFile(file) as parts:
        words = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "actor: waterschappen" in words
    assert "met een reactie" in words
    assert open_workspace(build, Settings()).fingerprint in words


def test_an_export_has_an_end(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "LARGEST_EXPORT", 4)
    [error] = refused(client, "/export?format=csv")
    assert error["detail"].startswith("Dit zijn 5 uitspraken en een bestand heeft er ten hoogste 4; kies met report")
    assert client.get(f"{V1}/export?format=csv&report=storm-oosterdam").status_code == 200


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "parameter", "words"),
    [
        ("/recommendations?kind=advies", "kind", "geef een van deze: recommendation, finding, response, commitment."),
        ("/recommendations?position=yes", "position", "accepts, accepts in part, rejects, notes, unclear."),
        ("/recommendations?hasResponse=1", "hasResponse", "geef true of false."),
        ("/recommendations?hasResponse=", "hasResponse", "geef true of false."),
        ("/recommendations?page=0", "page", "geef een geheel getal van 1 tot en met 1000000."),
        ("/recommendations?page=" + "9" * 5000, "page", "geef een geheel getal van 1 tot en met 1000000."),
        ("/recommendations?page=1.5", "page", "geef een geheel getal"),
        ("/recommendations?page=%D9%A1", "page", "geef een geheel getal"),  # an Arabic-Indic 1
        ("/reports?pageSize=101", "pageSize", "geef een geheel getal van 1 tot en met 100."),
        ("/reports?page=1&page=2", "page", "staat er 2 keer; geef hem één keer."),
        ("/reports?theme=brand", "theme", "bestaat hier niet; deze wel: page, pageSize."),
        ("/reports/storm-oosterdam?page=1", "page", "bestaat hier niet; deze wel: geen."),
        ("/search", "q", "ontbreekt; geef een tekst van 1 tot en met 1000 tekens."),
        ("/search?q=", "q", "geef een tekst van 1 tot en met 1000 tekens."),
        ("/search?q=" + "a" * 1001, "q", "geef een tekst van 1 tot en met 1000 tekens."),
        ("/search?q=brug&limit=51", "limit", "geef een geheel getal van 1 tot en met 50."),
        ("/export", "format", "ontbreekt; geef een van deze: xlsx, docx, csv, jsonld, ttl."),
        ("/export?format=pdf", "format", "geef een van deze: xlsx, docx, csv, jsonld, ttl."),
        ("/recommendations?theme=leren%20en%20borge", "theme", "bedoelt u een van deze: leren en borgen?"),
        ("/recommendations?report=storm", "report", "bedoelt u een van deze: storm-oosterdam"),
        ("/search?q=brug&addressee=waterschapp", "addressee", "bedoelt u een van deze: waterschappen"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(
    client: TestClient, path: str, parameter: str, words: str
) -> None:
    [error] = refused(client, path)
    assert error["parameter"] == parameter
    assert words in error["detail"]


def test_everything_that_is_wrong_is_said_at_once(client: TestClient) -> None:
    errors = refused(client, "/recommendations?kind=x&pageSize=0&foo=1&bar=2")
    assert [error["parameter"] for error in errors] == ["bar", "foo", "kind", "pageSize"]


def test_bad_utf_8_is_a_name_that_nothing_has(client: TestClient) -> None:
    [error] = refused(client, "/recommendations?theme=%ff%fe")
    assert error["parameter"] == "theme"


def test_a_failure_of_ours_is_one_sentence_and_logs_no_question(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("geheime vraag")

    monkeypatch.setattr(resources, "answer", broken)
    with caplog.at_level(logging.INFO, logger="crisisgraph"):
        answer = client.get(f"{V1}/search?q=geheime%20vraag")
    assert answer.status_code == 500
    assert answer.json() == {
        "status": 500,
        "title": "Er ging iets mis",
        "detail": "Er ging iets mis wat niet had mogen gebeuren; meld het bij de beheerder.",
    }
    [said] = [record.getMessage() for record in caplog.records if record.name.startswith("crisisgraph")]
    assert said.startswith("Een antwoord op /api/v1/search is mislukt (ZeroDivisionError)")
    assert "geheim" not in said


# --- asking again ---------------------------------------------------------------------------------


def test_an_answer_is_not_sent_again_while_the_build_is_the_same(client: TestClient) -> None:
    first = client.get(f"{V1}/recommendations")
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        again = client.get(f"{V1}/recommendations", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{V1}/recommendations", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_build_has_a_new_tag(client: TestClient, tmp_path: Path) -> None:
    other = publish_app_build(tmp_path, made_corpus())
    with TestClient(Starlette(routes=rest_routes(Builds(other, Settings())))) as elsewhere:
        tag = elsewhere.get(f"{V1}/reports").headers["etag"]
        assert elsewhere.get(f"{V1}/reports", headers={"If-None-Match": tag}).status_code == 304
        assert client.get(f"{V1}/reports", headers={"If-None-Match": tag}).status_code == 200


def test_a_question_that_is_wrong_is_wrong_even_when_nothing_changed(client: TestClient) -> None:
    tag = client.get(f"{V1}/reports").headers["etag"]
    assert client.get(f"{V1}/reports?page=0", headers={"If-None-Match": tag}).status_code == 400
    answer = client.get(f"{V1}/reports/nergens", headers={"If-None-Match": tag})
    assert answer.status_code == 404
    assert "etag" not in answer.headers


# --- beside the endpoint ----------------------------------------------------------------------------


class NoService(Service):
    """A service that answers no query."""

    def __init__(self) -> None:
        """Start nothing."""

    async def answer(self, question: SparqlQuestion) -> Reply:
        return Reply.refused(503, "busy")


def test_the_server_has_the_api_beside_the_endpoint(build: Path) -> None:
    app = application(NoService(), Settings(), rest_routes(Builds(build, Settings())))
    with TestClient(app, follow_redirects=False) as client:
        answer = client.get(f"{V1}/reports")
        assert (answer.status_code, answer.headers["api-version"]) == (200, "1.0.0")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]
        assert client.get(V1).headers["content-type"] == "application/problem+json"
        assert client.get(f"{V1}/").status_code == 404
        assert client.get("/sparql?query=ASK%7B%7D").status_code == 503
