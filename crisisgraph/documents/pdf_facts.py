"""What pypdf knows of a PDF: outline, page labels, title, language, and its own reading of the text.

pypdf is the second engine: it reads what PDFium cannot open, and its text is held against PDFium's.  On damaged files
it raises errors of every kind; each fact is read for itself, and one that cannot be read is absent.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pypdf
from pypdf.errors import PdfReadError
from pypdf.generic import Destination

ENGINE = f"pypdf {pypdf.__version__}"

#: The second opinion reads one page in so many, and no more than so many pages: it is twenty times slower than PDFium,
#: and what makes two engines differ (fonts, soft hyphens) runs through a whole document, so that evenly spread pages
#: tell enough.
OPINION_EVERY, OPINION_PAGES = 16, 8

_MB = 1 << 20
_WORD = re.compile(r"[^\W_]+")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s*\n\s*(?=[^\W\d_])")
_JUNK_TITLE = re.compile(
    r"\s*(?:microsoft (?:word|powerpoint)\b.*|untitled.*|naamloos.*|.*\.(?:docx?|pptx?|indd|pdf|odt))?\s*", re.I
)
_LANGUAGE = re.compile(r"(nl|en)(?:[dg])?(?=-|$)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF says of itself; `labels` are the page labels it defines, none when it defines none."""

    title: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()


def facts_of(data: bytes) -> Facts:
    """Return what a PDF says of itself, as far as pypdf can read it."""
    with _bounded():
        reader = _attempt(lambda: _opened(data), None)
        if reader is None:
            return Facts()
        return Facts(
            _attempt(lambda: _title(reader), None),
            _attempt(lambda: _language(reader), None),
            _attempt(lambda: _labels(reader), ()),
            _attempt(lambda: tuple(_titles(reader)), ()),
        )


def is_locked(data: bytes) -> bool:
    """Tell whether a file wants a password before it shows its pages."""
    with _bounded():
        reader = _attempt(lambda: _opened(data), None)
        return reader is not None and reader.is_encrypted and not _attempt(lambda: len(reader.pages), 0)


def page_texts(data: bytes, most: int) -> tuple[str | None, ...]:
    """Return the text of each page as pypdf reads it, None for a page that it cannot read.

    :param most: pages to read at most
    """
    with _bounded():
        reader = _attempt(lambda: _opened(data), None)
        if reader is None:
            return ()
        count = _attempt(lambda: len(reader.pages), 0)
        return tuple(_attempt(partial(_text, reader, index), None) for index in range(min(count, most)))


def agreement(data: bytes, texts: Sequence[str]) -> float | None:
    """Return how far pypdf's words on sampled pages are the same as those of `texts`, the text per page.

    It is the share of words that both have among the words that either has, a word counted as often as it stands
    (the Jaccard index of two bags); None when there is nothing to compare.
    """
    with _bounded():
        reader = _attempt(lambda: _opened(data), None)
        if reader is None:
            return None
        both = either = 0
        for index in sample([index for index, text in enumerate(texts) if text.strip()]):
            other = _attempt(partial(_text, reader, index), None)
            if other is None:
                continue
            ours, theirs = _words(texts[index]), _words(other)
            both += (ours & theirs).total()
            either += (ours | theirs).total()
        return both / either if either else None


def sample(pages: Sequence[int]) -> tuple[int, ...]:
    """Return one in sixteen of `pages`, evenly spread: at least one, at most `OPINION_PAGES`.

    >>> sample(range(500)), sample(range(20)), sample([3])
    ((31, 93, 156, 218, 281, 343, 406, 468), (5, 15), (3,))
    """
    count = min(OPINION_PAGES, -(-len(pages) // OPINION_EVERY))
    return tuple(pages[int((place + 0.5) * len(pages) / count)] for place in range(count))


# --- reading --------------------------------------------------------------------------------------


@contextmanager
def _bounded() -> Iterator[None]:
    """Keep pypdf within what an honest report needs, without helper programs and without log lines."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with pypdf.apply_configuration(
            zlib_maximum_output_length=32 * _MB,
            lzw_maximum_output_length=32 * _MB,
            run_length_maximum_output_length=32 * _MB,
            array_based_stream_maximum_output_length=32 * _MB,
            maximum_declared_stream_length=64 * _MB,
            stream_decoding_work_maximum_length=128 * _MB,
            outline_maximum_entries=5_000,
            page_tree_maximum_entries=10_000,
            jbig2dec_binary=None,
        ):
            yield
    finally:
        logger.setLevel(before)


def _attempt(read: Callable[[], T], otherwise: T) -> T:
    """Return what `read` gives, or `otherwise` when pypdf cannot read it: it raises errors of every kind."""
    try:
        return read()
    except MemoryError:
        raise
    except Exception:
        return otherwise


def _opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def _text(reader: pypdf.PdfReader, index: int) -> str:
    return reader.pages[index].extract_text()


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(_BROKEN_WORD.sub("", unicodedata.normalize("NFKC", text))))


def _title(reader: pypdf.PdfReader) -> str | None:
    title = " ".join(str(reader.metadata.title or "").split()) if reader.metadata else ""
    return title if " " in title and not _JUNK_TITLE.fullmatch(title) else None


def _language(reader: pypdf.PdfReader) -> str | None:
    found = _LANGUAGE.match(str(reader.root_object.get("/Lang", "")).lower())
    return found[1] if found else None


def _labels(reader: pypdf.PdfReader) -> tuple[str, ...]:
    if "/PageLabels" not in reader.root_object:
        raise PdfReadError("no labels")  # pypdf would count the pages instead
    return tuple(reader.page_labels)


def _titles(reader: pypdf.PdfReader) -> Iterator[str]:
    waiting: list[object] = [reader.outline]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(entry)
        elif isinstance(entry, Destination) and entry.title:
            yield str(entry.title)
