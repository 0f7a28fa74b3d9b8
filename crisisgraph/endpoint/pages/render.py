"""Templates to HTML.  Whatever comes from the graph is escaped; the templates hold the Dutch of the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crisisgraph import __version__
from crisisgraph.sentences import say, say_rule

ENDPOINT = Path(__file__).parents[1]
STATIC = ENDPOINT / "static"

#: A page of ours loads its own style sheet and pictures, sends its own forms, and runs nothing.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

#: The query page also runs YASGUI, which comes from here as well, talks to this server only, and styles as it goes.
SCRIPTED = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + (
    "; script-src 'self'; connect-src 'self'; font-src 'self' data:"
)


def html(template: str, path: str, /, **facts: object) -> bytes:
    """Return a page; `path` is where it is asked for, so that its links lead right from there, under any prefix."""
    root = "../" * (path.count("/") - 1) or "./"
    return _environment().get_template(template).render(root=root, version=__version__, **facts).encode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ENDPOINT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "rule": say_rule}
    return environment
