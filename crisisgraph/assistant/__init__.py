"""Tools for an assistant (Model Context Protocol): to search, follow, list and count, and to cite instead of invent.

Reading order: `schemas` (what the tools take and give), `tools` (what they answer), `server` (the protocol).  They ask
what the REST API asks and answer with the same records, so that its OpenAPI document describes both.
"""
