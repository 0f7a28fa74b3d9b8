"""Which report a document is: the catalogue in `corpus.toml`, and how its reports are recognised by their content.

A file name says nothing: a report is known by its own headings, an annex by the heading that opens it, a digest of
ours by the marker in its first line.  A document that the catalogue does not know becomes a report of its own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.ids import slug
from crisisgraph.model import Actor, Code, Document, Edition, Finding, Report, ReportId
from crisisgraph.sentences import say
from crisisgraph.title_page import describe

#: What a report can be; an unknown document is a letter, an advice, minutes or else a report.
KINDS = ("advies", "rapport", "verslag", "kamerbrief", "presentatie")

_REQUIRED = ("id", "title", "publisher", "issuer", "issued", "kind")
_OPTIONAL = ("language", "landing_page", "evaluates", "part_of", "responds_to", "digest")

#: The first line of a digest: it names the report that is retold.
_MARKER = re.compile(r"\s*<!--\s*crisisgraph: samenvatting van ([a-z0-9-]+)\s*-->")

#: Of two originals of one report the one with the best place information is kept.
_PREFERENCE = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/html",
    "text/markdown",
    "text/plain",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report with how its original is known: `phrases` that stand in it, and the heading that `opens` an annex."""

    report: Report
    phrases: tuple[str, ...]
    opens: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The reports that are known beforehand, in the order of the file."""

    entries: tuple[Entry, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports without how they are recognised."""
        return tuple(entry.report for entry in self.entries)


# --- loading --------------------------------------------------------------------------------------


def load_catalogue(path: Path) -> Catalogue:
    """Read the catalogue from a TOML file.

    :raises DataError: on the first mistake in it, naming the report and the field.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("report")
    except FileNotFoundError:
        raise DataError(path, say("catalogue.absent")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, say("catalogue.not-toml", reason=error)) from error
    if not isinstance(rows, list) or not rows:
        raise DataError(path, say("catalogue.no-reports"))
    entries = tuple(_Row(path, number, row).entry() for number, row in enumerate(rows, start=1))
    _check_together(path, entries)
    return Catalogue(entries)


@dataclass(frozen=True, slots=True)
class _Row:
    """One [[report]] table as it stands in the file; `number` names it while it has no id."""

    path: Path
    number: int
    fields: object

    def entry(self) -> Entry:
        """Return the entry that this table describes."""
        fields = self._table(self.fields, "report", (*_REQUIRED, *_OPTIONAL, "recognise"))
        required = {name: self._text(fields, name) for name in _REQUIRED}
        optional = {name: self._text(fields, name) for name in _OPTIONAL if name in fields}
        report = Report(
            id=ReportId(required["id"]),
            title=required["title"],
            publisher=required["publisher"],
            issuer=required["issuer"],
            issued=required["issued"],
            kind=required["kind"],
            language=optional.get("language", "nl"),
            landing_page=optional.get("landing_page"),
            evaluates=optional.get("evaluates"),
            part_of=ReportId(optional["part_of"]) if "part_of" in optional else None,
            responds_to=optional.get("responds_to"),
        )
        digest = optional.get("digest")
        self._check(report, digest)
        known_by = self._table(fields.get("recognise"), "recognise", ("all", "opens"))
        phrases = known_by.get("all")
        if not isinstance(phrases, list) or not phrases:
            raise self._mistake("missing" if phrases is None else "wrong-type", field="recognise.all")
        opens = self._text(known_by, "opens") if "opens" in known_by else None
        for phrase in [*phrases, *([opens] if opens else [])]:
            if not isinstance(phrase, str) or len(phrase.split()) < 2:
                raise self._mistake("vague-phrase", value=phrase)
        if (opens is None) != (report.part_of is None):
            raise self._mistake("part-of-without-opens" if opens is None else "opens-without-part-of")
        return Entry(report, tuple(phrases), opens, digest)

    def _check(self, report: Report, digest: str | None) -> None:
        if report.id != slug(report.id):
            raise self._mistake("not-an-id")
        if report.kind not in KINDS:
            raise self._mistake("unknown-kind", value=report.kind, choices=", ".join(KINDS))
        if not is_date(report.issued or ""):
            raise self._mistake("not-a-date", value=report.issued)
        if report.landing_page and not re.match(r"https?://[^\s/]+\.\S+$", report.landing_page):
            raise self._mistake("not-an-address", value=report.landing_page)
        if digest and not (self.path.parent / digest).is_file():
            raise self._mistake("no-digest", value=digest)

    def _table(self, value: object, name: str, keys: Sequence[str]) -> Mapping[str, object]:
        if value is None:
            raise self._mistake("missing", field=name)
        if not isinstance(value, dict):
            raise self._mistake("wrong-type", field=name)
        unknown = [key for key in value if key not in keys]
        if unknown:
            raise self._mistake("unknown-key", field=unknown[0])
        return value

    def _text(self, table: Mapping[str, object], name: str) -> str:
        if name not in table:
            raise self._mistake("missing", field=name)
        value = table[name]
        if not isinstance(value, str) or not value.strip():
            raise self._mistake("wrong-type", field=name)
        return value

    def _mistake(self, key: str, **facts: object) -> DataError:
        known = self.fields.get("id", self.number) if isinstance(self.fields, dict) else self.number
        return DataError(self.path, say(f"catalogue.{key}", report=known, **facts))


def is_date(text: str) -> bool:
    """Tell whether `text` is an ISO date, or a month or year of one.

    >>> is_date("2021-03"), is_date("2021-02-30"), is_date("maart 2021")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _check_together(path: Path, entries: Sequence[Entry]) -> None:
    by_id: dict[ReportId, Report] = {}
    for entry in entries:
        if entry.report.id in by_id:
            raise DataError(path, say("catalogue.duplicate-id", report=entry.report.id))
        by_id[entry.report.id] = entry.report
    for report in by_id.values():
        if report.part_of is None:
            continue
        if report.part_of not in by_id:
            raise DataError(path, say("catalogue.unknown-part-of", report=report.id, value=report.part_of))
        if by_id[report.part_of].part_of is not None:
            raise DataError(path, say("catalogue.nested-part-of", report=report.id, value=report.part_of))


# --- recognising ----------------------------------------------------------------------------------


def recognise(
    catalogue: Catalogue, document: Document, actors: Iterable[Actor] = ()
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Return the reports that stand in `document`, in order and without overlap, and what there is to say about them.

    The part of a report with annexes runs to where its first annex opens.  A document that is not in the catalogue is
    one report of its own, described from its title page, where `actors` may be named as its issuer.
    """
    digest = _MARKER.match(document.text)
    if digest:
        for entry in catalogue.entries:
            if entry.report.id == digest[1]:
                return (Edition(entry.report, document.id, 0, len(document.text), digest=True),), ()
    squashed = _squash(document.text)
    for entry in catalogue.entries:
        if entry.opens is None and all(_squash(phrase) in squashed for phrase in entry.phrases):
            return _with_annexes(catalogue, entry, document), ()
    report = describe(document, actors)
    finding = Finding(document.name, Code.UNKNOWN_REPORT)
    return (Edition(report, document.id, 0, len(document.text)),), (finding,)


def _with_annexes(catalogue: Catalogue, container: Entry, document: Document) -> tuple[Edition, ...]:
    letters, offsets = _squash_with_offsets(document.text)
    starts = [(0, container.report)]
    for entry in catalogue.entries:
        if entry.opens is None or entry.report.part_of != container.report.id:
            continue
        start = _opening(document.text, letters, offsets, entry)
        if start is not None:
            starts.append((start, entry.report))
    starts.sort(key=lambda part: part[0])
    ends = [*(start for start, _ in starts[1:]), len(document.text)]
    return tuple(
        Edition(report, document.id, start, end)
        for (start, report), end in zip(starts, ends, strict=True)
        if start < end
    )


def _opening(text: str, letters: str, offsets: Sequence[int], annex: Entry) -> int | None:
    """Return where the line begins that opens `annex` and after which all its phrases stand."""
    wanted = _squash(annex.opens or "")
    at = letters.find(wanted)
    while at >= 0:
        line = max(text.rfind(end, 0, offsets[at]) for end in "\n\r\f") + 1
        if not _squash(text[line : offsets[at]]) and all(_squash(phrase) in letters[at:] for phrase in annex.phrases):
            return line
        at = letters.find(wanted, at + 1)
    return None


def _squash(text: str) -> str:
    """Return the letters and digits of `text` alone, so that case, spaces, punctuation and hyphens do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _squash_with_offsets(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for letter in _squash(character):
            letters.append(letter)
            offsets.append(offset)
    return "".join(letters), offsets


# --- choosing -------------------------------------------------------------------------------------


def choose_editions(
    found: Iterable[tuple[Document, Edition]],
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Keep one edition of every report, in the order given, and say of each other one which file took its place.

    An original takes the place of a digest; of two originals the PDF is kept before DOCX, HTML, Markdown and text,
    and then the first by file name.
    """
    pairs = list(found)
    best: dict[ReportId, tuple[Document, Edition]] = {}
    for document, edition in sorted(pairs, key=_rank):
        best.setdefault(edition.report.id, (document, edition))
    kept: list[Edition] = []
    findings: list[Finding] = []
    for document, edition in pairs:
        winner, chosen = best[edition.report.id]
        if edition is chosen:
            kept.append(edition)
            continue
        replaced = edition.digest and not chosen.digest
        code = Code.DIGEST_REPLACED if replaced else Code.DUPLICATE_EDITION
        findings.append(Finding(document.name, code, facts={"report": edition.report.title, "other": winner.name}))
    return tuple(kept), tuple(findings)


def _rank(pair: tuple[Document, Edition]) -> tuple[bool, int, str, str, int]:
    document, edition = pair
    known = document.media_type in _PREFERENCE
    media = _PREFERENCE.index(document.media_type) if known else len(_PREFERENCE)
    return edition.digest, media, document.name, document.id, edition.start
