"""A report as a record of RIS, which rispy writes."""

from __future__ import annotations

from typing import Any

import rispy

from crisisgraph.citation.reference import Reference, notes


def ris(cited: Reference) -> str:
    """Return the report as a record of RIS, with the quote and the link in notes."""
    fields: dict[str, Any] = {
        "type_of_reference": "RPRT",
        "authors": [cited.author],
        "title": cited.title,
        "secondary_title": cited.container,
        "year": cited.year,
        "date": "/".join([*cited.issued.split("-"), "", ""][:3]) + "/" if cited.issued else "",
        "publisher": cited.publisher or cited.author,
        "start_page": cited.first,
        "end_page": cited.last,
        "urls": [cited.website or cited.link],
        "notes": list(notes(cited)),
    }
    written: str = _RisWriter().formats([{name: value for name, value in fields.items() if value}])
    return written


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    def set_header(self, count: int) -> str:
        return ""  # the number that it would write before a record is no part of RIS
