"""Word files: bytes to canonical text, pages and blocks.  Only their text is read: no macro, picture or link.

python-docx and its like give no footnotes, printed numbers, text boxes or tracked changes, so the parts of the file
are read here (docs/decisions/0010).
"""

from __future__ import annotations

from pathlib import Path

from crisisgraph.documents.docx_body import Body
from crisisgraph.documents.docx_package import Package, PackageError, child
from crisisgraph.documents.language import language_of
from crisisgraph.documents.markup import Paragraph, Role
from crisisgraph.documents.markup_text import compose
from crisisgraph.documents.outcome import Extracted, ReadOutcome, Remark
from crisisgraph.model import Code
from crisisgraph.settings import Limits

#: Its number is raised when the same file would give another canonical text or other blocks.
READER = "crisisgraph docx 1"

#: A text of so many characters takes more than one page.
_PAGE = 6_000

_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read_docx(path: Path, limits: Limits) -> ReadOutcome:
    """Return the canonical text of a Word file with its pages and blocks, or the reason why it is refused."""
    try:
        package = Package(path)
        body = Body(package)
        paragraphs = tuple(body.paragraphs())
        title = _title(paragraphs, package)
        told = _pages_told(package)
    except PackageError as error:
        return ReadOutcome.refused(error.code, **error.facts)
    text, pages, blocks = compose(paragraphs)
    if not blocks:
        return ReadOutcome.refused(Code.NO_TEXT)
    language = language_of(text) or body.styles.language
    extracted = Extracted(text, pages, blocks, READER, title, language)
    certain = len(pages) >= told if told else body.laid_out or len(text) < _PAGE
    return ReadOutcome(extracted, () if certain else (Remark(Code.PAGES_UNCERTAIN, facts={"pages": len(pages)}),))


def read_old_word(path: Path, limits: Limits) -> ReadOutcome:
    """Refuse a file in an older format of Word, or one that Word has locked, which looks the same from outside."""
    return ReadOutcome.refused(Code.ENCRYPTED if _LOCKED in path.read_bytes() else Code.OLD_WORD)


def _title(paragraphs: tuple[Paragraph, ...], package: Package) -> str | None:
    """Return the title that is printed, else the one that the file says it has."""
    printed = next((one.text for one in paragraphs if one.role is Role.TITLE and one.text), None)
    said = child(package.related("core-properties"), "dc:title")
    return printed or " ".join((said.text or "").split() if said is not None else ()) or None


def _pages_told(package: Package) -> int:
    """Return how many pages the program that made a file says it has; 0 when it does not say."""
    said = child(package.related("extended-properties"), "Pages")
    text = said.text or "" if said is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else 0
