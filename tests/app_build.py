"""A published build of the corpus made by hand, with a third report whose text tries to be more than text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from factories import document, made_corpus, passage, statement

from crisisgraph.corpus import Corpus, write_corpus
from crisisgraph.encoder import load_encoder
from crisisgraph.graph import graph_of, write_graph
from crisisgraph.index import build_index, write_index
from crisisgraph.memory import Memory
from crisisgraph.model import Citation, Code, Edition, Finding, Kind, LinkKind, Report, ReportId
from crisisgraph.publication import publish
from crisisgraph.settings import Settings

#: Document text that would run, load or format something if it were taken for HTML or Markdown.
SCRIPT = "<script>document.title = 'gekaapt'</script>"
IMAGE = "<img src=x onerror=\"document.title = 'gekaapt'\">"
MARKDOWN = "**vet** [knop](javascript:alert(1)) ![beeld](http://voorbeeld.invalid/x.png) :red[rood] $x^2$"
HOSTILE = f"Beproef de noodkreet {SCRIPT} en {IMAGE} met {MARKDOWN} voordat het misgaat."


def app_corpus() -> Corpus:
    """Return the corpus that the app is tried on."""
    made = made_corpus()
    report = Report(
        id=ReportId("vreemd"), title=f"Vreemd {SCRIPT} **rapport**", publisher=f"Bureau {IMAGE}", issuer="_Iemand_"
    )
    text = document(HOSTILE, f"vreemd {MARKDOWN}.txt", "text/plain")
    advice = replace(
        statement(text, report, "1", Kind.RECOMMENDATION, HOSTILE), number="*1*", section=(f"Kop {SCRIPT}", "# Kop")
    )
    return replace(
        made,
        documents=(*made.documents, text),
        editions=(*made.editions, Edition(report, text.id, 0, len(HOSTILE))),
        passages=(*made.passages, passage(text, report, HOSTILE, advice.section)),
        statements=(*made.statements, advice),
        citations=(
            Citation(advice.id, LinkKind.BUILDS_ON, f"Advies {SCRIPT}", None, 0, len(HOSTILE), "because of it", 0.75),
        ),
        findings=(
            Finding("leeg.txt", Code.EMPTY_FILE),
            Finding("antwoord.md", Code.UNKNOWN_ACTOR, facts={"actor": SCRIPT}),
        ),
    )


def publish_app_build(out: Path, corpus: Corpus, *, graph: bool = False) -> Path:
    """Publish `corpus` with its index, and with its `graph`, in `out`, as a build does, and return `out`."""
    index = build_index(corpus, Memory(load_encoder(Settings())))

    def fill(folder: Path) -> None:
        write_corpus(corpus, folder / "corpus")
        write_index(index, folder / "index")
        if graph:
            write_graph(graph_of(corpus, Settings()), folder / "graph")

    publish(out, fill, {"inputs": "made by hand", "readers": "made by hand"})
    return out
