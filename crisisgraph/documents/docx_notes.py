"""The footnotes and endnotes of a Word file, numbered in the order of their marks."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from crisisgraph.documents.docx_numbering import formatted
from crisisgraph.documents.docx_package import Package, child, value_of
from crisisgraph.documents.markup import Paragraph, Role, Run


class Notes:
    """The notes of one file; `at_end` holds the endnotes whose marks were met."""

    def __init__(self, package: Package) -> None:
        self.at_end: list[Paragraph] = []
        self._notes = {kind: _by_id(package.related(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._formats = {"footnote": "decimal", "endnote": "lowerRoman"}
        self._counts = {"footnote": 0, "endnote": 0}
        settings = package.related("settings")
        for place in (settings, child(package.body, "w:sectPr")):
            for kind in self._formats:
                self._formats[kind] = value_of(child(place, f"w:{kind}Pr"), "w:numFmt") or self._formats[kind]

    def take(self, mark: Element, read: Callable[[Element], tuple[Paragraph, ...]]) -> tuple[Paragraph, ...]:
        """Return the footnote to which a mark points; an endnote is kept for the end, and nothing is returned."""
        kind = mark.tag.removeprefix("w:").removesuffix("Reference")
        note = self._notes[kind].pop(mark.get("w:id", ""), None)  # a mark inside its own note finds none
        if note is None:
            return ()
        own_mark = mark.get("w:customMarkFollows", "0").lower() in ("1", "true", "on")
        self._counts[kind] += not own_mark
        number = "" if own_mark else formatted(self._counts[kind], self._formats[kind])
        paragraphs = _as_notes(read(note), number)
        if kind == "footnote":
            return paragraphs
        self.at_end += paragraphs
        return ()


def _as_notes(paragraphs: tuple[Paragraph, ...], number: str) -> tuple[Paragraph, ...]:
    notes: list[Paragraph] = []
    for paragraph in paragraphs:
        if any(run.text.strip() for run in paragraph.runs):
            lead = (Run(f"{paragraph.label} "),) if paragraph.label else ()
            notes.append(Paragraph((*lead, *paragraph.runs), Role.NOTE, 0, "" if notes else number))
    return tuple(notes)


def _by_id(root: Element | None) -> dict[str, Element]:
    """Return the notes of a part by their id, without the lines that stand between the text and its notes."""
    notes = root if root is not None else ()
    return {note.get("w:id", ""): note for note in notes if note.get("w:type", "normal") == "normal"}
