"""Reactions to a report: what the other body concludes and recommends, the response to each, and what is promised.

Read `occasion` (which texts and chapters are reactions), `parties` (who is who), `parts` (what labels, lists, quotes
and tables say again), `clauses` (how a sentence is built), `rules` (what sentences mean) and `reader` (one pass).
"""

from __future__ import annotations

from crisisgraph.statements.letters.occasion import has_afterword, is_reaction
from crisisgraph.statements.letters.reader import find_reactions

__all__ = ["find_reactions", "has_afterword", "is_reaction"]
