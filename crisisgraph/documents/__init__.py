"""Files become documents: canonical text with pages and blocks, every file read in a guarded process of its own."""

from crisisgraph.documents.reading import ReadResult, read_document_now
from crisisgraph.documents.sources import Source, find_sources

__all__ = ["ReadResult", "Source", "find_sources", "read_document_now"]
