"""Which report a document is: the catalogue in `corpus.toml`, and how its reports are recognised by their content.

`entries` reads the catalogue, `recognition` finds its reports in a document, and `choice` keeps one edition of each.
"""

from crisisgraph.catalogue.choice import choose_editions
from crisisgraph.catalogue.entries import Catalogue, Entry, load_catalogue
from crisisgraph.catalogue.recognition import recognise

__all__ = ["Catalogue", "Entry", "choose_editions", "load_catalogue", "recognise"]
