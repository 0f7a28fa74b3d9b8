"""crisisgraph reads Dutch crisis evaluations and keeps every statement tied to its exact words.

The stages, each in a module of its own and each a plain function from values to values::

    documents    a file          -> Document    (canonical text, pages, blocks)
    catalogue    Document        -> Edition     (which report stands where in it)
    passages     Edition         -> Passage     (what can be cited and found on its own)
    statements   Edition         -> Statement   (recommendation, finding, response, commitment)
    links        Statement       -> Link        (responds to, fulfils, based on, builds on, similar to …)
    corpus       all of these    -> Corpus      (one value, and its files)
    graph        Corpus          -> RDF         (held against its shapes)
    index        Corpus          -> Index       (vectors and words, searched together)
    publication  a folder        -> Published   (whole or not at all)

`crisisgraph.pipeline` shows this build on one screen.  What is published is opened as a `workspace` and asked by
`search`, `trace`, `export` and `verify`; the faces `cli` and `app` are thin over these.  The ground under all of it:
`model` (the nouns), `ids`, `errors`, `settings`, `sentences` (every Dutch sentence) and `vocab` (every RDF term).
"""

__version__ = "0.1.0"
