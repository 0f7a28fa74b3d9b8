"""The items of a list: how deep each one stands, and which say something of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crisisgraph.model import BlockKind
from crisisgraph.statements.cues import CueBook
from crisisgraph.statements.imperatives import has_imperative
from crisisgraph.statements.view import BlockView, EditionView

#: An item with no words of its own: "?", "…", an address, a line of a table of contents, "geen actie nodig".
_EMPTY = re.compile(
    r"^[\W\d_]*$|^(?:https?://|www\.)\S+$|\.{4,}\s*\d+$|[.…]{2,}\s*\d{1,3}$"
    r"|^(?:n\.?v\.?t\.?|niet van toepassing|let op)\W*$|^geen (?:verdere )?(?:actie|maatregel|vervolg)\w*(?: \w+)?\W*$",
    re.IGNORECASE,
)

#: A title in a list of references: who, what, where and when.
_REFERENCE = re.compile(
    r"\. [A-Z][\w-]+(?: [A-Z][\w-]+)?, (?:19|20)\d\d\.?$|^[A-Z][\w.,& -]{2,60} \((?:19|20)\d\d[a-z]?\)[.,]? [A-Z]"
)

_KEYWORD_LENGTH = 90  # characters


@dataclass(slots=True)
class Depths:
    """How deep the items of one list stand, told by their indent and by the kind of their markers.

    A level counts as deeper when its marker is of a kind that was not open yet: "1." with "a." under it, whatever the
    indents say.
    """

    _open: list[tuple[int, str]] = field(default_factory=list)

    def depth(self, item: BlockView) -> int:
        """Return the depth of the next `item` of the list, from 0."""
        marker = item.block.marker or ""
        style = "1" if marker[:1].isdigit() else "A" if marker[:1].isalpha() else "•"
        key = (item.block.level, style)
        while self._open and key not in self._open and self._open[-1][0] > item.block.level:
            self._open.pop()
        if key in self._open:
            del self._open[self._open.index(key) + 1 :]
        else:
            self._open.append(key)
        return len(self._open) - 1


def is_empty(text: str) -> bool:
    """Tell whether a text says nothing.

    >>> is_empty("…"), is_empty("Oefenen")
    (True, False)
    """
    return _EMPTY.search(text.strip()) is not None


def is_reference(text: str) -> bool:
    """Tell whether `text` is a title in a list of references, whatever verb the title begins with.

    >>> is_reference("Regio Oost. Versterk de dijken. Zwolle, 2021."), is_reference("Versterk de dijken in 2021.")
    (True, False)
    """
    return _REFERENCE.search(text.strip()) is not None


def items_from(view: EditionView, item: BlockView) -> list[BlockView]:
    """Return the items of the list from `item` on, itself first."""
    return [item, *_following(view, item)]


def keywords_under(view: EditionView, item: BlockView, book: CueBook) -> tuple[BlockView, ...]:
    """Return the keywords that stand under the keyword `item` ("Organisatie"), and together with it are one entry.

    There are none when `item` or something under it says more than a keyword, or when nothing stands under it.
    """
    if not _is_keyword(item, book):
        return ()
    under: list[BlockView] = []
    for other in _following(view, item):
        if (other.block.level, other.number is None) <= (item.block.level, item.number is None):
            break
        if not _is_keyword(other, book) and not is_empty(other.text):
            return ()
        under.append(other)
    while under and is_empty(under[-1].text):
        under.pop()
    return tuple(under)


def _following(view: EditionView, item: BlockView) -> Iterator[BlockView]:
    for index in range(item.index + 1, len(view.blocks)):
        if view.blocks[index].kind is not BlockKind.LIST_ITEM:
            return
        yield view.blocks[index]


def _is_keyword(item: BlockView, book: CueBook) -> bool:
    """Tell whether an item is a keyword or two: no sentence, and nothing that is asked for."""
    text = item.text.strip()
    return (
        len(text) <= _KEYWORD_LENGTH
        and len(item.sentences) == 1
        and not text.endswith((".", ":", ";", "?"))
        and not has_imperative(text, book)
    )
