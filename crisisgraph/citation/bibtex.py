"""A report as an entry of BibTeX: pybtex writes it, and what it says is escaped here."""

from __future__ import annotations

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from crisisgraph.citation.reference import Reference, notes

#: What means something in BibTeX or LaTeX, and what prints it.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)  # fmt: skip


def bibtex(cited: Reference) -> str:
    """Return the report as an entry of BibTeX (and biblatex), with the quote and the link in a note."""
    date = cited.issued if len(cited.issued) > 4 else ""
    pages = cited.first if cited.first == cited.last else f"{cited.first}--{cited.last}"
    fields = {
        "title": _kept(cited.title),
        "institution": _kept(cited.publisher or cited.author),
        "year": cited.year,
        "date": date,
        "pages": _latex(pages),
        "url": cited.website or cited.link,
        "note": _latex(" ".join(notes(cited))),
    }
    entry = Entry(
        "techreport",
        [(name, value) for name, value in fields.items() if value],
        persons={"author": [Person(_kept(cited.author))]},
    )
    written: str = _Writer().to_string(BibliographyData({cited.key: entry}))
    return written.strip() + "\n"


class _Writer(Writer):  # type: ignore[misc]  # pybtex has no types
    def _encode(self, text: str) -> str:
        return text  # every field is escaped already, but for the address, which is taken as it stands


def _kept(text: str) -> str:
    """Return a text in braces: an organisation is no first and last name, and a title keeps its capitals."""
    return "{" + _latex(text) + "}"


def _latex(text: str) -> str:
    r"""Return a text so that LaTeX prints it as it is.

    >>> print(_latex("50% {R&D}"))
    50\% \textbraceleft{}R\&D\textbraceright{}
    """
    return text.translate(_LATEX)
