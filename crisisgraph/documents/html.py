"""Web pages: bytes to canonical text and blocks, on one page.  Nothing that a page refers to is fetched or run."""

from __future__ import annotations

import re
from pathlib import Path

from crisisgraph.documents.decoding import decode
from crisisgraph.documents.html_blocks import paragraphs_of
from crisisgraph.documents.html_content import content_of, is_empty, is_left_out
from crisisgraph.documents.html_notes import find_page_notes
from crisisgraph.documents.html_tree import ENGINE, Node, elements, parse, words_in
from crisisgraph.documents.language import language_of
from crisisgraph.documents.markup import Paragraph, Role, Run
from crisisgraph.documents.markup_text import compose
from crisisgraph.documents.outcome import Extracted, ReadOutcome
from crisisgraph.model import Code
from crisisgraph.settings import Limits

#: Its number is raised when the same file would give another canonical text or other blocks.
READER = f"crisisgraph html 1 ({ENGINE})"

#: Pictures that are written out in the page itself.
_PICTURE = re.compile(rb"data:[^\"'()<>\s,]{1,100};base64,[A-Za-z0-9+/=\s%]{200,}")
#: Bytes of a page with markup for each character of its text, at most.
_PER_CHARACTER = 4

#: Where a page declares its encoding.
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,400}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{1,30})", re.IGNORECASE
)
_HEAD = 4096
#: Encodings of one byte for a character; browsers read the first as Windows-1252.
_LATIN = re.compile(r"iso-?8859-1|latin-?1|l1|(?:us-)?ascii|windows-1252|cp1252", re.IGNORECASE)
_SINGLE_BYTE = re.compile(r"iso-?8859-(?:[2-9]|1[0-6])|windows-125[0-8]|cp125[0-8]|koi8-[ru]|macintosh", re.IGNORECASE)
_LANGUAGE = re.compile(r"(nl|en)(?=-|$)", re.IGNORECASE)


def read_html(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a web page and its blocks, or the reason why it is refused."""
    data = _PICTURE.sub(b"data:,", path.read_bytes())
    if len(data) > _PER_CHARACTER * limits.text_size:
        return ReadOutcome.refused(Code.TOO_MUCH_TEXT, limit=limits.text_size)
    html, remarks = decode(data, _declared(data))
    if html is None:
        return ReadOutcome.refused(Code.UNSUPPORTED)
    root = parse(html)
    paragraphs = _paragraphs(root)
    text, pages, blocks = compose(paragraphs)
    if not blocks:
        return ReadOutcome.refused(Code.NO_TEXT)
    own = _LANGUAGE.match(root.get("lang") or root.get("xml:lang"))
    language = language_of(text) or (own[1].lower() if own else None)
    return ReadOutcome(Extracted(text, pages, blocks, READER, _title(root, paragraphs), language), remarks)


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares, if it has one byte for a character: the others are UTF-8 or marked."""
    found = _DECLARED.search(data[:_HEAD])
    name = found[1].decode("ascii", "replace") if found else ""
    return "cp1252" if _LATIN.fullmatch(name) else name if _SINGLE_BYTE.fullmatch(name) else None


def _paragraphs(root: Node) -> list[Paragraph]:
    """Return the paragraphs of the text of a page; of all of it where nothing is left without the site around it."""
    notes = find_page_notes(root)
    holders = {above for note in notes.notes for above in (note, *note.above)}

    def left_out(node: Node) -> bool:
        return node not in holders and is_left_out(node)

    content, title = content_of(root, left_out)
    if is_empty(content, left_out):
        return list(paragraphs_of(root, notes, lambda node: node.tag in ("head", "script", "style", "template")))
    above = [Paragraph((Run(words_in(title)),), Role.HEADING, 1)] if title else []
    return [*above, *paragraphs_of(content, notes, left_out)]


def _title(root: Node, paragraphs: list[Paragraph]) -> str | None:
    """Return the title that is printed, or the only heading of the first level, else the one that the page has."""
    printed = [one.text for one in paragraphs if one.role is Role.TITLE]
    first = [one.text for one in paragraphs if one.role is Role.HEADING and one.level == 1]
    named = (words_in(node) for node in elements(root) if node.tag == "title")
    return next(iter(printed), None) or (first[0] if len(first) == 1 else next(named, None)) or None
