"""The keywords of a query, found without parsing it: enough to say kindly what is not done here.

Nothing depends on this for safety.  The process that answers cannot open a file or a connection, however a query is
written; here is only seen why it failed, and that it names its own graphs.
"""

from __future__ import annotations

import re
from itertools import pairwise

#: Strings, IRIs, comments and variables hold no keywords.  A name with a colon may be a keyword that touches a name
#: without prefix ("SERVICE:x"), so what stands before the colon is a word as well, unless it is a prefix.  A string
#: that does not end goes on to the end, so that no text is looked at twice.
_TOKEN = re.compile(
    r"""
      "{3} (?: [^"\\] | \\. | "{1,2}(?!") )* (?: "{3} )? | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* (?: '{3} )?
    | " (?: [^"\\\n\r] | \\. )* "? | ' (?: [^'\\\n\r] | \\. )* '?
    | < [^<>"{}|^`\\\s]* > | \# [^\n\r]* | [?$@] \w+ | _: [\w.-]+
    | (?P<word> [^\W\d][\w.-]* ) (?P<colon> : [\w.:%-]* )?
    | : [\w.:%-]*
    """,
    re.VERBOSE | re.DOTALL,
)


def keywords(query: str) -> frozenset[str]:
    r"""Return the bare words of `query` in capitals.

    >>> sorted(keywords('ASK { SERVICE:x {} FILTER("FROM" = ?from) } # from'))
    ['ASK', 'FILTER', 'SERVICE']
    """
    words = [(match["word"].upper(), match["colon"]) for match in _TOKEN.finditer(query) if match["word"]]
    prefixes = {after for (word, _), (after, colon) in pairwise(words) if word == "PREFIX" and colon}
    return frozenset(word for word, colon in words if not colon or word not in prefixes)
