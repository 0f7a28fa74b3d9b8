"""A report becomes passages: pieces that can be cited and found on their own, cut where the report itself pauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crisisgraph.ids import content_key
from crisisgraph.model import Block, BlockKind, Document, Edition, Passage, PassageId, Reading, Segment

#: Lengths of a passage in characters of reading text: a shorter one takes the next block in, a longer one is closed;
#: no passage is longer than the last.
SHORT, FULL, LONGEST = 300, 1_200, 1_800

#: A numbered item with less text than this is a keyword, and shares a passage with the next.
_KEYWORD = 150

#: A heading with fewer words is a title, also when it ends in a full stop.
_SENTENCE_WORDS = 6

_CHAPTER = re.compile(r"^(?:hoofdstuk|deel|chapter)\s+(?:\d{1,2}|[IVX]{1,5})\.?$", re.IGNORECASE)
_DECIMAL = re.compile(r"\d+\.\d")
_SENTENCE_END = re.compile(r"[.!?;:][\"'”’»)\]]*\s+(?=\S)")
_ENDED = re.compile(r"[.!?;:][\"'”’»)\]]*\s*$")
_SENTENCE = re.compile(r"[a-zà-ÿ)”’'\"]{2}[.!]$")


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block with its clean text and the titles of the headings above it (of a heading: not its own)."""

    block: Block
    reading: Reading
    section: tuple[str, ...]

    @property
    def title(self) -> str:
        """The clean text with the marker as printed: "2 Overkoepelende tips" keeps its number."""
        marker = self.block.marker
        return f"{_printed(marker)} {self.reading.text.strip()}" if marker else self.reading.text.strip()

    @property
    def is_statement(self) -> bool:
        """Tell whether it is a statement in the form of a heading: numbered, and a whole sentence."""
        text = self.reading.text.strip()
        return (
            self.block.kind is BlockKind.HEADING
            and _is_numbered(self.block)
            and len(text.split()) >= _SENTENCE_WORDS
            and _SENTENCE.search(text) is not None
        )


def read_blocks(document: Document, edition: Edition) -> Iterator[ReadBlock]:
    """Yield the blocks of `edition` in reading order, furniture and empty ones left out, each with its headings.

    A statement in the form of a heading ("4. Oefen ieder jaar met de buren.") stands in a section and opens none.
    """
    path: list[_Title] = []
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE or block.start < edition.start or block.end > edition.end:
            continue
        found = ReadBlock(block, document.read(block), tuple(title.text for title in path))
        if not found.reading.text.strip():
            continue
        if block.kind is BlockKind.HEADING and not found.is_statement:
            path = _opened(found, path)
            found = ReadBlock(block, found.reading, tuple(title.text for title in path[:-1]))
        yield found


@dataclass(frozen=True, slots=True)
class _Title:
    """A heading that is open above a block; `bare`: it is a chapter number and nothing else, and its title follows."""

    depth: int
    text: str
    marker: str | None
    bare: bool = False


def _opened(read: ReadBlock, path: list[_Title]) -> list[_Title]:
    """Return the headings that are open from this heading on.

    "Hoofdstuk 3" stands above all that is no such heading, whatever its level, and the next heading is its title.
    Without a number between "5.1" and "5.2" a heading stands half a step deeper than those.
    """
    block, text = read.block, read.title
    if _CHAPTER.match(text):
        return [_Title(0, text, block.marker, bare=True)]
    if path and path[-1].bare:
        return [*path, _Title(1, text, block.marker)]
    depth = 2 * block.level + (2 if any(title.bare for title in path) else 0)
    numbered = any(title.depth == depth and title.marker and _DECIMAL.match(title.marker) for title in path)
    depth += numbered and block.marker is None
    return [*(title for title in path if title.depth < depth), _Title(depth, text, block.marker)]


def split_into_passages(document: Document, edition: Edition) -> tuple[Passage, ...]:
    """Return the passages of `edition` in reading order; together they hold every block once, furniture left out.

    A heading opens a passage, and so does a numbered item of a list; bullets and paragraphs are taken together up to
    about 1,200 characters, and a block that is longer than 1,800 is cut at the end of a sentence.
    """
    found = _Gathering()
    for read in read_blocks(document, edition):
        for part in _parts(document, read):
            found.take(part)
    found.close()
    return tuple(_passage(document, edition, parts) for parts in found.passages)


@dataclass(slots=True)
class _Gathering:
    """The passages so far, and the blocks of the one that is being gathered."""

    passages: list[tuple[ReadBlock, ...]] = field(default_factory=list)
    _now: list[ReadBlock] = field(default_factory=list)

    def take(self, read: ReadBlock) -> None:
        if self._now and not self._belongs(read):
            self.close()
        self._now.append(read)

    def close(self) -> None:
        if self._now:
            self.passages.append(tuple(self._now))
        self._now = []

    def _belongs(self, read: ReadBlock) -> bool:
        """Tell whether `read` goes into the passage at hand."""
        if read.block.start < max(part.block.end for part in self._now):
            return True  # a footnote in the middle of a paragraph
        length = sum(len(part.reading.text) + 1 for part in self._now)
        text = sum(len(part.reading.text) for part in self._now if part.block.kind is not BlockKind.HEADING)
        both = length + len(read.reading.text)
        if both > LONGEST:
            return False
        if not text:  # nothing but headings so far
            return True
        match read.block.kind:
            case BlockKind.HEADING:
                return False
            case BlockKind.FOOTNOTE:
                return both <= FULL and self._now[-1].block.kind is BlockKind.FOOTNOTE
            case BlockKind.LIST_ITEM if read.block.level <= 1:
                if _is_numbered(read.block):
                    return text < _KEYWORD and len(read.reading.text) < _KEYWORD
                return text < SHORT and both <= FULL
            case BlockKind.LIST_ITEM:
                return True  # with the item it stands under
        if self._now[-1].block.kind is BlockKind.FOOTNOTE:
            return False
        return both <= FULL or text < SHORT


def _parts(document: Document, read: ReadBlock) -> Iterable[ReadBlock]:
    """Return `read`, cut at the end of sentences where it is too long for one passage."""
    if len(read.reading.text) <= LONGEST:
        return (read,)
    parts: list[ReadBlock] = []
    segments: list[Segment] = []
    for segment, is_end in _pieces(document.text, read.block.segments):
        segments.append(segment)
        length = sum(piece.end - piece.start for piece in segments)
        if (is_end and length >= FULL) or length >= LONGEST - FULL // 2:
            parts.append(_part(document, read, segments))
            segments = []
    return (*parts, _part(document, read, segments)) if segments else parts


def _pieces(text: str, segments: Iterable[Segment]) -> Iterator[tuple[Segment, bool]]:
    """Yield `segments` cut after every sentence and every 600 characters, and whether a sentence ends there."""
    for segment in segments:
        start, glue = segment.start, segment.glue
        ends = {match.end() for match in _SENTENCE_END.finditer(text, segment.start, segment.end)}
        for cut in sorted({*ends, segment.end}):
            while start < cut:
                end = min(cut, start + FULL // 2)
                yield Segment(start, end, glue), end in ends or _ENDED.search(text[start:end]) is not None
                start, glue = end, ""


def _part(document: Document, read: ReadBlock, segments: list[Segment]) -> ReadBlock:
    block = Block(read.block.kind, tuple(segments), read.block.level, read.block.marker, read.block.bold)
    return ReadBlock(block, document.read(block), read.section)


def _passage(document: Document, edition: Edition, parts: tuple[ReadBlock, ...]) -> Passage:
    start = parts[0].block.start
    end = max(part.block.end for part in parts)
    page = document.page_at(start).index
    key = content_key("passage", document.sha256, str(page), str(start), str(end), length=16)
    last = parts[-1]
    body = next((part for part in parts if part.block.kind is not BlockKind.HEADING), None)
    return Passage(
        PassageId(f"passage-{key}"),
        document.id,
        edition.report.id,
        start,
        end,
        page,
        body.section if body else (*last.section, last.title),
        "\n".join(part.reading.text.strip() for part in parts),
    )


def _is_numbered(block: Block) -> bool:
    return block.marker is not None and block.marker[:1].isalnum()


def _printed(marker: str) -> str:
    """Return a marker as it is printed before a title: "2" as "2.", "2.1" and "(a)" as they are."""
    return f"{marker}." if marker.isalnum() else marker
