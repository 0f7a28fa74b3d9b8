"""Pages of a PDF as words with their places; it speaks to PDFium, as only `crisisgraph.documents.pdf_image` does too.

Handles of PDFium must not be used after they are closed: nothing here gives one out, and every one is closed in the
function that opened it.  PDFium is not thread safe and dies of some files; it is meant for a guarded process.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crisisgraph.documents.pdf_characters import HYPHEN_MARK, NEWLINES, READ_AS, SPACES
from crisisgraph.documents.pdf_values import BLOCK_ROLES, Tag, Word, WordPage

ENGINE = f"pypdfium2 {pdfium.PYPDFIUM_INFO}"

_MOST_ELEMENTS, _DEEPEST = 20_000, 60  # of a structure tree; honest ones have far fewer
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")
_ITALIC_NAMES = (b"italic", b"oblique")
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18  # PDF 32000-1, table 123
_BOLD_WEIGHT = 600
_SMALLEST_PRINT = 1.0  # points: smaller type is not meant to be read
_RAISED = 0.2  # of the type size: a digit that floats so high is a mark
_RAISED_SIZE = 0.6  # of the type size: about as large as raised digits are


class PdfOpenError(Exception):
    """PDFium cannot open the file; `locked` when it wants a password."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__(locked)
        self.locked = locked


@dataclass(frozen=True, slots=True)
class _Style:
    run: int
    size: float
    bold: bool
    italic: bool
    upright: bool
    tag: Tag | None
    baseline: float | None = None  # of all that was drawn in one go; None for text that does not run from left to right


@dataclass(slots=True)
class _Open:
    """The word that is being gathered: its characters, and the index of the first and last of them in the page."""

    style: _Style
    spaced: bool
    broken: bool
    first: int
    last: int
    text: list[str] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has.

    :raises PdfOpenError: when PDFium cannot open it.
    """
    with closing(opened(data)) as document:
        return len(document)


def word_pages(data: bytes, first: int = 0, last: int | None = None, *, edges: bool = False) -> Iterator[WordPage]:
    """Yield the pages of a PDF from index `first` up to `last`; a page that cannot be read comes out as failed.

    :param edges: keep the sides of every character, which takes half as much time again

    :raises PdfOpenError: when PDFium cannot open the file.
    """
    with closing(opened(data)) as document:
        tagged = bool(raw.FPDFCatalog_IsTagged(document.raw))
        for index in range(first, len(document) if last is None else min(last, len(document))):
            try:
                yield _word_page(document, index, tagged=tagged, edges=edges)
            except pdfium.PdfiumError:
                width, height = _page_size(document, index)
                yield WordPage(width, height, failed=True)


def opened(data: bytes) -> pdfium.PdfDocument:
    """Return an opened PDF, to be closed by the caller.

    :raises PdfOpenError: when PDFium cannot open it.
    """
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise PdfOpenError(locked=error.err_code == raw.FPDF_ERR_PASSWORD) from error


def _page_size(document: pdfium.PdfDocument, index: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(index)
    except pdfium.PdfiumError:
        return 0.0, 0.0
    return width, height


def _word_page(document: pdfium.PdfDocument, index: int, *, tagged: bool, edges: bool) -> WordPage:
    page = document[index]
    try:
        width, height = page.get_size()
        text_page = page.get_textpage()
        try:
            words = tuple(_PageReader.of(page, text_page, _tags(page) if tagged else {}, edges=edges).words())
        finally:
            text_page.close()
        visible = tuple(w for w in words if w.left < width and w.right > 0 and 0 < w.baseline < height + w.size)
        return WordPage(width, height, visible, 0.0 if visible else _pictured(page, width * height))
    finally:
        page.close()


class _PageReader:
    """Reads the words of one page in one pass over its characters, with as few calls per character as will do."""

    def __init__(self, handle: object, shown: _Shown, tags: dict[int, Tag], *, edges: bool) -> None:
        self._handle = handle
        self._shown = shown
        self._tags = tags
        self._edges = edges
        self._styles: dict[int, _Style] = {}
        self._box = raw.FS_RECTF()

    @classmethod
    def of(
        cls, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, tags: dict[int, Tag], *, edges: bool
    ) -> _PageReader:
        return cls(text_page.raw, _Shown.of(page), tags, edges=edges)

    def words(self) -> Iterator[Word]:
        """Yield the words that are large enough to be read."""
        return (word for word in self._all_words() if word.size >= _SMALLEST_PRINT)

    def _all_words(self) -> Iterator[Word]:
        handle, unicode_at = self._handle, raw.FPDFText_GetUnicode
        word: _Open | None = None
        spaced, broken, digits, high = False, True, False, 0
        for index in range(raw.FPDFText_CountChars(handle)):
            code = unicode_at(handle, index)
            if code in SPACES or code in NEWLINES:
                if word:
                    yield self._close(word)
                    word = None
                spaced, broken = spaced or code in SPACES, broken or code in NEWLINES
                continue
            if 0xD800 <= code < 0xE000:  # half a pair: the other half follows
                if code < 0xDC00:
                    high = code
                    continue
                code, high = (0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0), 0
            text = "-" if code == HYPHEN_MARK else READ_AS.get(code)
            if text is None:
                text = chr(code) if code < 0x110000 else ""
            if not text:
                continue
            # A style can change at the start of a word or, for a footnote mark, where digits start or end: also after
            # digits, as in "GRIP-2" with a mark.
            if word is None or digits or text.isdigit():
                digits = text.isdigit()
                style = self._style(index)
                if digits and self._is_raised(index, style):
                    style = self._raised(style)
                if word and style is not word.style:
                    yield self._close(word)
                    word = None
                if word is None:
                    word = _Open(style, spaced, broken, index, index)
                    spaced = broken = False
            word.text.append(text)
            word.last = index
            if self._edges:
                word.indices.append(index)
            if code == HYPHEN_MARK:
                yield self._close(word, hyphen=True)
                word, spaced, broken = None, False, True
        if word:
            yield self._close(word)

    def _close(self, word: _Open, *, hyphen: bool = False) -> Word:
        style = word.style
        left, top, right, bottom = self._place(word.first)
        if word.last != word.first:
            other, top2, right, bottom2 = self._place(word.last)
            left, top, bottom = min(left, other), min(top, top2), max(bottom, bottom2)
        return Word(
            "".join(word.text), left, right, top, bottom,
            self._baseline(word.first) if style.baseline is None else style.baseline,
            style.size, style.bold, style.italic, style.upright, word.spaced, word.broken, hyphen, style.run, style.tag,
            self._sides(word) if self._edges else None,
        )  # fmt: skip

    def _place(self, index: int) -> tuple[float, float, float, float]:
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(box))
        return self._shown.box(box.left, box.top, box.right, box.bottom)

    def _baseline(self, index: int) -> float:
        """Return how far below the top of the page the baseline of a character is."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._handle, index, ctypes.byref(x), ctypes.byref(y))
        return self._shown.point(x.value, y.value)[1]

    def _sides(self, word: _Open) -> tuple[array[float], array[float]]:
        lefts, rights = array("f"), array("f")
        for index, text in zip(word.indices, word.text, strict=True):
            left, _, right, _ = self._place(index)
            step = (right - left) / len(text)  # a ligature is several letters
            for _ in text:
                lefts.append(left)
                rights.append(left := left + step)
        return lefts, rights

    def _is_raised(self, index: int, style: _Style) -> bool:
        """Tell whether a digit is a small raised one that the font itself has: only its shape tells so."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not raw.FPDFText_GetCharBox(self._handle, index, left, right, bottom, top):
            return False
        _, _, _, low = self._shown.box(left.value, top.value, right.value, bottom.value)
        return self._baseline(index) - low > _RAISED * style.size

    def _raised(self, style: _Style) -> _Style:
        """Return the style of a raised digit of the font of `style`, as if it were set smaller and higher."""
        key = -1 - style.run
        if key not in self._styles:
            small = round(_RAISED_SIZE * style.size, 1)
            higher = None if style.baseline is None else style.baseline - 2 * _RAISED * style.size
            self._styles[key] = replace(style, run=len(self._styles), size=small, baseline=higher)
        return self._styles[key]

    def _style(self, index: int) -> _Style:
        """Return the style of the text object that a character belongs to."""
        item = raw.FPDFText_GetTextObject(self._handle, index)
        address = ctypes.addressof(item.contents) if item else 0
        if address in self._styles:
            return self._styles[address]
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(matrix))
        across, upright = self._shown.direction(matrix)
        size = raw.FPDFText_GetFontSize(self._handle, index) * across
        name, flags, stroked = b"", 0, False
        if item:
            font = raw.FPDFTextObj_GetFont(item)
            buffer = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, buffer, 128)
            name, flags = buffer.value.lower(), max(0, raw.FPDFFont_GetFlags(font))
            stroked = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        heavy = raw.FPDFText_GetFontWeight(self._handle, index) >= _BOLD_WEIGHT or bool(flags & _FORCE_BOLD)
        bold = heavy or stroked or any(part in name for part in _BOLD_NAMES)
        italic = bool(flags & _ITALIC) or any(part in name for part in _ITALIC_NAMES)
        tag = _tag(item, self._tags) if item else None
        # What was drawn in one go stands on one line; what has no text object (address 0) is of several.
        baseline = self._baseline(index) if upright and item else None
        style = self._styles[address] = _Style(len(self._styles), round(size, 1), bold, italic, upright, tag, baseline)
        return style


def _tag(item: object, tags: dict[int, Tag]) -> Tag | None:
    """Return the tag of a text object; what is marked as an artifact (running header, page number) is tagged so."""
    marked = raw.FPDFPageObj_GetMarkedContentID(item)
    if marked >= 0:
        return tags.get(marked)
    size, name = ctypes.c_ulong(), (raw.FPDF_WCHAR * 16)()
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size))
        if bytes(name).decode("utf-16-le", "replace").startswith("Artifact\0"):
            return Tag("Artifact", 0)
    return None


def _tags(page: pdfium.PdfPage) -> dict[int, Tag]:
    """Return the tag of every piece of marked content that the structure tree of a page names."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    found: dict[int, Tag] = {}
    counts = {"block": 0, "LI": 0, "TR": 0, "all": 0}

    def walk(element: object, around: Tag, levels: int) -> None:
        role = _role(element)
        counts["all"] += 1
        if counts["all"] > _MOST_ELEMENTS or levels > _DEEPEST:
            return
        if role in ("LI", "TR"):
            counts[role] += 1
        if role in BLOCK_ROLES:
            counts["block"] += 1
        tag = Tag(
            role if role in BLOCK_ROLES else around.role,
            counts["block"] if role in BLOCK_ROLES else around.block,
            counts["LI"] if role == "LI" else around.item,
            counts["TR"] if role == "TR" else around.row,
            around.depth + (role == "L"),
        )
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                walk(child, tag, levels + 1)
            else:
                found[raw.FPDF_StructElement_GetChildMarkedContentID(element, index)] = tag

    try:
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            if child := raw.FPDF_StructTree_GetChildAtIndex(tree, index):
                walk(child, Tag("", 0), 0)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return found


def _role(element: object) -> str:
    name = (raw.FPDF_WCHAR * 32)()
    raw.FPDF_StructElement_GetType(element, name, ctypes.sizeof(name))
    return bytes(name).decode("utf-16-le", "replace").partition("\0")[0]


def _pictured(page: pdfium.PdfPage, area: float) -> float:
    largest = 0.0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return min(1.0, largest / area) if area else 0.0


@dataclass(frozen=True, slots=True)
class _Shown:
    """How places in a page's own space come out on the page as it is shown: turned, cropped, origin top left."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Shown:
        # PDFium maps to whole device pixels: 100 to a point, and a base line of 1,000 points, lose nothing that shows.
        width, height = page.get_size()
        x, y = ctypes.c_int(), ctypes.c_int()
        found = []
        for at in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
            size = int(100 * width), int(100 * height)
            raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *at, ctypes.byref(x), ctypes.byref(y))
            found.append((x.value / 100, y.value / 100))
        (e, f), (x1, y1), (x2, y2) = found
        return cls((x1 - e) / 1000, (y1 - f) / 1000, (x2 - e) / 1000, (y2 - f) / 1000, e, f)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space is shown."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a box as it is shown."""
        if self.a > 0 and not self.b:  # neither turned nor mirrored
            return self.a * left + self.e, self.d * top + self.f, self.a * right + self.e, self.d * bottom + self.f
        x1, y1 = self.point(left, top)
        x2, y2 = self.point(right, bottom)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def direction(self, matrix: raw.FS_MATRIX) -> tuple[float, bool]:
        """Return by how much a text matrix enlarges a font, and whether its text runs from left to right."""
        run_x = self.a * matrix.a + self.c * matrix.b
        run_y = self.b * matrix.a + self.d * matrix.b
        return math.hypot(matrix.c, matrix.d), run_x > abs(run_y)
