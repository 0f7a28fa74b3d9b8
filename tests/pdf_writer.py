"""A very small PDF writer for tests: text at given places in Courier, whose every letter is 0.6 em wide."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdf
from pypdf.constants import PageLabelStyle

_FONTS = {"regular": "Courier", "bold": "Courier-Bold", "italic": "Courier-Oblique"}
_BODY = 10.0
PITCH = 12.0


@dataclass
class Sheet:
    """One page under construction; `y` is where the next line stands, in points from the top."""

    width: int = 595
    height: int = 842
    y: float = 100.0
    drawn: list[bytes] = field(default_factory=list)
    rotate: int = 0
    image: bool = False
    tags: list[tuple[str, int]] = field(default_factory=list)  # structure type and marked content id

    def text(self, x: float, y: float, words: str, size: float = _BODY, font: str = "regular") -> None:
        """Draw words with their baseline `y` points under the top of the page."""
        name = list(_FONTS).index(font) + 1
        self.drawn.append(
            b"BT /F%d %.2f Tf %.2f %.2f Td (%s) Tj ET" % (name, size, x, self.height - y, _escaped(words))
        )

    def raw(self, operators: bytes) -> None:
        """Add operators as they are."""
        self.drawn.append(operators)

    def flow(
        self,
        text: str | Sequence[str],
        *,
        x: float = 70.0,
        columns: int = 70,
        size: float = _BODY,
        font: str = "regular",
        marker: str = "",
        tag: str = "",
        gap: float = 8.0,
    ) -> None:
        """Set a paragraph from `y` on, wrapped at so many letters, with a marker hung out before it."""
        lines = textwrap.wrap(text, columns, break_on_hyphens=False) if isinstance(text, str) else text
        if tag:
            self.tags.append((tag, len(self.tags)))
            self.raw(b"/P <</MCID %d>> BDC" % (len(self.tags) - 1))
        if marker:
            self.text(x - 14, self.y, marker, size, font)
        for line in lines:
            self.text(x, self.y, line, size, font)
            self.y += PITCH * size / _BODY
        if tag:
            self.raw(b"EMC")
        self.y += gap


def pdf_of(*sheets: Sheet) -> bytes:
    """Return a PDF of these pages; tagged when one of them has tags."""
    objects: list[bytes] = [b"", b""]  # catalogue and page tree come first, and are filled in last

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    made = [
        add(_dictionary(Type="/Font", Subtype="/Type1", BaseFont=f"/{name}", Encoding="/WinAnsiEncoding"))
        for name in _FONTS.values()
    ]
    fonts = b" ".join(b"/F%d %d 0 R" % font for font in enumerate(made, 1))
    image = add(
        _stream(
            b"\0",
            Type="/XObject",
            Subtype="/Image",
            Width="1",
            Height="1",
            ColorSpace="/DeviceGray",
            BitsPerComponent="8",
        )
    )
    tagged = any(sheet.tags for sheet in sheets)
    pages, elements, parents = [], [], []
    root = len(objects) + 1
    if tagged:
        objects.append(b"")
    for place, sheet in enumerate(sheets):
        picture = b"q %d 0 0 %d 0 0 cm /Im Do Q" % (sheet.width, sheet.height) if sheet.image else b""
        content = add(_stream(b"\n".join([picture, *sheet.drawn])))
        page = add(
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R /StructParents %d"
            b" /Resources <</Font <<%s>> /XObject <</Im %d 0 R>>>>>>"
            % (sheet.width, sheet.height, sheet.rotate, content, place, fonts, image)
        )
        own = [
            add(b"<</Type /StructElem /S /%s /P %d 0 R /Pg %d 0 R /K %d>>" % (role.encode(), root, page, marked))
            for role, marked in sheet.tags
        ]
        parents.append(b"%d [%s]" % (place, _references(own)))
        elements += own
        pages.append(page)
    objects[0] = b"<</Type /Catalog /Pages 2 0 R"
    if tagged:
        objects[root - 1] = b"<</Type /StructTreeRoot /K [%s] /ParentTree <</Nums [%s]>>>>" % (
            _references(elements),
            b" ".join(parents),
        )
        objects[0] += b" /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R" % root
    objects[0] += b">>"
    objects[1] = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(pages), _references(pages))
    return file_of(objects)


def file_of(objects: Sequence[bytes]) -> bytes:
    """Return a PDF file of numbered objects, the first of which is the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def edited(data: bytes, **changes: object) -> bytes:
    """Return a PDF with what pypdf can add: passwords (`user`, `owner`), `title`, prefix of `labels`, `outline`."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    if title := changes.get("title"):
        writer.add_metadata({"/Title": str(title)})
    if prefix := changes.get("labels"):
        writer.set_page_label(0, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, prefix=str(prefix))
    if outline := changes.get("outline"):
        writer.add_outline_item(title=str(outline), page_number=0)
    if "user" in changes or "owner" in changes:
        writer.encrypt(str(changes.get("user", "")), str(changes.get("owner", "")) or None, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _escaped(words: str) -> bytes:
    data = words.encode("cp1252")
    return b"".join(b"\\%03o" % byte if byte > 126 or byte in b"()\\" else bytes([byte]) for byte in data)


def _dictionary(**entries: str) -> bytes:
    return b"<<%s>>" % b" ".join(f"/{key} {value}".encode() for key, value in entries.items())


def _stream(data: bytes, **entries: str) -> bytes:
    return _dictionary(**entries, Length=str(len(data))) + b"\nstream\n" + data + b"\nendstream"


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
