"""The fields of a Word file: a code that is not printed, and the result that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False


class Fields:
    """The fields that are open at one place of a file, each inside the one before it."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def printed(self) -> bool:
        """Tell whether words are printed here: they are not part of a code."""
        return all(field.in_result for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Tell whether words here are part of a table of contents."""
        return any(field.in_result and _CONTENTS.match(field.code) for field in self._open)

    def see(self, element: Element) -> None:
        """Take note of the sign of a field or of a piece of its code."""
        if element.tag == "w:instrText":
            if self._open and not self._open[-1].in_result:
                self._open[-1].code += element.text or ""
            return
        match element.get("w:fldCharType"):
            case "begin":
                self._open.append(_Field())
            case "separate" if self._open:
                self._open[-1].in_result = True
            case "end" if self._open:
                self._open.pop()

    def end_paragraph(self, *, closes: bool) -> None:
        """Close what a damaged file left open, so that it swallows no text: a code, and contents at a heading."""
        self._open = [field for field in self._open if field.in_result and not (closes and _CONTENTS.match(field.code))]
