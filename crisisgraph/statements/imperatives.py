"""Whether a Dutch text asks for an act: an imperative, or an infinitive that stands for one in a list.

The verbs are data in `cues.toml`.  Many stems are nouns as well ("zorg", "onderzoek"): those count as a verb only
where the clause has no finite verb of its own.
"""

from __future__ import annotations

import re

from crisisgraph.statements.cues import CueBook

_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.!?()–—]")
_OPENING = re.compile(r"^[\W_]+")

#: Where the clause of a verb at the start ends: what follows may have a finite verb without harm.
_CLAUSE_ENDS = frozenset(
    """, ; : . ! ? ( ) – — dat die of om hoe wat waar wie welke welk zodat als wanneer omdat waarbij waarin waarmee
    waarvan waardoor waarop opdat zoals hoeverre en maar want wiens""".split()
)

_FINITE = frozenset(
    """is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten moest
    moesten zal zullen zou zouden mag mogen mocht blijft blijven bleef blijkt bleek gaat gaan ging komt kwam staat
    stond ligt lag geeft gaf wijst wees toont toonde laat liet leidt leidde vraagt vroeg kost kostte vergt betekent
    duurt duurde neemt nam vindt vond biedt bood maakt maakte helpt hielp speelt speelde gebeurt gebeurde loopt liep
    begint begon zorgt zorgde draagt droeg houdt hield lijkt leek hoeft dient bestaat bestond gold geldt vormt vormde
    krijgt kreeg doet deed zit zat start startte steunt valt viel vereist zet richt levert leverde werkt werkte""".split()
)

_AFTER_NOUN = frozenset("van tussen naar der des bij".split())

#: After these words a stem at the start is no imperative: "Vind ik", "Stel dat", "Begin maart", "Laat staan".
_NEVER = re.compile(
    r"^(?:\w+ (?:ik|jij|jullie|wij|we)\b|stel dat\b|laat staan\b|kom op\b|(?:begin|deel|plan|start|ruim|vier|stap) \W?\d"
    r"|begin (?:jan|febr|maart|april|mei|jun|jul|aug|sept|okt|nov|dec|dit jaar|vorig)"
    r"|zie (?:ook|verder|hiervoor|bijlage|onder|boven|hoofdstuk|paragraaf|voor|https?|www)|neem contact op\b"
    r"|kijk (?:ook )?(?:op|voor)\b|werk in uitvoering|vind je|open (?:data|brief|overheid|dag|deur|vra)|wees(?:kind|huis))",
    re.IGNORECASE,
)
_INNER = re.compile(r"(?:[;:,–—]|\ben\b) (?=([a-zë]+)\b)")
_INFINITIVE_END = re.compile(r"\b([a-zëïö]+en|gaan|doen|staan|zien)[\s.;,)]*$")
_NOMINAL = re.compile(r"^(?:het|om|te)\s", re.IGNORECASE)


def is_imperative(text: str, book: CueBook) -> bool:
    """Tell whether `text` begins with an imperative.

    >>> from crisisgraph.statements.cues import load_cues
    >>> [is_imperative(text, load_cues()) for text in ("Onderzoek of het kan.", "Onderzoek wijst uit dat het kan.")]
    [True, False]
    """
    plain = _OPENING.sub("", text)
    words = _WORDS.findall(plain.lower())
    if not words or words[0] not in book.imperatives or _NEVER.match(plain):
        return False
    return words[0] not in book.doubtful or not (_is_noun(words, book) or _has_finite_verb(words[1:]))


def has_imperative(text: str, book: CueBook) -> bool:
    """Tell whether `text` is an imperative, or turns to one after a comma, colon or dash.

    >>> from crisisgraph.statements.cues import load_cues
    >>> has_imperative("Bewoners helpen elkaar, versterk dat.", load_cues())
    True
    """
    if is_imperative(text, book):
        return True
    inner = ((match[1], match.end()) for match in _INNER.finditer(text))
    return any(
        stem in book.imperatives - book.doubtful and is_imperative(text[position:], book) for stem, position in inner
    )


def is_act(text: str, book: CueBook) -> bool:
    """Tell whether `text`, an item of a list, names something to do, as an imperative or as an infinitive.

    >>> from crisisgraph.statements.cues import load_cues
    >>> acts = ("Plannen toetsen op uitvoering", "Het versterken van de staf", "Te weinig toezicht")
    >>> [is_act(text, load_cues()) for text in acts]
    [True, True, False]
    """
    if has_imperative(text, book):
        return True
    first = _WORDS.findall(_NOMINAL.sub("", _OPENING.sub("", text.lower()), count=1))[:3]
    if any(word in book.infinitives for word in first[:1]):
        return True
    if _NOMINAL.match(text) and any(word in book.infinitives for word in first):
        return True
    last = _INFINITIVE_END.search(text)
    return last is not None and any(last[1].endswith(infinitive) for infinitive in book.infinitives) and not (
        _has_finite_verb(_WORDS.findall(text.lower()))
    )


def _is_noun(words: list[str], book: CueBook) -> bool:
    """Tell whether the word after a doubtful stem shows that it is a noun: "Plan van aanpak", "Werk en inkomen"."""
    following = words[1:3]
    if following[:1] == ["en"]:
        return not book.imperatives.intersection(following[1:])
    return not following or following[0] in _AFTER_NOUN or (following[0] == "voor" and words[0] not in ("zorg", "vraag"))


def _has_finite_verb(words: list[str]) -> bool:
    for word in words:
        if word in _CLAUSE_ENDS:
            return False
        if word in _FINITE:
            return True
    return False
