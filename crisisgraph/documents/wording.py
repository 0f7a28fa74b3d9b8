"""What a line of Dutch or English says about where it stands: mid-sentence, at its end, a title, an address."""

from __future__ import annotations

import re

#: Words that stand before others and so never end a line that is complete in itself; Dutch, then English.
_LINKING = (
    "de|het|een|deze|dit|die|dat|der|den|des|in|op|aan|van|voor|met|bij|door|uit|over|onder|tegen|tot|naar|om|te|na|per|"
    "tussen|binnen|buiten|zonder|volgens|vanuit|vanaf|rond|sinds|tijdens|via|en|of|maar|want|als|dan|onze|hun|haar|"
    "the|a|an|of|to|in|on|at|by|for|from|with|and|or|but|as|our|their|its"
)
_LINKING_WORD = re.compile(_LINKING, re.IGNORECASE)

#: Those, and the small words with which sentences open.
_FUNCTION_WORD = re.compile(
    f"{_LINKING}|dus|toen|nu|ook|er|hier|daar|"
    "daarom|daarnaast|hierbij|daarbij|hiermee|hierdoor|daardoor|bovendien|tevens|verder|echter|zo|wij|we|ik|"
    "hij|zij|ze|jij|je|u|men|ons|zijn|is|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|"
    "kunnen|moet|moeten|zal|zullen|wil|willen|mag|mogen|dient|dienen|al|wat|wie|waar|hoe|waarom|welke|veel|alle|ieder|"
    "elke|niet|geen|nog|omdat|doordat|hoewel|terwijl|wanneer|indien|zodat|toch|vooral|wel|"
    "is|are|was|were|this|that|these|those|it|we|they|not|no|be|has|have|had|will|would|should|must|can|may|if|when|"
    "while|because",
    re.IGNORECASE,
)

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DATE = re.compile(rf"(?:\d{{1,2}}\s+)?(?:{_MONTHS})\s+\d{{4}}|\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{4}}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*\d{0,3}$|(?:https?://|www\.)\S*[^\s-]$", re.IGNORECASE)
_ABBREVIATIONS = "nr|art|lid|bijv|bv|ca|dhr|mw|mevr|mr|dr|drs|ir|ing|prof|etc|jl|blz|resp|incl|excl|vgl|min|max|no|vol"
_FULL_STOP = re.compile(rf"(?<![.\w])(?!(?:{_ABBREVIATIONS})\.)[^\W\d_]{{2,}}[.!?]$", re.IGNORECASE)
#: A lead-in ends in a word like these; a heading may end in other linking words: "Waar komt dit vandaan".
_LEADS_IN = re.compile(r"\b(?:om|dat|de|het|een|en|of|te|der|den|des)$", re.IGNORECASE)
_CLOSED = re.compile(r"[.,;:…]$|[.!?][’”\"']$")
_SENTENCE_INSIDE = re.compile(r"[a-zà-ÿ)’'”]{2}[.!?]\s+[A-ZÀ-Ý‘“]")
_LABELLED = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+ \d{1,3}[a-z]?(?:\.\d{1,2})?\s?(?:[:.)]|[–-](?=\s))\s")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = "\"'“”‘’„«[*_"

#: An address that ends a line is sought in this many of its last characters.
_TAIL = 400
_TITLE_LENGTH = 140
_TITLE_WORDS = 18
_PHRASE_LENGTH = 220


def is_ended(text: str) -> bool:
    """Tell whether a line ends where a sentence or a lead-in ends.

    >>> is_ended("Zo liep het af.”"), is_ended("en de sirene van het")
    (True, False)
    """
    return _ENDED.search(text[-_TAIL:]) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends in a full stop that is no part of an abbreviation.

    >>> ends_sentence("de sirene ging af."), ends_sentence("de brandweer e.a."), ends_sentence("besluit nr.")
    (True, False, False)
    """
    return _FULL_STOP.search(text[-_TAIL:]) is not None


def begins_small(text: str) -> bool:
    """Tell whether a line begins with a small letter or a bracket, so that it goes on from the line before."""
    first = text.lstrip(_OPENING)[:1]
    return first.islower() or first == "("


def begins_large(text: str) -> bool:
    """Tell whether a line begins with a capital letter or a digit."""
    first = text.lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit()


def begins_with_function_word(text: str) -> bool:
    """Tell whether the first word is one of the small words that open sentences."""
    first = _WORD.match(text.lstrip(_OPENING))
    return first is not None and _is_function_word(first.group())


def ends_with_linking_word(text: str) -> bool:
    """Tell whether the last word is one after which a line cannot stop, such as an article."""
    words = _WORD.findall(text[-40:])
    return bool(words) and _LINKING_WORD.fullmatch(words[-1]) is not None and text[-1:].isalpha()


def is_address(text: str) -> bool:
    """Tell whether a line is nothing but a web address."""
    return _ADDRESS.fullmatch(text) is not None


def is_labelled(text: str) -> bool:
    """Tell whether a line begins with a label and a number, as numbered advice does.

    >>> is_labelled("Les 3: bel eerder"), is_labelled("In 2021 was er niets")
    (True, False)
    """
    return _LABELLED.match(text) is not None


def is_date(text: str) -> bool:
    """Tell whether a line is nothing but a date."""
    return _DATE.fullmatch(text) is not None


def is_capitals(text: str) -> bool:
    """Tell whether a line of at least two words' length is set in capitals.

    >>> is_capitals("BIJLAGE 2: TIJDLIJN"), is_capitals("GRIP")
    (True, False)
    """
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 6 and all(character.isupper() for character in letters)


def is_title(text: str, *, stop: bool = False) -> bool:
    """Tell whether `text` can be a heading by its wording: short, one phrase, begun with a capital, left open.

    With `stop` a full stop at the end is allowed, as in a heading that is a whole sentence.

    >>> is_title("Wat ging er mis?"), is_title("Het water kwam hoog."), is_title("Wij adviseren gemeenten om")
    (True, False, False)
    """
    if len(text) > _TITLE_LENGTH or not begins_large(text):
        return False
    if _CLOSED.search(text) and not (stop and text[-1] == "."):
        return False
    return (
        any(character.isalpha() for character in text)
        and len(text.split()) <= _TITLE_WORDS
        and not _ADDRESS.search(text)
        and not _LEADS_IN.search(text)
        and not _DATE.search(text[-30:])
        and not _SENTENCE_INSIDE.search(text)
        and not text.isdigit()
    )


def is_phrase(text: str) -> bool:
    """Tell whether `text` is at most one sentence, as a heading among headings can be."""
    return len(text) <= _PHRASE_LENGTH and not _SENTENCE_INSIDE.search(text)


def is_label(text: str) -> bool:
    """Tell whether `text` is a short heading that ends in a colon, and no lead-in of a sentence.

    >>> is_label("Belangrijkste lessen:"), is_label("Wij adviseren de gemeenten:")
    (True, False)
    """
    if not text.endswith(":") or not is_title(text[:-1]):
        return False
    words = _WORD.findall(text)
    return 0 < len(words) <= 6 and not _is_function_word(words[0]) and not _is_function_word(words[-1])


def _is_function_word(word: str) -> bool:
    return _FUNCTION_WORD.fullmatch(word) is not None
