"""A statement as others cite it: in the manner of APA, as BibTeX and as RIS, with its words, page and a link to it.

`reference` gathers what is cited; `apa`, `bibtex` and `ris` each write it.
"""

from crisisgraph.citation.apa import apa
from crisisgraph.citation.bibtex import bibtex
from crisisgraph.citation.reference import Reference, reference
from crisisgraph.citation.ris import ris

__all__ = ["Reference", "apa", "bibtex", "reference", "ris"]
