"""What paragraphs of a file with markup are where it does not say: by bold type, printed number, wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crisisgraph.documents.drafts import Draft
from crisisgraph.documents.lines import Line, Spacing
from crisisgraph.documents.markers import Marker, find_marker
from crisisgraph.documents.markup import Paragraph, Role, label_marker
from crisisgraph.documents.numbering import find_markers
from crisisgraph.documents.outline import list_levels, outline
from crisisgraph.documents.typescript import Typescript
from crisisgraph.documents.wording import is_title
from crisisgraph.model import BlockKind

#: What a file calls a heading is none when it is longer, in characters.
_LONGEST_HEADING = 250
#: So many bold titles show that a document without headings sets its titles in bold.
_BOLD_TITLES = 2
_DEEPEST = 6
#: Columns by which a list within a list is further in.
_STEP = 4
#: Paragraphs are apart, and not wrapped.
_SPACING = Spacing(0, 80, 0, False)

_FIXED = {Role.ROW: BlockKind.TABLE, Role.NOTE: BlockKind.FOOTNOTE, Role.CONTENTS: BlockKind.FURNITURE}
_RUNNING = (Role.TEXT, Role.TITLE, Role.HEADING, Role.ITEM)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a paragraph is; `marker` is its number or bullet, printed before it or typed as its first characters."""

    kind: BlockKind
    level: int = 0
    marker: Marker | None = None


def settle(paragraphs: Sequence[Paragraph]) -> tuple[Settled, ...]:
    """Return for each paragraph what it is: as its file says, else as the same words in a plain text or in Markdown.

    >>> from crisisgraph.documents.markup import Run
    >>> found = settle([Paragraph((Run("Hoog water"),), Role.HEADING, 1), Paragraph((Run("• Oefen vaker"),))])
    >>> [(one.kind.value, one.marker.text if one.marker else None) for one in found]
    [('heading', None), ('list item', '•')]
    """
    settled = [Settled(_FIXED.get(one.role, BlockKind.PARAGRAPH), 0, _label(one)) for one in paragraphs]
    places = [place for place, one in enumerate(paragraphs) if one.role in _RUNNING and one.text]
    running = [paragraphs[place] for place in places]
    for place, one in zip(places, _settle_running(running), strict=True):
        settled[place] = one
    return tuple(settled)


def _label(paragraph: Paragraph) -> Marker | None:
    return label_marker(paragraph.label) if paragraph.label else None


def _settle_running(paragraphs: Sequence[Paragraph]) -> list[Settled]:
    printed = [f"{one.label} {one.text}" if one.label else one.text for one in paragraphs]
    lines = [
        Line(0, 0, text, blanks=1, indent=_STEP * max(0, one.level - 1))
        for text, one in zip(printed, paragraphs, strict=True)
    ]
    typed = find_markers(Typescript.of(lines, _SPACING))
    roles = [_role(one) for one in paragraphs]
    markers = [
        _label(one) or (_heading_number(one.text) if role in (Role.TITLE, Role.HEADING) else own)
        for one, role, own in zip(paragraphs, roles, typed, strict=True)
    ]
    lost = [role is Role.ITEM and marker is None for role, marker in zip(roles, markers, strict=True)]
    drafts = [Draft((line,), marker, none) for line, marker, none in zip(lines, markers, lost, strict=True)]
    if Role.HEADING in roles:
        return _by_markup(paragraphs, roles, drafts)
    return _by_wording(paragraphs, roles, drafts)


def _role(paragraph: Paragraph) -> Role:
    long = paragraph.role in (Role.TITLE, Role.HEADING) and len(paragraph.text) > _LONGEST_HEADING
    return Role.TEXT if long else paragraph.role


def _heading_number(text: str) -> Marker | None:
    marker = find_marker(text)
    return None if marker is None or marker.is_bullet or marker.length == len(text) else marker


def _by_markup(paragraphs: Sequence[Paragraph], roles: Sequence[Role], drafts: Sequence[Draft]) -> list[Settled]:
    """Settle a document with headings: what else is bold and reads as a title lies under the last of them."""
    shift = int(Role.TITLE in roles)
    kinds: list[BlockKind] = []
    levels: list[int] = []
    last = 0
    for one, role, draft in zip(paragraphs, roles, drafts, strict=True):
        kind, level = BlockKind.PARAGRAPH, 0
        if role in (Role.TITLE, Role.HEADING):
            last = level = 1 if role is Role.TITLE else one.level + shift
            kind = BlockKind.HEADING
        elif role is Role.ITEM or draft.marker:
            kind = BlockKind.LIST_ITEM
        elif one.bold and is_title(one.text):
            kind, level = BlockKind.HEADING, min(_DEEPEST, last + 1)
        kinds.append(kind)
        levels.append(level)
    nested = list_levels(drafts, kinds)
    return [
        Settled(kind, level or deep, draft.marker)
        for kind, level, deep, draft in zip(kinds, levels, nested, drafts, strict=True)
    ]


def _by_wording(paragraphs: Sequence[Paragraph], roles: Sequence[Role], drafts: Sequence[Draft]) -> list[Settled]:
    """Settle a document without headings as a plain text; where titles are bold, only what is bold is one."""
    titles = sum(one.bold and is_title(one.text) for one in paragraphs)
    settled: list[Settled] = []
    for one, role, draft, (kind, level) in zip(paragraphs, roles, drafts, outline(drafts), strict=True):
        if role is Role.TITLE:
            kind, level = BlockKind.HEADING, 1
        elif kind is BlockKind.HEADING and not one.bold and not draft.marker and titles >= _BOLD_TITLES:
            kind, level = BlockKind.PARAGRAPH, 0
        settled.append(Settled(kind, level, draft.marker))
    return settled
