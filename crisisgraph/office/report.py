"""An exported Word file, read back: each line that says where words stand, and the quote in the paragraph before it.

Styles, bookmarks and links are not looked at: another program may rename them, and the words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from crisisgraph.claims import Claim
from crisisgraph.documents.docx_package import Package
from crisisgraph.office.wording import place_pattern

_SHA256 = re.compile("[0-9a-f]{64}")
_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
#: LibreOffice writes "_x005F" before what would look like a sign of Excel, once more each time it saves.
_ESCAPED = re.compile("(?:_x005F)+(?=_x[0-9A-Fa-f]{4}_)")

#: What was deleted or moved away with its changes tracked, and the drawing that an old program gets instead.
_GONE = frozenset({"w:del", "w:moveFrom", "mc:Fallback", "w:pPr", "w:rPr"})


def report_claims(package: Package) -> Iterator[Claim]:
    """Yield what an exported report claims; a source that its table does not name is one that is missing."""
    sources = dict(_sources(package.body))
    paragraphs = [_ESCAPED.sub("", "".join(_words(one)).strip()) for one in package.body.iter("w:p")]
    claims = []
    pattern = place_pattern()
    at = len(paragraphs) - 1
    while at > 0:  # from the end: a quote that itself looks like a line with a place is then still a quote
        match = pattern.search(paragraphs[at])
        if match:
            at -= 1
            sha256 = sources.get(match["source"], "")
            claims.append(
                Claim(match["id"], sha256, int(match["start"]), int(match["end"]), paragraphs[at], exact=False)
            )
        at -= 1
    yield from reversed(claims)


def _sources(body: Element) -> Iterator[tuple[str, str]]:
    """Yield the number and the hash of every row of a table that has both."""
    for row in body.iter("w:tr"):
        cells = ["".join(_words(cell)).strip() for cell in row if cell.tag == "w:tc"]
        for cell in cells[1:]:
            if _SHA256.fullmatch(cell):
                yield cells[0], cell


def _words(parent: Element) -> Iterator[str]:
    for element in parent:
        if element.tag == "w:t":
            yield element.text or ""
        elif element.tag in _SIGNS:
            yield _SIGNS[element.tag]
        elif element.tag not in _GONE:
            yield from _words(element)
