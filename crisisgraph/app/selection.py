"""What a visitor selected: kept in the memory of the app for as long as the browser and the app are open.

Nobody signs in, and a page that is opened anew starts a session anew.  So a selection belongs to a browser, which is
known by the cookie that Streamlit gives it against forged requests.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

from crisisgraph.model import Statement, StatementId
from crisisgraph.records import Lookup

#: How many statements a selection holds: with as many a link is about 4,000 characters, half of what every server and
#: program must take (RFC 9110, section 4.1).
MOST = 100

#: How many browsers are remembered; the one that was not heard of for longest goes first.
BROWSERS = 1000

#: The name of the cookie, and what it looks like: version, mask, the token under the mask, when it was made.
COOKIE = "_streamlit_xsrf"
_MASKED = re.compile(r'"?2\|([0-9a-f]{8})\|((?:[0-9a-f]{2}){8,64})\|\d+"?')

Selected = tuple[StatementId, ...]


@dataclass(frozen=True)
class Selections:
    """The selection of each browser; one that is not known has selected nothing."""

    _by_browser: OrderedDict[str, Selected] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, browser: str) -> Selected:
        """Return what was selected in a browser."""
        return self._by_browser.get(browser, ())

    def change(self, browser: str, made: Callable[[Selected], Selected]) -> Selected:
        """Put what `made` makes of the selection of a browser in its place, and return it."""
        with self._lock:  # two tabs of one browser change the same selection
            selected = made(self.of(browser))
            self._by_browser[browser] = selected
            self._by_browser.move_to_end(browser)
            while len(self._by_browser) > BROWSERS:
                self._by_browser.popitem(last=False)
        return selected


def browser_of(cookie: str) -> str:
    """Return what stays the same in the cookie of a browser, or nothing when it is not such a cookie.

    >>> browser_of("2|b616e765|ebc31818afcdd8c9987ad8a7cfab3cc2|1795828303")
    '5dd5ff7d19db3fac2e6c3fc279bddba7'
    >>> browser_of("2|fc0b3c4d|a1dec330e5d003e1d267038f85b6e7ea|1795828303")
    '5dd5ff7d19db3fac2e6c3fc279bddba7'
    """
    found = _MASKED.fullmatch(cookie)
    if found is None:
        return ""
    mask, masked = bytes.fromhex(found[1]), bytes.fromhex(found[2])
    return bytes(byte ^ mask[place % len(mask)] for place, byte in enumerate(masked)).hex()


def added(selected: Selected, names: Iterable[StatementId]) -> Selected:
    """Return `selected` with the first of `names` for which there is room.

    >>> added(("a",), ["b", "a"])
    ('a', 'b')
    """
    return tuple(dict.fromkeys((*selected, *names)))[:MOST]


def without(selected: Selected, names: Iterable[StatementId]) -> Selected:
    """Return `selected` without `names`."""
    left_out = frozenset(names)
    return tuple(name for name in selected if name not in left_out)


def in_order(lookup: Lookup, names: Iterable[str]) -> tuple[list[Statement], list[str]]:
    """Return the statements called `names` in the order of the reports and of their places there, each once.

    After them come the names that no statement has.
    """
    asked = dict.fromkeys(names)
    found = [lookup.statements[StatementId(name)] for name in asked if name in lookup.statements]
    places = {report: number for number, report in enumerate(lookup.reports)}
    found.sort(key=lambda statement: (places[statement.report], statement.start, statement.end))
    return found, [name for name in asked if name not in lookup.statements]
