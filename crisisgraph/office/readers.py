"""The readers that the guarded child runs: an office file to its claims, written as JSON where a text would stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec

from crisisgraph.claims import Claim
from crisisgraph.documents.docx_package import Package, PackageError, Parts
from crisisgraph.documents.outcome import Extracted, Reader, ReadOutcome, Remark
from crisisgraph.model import Code, Page
from crisisgraph.office.media import DOCX, XLSX
from crisisgraph.office.report import report_claims
from crisisgraph.office.workbook import LostPlaceError, workbook_claims
from crisisgraph.settings import Limits

_READER = "crisisgraph export"


def _read(
    opened: Callable[[Path], Parts], claims: Callable[..., Iterable[Claim]], path: Path, _: Limits
) -> ReadOutcome:
    try:
        with closing(opened(path)) as parts:
            text = msgspec.json.encode(tuple(claims(parts))).decode()
    except PackageError as error:
        return ReadOutcome.refused(error.code, **error.facts)
    except LostPlaceError as error:
        return ReadOutcome(None, (Remark(Code.PARTIAL, error.row),))
    return ReadOutcome(Extracted(text, (Page(1, 0, len(text)),), (), _READER))


#: The reader of each media type.
READERS: Mapping[str, Reader] = {
    XLSX: partial(_read, Parts, workbook_claims),
    DOCX: partial(_read, Package, report_claims),
}
