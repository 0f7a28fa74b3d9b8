"""Does every quote in this file still stand in its source?  For exported files, graphs and whole builds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crisisgraph.claims import Claim, Verdict, check_claims, corpus_texts
from crisisgraph.documents import find_sources, read_documents
from crisisgraph.errors import InputError
from crisisgraph.export import csv_claims
from crisisgraph.graph.quotes import graph_claims
from crisisgraph.model import Finding
from crisisgraph.office import OFFICE, office_claims
from crisisgraph.settings import Settings
from crisisgraph.workspace import open_workspace


def verify_file(file: Path, build: Path, sources: Sequence[Path], settings: Settings) -> Verdict:
    """Check the quotes of `file`: an exported file, a graph, or the folder of a build.

    The texts come from `sources` (original files or folders, read again) or else from the build: `file` itself when
    it is one, otherwise the folder `build`.

    :raises InputError: when `file` is not something that holds quotes.
    :raises NoBuildError: when neither sources nor a build are there to check against.
    """
    whole_build = file.is_dir()
    claims = _claims(open_workspace(file, settings).graph if whole_build else file, settings)
    if sources:
        texts, findings = _texts(sources, settings)
        return replace(check_claims(claims, texts), findings=findings)
    return check_claims(claims, corpus_texts(open_workspace(file if whole_build else build, settings).lookup.corpus))


def _claims(path: Path, settings: Settings) -> tuple[Claim, ...]:
    if not path.exists():
        raise InputError("no-such-file", file=path)
    if path.suffix.lower() in OFFICE:
        return office_claims(path, settings.limits)
    if path.suffix.lower() == ".csv":
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("not-an-export") from error
        return csv_claims(text)
    return graph_claims(path)


def _texts(paths: Sequence[Path], settings: Settings) -> tuple[dict[str, str], tuple[Finding, ...]]:
    found, findings = find_sources(paths, settings.limits)
    results = tuple(read_documents(found, settings.limits, settings.workers))
    documents = [result.document for result in results if result.document]
    said = (*findings, *(finding for result in results for finding in result.findings))
    return {document.sha256: document.text for document in documents}, said
