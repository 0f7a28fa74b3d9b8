"""The media types of the two office formats."""

from crisisgraph.documents.media import DOCX

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = ["DOCX", "XLSX"]
