"""A page for every thing that the graph knows, for people and for programs: the same triples, as HTML and as RDF.

Reading order: `addresses` (which document is about which thing); `description` (the triples about one thing, read
back); `naming`, `shown` and `views` (what a page shows of them); `render` (templates); `answers` (formats, headers,
conditional requests); `query` (the form and its gallery); `ontology` and `documents` (things and terms); `dataset` (the
whole, and its dumps); `routes` (all of them).

A page is made of the triples that the RDF formats of the same document give, so that what a person reads and what a
program gets cannot differ, and so that a page exists for whatever is served: a build or a file.
"""
