"""Literals in the one form that every store keeps: what Oxigraph would rewrite is written its way at once."""

from __future__ import annotations

import re
from decimal import Decimal

from rdflib import Literal
from rdflib.namespace import XSD

_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)


def plain(text: str) -> Literal:
    """Return `text` as a string without a language."""
    return Literal(text)


def in_language(text: str, language: str) -> Literal:
    """Return `text` in `language`; the tag is written in lower case."""
    return Literal(text, lang=language.lower())


def whole(number: int) -> Literal:
    """Return an integer."""
    return Literal(str(number), datatype=XSD.integer, normalize=False)


def decimal(number: float) -> Literal:
    """Return a number of at most four decimals, without zeros at its end.

    >>> str(decimal(0.90)), str(decimal(1.0)), str(decimal(2 / 3))
    ('0.9', '1', '0.6667')
    """
    shortest = Decimal(f"{number:.4f}").normalize()
    return Literal(f"{shortest:f}", datatype=XSD.decimal, normalize=False)


def date(text: str) -> Literal | None:
    """Return an ISO day, month or year as what it is, or nothing where `text` is none of these.

    >>> date("2022-06").n3(), date("voor de zomer")
    ('"2022-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', None)
    """
    for shape, datatype in _DATES:
        if shape.fullmatch(text):
            return Literal(text, datatype=datatype, normalize=False)
    return None
