"""An exported Excel file, read back from its parts (ISO 29500-1, part 18): each row that has a quote and a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from xml.etree.ElementTree import Element

from crisisgraph.claims import Claim
from crisisgraph.documents.docx_package import PackageError, Parts, child
from crisisgraph.model import Code
from crisisgraph.office.wording import JOINT, QUOTED_BESIDE, SEPARATOR
from crisisgraph.sentences import say

#: How Excel writes a character that XML cannot hold, and what would look like such a sign (22.9.2.19, ST_Xstring).
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile("[A-Z]{1,3}")
_PLACE = re.compile(r"([0-9]{1,12})(?:\.0*)?")
_NEEDED = ("id", "sha256", "start", "end", "quote")

Row = Mapping[str, str]


class LostPlaceError(Exception):
    """A row has a quote and says no longer where it stands."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def workbook_claims(parts: Parts) -> Iterator[Claim]:
    """Yield what the sheets of an exported workbook claim; sheets with other headings are passed over.

    :raises PackageError: when a part cannot be read, or it is no workbook.
    :raises LostPlaceError: when the place of a quote is no number any more.
    """
    main = parts.main()
    related = parts.relations(main) if main else ()
    sheets = [target for kind, target in related if kind == "worksheet"]
    if not sheets:
        raise PackageError(Code.UNSUPPORTED)
    tables = [parts.part(target) for kind, target in related if kind == "sharedStrings"]
    shared = [_text(one) for table in tables if table is not None for one in table]
    found = [row for sheet in sheets for row in _titled(_rows(parts.part(sheet), shared))]
    claims = [claim for number, row in found if (claim := _claim(number, row))]
    yield from claims
    places = {claim.id: claim for claim in claims}
    for _, row in found:
        yield from _beside(row, places)


def _claim(number: int, row: Row) -> Claim | None:
    quote, start, end = (row.get(name, "") for name in ("quote", "start", "end"))
    if not (quote.strip() or start or end):
        return None  # a link between two statements, or an empty row
    first, last = _PLACE.fullmatch(start), _PLACE.fullmatch(end)
    if not (first and last):
        raise LostPlaceError(number)
    return Claim(row.get("id", ""), row.get("sha256", ""), int(first[1]), int(last[1]), quote, exact=False)


def _beside(row: Row, places: Mapping[str, Claim]) -> Iterator[Claim]:
    """Yield the claims of the quotes of other rows that are shown in this one, each named in the column before it."""
    for names, quotes in QUOTED_BESIDE:
        if row.get(quotes, "").strip():
            for name, quote in zip_longest(row.get(names, "").split(SEPARATOR), row[quotes].split(JOINT), fillvalue=""):
                known = places.get(name)
                where = (known.sha256, known.start, known.end) if known else ("", 0, 0)
                yield Claim(name or row.get("id", ""), *where, quote, exact=False)


def _titled(rows: Iterator[tuple[int, dict[int, str]]]) -> Iterator[tuple[int, Row]]:
    """Yield the rows under the headings by the keys of these, when the headings are ours."""
    keys = {say(f"column.{name}"): name for name in (*_NEEDED, *(name for pair in QUOTED_BESIDE for name in pair))}
    titles = {column: keys[title] for column, title in next(rows, (0, {}))[1].items() if title in keys}
    if set(_NEEDED) <= set(titles.values()):
        for number, cells in rows:
            yield number, {titles[column]: text for column, text in cells.items() if column in titles}


def _rows(sheet: Element | None, shared: list[str]) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the rows of a sheet with their numbers, and the texts of their cells by column."""
    data = child(sheet, "sheetData")
    for count, row in enumerate(data if data is not None else (), start=1):
        said = row.get("r", "")
        number = int(said) if said.isdecimal() and len(said) < 8 else count
        cells: dict[int, str] = {}
        column = 0
        for cell in row:
            named = _COLUMN.match(cell.get("r", ""))
            column = _column(named[0]) if named else column + 1
            cells[column] = _value(cell, shared)
        yield number, cells


def _column(letters: str) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _value(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(child(cell, "is"))
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdecimal() and len(text) < 10 and int(text) < len(shared) else ""
    return _unescaped(text)


def _text(item: Element | None) -> str:
    """Return the words of a text with its layout, without how they are pronounced."""
    if item is None:
        return ""
    runs = (run for part in item for run in ([part] if part.tag == "t" else part if part.tag == "r" else ()))
    return _unescaped("".join(run.text or "" for run in runs if run.tag == "t"))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
