"""Cells that a spreadsheet could run as a formula, made harmless in a way that can be undone."""

from __future__ import annotations

import unicodedata

#: What begins a formula, also in a full-width or small form; U+2212 is the minus sign of typography.
_FORMULA = frozenset("=+-@\u2212\t\r\n")
_QUOTE = "'"

#: What a spreadsheet may drop before it looks: control characters, formats (no width, direction) and spaces.
_DROPPED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet runs it: an apostrophe before what could be read as a formula.

    A cell that begins with an apostrophe gets one more, so that `original` can undo it exactly.

    >>> harmless("=1+1"), original(harmless("=1+1")), harmless("een = teken")
    ("'=1+1", '=1+1', 'een = teken')
    """
    return _QUOTE + cell if cell.startswith(_QUOTE) or may_be_formula(cell) else cell


def may_be_formula(cell: str) -> bool:
    """Tell whether a spreadsheet could take `cell` for a formula when it is typed, pasted or read from CSV.

    >>> may_be_formula("\\u200b ＝1+1"), may_be_formula("1 = 1")
    (True, False)
    """
    first = next((one for one in cell if one in _FORMULA or unicodedata.category(one) not in _DROPPED), "")
    return unicodedata.normalize("NFKC", first) in _FORMULA


def original(cell: str) -> str:
    """Return what `harmless` was given."""
    return cell.removeprefix(_QUOTE)
