"""The graph over HTTP, read only: SPARQL 1.1 Protocol, documents about every IRI, and a REST API (`rest`).

Reading order: `negotiation` (which of several formats a client wants) and `formats` (which there are); `words` (what a
query says, without understanding it); `protocol` (HTTP request → `Question`); `evaluation` (`Question` → `Reply`, in
the `worker` process); `messages` (both of them on their way); `pool` (workers that can be killed); `service` (the
pool over the build that is current); `description` (what the service says of itself); `pages/` (what the IRIs answer
with, and the query page); `responses`, `headers` and `server` (what HTTP needs).

A visitor's query never runs in the server's own process: it cannot be interrupted there, and some queries kill the
process they run in.
"""
