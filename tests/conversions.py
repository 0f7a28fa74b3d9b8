"""A document written anew as a web page or as a Word file, with the markup that such files have or with none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from docx_writer import docx, listed, num, paragraph, pattern, run

from crisisgraph.model import Block, BlockKind, Document

_NUMBER = re.compile(r"\d{1,3}")
_BULLET = re.compile(r"[•\-*–]")


def as_html(document: Document, *, marked: bool = True) -> bytes:
    """Return a document as a web page; not `marked`, every block is a plain paragraph with its marker typed."""
    body = "".join(_html(document, marked))
    return f"<!DOCTYPE html><html lang=nl><meta charset=utf-8><body>{body}</body></html>".encode()


def as_docx(document: Document, *, marked: bool = True) -> bytes:
    """Return a document as a Word file, in the same two ways; numbers of lists are those that Word counts."""
    body: list[str] = []
    lists = [num(1, 0)]
    notes: list[str] = []
    table = False
    for block in document.blocks:
        words = "".join(run(escape(text), "<w:b/>" if bold else "") for text, bold in _runs(document, block, marked))
        level = min(1, max(0, block.level - 1))
        if table and block.kind is not BlockKind.TABLE:
            table = False
            body.append("</w:tbl>")
        if block.kind is BlockKind.TABLE:
            body.append("" if table else "<w:tbl>")
            table = True
            cells = (f"<w:tc>{paragraph(run(escape(cell)))}</w:tc>" for cell in _cells(document, block))
            body.append(f"<w:tr>{''.join(cells)}</w:tr>")
        elif block.kind is BlockKind.FOOTNOTE:
            place = max(place for place, one in enumerate(body) if one.endswith("</w:p>"))
            mark = f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r></w:p>'
            body[place] = body[place].removesuffix("</w:p>") + mark
            notes.append(f'<w:footnote w:id="{len(notes)}">{paragraph(words)}</w:footnote>')
        elif marked and block.kind is BlockKind.HEADING:
            body.append(paragraph(words, f"Kop{block.level}"))
        elif marked and _is_listed(block, _BULLET):
            body.append(paragraph(words, "", listed(1, level)))
        elif marked and _is_listed(block, _NUMBER):
            key = len(lists) + 1
            start = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{block.marker}"/></w:lvlOverride>'
            lists.append(num(key, 1, start))
            body.append(paragraph(words, "", listed(key, level)))
        elif block.kind is not BlockKind.FURNITURE:
            body.append(paragraph(words))
    patterns = pattern(0, ("bullet", "\uf0b7"), ("bullet", "o")) + pattern(1, ("decimal", "%1."), ("decimal", "%2."))
    end = "</w:tbl>" if table else ""
    return docx("".join(body) + end, numbering=patterns + "".join(lists), footnotes="".join(notes))


def _html(document: Document, marked: bool) -> Iterator[str]:
    depth = 0
    table = False
    for block in document.blocks:
        words = "".join(
            f"<b>{escape(text)}</b>" if bold else escape(text) for text, bold in _runs(document, block, marked)
        )
        is_item = marked and (_is_listed(block, _BULLET) or _is_listed(block, _NUMBER))
        while depth > (block.level if is_item else 0):
            yield "</ul>"
            depth -= 1
        if table and block.kind is not BlockKind.TABLE:
            table = False
            yield "</table>"
        if is_item:
            while depth < block.level:
                yield "<ul>"
                depth += 1
            yield f"<ol start={block.marker}><li>{words}</ol>" if _is_listed(block, _NUMBER) else f"<li>{words}"
        elif marked and block.kind is BlockKind.HEADING:
            yield f"<h{block.level}>{words}</h{block.level}>"
        elif block.kind is BlockKind.TABLE:
            yield "" if table else "<table>"
            table = True
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(document, block))}</tr>"
        elif block.kind is BlockKind.FOOTNOTE:
            yield f"<aside role=doc-footnote>{words}</aside>"
        elif block.kind is not BlockKind.FURNITURE:
            yield f"<p>{words}</p>"


def _is_listed(block: Block, marker: re.Pattern[str]) -> bool:
    return block.kind is BlockKind.LIST_ITEM and marker.fullmatch(block.marker or "") is not None


def _runs(document: Document, block: Block, marked: bool) -> Iterator[tuple[str, bool]]:
    """Yield the words of a block and whether they are bold; first a marker that no list prints."""
    counted = block.kind is BlockKind.FOOTNOTE or (
        marked and (_is_listed(block, _BULLET) or _is_listed(block, _NUMBER))
    )
    bold = block.bold or (not marked and block.kind is BlockKind.HEADING)
    if block.marker and not counted:
        yield f"{block.marker}. " if block.marker.isalnum() else f"{block.marker} ", bold
    reading = document.read(block)
    lead = next((place for place in range(len(reading.text)) if reading.offset(place) >= block.lead), 0)
    yield reading.text[:lead], True
    yield reading.text[lead:], bold


def _cells(document: Document, block: Block) -> list[str]:
    line = document.text[document.text.rfind("\n", 0, block.start) + 1 : block.end]
    return [cell.strip() for cell in re.split(r"[|\t]", line.removeprefix("|"))]
