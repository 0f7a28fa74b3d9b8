"""A reading text becomes sentences: Dutch abbreviations, initials, quotes and brackets do not end one."""

from __future__ import annotations

import re

#: Abbreviations after which a sentence goes on, whatever follows; written without the last full stop.
_WRITTEN_SHORT = """
    bijv bv o.a o.m m.n d.w.z m.b.t m.b.v t.b.v t.a.v t.o.v i.h.k.v i.v.m i.p.v i.s.m n.a.v o.b.v o.g.v o.l.v v.w.b
    z.s.m t/m c.q resp incl excl ca circa nr nrs no art artt lid jo par hfst blz pag p pp vgl zgn zog a.h.w dhr mevr mw
    dr drs mr ir ing prof bc st gem min max gebr fam tel jl a.s d.d vs eds red afb fig tab bijl hh em wnd plv burg weth
"""
_ABBREVIATIONS = frozenset(_WRITTEN_SHORT.split())

#: A full stop, question or exclamation mark with what closes after it, white space, and what may open a sentence.
_BOUNDARY = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<close>["'”’»)\]]*)(?P<note>\d{1,2})?\s+(?=["'“‘„«(\[]*[A-ZÀ-ÖØ-Þ0-9])"""
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘„]+$")
_INITIAL = re.compile(r"(?:^|[.\-])[A-ZÀ-ÖØ-Þ]$|^(?:Th|Ch|IJ|Ph|Chr)$")

#: How far a bracket may run on over sentence ends before it counts as one that was never closed.
_LONGEST_BRACKET = 400


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of `text` as ``(start, end)`` positions, without the white space around them.

    >>> text = "Betrek o.a. de GGD. Zorg (zie par. 2) voor borging! Klaar"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Betrek o.a. de GGD.', 'Zorg (zie par. 2) voor borging!', 'Klaar']
    """
    sentences: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _is_boundary(text, start, match):
            _append(sentences, text, start, match.end("close"))
            start = match.end()
    _append(sentences, text, start, len(text))
    return tuple(sentences)


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        sentences.append((left, right))


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    before = text[start : match.start("stop")]
    following = text[match.end()]
    if match["note"] and not (before[-1:].isalpha() and not following.isdigit()):
        return False  # "art. 3.2 Wvr" is no footnote mark; "impact.9 Daarna" is one
    if match["stop"] == ".":
        word = found[0] if (found := _LAST_WORD.search(before)) else ""
        if word.lower() in _ABBREVIATIONS or _INITIAL.search(word):
            return False
        if word.isdigit() and (following.isdigit() or not before[: -len(word)].strip()):
            return False  # "1. Toelichting", "3. 4"
    opened = _open_bracket(before + match["close"])
    return opened is None or ")" not in text[match.end() : opened + start + _LONGEST_BRACKET]


def _open_bracket(text: str) -> int | None:
    """Return where the outermost bracket that is still open at the end of `text` stands."""
    depth: list[int] = []
    for position, character in enumerate(text):
        if character == "(":
            depth.append(position)
        elif character == ")" and depth:
            depth.pop()
    return depth[0] if depth else None
