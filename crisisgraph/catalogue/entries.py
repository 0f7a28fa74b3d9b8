"""The reports that are known beforehand, as `corpus.toml` describes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crisisgraph.errors import DataError
from crisisgraph.ids import slug
from crisisgraph.model import Report, ReportId
from crisisgraph.sentences import say

#: What a report can be; an unknown document is a letter, an advice, minutes or else a report.
KINDS = ("advies", "rapport", "verslag", "kamerbrief", "presentatie")

_REQUIRED = ("id", "title", "publisher", "issuer", "issued", "kind")
_OPTIONAL = ("language", "landing_page", "evaluates", "part_of", "responds_to", "digest")


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
        if not is_iso_date(report.issued or ""):
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


def is_iso_date(text: str) -> bool:
    """Tell whether `text` is an ISO date, or a month or year of one.

    >>> is_iso_date("2021-03"), is_iso_date("2021-02-30"), is_iso_date("maart 2021")
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
