"""Labels that set apart the entries of a reaction: "Aanbeveling 2 – aan de provincie", "Bevinding", "Reactie:"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from crisisgraph.statements.view import BlockView, EditionView

_DATA = Path(__file__).with_suffix(".toml")


class Column(StrEnum):
    """What stands behind a label, or in a column of a table."""

    ADVICE = "advice"
    FINDING = "finding"
    ANSWER = "answer"
    PROMISE = "promise"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LabelRule:
    """The words of the labels of one column."""

    column: Column
    pattern: re.Pattern[str]
    head: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``[start, end)`` of the text of a block; `mark` is the sign after it, "" when it ends its line."""

    column: Column
    start: int
    end: int
    number: str | None
    mark: str


_ORDINALS = ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"]
_WRITTEN = ["één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"]
_NUMBER = (
    r"(?:nr\.?\s*|nummer\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?|(?-i:[A-Za-h]|[IVX]{1,4})|"
    rf"{'|'.join(_WRITTEN)})(?![\w.]*\w)"
)
_WHOM = (
    r"(?:\s*[:,–—-]?\s*\(?\s*(?:gericht\s+|bestemd\s+)?(?:aan|voor)\s+(?!de\s+slag\b)"
    r"(?:de|het|alle|elke|uw|u|onze|ons|mij|[A-Z]|\w+s\b|\w+en\b)[^.:()\n]{0,90}\)?)"
)
_OWNER = (
    r"(?:\s+(?:van\s+)?(?:(?:de|het|uw|ons)\s+)?(?:[A-Z][\w&-]*|\w*(?:commissie|rekenkamer|raad|inspectie|college"
    r"|bestuur|kabinet|minister|directie|ombudsman|bureau|gemeente|waterschap))){0,3}"
)
_MARK = r"\s*(?P<mark>[:.–—-]|(?=\??\s*$)\??|(?<=\)))\s*"
_SHORT = 140  # characters of a block that is no more than a label


@cache
def load_labels() -> tuple[LabelRule, ...]:
    """Return the labels of `labels.toml`, in the order of the file."""
    rows = tomllib.loads(_DATA.read_text("utf-8"))["label"]
    return tuple(
        LabelRule(
            Column(row["column"]),
            re.compile(
                rf"(?:(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}e)\s+)?(?:{row['pattern']})(?:\s+{_NUMBER})?",
                re.IGNORECASE,
            ),
            re.compile(rf"(?:{row['pattern']})(?:en|s)?\b", re.IGNORECASE),
            tuple(row["matches"]),
            tuple(row["not_matches"]),
        )
        for row in rows
    )


def label_of(text: str, at: int = 0, *, apart: bool = False) -> Label | None:
    """Return the label with which ``text[at:]`` begins, or None.

    A colon makes the words a label, and so do a number with a full stop or dash, and the end of the text.

    :param apart: the words stand alone on their line or in their column, so that no sign is needed.

    >>> label_of("Aanbeveling 2 (aan de provincie). Verhoog de dijk.").number
    '2'
    >>> label_of("Aanbeveling 2 nemen wij over.") is None
    True
    """
    for rule in load_labels():
        found = rule.pattern.match(text, at)
        if found is None or text[found.end() : found.end() + 1].isalpha():
            continue
        number = _number(found)
        owner = re.compile(_OWNER).match(text, found.end())
        start = owner.end() if owner else found.end()
        whom = re.compile(_WHOM, re.IGNORECASE).match(text, start)
        for stop, said in ((whom.end() if whom else -1, True), (start, False), (found.end(), False)):
            mark = re.compile(_MARK).match(text, stop) if stop >= 0 else None
            if mark is None or not _closes(mark, text, at, number, said=said):
                continue
            return Label(rule.column, at, mark.end(), number, mark["mark"])
        if apart:
            return Label(rule.column, at, found.end(), number, "")
    return None


def heads(text: str) -> Column | None:
    """Return what a column with this name holds, or None when the name says nothing that is known.

    >>> heads("Standpunt college"), heads("Actie en planning"), heads("Kleur")
    (<Column.ANSWER: 'answer'>, <Column.PROMISE: 'promise'>, None)
    """
    return next((rule.column for rule in load_labels() if rule.head.match(text.strip())), None)


def labels_in(view: EditionView, block: BlockView) -> tuple[Label, ...]:
    """Return the labels in a block: at its start, at the start of a line and after the end of a sentence."""
    return tuple(_labels(view, block))


def _labels(view: EditionView, block: BlockView) -> Iterator[Label]:
    starts = {0, *(sentence.start for sentence in block.sentences), *_line_starts(view, block)}
    end = 0
    for at in sorted(starts):
        if at < end:
            continue
        label = label_of(block.text, at) or _set_apart(view, block, at)
        if label is not None:
            yield label
            end = label.end


def _line_starts(view: EditionView, block: BlockView) -> Iterator[int]:
    for word in re.finditer(r"(?<=\s)\S", block.text):
        if _is_line_start(view, block, word.start()):
            yield word.start()


def _set_apart(view: EditionView, block: BlockView, at: int) -> Label | None:
    """Return the label at `at` that has a line or a column to itself: white space of its own follows it."""
    if at and not _is_line_start(view, block, at):
        return None
    label = label_of(block.text, at, apart=True)
    if label is None:
        return None
    rest = block.text[label.end :]
    content = label.end + len(rest) - len(rest.lstrip())
    if content >= len(block.text) or not re.match(r"[\W]*[A-ZÀ-Þ]", block.text[content:]):
        return None
    gap = view.document.text[block.reading.offset(label.end - 1) + 1 : block.reading.offset(content)]
    if not re.search(r"\n|\t|\||\s{2}", gap):
        return None
    return Label(label.column, at, content, label.number, "")


def _is_line_start(view: EditionView, block: BlockView, at: int) -> bool:
    offset = block.reading.offset(at)
    line = view.document.text.rfind("\n", 0, offset) + 1
    return not view.document.text[line:offset].strip(" \t*_|>")


def _closes(mark: re.Match[str], text: str, at: int, number: str | None, *, said: bool) -> bool:
    """Tell whether the sign after the words makes them a label."""
    if mark["mark"] == ":":
        return True
    if mark["mark"] not in ("", "?"):
        return number is not None and (mark["mark"] != "-" or text[mark.start() : mark.start() + 1].isspace())
    alone = mark.end() >= len(text)
    return (alone and len(text) - at <= _SHORT) or (said and text[mark.start() - 1 : mark.start()] == ")")


def _number(found: re.Match[str]) -> str | None:
    ordinal = found["ordinal"]
    if ordinal:
        word = ordinal.lower()
        return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word.removesuffix("e")
    number = found["number"]
    if number and number.lower() in _WRITTEN:
        return str(_WRITTEN.index(number.lower()) + 1)
    return number
