"""A document as the place to look for its maker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from crisisgraph.bodies import find_body_names, kind_of_body
from crisisgraph.ids import fold
from crisisgraph.issuer.known import KnownNames, Name
from crisisgraph.issuer.rules import load_rules
from crisisgraph.model import BlockKind, Document

_HEAD = 3_000  # characters: a title page and the top of what follows
_TAIL = 3_000  # a colophon often stands at the end
_BLURBS = 2  # paragraphs of prose that a title page has at most
_COLOPHON = 25  # lines
_SIGNATURE = 12  # lines
_PROSE = 10  # words
_TIMES = 3  # a running header stands at least so often
_MINISTRY = "ministry"

_SENTENCE_END = re.compile(r"[a-z]{4}[.!?](?:\s|$)")
_COLUMNS = re.compile(r"\s*[|•]\s*|\s+[·–—-]\s+|\s{2,}|\t")
_ADDRESS = re.compile(r"^\W*(?:t\.a\.v\.|postbus\b|\d{4}\s?[A-Z]{2}\b)", re.IGNORECASE)
_CONTACT = re.compile(r"\S@\S|\b\d{4} ?[A-Z]{2}\b|\bt(?:el)?\.?:? ?\+?\d", re.IGNORECASE)


class Source:
    """A document, in which `candidates` tells who may have made it."""

    def __init__(self, document: Document, known: KnownNames) -> None:
        self._document = document
        self._text = document.text
        self._known = known

    def candidates(self) -> Iterator[Name]:
        """Yield who may have made the document, the surest first."""
        yield from (name for name in self._alone() if name.kind in load_rules().responsible and not self._is_letter)
        yield from self._labelled("made_by", firm=True)
        yield from self._labelled("written_by")
        yield from (name for name in self._labelled("report_of") if name.kind in load_rules().makers)
        yield from self._told("made_by")
        yield from self._letter() if self._is_letter else self._alone()
        yield from self._labelled("published_by", firm=True)
        yield from self._labelled("edited_by")
        yield from self._told("published_by")
        yield from self._addressed()
        yield from self._running()
        if not self._is_letter:
            yield from self._studying()
            yield from self._speaking()

    def as_written(self, name: str) -> str:
        """Return `name` in the letters of the text, where that has it in other letters than capitals."""
        words = r"\s+".join(map(re.escape, name.split()))
        found = (
            " ".join(match.group().split())
            for match in re.finditer(rf"(?<!\w){words}(?!\w)", self._text, re.IGNORECASE)
        )
        return next((form for form in found if not form.isupper()), name)

    # --- title page and colophon ----------------------------------------------------------------------

    @cached_property
    def _front(self) -> tuple[tuple[str, ...], ...]:
        """The lines of the blocks above the text itself, paragraphs of prose left out, and those of a colophon."""
        chapters = load_rules().chapters
        blocks: list[tuple[str, ...]] = []
        blurbs = 0
        for block in self._document.blocks:
            if block.start > _HEAD or blurbs > _BLURBS:
                break
            text = self._document.read(block).text
            if block.kind is BlockKind.HEADING and chapters["opens"].match(text.strip()):
                break
            if len(text.split()) >= _PROSE and _SENTENCE_END.search(text):
                blurbs += 1
                continue
            blocks.append(tuple(line for line in self._text[block.start : block.end].splitlines() if line.strip()))
        lines = self._text.splitlines()
        for at, line in enumerate(lines):
            if chapters["colophon"].match(line.strip(" #*_")):
                blocks.append(tuple(line for line in lines[at + 1 : at + _COLOPHON] if line.strip()))
        return tuple(blocks)

    def _labelled(self, label: str, *, firm: bool = False) -> Iterator[Name]:
        """Yield the bodies named after words such as "uitgevoerd door" on a line, or on the line after it."""
        lines = [line for block in self._front for line in block]
        for line, following in pairwise((*lines, "")):
            found = load_rules().labels[label].match(line)
            if found and (name := self._known.within(found["value"].strip() or following, firm=firm)):
                yield name

    def _told(self, what: str) -> Iterator[Name]:
        """Yield the bodies that a sentence at either end of the document calls its makers."""
        for part in (self._text[:_HEAD], self._text[_HEAD:][-_TAIL:]):
            for found in load_rules().sentence[what].finditer(part):
                if name := self._known.within(found["value"], firm=False):
                    yield name

    def _alone(self) -> Iterator[Name]:
        """Yield the bodies that have a line of the title page to themselves."""
        names = list(self._in_lines(self._front))
        makers = load_rules().makers
        yield from sorted(names, key=lambda name: 0 if name.kind in makers else 2 if name.kind == _MINISTRY else 1)

    def _in_lines(self, blocks: Iterable[tuple[str, ...]]) -> Iterator[Name]:
        labels = load_rules().labels
        for block in blocks:
            before = ""
            whole = () if any(label.match(line) for line in block for label in labels.values()) else (" ".join(block),)
            for line in (*block, *whole):
                other = labels["not_by"].match(line) or (
                    (found := labels["not_by"].match(before)) and not found["value"]
                )
                if not other:
                    yield from self._in_columns(line)
                before = line

    def _in_columns(self, line: str) -> Iterator[Name]:
        """Yield the body that a line, one of its columns, or what stands before its first comma is."""
        for part in (line, *_COLUMNS.split(line), line.partition(",")[0], line.partition("(")[0]):
            if (name := self._known.whole(part)) is not None:
                yield name
                return

    def _addressed(self) -> Iterator[Name]:
        """Yield the bodies at the end with an address after them: a postcode, a telephone number or e-mail."""
        tail = self._text[-_TAIL:]
        at = 0
        for line in tail.splitlines(keepends=True):
            at += len(line)
            if _CONTACT.search(tail[at : at + 150]) and (name := self._known.whole(line)):
                yield name

    def _running(self) -> Iterator[Name]:
        """Yield the bodies whose names stand at the edge of page after page, beside a title or a page number."""
        edges = Counter(
            part.strip()
            for line in self._text.splitlines()
            if len(parts := _COLUMNS.split(line.strip())) > 1
            for part in parts[:2]
        )
        edges.update(
            self._document.read(block).text.strip()
            for block in self._document.blocks
            if block.kind is BlockKind.FURNITURE
        )
        for part, times in edges.most_common():
            if times < _TIMES:
                return
            if (name := self._known.whole(part)) is not None:
                yield name

    # --- letters --------------------------------------------------------------------------------------

    @cached_property
    def _is_letter(self) -> bool:
        return load_rules().letter["salutation"].search(self._text[:_HEAD]) is not None

    def _letter(self) -> Iterator[Name]:
        """Yield who wrote a letter: the letterhead, where it is not whom the letter goes to, and who signs."""
        salutation = load_rules().letter["salutation"].search(self._text[:_HEAD])
        opening = self._text[: salutation.start()] if salutation else ""
        blocks = [tuple(line for line in part.splitlines() if line.strip()) for part in re.split(r"\n\s*\n", opening)]
        names = list(self._in_lines(block for block in blocks if not any(map(_ADDRESS.match, block[1:]))))
        yield from sorted(names, key=lambda name: name.kind == _MINISTRY)
        yield from self._signed()

    def _signed(self) -> Iterator[Name]:
        letter = load_rules().letter
        closings = list(letter["closing"].finditer(self._text))
        for line in self._text[closings[-1].end() :].splitlines()[:_SIGNATURE] if closings else ():
            office = letter["office"].match(line)
            while office:
                line = line[office.end() :]
                office = letter["office"].match(line)
            if (name := self._known.whole(line)) is not None:
                yield name

    # --- the voice of the text ------------------------------------------------------------------------

    def _studying(self) -> Iterator[Name]:
        """Yield the bodies that make reports and are said to have studied this, or have the last word in it."""
        rules = load_rules()
        for found in (*rules.studies.finditer(self._text[:_HEAD]), *rules.last_word.finditer(self._text)):
            name = self._known.whole(found["value"])
            if name is not None and name.kind in rules.makers:
                yield name

    def _speaking(self) -> Iterator[Name]:
        """Yield the body that speaks most often in the text, by the fullest name that the text has for it."""
        rules = load_rules()
        nouns = Counter(
            match["noun"].casefold()
            for match in rules.speaks.finditer(self._text)
            if kind_of_body(match["noun"]) in rules.makers
        )
        for noun, times in nouns.most_common(1):
            if times > 1:
                yield self._fullest(noun)

    def _fullest(self, noun: str) -> Name:
        named = Counter(
            " ".join(name.text.split())
            for name in find_body_names(self._text)
            if noun in fold(name.text).replace("-", " ").split() and fold(name.text) != noun
        )
        named.update(self._known.counts(noun, self._text))
        for label, _ in named.most_common(1):
            return self._known.whole(label) or Name(label, "")
        return Name(noun, "")
