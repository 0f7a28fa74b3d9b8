"""Exported Excel and Word files, read back: the quotes in them with the places where they say they stand.

Such a file may come from anyone and may have been through another program, so it is read like any other untrusted
file: in a guarded child process, and never by the libraries that write them.
"""

from crisisgraph.office.claims import OFFICE, office_claims
from crisisgraph.office.media import DOCX, XLSX

__all__ = ["DOCX", "OFFICE", "XLSX", "office_claims"]
