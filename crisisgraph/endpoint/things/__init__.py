"""What an IRI of ours answers with: a document about the thing, for people or for programs.

The IRI of a thing answers 303 with the address of a document about it, by what the client prefers; the document answers
200 and is named after its format (Cool URIs for the Semantic Web, W3C 2008, section 4.2).  Reading order: `addresses`
(IRI ↔ path on this server), `page` (rows of a query → HTML), `routes`.
"""
