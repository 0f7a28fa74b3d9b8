"""Office files for tests: a corpus whose quotes try to be more than text, and files changed part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from factories import document, made_corpus, passage, statement

from crisisgraph.claims import Verdict, check_claims, corpus_texts
from crisisgraph.corpus import Corpus
from crisisgraph.model import Citation, Edition, Kind, LinkKind, Report, ReportId, StatementId
from crisisgraph.office import office_claims
from crisisgraph.records import Lookup
from crisisgraph.settings import Limits

#: What a spreadsheet or a word processor could take for something else than words.
HOSTILE = (
    "=1+1",
    "+SUM(A1:A9)",
    "-2+3",
    "@WEBSERVICE(A1)",
    '=HYPERLINK("https://voorbeeld.invalid";"klik")',
    "\uff1d1+1",
    "\u200b=1+1",
    "'=1+1",
    "<r><t>rijk</t></r>",
    "<r></si><si><t>ander</t></r>",
    "_x0041_ is geen A",
    "http://voorbeeld.invalid/x",
    "mailto:iemand@voorbeeld.invalid",
    "internal:Bronnen!A1",
    "een\x01teken \uffff van niets",
    "een  dijk-\n   doorbraak\fop twee\u00a0bladzijden",
    "bron 1, tekens 0\u20134 \u00b7 recommendation-vreemd-0",
    "{TRUE}",
    "&A &P \u2011 \u00ad zacht",
    "12345",
)


def hostile_corpus() -> Corpus:
    """Return the corpus made by hand with a report whose recommendations are the hostile texts."""
    made = made_corpus()
    report = Report(id=ReportId("vreemd"), title="=Vreemd\x0b rapport", publisher="@Bureau", issuer="-Iemand")
    text = document(
        "\n".join(f"{number}) {words}" for number, words in enumerate(HOSTILE)), "=vreemd.txt", "text/plain"
    )
    advice = tuple(
        replace(
            statement(text, report, str(number), Kind.RECOMMENDATION, words),
            section=("+Kop",),
            number=f"={number}",
            page=1,
        )
        for number, words in enumerate(HOSTILE)
    )
    cited = Citation(
        advice[0].id, LinkKind.BUILDS_ON, "=Advies", None, advice[1].start, advice[1].end, "because of it", 0.75
    )
    return replace(
        made,
        documents=(*made.documents, text),
        editions=(*made.editions, Edition(report, text.id, 0, len(text.text))),
        passages=(*made.passages, passage(text, report, HOSTILE[0])),
        statements=(*made.statements, *advice),
        citations=(cited,),
    )


def ids_of(lookup: Lookup) -> tuple[StatementId, ...]:
    """Return the ids of all statements."""
    return tuple(one.id for one in lookup.corpus.statements)


def verdict(lookup: Lookup, path: Path) -> Verdict:
    """Return what comes of checking the quotes of an office file against the texts of a corpus."""
    return check_claims(office_claims(path, Limits()), corpus_texts(lookup.corpus))


def changed(data: bytes, change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return the zip `data` with every part put through `change`, and `more` parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, part in (more or {}).items():
            target.writestr(name, part)
    return out.getvalue()


def part(data: bytes, name: str) -> str:
    """Return one part of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name).decode()
