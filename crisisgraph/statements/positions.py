"""What a response says: the position of its rule, limited or turned round by other words of its main clause."""

from __future__ import annotations

import re

from crisisgraph.model import Position

#: How the response is limited or turned round by other words of its main clause.
_NEGATED = re.compile(r"\b(?:niet|geen|afgewezen)\b(?!\s+alleen\b)", re.IGNORECASE)
_LIMITED = re.compile(
    r"\b(?:deels|gedeeltelijk|grotendeels|ten\s+dele|op\s+onderdelen|op\s+hoofdlijnen|in\s+(?:grote|hoofd)\s*lijnen"
    r"|onder\s+voorwaarde|niet\s+(?:geheel|volledig|helemaal|in\s+alle|op\s+alle|zonder\s+meer|in\s+alles))\b"
    r"|,\s+(?:maar|zij\s+het|mits|tenzij)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r",?\s+(?:maar|echter|doch)\s+[^.;]*\b(?:niet\s+(?:over|mee|eens|overgenomen|opgevolgd)|(?:er|daar)van\s+af)\b",
    re.IGNORECASE,
)
_MAIN_CLAUSE = re.compile(r"^.*?(?=,?\s+(?:dat|omdat|want|aangezien|hoewel|om|maar|waarbij|zodat)\b|[:;]|$)", re.DOTALL)


def position_of(position: Position, text: str, match: re.Match[str]) -> Position:
    """Return what the response says, given what its rule says and the other words of the main clause.

    >>> verb = re.search("neemt", "Wij neemt dit deels over")
    >>> position_of(Position.ACCEPTS, "Wij neemt dit deels over", verb)
    <Position.ACCEPTS_IN_PART: 'accepts in part'>
    """
    if position is not Position.ACCEPTS:
        return position
    if _TURNED.search(text):
        return Position.REJECTS
    main = _clause(text)
    if match.end() > len(main):  # the verb of the main clause stands after a clause with "om" or "dat"
        start = match.start() if match.start() > len(main) else match.end() - 1
        main = f"{main} {_clause(text[start:])}"
    if _LIMITED.search(main) or re.match(r",\s+(?:maar|zij\s+het|mits|tenzij)\b", text[len(main) :]):
        return Position.ACCEPTS_IN_PART
    return Position.REJECTS if _NEGATED.search(main) else position


def _clause(text: str) -> str:
    found = _MAIN_CLAUSE.search(text)
    return found.group() if found else text
