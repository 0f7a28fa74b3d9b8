"""Names of bodies in running text: a noun for a body with the words that belong to its name around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crisisgraph.bodies.nouns import CAPITAL, GAP, load_words

_MOST_BEFORE = 4  # words before the noun
_PARTICLE = rf"op{GAP}(?:de|het)|(?:van|voor|tot|der|den)(?:{GAP}(?:de|het|den|der))?|de|het|den|’t|'t"
#: The first word after the noun, the words after that, and a list of them: "Water, Wind en Zand".
_FIRST = re.compile(rf"{GAP}(?P<link>(?:{_PARTICLE}){GAP})?(?P<word>{CAPITAL})")
_MORE = re.compile(
    rf"{GAP}(?:(?P<joint>en|&){GAP}|(?:{_PARTICLE}|(?:aan|bij){GAP}(?:de|den|het)){GAP})?(?P<word>{CAPITAL})"
)
_LIST = re.compile(rf",{GAP}{CAPITAL}(?=(?:,{GAP}{CAPITAL})*{GAP}en{GAP}{CAPITAL})")
_BEFORE = re.compile(rf"(?<![\w’'-])([A-ZÀ-Þ][\w’'-]*){GAP}$")
_SMALL_BEFORE = re.compile(rf"(?<![\w-])([a-zà-ÿ]+){GAP}$")
_ARTICLE = re.compile(r"(?<![\w-])(?:[Dd]e|[Hh]et|[Dd]eze|[Oo]nze|[Uu]w)\s+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•*\n\f\[(“‘\"-])[\s*_>•-]*$")
_ADJECTIVE = re.compile(r"(?:e|aal|eel|ief|isch|air|ijk|[A-Z]{2,})$")
_NOUN = re.compile(
    r"(?<![\w-])(?:de|het|een|deze|dit|onze|ons|uw|als)\s+(?P<word>[a-zà-ÿ][\w-]*)(?![\w-])", re.IGNORECASE
)
_WORD = re.compile(r"(?<![\w’'-])[\w-]+")
_OFFICE = "ministry"  # the kind of a minister and a ministry


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name of a body at ``[start, end)`` of the text that was read, and the sort of body that its noun names."""

    start: int
    end: int
    text: str
    kind: str


def find_body_names(text: str) -> tuple[BodyName, ...]:
    """Return the names in running text that read as names of bodies, known or not, in order and without overlap.

    A noun with a capital counts after an article too: "de Commissie".

    >>> [name.text for name in find_body_names("De Inspectie Zee sprak met bureau Vlok en met de Bewoners.")]
    ['Inspectie Zee', 'bureau Vlok']
    """
    names: list[BodyName] = []
    end = 0
    for match in _heads(text):
        if match.start() >= end and (found := _name_around(text, match)) is not None:
            names.append(found)
            end = found.end
    return tuple(names)


def _heads(text: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern of heads finds in `text`; it is tried only where a word can be one."""
    head = load_words().head
    end = 0
    for word in _WORD.finditer(text):
        if word.start() >= end and _can_be_head(word.group()) and (match := head.match(text, word.start())):
            yield match
            end = match.end()


@lru_cache(maxsize=1 << 15)  # a language has many words, and a report says few of them often
def _can_be_head(word: str) -> bool:
    return load_words().head.match(word) is not None


def find_body_nouns(text: str) -> tuple[BodyName, ...]:
    """Return the nouns for one body in `text` after an article or the like, with a name after it or not.

    >>> [noun.text for noun in find_body_nouns("Vraag de stuurgroep en het waterschap om een werkgroep te vormen.")]
    ['stuurgroep', 'waterschap', 'werkgroep']
    """
    words = load_words()
    return tuple(
        BodyName(match.start("word"), match.end("word"), match["word"], kind)
        for match in _NOUN.finditer(text)
        if (kind := words.kind(match["word"])) is not None
    )


def _name_around(text: str, head: re.Match[str]) -> BodyName | None:
    words = load_words()
    noun = head["word"] or head["acronym"]
    kind = words.kind(noun)
    if kind is None:
        return None
    has_capital = noun[0].isupper()
    start, is_led = _before(text, head.start(), has_capital=has_capital)
    end = head.end() if head["name"] else _after(text, head.end(), noun, kind)
    if end > head.end("word") and end > head.end("acronym"):  # it goes on in a name
        is_place = not has_capital and not head["name"] and noun in words.places
        return None if is_place else BodyName(start, end, text[start:end], kind)
    if not has_capital or noun.casefold() in words.weak:
        return None
    if not is_led and not _ARTICLE.search(text[max(0, start - 8) : start]):
        return None
    return BodyName(start, end, text[start:end], kind)


def _before(text: str, start: int, *, has_capital: bool) -> tuple[int, bool]:
    """Return where a name begins that has its noun at `start`, and whether words with a capital stand before it."""
    words = load_words()
    is_led = False
    for _ in range(_MOST_BEFORE if has_capital else 0):
        word = _BEFORE.search(text, max(0, start - 60), start)
        if word is None or not words.may_begin(word[1]):
            break
        if _SENTENCE_START.search(text[max(0, word.start() - 8) : word.start()]) and not _ADJECTIVE.search(word[1]):
            break  # the first word of a sentence has a capital anyway
        start, is_led = word.start(), True
    small = _SMALL_BEFORE.search(text, max(0, start - 40), start)
    return (small.start() if small and small[1] in words.adjectives else start), is_led


def _after(text: str, end: int, noun: str, kind: str) -> int:
    """Return where a name ends that has its noun up to `end`."""
    first = _FIRST.match(text, end)
    if first is None or not _may_link(first["link"] or "", noun, kind):
        return end
    if _is_noun(first["word"]) and not first["link"] and not noun[0].isupper():
        return end
    end = first.end()
    while listed := kind == _OFFICE and _LIST.match(text, end):
        end = listed.end()
    while more := _MORE.match(text, end):
        if more["joint"] and _is_noun(more["word"]):
            break  # "de Inspectie Zee en Rekenkamer Woudstad"
        end = more.end()
    return end


def _may_link(link: str, noun: str, kind: str) -> bool:
    """Tell whether a name may go on with `link`: "minister Jansen" is a person, "de commissie van Jansen" no name."""
    first = link.partition(" ")[0].strip()
    if kind == _OFFICE:
        return first in ("van", "voor")
    return not first or (noun[0].isupper() and first not in ("de", "het", "tot"))


def _is_noun(word: str) -> bool:
    words = load_words()
    return words.head.fullmatch(word) is not None and words.kind(word) is not None
