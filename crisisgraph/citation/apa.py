"""A statement as it is cited in a text, and its report in a list of references, in the manner of APA."""

from __future__ import annotations

from crisisgraph.citation.reference import Reference
from crisisgraph.sentences import say


def apa(cited: Reference) -> str:
    """Return the quote with its place, and the report as it stands in a list of references (APA, 7th edition).

    A summary of ours is called that, and its words stand without quotation marks.
    """
    by = say("citation.passed-on", speaker=cited.speaker, author=cited.author) if cited.speaker else cited.author
    place = ", ".join(part for part in (by, cited.year or say("citation.no-date"), _locator(cited)) if part)
    words = say("citation.quote" if cited.verbatim else "citation.retold", quote=cited.quote, place=place)
    kind = "" if cited.verbatim else say("citation.digest-kind")
    parts = [
        f"{_ended(cited.author)} ({_date(cited.issued)}).",
        _ended(" ".join(part for part in (cited.title, kind) if part)),
        _ended(say("citation.within", title=cited.container)) if cited.container else "",
        _ended(cited.publisher),
        cited.website,
    ]
    source = " ".join(part for part in parts if part)
    return "\n".join((words, source, say("citation.check", link=cited.link)))


def _locator(cited: Reference) -> str:
    """Return where in the report the words stand: its page or pages, or else the heading above them."""
    if cited.first:
        return f"p. {cited.first}" if cited.first == cited.last else f"pp. {cited.first}–{cited.last}"
    return say("citation.section", section=cited.section) if cited.section else ""


def _date(issued: str) -> str:
    """Return a date as APA has it, the year first.

    >>> _date("2021-03-29"), _date("2021-03"), _date("2021"), _date("")
    ('2021, 29 maart', '2021, maart', '2021', 'z.d.')
    """
    if not issued:
        return say("citation.no-date")
    year, *rest = issued.split("-")
    if not rest:
        return year
    month = say(f"month.{int(rest[0])}")
    if len(rest) == 1:
        return say("citation.date-month", year=year, month=month)
    return say("citation.date-day", year=year, month=month, day=int(rest[1]))


def _ended(text: str) -> str:
    """Return a part of a reference with a full stop, unless it ends in one or in another sign that ends.

    >>> _ended("Wat nu?"), _ended("Storm"), _ended("")
    ('Wat nu?', 'Storm.', '')
    """
    return text if not text or text[-1] in ".?!…" else text + "."
