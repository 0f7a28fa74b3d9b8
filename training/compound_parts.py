"""Make `crisisgraph/index/compound_parts.txt`: Dutch words that often form compounds, counted in a list of words.

usage: compound_parts.py WORDLIST > crisisgraph/index/compound_parts.txt

WORDLIST is the word list of OpenTaal, as in Debian's package wdutch (/usr/share/dict/dutch).  A word counts as the first
part of a compound for each other word of the list that is this word (and perhaps an "s"), followed by a word of the list;
the rest then counts as a last part.  Words that were three times or more one or the other are kept.
"""

import sys
import unicodedata
from collections import Counter
from pathlib import Path

SHORTEST_PART, OFTEN = 4, 3

NOTICE = """\
# Dutch words that form compounds: the word, how often it is a first part, how often a last part.
# Made by training/compound_parts.py from the word list of OpenTaal (https://www.opentaal.org), which is
# (c) 1996 Nederlandstalige TeX Gebruikersgroep, (c) 2001-2005 Simon Brouwer and others, (c) 2006-2010 OpenTaal,
# (c) 2020 OpenTaal (Simon Brouwer, Sander van Geloven).  Licence: Creative Commons Attribution 3.0
# (https://creativecommons.org/licenses/by/3.0/) or, as you choose, the revised BSD licence.
"""


def folded(word: str) -> str:
    """Return a word in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def main() -> None:
    """Read the word list and print the parts."""
    lines = Path(sys.argv[1]).read_text("utf-8").split()
    words = {folded(word) for word in lines if word.isalpha() and word.islower() and len(word) >= SHORTEST_PART}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word in words:
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            if tail in words:
                for part in (head, head.removesuffix("s")):
                    if part in words:
                        first[part] += 1
                        last[tail] += 1
                        break
    print(NOTICE, end="")
    for word in sorted(words):
        if first[word] >= OFTEN or last[word] >= OFTEN:
            print(word, first[word], last[word])


if __name__ == "__main__":
    main()
