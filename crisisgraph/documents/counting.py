"""Numbers as they are printed before paragraphs: 1, 01, a, A, i, I."""

from __future__ import annotations

_ROMAN = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10),
    ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip
_LETTERS = 26
#: After z comes aa, then aaa; no further than this.
_LONGEST = 20


def lettered(number: int) -> str:
    """Return a number as word processors letter it.

    >>> lettered(2), lettered(28)
    ('b', 'bb')
    """
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * min(times + 1, _LONGEST)


def roman(number: int) -> str:
    """Return a number in small Roman numerals.

    >>> roman(28)
    'xxviii'
    """
    text = ""
    for sign, value in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text.lower()


def printed_number(number: int, form: str) -> str:
    """Return a number in the form "1", "01", "a", "A", "i" or "I"; in digits where it has no such form.

    >>> [printed_number(4, form) for form in ("1", "01", "a", "A", "i", "I")], printed_number(0, "a")
    (['4', '04', 'd', 'D', 'iv', 'IV'], '0')
    """
    match form:
        case "a" | "A" if number > 0:
            text = lettered(number)
        case "i" | "I" if 0 < number < 4000:
            text = roman(number)
        case "01":
            text = f"{number:02}"
        case _:
            text = str(number)
    return text.upper() if form.isupper() else text
