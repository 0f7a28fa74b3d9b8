"""What the character codes that PDFium gives are read as."""

from __future__ import annotations

#: The mark that PDFium puts in place of a hyphen at the end of a line.
HYPHEN_MARK = 0x02

#: Code points that do not print as they are: what is read instead.  Bullets of the Symbol and Wingdings fonts get
#: their Unicode counterpart, ligatures their letters; what does not print (soft hyphen, zero width) is dropped.
READ_AS = {
    **dict.fromkeys((*range(9), *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0)), ""),
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF), ""),
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "◻", 0xF06F: "□", 0xF076: "❖", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓",
}  # fmt: skip

#: Code points that part words, and those of them that part lines.
SPACES = frozenset((9, 11, 12, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
NEWLINES = frozenset((10, 13))
