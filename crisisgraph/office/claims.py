"""From an office file to its claims, by way of a guarded child process that answers in JSON."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from crisisgraph.claims import Claim
from crisisgraph.documents import Source, read_documents
from crisisgraph.errors import InputError
from crisisgraph.model import Code
from crisisgraph.office.media import DOCX, XLSX
from crisisgraph.sentences import say_finding
from crisisgraph.settings import Limits

#: The media type by the ending of a file's name.
OFFICE = {".xlsx": XLSX, ".docx": DOCX}

_READERS = "crisisgraph.office.readers:READERS"

#: What a reader refuses a file for that is no office file at all.
_NO_EXPORT = frozenset({Code.DAMAGED, Code.UNSUPPORTED, Code.NO_TEXT})


def office_claims(path: Path, limits: Limits) -> tuple[Claim, ...]:
    """Return what an exported Excel or Word file claims.

    :raises InputError: when `export` did not write it, a place in it is lost, or it takes more than `limits` allow.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise InputError("not-an-export") from error
    source = Source(path, path.name, sha256, size, OFFICE[path.suffix.lower()])
    (result,) = read_documents([source], limits, 1, readers=_READERS)
    for finding in result.findings:
        if finding.code is Code.PARTIAL:  # as the readers call a row without a place
            raise InputError("broken-export", line=finding.page)
        if finding.code in _NO_EXPORT:
            raise InputError("not-an-export")
        raise InputError("refused-export", finding=say_finding(finding))
    text = result.document.text if result.document else "[]"
    claims = msgspec.json.decode(text, type=tuple[Claim, ...])
    if not claims:
        raise InputError("not-an-export")
    return claims
