"""crisisgraph reads Dutch crisis evaluations and keeps every statement tied to its exact words.

The stages, each in a module of its own and each a plain function from values to values::

    documents   a file         -> Document       (canonical text, pages, blocks)
    catalogue   Document       -> Edition        (which report stands where in it)
    passages    Document       -> Passage        (what can be cited and searched on its own)
    statements  Edition        -> Statement      (recommendation, finding, response, commitment)
    links       Statement      -> Link           (responds to, fulfils, same as, similar)
    graph       all of these   -> RDF            (validated, published as one)
    index       Passage        -> vectors, words (searched together)

`crisisgraph.pipeline` shows the whole build on one screen; `crisisgraph.cli` is the command line.
"""

__version__ = "0.1.0"
