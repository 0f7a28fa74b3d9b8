"""The parts of a Word file: a bounded look into the zip that it is, and its XML with short names.

Word names its elements and attributes in two sets of namespaces (ISO 29500 transitional and strict); here both are
"w:p", "r:id" and so on.  A part with a document type is refused: Word writes none, and entities hide in them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from crisisgraph.model import Code

#: Bytes of XML that are read of one file at most, unpacked.
LARGEST = 64 << 20

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_DOCUMENT_TYPE = b"<!DOCTYPE"
_ENCRYPTED = 1  # flag of an entry of a zip


class PackageError(Exception):
    """A Word file cannot be read, for the reason that `code` says."""

    def __init__(self, code: Code, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Parts:
    """An opened file of an office program: a zip of parts of XML that name each other, read within bounds."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        :raises PackageError: when it is no zip.
        """
        self._left = LARGEST
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, EOFError) as error:
            raise PackageError(Code.DAMAGED) from error
        self._names = frozenset(self._zip.namelist())

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def main(self) -> str | None:
        """Return the name of the part that holds the document itself, where the file names one.

        :raises PackageError: when it cannot be read.
        """
        return next((target for kind, target in self.relations("") if kind == "officeDocument"), None)

    def part(self, name: str) -> Element | None:
        """Return the root of a part, or nothing where there is none of this name.

        :raises PackageError: when it cannot be read or takes too much.
        """
        if name not in self._names:
            return None
        data = self._bytes(name)
        if _DOCUMENT_TYPE in data.replace(b"\0", b""):  # in UTF-16 as well
            raise PackageError(Code.DAMAGED)
        try:
            root = fromstring(data)
        except (ParseError, ValueError, LookupError) as error:
            raise PackageError(Code.DAMAGED) from error
        _shorten(root)
        return root

    def _bytes(self, name: str) -> bytes:
        try:
            if self._zip.getinfo(name).flag_bits & _ENCRYPTED:
                raise PackageError(Code.ENCRYPTED)
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise PackageError(Code.DAMAGED) from error
        self._left -= len(data)
        if self._left < 0:
            raise PackageError(Code.UNPACKED_TOO_LARGE, limit=LARGEST // 1_000_000)
        return data

    def relations(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the kinds ("styles", "worksheet") and names of the parts that a part names; of the whole for no name.

        :raises PackageError: when they cannot be read.
        """
        folder, own = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{own}.rels"))
        found = []
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found.append((relation.get("Type", "").rpartition("/")[2], target.lstrip("/")))
        return tuple(found)


class Package(Parts):
    """An opened Word file: its main part, and the parts that this names."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        :raises PackageError: when it is no zip, damaged, locked, or holds no text for Word.
        """
        super().__init__(path)
        try:
            self._open()
        except PackageError:
            self.close()
            raise

    def _open(self) -> None:
        main = self.main() or "word/document.xml"
        root = self.part(main)
        body = child(root, "w:body") if root is not None and root.tag == "w:document" else None
        if body is None:
            raise PackageError(Code.UNSUPPORTED)
        self.body = body
        self._parts = (*self.relations(main), *self.relations(""))

    def related(self, kind: str) -> Element | None:
        """Return the part that has a relation of this kind ("styles", "numbering") with the whole or its main part.

        :raises PackageError: when it cannot be read.
        """
        name = next((target for own, target in self._parts if own == kind), None)
        return self.part(name) if name else None


def _shorten(root: Element) -> None:
    """Give elements and attributes their short names; what has another namespace keeps its own local name."""
    known: dict[str, str] = {}

    def short(name: str) -> str:
        if name not in known:
            space, _, local = name.rpartition("}")
            prefix = _NAMESPACES.get(space[1:])
            known[name] = f"{prefix}:{local}" if prefix else local
        return known[name]

    for element in root.iter():
        element.tag = short(element.tag)
        if element.attrib:
            element.attrib = {short(name): value for name, value in element.attrib.items()}


_TRUE = re.compile(r"(?:1|true|on)?", re.IGNORECASE)


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of this name, if any."""
    return next((one for one in element if one.tag == name), None) if element is not None else None


def is_on(properties: Element | None, name: str) -> bool | None:
    """Tell whether a property such as "w:b" is switched on or off; None where nothing is said.

    >>> is_on(fromstring("<x><b/></x>"), "b"), is_on(fromstring("<x/>"), "b")
    (True, None)
    """
    found = child(properties, name)
    return None if found is None else _TRUE.fullmatch(found.get("w:val", "")) is not None


def value_of(properties: Element | None, name: str) -> str | None:
    """Return the value of a property such as "w:pStyle", or None."""
    found = child(properties, name)
    return None if found is None else found.get("w:val")


def number_of(properties: Element | None, name: str) -> int | None:
    """Return the value of a property that is a whole number of at most nine digits, or None."""
    value = value_of(properties, name) or ""
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else None
