"""Names of bodies that nobody listed, known by their noun: "Rekenkamer Woudstad", "de commissie-Jansen".

`nouns` knows the nouns and of which sort of body each is, `names` finds names in running text, and `lines` tells which
lines are a name and nothing else.  The words themselves are data in `bodies.toml`.
"""

from crisisgraph.bodies.lines import body_in_line
from crisisgraph.bodies.names import BodyName, find_body_names, find_body_nouns
from crisisgraph.bodies.nouns import is_body_name, kind_of_body, noun_of_body

__all__ = [
    "BodyName",
    "body_in_line",
    "find_body_names",
    "find_body_nouns",
    "is_body_name",
    "kind_of_body",
    "noun_of_body",
]
